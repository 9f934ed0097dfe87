convscope_test(io_tests SOURCES io/atomic_file_test.cpp io/part_file_test.cpp io/npy_test.cpp io/image_test.cpp USES engine/io)

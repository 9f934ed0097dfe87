convscope_room(engine/io SOURCES atomic_file.cpp part_file.cpp npy.cpp npy_header.cpp image.cpp image_scan.cpp USES engine/tensor)

convscope_test(ops_tests SOURCES ops/conv2d_test.cpp USES engine/trace)

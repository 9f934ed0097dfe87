convscope_test(trace_tests SOURCES trace/playhead_test.cpp trace/trace_test.cpp USES engine/trace)

convscope_test(graph_tests SOURCES graph/pipeline_test.cpp USES engine/graph)

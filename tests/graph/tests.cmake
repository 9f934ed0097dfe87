convscope_test(graph_tests SOURCES graph/pipeline_test.cpp graph/receptive_field_test.cpp graph/recipe_test.cpp graph/svd_test.cpp USES
  engine/graph)

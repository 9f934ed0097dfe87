convscope_test(code_tests
  SOURCES code/syntax_test.cpp code/read_code_test.cpp code/refused_code_test.cpp code/round_trip_test.cpp code/torch_lines_test.cpp
  USES engine/code engine/ops engine/reference
  LIBRARIES nlohmann_json::nlohmann_json)

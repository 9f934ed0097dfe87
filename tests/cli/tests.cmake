convscope_test(cli_tests
  SOURCES cli/apply_test.cpp cli/bad_input_test.cpp cli/batch_test.cpp cli/every_operator_test.cpp cli/lesson_test.cpp 
          cli/compare_test.cpp cli/speak_test.cpp
  USES engine/io LIBRARIES nlohmann_json::nlohmann_json)
add_dependencies(cli_tests convscope)

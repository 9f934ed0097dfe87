convscope_test(lessons_tests
  SOURCES lessons/manifest_test.cpp lessons/text_test.cpp lessons/check_test.cpp lessons/wait_test.cpp lessons/command_test.cpp
  USES app/lessons app/canvas LIBRARIES nlohmann_json::nlohmann_json)
add_dependencies(lessons_tests convscope)

convscope_test(project_test SOURCES project/project_test.cpp project/rules.cpp project/error_rules.cpp project/diff_rules.cpp USES
  engine/base LIBRARIES nlohmann_json::nlohmann_json)

convscope_test(reference_tests
  SOURCES reference/torch_test.cpp reference/operators_test.cpp support/stored_cases.cpp reference/mutants_test.cpp
    reference/operator_mutants_test.cpp reference/windows_test.cpp reference/reference_test.cpp support/torch_cases.cpp
  USES engine/trace engine/io
  LIBRARIES nlohmann_json::nlohmann_json)

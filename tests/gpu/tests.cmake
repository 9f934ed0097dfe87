convscope_test(gpu_tests
  SOURCES gpu/conv2d_test.cpp gpu/operators_test.cpp gpu/operator_mutants_test.cpp gpu/special_values_test.cpp gpu/pooling_test.cpp
    gpu/trace_test.cpp gpu/data_check_test.cpp support/stored_cases.cpp gpu/device_test.cpp gpu/pass_test.cpp gpu/planar_test.cpp
    gpu/gpu_worker_test.cpp gpu/transposed_test.cpp gpu/winograd_test.cpp gpu/shader_source_test.cpp gpu/random_conv2d.cpp
          gpu/sanitizer_exit.cpp support/torch_cases.cpp
  USES engine/gpu engine/io engine/trace LIBRARIES PkgConfig::EPOXY nlohmann_json::nlohmann_json)

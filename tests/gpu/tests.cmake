convscope_test(gpu_tests
  SOURCES gpu/conv2d_test.cpp gpu/device_test.cpp gpu/shader_source_test.cpp gpu/random_conv2d.cpp gpu/sanitizer_exit.cpp
  USES engine/gpu LIBRARIES PkgConfig::EPOXY)

include(${PROJECT_SOURCE_DIR}/shaders/sources.cmake)
convscope_room(engine/gpu
  SOURCES shader_source.cpp context.cpp programs.cpp buffer.cpp pass.cpp padded_planes.cpp planar_convolution.cpp
          forms.cpp conv_tile.cpp conv2d_tile.cpp transposed_tile.cpp winograd.cpp conv2d_cpu.cpp gpu_device.cpp gpu_worker.cpp device.cpp
  USES engine/reference engine/ops shaders PRIVATE_LIBRARIES PkgConfig::EPOXY PkgConfig::EGL ${CMAKE_DL_LIBS})
target_compile_definitions(engine_gpu PRIVATE CONVSCOPE_SHADER_FOLDER="${PROJECT_SOURCE_DIR}/shaders")

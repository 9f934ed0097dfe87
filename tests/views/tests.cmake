convscope_test(views_tests
  SOURCES views/lettering.cpp views/every_scene_test.cpp views/any_parameters_test.cpp views/on_the_stage_test.cpp views/pointing_test.cpp
    views/stage_test.cpp views/needs_test.cpp views/volume_test.cpp views/knobs_test.cpp views/large_planes_test.cpp
    views/small_stage_test.cpp views/gliding_stage_test.cpp views/exchange_test.cpp
    views/comparison_test.cpp views/left_out_test.cpp views/presented_stage_test.cpp
    views/checkerboard_stage_test.cpp views/transposed_stage_test.cpp
  USES app/views app/catalog engine/gpu)

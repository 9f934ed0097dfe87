convscope_test(scenes_tests SOURCES scenes/expression_test.cpp scenes/scene_file_test.cpp scenes/controls_test.cpp
  scenes/many_channels_test.cpp scenes/numbers_test.cpp scenes/refusal_test.cpp
  scenes/pooling_test.cpp scenes/up_down_test.cpp scenes/cost_test.cpp scenes/small_layers_test.cpp scenes/deformable_test.cpp
  scenes/channels_test.cpp
  scenes/photograph_test.cpp USES app/scenes engine/reference)

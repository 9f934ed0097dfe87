convscope_test(ops_tests
  SOURCES ops/attributes_test.cpp ops/axis_test.cpp ops/text_test.cpp
    ops/conv2d_test.cpp ops/convolution_test.cpp ops/deform_test.cpp ops/gradient_test.cpp ops/transposed_test.cpp
    ops/activations_test.cpp ops/cost_text_test.cpp ops/pooling_test.cpp ops/products_test.cpp ops/resizing_test.cpp
    ops/small_layers_test.cpp ops/shuffle_test.cpp
  USES engine/trace engine/reference)

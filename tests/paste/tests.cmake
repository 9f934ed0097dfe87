convscope_test(paste_tests SOURCES paste/place_layer_test.cpp USES app/paste app/catalog)

convscope_test(views_tests SOURCES views/stage_test.cpp USES app/views app/catalog engine/gpu)

convscope_test(canvas_test SOURCES canvas/canvas_test.cpp USES app/canvas)

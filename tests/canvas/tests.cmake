convscope_test(canvas_test SOURCES canvas/canvas_test.cpp canvas/line_break_test.cpp canvas/marked_text_test.cpp canvas/svg_fonts_test.cpp
  USES app/canvas LIBRARIES PkgConfig::FREETYPE)

convscope_room(app/canvas
  SOURCES display_list.cpp line_break.cpp marked_text.cpp fonts.cpp glyphs.cpp svg.cpp svg_fonts.cpp font_subset.cpp
           pixel_shapes.cpp cairo_shapes.cpp cairo.cpp pdf.cpp placed.cpp
  USES engine/tensor
  PRIVATE_LIBRARIES PkgConfig::FREETYPE PkgConfig::CAIRO)

convscope_room(app/canvas SOURCES display_list.cpp fonts.cpp svg.cpp cairo.cpp USES engine/tensor PRIVATE_LIBRARIES PkgConfig::FREETYPE PkgConfig::CAIRO)

convscope_room(app/theme SOURCES theme.cpp USES app/canvas engine/ops)

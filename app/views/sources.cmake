convscope_room(app/views SOURCES view.cpp USES app/scenes app/i18n app/theme app/canvas)

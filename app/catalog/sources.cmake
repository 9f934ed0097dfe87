convscope_room(app/catalog SOURCES catalog.cpp USES app/canvas app/i18n app/scenes)

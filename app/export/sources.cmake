convscope_room(app/export SOURCES export.cpp USES app/views app/catalog)

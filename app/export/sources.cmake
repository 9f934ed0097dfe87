convscope_room(app/export SOURCES export.cpp timing.cpp installed.cpp USES app/views app/catalog app/film engine/io)

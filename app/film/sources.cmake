convscope_room(app/film SOURCES film.cpp sequence.cpp child.cpp part_file.cpp USES app/canvas)

convscope_room(app/film SOURCES film.cpp sequence.cpp child.cpp USES app/canvas engine/io)

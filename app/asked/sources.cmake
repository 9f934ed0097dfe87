convscope_room(app/asked
  SOURCES asked.cpp parts.cpp size.cpp cell_picture.cpp workings.cpp cells.cpp reach.cpp layers.cpp
  USES app/views app/lessons)

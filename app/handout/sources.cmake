convscope_room(app/handout SOURCES key_frames.cpp from_scene.cpp from_lesson.cpp pages.cpp handout.cpp
  USES app/asked app/lessons app/export app/views app/catalog app/scenes app/session engine/io)

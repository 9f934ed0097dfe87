convscope_room(app/paste SOURCES wanted.cpp differences.cpp place_layer.cpp sentence_of.cpp
  USES app/scenes app/session app/i18n engine/code engine/graph)

convscope_room(app/scenes SOURCES scene.cpp controls.cpp model.cpp photographs.cpp filters.cpp pictures.cpp connections.cpp
  USES app/session engine/trace engine/gpu engine/io PRIVATE_LIBRARIES nlohmann_json::nlohmann_json)

convscope_room(app/scenes
  SOURCES
    scene.cpp expression.cpp json_lines.cpp json_place.cpp controls.cpp
    plan.cpp sources.cpp model.cpp comparison.cpp place.cpp
    photographs.cpp filters.cpp pictures.cpp connections.cpp costs.cpp
  USES app/session engine/trace engine/graph engine/gpu engine/io PRIVATE_LIBRARIES nlohmann_json::nlohmann_json)

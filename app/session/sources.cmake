convscope_room(app/session SOURCES session.cpp file.cpp json_fields.cpp json_weight.cpp json_syntax.cpp recovery.cpp
  USES app/theme engine/trace engine/io
  PRIVATE_LIBRARIES nlohmann_json::nlohmann_json)

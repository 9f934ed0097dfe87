convscope_room(app/i18n SOURCES words.cpp USES engine/io PRIVATE_LIBRARIES nlohmann_json::nlohmann_json)

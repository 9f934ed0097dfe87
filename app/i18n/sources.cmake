convscope_room(app/i18n SOURCES words.cpp sentence.cpp USES engine/io PRIVATE_LIBRARIES nlohmann_json::nlohmann_json)

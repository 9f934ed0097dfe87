convscope_room(app/cli SOURCES cli.cpp USES app/panels app/export app/catalog engine/trace engine/gpu engine/io PRIVATE_LIBRARIES CLI11::CLI11 nlohmann_json::nlohmann_json)

convscope_test(gui_test SOURCES gui/desktop.cpp gui/window_test.cpp LIBRARIES nlohmann_json::nlohmann_json LABELS gui)
add_dependencies(gui_test convscope)

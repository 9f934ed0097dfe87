convscope_test(gui_test
  SOURCES gui/desktop.cpp gui/drop.cpp gui/window_test.cpp gui/controls_test.cpp gui/present_test.cpp gui/files_test.cpp gui/export_test.cpp
    gui/wander_test.cpp gui/compare_test.cpp gui/lesson_test.cpp gui/paste_test.cpp
  LIBRARIES nlohmann_json::nlohmann_json X11 LABELS gui)
add_dependencies(gui_test convscope)

convscope_test(panels_test
  SOURCES panels/export_plan_test.cpp panels/file_list_test.cpp panels/fuzzy_test.cpp panels/scene_facts_test.cpp panels/typed_test.cpp
    panels/input_queue_test.cpp panels/palette_test.cpp panels/controller_test.cpp panels/thumbnails_test.cpp panels/shell_test.cpp
    panels/comparing_test.cpp panels/lesson_test.cpp panels/practice_test.cpp panels/lesson_reload_test.cpp panels/lesson_window_test.cpp
    panels/pointer_tools_test.cpp
    panels/field_font_test.cpp panels/held_change_test.cpp panels/stage_drag_test.cpp panels/glide_test.cpp panels/replay_test.cpp
    panels/small_window_test.cpp panels/paste_test.cpp panels/sample_keys_test.cpp panels/keys_test.cpp
  USES app/panels)
convscope_test(presentation_test
  SOURCES panels/presentation_test.cpp panels/notes_test.cpp views/lettering.cpp
  USES app/panels)

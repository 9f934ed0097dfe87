convscope_room(app/panels
  SOURCES
    # the core: input, text, pictures, controls
    input_queue.cpp keys.cpp glyph_texture.cpp field_font.cpp painter.cpp graphics.cpp probe.cpp
    text_widgets.cpp press_widgets.cpp number_widgets.cpp field_widgets.cpp surface_widgets.cpp
    # the shell: what carries actions out, what is around the stage, the window
    playback.cpp layout.cpp clipboard.cpp thumbnails.cpp controller.cpp controller_actions.cpp
    stage.cpp stage_drag.cpp glide.cpp transport.cpp header.cpp presentation.cpp pointing.cpp frontend.cpp window_facts.cpp
    screens.cpp notes_window.cpp window.cpp offscreen.cpp controller_lessons.cpp controller_paste.cpp controller_questions.cpp
    controller_replay.cpp
    controller_exports.cpp
    # what the panels decide without drawing
    fuzzy.cpp file_list.cpp typed.cpp number_text.cpp time_left.cpp export_job.cpp export_plan.cpp scene_facts.cpp
      comparing.cpp device_label.cpp pointer_tools.cpp notes.cpp lesson_shelf.cpp lesson_shown.cpp lesson_watch.cpp lesson_words.cpp
    # panels
    sidebar.cpp parameters.cpp photograph_choice.cpp axis_controls.cpp selected_cell.cpp explanation.cpp code_panel.cpp foot.cpp
      right_panel.cpp question_panel.cpp question_cards.cpp first_steps_card.cpp
      lesson_list.cpp lesson_panel.cpp lesson_text.cpp lesson_header.cpp lesson_faults.cpp lesson_present.cpp
    # dialogs
    toast.cpp overlay.cpp dialog_parts.cpp keys_dialog.cpp palette_entries.cpp palette.cpp compare_dialog.cpp unsaved_dialog.cpp
    file_browser.cpp file_browsing.cpp file_dialog.cpp dialogs.cpp export_settings.cpp export_range.cpp export_dialog.cpp export_foot.cpp
    handout_dialog.cpp
  USES app/export app/handout app/asked app/views app/catalog app/lessons app/session app/paste engine/code engine/gpu engine/io
  LIBRARIES PkgConfig::IMGUI
  PRIVATE_LIBRARIES PkgConfig::EPOXY PkgConfig::FREETYPE fmt::fmt nlohmann_json::nlohmann_json glfw)

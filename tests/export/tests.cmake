convscope_test(export_test
  SOURCES export/export_test.cpp export/command_test.cpp export/bad_request_test.cpp export/every_scene_files_test.cpp
  USES app/export app/scenes)
add_dependencies(export_test convscope)

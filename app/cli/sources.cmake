convscope_room(app/cli
  SOURCES cli.cpp report.cpp operator_options.cpp apply_case.cpp list.cpp lesson.cpp apply.cpp
    explain.cpp explain_parts.cpp explain_pipeline.cpp trace.cpp bench.cpp
    stage.cpp stop_signals.cpp render.cpp export.cpp screenshot.cpp sheet.cpp handout.cpp window.cpp
  USES app/handout app/lessons app/asked app/panels app/bench app/export app/catalog app/scenes app/session
    engine/code engine/trace engine/gpu engine/io
  PRIVATE_LIBRARIES CLI11::CLI11 nlohmann_json::nlohmann_json)
target_compile_definitions(app_cli PRIVATE CONVSCOPE_VERSION="${PROJECT_VERSION}")

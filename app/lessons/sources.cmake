convscope_room(app/lessons
  SOURCES
    manifest.cpp text.cpp lesson.cpp wait.cpp completing.cpp check.cpp starter.cpp run.cpp practice.cpp
    question.cpp chain.cpp window_of.cpp size_mistakes.cpp value_mistakes.cpp reach_mistakes.cpp cost_mistakes.cpp picture_mistakes.cpp
  USES app/canvas app/session app/scenes app/i18n engine/trace engine/graph engine/io PRIVATE_LIBRARIES nlohmann_json::nlohmann_json)

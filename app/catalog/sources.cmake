convscope_room(app/catalog SOURCES catalog.cpp check_session.cpp USES app/canvas app/i18n app/scenes app/session)
target_compile_definitions(app_catalog PRIVATE CONVSCOPE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")

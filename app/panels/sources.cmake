convscope_room(app/panels SOURCES window.cpp USES app/export app/views app/catalog app/session PRIVATE_LIBRARIES PkgConfig::IMGUI PkgConfig::EPOXY PkgConfig::EGL glfw glm::glm)

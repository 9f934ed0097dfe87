convscope_room(engine/gpu SOURCES device.cpp USES engine/reference engine/ops PRIVATE_LIBRARIES PkgConfig::EPOXY PkgConfig::EGL)

convscope_room(engine/reference SOURCES reference.cpp USES engine/ops)

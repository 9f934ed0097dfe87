convscope_room(engine/trace SOURCES trace.cpp playhead.cpp USES engine/graph engine/reference)

convscope_room(engine/graph SOURCES pipeline.cpp USES engine/reference)

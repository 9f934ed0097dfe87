convscope_room(app/bench SOURCES bench.cpp USES engine/gpu)

convscope_room(app/bench SOURCES bench.cpp stage_bench.cpp stop_bench.cpp USES app/panels app/export app/catalog app/scenes engine/gpu)

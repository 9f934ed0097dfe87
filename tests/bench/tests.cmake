convscope_test(bench_test SOURCES bench/bench_test.cpp USES app/bench)

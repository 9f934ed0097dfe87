convscope_test(handout_tests SOURCES handout/key_frames_test.cpp handout/handout_test.cpp USES app/handout LABELS slow)

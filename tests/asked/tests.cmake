convscope_test(asked_tests
  SOURCES asked/held_back_test.cpp views/lettering.cpp
  USES app/asked app/catalog engine/gpu)

convscope_test(lessons_tests
  SOURCES lessons/manifest_test.cpp lessons/text_test.cpp lessons/check_test.cpp lessons/wait_test.cpp lessons/question_test.cpp
    lessons/run_test.cpp lessons/shipped_test.cpp lessons/practice_test.cpp
  USES app/lessons app/catalog)

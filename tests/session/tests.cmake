convscope_test(session_tests
  SOURCES session/session_test.cpp session/file_test.cpp session/json_syntax_test.cpp session/recovery_test.cpp
  USES app/session)

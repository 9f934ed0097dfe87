convscope_test(i18n_tests SOURCES i18n/words_test.cpp i18n/scene_words_test.cpp USES app/catalog)

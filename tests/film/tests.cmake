convscope_test(film_test SOURCES film/film_test.cpp film/killed_test.cpp USES app/film)

// Checks for our own bugs: print both values and the place, then stop. Never for input or the world (see result.h).
#pragma once

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

namespace convscope {

[[noreturn]] inline void check_failed(const char* file, int line, const char* expression, const std::string& detail) {
  std::fprintf(stderr, "%s:%d: check failed: %s (%s)\n", file, line, expression, detail.c_str());
  std::abort();
}

template <class A, class B>
std::string both_values(const A& a, const B& b) {
  std::ostringstream text;
  text << a << " against " << b;
  return text.str();
}

}  // namespace convscope

#define CONVSCOPE_CHECK(condition, detail) \
  do { \
    if (!(condition)) ::convscope::check_failed(__FILE__, __LINE__, #condition, (detail)); \
  } while (false)

#define CONVSCOPE_CHECK_EQ(a, b) \
  do { \
    if (!((a) == (b))) ::convscope::check_failed(__FILE__, __LINE__, #a " == " #b, ::convscope::both_values((a), (b))); \
  } while (false)

// A line of code as the name of a test: what a list of tests cannot hold becomes "_".
#pragma once

#include <cctype>
#include <string>
#include <string_view>

namespace convscope::tests {

inline std::string one_word(std::string_view code) {
  std::string word;
  for (const char c : code) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) word += c;
    else if (!word.empty() && word.back() != '_') word += '_';
  }
  return word;
}

}  // namespace convscope::tests

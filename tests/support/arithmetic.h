// Printed arithmetic worked out again.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "engine/tensor/tensor.h"

namespace convscope {

// Works out "1·256·8·8 × (2·75 − 1)" or "3·5 + 2", by the rules of the pencil.
inline Index worked_out(const std::string& text, std::size_t& at) {
  auto skip = [&](const std::string& word) {
    if (text.compare(at, word.size(), word) != 0) return false;
    at += word.size();
    return true;
  };
  auto factor = [&]() -> Index {
    if (skip("(")) {
      const Index inner = worked_out(text, at);
      EXPECT_TRUE(skip(")")) << text;
      return inner;
    }
    Index number = 0;
    EXPECT_TRUE(at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]))) << text << " at " << at;
    while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]))) number = number * 10 + (text[at++] - '0');
    return number;
  };
  auto term = [&] {
    Index product = factor();
    while (skip("·") || skip(" × ")) product *= factor();
    return product;
  };
  Index sum = term();
  while (true) {
    if (skip(" + ")) {
      sum += term();
    } else if (skip(" \u2212 ")) {
      sum -= term();
    } else {
      return sum;
    }
  }
}

// The same to its end.
inline Index worked_out(const std::string& text) {
  std::size_t at = 0;
  const Index value = worked_out(text, at);
  EXPECT_EQ(at, text.size()) << text;
  return value;
}

}  // namespace convscope

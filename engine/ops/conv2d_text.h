// What a convolution says about itself: its size formula with the numbers in it, and its line of code in other libraries.
#pragma once

#include <string>
#include <vector>

#include "engine/ops/axis.h"
#include "engine/ops/text.h"

namespace convscope {

// Pairs of lines: the formula, and the same with numbers. One pair when both axes (height, width) agree in everything, else one pair each.
std::vector<FormulaLine> window_formula(const std::vector<Axis>& axes);

struct Conv2dFacts {
  Axis height, width;
  Index channels_in = 1, channels_out = 1, groups = 1;
  bool bias = false;
  double padding_value = 0;
  const Attributes& attributes;
};
// Only what differs from the other library's defaults is written; padding that it cannot express stands on a line of its own before.
std::string conv2d_code(CodeDialect dialect, const Conv2dFacts& facts);

}  // namespace convscope

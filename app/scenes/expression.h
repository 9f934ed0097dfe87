// Whole-number expressions of a scene's file over its controls: "channels / groups", "dilation.0 * (kernel.0 - 1)".
// Names are controls, with .0 (height) or .1 (width) for one axis; true is 1. Operators + - * / (towards −∞), parentheses.
// A division by 0 gives its dividend: the operator that reads the size refuses the 0 in its own words.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace convscope {

// The value of a name on an axis, or nothing when there is no such number.
using NumberOfName = std::function<std::optional<Index>(std::string_view name, int axis)>;

// kFile, naming the expression and what was expected, when it cannot be read; values stay within ±2⁴⁰.
Result<Index> evaluate_expression(std::string_view text, const NumberOfName& number);

}  // namespace convscope

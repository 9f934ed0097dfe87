// Numbers as the panels write them: a true minus sign, thousands apart, no more digits than a person reads.
#pragma once

#include <string>

#include "engine/tensor/tensor.h"

namespace convscope {

std::string grouped(Index value);      // 1228800 → "1 228 800" with thin spaces (U+2009); four digits stay together
std::string value_text(double value);  // at most four decimals, no trailing zeros; "−0.25", "3"
// 0:07, 1:05, 1:02:03: of a film, or what is left of one. Rounded to whole seconds.
std::string clock_text(double seconds);

}  // namespace convscope

// How a line of code in another library is written: calls that wrap, tuples, lists.
#pragma once

#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace convscope {

using Arguments = std::vector<std::string>;

// head(a, b, c), wrapped with an indent of four when it does not fit on one line.
std::string call(const std::string& head, const Arguments& arguments);
// 3 when all are equal, else (3, 5).
std::string tuple_text(const std::vector<Index>& numbers);
// [3, 3]
std::string list_text(const std::vector<Index>& numbers);
bool all_are(const std::vector<Index>& numbers, Index number);

}  // namespace convscope

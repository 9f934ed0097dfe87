// A look over a JSON text that builds no tree: a small file can name a tree of a gigabyte.
// For this room's sources only.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace convscope {

inline constexpr std::size_t kDeepestJson = 32;        // lists and objects within one another; sessions need 4
inline constexpr std::size_t kMostJsonValues = 500'000;  // values and keys; a cell that was changed is 10

// Refuses faults of syntax and numbers that no computer holds with line and column, and what is nested deeper or holds more than above.
Status check_json(const std::string& text, const std::string& name);

}  // namespace convscope

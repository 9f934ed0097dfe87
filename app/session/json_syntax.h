// What is wrong with a text that is no JSON, as a sentence that has a translation.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace convscope {

// `byte`: where the parser stopped, counted from 1; `complaint`: what it says (nlohmann::json::parse_error), which only tells kinds apart.
Error json_fault(const std::string& text, std::size_t byte, const std::string& complaint);

}  // namespace convscope

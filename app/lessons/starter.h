// The lesson that `convscope lesson new` writes: small, complete, and free of faults; its author changes it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

// Names and contents of its files.
std::vector<std::pair<std::string, std::string>> starter_files();
// Writes them into a new folder. Refuses names with other characters than small letters, digits and _, and what is there already.
Status write_starter(const std::string& folder);

}  // namespace convscope

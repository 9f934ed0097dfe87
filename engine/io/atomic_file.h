// A file is written whole or not at all: beside it, flushed, renamed. Errors name the path and the cause.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace convscope {

Status write_file_atomically(const std::string& path, std::string_view bytes);
// Reads at most `limit` bytes; refuses larger files, naming both sizes.
Result<std::string> read_file(const std::string& path, std::size_t limit);

}  // namespace convscope

// A file is written whole or not at all: beside it, flushed, renamed. Errors name the path and the cause.
// Paths are as the person gave them; devices (/dev/full, /dev/stdout) are written straight, never replaced.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

// On any failure (full disk, unwritable folder, file size limit) nothing is left and an older file stays as it was.
// A size limit shows as an error only where SIGXFSZ is ignored (main does that).
Status write_file_atomically(const std::string& path, std::string_view bytes);
// The pieces one after another, without a copy of them together.
Status write_file_atomically(const std::string& path, const std::vector<std::string_view>& pieces);
struct FileContent {
  std::string path;
  std::vector<std::string_view> pieces;
};
// All of them or none: where one cannot be written, nothing new is left and older files stay as they were.
Status write_files_atomically(const std::vector<FileContent>& files);
// Reads at most `limit` bytes; refuses larger files (naming both sizes), folders and whatever is no regular file.
Result<std::string> read_file(const std::string& path, std::size_t limit);
// "12 bytes", "3.5 KiB", "64 MiB": for messages.
std::string byte_text(std::uint64_t bytes);

}  // namespace convscope

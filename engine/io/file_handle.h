// A file descriptor that closes itself, and reading of regular files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "engine/base/result.h"

namespace convscope {

class FileHandle {
 public:
  explicit FileHandle(int descriptor = -1) : descriptor_(descriptor) {}
  FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  FileHandle& operator=(FileHandle&&) = delete;
  ~FileHandle() { close(); }
  int get() const { return descriptor_; }
  bool open() const { return descriptor_ >= 0; }
  int release() { return std::exchange(descriptor_, -1); }
  int close();  // 0, or errno

 private:
  int descriptor_;
};

struct OpenedFile {
  FileHandle handle;
  std::uint64_t size = 0;
};

// Opens a regular file for reading and learns its size; never waits (a pipe is refused).
Result<OpenedFile> open_for_reading(const std::string& path);
// Exactly `count` bytes; an error says how many came.
Status read_exactly(const FileHandle& handle, const std::string& path, char* into, std::size_t count);

enum class FileAccess { kRead, kWrite };
// `cause` is errno's.
Error file_error(FileAccess access, const std::string& path, int cause);
Error irregular_file(FileAccess access, const std::string& path);

}  // namespace convscope

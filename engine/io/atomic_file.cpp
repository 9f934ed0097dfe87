#include "engine/io/atomic_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "engine/base/refusal.h"
#include "engine/io/file_handle.h"
#include "engine/io/part_file.h"

namespace convscope {

int FileHandle::close() {
  int descriptor = std::exchange(descriptor_, -1);
  return descriptor >= 0 && ::close(descriptor) != 0 ? errno : 0;
}

Error file_error(FileAccess access, const std::string& path, int cause) {
  const std::string why = std::generic_category().message(cause);
  if (access == FileAccess::kRead) return refusal(ErrorKind::kFile, "", "cannot_read", "cannot read '{}': {}", path, why);
  return refusal(ErrorKind::kFile, "", "cannot_write", "cannot write '{}': {}", path, why);
}

Error irregular_file(FileAccess access, const std::string& path) {
  if (access == FileAccess::kRead)
    return refusal(ErrorKind::kFile, "", "cannot_read_irregular", "cannot read '{}': it is not a regular file", path);
  return refusal(ErrorKind::kFile, "", "cannot_write_irregular", "cannot write '{}': it is not a regular file", path);
}

std::string byte_text(std::uint64_t bytes) {
  constexpr std::uint64_t kKibi = 1024, kMebi = kKibi * 1024, kGibi = kMebi * 1024;
  auto in = [bytes](std::uint64_t unit, const char* name) {
    return bytes % unit == 0 ? fmt::format("{} {}", bytes / unit, name) : fmt::format("{:.1f} {}", double(bytes) / double(unit), name);
  };
  if (bytes >= kGibi) return in(kGibi, "GiB");
  if (bytes >= kMebi) return in(kMebi, "MiB");
  if (bytes >= kKibi) return in(kKibi, "KiB");
  return fmt::format("{} bytes", bytes);
}

namespace {

// 0, or errno.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return ENOSPC;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_pieces(int descriptor, const std::vector<std::string_view>& pieces) {
  for (std::string_view piece : pieces) {
    if (int cause = write_all(descriptor, piece)) return cause;
  }
  return 0;
}

bool is_irregular(const std::string& path) {
  struct stat existing {};
  return ::stat(path.c_str(), &existing) == 0 && !S_ISDIR(existing.st_mode) && !S_ISREG(existing.st_mode);
}

// Devices and pipes cannot be renamed over.
Status write_in_place(const std::string& path, const std::vector<std::string_view>& pieces) {
  FileHandle handle(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!handle.open()) return file_error(FileAccess::kWrite, path, errno);
  if (int cause = write_pieces(handle.get(), pieces)) return file_error(FileAccess::kWrite, path, cause);
  if (int cause = handle.close()) return file_error(FileAccess::kWrite, path, cause);
  return success();
}

}  // namespace

Status write_file_atomically(const std::string& path, std::string_view bytes) { return write_files_atomically({{path, {bytes}}}); }

Status write_file_atomically(const std::string& path, const std::vector<std::string_view>& pieces) {
  return write_files_atomically({{path, pieces}});
}

Status write_files_atomically(const std::vector<FileContent>& files) {
  std::vector<PartFile> parts;
  std::vector<const FileContent*> in_place;
  for (const FileContent& file : files) {
    if (file.path.empty()) return refusal(ErrorKind::kFile, "", "no_file_name", "cannot write: the file name is empty");
    if (is_irregular(file.path)) {
      in_place.push_back(&file);
      continue;
    }
    Result<PartFile> part = PartFile::beside(file.path);
    if (!part) return part.error();
    if (int cause = write_pieces(part->descriptor(), file.pieces)) return file_error(FileAccess::kWrite, file.path, cause);
    parts.push_back(*std::move(part));
  }
  for (const FileContent* file : in_place) {
    Status written = write_in_place(file->path, file->pieces);
    if (!written) return written;
  }
  return parts.size() == 1 ? parts.front().keep() : keep_all(parts);
}

Result<OpenedFile> open_for_reading(const std::string& path) {
  FileHandle handle(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!handle.open()) return file_error(FileAccess::kRead, path, errno);
  struct stat status {};
  if (::fstat(handle.get(), &status) != 0) return file_error(FileAccess::kRead, path, errno);
  if (S_ISDIR(status.st_mode)) return file_error(FileAccess::kRead, path, EISDIR);
  if (!S_ISREG(status.st_mode)) return irregular_file(FileAccess::kRead, path);
  return OpenedFile{std::move(handle), static_cast<std::uint64_t>(status.st_size)};
}

Status read_exactly(const FileHandle& handle, const std::string& path, char* into, std::size_t count) {
  std::size_t got = 0;
  while (got < count) {
    ssize_t read = ::read(handle.get(), into + got, count - got);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return file_error(FileAccess::kRead, path, errno);
    if (read == 0) {
      return refusal(ErrorKind::kFile, "", "file_ended", "cannot read '{}': it ended after {} of {} bytes", path, got, count);
    }
    got += static_cast<std::size_t>(read);
  }
  return success();
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  Result<OpenedFile> file = open_for_reading(path);
  if (!file) return file.error();
  if (file->size > limit) {
    return refusal(ErrorKind::kFile, "", "file_too_large", "cannot read '{}': it has {}, the limit is {}", path, byte_text(file->size),
                   byte_text(limit));
  }
  std::string bytes(static_cast<std::size_t>(file->size), '\0');
  Status read = read_exactly(file->handle, path, bytes.data(), bytes.size());
  if (!read) return read.error();
  return bytes;
}

}  // namespace convscope

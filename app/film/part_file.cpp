#include "app/film/part_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace convscope {
namespace {

constexpr int kMostAttempts = 1000;

// 0, or errno. Folders are flushed too, where the file system can: then the new name survives a power cut.
int flush(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return errno;
  int cause = ::fsync(descriptor) != 0 && errno != EINVAL ? errno : 0;
  ::close(descriptor);
  return cause;
}

std::string folder_of(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

Error unwritable(const std::string& path, int cause) {
  return Error{ErrorKind::kFile, fmt::format("cannot write '{}': {}", path, std::generic_category().message(cause)), ""};
}

Result<PartFile> PartFile::beside(const std::string& path) {
  std::error_code ignored;
  // A link stays; the file it names is replaced.
  std::string target = std::filesystem::is_symlink(path, ignored) ? std::filesystem::weakly_canonical(path, ignored).string() : path;
  struct stat existing {};
  if (::stat(target.c_str(), &existing) == 0) {
    if (S_ISDIR(existing.st_mode)) return unwritable(path, EISDIR);
    if (!S_ISREG(existing.st_mode)) return Error{ErrorKind::kFile, fmt::format("cannot write '{}': it is not a regular file", path), ""};
    if (::access(target.c_str(), W_OK) != 0) return unwritable(path, errno);
  }
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    std::string part = fmt::format("{}/.convscope-film-{}-{}.part", folder_of(target), ::getpid(), attempt);
    int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0) {
      ::close(descriptor);
      return PartFile(part, target, path);
    }
    if (errno != EEXIST) return unwritable(path, errno);
  }
  return unwritable(path, EEXIST);
}

PartFile::PartFile(PartFile&& other) noexcept
    : path_(std::exchange(other.path_, "")), target_(std::move(other.target_)), named_(std::move(other.named_)) {}

PartFile::~PartFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Status PartFile::keep() {
  if (int cause = flush(path_)) return unwritable(named_, cause);
  if (std::rename(path_.c_str(), target_.c_str()) != 0) return unwritable(named_, errno);
  path_.clear();
  (void)flush(folder_of(target_));
  return success();
}

}  // namespace convscope

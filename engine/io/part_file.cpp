// A hidden part is locked from its first instant; whoever can lock one is its maker or has found a dead one. Between its making and its
// locking a finder may take it away: the maker then sees that it has no name any more, and begins anew.
#include "engine/io/part_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace convscope {
namespace {

constexpr std::string_view kBegins = ".convscope-", kEnds = ".part";
constexpr int kMostAttempts = 1000;
constexpr mode_t kPermissions = 07777;

std::string hidden_name(const std::string& folder, int attempt) {
  return fmt::format("{}/{}{}-{}{}", folder, kBegins, ::getpid(), attempt, kEnds);
}

std::string descriptor_path(int descriptor) { return fmt::format("/proc/self/fd/{}", descriptor); }

// The new name survives a power cut only when the folder is flushed; file systems that cannot do that are let be.
void flush_folder(const std::string& folder) {
  FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.open()) (void)::fsync(handle.get());
}

// False when a finder was faster.
bool lock_as_maker(int descriptor) {
  while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
  }
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

struct Made {
  FileHandle handle;
  std::string path;
};

// Tries one name after another; make(path) gives a descriptor, or −1 with errno.
template <class Make>
Result<Made> make_hidden(const std::string& folder, const std::string& named, Make make) {
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    std::string path = hidden_name(folder, attempt);
    FileHandle handle(make(path.c_str()));
    if (handle.open() && lock_as_maker(handle.get())) return Made{std::move(handle), std::move(path)};
    if (!handle.open() && errno != EEXIST) return file_error(FileAccess::kWrite, named, errno);
  }
  return file_error(FileAccess::kWrite, named, EEXIST);
}

int make_file(const char* path) { return ::open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666); }

int make_folder(const char* path) {
  if (::mkdir(path, 0777) != 0) return -1;
  int descriptor = ::open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor >= 0) return descriptor;
  int cause = errno == ENOENT ? EEXIST : errno;  // a finder was faster: the next name is tried
  ::rmdir(path);
  errno = cause;
  return -1;
}

// A file without a name that can be named later; not open where the file system, or the lack of /proc, does not allow it.
FileHandle nameless_file(const std::string& folder) {
  FileHandle handle(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
  if (handle.open() && ::access(descriptor_path(handle.get()).c_str(), F_OK) != 0) return FileHandle();
  return handle;
}

// 0, or −1 with errno.
int link_nameless(int descriptor, const std::string& path) {
  return ::linkat(AT_FDCWD, descriptor_path(descriptor).c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW);
}

bool same_file(int descriptor, const std::string& path) {
  struct stat held {}, named {};
  return ::fstat(descriptor, &held) == 0 && ::lstat(path.c_str(), &named) == 0 && held.st_dev == named.st_dev &&
         held.st_ino == named.st_ino;
}

void remove_if_dead(const std::string& path) {
  FileHandle handle(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!handle.open() || ::flock(handle.get(), LOCK_EX | LOCK_NB) != 0 || !same_file(handle.get(), path)) return;
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

}  // namespace

std::string folder_of(const std::string& path) {
  std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

void remove_dead_parts(const std::string& folder) {
  std::vector<std::string> parts;
  DIR* entries = ::opendir(folder.c_str());
  if (entries == nullptr) return;
  while (const dirent* entry = ::readdir(entries)) {
    std::string_view name = entry->d_name;
    if (name.starts_with(kBegins) && name.ends_with(kEnds)) parts.push_back(fmt::format("{}/{}", folder, name));
  }
  ::closedir(entries);
  for (const std::string& part : parts) remove_if_dead(part);
}

// ---- a file ---------------------------------------------------------------------------------------------------------------

Result<PartFile> PartFile::beside(const std::string& path, PartPlace place) {
  std::error_code fault;
  std::string target = path;
  if (std::filesystem::is_symlink(path, fault)) {
    std::filesystem::path real = std::filesystem::weakly_canonical(path, fault);
    if (!fault) target = real.string();
  }
  struct stat existing {};
  if (::stat(target.c_str(), &existing) == 0) {
    if (S_ISDIR(existing.st_mode)) return file_error(FileAccess::kWrite, path, EISDIR);
    if (!S_ISREG(existing.st_mode)) return irregular_file(FileAccess::kWrite, path);
    if (::access(target.c_str(), W_OK) != 0) return file_error(FileAccess::kWrite, path, errno);
  }
  if (place == PartPlace::kBest) {
    FileHandle handle = nameless_file(folder_of(target));
    if (handle.open()) return PartFile(std::move(handle), "", std::move(target), path);
  }
  Result<Made> made = make_hidden(folder_of(target), path, make_file);
  if (!made) return made.error();
  return PartFile(std::move(made->handle), std::move(made->path), std::move(target), path);
}

PartFile::PartFile(FileHandle handle, std::string hidden, std::string target, std::string named)
    : handle_(std::move(handle)), hidden_(std::move(hidden)), target_(std::move(target)), named_(std::move(named)) {}

PartFile::PartFile(PartFile&& other) noexcept
    : handle_(std::move(other.handle_)),
      hidden_(std::exchange(other.hidden_, "")),
      swapped_(other.swapped_),
      fresh_(other.fresh_),
      target_(std::move(other.target_)),
      named_(std::move(other.named_)) {}

PartFile::~PartFile() {
  if (!hidden_.empty()) ::unlink(hidden_.c_str());
}

// Links the nameless file to a name of its own, locked. 0, or errno.
int PartFile::take_hidden_name() {
  (void)::flock(handle_.get(), LOCK_EX);
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    std::string path = hidden_name(folder_of(target_), attempt);
    if (link_nameless(handle_.get(), path) == 0) {
      hidden_ = std::move(path);
      return 0;
    }
    if (errno != EEXIST) return errno;
  }
  return EEXIST;
}

// The data is on the disk before a name points to it.
Status PartFile::flush() {
  struct stat existing {};
  bool exists = ::stat(target_.c_str(), &existing) == 0;
  if (exists && ::fchmod(handle_.get(), existing.st_mode & kPermissions) != 0) return file_error(FileAccess::kWrite, named_, errno);
  if (::fsync(handle_.get()) != 0 && errno != EINVAL) return file_error(FileAccess::kWrite, named_, errno);
  return success();
}

Status PartFile::keep() {
  Status flushed = flush();
  if (!flushed) return flushed;
  if (hidden_.empty() && link_nameless(handle_.get(), target_) != 0) {  // the target's own name, when it is free
    int cause = errno == EEXIST ? take_hidden_name() : errno;
    if (cause != 0) return file_error(FileAccess::kWrite, named_, cause);
  }
  if (!hidden_.empty() && std::rename(hidden_.c_str(), target_.c_str()) != 0) return file_error(FileAccess::kWrite, named_, errno);
  hidden_.clear();
  flush_folder(folder_of(target_));
  return success();
}

// The file that was there takes the hidden name, so that it can come back.
Status PartFile::replace_target() {
  struct stat existing {};
  fresh_ = ::lstat(target_.c_str(), &existing) != 0;
  swapped_ = !fresh_ && S_ISREG(existing.st_mode) &&
             ::renameat2(AT_FDCWD, hidden_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) == 0;
  if (swapped_) return success();
  if (std::rename(hidden_.c_str(), target_.c_str()) != 0) return file_error(FileAccess::kWrite, named_, errno);
  hidden_.clear();
  return success();
}

void PartFile::undo_replacing() {
  if (fresh_) {
    ::unlink(target_.c_str());
  } else if (swapped_ && ::renameat2(AT_FDCWD, hidden_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) != 0) {
    hidden_.clear();  // the older file is there under the hidden name only, and better there than nowhere
  }
}

Status keep_all(std::vector<PartFile>& parts) {
  for (PartFile& part : parts) {
    Status flushed = part.flush();
    if (!flushed) return flushed;
    if (int cause = part.hidden_.empty() ? part.take_hidden_name() : 0) return file_error(FileAccess::kWrite, part.named_, cause);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Status replaced = parts[i].replace_target();
    if (replaced) continue;
    while (i > 0) parts[--i].undo_replacing();
    return replaced;
  }
  for (PartFile& part : parts) {
    if (part.swapped_) ::unlink(std::exchange(part.hidden_, "").c_str());
    flush_folder(folder_of(part.target_));
  }
  return success();
}

// ---- a folder -------------------------------------------------------------------------------------------------------------

Result<PartFolder> PartFolder::inside(const std::string& folder, const std::string& named) {
  Result<Made> made = make_hidden(folder, named, make_folder);
  if (!made) return made.error();
  return PartFolder(std::move(made->handle), std::move(made->path), named);
}

PartFolder::PartFolder(FileHandle handle, std::string path, std::string named)
    : handle_(std::move(handle)), path_(std::move(path)), named_(std::move(named)) {}

PartFolder::PartFolder(PartFolder&& other) noexcept
    : handle_(std::move(other.handle_)), path_(std::exchange(other.path_, "")), named_(std::move(other.named_)) {}

PartFolder::~PartFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

int PartFolder::flush() const { return ::syncfs(handle_.get()) == 0 ? 0 : errno; }

Status PartFolder::rename_to(const std::string& target) {
  if (std::rename(path_.c_str(), target.c_str()) != 0) return file_error(FileAccess::kWrite, named_, errno);
  path_.clear();
  flush_folder(folder_of(target));
  return success();
}

}  // namespace convscope

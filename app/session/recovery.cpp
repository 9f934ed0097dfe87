// Every running program holds a lock on autosave-<n>.lock; a lock that can be taken belongs to nobody who lives.
#include "app/session/recovery.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "app/session/file.h"
#include "engine/base/refusal.h"
#include "engine/io/atomic_file.h"
#include "engine/io/part_file.h"

namespace convscope {
namespace {

namespace fs = std::filesystem;

constexpr int kPlaces = 64;               // programs that may run at once
constexpr std::size_t kRecentFiles = 10;
constexpr std::size_t kAutosaveLimit = 8u << 20;

Error folder_error(const std::string& folder, const std::string& cause) {
  return refusal(ErrorKind::kFile, "", "cannot_keep_sessions", "cannot keep sessions safe in '{}': {}", folder, cause);
}

std::string place_file(const std::string& folder, int place) { return fmt::format("{}/autosave-{}", folder, place); }

// The descriptor, or −1 with errno.
int take_lock(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return -1;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  int cause = errno;
  ::close(descriptor);
  errno = cause;
  return -1;
}

// The session's text and one key more, which parse_session passes over.
std::string autosave_text(const Session& session) {
  nlohmann::ordered_json root = nlohmann::ordered_json::parse(session_text(session.state()));
  root["autosave_of"] = session.path();
  return root.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Recovered> read_autosave(const std::string& file) {
  Result<std::string> text = read_file(file, kAutosaveLimit);
  if (!text) return std::nullopt;
  Result<State> state = parse_session(*text, file);
  if (!state) return std::nullopt;
  nlohmann::json root = nlohmann::json::parse(*text, nullptr, false);
  auto path = root.find("autosave_of");
  return Recovered{std::move(state).value(), path != root.end() && path->is_string() ? path->get<std::string>() : ""};
}

std::string recent_list(const std::string& folder) { return folder + "/recent"; }

}  // namespace

Result<std::string> state_folder() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && state[0] == '/') return std::string(state) + "/convscope";
  const char* home = std::getenv("HOME");
  if (home && home[0] != '\0') return std::string(home) + "/.local/state/convscope";
  return Error{ErrorKind::kFile, "sessions cannot be kept safe: neither XDG_STATE_HOME nor HOME is set", {}};
}

Result<std::unique_ptr<Recovery>> Recovery::open(const std::string& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) return folder_error(folder, problem.message());
  remove_dead_parts(folder);  // of an autosave that a kill caught in the instant of its renaming
  // A place without an autosave, so that what others left behind is not written over before it was offered.
  for (int place = 0; place < kPlaces; ++place) {
    std::string file = place_file(folder, place);
    if (fs::exists(file + ".json", problem)) continue;
    int lock = take_lock(file + ".lock");
    if (lock >= 0) return std::unique_ptr<Recovery>(new Recovery(folder, file, lock));
    if (errno != EWOULDBLOCK) return folder_error(folder, std::generic_category().message(errno));
  }
  return refusal(ErrorKind::kFile, "", "no_place_for_session", "cannot keep sessions safe in '{}': all {} places are taken", folder,
                 kPlaces);
}

Recovery::Recovery(std::string folder, std::string file, int lock)
    : folder_(std::move(folder)), file_(std::move(file)), lock_(lock), writer_([this] { write_loop(); }) {}

Recovery::~Recovery() {
  {
    std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  writer_.join();
  ::close(lock_);
}

std::optional<Recovered> Recovery::left_behind() {
  struct Left {
    std::string file;
    fs::file_time_type time;
  };
  std::vector<Left> found;
  std::error_code ignored;
  for (int place = 0; place < kPlaces; ++place) {
    std::string file = place_file(folder_, place);
    if (file != file_ && fs::exists(file + ".json", ignored)) found.push_back({file, fs::last_write_time(file + ".json", ignored)});
  }
  std::sort(found.begin(), found.end(), [](const Left& a, const Left& b) { return a.time > b.time; });
  for (const Left& left : found) {
    int lock = take_lock(left.file + ".lock");
    if (lock < 0) continue;  // its program is running
    std::optional<Recovered> recovered = read_autosave(left.file + ".json");
    fs::remove(left.file + ".json", ignored);
    fs::remove(left.file + ".lock", ignored);
    ::close(lock);
    if (recovered) return recovered;
  }
  return std::nullopt;
}

void Recovery::keep(const Session& session, double now) {
  if (session.version() == kept_version_ || (last_time_ && now - *last_time_ < kAutosaveSeconds)) return;
  kept_version_ = session.version();
  last_time_ = now;
  {
    std::lock_guard guard(mutex_);
    waiting_ = autosave_text(session);
  }
  changed_.notify_all();
}

std::optional<double> Recovery::due(const Session& session) const {
  if (session.version() == kept_version_) return std::nullopt;
  return last_time_ ? *last_time_ + kAutosaveSeconds : 0;
}

void Recovery::write_loop() {
  std::unique_lock guard(mutex_);
  while (true) {
    changed_.wait(guard, [this] { return waiting_ || stopping_; });
    if (!waiting_) return;
    std::string text = std::move(*waiting_);
    waiting_.reset();
    writing_ = true;
    guard.unlock();
    Status written = write_file_atomically(file_ + ".json", text);
    guard.lock();
    writing_ = false;
    if (!written) last_ = std::move(written);
    changed_.notify_all();
  }
}

Status Recovery::flush() {
  std::unique_lock guard(mutex_);
  changed_.wait(guard, [this] { return !waiting_ && !writing_; });
  return std::exchange(last_, success());
}

void Recovery::clean_exit() {
  (void)flush();
  std::error_code ignored;
  fs::remove(file_ + ".json", ignored);
  fs::remove(file_ + ".lock", ignored);
}

std::vector<std::string> recent_files(const std::string& folder) {
  Result<std::string> list = read_file(recent_list(folder), kAutosaveLimit);
  std::vector<std::string> files;
  if (!list) return files;
  std::error_code ignored;
  for (std::size_t at = 0; at < list->size() && files.size() < kRecentFiles;) {
    std::size_t end = std::min(list->find('\n', at), list->size());
    std::string file = list->substr(at, end - at);
    if (!file.empty() && fs::exists(file, ignored)) files.push_back(std::move(file));
    at = end + 1;
  }
  return files;
}

Status add_recent_file(const std::string& folder, const std::string& path) {
  std::error_code problem;
  std::string absolute = fs::absolute(path, problem).lexically_normal().string();
  if (problem) return Error{ErrorKind::kFile, fmt::format("cannot remember '{}': {}", path, problem.message()), {}};
  if (absolute.find('\n') != std::string::npos) return success();  // one path a line: such a name is not listed
  std::vector<std::string> files = recent_files(folder);
  std::erase(files, absolute);
  files.insert(files.begin(), absolute);
  if (files.size() > kRecentFiles) files.resize(kRecentFiles);
  std::string list;
  for (const std::string& file : files) list += file + "\n";
  fs::create_directories(folder, problem);
  return write_file_atomically(recent_list(folder), list);
}

}  // namespace convscope

// What survives a crash: the running session, written beside the person's files at most every two seconds, and found again
// after a kill; and the list of recent files. Both live in $XDG_STATE_HOME/convscope (or ~/.local/state/convscope).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/session/session.h"
#include "engine/base/result.h"

namespace convscope {

// The folder's path; it need not exist. An error when neither XDG_STATE_HOME nor HOME is set.
Result<std::string> state_folder();

struct Recovered {
  State state;
  std::string path;  // the file that the session belonged to; "" = never saved
};

inline constexpr double kAutosaveSeconds = 2;

// One per running program. Files are written by a thread of its own, so that a slow disk costs no frame.
class Recovery {
 public:
  // Makes the folder and takes a place in it that no other running program has.
  static Result<std::unique_ptr<Recovery>> open(const std::string& folder);
  Recovery(const Recovery&) = delete;
  Recovery& operator=(const Recovery&) = delete;
  // Stops writing; the autosave stays (as after a crash) unless clean_exit() was called.
  ~Recovery();

  // The newest session that a program left behind without a clean exit; its file is taken away, so it is offered once.
  // The caller opens it in its own session (or lets it go).
  std::optional<Recovered> left_behind();
  // To be called whenever the session may have changed, and again when due() says so; `now` in seconds, any origin.
  // Writes when the version moved on and two seconds have passed since the last time.
  void keep(const Session& session, double now);
  // The time at which keep() wants to be called although nothing happens; nothing when all is written.
  std::optional<double> due(const Session& session) const;
  // Waits until everything handed over is on the disk. The last failure, once.
  Status flush();
  // The person left in order: nothing is to be recovered.
  void clean_exit();

 private:
  Recovery(std::string folder, std::string file, int lock);
  void write_loop();

  std::string folder_, file_;  // file_ without its ending: .json is the session, .lock is held while the program runs
  int lock_ = -1;
  std::optional<double> last_time_;
  std::uint64_t kept_version_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::string> waiting_;  // the text to write next
  bool writing_ = false, stopping_ = false;
  Status last_ = success();
  std::thread writer_;
};

// Newest first, at most ten, only those that still exist. A missing or broken list is empty.
std::vector<std::string> recent_files(const std::string& folder);
// Puts the file (made absolute) in front.
Status add_recent_file(const std::string& folder, const std::string& path);

}  // namespace convscope

// Ctrl+C and a polite kill while something long runs: a request to stop, not an end in the middle.
#pragma once

#include <signal.h>

#include <atomic>
#include <thread>

namespace convscope {

// Construct before any other thread starts; sets `stop` at SIGINT, SIGTERM or SIGHUP.
class StopSignals {
 public:
  explicit StopSignals(std::atomic<bool>& stop);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  sigset_t watched_{}, before_{};
  std::atomic<bool> over_{false};
  std::thread watcher_;
};

}  // namespace convscope

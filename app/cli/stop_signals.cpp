#include "app/cli/stop_signals.h"

namespace convscope {

StopSignals::StopSignals(std::atomic<bool>& stop) {
  sigemptyset(&watched_);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&watched_, signal);
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
  watcher_ = std::thread([this, &stop] {
    while (!over_)
      if (sigwaitinfo(&watched_, nullptr) > 0 && !over_) stop = true;
  });
}

StopSignals::~StopSignals() {
  over_ = true;
  pthread_kill(watcher_.native_handle(), SIGTERM);  // ends its wait
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace convscope

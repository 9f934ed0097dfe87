#include "app/cli/stop_signals.h"

#include <ctime>

namespace convscope {

StopSignals::StopSignals(std::atomic<bool>& stop) {
  sigemptyset(&watched_);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&watched_, signal);
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
  watcher_ = std::thread([this, &stop] {
    const timespec patience{0, 50'000'000};
    while (!over_)
      if (sigtimedwait(&watched_, nullptr, &patience) > 0) stop = true;
  });
}

StopSignals::~StopSignals() {
  over_ = true;
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace convscope

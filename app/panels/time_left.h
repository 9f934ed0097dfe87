// How long an export still takes: the rate over the last seconds, smoothed, pauses left out. Time comes in from outside.
#pragma once

#include <optional>

namespace convscope {

class TimeLeft {
 public:
  // To be told now and then, `now` in seconds of any clock. While paused the clock stands.
  void tell(double now, int done, int total, bool paused);
  std::optional<double> seconds() const;  // nothing during the first half second or before the first frame
  double frames_per_second() const { return rate_; }

 private:
  double last_now_ = 0, running_ = 0;
  double window_start_ = 0;  // in running time
  int window_done_ = 0;
  int done_ = 0, total_ = 0;
  double rate_ = 0;
  bool started_ = false;
};

}  // namespace convscope

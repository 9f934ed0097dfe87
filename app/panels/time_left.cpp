#include "app/panels/time_left.h"

namespace convscope {
namespace {

constexpr double kFirst = 0.5;    // seconds before anything is said
constexpr double kWindow = 1.0;   // seconds a new rate is measured over
constexpr double kFollow = 0.35;  // how much of a new rate is taken over

}  // namespace

void TimeLeft::tell(double now, int done, int total, bool paused) {
  if (!started_) {
    started_ = true;
    last_now_ = now;
    window_done_ = done;
  }
  if (!paused && now > last_now_) running_ += now - last_now_;
  last_now_ = now;
  done_ = done;
  total_ = total;
  double span = running_ - window_start_;
  if (span < (rate_ > 0 ? kWindow : kFirst) || done <= window_done_) return;
  double measured = (done - window_done_) / span;
  rate_ = rate_ > 0 ? rate_ + kFollow * (measured - rate_) : measured;
  window_start_ = running_;
  window_done_ = done;
}

std::optional<double> TimeLeft::seconds() const {
  if (rate_ <= 0) return std::nullopt;
  // What was drawn since the rate was measured counts at once, what ran since does as time.
  double left = (total_ - window_done_) / rate_ - (running_ - window_start_);
  return left < 0 || done_ >= total_ ? 0.0 : left;
}

}  // namespace convscope

// time = step · (Σ motion + rest) + what came before within the step
#include "engine/trace/playhead.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

// Times are sums of milliseconds: what differs by less than this is the same instant.
constexpr double kInstant = 1e-7;

double motion_seconds(const PhaseSpec& phase) { return phase.motion_ms / 1000; }
double phase_seconds(const PhaseSpec& phase) { return (phase.motion_ms + phase.rest_ms) / 1000; }
int last_phase(const Timeline& timeline) { return std::max(0, static_cast<int>(timeline.phases.size()) - 1); }
Index last_step(const Timeline& timeline) { return std::max<Index>(0, timeline.steps - 1); }

}  // namespace

double Timeline::step_seconds() const {
  double seconds = 0;
  for (const PhaseSpec& phase : phases) seconds += phase_seconds(phase);
  return seconds;
}

Moment moment_at(const Timeline& timeline, double seconds) {
  const double per_step = timeline.step_seconds();
  if (!(seconds > 0)) seconds = 0;
  if (per_step <= 0) return step_end(timeline, 0);
  const double whole_steps = std::floor((seconds + kInstant) / per_step);
  if (whole_steps > static_cast<double>(last_step(timeline))) return step_end(timeline, last_step(timeline));
  Moment moment{static_cast<Index>(whole_steps), 0, 1};
  auto time_left = [](double left) { return left < kInstant ? 0 : left; };
  double left = time_left(seconds - whole_steps * per_step);
  for (const PhaseSpec& phase : timeline.phases) {
    if (left < phase_seconds(phase) - kInstant) {
      const double motion = motion_seconds(phase);
      moment.progress = left >= motion - kInstant ? 1 : left / motion;
      return moment;
    }
    left = time_left(left - phase_seconds(phase));
    ++moment.phase;
  }
  return step_end(timeline, moment.step);
}

double seconds_of(const Timeline& timeline, const Moment& given) {
  const Moment moment = clamped(timeline, given);
  double seconds = static_cast<double>(moment.step) * timeline.step_seconds();
  for (int phase = 0; phase < moment.phase; ++phase) seconds += phase_seconds(timeline.phases[static_cast<std::size_t>(phase)]);
  if (timeline.phases.empty()) return seconds;
  return seconds + moment.progress * motion_seconds(timeline.phases[static_cast<std::size_t>(moment.phase)]);
}

Moment clamped(const Timeline& timeline, Moment moment) {
  moment.step = std::clamp<Index>(moment.step, 0, last_step(timeline));
  moment.phase = std::clamp(moment.phase, 0, last_phase(timeline));
  moment.progress = moment.progress >= 0 ? std::min(moment.progress, 1.0) : 0;  // NaN becomes 0
  return moment;
}

Moment next_phase(const Timeline& timeline, Moment moment) {
  moment = clamped(timeline, moment);
  if (moment.progress < 1) return {moment.step, moment.phase, 1};
  if (moment.phase < last_phase(timeline)) return {moment.step, moment.phase + 1, 1};
  if (moment.step < last_step(timeline)) return {moment.step + 1, 0, 1};
  return moment;
}

Moment previous_phase(const Timeline& timeline, Moment moment) {
  moment = clamped(timeline, moment);
  if (moment.phase > 0) return {moment.step, moment.phase - 1, 1};
  if (moment.step > 0) return step_end(timeline, moment.step - 1);
  return {0, 0, 0};
}

Moment moved_by_steps(const Timeline& timeline, Moment moment, Index steps) {
  moment = clamped(timeline, moment);
  const Index room_before = -moment.step, room_after = last_step(timeline) - moment.step;
  return {moment.step + std::clamp(steps, room_before, room_after), moment.phase, 1};
}

Moment step_end(const Timeline& timeline, Index step) { return clamped(timeline, {step, last_phase(timeline), 1}); }

double ease_in_out(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t < 0.5 ? 4 * t * t * t : 1 - 4 * (1 - t) * (1 - t) * (1 - t);
}

double ease_out(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

}  // namespace convscope

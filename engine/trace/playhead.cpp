// time = Σ of the segments before + step · (Σ motion + rest) + what came before within the step
#include "engine/trace/playhead.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

// Times are sums of milliseconds: what differs by less than this is the same instant.
constexpr double kInstant = 1e-7;

double motion_seconds(const PhaseSpec& phase) { return phase.motion_ms / 1000; }
double phase_seconds(const PhaseSpec& phase) { return (phase.motion_ms + phase.rest_ms) / 1000; }
int last_phase(const Timeline& timeline, Index step) { return std::max(0, static_cast<int>(timeline.phases(step).size()) - 1); }
Index last_step(const Timeline& timeline) { return std::max<Index>(0, timeline.steps() - 1); }

}  // namespace

double TimelineSegment::step_seconds() const {
  double seconds = 0;
  for (const PhaseSpec& phase : phases) seconds += phase_seconds(phase);
  return seconds;
}

Index Timeline::steps() const {
  Index steps = 0;
  for (const TimelineSegment& segment : segments) steps += segment.steps;
  return steps;
}

double Timeline::total_seconds() const {
  double seconds = 0;
  for (const TimelineSegment& segment : segments) seconds += segment.seconds();
  return seconds;
}

StepPlace Timeline::place(Index step) const {
  CONVSCOPE_CHECK(!segments.empty(), "a timeline has at least one segment");
  step = std::max<Index>(0, step);
  for (std::size_t s = 0; s < segments.size(); ++s) {
    if (step < segments[s].steps) return {s, step};
    step -= segments[s].steps;
  }
  return {segments.size() - 1, std::max<Index>(0, segments.back().steps - 1)};
}

Index Timeline::first_step(std::size_t segment) const {
  Index steps = 0;
  for (std::size_t s = 0; s < segment; ++s) steps += segments[s].steps;
  return steps;
}

Timeline plain_timeline(Index steps, std::vector<PhaseSpec> phases) {
  return {{TimelineSegment{"", 0, Walk::kOutputs, steps, std::move(phases)}}};
}

Moment moment_in_step(const Timeline& timeline, Index step, double seconds) {
  Moment moment{step, 0, 1};
  auto time_left = [](double left) { return left < kInstant ? 0 : left; };
  double left = time_left(seconds);
  for (const PhaseSpec& phase : timeline.phases(step)) {
    if (left < phase_seconds(phase) - kInstant) {
      const double motion = motion_seconds(phase);
      moment.progress = left >= motion - kInstant ? 1 : left / motion;
      return moment;
    }
    left = time_left(left - phase_seconds(phase));
    ++moment.phase;
  }
  return step_end(timeline, step);
}

Moment moment_at(const Timeline& timeline, double seconds) {
  if (!(seconds > 0)) seconds = 0;
  Index first = 0;
  for (const TimelineSegment& segment : timeline.segments) {
    const double per_step = segment.step_seconds();
    const double whole = per_step > 0 ? std::floor((seconds + kInstant) / per_step) : static_cast<double>(segment.steps);
    if (whole < static_cast<double>(segment.steps)) {
      const double within = seconds - whole * per_step;
      return moment_in_step(timeline, first + static_cast<Index>(whole), within);
    }
    seconds -= segment.seconds();
    first += segment.steps;
  }
  return timeline.total_seconds() > 0 ? step_end(timeline, last_step(timeline)) : step_end(timeline, 0);
}

double seconds_of(const Timeline& timeline, const Moment& given) {
  const Moment moment = clamped(timeline, given);
  const StepPlace place = timeline.place(moment.step);
  double seconds = 0;
  for (std::size_t s = 0; s < place.segment; ++s) seconds += timeline.segments[s].seconds();
  const TimelineSegment& segment = timeline.segments[place.segment];
  seconds += static_cast<double>(place.step) * segment.step_seconds();
  for (int phase = 0; phase < moment.phase; ++phase) seconds += phase_seconds(segment.phases[static_cast<std::size_t>(phase)]);
  if (segment.phases.empty()) return seconds;
  return seconds + moment.progress * motion_seconds(segment.phases[static_cast<std::size_t>(moment.phase)]);
}

Moment clamped(const Timeline& timeline, Moment moment) {
  moment.step = std::clamp<Index>(moment.step, 0, last_step(timeline));
  moment.phase = std::clamp(moment.phase, 0, last_phase(timeline, moment.step));
  moment.progress = moment.progress >= 0 ? std::min(moment.progress, 1.0) : 0;  // NaN becomes 0
  return moment;
}

Moment next_phase(const Timeline& timeline, Moment moment) {
  moment = clamped(timeline, moment);
  if (moment.progress < 1) return {moment.step, moment.phase, 1};
  if (moment.phase < last_phase(timeline, moment.step)) return {moment.step, moment.phase + 1, 1};
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
  moment.step += std::clamp(steps, room_before, room_after);
  return clamped(timeline, {moment.step, moment.phase, 1});
}

Moment step_end(const Timeline& timeline, Index step) {
  step = std::clamp<Index>(step, 0, last_step(timeline));
  return {step, last_phase(timeline, step), 1};
}

double ease_in_out(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t < 0.5 ? 4 * t * t * t : 1 - 4 * (1 - t) * (1 - t) * (1 - t);
}

double ease_out(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

}  // namespace convscope

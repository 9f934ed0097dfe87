#include "app/panels/playback.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace convscope {
namespace {

constexpr std::array kSpeeds = {0.25, 0.5, 1.0, 2.0, 4.0, 8.0};
constexpr double kPresentedRest = 1.5;

}  // namespace

Played played(const Timeline& timeline, const Moment& moment, double seconds, double speed, bool loop, double rested) {
  double total = timeline.total_seconds(), at = seconds_of(timeline, moment) + rested + seconds * speed;
  if (total <= 0 || (at >= total && !loop)) return {step_end(timeline, timeline.steps() - 1), true, 0};
  if (at >= total) at = std::fmod(at, total);
  Moment reached = moment_at(timeline, at);
  return {reached, false, std::max(0.0, at - seconds_of(timeline, reached))};
}

Timeline presented(Timeline timeline) {
  for (TimelineSegment& segment : timeline.segments)
    for (PhaseSpec& phase : segment.phases) phase.rest_ms *= kPresentedRest;
  return timeline;
}

Moment shown_moment(const State& state) {
  Moment moment = state.moment;
  if (state.reduce_motion) moment.progress = 1;
  return moment;
}

double faster(double speed) {
  for (double s : kSpeeds)
    if (s > speed * 1.001) return s;
  return kSpeeds.back();
}

double slower(double speed) {
  for (auto s = kSpeeds.rbegin(); s != kSpeeds.rend(); ++s)
    if (*s < speed * 0.999) return *s;
  return kSpeeds.front();
}

Index next_row(Index step, Index width, Index plane, Index channels, Index steps) {
  Index stride = std::max<Index>(1, channels > 1 ? plane : width);
  return std::min(steps - 1, (step / stride + 1) * stride);
}

Index previous_row(Index step, Index width, Index plane, Index channels) {
  Index stride = std::max<Index>(1, channels > 1 ? plane : width);
  return std::max<Index>(0, (step - 1) / stride * stride);
}

Index moved_in_plane(Index cell, Index width, Index height, Index right, Index down) {
  const Index plane = cell / (width * height), y = cell / width % height, x = cell % width;
  return (plane * height + std::clamp<Index>(y + down, 0, height - 1)) * width + std::clamp<Index>(x + right, 0, width - 1);
}

}  // namespace convscope

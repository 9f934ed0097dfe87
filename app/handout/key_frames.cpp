#include <algorithm>

#include "app/handout/handout.h"

namespace convscope {
namespace {

Moment phase_end(Index step, std::size_t phase) { return {step, static_cast<int>(phase), 1}; }

void add(std::vector<Moment>& moments, const Moment& moment) {
  if (std::find(moments.begin(), moments.end(), moment) == moments.end()) moments.push_back(moment);
}

bool earlier(const Moment& a, const Moment& b) {
  return a.step != b.step ? a.step < b.step : a.phase != b.phase ? a.phase < b.phase : a.progress < b.progress;
}

}  // namespace

// The last step comes first, then where each segment's first step ends, then the phases of the first step of the longest segment, then
// steps halfway between: what is left of `most` decides how far it goes.
std::vector<Moment> key_frames(const Timeline& timeline, std::size_t most) {
  std::vector<Moment> moments{step_end(timeline, timeline.steps() - 1)};
  std::size_t longest = 0;
  for (std::size_t i = 0; i < timeline.segments.size(); ++i) {
    if (timeline.segments[i].steps > timeline.segments[longest].steps) longest = i;
    if (moments.size() < most) add(moments, step_end(timeline, timeline.first_step(i)));
  }
  const TimelineSegment& segment = timeline.segments[longest];
  const Index first = timeline.first_step(longest);
  const std::size_t halfway = segment.steps > 4 ? 1 : 0;  // keeps room for one
  for (std::size_t phase = 0; phase < segment.phases.size() && moments.size() + halfway < most; ++phase) {
    add(moments, phase_end(first, phase));
  }
  for (Index part : {Index{2}, Index{3}, Index{1}}) {
    if (moments.size() < most && segment.steps > 2) add(moments, step_end(timeline, first + segment.steps * part / 4));
  }
  std::sort(moments.begin(), moments.end(), earlier);
  return moments;
}

}  // namespace convscope

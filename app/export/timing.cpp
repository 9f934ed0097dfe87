// Which moment each frame of a film shows: film time runs through the scene's timeline, faster or slower when asked to.
#include <algorithm>
#include <cmath>

#include "app/export/export.h"

namespace convscope {
namespace {

constexpr double kSecondsOfStill = 1;  // a step without phases stands for so long

double step_seconds(const Timeline& timeline, Index step) {
  const double seconds = timeline.step_seconds(step);
  return seconds > 0 ? seconds : kSecondsOfStill;
}

// When a step of the film begins: either every step lasts as asked, or as long as its segment says.
double film_begin(const Timeline& timeline, const ExportRequest& request, Index step) {
  if (request.seconds_per_step > 0) return static_cast<double>(step - request.first_step) * request.seconds_per_step;
  double seconds = 0;
  Index first = 0;
  for (const TimelineSegment& segment : timeline.segments) {
    const Index from = std::max(first, request.first_step), to = std::min(first + segment.steps, step);
    if (to > from) seconds += static_cast<double>(to - from) * step_seconds(timeline, first);
    first += segment.steps;
  }
  return seconds;
}

// The last step of the film that has begun. A hair later: a frame that falls on a step's first instant belongs to that step, whatever
// the rounding.
Index film_step(const Timeline& timeline, const ExportRequest& request, double seconds) {
  constexpr double kHair = 1e-9;
  Index low = request.first_step, high = request.last_step;
  while (low < high) {
    const Index middle = low + (high - low + 1) / 2;
    if (film_begin(timeline, request, middle) <= seconds + kHair)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

}  // namespace

int frame_count(const Model& model, const ExportRequest& request) {
  double frames = std::round(film_begin(model.timeline, request, request.last_step + 1) * request.fps);
  return static_cast<int>(std::clamp(frames, 1.0, 1e9));
}

Moment frame_moment(const Model& model, const ExportRequest& request, int frame) {
  const Timeline& timeline = model.timeline;
  if (frame >= frame_count(model, request) - 1) return step_end(timeline, request.last_step);
  const double seconds = frame / request.fps;
  const Index step = film_step(timeline, request, seconds);
  if (timeline.step_seconds(step) <= 0) return step_end(timeline, step);
  const double begin = film_begin(timeline, request, step);
  const double length = request.seconds_per_step > 0 ? request.seconds_per_step : step_seconds(timeline, step);
  return moment_in_step(timeline, step, std::clamp((seconds - begin) / length, 0.0, 1.0) * timeline.step_seconds(step));
}

std::vector<Shot> film_shots(const Model& model, const ExportRequest& request) {
  std::vector<Shot> shots;
  Moment shown;
  for (int i = 0; i < frame_count(model, request); ++i) {
    Moment moment = frame_moment(model, request, i);
    if (!shots.empty() && moment == shown)
      ++shots.back().length;
    else
      shots.push_back({i, 1});
    shown = moment;
  }
  return shots;
}

}  // namespace convscope

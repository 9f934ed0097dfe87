// Which moment each frame of a film shows: film time runs through the scene's timeline, faster or slower when asked to.
#include <algorithm>
#include <cmath>

#include "app/export/export.h"

namespace convscope {
namespace {

// How long a step of the film is. A scene without phases stands for a second at each step.
double film_seconds_per_step(const Timeline& timeline, const ExportRequest& request) {
  if (request.seconds_per_step > 0) return request.seconds_per_step;
  return timeline.step_seconds() > 0 ? timeline.step_seconds() : 1;
}

}  // namespace

int frame_count(const Model& model, const ExportRequest& request) {
  double steps = static_cast<double>(request.last_step - request.first_step + 1);
  double frames = std::round(steps * film_seconds_per_step(model.timeline, request) * request.fps);
  return static_cast<int>(std::clamp(frames, 1.0, 1e9));
}

Moment frame_moment(const Model& model, const ExportRequest& request, int frame) {
  const Timeline& timeline = model.timeline;
  if (frame >= frame_count(model, request) - 1) return step_end(timeline, request.last_step);
  double steps = frame / request.fps / film_seconds_per_step(timeline, request);
  // A hair later: a frame that falls on a step's first instant belongs to that step, whatever the rounding.
  auto whole = std::min(static_cast<Index>(std::floor(steps + 1e-9)), request.last_step - request.first_step);
  Index step = request.first_step + whole;
  if (timeline.step_seconds() <= 0) return step_end(timeline, step);
  double within = std::clamp(steps - static_cast<double>(whole), 0.0, 1.0) * timeline.step_seconds();
  Timeline one = timeline;
  one.steps = 1;
  Moment moment = moment_at(one, within);
  moment.step = step;
  return clamped(timeline, moment);
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

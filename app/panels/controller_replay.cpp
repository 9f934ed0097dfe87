// A segment of the timeline shows what a change does: one that a changed control adds is played, then one is back where one was; one that
// shows what a control does is played again when the control is changed in its midst.
#include <algorithm>

#include "app/panels/controller.h"
#include "app/scenes/controls.h"

namespace convscope {
namespace {

// The first segment that another value of a control has added.
std::optional<std::size_t> added_segment(const Timeline& old, const Timeline& now) {
  for (std::size_t s = 0; s < now.segments.size(); ++s) {
    const std::string& name = now.segments[s].name;
    const bool was = std::any_of(old.segments.begin(), old.segments.end(), [&](const TimelineSegment& each) { return each.name == name; });
    if (!was) return s;
  }
  return std::nullopt;
}

// The segment that shows what a changed control does, where the moment is before its end.
std::optional<std::size_t> segment_begun(const Scene& scene, const State& before, const State& now, const Timeline& line) {
  const std::size_t here = line.place(now.moment.step).segment;
  const bool over = now.moment == step_end(line, line.first_step(here));
  const bool shows_a_change = std::any_of(scene.controls.begin(), scene.controls.end(), [&](const Control& control) {
    return control.plays == line.segments[here].name &&
           *find_parameter(scene, before, control.name) != *find_parameter(scene, now, control.name);
  });
  return shows_a_change && !over ? std::optional(here) : std::nullopt;
}

}  // namespace

void Controller::replay_change(const State& before, const Model& old) {
  const State& now = state();
  const bool elsewhere = before.scene != now.scene || before.mode != now.mode || before.other || now.other;
  if (elsewhere || now.reduce_motion || now.lesson) return;
  const Timeline& line = model_->timeline;
  const std::optional<std::size_t> added = added_segment(old.timeline, line);
  const std::optional<std::size_t> segment = added ? added : segment_begun(*model_->scene, before, now, line);
  if (!segment || line.segments[*segment].walk != Walk::kPlain) return;
  Moment back = moment_at(*model_, old, place_of(old, before.moment)).value_or(clamped(line, before.moment));
  if (line.place(back.step).segment <= *segment) back = step_end(line, line.first_step(*segment));  // nothing was looked at yet
  const bool played = before.playing && (!replay_ || replay_->playing);  // not only because a change was being shown
  replay_ = Replay{model_, *segment, back, played};
  session_.look([first = line.first_step(*segment)](State& s) {
    s.moment = {first, 0, 0};
    s.playing = true;
  });
}

void Controller::follow_replay(const Moment& from) {
  if (!replay_) return;
  if (replay_->model != model_) {  // something else was set meanwhile
    const Replay left = *std::exchange(replay_, std::nullopt);
    return session_.look([&](State& s) { s.playing = left.playing; });
  }
  const Timeline& line = model_->timeline;
  const bool was_in = line.place(from.step).segment == replay_->segment;
  if (was_in && state().playing && line.place(state().moment.step).segment == replay_->segment) return;
  const Replay done = *std::exchange(replay_, std::nullopt);
  if (!was_in || !state().playing) return;  // a person moved on, or stopped it
  session_.look([&](State& s) {
    s.moment = clamped(line, done.back);
    s.playing = done.playing;
  });
}

}  // namespace convscope

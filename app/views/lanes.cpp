#include "app/views/lanes.h"

#include <algorithm>

namespace convscope {

Lane make_lane(const ViewContext& context, const std::string& name, bool turned) {
  const int stage = context.model.index_of(name), clock = context.model.timeline.at(context.moment.step).stage;
  Lane lane{at_stage(context, stage), make_focus(at_stage(context, clock)), turned};
  const Trace trace = lane.context.layer().trace();
  const Target& target = context.hover.none() ? context.state.pin : context.hover;
  Index cell = std::clamp<Index>(lane.focus.playing, 0, trace.gather_steps() - 1);
  if (target.kind == TargetKind::kOutput && target.index >= 0 && target.index < trace.gather_steps()) {
    cell = target.index;
    lane.focus.inspected = cell != lane.focus.playing;
    if (lane.focus.inspected) lane.focus.arrive = lane.focus.multiply = lane.focus.sum = lane.focus.bias = 1;
  }
  lane.focus.step = trace.gather(cell);
  if (stage == clock) return lane;
  Focus own = make_focus(lane.context);
  lane.focus.answered = own.answered;
  lane.focus.inputs = own.inputs;
  lane.focus.weights = own.weights;
  lane.focus.outputs = own.outputs;
  return lane;
}

Index weight_under(const Lane& lane, Index r, Index c) {
  for (const Term& term : lane.focus.step.terms)
    if (term.tap.at[1] - lane.focus.step.top == r && term.tap.at[2] - lane.focus.step.left == c) return term.tap.weight.index;
  return -1;
}

void draw_turn_arrow(Pen& pen, Point from, Point to, bool turned) {
  const Color color = pen.theme().weight;
  constexpr double kHead = 8, kHalf = 4.5;
  if (!turned) {
    pen.line(from, {to.x - kHead, to.y}, {color, 2});
    pen.path({to, {to.x - kHead, to.y - kHalf}, {to.x - kHead, to.y + kHalf}}, true, color, {});
    return;
  }
  const double inner = (to.x - from.x) * 0.2, rise = std::min(34.0, (to.x - from.x) * 0.45);
  const Point a{from.x + inner, from.y + 7}, b{to.x - inner, to.y + 1};
  pen.list().items.push_back(CurveItem{a, {a.x, a.y - rise}, {b.x, a.y - rise}, b, {color, 2}});
  pen.path({{b.x, b.y + kHead}, {b.x - kHalf, b.y - 1}, {b.x + kHalf, b.y - 1}}, true, color, {});
}

}  // namespace convscope

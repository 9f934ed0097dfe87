#include "app/views/focus.h"

#include <algorithm>

#include "app/views/plane.h"

namespace convscope {
namespace {

constexpr Index kMostCellsSearched = 4096;  // a weight's uses are searched in at most so many output cells

void answer_input(const ViewContext& context, Focus& focus) {
  const Trace trace = context.layer().trace();
  for (Index output : trace.layer().readers_of(focus.answered.index, trace.tensors())) focus.outputs.insert(output);
  focus.inputs.insert(focus.answered.index);
}

void answer_weight(const ViewContext& context, Focus& focus) {
  const Trace trace = context.layer().trace();
  focus.weights.insert(focus.answered.index);
  const Extents& out = trace.layer().output();
  Index filter = cell_of(context.layer().weight().extents, focus.answered.index)[0];
  Index sample = focus.step.position[0], plane = out.count() / (out[0] * out[1]);
  Index first = (sample * out[1] + filter) * plane;
  for (Index cell = first; cell < first + std::min(plane, kMostCellsSearched); ++cell) {
    for (const Term& term : trace.gather(cell).terms)
      if (term.tap.weight.index == focus.answered.index && !term.tap.data.none()) focus.inputs.insert(term.tap.data.index);
  }
}

void answer_bias(const ViewContext& context, Focus& focus) {
  const Extents& out = context.layer().output().extents;
  Index plane = out[2] * out[3];
  for (Index n = 0; n < out[0]; ++n)
    for (Index cell = 0; cell < std::min(plane, kMostCellsSearched); ++cell)
      focus.outputs.insert((n * out[1] + focus.answered.index) * plane + cell);
}

}  // namespace

StageTime stage_time(const ViewContext& context) {
  const Timeline& timeline = context.model.timeline;
  const StepPlace now = timeline.place(context.moment.step);
  StageTime time;
  bool found = false;
  for (std::size_t s = 0; s < timeline.segments.size(); ++s) {
    const TimelineSegment& segment = timeline.segments[s];
    if (segment.stage != context.stage || segment.walk != Walk::kOutputs) continue;
    found = true;
    time.state = s == now.segment ? StageState::kNow : s < now.segment ? StageState::kDone : StageState::kLater;
    time.step = s == now.segment ? now.step : s < now.segment ? segment.steps - 1 : 0;
    if (s >= now.segment) break;
  }
  if (!found) time.state = StageState::kDone;  // a layer that is not played stands there whole
  return time;
}

double phase_share(const ViewContext& context, std::string_view name, int nth) {
  const StageState state = stage_time(context).state;
  if (state != StageState::kNow) return state == StageState::kDone ? 1 : 0;
  const std::vector<PhaseSpec>& phases = context.model.timeline.phases(context.moment.step);
  for (int p = 0; p < static_cast<int>(phases.size()); ++p) {
    std::string_view phase = phases[static_cast<std::size_t>(p)].name;
    if (phase.substr(0, phase.find(':')) != name || nth-- > 0) continue;
    if (context.moment.phase != p) return context.moment.phase > p ? 1 : 0;
    return context.state.reduce_motion ? 1 : std::clamp(context.moment.progress, 0.0, 1.0);
  }
  return 1;  // a scene without this phase has it behind it
}

double Focus::lit(std::size_t term) const {
  std::size_t count = lit_count > 0 ? lit_count : step.terms.size();
  if (term < lit_from || term >= lit_from + count) return 0;
  double each = std::min(1.0, 2.5 / static_cast<double>(count));
  double begin = count > 1 ? (1 - each) * static_cast<double>(term - lit_from) / static_cast<double>(count - 1) : 0;
  return std::clamp((multiply - begin) / each, 0.0, 1.0);
}

Focus make_focus(const ViewContext& context) {
  Focus focus;
  const Trace trace = context.layer().trace();
  Index cells = std::max<Index>(1, trace.gather_steps());
  const StageTime time = stage_time(context);
  focus.state = time.state;
  Index explained = std::clamp<Index>(time.step, 0, cells - 1);
  focus.playing = time.state == StageState::kLater ? -1 : explained;
  focus.answered = context.hover.none() ? context.state.pin : context.hover;
  if (focus.answered.stage != context.stage) focus.answered = {};
  if (focus.answered.kind == TargetKind::kOutput && focus.answered.index >= 0 && focus.answered.index < cells) {
    explained = focus.answered.index;
    focus.inspected = explained != focus.playing;
  }
  focus.step = trace.gather(explained);
  if (!focus.inspected) {
    focus.arrive = ease_in_out(phase_share(context, "arrive"));
    focus.multiply = phase_share(context, "multiply");
    focus.sum = phase_share(context, "sum");
    focus.bias = phase_share(context, "bias");
    focus.drop = ease_out(phase_share(context, "drop"));
  } else {
    focus.drop = ease_out(phase_share(context, "drop"));
  }
  auto within = [&](const Tensor& tensor) { return focus.answered.index >= 0 && focus.answered.index < tensor.count(); };
  if (focus.answered.kind == TargetKind::kInput && within(context.layer().input())) answer_input(context, focus);
  if (focus.answered.kind == TargetKind::kWeight && within(context.layer().weight())) answer_weight(context, focus);
  if (focus.answered.kind == TargetKind::kBias && within(context.layer().bias())) answer_bias(context, focus);
  return focus;
}

WindowPlace window_place(const ViewContext& context, const Focus& focus) {
  PlaneGeometry g = plane_geometry(context.layer());
  auto place = [&](const Cell& cell) {
    return WindowPlace{static_cast<double>(cell[2] * g.stride[0] - g.top), static_cast<double>(cell[3] * g.stride[1] - g.left), 1};
  };
  WindowPlace here = place(focus.step.position);
  if (focus.inspected || focus.arrive >= 1) return here;
  if (focus.step.position[3] == 0) return {here.row, here.column, focus.arrive};  // a row starts with a cut and a short fade
  Cell before = focus.step.position;
  before[3] -= 1;
  WindowPlace from = place(before);
  return {from.row + (here.row - from.row) * focus.arrive, from.column + (here.column - from.column) * focus.arrive, 1};
}

}  // namespace convscope

#include "app/scenes/comparison.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include <fmt/core.h>

#include "app/scenes/controls.h"
#include "app/scenes/plan.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

// ---- what a scene computes ------------------------------------------------------------------------------------------------

bool reads(const Pipeline::Stage& stage, const std::string& tensor) {
  const std::vector<std::string>& inputs = stage.node.inputs;
  return std::find(inputs.begin(), inputs.end(), tensor) != inputs.end();
}

bool played(const Scene& scene, const State& state, const std::string& stage) {
  return std::any_of(scene.timeline.begin(), scene.timeline.end(),
                     [&](const SegmentSource& each) { return each.stage == stage && holds(scene, state, each.when); });
}

// The layer a scene ends with: the last that its timeline plays, and what finishes each of its cells (an activation).
std::string last_layer(const Scene& scene, const State& state, const Pipeline& pipeline) {
  std::string name = pipeline.stages().back().node.name;
  for (const SegmentSource& each : scene.timeline)
    if (holds(scene, state, each.when) && pipeline.find(each.stage)) name = each.stage;
  for (const Pipeline::Stage& stage : pipeline.stages()) {
    const bool finishes = stage.layer->shapes().size() == 1 && reads(stage, name) && stage.layer->output() == stage.layer->shapes()[0];
    if (finishes && !played(scene, state, stage.node.name)) name = stage.node.name;
  }
  return name;
}

Result<std::string> compared_layer(const Scene& scene, const State& state, const Pipeline& pipeline, const std::string& wanted) {
  if (wanted.empty()) return last_layer(scene, state, pipeline);
  if (pipeline.find(wanted)) return wanted;
  std::string known;
  for (const Pipeline::Stage& stage : pipeline.stages()) known += (known.empty() ? "" : ", ") + stage.node.name;
  return refusal(ErrorKind::kUsage, "layer", "compare_layer", "scene '{}' has no layer '{}'; it has {}", scene.id, wanted, known);
}

// The given tensor that a layer's first inputs go back to.
std::string source_of(const Pipeline& pipeline, std::string name) {
  while (const Pipeline::Stage* stage = pipeline.find(name)) name = stage->node.inputs.front();
  return name;
}

void collect(const Pipeline& pipeline, const std::string& name, std::set<std::string>& needed) {
  const Pipeline::Stage* stage = pipeline.find(name);
  if (!stage || !needed.insert(name).second) return;
  for (const std::string& input : stage->node.inputs) {
    const std::size_t dot = input.rfind('.');
    collect(pipeline, input, needed);
    if (dot != std::string::npos && winners_of(input.substr(0, dot)) == input) collect(pipeline, input.substr(0, dot), needed);
  }
}

Cost total(const Side& side) {
  Cost sum;
  for (int index : side.needed) {
    const Cost cost = side.model->layers[static_cast<std::size_t>(index)].layer->cost();
    sum.parameters += cost.parameters;
    sum.multiplications += cost.multiplications;
    sum.macs += cost.macs;
    sum.flops += cost.flops;
    sum.memory += cost.memory;
  }
  return sum;
}

Result<Side> make_side(const State& state, std::shared_ptr<const Model> model, const std::string& layer) {
  Result<std::string> name = compared_layer(*model->scene, state, *model->pipeline, layer);
  if (!name) return name.error();
  Side side;
  side.state = state;
  side.layer = model->index_of(*name);
  side.source = source_of(*model->pipeline, *name);
  std::set<std::string> needed;
  collect(*model->pipeline, *name, needed);
  for (int i = 0; i <= side.layer; ++i)
    if (needed.count(model->layers[static_cast<std::size_t>(i)].name)) side.needed.push_back(i);
  for (std::size_t s = 0; s < model->timeline.segments.size(); ++s) {
    const TimelineSegment& segment = model->timeline.segments[s];
    const bool finished = model->layers[static_cast<std::size_t>(segment.stage)].output().extents ==
                          model->layers[static_cast<std::size_t>(side.layer)].output().extents;
    const bool of_it = segment.stage == side.layer ||
                       (finished && layer.empty() && needed.count(model->layers[static_cast<std::size_t>(segment.stage)].name) > 0);
    if (of_it && segment.walk != Walk::kInputs) side.segment = static_cast<int>(s);
  }
  side.model = std::move(model);
  side.cost = total(side);
  return side;
}

// ---- one input --------------------------------------------------------------------------------------------------------------

Error of_other(Error error) {
  error.message = "B: " + error.message;
  error.attribute = kOtherAttribute + error.attribute;
  return error;
}

// Sets the number that an axis of a shape is written with ("channels", "input.1"), so that the axis gets this size.
Status set_axis(const Scene& scene, const std::string& written, Index size, const Extents& wanted, State& state) {
  std::string name = written;
  std::size_t axis = 0;
  const bool one_axis = name.ends_with(".0") || name.ends_with(".1");
  if (one_axis) {
    axis = name.back() == '1' ? 1 : 0;
    name.resize(name.size() - 2);
  }
  const Control* control = find_control(scene, name);
  if (!control) return success();
  const auto* now = std::get_if<std::vector<Index>>(&parameter(scene, state, name));
  if (!now) return success();
  std::vector<Index> numbers = *now;
  if (one_axis && numbers.size() == 1) numbers.push_back(numbers.front());
  if (axis >= numbers.size()) return success();
  numbers[axis] = size;
  state.parameters[name] = numbers;
  if (check_value(*control, state.parameters[name])) return success();
  return impossible(kOtherAttribute + name, "compare_range", "A's input has the shape {}; B cannot read it: its {} goes from {} to {}",
                    wanted.text(), name, control->minimum, control->maximum);
}


// The tensor that the second variant begins with, at its scene's defaults: those are always possible.
Result<std::string> source_of_scene(const Scene& scene, const State& state, const Image* photograph, const std::string& layer) {
  State defaults;
  defaults.scene = state.scene;
  defaults.mode = state.mode;
  Result<ScenePlan> plan = plan_scene(scene, defaults, photograph);
  if (!plan) return plan.error();
  Result<Pipeline> pipeline = Pipeline::build(plan->nodes, plan->shapes());
  if (!pipeline) return pipeline.error();
  Result<std::string> name = compared_layer(scene, defaults, *pipeline, layer);
  if (!name) return name.error();
  return source_of(*pipeline, *name);
}

// Gives the second variant the shape of the first one's input; says why where it cannot have it.
Result<std::string> fit_input(const Scene& scene, const Side& first, const std::string& layer, const Image* photograph, State& state) {
  Result<std::string> source = source_of_scene(scene, state, photograph, layer);
  if (!source) return of_other(source.error());
  const Extents& wanted = first.input().extents;
  auto described = scene.tensors.find(*source);
  if (described != scene.tensors.end() && static_cast<int>(described->second.shape.size()) == wanted.rank())
    for (int axis = 0; axis < wanted.rank(); ++axis)
      if (Status set = set_axis(scene, described->second.shape[static_cast<std::size_t>(axis)], wanted[axis], wanted, state); !set)
        return set.error();
  Result<ScenePlan> plan = plan_scene(scene, state, photograph);
  if (!plan) return of_other(plan.error());
  auto given = plan->given.find(*source);
  const Extents reads = given == plan->given.end() ? Extents{} : given->second.extents;
  if (reads == wanted) return source;
  return impossible(kOtherAttribute, "compare_input", "A's input has the shape {}, B reads one of {}; both must read the same",
                    wanted.text(), reads.text());
}

// Both read one photograph: that of the variant that reads the smaller one.
Index shared_side(const std::vector<Scene>& scenes, const State& state) {
  Index side = 0;
  for (const State& each : {state, state_of_other(state)}) {
    const Result<const Scene*> found = find_scene(scenes, each.scene);
    if (!found) continue;  // told where it is evaluated
    const Scene& scene = in_mode(**found, each.mode);
    if (scene.on_image) side = shorter_side(side, longest_side_of(scene, each));
  }
  return side;
}

Result<Side> evaluate_other(const std::vector<Scene>& scenes, const State& state, const Side& first, Device& device,
                            Photographs& photographs, Index longest_side) {
  State other = state_of_other(state);
  Result<const Scene*> found = find_scene(scenes, other.scene);
  if (!found) return of_other(found.error());
  const Scene& scene = in_mode(**found, other.mode);
  std::shared_ptr<const Image> photograph;
  if (scene.on_image) {
    Result<std::shared_ptr<const Image>> image =
        photographs.get(other.image.empty() ? scene.image : other.image, longest_side);
    if (!image) return of_other(image.error());
    photograph = *image;
  }
  Result<std::string> source = fit_input(scene, first, state.other->layer, photograph.get(), other);
  if (!source) return source.error();
  std::erase_if(other.edits, [&](const auto& edit) { return edit.first.slot == *source; });
  const SharedInput shared{*source, &first.input(), longest_side};
  Result<std::shared_ptr<const Model>> model = evaluate_alone(scenes, other, device, photographs, &shared);
  if (!model) return of_other(model.error());
  Result<Side> side = make_side(other, *model, state.other->layer);
  if (!side) return of_other(side.error());
  return side;
}

// ---- the difference ---------------------------------------------------------------------------------------------------------

void subtract(Comparison& both) {
  const Tensor &a = both.first.output(), &b = both.other.output();
  both.same_shape = a.extents == b.extents;
  if (a.extents.rank() != b.extents.rank()) {
    both.cells = a.count() >= b.count() ? a.extents : b.extents;
    return;
  }
  Extents common = a.extents;
  both.cells = a.extents;
  for (int axis = 0; axis < common.rank(); ++axis) {
    common[axis] = std::min(a.extents[axis], b.extents[axis]);
    both.cells[axis] = std::max(a.extents[axis], b.extents[axis]);
  }
  both.difference = Tensor(common);
  for (Index i = 0; i < both.difference.count(); ++i) {
    const Cell cell = cell_of(common, i);
    both.difference[i] = a.at(cell) - b.at(cell);
    both.largest = std::max(both.largest, std::abs(static_cast<double>(both.difference[i])));
  }
}

Timeline common_timeline(const Comparison& both) {
  constexpr double kAppears = 200, kRests = 350;
  auto phases_of = [](const Side& side) {
    if (side.segment >= 0) return side.model->timeline.segments[static_cast<std::size_t>(side.segment)].phases;
    return std::vector<PhaseSpec>{{"arrive", 250, 200}, {"multiply", 150, 300}, {"sum", 300, 200}, {"drop", 200, 200}};
  };
  std::vector<PhaseSpec> phases = phases_of(both.first), others = phases_of(both.other);
  if (others.size() > phases.size()) phases = std::move(others);
  phases.push_back({kDifferencePhase, kAppears, kRests});
  TimelineSegment segment{"both", both.first.layer, both.same_shape ? Walk::kOutputs : Walk::kPlain, both.cells.count(), phases};
  return {{std::move(segment)}};
}

// The cell of a side that the walk over all cells is at, or was at last.
struct Visited {
  Index cell = 0;
  bool present = true;
};

Visited visited(const Extents& walked, const Extents& own, Index step) {
  if (walked.rank() != own.rank()) return {std::min(step, own.count() - 1), step < own.count()};
  Cell cell = cell_of(walked, step);
  bool present = true;
  for (int axis = 0; axis < own.rank(); ++axis) {
    Index& at = cell[static_cast<std::size_t>(axis)];
    if (!present || at >= own[axis]) {
      at = own[axis] - 1;
      present = false;
    }
  }
  return {flat_index(own, cell), present};
}

}  // namespace

SideMoment side_moment(const Comparison& comparison, const Side& side, const Timeline& both, const Moment& moment) {
  const auto phases = static_cast<double>(both.phases(moment.step).size() - 1);  // but for the difference
  const Visited at = visited(comparison.cells, side.output().extents, moment.step);
  SideMoment own;
  own.cell = at.cell;
  own.waits = !at.present;
  own.share = own.waits ? 1 : std::min(1.0, (moment.phase + moment.progress) / phases);
  if (side.segment < 0) return own;
  const Timeline& timeline = side.model->timeline;
  const TimelineSegment& segment = timeline.segments[static_cast<std::size_t>(side.segment)];
  const double steps = static_cast<double>(segment.steps), cells = static_cast<double>(side.output().count());
  double exact = static_cast<double>(own.cell), within = own.share;
  if (segment.steps != side.output().count()) {  // its steps are wider than a cell: rows, maps
    const double place = (exact + own.share) * steps / cells;
    exact = std::min(std::floor(place), steps - 1);
    within = place - exact;
    if (within == 0 && own.share > 0 && exact > 0) exact -= 1, within = 1;
  }
  const double reached = within * static_cast<double>(segment.phases.size());
  const int phase = std::max(0, static_cast<int>(std::ceil(reached)) - 1);
  own.moment = {timeline.first_step(static_cast<std::size_t>(side.segment)) + static_cast<Index>(exact), phase, reached - phase};
  return own;
}

std::optional<Index> difference_at(const Comparison& comparison, Index step) {
  if (comparison.difference.absent()) return std::nullopt;
  const Visited at = visited(comparison.cells, comparison.difference.extents, step);
  if (!at.present) return std::nullopt;
  return at.cell;
}

DifferenceSoFar difference_so_far(const Comparison& comparison, Index step) {
  DifferenceSoFar found;
  if (comparison.difference.absent()) return found;
  const Visited last = visited(comparison.cells, comparison.difference.extents, step);
  double sum = 0;
  for (Index i = 0; i <= last.cell; ++i) {
    const double size = std::abs(static_cast<double>(comparison.difference[i]));
    found.largest = std::max(found.largest, size);
    sum += size;
  }
  found.cells = last.cell + 1;
  found.mean = sum / static_cast<double>(found.cells);
  return found;
}

Target joint_target(const Comparison& comparison, const Target& target, bool of_other) {
  if (target.none() || !of_other) return target;
  const Model &first = *comparison.first.model, &other = *comparison.other.model;
  const std::string tensor = tensor_of(other, target);
  if (tensor == comparison.other.source) {
    for (int i : comparison.first.needed)
      if (first.layers[static_cast<std::size_t>(i)].inputs.front() == comparison.first.source) return {TargetKind::kInput, i, target.index};
  }
  if (tensor == comparison.other.compared().name && target.kind == TargetKind::kOutput && comparison.same_shape)
    return {TargetKind::kOutput, comparison.first.layer, target.index};
  return {target.kind, target.stage + kOtherStages, target.index};
}

Target side_target(const Comparison& comparison, const Target& target, bool of_other) {
  if (target.none()) return {};
  if (!of_other) return target.stage < kOtherStages ? target : Target{};
  if (target.stage >= kOtherStages) return {target.kind, target.stage - kOtherStages, target.index};
  const std::string tensor = tensor_of(*comparison.first.model, target);
  const Side& other = comparison.other;
  if (tensor == comparison.first.source) {
    for (int i : other.needed)
      if (other.model->layers[static_cast<std::size_t>(i)].inputs.front() == other.source) return {TargetKind::kInput, i, target.index};
  }
  if (target.kind == TargetKind::kOutput && tensor == comparison.first.compared().name && comparison.same_shape)
    return {TargetKind::kOutput, other.layer, target.index};
  return {};
}

std::string separate_layer(const Model& model, const State& state) {
  const std::string playing = model.layers[static_cast<std::size_t>(model.playing(state.moment))].name;
  std::set<std::string> needed;
  collect(*model.pipeline, last_layer(*model.scene, state, *model.pipeline), needed);
  return needed.count(playing) > 0 ? "" : playing;
}

State state_of_other(const State& state) {
  State other = state;
  other.scene = state.other->scene;
  other.mode = state.other->mode;
  other.parameters = state.other->parameters;
  other.edits = state.other->edits;
  other.other.reset();
  for (const char* shared : {"grey"})  // of the photograph, which is one
    if (auto chosen = state.parameters.find(shared); chosen != state.parameters.end()) other.parameters[shared] = chosen->second;
  return other;
}

Result<std::shared_ptr<const Model>> evaluate_both(const std::vector<Scene>& scenes, const State& state, Device& device,
                                                   Photographs& photographs) {
  State alone = state;
  alone.other.reset();
  const SharedInput shared{"", nullptr, shared_side(scenes, state)};
  Result<std::shared_ptr<const Model>> model = evaluate_alone(scenes, alone, device, photographs, &shared);
  if (!model) return model;
  Result<Side> first = make_side(alone, *model, state.other->own_layer);
  if (!first) return first.error();
  Result<Side> other = evaluate_other(scenes, state, *first, device, photographs, shared.longest_side);
  if (!other) return other.error();
  auto both = std::make_shared<Comparison>();
  both->first = std::move(first).value();
  both->other = std::move(other).value();
  subtract(*both);
  auto shown = std::make_shared<Model>(**model);  // its layers point into the tensors of the first, which `both` keeps
  shown->timeline = common_timeline(*both);
  shown->stand_in = shown->stand_in || both->other.model->stand_in;
  shown->seconds += both->other.model->seconds;
  shown->comparison = std::move(both);
  return std::shared_ptr<const Model>(shown);
}

}  // namespace convscope

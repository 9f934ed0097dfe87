// From a state to what it means: parameters → graph and shapes → tensors → every layer's output on a device.
#include "app/scenes/model.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "app/scenes/comparison.h"
#include "app/scenes/controls.h"
#include "app/scenes/filters.h"
#include "app/scenes/plan.h"
#include "app/scenes/sources.h"
#include "engine/base/refusal.h"
#include "engine/ops/slots.h"

namespace convscope {
namespace {

const Tensor kAbsent;

Status check_parameters(const Scene& scene, const State& state) {
  for (const Control& control : scene.controls) {
    auto set = state.parameters.find(control.name);
    if (set == state.parameters.end()) continue;
    Status status = check_value(control, set->second);
    if (!status) return status;
  }
  const Index gaussian = number_parameter(scene, state, "gaussian_size", 5);
  if (word_parameter(scene, state, "filter", "") == "gaussian" && gaussian % 2 == 0)
    return impossible("gaussian_size", "gaussian_size_even", "gaussian_size must be odd so that the kernel has a middle, it is {}",
                      gaussian);
  return success();
}

// The engine speaks of its attributes and tensors, a person of the controls: the first that the scene has.
Error in_terms_of_controls(const Scene& scene, Error error) {
  const std::map<std::string, std::vector<std::string>> kControls = {
      {"kernel_size", {"kernel", "gaussian_size", "filter"}}, {"weight", {"kernel", "filter"}}, {"input", {"input", "image"}},
      {"groups", {"groups", "channels"}}, {"padding", {"padding", "padding_mode"}}};
  if (has_parameter(scene, error.attribute)) return error;
  auto known = kControls.find(error.attribute);
  if (known == kControls.end()) return error;
  for (const std::string& name : known->second) {
    if (!has_parameter(scene, name)) continue;
    error.attribute = name;
    break;
  }
  return error;
}

// ---- the timeline -----------------------------------------------------------------------------------------------------------

// A phase per channel is repeated; beyond three channels the repetitions share the time of three, so that a step stays brief.
std::vector<PhaseSpec> repeated(const std::vector<PhaseSpec>& phases, const Layer& layer) {
  constexpr Index kMostRepeated = 16, kFullTime = 3;
  const bool has_weight = layer.shapes().size() > 1 && layer.shapes()[1].rank() > 1;
  const Index channels = has_weight ? layer.shapes()[1][1] : 1, times = std::min(channels, kMostRepeated);
  const auto last_of = [&](Index c) { return ((c + 1) * channels + times - 1) / times - 1; };  // many channels share a repetition
  const double pace = std::min(1.0, static_cast<double>(kFullTime) / static_cast<double>(times));
  std::vector<PhaseSpec> all;
  for (const PhaseSpec& phase : phases) {
    for (Index c = 0; c < (phase.per_channel ? times : 1); ++c) {
      PhaseSpec one = phase;
      if (phase.per_channel) one = {fmt::format("{}:{}", phase.name, last_of(c)), phase.motion_ms * pace, phase.rest_ms * pace, true};
      all.push_back(std::move(one));
    }
  }
  return all;
}

TimelineSegment segment_of(const SegmentSource& source, int stage, const Layer& layer) {
  TimelineSegment segment{source.name, stage, source.walk, 1, repeated(source.phases, layer)};
  if (source.walk == Walk::kOutputs) segment.steps = layer.output().count();
  if (source.walk == Walk::kInputs) segment.steps = layer.shapes()[0].count();
  return segment;
}

Result<Timeline> timeline_of(const State& state, const Model& model) {
  Timeline timeline;
  const Scene& scene = *model.scene;
  for (const SegmentSource& source : scene.timeline) {
    const int stage = model.index_of(source.stage);
    if (stage < 0 || !holds(scene, state, source.when)) continue;
    TimelineSegment segment = segment_of(source, stage, *model.layers[static_cast<std::size_t>(stage)].layer);
    if (source.walk == Walk::kPlain) {
      Result<Index> steps = scene_number(scene, state, model.photograph.get(), source.steps);
      if (!steps) return steps.error();
      segment.steps = std::max<Index>(1, *steps);
    }
    timeline.segments.push_back(std::move(segment));
  }
  for (std::size_t i = 0; scene.timeline.empty() && i < model.layers.size(); ++i) {
    const LayerModel& layer = model.layers[i];
    timeline.segments.push_back(
        segment_of({layer.name, layer.name, Walk::kOutputs, "1", scene.phases, {}}, static_cast<int>(i), *layer.layer));
  }
  if (!timeline.segments.empty()) return timeline;
  return Error{ErrorKind::kFile, fmt::format("the timeline of scene {} names no stage that there is", scene.id), ""};
}

// ---- computing ----------------------------------------------------------------------------------------------------------------

TensorSet tensors_of(const Model& model, const LayerModel& layer) {
  TensorSet set;
  for (const std::string& name : layer.inputs) set.push_back(name.empty() ? nullptr : &model.tensors.at(name));
  return set;
}

Status compute(Model& model, Device& device) {
  for (const Pipeline::Stage& stage : model.pipeline->stages()) {
    LayerModel layer{stage.node.name, stage.layer, stage.node.inputs, {}, nullptr};
    layer.inputs.resize(stage.layer->shapes().size());
    layer.tensors = tensors_of(model, layer);
    Result<RunResult> run = device.run(*layer.layer, layer.tensors);
    if (!run) return run.error();
    const std::string indices = winners_of(layer.name);
    if (model.pipeline->reads(indices)) {
      Result<RunResult> winners = device.run_winners(*layer.layer, layer.tensors);
      if (!winners) return winners.error();
      model.tensors[indices] = std::move(winners->output);
    }
    Tensor& output = model.tensors[layer.name];
    output = std::move(run->output);
    layer.result = &output;
    model.device = run->device;
    model.fallback = run->fallback;
    model.stand_in = model.stand_in || run->stand_in;
    model.seconds += run->seconds;
    model.layers.push_back(std::move(layer));
  }
  return success();
}

// What a stage's operator answers to the shapes it is asked about.
Status ask_stages(const State& state, Model& model) {
  const Scene& scene = *model.scene;
  for (const StageSource& source : scene.stages) {
    const int stage = model.index_of(source.name);
    if (stage < 0 || source.asked.empty()) continue;
    LayerModel& layer = model.layers[static_cast<std::size_t>(stage)];
    const Operator& op = operator_of(*layer.layer);
    Shapes shapes = layer.layer->shapes();
    for (std::size_t slot = 0; slot < shapes.size(); ++slot) {
      auto asked = source.asked.find(op.slots()[slot].name);
      if (asked == source.asked.end()) continue;
      std::vector<Index> sizes;
      for (const std::string& size : asked->second) {
        Result<Index> number = scene_number(scene, state, model.photograph.get(), size);
        if (!number) return number.error();
        sizes.push_back(*number);
      }
      shapes[slot] = Extents(sizes);
    }
    auto answer = op.layer(layer.layer->attributes(), shapes);
    if (!answer) layer.refused = answer.error();
  }
  return success();
}

// The error of a scene's only layer speaks for itself: its name says nothing.
Error of_stage(const ScenePlan& plan, Error error) {
  const std::string name = plan.nodes.front().name + ": ";
  if (plan.nodes.size() == 1 && error.message.rfind(name, 0) == 0) error.message.erase(0, name.size());
  return error;
}

// The same numbers with the channels last: a pixel's values follow each other.
std::vector<float> by_pixel(const Tensor& tensor) {
  std::vector<float> values(tensor.data.size());
  const Index channels = tensor.extents[1], plane = tensor.count() / tensor.extents[0] / channels;
  for (Index i = 0; i < tensor.count(); ++i) {
    const Index sample = i / plane / channels, channel = i / plane % channels, pixel = i % plane;
    values[static_cast<std::size_t>((sample * plane + pixel) * channels + channel)] = tensor[i];
  }
  return values;
}

// Tensors that have another one's values in another shape: "=weight", or "=input by pixel".
Status copy_tensors(const ScenePlan& plan, Model& model) {
  constexpr std::string_view kByPixel = " by pixel";
  for (const auto& [name, given] : plan.given) {
    if (given.source.from.rfind('=', 0) != 0) continue;
    std::string from = given.source.from.substr(1);
    const bool pixels = from.ends_with(kByPixel);
    if (pixels) from.erase(from.size() - kByPixel.size());
    auto other = model.tensors.find(from);
    if (other == model.tensors.end() || other->second.count() != given.extents.count() || (pixels && other->second.extents.rank() < 3))
      return Error{ErrorKind::kFile, fmt::format("scene {}: the tensor {} of {} cannot have the values of {}", model.scene->id, name,
                                                 given.extents.text(), from), name};
    model.tensors[name] = Tensor(given.extents, pixels ? by_pixel(other->second) : other->second.data);
  }
  return success();
}

Status build(const ScenePlan& plan, const State& state, const SharedInput* shared, Model& model) {
  Result<Pipeline> pipeline = Pipeline::build(plan.nodes, plan.shapes());
  if (!pipeline) return in_terms_of_controls(*model.scene, of_stage(plan, pipeline.error()));
  model.pipeline = std::make_shared<const Pipeline>(std::move(pipeline).value());
  model.standard = plan.standard;
  for (const auto& [name, given] : plan.given) {
    if (shared && shared->tensor && name == shared->name) {
      model.tensors[name] = *shared->tensor;
      continue;
    }
    Result<Tensor> tensor = make_tensor(name, given, *model.scene, state, model.photograph.get());
    if (!tensor) return in_terms_of_controls(*model.scene, tensor.error());
    model.tensors[name] = std::move(tensor).value();
  }
  return copy_tensors(plan, model);
}

// ---- pictures -------------------------------------------------------------------------------------------------------------

bool is_picture(const Tensor& tensor) {
  return tensor.extents.rank() == 4 && (tensor.extents[1] == 1 || tensor.extents[1] == 3);
}

void make_picture(Model& model, const std::string& name, bool is_signed) {
  constexpr Index kMostPlanes = 16;
  const Tensor& tensor = model.tensors.at(name);
  if (is_picture(tensor)) model.pictures[name] = picture_of(tensor, is_signed);
  if (tensor.extents.rank() == 4 && tensor.extents[1] <= kMostPlanes) model.planes[name] = plane_pictures(tensor, is_signed);
}

bool said_to_be_signed(const Scene& scene, const std::string& stage) {
  auto says_so = [&](const StageSource& each) { return each.name == stage && each.is_signed; };
  return std::any_of(scene.stages.begin(), scene.stages.end(), says_so);
}

// As grey it would be a black picture.
bool is_mostly_negative(const Tensor& tensor) {
  const auto negative = std::count_if(tensor.data.begin(), tensor.data.end(), [](float value) { return value < 0; });
  return 2 * negative > tensor.count();
}

// A layer's result is signed when its weights sum to zero, its scene says so or most of it is negative; without weights it is what its
// input is.
void make_pictures(Model& model) {
  for (const auto& [name, source] : model.scene->tensors) {
    if (source.from == "photograph" && model.tensors.count(name) > 0) make_picture(model, name, false);
    if (source.from == "photograph_small" && model.tensors.count(name) > 0)  // what it was made from, in full
      model.pictures[name] = picture_of(image_tensor(square_of(*model.photograph), model.photograph->channels == 1), false);
  }
  for (const LayerModel& layer : model.layers) {
    auto input = model.planes.find(layer.inputs.front());
    const bool inherited = input != model.planes.end() && !input->second.empty() && input->second.front().is_signed;
    const bool is_signed = inherited || sums_to_zero(layer.weight()) || said_to_be_signed(*model.scene, layer.name);
    make_picture(model, layer.name, is_signed || is_mostly_negative(model.tensors.at(layer.name)));
  }
}

}  // namespace

const Tensor& LayerModel::tensor(std::string_view slot) const {
  const std::vector<SlotSpec>& slots = operator_of(*layer).slots();
  for (std::size_t i = 0; i < slots.size() && i < tensors.size(); ++i)
    if (slots[i].name == slot && tensors[i]) return *tensors[i];
  return kAbsent;
}

int Model::index_of(const std::string& name) const {
  auto found = std::find_if(layers.begin(), layers.end(), [&](const LayerModel& each) { return each.name == name; });
  return found == layers.end() ? -1 : static_cast<int>(found - layers.begin());
}

const LayerModel& Model::layer(const std::string& name) const {
  const int index = index_of(name);
  CONVSCOPE_CHECK(index >= 0, "scene " + scene->id + " has no layer " + name);
  return layers[static_cast<std::size_t>(index)];
}

std::string tensor_of(const Model& model, const Target& target) {
  if (target.stage < 0 || target.stage >= static_cast<int>(model.layers.size())) return "";
  const LayerModel& layer = model.layers[static_cast<std::size_t>(target.stage)];
  const std::vector<SlotSpec>& slots = operator_of(*layer.layer).slots();
  auto in_slot = [&](std::string_view name) {
    for (std::size_t i = 0; i < slots.size() && i < layer.inputs.size(); ++i)
      if (slots[i].name == name) return layer.inputs[i];
    return std::string();
  };
  switch (target.kind) {
    case TargetKind::kInput: return layer.inputs.front();
    case TargetKind::kWeight: return in_slot("weight");
    case TargetKind::kBias: return in_slot("bias");
    case TargetKind::kOffset: return in_slot("offset");
    case TargetKind::kMask: return in_slot("mask");
    case TargetKind::kOutput: return layer.name;
    default: return "";
  }
}

Moment opening_moment(const Scene& scene, const Model& model) {
  const std::vector<TimelineSegment>& segments = model.timeline.segments;
  std::size_t s = 0;  // what is prepared has no cells to open at
  while (s + 1 < segments.size() && segments[s].walk == Walk::kPlain) ++s;
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (segments[i].name == scene.start_segment) s = i;
  const Index first = model.timeline.first_step(s);
  const Layer& layer = *model.layers[static_cast<std::size_t>(segments[s].stage)].layer;
  const Extents& cells = segments[s].walk == Walk::kInputs ? layer.shapes()[0] : layer.output();
  if (static_cast<int>(scene.start.size()) != cells.rank()) return step_end(model.timeline, first);
  Cell cell{};
  bool fits = true;
  for (int axis = 0; axis < cells.rank(); ++axis) {
    cell[static_cast<std::size_t>(axis)] = scene.start[static_cast<std::size_t>(axis)];
    fits = fits && cell[static_cast<std::size_t>(axis)] < cells[axis];
  }
  for (int axis = 0; axis < cells.rank() && !fits; ++axis)  // a smaller picture opens in its middle
    cell[static_cast<std::size_t>(axis)] = axis < cells.rank() - 2 ? 0 : cells[axis] / 2;
  return step_end(model.timeline, first + flat_index(cells, cell));
}

Result<std::shared_ptr<const Model>> evaluate(const std::vector<Scene>& scenes, const State& state, Device& device,
                                              Photographs& photographs) {
  return state.other ? evaluate_both(scenes, state, device, photographs) : evaluate_alone(scenes, state, device, photographs);
}

Result<std::shared_ptr<const Model>> evaluate_alone(const std::vector<Scene>& scenes, const State& state, Device& device,
                                                    Photographs& photographs, const SharedInput* shared) {
  Result<const Scene*> found = find_scene(scenes, state.scene);
  if (!found) return found.error();
  const Scene& scene = in_mode(**found, state.mode);
  Status checked = check_parameters(scene, state);
  if (!checked) return checked.error();
  auto model = std::make_shared<Model>();
  model->scene = &scene;
  if (scene.on_image) {
    const std::string& name = state.image.empty() ? scene.image : state.image;
    Result<std::shared_ptr<const Image>> whole = photographs.get(name);
    if (!whole) return whole.error();
    Result<std::shared_ptr<const Image>> image =
        photographs.get(name, shorter_side(longest_side_of(scene, state), shared ? shared->longest_side : 0));
    if (!image) return image.error();
    model->photograph = *image;
    model->photograph_scaled = *image != *whole;
    model->filter = word_parameter(scene, state, "filter", "");
  }
  Result<ScenePlan> plan = plan_scene(scene, state, model->photograph.get());
  if (!plan) return in_terms_of_controls(scene, plan.error());
  Status built = build(*plan, state, shared, *model);
  if (!built) return built.error();
  Status computed = compute(*model, device);
  if (!computed) return computed.error();
  Status answered = ask_stages(state, *model);
  if (!answered) return answered.error();
  Result<Timeline> timeline = timeline_of(state, *model);
  if (!timeline) return timeline.error();
  model->timeline = std::move(timeline).value();
  if (scene.on_image) make_pictures(*model);
  return std::shared_ptr<const Model>(model);
}

}  // namespace convscope

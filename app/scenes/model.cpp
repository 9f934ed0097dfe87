// From a state to what it means: parameters → shapes and attributes → tensors → the layer's output on a device.
#include "app/scenes/model.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "app/scenes/controls.h"
#include "app/scenes/filters.h"
#include "app/scenes/pictures.h"

namespace convscope {
namespace {

std::vector<Index> integers(const Scene& scene, const State& state, const std::string& name, std::vector<Index> fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  return value && std::holds_alternative<std::vector<Index>>(*value) ? std::get<std::vector<Index>>(*value) : fallback;
}

std::array<Index, 2> pair_of(const Scene& scene, const State& state, const std::string& name, std::array<Index, 2> fallback) {
  std::vector<Index> list = integers(scene, state, name, {fallback[0], fallback[1]});
  if (list.empty()) return fallback;
  return {list[0], list.size() > 1 ? list[1] : list[0]};
}

Index one_of(const Scene& scene, const State& state, const std::string& name, Index fallback) {
  return integers(scene, state, name, {fallback}).at(0);
}

bool flag_of(const Scene& scene, const State& state, const std::string& name, bool fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  return value && std::holds_alternative<bool>(*value) ? std::get<bool>(*value) : fallback;
}

std::string word_of(const Scene& scene, const State& state, const std::string& name, const std::string& fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  return value && std::holds_alternative<std::string>(*value) ? std::get<std::string>(*value) : fallback;
}

Error impossible(const std::string& control, const std::string& sentence) { return {ErrorKind::kImpossible, sentence, control}; }

Status check_parameters(const Scene& scene, const State& state) {
  for (const Control& control : scene.controls) {
    auto set = state.parameters.find(control.name);
    if (set == state.parameters.end()) continue;
    Status status = check_value(control, set->second);
    if (!status) return status;
  }
  return success();
}

// ---- tensors --------------------------------------------------------------------------------------------------------------

// Whole numbers low..high from the cell's coordinates alone, so that a larger tensor keeps its old cells.
double hashed(std::uint32_t seed, const Cell& cell, int rank, int low, int high) {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL ^ seed;
  for (int axis = 0; axis < rank; ++axis) {
    h ^= static_cast<std::uint64_t>(cell[static_cast<std::size_t>(axis)]) + 0x9E3779B97F4A7C15ULL + (h << 6) + (h >> 2);
    h *= 0xBF58476D1CE4E5B9ULL;
    h ^= h >> 29;
  }
  return low + static_cast<double>(h % static_cast<std::uint64_t>(high - low + 1));
}

Result<Tensor> make_tensor(const std::string& slot, const TensorSource& source, const Extents& extents, const State& state) {
  Tensor tensor(extents);
  for (Index i = 0; i < tensor.count(); ++i) {
    Cell cell = cell_of(extents, i);
    bool inside = !source.values.empty() && static_cast<int>(source.shape.size()) == extents.rank();
    Index flat = 0;
    for (int axis = 0; inside && axis < extents.rank(); ++axis) {
      auto a = static_cast<std::size_t>(axis);
      inside = cell[a] < source.shape[a];
      flat = flat * source.shape[a] + cell[a];
    }
    tensor[i] = static_cast<float>(inside ? source.values[static_cast<std::size_t>(flat)]
                                          : hashed(source.seed, cell, extents.rank(), source.low, source.high));
  }
  for (const auto& [key, value] : state.edits) {
    if (key.slot != slot || static_cast<int>(key.cell.size()) != extents.rank()) continue;
    if (!std::isfinite(static_cast<float>(value)))
      return impossible(slot, fmt::format("a cell of the {} must be a finite number, it is {}", slot, value));
    Cell cell{};
    bool inside = true;
    for (int axis = 0; axis < extents.rank(); ++axis) {
      cell[static_cast<std::size_t>(axis)] = key.cell[static_cast<std::size_t>(axis)];
      inside = inside && key.cell[static_cast<std::size_t>(axis)] >= 0 && key.cell[static_cast<std::size_t>(axis)] < extents[axis];
    }
    if (inside) tensor[flat_index(extents, cell)] = static_cast<float>(value);
  }
  return tensor;
}

struct Plan {
  Extents input, weight, bias;
  Attributes attributes;
  TensorSource kernel;  // of the photograph scene: the filter
};

void set_attributes(const Scene& scene, const State& state, Plan& plan) {
  for (const AttributeSpec& spec : find_operator(scene.op).value()->attributes()) {
    const AttributeValue* value = find_parameter(scene, state, spec.name);
    if (value) plan.attributes.set(spec.name, *value);
  }
  // A scene gives four sides as top, left, bottom, right: PyTorch's begins then ends. "full" is k̂ − 1 on every side.
  const AttributeValue* padding = find_parameter(scene, state, "padding");
  if (padding && std::holds_alternative<std::string>(*padding) && std::get<std::string>(*padding) == "full") {
    std::array<Index, 2> dilation = pair_of(scene, state, "dilation", {1, 1});
    plan.attributes.set("padding", std::vector<Index>{dilation[0] * (plan.weight[2] - 1), dilation[1] * (plan.weight[3] - 1)});
  }
}

Plan plan_grid(const Scene& scene, const State& state) {
  Plan plan;
  const std::vector<Index>&in = scene.input.shape, &w = scene.weight.shape;
  Index batch = one_of(scene, state, "batch", in[0]), channels = one_of(scene, state, "channels", in[1]),
        filters = one_of(scene, state, "filters", w[0]);
  Index groups = one_of(scene, state, "groups", 1);
  std::array<Index, 2> size = pair_of(scene, state, "input", {in[2], in[3]}), kernel = pair_of(scene, state, "kernel", {w[2], w[3]});
  plan.input = {batch, channels, size[0], size[1]};
  plan.weight = {filters, groups > 0 && channels % groups == 0 ? channels / groups : channels, kernel[0], kernel[1]};
  if (scene.bias.present && flag_of(scene, state, "bias", true)) plan.bias = {filters};
  plan.kernel = scene.weight;
  set_attributes(scene, state, plan);
  return plan;
}

// A photograph's filter runs on each channel by itself; its size stays unless a stride makes it smaller.
Plan plan_photograph(const Scene& scene, const State& state, const Image& photograph, std::string& filter_id) {
  Plan plan;
  const bool grey = flag_of(scene, state, "grey", false) || photograph.channels == 1;
  const Index channels = grey ? 1 : 3;
  plan.input = {1, channels, photograph.height, photograph.width};
  filter_id = word_of(scene, state, "filter", photo_filters().front().id);
  PhotoFilter filter = photo_filter(filter_id, one_of(scene, state, "gaussian_size", 5));
  if (word_of(scene, state, "direction", "across") == "down") filter = turned(filter);
  plan.weight = {channels, 1, filter.size, filter.size};
  plan.kernel.shape = {channels, 1, filter.size, filter.size};
  for (Index c = 0; c < channels; ++c) plan.kernel.values.insert(plan.kernel.values.end(), filter.weights.begin(), filter.weights.end());
  set_attributes(scene, state, plan);
  plan.attributes.set("groups", std::vector<Index>{channels});
  if (!plan.attributes.has("padding")) {
    std::array<Index, 2> dilation = pair_of(scene, state, "dilation", {1, 1});
    plan.attributes.set("padding", std::vector<Index>{dilation[0] * (filter.size / 2), dilation[1] * (filter.size / 2)});
  }
  return plan;
}

// Edits of one channel's filter on a photograph hold for all of its channels.
State with_shared_edits(const State& state, Index channels) {
  State shared = state;
  for (const auto& [key, value] : state.edits) {
    if (key.slot != "weight" || key.cell.size() != 4) continue;
    for (Index c = 0; c < channels; ++c) shared.edits[{key.slot, {c, 0, key.cell[2], key.cell[3]}}] = value;
  }
  return shared;
}

// The engine speaks of its attributes and tensors, a person of the controls: the first that the scene has.
Error in_terms_of_controls(const Scene& scene, Error error) {
  static const std::map<std::string, std::vector<std::string>> kControls = {
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

// A phase per channel is repeated; beyond three channels the repetitions share the time of three, so that a step stays brief.
Timeline timeline_of(const Scene& scene, const Layer& layer) {
  constexpr Index kMostRepeated = 16, kFullTime = 3;
  Timeline timeline;
  timeline.steps = layer.output().count();
  const Index repeated = std::min(layer.shapes()[1][1], kMostRepeated);
  const double pace = std::min(1.0, static_cast<double>(kFullTime) / static_cast<double>(repeated));
  for (const PhaseSpec& phase : scene.phases) {
    for (Index c = 0; c < (phase.per_channel ? repeated : 1); ++c) {
      PhaseSpec one = phase;
      if (phase.per_channel) one = {fmt::format("{}:{}", phase.name, c), phase.motion_ms * pace, phase.rest_ms * pace, true};
      timeline.phases.push_back(std::move(one));
    }
  }
  return timeline;
}

Status compute(Model& model, Device& device) {
  TensorSet tensors{&model.input, &model.weight, model.bias.absent() ? nullptr : &model.bias};
  Result<RunResult> run = device.run(*model.layer, tensors);
  if (!run) return run.error();
  model.output = std::move(run->output);
  model.device = run->device;
  model.fallback = run->fallback;
  model.seconds = run->seconds;
  return success();
}

Result<Plan> make_plan(const Scene& scene, const State& state, Photographs& photographs, Model& model) {
  if (!scene.on_image) return plan_grid(scene, state);
  Index gaussian = one_of(scene, state, "gaussian_size", 5);
  bool is_gaussian = word_of(scene, state, "filter", photo_filters().front().id) == "gaussian";
  if (is_gaussian && gaussian % 2 == 0)
    return impossible("gaussian_size", fmt::format("gaussian_size must be odd so that the kernel has a middle, it is {}", gaussian));
  Result<std::shared_ptr<const Image>> image = photographs.get(state.image.empty() ? scene.image : state.image);
  if (!image) return image.error();
  model.photograph = *image;
  return plan_photograph(scene, state, **image, model.filter);
}

Status fill_tensors(const Scene& scene, const State& state, const Plan& plan, Model& model) {
  if (scene.on_image) {
    model.input = image_tensor(*model.photograph, plan.input[1] == 1);
  } else {
    Result<Tensor> input = make_tensor("input", scene.input, plan.input, state);
    if (!input) return input.error();
    model.input = std::move(input).value();
  }
  Result<Tensor> weight =
      make_tensor("weight", plan.kernel, plan.weight, scene.on_image ? with_shared_edits(state, plan.weight[0]) : state);
  if (!weight) return weight.error();
  model.weight = std::move(weight).value();
  if (plan.bias.empty()) return success();
  Result<Tensor> bias = make_tensor("bias", scene.bias, plan.bias, state);
  if (!bias) return bias.error();
  model.bias = std::move(bias).value();
  return success();
}

}  // namespace

Trace Model::trace() const { return Trace(layer, {&input, &weight, bias.absent() ? nullptr : &bias}); }

Moment opening_moment(const Scene& scene, const Model& model) {
  Moment moment;
  moment.phase = static_cast<int>(model.timeline.phases.size()) - 1;
  if (static_cast<int>(scene.start.size()) != model.output.extents.rank()) return moment;
  Cell cell{};
  for (int axis = 0; axis < model.output.extents.rank(); ++axis)
    cell[static_cast<std::size_t>(axis)] = std::min(scene.start[static_cast<std::size_t>(axis)], model.output.extents[axis] - 1);
  moment.step = flat_index(model.output.extents, cell);
  return moment;
}

Result<std::shared_ptr<const Model>> evaluate(const std::vector<Scene>& scenes, const State& state, Device& device,
                                              Photographs& photographs) {
  Result<const Scene*> found = find_scene(scenes, state.scene);
  if (!found) return found.error();
  const Scene& scene = **found;
  Status checked = check_parameters(scene, state);
  if (!checked) return checked.error();
  auto model = std::make_shared<Model>();
  model->scene = &scene;
  Result<Plan> plan = make_plan(scene, state, photographs, *model);
  if (!plan) return plan.error();
  Result<const Operator*> op = find_operator(scene.op);
  if (!op) return op.error();
  Result<std::shared_ptr<const Layer>> layer = (*op)->layer(plan->attributes, {plan->input, plan->weight, plan->bias});
  if (!layer) return in_terms_of_controls(scene, layer.error());
  model->layer = *layer;
  Status filled = fill_tensors(scene, state, *plan, *model);
  if (!filled) return in_terms_of_controls(scene, filled.error());
  Status computed = compute(*model, device);
  if (!computed) return computed.error();
  model->timeline = timeline_of(scene, *model->layer);
  if (scene.on_image) make_pictures(*model);
  return std::shared_ptr<const Model>(model);
}

}  // namespace convscope

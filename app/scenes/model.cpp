// From a state to what it means: parameters → shapes and attributes → tensors → the layer's output on a device.
#include "app/scenes/model.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "app/scenes/filters.h"
#include "app/scenes/pictures.h"

namespace convscope {
namespace {

const AttributeValue* find_parameter(const Scene& scene, const State& state, const std::string& name) {
  auto it = state.parameters.find(name);
  if (it != state.parameters.end()) return &it->second;
  for (const Control& control : scene.controls)
    if (control.name == name) return &control.value;
  return nullptr;
}

std::vector<Index> integers(const Scene& scene, const State& state, const std::string& name, std::vector<Index> fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  return value && std::holds_alternative<std::vector<Index>>(*value) ? std::get<std::vector<Index>>(*value) : fallback;
}

std::array<Index, 2> pair_of(const Scene& scene, const State& state, const std::string& name, std::array<Index, 2> fallback) {
  std::vector<Index> list = integers(scene, state, name, {fallback[0], fallback[1]});
  if (list.empty()) return fallback;
  return {list[0], list.size() > 1 ? list[1] : list[0]};
}

Index one_of(const Scene& scene, const State& state, const std::string& name, Index fallback) { return integers(scene, state, name, {fallback}).at(0); }

bool flag_of(const Scene& scene, const State& state, const std::string& name, bool fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  return value && std::holds_alternative<bool>(*value) ? std::get<bool>(*value) : fallback;
}

Error impossible(const std::string& control, const std::string& sentence) { return {ErrorKind::kImpossible, sentence, control}; }

// ---- ranges ---------------------------------------------------------------------------------------------------------------

Status check_control(const Control& control, const AttributeValue& value) {
  if (const auto* list = std::get_if<std::vector<Index>>(&value)) {
    for (Index number : *list) {
      if (number < control.minimum || number > control.maximum)
        return impossible(control.name, fmt::format("{} must be from {} to {}, it is {}", control.name, control.minimum, control.maximum, number));
    }
    if (list->empty() || (list->size() != 1 && static_cast<int>(list->size()) > control.axes))
      return impossible(control.name, fmt::format("{} takes {} numbers at most, {} were given", control.name, control.axes, list->size()));
  }
  if (const auto* number = std::get_if<double>(&value)) {
    if (!std::isfinite(*number)) return impossible(control.name, fmt::format("{} must be a finite number, it is {}", control.name, *number));
  }
  if (const auto* word = std::get_if<std::string>(&value)) {
    if (!control.choices.empty() && std::find(control.choices.begin(), control.choices.end(), *word) == control.choices.end()) {
      std::string known;
      for (const std::string& choice : control.choices) known += (known.empty() ? "" : ", ") + choice;
      return impossible(control.name, fmt::format("{} must be one of {}, it is '{}'", control.name, known, *word));
    }
  }
  return success();
}

Status check_parameters(const Scene& scene, const State& state) {
  for (const auto& [name, value] : state.parameters) {
    std::string wanted = name;
    auto control = std::find_if(scene.controls.begin(), scene.controls.end(), [&](const Control& c) { return c.name == wanted; });
    if (control == scene.controls.end()) continue;  // kept for the scene it belongs to
    Status status = check_control(*control, value);
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
    tensor[i] = static_cast<float>(inside ? source.values[static_cast<std::size_t>(flat)] : hashed(source.seed, cell, extents.rank(), source.low, source.high));
  }
  for (const auto& [key, value] : state.edits) {
    if (key.slot != slot || static_cast<int>(key.cell.size()) != extents.rank()) continue;
    if (!std::isfinite(value)) return impossible(slot, fmt::format("a cell of {} must be a finite number, it is {}", slot, value));
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
  Index batch = one_of(scene, state, "batch", in[0]), channels = one_of(scene, state, "channels", in[1]), filters = one_of(scene, state, "filters", w[0]);
  Index groups = one_of(scene, state, "groups", 1);
  std::array<Index, 2> size = pair_of(scene, state, "input", {in[2], in[3]}), kernel = pair_of(scene, state, "kernel", {w[2], w[3]});
  plan.input = {batch, channels, size[0], size[1]};
  plan.weight = {filters, groups > 0 && channels % groups == 0 ? channels / groups : channels, kernel[0], kernel[1]};
  if (scene.bias.present && flag_of(scene, state, "bias", true)) plan.bias = {filters};
  plan.kernel = scene.weight;
  set_attributes(scene, state, plan);
  return plan;
}

Plan plan_photograph(const Scene& scene, const State& state, const Tensor& photograph, std::string& filter_id) {
  Plan plan;
  plan.input = photograph.extents;
  const AttributeValue* chosen = find_parameter(scene, state, "filter");
  filter_id = chosen && std::holds_alternative<std::string>(*chosen) ? std::get<std::string>(*chosen) : photo_filters().front().id;
  PhotoFilter filter = photo_filter(filter_id, one_of(scene, state, "gaussian_size", 5));
  Index channels = plan.input[1];
  plan.weight = {channels, 1, filter.size, filter.size};
  plan.kernel.shape = {channels, 1, filter.size, filter.size};
  for (Index c = 0; c < channels; ++c) plan.kernel.values.insert(plan.kernel.values.end(), filter.weights.begin(), filter.weights.end());
  set_attributes(scene, state, plan);
  plan.attributes.set("groups", std::vector<Index>{channels});
  if (!plan.attributes.has("padding")) {  // the size stays
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

// The engine speaks of its attributes, a person of the controls.
Error in_terms_of_controls(const Scene& scene, Error error) {
  if (error.attribute == "weight" || error.attribute == "kernel_size") error.attribute = "kernel";
  if (!error.attribute.empty() && has_parameter(scene, error.attribute)) return error;
  for (const char* name : {"kernel", "padding", "input"})
    if (error.attribute.empty() && has_parameter(scene, name) && error.message.find(name) != std::string::npos) error.attribute = name;
  return error;
}

Timeline timeline_of(const Scene& scene, const Layer& layer) {
  Timeline timeline;
  timeline.steps = layer.output().count();
  Index channels = layer.shapes()[1][1];
  for (const PhaseSpec& phase : scene.phases) {
    if (!phase.per_channel) {
      timeline.phases.push_back(phase);
      continue;
    }
    constexpr Index kMostPhases = 16;  // more channels share the last phase's time
    for (Index c = 0; c < std::min(channels, kMostPhases); ++c) {
      PhaseSpec one = phase;
      one.name += ":" + std::to_string(c);
      timeline.phases.push_back(one);
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
  if (gaussian % 2 == 0) return impossible("gaussian_size", fmt::format("gaussian_size must be odd so that the kernel has a middle, it is {}", gaussian));
  Result<std::shared_ptr<const Image>> image = photographs.get(state.image.empty() ? scene.image : state.image);
  if (!image) return image.error();
  model.photograph = *image;
  model.input = image_tensor(**image, flag_of(scene, state, "grey", false) || (*image)->channels == 1);
  return plan_photograph(scene, state, model.input, model.filter);
}

Status fill_tensors(const Scene& scene, const State& state, const Plan& plan, Model& model) {
  if (!scene.on_image) {
    Result<Tensor> input = make_tensor("input", scene.input, plan.input, state);
    if (!input) return input.error();
    model.input = std::move(input).value();
  }
  Result<Tensor> weight = make_tensor("weight", plan.kernel, plan.weight, scene.on_image ? with_shared_edits(state, plan.weight[0]) : state);
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

bool has_parameter(const Scene& scene, const std::string& name) {
  return std::any_of(scene.controls.begin(), scene.controls.end(), [&](const Control& c) { return c.name == name; });
}

const AttributeValue& parameter(const Scene& scene, const State& state, const std::string& name) {
  const AttributeValue* value = find_parameter(scene, state, name);
  CONVSCOPE_CHECK(value != nullptr, "scene " + scene.id + " has no parameter " + name);
  return *value;
}

Result<AttributeValue> parse_parameter(const Scene& scene, const std::string& name, const std::string& text) {
  std::string known;
  for (const Control& control : scene.controls) {
    known += (known.empty() ? "" : ", ") + control.name;
    if (control.name != name) continue;
    AttributeSpec spec{control.name, control.axes > 1 && control.type != AttributeType::kPadding ? AttributeType::kPerAxis : control.type, control.value, control.minimum, control.maximum, control.choices};
    Result<AttributeValue> value = parse_attribute(spec, text);
    if (!value) return value;
    Status status = check_control(control, *value);
    if (!status) return status.error();
    return value;
  }
  return Error{ErrorKind::kUsage, "unknown parameter '" + name + "' of scene " + scene.id + "; known are " + known, name};
}

Moment opening_moment(const Scene& scene, const Model& model) {
  Moment moment;
  moment.phase = static_cast<int>(model.timeline.phases.size()) - 1;
  if (static_cast<int>(scene.start.size()) != model.output.extents.rank()) return moment;
  Cell cell{};
  for (int axis = 0; axis < model.output.extents.rank(); ++axis) cell[static_cast<std::size_t>(axis)] = std::min(scene.start[static_cast<std::size_t>(axis)], model.output.extents[axis] - 1);
  moment.step = flat_index(model.output.extents, cell);
  return moment;
}

Result<std::shared_ptr<const Model>> evaluate(const std::vector<Scene>& scenes, const State& state, Device& device, Photographs& photographs) {
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
  if (!filled) return filled.error();
  Status computed = compute(*model, device);
  if (!computed) return computed.error();
  model->timeline = timeline_of(scene, *model->layer);
  if (scene.on_image) make_pictures(*model);
  return std::shared_ptr<const Model>(model);
}

}  // namespace convscope

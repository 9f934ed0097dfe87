// Every scene that can show the layer is tried: its controls are set, its plan made, and the layer of the plan compared with the code's.
#include <algorithm>

#include "app/paste/differences.h"
#include "app/paste/paste.h"
#include "app/paste/wanted.h"
#include "app/scenes/controls.h"
#include "app/scenes/plan.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

struct Offer {
  const char* scene;
  const char* mode;  // "" = the scene's first
};

// The scenes of an operator; the first is the best, where the layer itself does not say another (best_scene).
std::vector<Offer> offers_of(const std::string& op) {
  if (op == "conv2d") {
    return {{"one_channel", ""}, {"padding", ""},   {"stride", ""},  {"many_channels", ""}, {"many_filters", ""},
            {"pointwise", ""},   {"depthwise", ""}, {"grouped", ""}, {"dilated", ""}};
  }
  if (op == "convolve") return {{"convolution", "one_pixel"}};
  if (op == "conv3d") return {{"volume", ""}};
  if (op == "conv_transpose2d") return {{"transposed", ""}};
  if (op == "max_pool2d" || op == "avg_pool2d") return {{"pooling", ""}, {"pooling", "border"}};
  if (op == "global_avg_pool2d") return {{"pooling", "global"}};
  if (op == "interpolate" || op == "max_unpool2d") return {{"going_up", ""}};
  if (op == "conv2d_input_grad" || op == "conv2d_weight_grad") return {{"backward", ""}};
  if (op == "deform_conv2d") return {{"deformable", ""}};
  if (op == "channel_shuffle") return {{"channel_shuffle", ""}};
  if (op == "unfold") return {{"as_matrix", ""}};
  for (const char* small : {"linear", "batch_norm", "dropout", "add", "cat"}) {
    if (op == small) return {{"small_layers", ""}};
  }
  for (const char* activation : {"relu", "relu6", "leaky_relu", "sigmoid", "silu", "hardsigmoid", "hardswish"}) {
    if (op == activation) return {{"activations", ""}};
  }
  return {};
}

bool any_above(const std::vector<Index>& numbers, Index limit) {
  return std::any_of(numbers.begin(), numbers.end(), [limit](Index number) { return number > limit; });
}

// What a convolution is about.
std::string best_scene(const CodeLayer& layer) {
  if (layer.op != "conv2d") return offers_of(layer.op).front().scene;
  const Index groups = wanted_numbers(layer, "groups").front();
  const std::vector<Index> sides = wanted_sides(layer, {});
  if (layer.multiplier || (groups > 1 && layer.channels_in == groups)) return "depthwise";
  if (groups > 1) return "grouped";
  if (any_above(wanted_numbers(layer, "dilation"), 1)) return "dilated";
  if (!layer.kernel.empty() && !any_above(layer.kernel, 1)) return "pointwise";
  if (layer.channels_out.value_or(1) > 1) return "many_filters";
  if (layer.channels_in.value_or(1) > 1) return "many_channels";
  if (any_above(wanted_numbers(layer, "stride"), 1)) return "stride";
  return any_above(sides, 0) ? "padding" : "one_channel";
}

struct Trial {
  Pasted pasted;
  int loss = 0;
};

// The stage with the layer's operator that loses least of it, the first of several.
std::optional<Trial> closest_stage(const Pipeline& pipeline, const Scene& scene, const CodeLayer& layer) {
  std::optional<Trial> closest;
  for (const Pipeline::Stage& stage : pipeline.stages()) {
    if (stage.node.op != layer.op) continue;
    Trial trial;
    trial.pasted.stage = stage.node.name;
    trial.pasted.differences = differences_of(layer, *stage.layer);
    trial.loss = loss_of(trial.pasted.differences, scene);
    if (!closest || trial.loss < closest->loss) closest = std::move(trial);
  }
  return closest;
}

// The sizes of the input as the control has them, and one more on every axis while there is room; of a row only its length.
class Inputs {
 public:
  Inputs(const Scene& scene, const State& state, bool row) : control_(find_control(scene, "input")), row_(row) {
    const auto* standing = control_ ? std::get_if<std::vector<Index>>(find_parameter(scene, state, "input")) : nullptr;
    if (!standing) return;
    const auto* standard = std::get_if<std::vector<Index>>(&control_->value);
    size_ = *standing;
    if (row_ && size_.size() == 1) size_.push_back(size_.front());
    if (row_ && size_.front() != 1) size_ = {1, std::min(control_->maximum, std::max<Index>(7, standard->back()))};
  }
  const std::vector<Index>& size() const { return size_; }
  // One number stands for both axes.
  std::vector<Index> per_axis(int axes) const {
    return size_.size() == 1 ? std::vector<Index>(static_cast<std::size_t>(axes), size_.front()) : size_;
  }
  bool grow() {
    bool grew = false;
    for (std::size_t i = row_ ? 1 : 0; i < size_.size(); ++i) {
      if (size_[i] >= control_->maximum) continue;
      ++size_[i];
      grew = true;
    }
    return grew;
  }

 private:
  const Control* control_;
  bool row_;
  std::vector<Index> size_;
};

State with_controls(const Scene& scene, State state, const CodeLayer& layer, const Inputs& inputs) {
  for (const Control& control : scene.controls) {
    if (control.name == "input") {
      if (!inputs.size().empty()) state.parameters[control.name] = inputs.size();
    } else if (const auto value = wanted_value(control, scene, layer, inputs.per_axis(layer.axes))) {
      state.parameters[control.name] = *value;
    }
  }
  return state;
}

// The scene with its controls set, on the smallest input from the one that stands there on that the layer takes.
Result<Trial> try_scene(const Scene& scene, const State& start, const CodeLayer& layer, bool row) {
  Inputs inputs(scene, start, row);
  while (true) {
    const State state = with_controls(scene, start, layer, inputs);
    Result<ScenePlan> plan = plan_scene(scene, state, nullptr);
    if (!plan) return plan.error();
    Result<Pipeline> pipeline = Pipeline::build(plan->nodes, plan->shapes());
    if (!pipeline && inputs.grow()) continue;
    if (!pipeline) return pipeline.error();
    std::optional<Trial> trial = closest_stage(*pipeline, scene, layer);
    if (!trial) return refusal(ErrorKind::kUsage, "", "code_not_in_scene", "the scene {} does not show {}", scene.id, layer.name);
    trial->pasted.scene = scene.id;
    trial->pasted.mode = start.mode;
    trial->pasted.parameters = state.parameters;
    trial->pasted.as_row = row;
    return *std::move(trial);
  }
}

State entered(const State& now, const Offer& offer) {
  State state = now;
  const bool stays = now.scene == offer.scene && offer.mode == std::string();
  state.scene = offer.scene;
  if (stays) return state;
  state.mode = offer.mode;
  state.parameters.clear();
  state.edits.clear();
  return state;
}

}  // namespace

Result<Pasted> place_layer(const std::vector<Scene>& scenes, const State& now, const CodeLayer& read) {
  const bool row = read.axes == 1 && !offers_of(read.op).size();
  const CodeLayer layer = row && read.op.find("1d") != std::string::npos ? as_row(read) : read;
  const std::vector<Offer> offers = offers_of(layer.op);
  if (offers.empty()) {
    return refusal(ErrorKind::kUsage, "", "code_no_scene", "line {}, column {}: no scene shows {}", read.place.line, read.place.column,
                   read.name);
  }
  const std::string best = best_scene(layer);
  std::optional<Trial> chosen;
  std::optional<Error> refused;
  int least = 0;
  for (const Offer& offer : offers) {
    const auto found = std::find_if(scenes.begin(), scenes.end(), [&offer](const Scene& scene) { return scene.id == offer.scene; });
    if (found == scenes.end()) continue;
    const State start = entered(now, offer);
    const Scene& scene = in_mode(*found, start.mode);
    Result<Trial> trial = try_scene(scene, start, layer, row);
    if (!trial) {
      if (!refused || offer.scene == best) refused = trial.error();
      continue;
    }
    // Where equal, the scene that stands open, then the one that the layer is about, then the first.
    const int rank = 10 * trial->loss + (start.scene == now.scene ? 0 : start.scene == best ? 1 : 40);
    if (chosen && rank >= least) continue;
    least = rank;
    chosen = *std::move(trial);
  }
  if (chosen) return std::move(chosen->pasted);
  return refused ? *refused
                 : refusal(ErrorKind::kUsage, "", "code_no_scene", "line {}, column {}: no scene shows {}", read.place.line,
                           read.place.column, read.name);
}

}  // namespace convscope

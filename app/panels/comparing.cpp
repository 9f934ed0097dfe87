#include "app/panels/comparing.h"

#include <algorithm>

#include "app/panels/scene_facts.h"

namespace convscope {
namespace {

// What both share stands with the first.
void take_other(State& state, const State& side, const Comparison& both) {
  state.other->scene = side.scene;
  state.other->mode = side.mode;
  state.other->parameters = side.parameters;
  state.other->edits = side.edits;
  state.image = side.image;
  state.pin = joint_target(both, side.pin, true);
  for (const auto& [key, value] : side.edits)
    if (key.slot == both.other.source) state.edits[{both.first.source, key.cell}] = value;
  std::erase_if(state.other->edits, [&](const auto& edit) { return edit.first.slot == both.other.source; });
}

void reset(State& side) {
  side.parameters.clear();
  side.edits.clear();
}

}  // namespace

void compare_pair(State& state, const State& pair) {
  enter_scene(state, pair.scene);
  state.mode = pair.mode;
  state.parameters = pair.parameters;
  state.edits = pair.edits;
  state.other = pair.other;
}

void compare_with_same(State& state, const std::string& layer) {
  state.other = Variant{state.scene, state.mode, state.parameters, state.edits, layer, layer};
  state.pin = Target{};
}

void compare_with(State& state, const std::string& scene) {
  state.other = Variant{scene, "", {}, {}, "", ""};
  state.pin = Target{};
}

void leave_comparison(State& state, const Comparison& comparison) {
  if (state.on_other) swap_sides(state, comparison);
  state.other.reset();
  state.on_other = false;
  state.pin = Target{};
}

void swap_sides(State& state, const Comparison& both) {
  if (!state.other) return;
  const Variant second{state.scene, state.mode, state.parameters, state.edits, state.other->own_layer, state.other->layer};
  const Variant other = *state.other;
  state.scene = other.scene;
  state.mode = other.mode;
  state.parameters = other.parameters;
  for (const auto& [name, value] : both.other.state.parameters)  // the sizes that the common input gave it
    if (only_shapes(*both.other.model->scene, both.other.source, name)) state.parameters[name] = value;
  state.edits = other.edits;
  for (const auto& [key, value] : second.edits)  // the input stays with the first
    if (key.slot == both.first.source) state.edits[{both.other.source, key.cell}] = value;
  state.other = second;
  state.on_other = !state.on_other;
  state.pin = Target{};
}

State side_state(const State& state, const Model& model, bool of_other) {
  const Comparison& both = *model.comparison;
  const Side& side = both.side(of_other);
  State own = side.state;
  own.pin = side_target(both, state.pin, of_other);
  own.language = state.language;
  own.theme = state.theme;
  own.text_scale = state.text_scale;
  own.dialect = state.dialect;
  own.reduce_motion = state.reduce_motion;
  own.moment = clamped(side.model->timeline, side_moment(both, side, model.timeline, clamped(model.timeline, state.moment)).moment);
  return own;
}

Action for_other(Action action, std::shared_ptr<const Comparison> both) {
  std::function<void(State&)> edit, look;
  std::string merge;
  if (auto* change = std::get_if<act::Change>(&action)) {
    edit = std::move(change->edit);
    look = std::move(change->look);
    merge = change->merge.empty() ? "" : kOtherAttribute + change->merge;
  } else if (auto* run = std::get_if<act::Run>(&action); run && run->action == ActionId::kResetAll) {
    edit = reset;
  } else {
    return action;
  }
  return act::Change{[edit, both](State& state) {
                       if (!state.other) return;
                       State side = state_of_other(state);
                       side.pin = side_target(*both, state.pin, true);
                       edit(side);
                       take_other(state, side, *both);
                     },
                     merge, look};
}

bool only_shapes(const Scene& scene, const std::string& tensor, const std::string& control) {
  if (control == "image" || control == "grey") return true;
  auto source = scene.tensors.find(tensor);
  if (source == scene.tensors.end()) return false;
  const std::vector<std::string>& shape = source->second.shape;
  return std::any_of(shape.begin(), shape.end(),
                     [&](const std::string& size) { return size == control || size == control + ".0" || size == control + ".1"; });
}

}  // namespace convscope

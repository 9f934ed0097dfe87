#include "app/panels/scene_facts.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

// One number stands for all axes: {2} and {2, 2} are the same value.
bool same_value(const AttributeValue& a, const AttributeValue& b) {
  const auto *x = std::get_if<std::vector<Index>>(&a), *y = std::get_if<std::vector<Index>>(&b);
  if (!x || !y || x->size() == y->size()) return a == b;
  const auto &shorter = x->size() < y->size() ? *x : *y, &longer = x->size() < y->size() ? *y : *x;
  return shorter.size() == 1 && std::all_of(longer.begin(), longer.end(), [&](Index n) { return n == shorter.front(); });
}

// The tensor that the control renews has new cells: those that were changed by hand belonged to the old ones.
void drop_edits(State& state, const Control& control) {
  if (control.renews.empty()) return;
  std::erase_if(state.edits, [&](const auto& edit) { return edit.first.slot == control.renews; });
}

}  // namespace

const Scene* scene_of(const std::vector<Scene>& scenes, const State& state) {
  auto found = std::find_if(scenes.begin(), scenes.end(), [&](const Scene& scene) { return scene.id == state.scene; });
  return found == scenes.end() ? nullptr : &in_mode(*found, state.mode);
}

std::vector<const Scene*> by_group(const std::vector<Scene>& scenes) {
  std::vector<std::string> groups;
  for (const Scene& scene : scenes)
    if (std::find(groups.begin(), groups.end(), scene.group) == groups.end()) groups.push_back(scene.group);
  std::vector<const Scene*> ordered;
  for (const std::string& group : groups)
    for (const Scene& scene : scenes)
      if (scene.group == group) ordered.push_back(&scene);
  return ordered;
}

void enter_scene(State& state, const std::string& id) {
  state.scene = id;
  state.mode.clear();
  state.parameters.clear();
  state.edits.clear();
  state.image.clear();
  state.pin = Target{};
  state.divider = State{}.divider;
  state.other.reset();
  state.on_other = false;
  state.moment = Moment{};
  state.viewport = Viewport{};
}

void apply_preset(State& state, const Scene& scene, const std::map<std::string, AttributeValue>& parameters) {
  for (const Control& control : scene.controls) {
    auto set = parameters.find(control.name);
    if (!same_value(parameter(scene, state, control.name), set == parameters.end() ? control.value : set->second))
      drop_edits(state, control);
  }
  state.parameters = parameters;
  state.pin = Target{};
  state.moment = Moment{};
}

bool preset_is_on(const Scene& scene, const Preset& preset, const State& state) {
  return std::all_of(scene.controls.begin(), scene.controls.end(), [&](const Control& control) {
    auto set = preset.parameters.find(control.name);
    return same_value(parameter(scene, state, control.name), set == preset.parameters.end() ? control.value : set->second);
  });
}

bool is_changed(const Scene& scene, const State& state) {
  if (!state.edits.empty() || !state.image.empty()) return true;
  return std::any_of(scene.controls.begin(), scene.controls.end(),
                     [&](const Control& control) { return !same_value(parameter(scene, state, control.name), control.value); });
}

void set_parameter(State& state, const Control& control, AttributeValue value) {
  auto now = state.parameters.find(control.name);
  if (!same_value(value, now == state.parameters.end() ? control.value : now->second)) drop_edits(state, control);
  if (same_value(value, control.value))
    state.parameters.erase(control.name);
  else
    state.parameters[control.name] = std::move(value);
}

const LayerModel& playing_layer(const Model& model, const State& state) {
  return model.layers[static_cast<std::size_t>(model.playing(clamped(model.timeline, state.moment)))];
}

const LayerModel& told_layer(const Model& model, const State& state) {
  const Target& pin = state.pin;
  const bool pinned = pin.kind == TargetKind::kOutput && pin.stage >= 0 && pin.stage < static_cast<int>(model.layers.size());
  auto is_its = [&](const TimelineSegment& segment) { return segment.stage == pin.stage; };
  const std::vector<TimelineSegment>& segments = model.timeline.segments;
  if (!pinned || std::any_of(segments.begin(), segments.end(), is_its)) return playing_layer(model, state);
  return model.layers[static_cast<std::size_t>(pin.stage)];
}

std::string told_layer_key(const Model& model, const State& state) {
  return model.layers.size() < 2 ? "" : "compare.layer." + told_layer(model, state).name;
}

std::string capitals(const std::string& text) {
  std::string upper = text;
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return upper;
}

std::optional<PinnedCell> pinned_cell(const Model& model, const State& state) {
  const std::string name = tensor_of(model, state.pin);
  auto tensor = model.tensors.find(name);
  if (tensor == model.tensors.end() || state.pin.index < 0 || state.pin.index >= tensor->second.count()) return std::nullopt;
  auto source = model.scene->tensors.find(name);
  const bool given = model.index_of(name) < 0;
  PinnedCell pinned{name, state.pin.kind, &tensor->second, state.pin.index, {}, 0, false, false};
  pinned.editable = given && (source == model.scene->tensors.end() || source->second.from != "photograph");
  Cell cell = cell_of(pinned.tensor->extents, pinned.flat);
  pinned.cell.assign(cell.begin(), cell.begin() + pinned.tensor->extents.rank());
  pinned.value = (*pinned.tensor)[pinned.flat];
  pinned.edited = state.edits.count({pinned.slot, pinned.cell}) != 0;
  if (pinned.kind == TargetKind::kOffset) pinned.step = 0.1;
  return pinned;
}

Index walked(const PinnedCell& pinned, Index by) {
  const Index count = pinned.tensor->count();
  if (!pinned_offset(pinned)) return ((pinned.flat + by) % count + count) % count;
  const Index plane = pinned.tensor->extents[2] * pinned.tensor->extents[3], channels = pinned.tensor->extents[1];
  const Index channel = ((pinned.cell[1] + by) % channels + channels) % channels;
  return pinned.flat + (channel - pinned.cell[1]) * plane;
}

double stepped(const PinnedCell& pinned, double steps) {
  constexpr double kThousandth = 1000;
  const double value = pinned.value + steps * pinned.step;
  return pinned.step < 1 ? std::round(value * kThousandth) / kThousandth : value;
}

std::optional<PinnedOffset> pinned_offset(const PinnedCell& pinned) {
  if (pinned.kind != TargetKind::kOffset || pinned.cell.size() != 4) return std::nullopt;
  return PinnedOffset{pinned.cell[1] / 2, pinned.cell[1] % 2 == 1};
}

namespace {

// The output cell of a layer that the stage explains: a pinned one, else the playhead's.
Index explained_cell(const Model& model, const State& state, const LayerModel& layer) {
  const StepPlace place = model.timeline.place(clamped(model.timeline, state.moment).step);
  const bool walks = model.timeline.segments[place.segment].walk == Walk::kOutputs;
  const Index cell = state.pin.kind == TargetKind::kOutput ? state.pin.index : walks ? place.step : 0;
  return std::clamp<Index>(cell, 0, layer.output().count() - 1);
}

}  // namespace

std::optional<Target> next_sample(const Model& model, const State& state, Index by) {
  for (std::size_t stage = 0; stage < model.layers.size(); ++stage) {
    const Extents& field = model.layers[stage].tensor("offset").extents;
    if (field.rank() != 4) continue;
    const Index samples = field[1] / 2;
    const Target& pin = state.pin;
    const bool pinned =
        pin.kind == TargetKind::kOffset && pin.stage == static_cast<int>(stage) && pin.index >= 0 && pin.index < field.count();
    const Cell at = pinned ? cell_of(field, pin.index)
                           : cell_of(model.layers[stage].output().extents, explained_cell(model, state, model.layers[stage]));
    const Index from = pinned ? at[1] / 2 : by > 0 ? -1 : 0, sample = ((from + by) % samples + samples) % samples;
    return Target{TargetKind::kOffset, static_cast<int>(stage), flat_index(field, {0, 2 * sample, at[2], at[3]})};
  }
  return std::nullopt;
}

}  // namespace convscope

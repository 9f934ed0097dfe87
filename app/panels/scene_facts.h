// What panels ask about a scene and a state: names, presets, changes of a parameter, the cell that is pinned. No ImGui.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/scenes/model.h"
#include "app/scenes/scene.h"
#include "app/session/state.h"

namespace convscope {

const Scene* scene_of(const std::vector<Scene>& scenes, const State& state);
// All scenes, those of a group together; groups and scenes in the order of their numbers.
std::vector<const Scene*> by_group(const std::vector<Scene>& scenes);
// The state as it is when a person chooses another scene: its own defaults, from the first step, what one looks at fitted.
void enter_scene(State& state, const std::string& id);
// Sets what the preset names; what it does not name goes back to the scene's default. Cells changed by hand stay where the
// tensor stays the same one.
void apply_preset(State& state, const Scene& scene, const std::map<std::string, AttributeValue>& parameters);
bool preset_is_on(const Scene& scene, const Preset& preset, const State& state);
// Whether anything stands elsewhere than at the scene's defaults.
bool is_changed(const Scene& scene, const State& state);
// Sets one parameter; what equals the scene's default is not kept. Another filter drops the weights that were changed in the old one.
void set_parameter(State& state, const Control& control, AttributeValue value);

// The layer that plays.
const LayerModel& playing_layer(const Model& model, const State& state);
// The layer that the panels tell of: the one that plays, or one that only plays along with it, while a cell of its output is pinned.
const LayerModel& told_layer(const Model& model, const State& state);
// The key of its name; "" of a model's only layer.
std::string told_layer_key(const Model& model, const State& state);

std::string capitals(const std::string& text);  // a–z to A–Z; everything else as it is

// The cell of a tensor a person may look at and change.
struct PinnedCell {
  std::string slot;  // the tensor's name
  TargetKind kind = TargetKind::kNone;
  const Tensor* tensor = nullptr;
  Index flat = 0;
  std::vector<Index> cell;  // (n, c, y, x), (o, i, y, x), (o)
  double value = 0;
  bool editable = false;
  bool edited = false;
  double step = 1;          // what a press of a key changes the value by
};
std::optional<PinnedCell> pinned_cell(const Model& model, const State& state);
// The flat cell `by` cells on in C order, around the ends; of offsets that of the same place: Δy, Δx, then the next sample's.
Index walked(const PinnedCell& pinned, Index by);
// The value so many steps on; a step of less than one leaves no more than three decimals.
double stepped(const PinnedCell& pinned, double steps);
// An offset's sample, counted from 0, and whether it is Δx rather than Δy.
struct PinnedOffset {
  Index sample = 0;
  bool across = false;
};
std::optional<PinnedOffset> pinned_offset(const PinnedCell& pinned);
// The sampling point `by` on from the pinned one, around the ends; where none is pinned, counted from before the first one (or, backwards,
// from behind the last) of the output cell that is explained. Nothing where no layer has any.
std::optional<Target> next_sample(const Model& model, const State& state, Index by);

}  // namespace convscope

#include "app/catalog/check_session.h"

#include <algorithm>
#include <set>

#include "app/scenes/controls.h"
#include "app/scenes/plan.h"
#include "app/session/file.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

using Names = std::set<std::string>;

// One of the scenes of a session, with what the file says of it; `path` stands before its keys ("other.").
struct Side {
  const Scene& scene;
  const std::string& mode;
  const std::map<std::string, AttributeValue>& parameters;
  const std::map<CellKey, double>& edits;
  std::string path;
};

template <class List>
std::string listed(const List& names) {
  std::string list;
  for (const std::string& each : names) list += (list.empty() ? "" : ", ") + each;
  return list;
}

template <class List>
Status check_name(const std::string& file, const std::string& path, const std::string& name, const List& known) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return success();
  return refusal(ErrorKind::kUsage, "", "session_unknown", "cannot read '{}': {} is \"{}\"; known are {}", file, path, name, listed(known));
}

// A scene's modes may differ in their controls, and a session keeps what was set in another mode.
void add_parameters(const Scene& scene, Names& names) {
  for (const Control& control : scene.controls) names.insert(control.name);
  for (const Scene& variant : scene.variants) add_parameters(variant, names);
}

// What a recipe names follows from its parameters: those that the scene begins with, and those of the session.
void add_tensors(const Scene& scene, const State& state, Names& names) {
  for (const auto& [name, source] : scene.tensors) names.insert(name);
  for (const State& each : {State{}, state}) {
    if (!scene.recipe) break;
    const Result<ScenePlan> plan = plan_scene(scene, each, nullptr);
    if (!plan) continue;  // evaluate() says what does not fit together
    for (const auto& [name, given] : plan->given) names.insert(name);
  }
  for (const Scene& variant : scene.variants) add_tensors(variant, state, names);
}

Status check_side(const Side& side, const Names& parameters, const Names& tensors, const std::string& file) {
  if (!side.mode.empty())
    if (Status mode = check_name(file, side.path + "mode", side.mode, side.scene.modes); !mode) return mode;
  const Scene& scene = in_mode(side.scene, side.mode);
  for (const auto& [name, value] : side.parameters) {
    if (parameters.count(name) == 0)
      return refusal(ErrorKind::kUsage, "", "session_no_parameter",
                     "cannot read '{}': {}parameters.{} is no parameter of scene {}; it has {}", file, side.path, name, scene.id,
                     listed(parameters));
    const Control* control = find_control(scene, name);
    const Status fits = control ? check_value(*control, value) : success();
    if (!fits)
      return refusal(ErrorKind::kUsage, "", "session_value", "cannot read '{}': {}parameters: {}", file, side.path, fits.error().message);
  }
  for (const auto& [key, value] : side.edits)
    if (Status known = check_name(file, side.path + "edits[…].slot", key.slot, tensors); !known) return known;
  return success();
}

Result<const Scene*> scene_named(const Catalog& catalog, const std::string& id, const std::string& path, const std::string& file) {
  std::vector<std::string> known;
  for (const Scene& scene : catalog.scenes) known.push_back(scene.id);
  if (Status there = check_name(file, path, id, known); !there) return there.error();
  return find_scene(catalog.scenes, id);
}

}  // namespace

Status check_session(const Catalog& catalog, const State& state, const std::string& file) {
  std::vector<Side> sides;
  Result<const Scene*> first = scene_named(catalog, state.scene, "scene", file);
  if (!first) return first.error();
  sides.push_back({**first, state.mode, state.parameters, state.edits, ""});
  if (state.other) {
    Result<const Scene*> other = scene_named(catalog, state.other->scene, "other.scene", file);
    if (!other) return other.error();
    sides.push_back({**other, state.other->mode, state.other->parameters, state.other->edits, "other."});
  }
  Names parameters, tensors{"weight"};  // of a chosen filter, whatever the scene makes of it
  for (const Side& side : sides) {  // the sides of a comparison share their input and can be exchanged
    State its_own;
    its_own.parameters = side.parameters;
    add_parameters(side.scene, parameters);
    add_tensors(side.scene, its_own, tensors);
  }
  for (const Side& side : sides)
    if (Status fine = check_side(side, parameters, tensors, file); !fine) return fine;
  std::vector<std::string> languages;
  for (const auto& [code, words] : catalog.languages) languages.push_back(code);
  return check_name(file, "language", state.language, languages);
}

Result<State> load_known_session(const Catalog& catalog, const std::string& file) {
  Result<State> state = load_session(file);
  if (!state) return state;
  if (Status known = check_session(catalog, *state, file); !known) return known.error();
  return state;
}

}  // namespace convscope

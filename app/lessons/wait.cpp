#include "app/lessons/wait.h"

#include <algorithm>

#include "app/scenes/controls.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

// Kinds of cells that can be pinned, as a manifest names them.
constexpr std::pair<const char*, TargetKind> kPinnedKinds[] = {
    {"input", TargetKind::kInput}, {"weight", TargetKind::kWeight}, {"bias", TargetKind::kBias}, {"output", TargetKind::kOutput}};

template <class List, class Name>
std::string names_of(const List& list, Name name) {
  std::string text;
  for (const auto& each : list) text += (text.empty() ? "" : ", ") + std::string(name(each));
  return text.empty() ? "none" : text;
}

bool parameter_holds(const WaitCondition& wait, const State& state, const Model& model) {
  const Control* control = find_control(*model.scene, wait.name);
  const AttributeValue* value = find_parameter(*model.scene, state, wait.name);
  if (!control || !value) return false;
  const std::vector<double> numbers = numbers_of(*control, *value);
  if (wait.is) {
    Result<AttributeValue> wanted = fitted(*model.scene, wait.name, *wait.is);
    if (!wanted) return false;
    return numbers.empty() ? *value == *wanted : numbers == numbers_of(*control, *wanted);
  }
  auto lies_within = [&](double number) { return number >= wait.from.value_or(number) && number <= wait.to.value_or(number); };
  return !numbers.empty() && std::all_of(numbers.begin(), numbers.end(), lies_within);
}

bool was_reached(const Mark& mark, const State& state, const Model& model) {
  Result<Moment> wanted = moment_of(mark, model.timeline);
  if (!wanted) return false;
  return seconds_of(model.timeline, state.moment) >= seconds_of(model.timeline, *wanted);
}

Status check_parameter(const WaitCondition& wait, const LessonStep& step, const Model& model) {
  const Scene& scene = *model.scene;
  const Control* control = find_control(scene, wait.name);
  if (!control) {
    const std::string known = names_of(scene.controls, [](const Control& each) { return each.name; });
    return impossible("", "wait_no_parameter", "scene {} has no parameter \"{}\"; it has {}", scene.id, wait.name, known);
  }
  if (!may_touch(step, wait.name)) return impossible("", "wait_untouchable", "it waits for {}, which may not be touched", wait.name);
  if (wait.is) {
    Result<AttributeValue> value = fitted(scene, wait.name, *wait.is);
    return value ? success() : Status(value.error());
  }
  const auto low = static_cast<double>(control->minimum), high = static_cast<double>(control->maximum);
  if (numbers_of(*control, control->value).empty()) return impossible("", "wait_no_number", "{} is no number; expected \"is\"", wait.name);
  if (wait.from.value_or(low) > high || wait.to.value_or(high) < low || wait.from.value_or(low) > wait.to.value_or(high)) {
    return impossible("", "wait_no_value", "{} is from {} to {}; no value of it lies from {} to {}", wait.name, low, high,
                      wait.from.value_or(low), wait.to.value_or(high));
  }
  return success();
}

Status check_output(const WaitCondition& wait, const Model& model) {
  const int index = model.index_of(wait.name);
  if (index < 0) {
    const std::string known = names_of(model.layers, [](const LayerModel& each) { return each.name; });
    return impossible("", "no_such_stage", "scene {} has no stage \"{}\"; it has {}", model.scene->id, wait.name, known);
  }
  const int rank = model.layer(wait.name).layer->output().rank();
  if (static_cast<int>(wait.shape.size()) <= rank) return success();
  return impossible("", "wait_axes", "the output of {} has {} axes, the condition names {} sizes", wait.name, rank, wait.shape.size());
}

Status check_edited(const WaitCondition& wait, const LessonStep& step, const Model& model) {
  if (!may_touch(step, "cells")) return impossible("", "wait_no_cells", "it waits for a changed cell, but \"cells\" may not be touched");
  const auto source = model.scene->tensors.find(wait.name);
  if (source != model.scene->tensors.end() && model.tensors.count(wait.name) > 0) {
    if (source->second.from != "photograph") return success();
    return impossible("", "wait_photograph", "the cells of {} are a photograph's, which are not changed by hand", wait.name);
  }
  const std::string known = names_of(model.scene->tensors, [](const auto& each) { return each.first; });
  return impossible("", "no_such_tensor", "scene {} has no tensor \"{}\"; it has {}", model.scene->id, wait.name, known);
}

Status check_pinned(const WaitCondition& wait, const Model& model) {
  const TargetKind kind = pinned_kind(wait.name);
  if (kind == TargetKind::kNone) {
    const std::string known = names_of(kPinnedKinds, [](const auto& each) { return each.first; });
    return impossible("", "wait_no_cell", "no cell is called \"{}\"; those that can be pinned are {}", wait.name, known);
  }
  if (stage_with(model, kind) >= 0) return success();
  return impossible("", "wait_no_such_cell", "no layer of scene {} has a {} as it stands", model.scene->id, wait.name);
}

}  // namespace

TargetKind pinned_kind(const std::string& name) {
  for (const auto& [word, kind] : kPinnedKinds)
    if (word == name) return kind;
  return TargetKind::kNone;
}

int stage_with(const Model& model, TargetKind kind) {
  for (std::size_t stage = 0; stage < model.layers.size(); ++stage) {
    const LayerModel& layer = model.layers[stage];
    const bool has = kind == TargetKind::kWeight ? !layer.weight().absent() : kind != TargetKind::kBias || !layer.bias().absent();
    if (has) return static_cast<int>(stage);
  }
  return -1;
}

bool is_fulfilled(const WaitCondition& wait, const State& state, const Model& model) {
  switch (wait.kind) {
    case WaitKind::kParameter: return parameter_holds(wait, state, model);
    case WaitKind::kOutput: return model.index_of(wait.name) >= 0 && has_shape(model.layer(wait.name).layer->output(), wait.shape);
    case WaitKind::kReached: return was_reached(wait.mark, state, model);
    case WaitKind::kPinned: return state.pin.index >= 0 && state.pin.kind == pinned_kind(wait.name);
    case WaitKind::kEdited:
      return std::any_of(state.edits.begin(), state.edits.end(), [&](const auto& edit) { return edit.first.slot == wait.name; });
    case WaitKind::kMode: {
      const std::vector<std::string>& modes = model.scene->modes;
      return (state.mode.empty() && !modes.empty() ? modes.front() : state.mode) == wait.name;
    }
  }
  return false;
}

bool is_complete(const LessonStep& step, const State& state, const Model& model) {
  return std::all_of(step.wait.begin(), step.wait.end(), [&](const WaitCondition& each) { return is_fulfilled(each, state, model); });
}

bool may_touch(const LessonStep& step, const std::string& what) {
  if (!step.touch) return true;
  return std::any_of(step.touch->begin(), step.touch->end(), [&](const Setting& each) { return each.name == what; });
}

Status check_wait(const WaitCondition& wait, const LessonStep& step, const Model& model) {
  switch (wait.kind) {
    case WaitKind::kParameter: return check_parameter(wait, step, model);
    case WaitKind::kOutput: return check_output(wait, model);
    case WaitKind::kReached: {
      Result<Moment> moment = moment_of(wait.mark, model.timeline);
      return moment ? success() : Status(moment.error());
    }
    case WaitKind::kPinned: return check_pinned(wait, model);
    case WaitKind::kEdited: return check_edited(wait, step, model);
    case WaitKind::kMode:
      if (!may_touch(step, "mode")) return impossible("", "wait_no_mode", "it waits for a mode, but \"mode\" may not be touched");
      return check_mode(*model.scene, wait.name);
  }
  return success();
}

bool has_shape(const Extents& extents, const std::vector<Index>& last) {
  const int skipped = extents.rank() - static_cast<int>(last.size());
  for (std::size_t i = 0; skipped >= 0 && i < last.size(); ++i)
    if (extents[skipped + static_cast<int>(i)] != last[i]) return false;
  return skipped >= 0;
}

Result<AttributeValue> fitted(const Scene& scene, const std::string& name, const AttributeValue& value) {
  const Control* control = find_control(scene, name);
  if (!control) {
    const std::string known = names_of(scene.controls, [](const Control& each) { return each.name; });
    return impossible("", "wait_no_parameter", "scene {} has no parameter \"{}\"; it has {}", scene.id, name, known);
  }
  AttributeValue fits = value;
  const auto* whole = std::get_if<std::vector<Index>>(&value);
  if (control->type == AttributeType::kNumber && whole && whole->size() == 1) fits = static_cast<double>(whole->front());
  Status checked = check_value(*control, fits);
  if (!checked) return checked.error();
  return fits;
}

Status check_mode(const Scene& scene, const std::string& mode) {
  if (std::find(scene.modes.begin(), scene.modes.end(), mode) != scene.modes.end()) return success();
  const std::string known = names_of(scene.modes, [](const std::string& each) { return each; });
  return impossible("", "no_such_mode", "scene {} has no mode \"{}\"; it has {}", scene.id, mode, known);
}

std::vector<double> numbers_of(const Control& control, const AttributeValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return {*number};
  const auto* whole = std::get_if<std::vector<Index>>(&value);
  if (!whole || whole->empty()) return {};
  std::vector<double> numbers;
  for (std::size_t axis = 0; axis < static_cast<std::size_t>(control.axes); ++axis)
    numbers.push_back(static_cast<double>((*whole)[axis % whole->size()]));
  return numbers;
}

}  // namespace convscope

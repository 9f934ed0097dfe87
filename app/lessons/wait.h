// What a step waits for, read off the session's state: the player asks after every change, `lesson check` before the lesson is given.
#pragma once

#include <optional>
#include <string>

#include "app/lessons/lesson.h"
#include "app/scenes/model.h"

namespace convscope {

// Whether the state fulfils the condition, or all of a step's. `model` is the state's.
bool is_fulfilled(const WaitCondition& wait, const State& state, const Model& model);
bool is_complete(const LessonStep& step, const State& state, const Model& model);
// Whether a person may change this in the step: a control, "cells" or "mode".
bool may_touch(const LessonStep& step, const std::string& what);
// Refuses conditions that no state of the scene fulfils: unknown names, values out of range, what must not be touched, marks beyond
// the end.
Status check_wait(const WaitCondition& wait, const LessonStep& step, const Model& model);

// The kind of cell that a manifest calls so ("input", "weight", "bias", "output"); kNone: there is none.
TargetKind pinned_kind(const std::string& name);
// The first layer that has a cell of this kind to pin; -1: none has.
int stage_with(const Model& model, TargetKind kind);
// Whether the last axes have these sizes.
bool has_shape(const Extents& extents, const std::vector<Index>& last);
// The value as the scene's control takes it: a whole number is a real one where the control is. Refuses unknown controls and values.
Result<AttributeValue> fitted(const Scene& scene, const std::string& control, const AttributeValue& value);
Status check_mode(const Scene& scene, const std::string& mode);
// All numbers of a value on the control's axes ("2" of a stride stands for both); empty for words and flags.
std::vector<double> numbers_of(const Control& control, const AttributeValue& value);

}  // namespace convscope

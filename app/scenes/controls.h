// A scene's controls and the values they take: looked up, checked against type and range.
#pragma once

#include <string>

#include "app/scenes/scene.h"
#include "app/session/state.h"

namespace convscope {

// The control of that name, or nullptr.
const Control* find_control(const Scene& scene, const std::string& name);
// The value in the state, or the scene's default; nullptr when the scene has no such control. What a state holds for
// the controls of other scenes does not count.
const AttributeValue* find_parameter(const Scene& scene, const State& state, const std::string& name);
// Whether the control has a say in this state: the size of a Gaussian has none while the filter is another one.
bool concerns(const Scene& scene, const State& state, const Control& control);
bool holds(const Scene& scene, const State& state, const Condition& condition);
// Of a photograph in this state, in pixels; 0: any size.
Index longest_side_of(const Scene& scene, const State& state);
// The smaller of two such sides.
Index shorter_side(Index a, Index b);
// A parameter as it stands, or `fallback` where the scene has no such control or it holds something else.
bool flag_parameter(const Scene& scene, const State& state, const std::string& name, bool fallback);
std::string word_parameter(const Scene& scene, const State& state, const std::string& name, const std::string& fallback);
Index number_parameter(const Scene& scene, const State& state, const std::string& name, Index fallback);  // the first of several
// Refuses wrong types, counts, words, numbers out of range and not finite; the error's attribute is the control's name.
Status check_value(const Control& control, const AttributeValue& value);

}  // namespace convscope

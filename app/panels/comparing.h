// What a person does to a comparison: begins one, swaps the two, tells the panels which of them to show, leaves. No ImGui.
#pragma once

#include <string>

#include "app/panels/actions.h"
#include "app/scenes/comparison.h"

namespace convscope {

// The two variants of a shipped pair, in place of what the state shows.
void compare_pair(State& state, const State& pair);
// The state's own scene as it stands, to be changed on one of the two sides.
void compare_with_same(State& state, const std::string& layer = "");  // whose output; "": the one that the scene ends with
void compare_with(State& state, const std::string& scene);
// Alone again: with the one that the panels told of.
void leave_comparison(State& state, const Comparison& comparison);
void swap_sides(State& state, const Comparison& comparison);

// The state of one side as its panels see it: its own pin and moment.
State side_state(const State& state, const Model& model, bool of_other);
// What a panel of the second side asked for, as a change of the state that holds both.
Action for_other(Action action, std::shared_ptr<const Comparison> comparison);
// Whether a control of a scene only says what shape or picture is given from outside.
bool only_shapes(const Scene& scene, const std::string& tensor, const std::string& control);

}  // namespace convscope

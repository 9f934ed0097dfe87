// Controls of whole numbers: one, height and width with a link, four sides with a link. And what all controls share.
#pragma once

#include <functional>
#include <string>

#include "app/panels/ui.h"
#include "app/panels/widgets.h"

namespace convscope {

std::string control_label(const Ui& ui, const Control& control);  // words: parameter.<name>
std::string control_tip(const Ui& ui, const Control& control);    // words: tip.<name>, with the name in PyTorch
bool is_locked(const Ui& ui, const Control& control);             // a lesson does not let it be changed now
// What the control shows: the parameter of the state, or the scene's default.
const AttributeValue& shown_value(const Ui& ui, const Control& control);
SliderSpec slider_spec(const Ui& ui, const Control& control, const std::string& label, double value);
std::string problem_sentence(const Ui& ui);  // of ui.problem

// Queues what a number control answered: the change (`set` with a value within the control's range), the refusal of a
// typed text with its sentence, the reset to the scene's default. `name` is the merge key of a drag.
void answer_number(Ui& ui, const Control& control, const std::string& name, const NumberResult& result,
                   const std::function<void(State&, double)>& set);

// Returns the height used.
double draw_axes(Ui& ui, const Control& control, const Box& box);

}  // namespace convscope

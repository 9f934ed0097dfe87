// What the dialogs share: their box, their head with a cross, a row of buttons.
#pragma once

#include <string>

#include "app/panels/ui.h"
#include "app/panels/widgets.h"

namespace convscope {

// In the middle of the window, at most as large as it; the wanted size is at 100 % text.
Box dialog_box(const Ui& ui, double width, double height);
// Title, small words beside it, the cross. True when the cross was pressed. Height: dialog_head_height.
bool draw_dialog_head(Ui& ui, const std::string& name, const Box& box, const std::string& title, const std::string& beside = "");
double dialog_head_height(const Ui& ui);
// Whether the person wants the dialog gone: a press outside, Escape.
bool leaves(const Ui& ui, const Modal& modal);

}  // namespace convscope

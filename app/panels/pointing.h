// The spotlight and the freehand marks over the window.
#pragma once

#include "app/panels/ui.h"

namespace convscope {

// Before the stage is drawn, which then gets neither the pen's strokes nor the wheel that widens the spotlight.
void take_pointer(Ui& ui, const Box& drawn_on);
// Above everything but a dialog. `drawn_on` clips the marks. True when there was something to draw.
bool draw_pointer_tools(Ui& ui, const Box& drawn_on);

}  // namespace convscope

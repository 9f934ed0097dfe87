// What dragging an element of the stage does to the state: the view says what an element stands for (Handle), this carries it out.
#pragma once

#include "app/canvas/display_list.h"
#include "app/scenes/scene.h"
#include "app/session/state.h"

namespace convscope {

// Moves what the handle changes by so many units of the list from where it stood when it was taken. A control keeps its range and its
// steps; an axis that changes nothing, or names a control that is no number, leaves the state as it is.
void drag_handle(const Scene& scene, const Handle& handle, Point moved, State& state);
// Whether a click on the element sets something, rather than pin it.
bool is_pressed(const Handle& handle);
// What the click does: each axis without a length sets its control to `value`, a flag to whether that is not 0, a choice to
// its word at that place of the list.
void press_handle(const Scene& scene, const Handle& handle, State& state);

}  // namespace convscope

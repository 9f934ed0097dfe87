// A display list within another one: a figure on a page.
#pragma once

#include "app/canvas/display_list.h"

namespace convscope {

// Adds the figure's items to the page, `scale` times as large, its corner at `at`; what would lie outside is clipped. Its background stays
// behind.
void place(DisplayList& page, const DisplayList& figure, Point at, double scale);

}  // namespace convscope

// A paragraph of a lesson whose **bold** and `code` parts look so.
#pragma once

#include <string>
#include <vector>

#include "app/lessons/text.h"
#include "app/panels/widgets.h"

namespace convscope {

// Wrapped like draw_paragraph; returns the height used. Code stands in the face of numbers.
double draw_marked(Ui& ui, Point top_left, const std::vector<MarkedText>& parts, const TextStyle& style, double width);

}  // namespace convscope

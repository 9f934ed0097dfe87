// The heading of a stage that says what its parts have in common: a bold line and a quiet one; on a low stage they give way.
#pragma once

#include <string>

#include "app/views/kit.h"

namespace convscope {

// Takes the heading's room from the top of the area, or nothing where the area is lower than `least` (at text scale 100 %).
void draw_heading(Pen& pen, Box& area, const std::string& title, const std::string& subtitle, double least = 540);

}  // namespace convscope

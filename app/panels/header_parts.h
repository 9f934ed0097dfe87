// What the header is made of when a lesson runs; header.cpp places it.
#pragma once

#include <string>

#include "app/panels/ui.h"

namespace convscope {

struct HeaderWords {
  std::string title, sentence;
};
HeaderWords header_words(const Ui& ui);         // of the lesson's step, the comparison or the scene
HeaderWords lesson_header_words(const Ui& ui);
// Right-aligned at `right`, `y` their middle, no wider than `room`; returns where they begin.
double draw_lesson_buttons(Ui& ui, double right, double y, double room);

}  // namespace convscope

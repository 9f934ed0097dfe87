// A plate with words on the stage that sets a control of the scene when it is pressed.
#pragma once

#include <string>

#include "app/views/kit.h"

namespace convscope {

struct PressPlate {
  std::string words, control;  // what it says, and which control it sets
  double value = 1;            // to this; of a flag 0 and 1, of a choice the place of the word in its list
  Target target;
  bool on = false;             // it stands for what holds already
  Face face = Face::kWords;
};

double press_plate_width(const Pen& pen, const PressPlate& plate);
// Its right end at `right_middle`.
void draw_press_plate(Pen& pen, const ViewContext& context, Point right_middle, const PressPlate& plate);

}  // namespace convscope

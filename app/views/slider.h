// A control of the scene that is drawn on the stage as a track with a knob to drag.
#pragma once

#include <string>

#include "app/views/kit.h"

namespace convscope {

struct Slider {
  std::string control;  // whose number the knob changes
  Target target;        // of the knob
  std::string name;     // before the track, where there is room for it
  std::string figure, widest;  // the value as text; the longest that it can be
  double value = 0, low = 0, high = 1, step = 1;
};

// In the middle of the box, from its left to its right; nothing where the track would be too short to drag.
// Whether there was room for it.
bool draw_slider(Pen& pen, Box box, const Slider& slider);

}  // namespace convscope

// Whether every text of a drawing can be read: it stays on the stage, is large enough, meets no other, no edge and no line, and stands out.
#pragma once

#include <string>

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"

namespace convscope {

// Fails the running test, naming `where` and the text, for each fault (at most four).
void expect_well_set(const DisplayList& list, const Fonts& fonts, double text_scale, const std::string& where);
// The lowest contrast (WCAG 2.1) of a text with what lies beneath it, and that text; texts on pictures are left out.
struct Contrast {
  double ratio = 21;
  std::string text;
};
Contrast lowest_contrast(const DisplayList& list);

}  // namespace convscope

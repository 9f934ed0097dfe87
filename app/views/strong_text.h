// Text for a washed-out projector: every line of a finished drawing stands out from what lies beneath it by 7 : 1.
#pragma once

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"
#include "app/theme/theme.h"

namespace convscope {

inline constexpr double kStrongContrast = 7;  // WCAG 2.1, level AAA

// Darkens or lightens text in its own hue until it stands out; where no colour does, on middle greys, a plate goes beneath it.
// What is still appearing keeps its transparency. Text on pictures stays as it is.
void strengthen_text(DisplayList& list, const Fonts& fonts, const Theme& theme);

}  // namespace convscope

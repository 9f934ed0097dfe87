// The transport: start, back, play, forward, end, where one is in words, loop, speed, and the scrubber with its ticks.
#pragma once

#include "app/panels/layout.h"
#include "app/panels/ui.h"

namespace convscope {

// Its card is drawn before.
void draw_transport(Ui& ui, const Box& box, const Layout& layout);
// Of a presentation: one line with large type and no frame.
void draw_presentation_transport(Ui& ui, const Box& box, double size);

}  // namespace convscope

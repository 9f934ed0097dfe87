// Above the stage: the scene's title and one sentence, its modes, and the buttons.
#pragma once

#include "app/panels/ui.h"

namespace convscope {

void draw_header(Ui& ui, const Box& box, bool compact);

}  // namespace convscope

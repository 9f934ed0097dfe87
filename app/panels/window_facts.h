// What the probe writes besides boxes: the facts that a test waits for.
#pragma once

#include "app/panels/controller.h"
#include "app/panels/probe.h"

namespace convscope {

void note_state(Probe& probe, const State& state);
void note_scene(Probe& probe, const Controller& controller);    // what the model and the scene's controls say
void note_dialogs(Probe& probe, Controller& controller);        // questions, notes, exports, files

}  // namespace convscope

// The stage: the scene's view, drawn from a kept display list; zoom at the pointer, pan, fit, hover, pin.
#pragma once

#include <cstdint>
#include <optional>

#include "app/canvas/display_list.h"
#include "app/panels/glide.h"
#include "app/panels/ui.h"

namespace convscope {

// The display list of the last frame and what it was built from.
struct StageCache {
  const Model* model = nullptr;
  std::uint64_t look = 0;
  Moment moment;
  Target hover;
  double shown = -1;  // of an answer; negative: the scene's own view
  double width = 0, height = 0, text_scale = 0;
  double gone_over = 1;  // from what was set before
  ThemeName theme = ThemeName::kLight;
  DisplayList list;
  bool built = false;
};

// An element that is being dragged: where it was taken, and what it changes.
struct Held {
  Handle handle;
  Point from;
};

struct StageMemory {
  StageCache cache;
  Target hover;                // under the pointer, as of the last frame
  bool hover_changed = false;  // in this frame: the next one shows it
  bool panning = false, dividing = false, dragging = false;
  std::optional<Held> held;
  Glide glide;
  Box divider;                 // of the photograph that the divider cuts, in the list
};

// `look` counts what besides model, moment, hover, size and theme changes the picture (pin, mode, divider, language).
void draw_stage(Ui& ui, const Box& box, const Theme& theme, StageMemory& memory, std::uint64_t look);
// The same as it will be in `box`, drawn smaller or larger within `shown` and without answering the pointer: on its way there.
void draw_stage_in_motion(Ui& ui, const Box& box, const Box& shown, const Theme& theme, StageMemory& memory, std::uint64_t look);
// Names the boxes of the stage's elements for the probe: "stage.output.12".
void place_targets(Ui& ui, const Box& box, const StageMemory& memory);

}  // namespace convscope

// A view turns a model at a moment into a display list. No ImGui, no GL, no arithmetic of its own: every number is the trace's.
#pragma once

#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"
#include "app/i18n/words.h"
#include "app/scenes/model.h"
#include "app/session/state.h"
#include "app/theme/theme.h"

namespace convscope {

struct ViewOptions {
  bool sum = true;      // the bar with the written-out sum
  bool legend = true;   // in the bar
  bool caption = false; // title and parameters in the picture (exports)
  bool transparent = false;
};

// The stage is laid out for width × height logical pixels; secondary parts give way when there is little room,
// text never falls below kSmallestText · text_scale.
class Pen;

struct ViewContext {
  const Model& model;
  const State& state;
  Moment moment;         // may differ from state.moment (an export's frame)
  Target hover;          // what the pointer is over
  const Theme& theme;
  const Words& words;
  const Fonts& fonts;
  double width = 928, height = 700;
  ViewOptions options;
  int stage = 0;         // the layer that planes.h, focus.h and sum_bar.h tell of
  const State* before = nullptr;  // what was set before, while a stage that glides goes over to `state`; nullptr: it rests
  double gone_over = 1;           // 0..1 of that way

  const LayerModel& layer() const { return model.layers[static_cast<std::size_t>(stage)]; }
};

// The same for another layer of the model.
ViewContext at_stage(const ViewContext& context, int stage);
// The last touch of every picture: texts that lie too near make room, and before a projector they stand out.
void finish_text(const ViewContext& context, Pen& pen);

// The stage of the model's scene.
DisplayList build_view(const ViewContext& context);
std::vector<std::string> view_ids();
// Whether the scene's stage goes over from what was set before to what is set (ViewContext::before), rather than change at once. What is
// dragged changes it at once, except where a drag has few steps and each of them is worth seeing.
enum class Gliding { kNever, kSingleChanges, kEachStep };
Gliding gliding_of(const Scene& scene);
// Whether anything moves between these two settings.
bool goes_over(const Scene& scene, const State& before, const State& now);

}  // namespace convscope

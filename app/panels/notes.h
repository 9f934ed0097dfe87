// What a second window tells the person who presents: words that the class does not see, the time, a small picture of the stage.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/catalog/catalog.h"
#include "app/panels/lesson_shown.h"
#include "app/scenes/model.h"
#include "app/session/state.h"

namespace convscope {

struct Notes {
  struct Section {
    std::string heading, text;
    bool spoken = false;     // for the lecturer alone: in full ink
  };
  std::string title, where;  // "Stride", "Step 3 of 9"
  std::vector<Section> sections;
  std::string next;          // what comes then; "" = nothing
  std::string clock;         // "14:05"
  double since = -1;         // seconds since the presentation began; negative: there is none
};

// Of the scene as it stands: what one sees, why it matters, what to try, a common mistake.
Notes notes_of_scene(const State& state, const Model& model, const Words& words);
// Of the lesson's step: what only the lecturer is told, then the step's words; and the title of the next one.
Notes notes_of_lesson(const LessonShown& lesson, const Words& words);
// The time of day, hours and minutes.
std::string clock_of_day();
// `width` × `height` logical pixels. Lines that find no room at a size that can be read are left out, and "…" says so.
DisplayList draw_notes(const Notes& notes, const Catalog& catalog, const Model& model, const State& state, double width, double height,
                       std::shared_ptr<const Pixels> stage);
// The stage as the class sees it, so many pixels wide.
std::shared_ptr<const Pixels> small_stage(const Catalog& catalog, const Model& model, const State& state, const LessonShown* lesson,
                                          int width);

// Of several screens (logical places of their work areas) the first that `window` is not on; -1: there is no other.
int screen_for_notes(const std::vector<Box>& screens, const Box& window);

}  // namespace convscope

// All that a session remembers, as a value: copying it is undo, writing it is saving, a frame is a function of it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/session/lesson_run.h"
#include "app/theme/theme.h"
#include "engine/ops/attributes.h"
#include "engine/trace/playhead.h"

namespace convscope {

// One cell a person changed: "input", "weight" or "bias", and its (n, c, y, x) / (o, i, y, x) / (o).
struct CellKey {
  std::string slot;
  std::vector<Index> cell;
  auto operator<=>(const CellKey&) const = default;
};

struct Viewport {       // of the stage
  double zoom = 1;      // 1 = fits
  double x = 0, y = 0;  // logical pixels the content is shifted by
  bool operator==(const Viewport&) const = default;
};

// What the layer of a state is compared with, on the state's own input.
struct Variant {
  std::string scene, mode;
  std::map<std::string, AttributeValue> parameters;
  std::map<CellKey, double> edits;
  std::string layer;      // whose output is compared; "" = the one that the scene ends with
  std::string own_layer;  // likewise of the state's scene
  bool operator==(const Variant&) const = default;
};

struct State {
  // What undo covers.
  std::string scene;                            // id of a scene
  std::string mode;                             // of the scene's views ("" = first)
  std::map<std::string, AttributeValue> parameters;  // by name; what is absent stands at the scene's default
  std::map<CellKey, double> edits;              // cells changed by hand
  std::string image;                            // "" = the scene's; a shipped name, or a path of the person's own
  Target pin;                                   // the pinned element
  double divider = 0.6;                         // before/after, 0..1
  std::optional<Variant> other;                 // compared with, side by side; nothing: the scene stands alone
  std::optional<LessonRun> lesson;              // where one is in a lesson; nothing: none runs
  // What undo does not cover: where one looks.
  Moment moment;
  bool playing = false;
  bool loop = false;
  double speed = 1;
  Viewport viewport;
  std::string language = "en";
  ThemeName theme = ThemeName::kLight;
  double text_scale = 1;
  bool reduce_motion = false;
  bool presenting = false;
  bool show_before = false;                     // the whole photograph as it was, while a key is held; no file keeps it
  bool left_open = true, right_open = true;
  bool on_other = false;                        // the panels tell of what is compared with, not of the scene itself
  CodeDialect dialect = CodeDialect::kPyTorch;
};

inline double shown_divider(const State& state) { return state.show_before ? 1 : state.divider; }

}  // namespace convscope

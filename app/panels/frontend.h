// One frame of the whole window: input in, panels drawn, what was asked for carried out. The window and the screenshot share it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/panels/controller.h"
#include "app/panels/graphics.h"
#include "app/panels/input_queue.h"
#include "app/panels/layout.h"
#include "app/panels/presentation.h"
#include "app/panels/probe.h"
#include "app/panels/stage.h"

namespace convscope {

struct FrameOutcome {
  bool again = false;  // something follows at once (a change to show, a motion)
  double wake = -1;    // seconds until a panel wants to be drawn again; negative: not by itself
};

class Frontend {
 public:
  Frontend(Controller& controller, Graphics& graphics) : controller_(controller), graphics_(graphics) {}

  InputQueue& input() { return input_; }
  Probe& probe() { return probe_; }
  // `seconds` since the last frame, `now` on any clock that only grows.
  FrameOutcome draw(const Surface& surface, double seconds, double now);

 private:
  void take_keys(const FrameInput& frame);
  void draw_everything(Ui& ui);
  Ui ui_in(const Theme& theme, const Surface& surface, double now);
  void draw_window(Ui& ui);
  void draw_sides(Ui& ui, const Layout& layout);
  void draw_between(Ui& ui);
  bool move_panels(double seconds);
  void make_room_for_text(const Surface& surface);
  void choose_parts(const FrameInput& frame, const Surface& surface, bool sliding);
  void note_facts();
  std::uint64_t stage_look();

  Controller& controller_;
  Graphics& graphics_;
  InputQueue input_;
  Probe probe_;
  Actions actions_;
  StageMemory stage_;
  std::uint64_t look_ = 0, look_version_ = 0;
  State looked_;
  double left_ = -1, right_ = -1;     // how far the panels are out, 0..1; negative: at once
  PresentationMotion motion_;
  Dialog drawn_dialog_ = Dialog::kNone;
  double text_scale_ = 1;             // of the last frame
  int quiet_ = 0;                     // frames since anything but the playhead moved
  bool only_moving_ = false;          // this frame draws just these:
  std::vector<Box> moving_parts_;     // what the playhead changes, within cards that stay
  Surface surface_;
  std::uint64_t frames_ = 0;
};

}  // namespace convscope

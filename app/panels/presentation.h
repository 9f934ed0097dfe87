// A presentation: stage, caption and transport in large type. How it comes, rests and goes is pure; the rest draws it.
#pragma once

#include <cstdint>
#include <vector>

#include "app/panels/layout.h"
#include "app/panels/stage.h"
#include "app/panels/ui.h"

namespace convscope {

// Between the window and the presentation, and between a pointer in use and one that rests.
struct PresentationMotion {
  double grown = -1;    // 0: the window, 1: the presentation; negative: there at once
  double faded = 0;     // 0..1: how far the transport has gone back while the pointer rests
  double touched = 0;   // when the pointer moved last, seconds

  // `pointed`: the pointer did something in this frame; `now` on the clock of `seconds`. True while something moves.
  bool advance(bool presenting, bool pointed, bool reduce_motion, double seconds, double now);
  bool pointer_hides(double now) const;
  // Seconds until it changes by itself; negative: it does not.
  double wake(double now) const;
};

// The box that grows from the window's stage to the presentation's, at `part` of the way, 0..1.
Box between(const Box& from, const Box& to, double part);

// All of it; returns the boxes within which the playhead changes something.
std::vector<Box> draw_presentation(Ui& ui, const PresentationMotion& motion, StageMemory& stage, std::uint64_t look);
// On its way: 0 is out of the window, 1 in its place. The stage is drawn as it will be, in the box it has reached.
void draw_coming_presentation(Ui& ui, double part, const Box& stage_now, StageMemory& stage, std::uint64_t look);

}  // namespace convscope

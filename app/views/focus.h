// What the stage explains at a moment: the playhead's output cell with its phases, or the cell a person points at, whole.
#pragma once

#include <set>
#include <string_view>

#include "app/views/kit.h"

namespace convscope {

// When the layer that a context tells of plays.
enum class StageState { kLater, kNow, kDone };
struct StageTime {
  StageState state = StageState::kNow;
  Index step = 0;  // its output cell: the first while it waits, the last when it is done
};
StageTime stage_time(const ViewContext& context);

// How far a phase has come: 0 before it, 0..1 while it moves, 1 after. `nth` among the phases of that name ("filter" repeats).
double phase_share(const ViewContext& context, std::string_view name, int nth = 0);

struct Focus {
  GatherStep step;             // the output cell that is explained
  StageState state = StageState::kNow;
  Index playing = 0;           // the playhead's output cell; -1: the layer has not begun
  bool inspected = false;      // explained is a hovered or pinned output cell, not the playhead's
  Target answered;             // what is hovered or pinned
  std::set<Index> outputs;     // output cells that answer it
  std::set<Index> inputs;      // input cells that answer it
  std::set<Index> weights;     // weights that answer it
  double arrive = 1, multiply = 1, sum = 1, bias = 1, drop = 1;
  // Which terms light during `multiply`: `lit_count` of them from `lit_from`; 0: all.
  std::size_t lit_from = 0, lit_count = 0;
  // How far the pair of a term has lit: one after the other, overlapping, in the order of the kernel.
  double lit(std::size_t term) const;
  // How much of an output cell stands on the stage: 1 done, 0 not yet, between while it drops.
  double appeared(Index output) const { return output < playing ? 1.0 : output == playing ? drop : 0.0; }
};

Focus make_focus(const ViewContext& context);

// The window's place: of the explained step, travelling from the previous one while it arrives. In input cells.
struct WindowPlace {
  double row = 0, column = 0;  // of the window's top left, relative to the input
  double alpha = 1;            // below 1 while it fades in at the start of a row
};
WindowPlace window_place(const ViewContext& context, const Focus& focus);

}  // namespace convscope

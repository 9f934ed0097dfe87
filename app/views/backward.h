// What the tracks of the way back share: where each lies, what it explains at this step, and the forward layer above them.
#pragma once

#include "app/views/spread.h"
#include "app/views/together.h"

namespace convscope {

// The three layers with what a person points at: a cell of the forward layer asks for its own gradient.
struct BackwardContexts {
  ViewContext forward, to_input, to_weights;
};
BackwardContexts backward_contexts(const ViewContext& context);

// A step is one cell of the input's gradient and then, while there is one left, one of the weights'.
Focus focus_to_input(const BackwardContexts& contexts);
Focus focus_to_weights(const BackwardContexts& contexts);

struct Track {
  const ViewContext context;  // of its stage
  Focus focus;
  Box box;  // without its heading
  double cell = 30, small = 26;
  Point plane, middle, result;  // corners
  Index rows = 0, columns = 0;  // of the plane on the left
};
inline bool active(const Track& track) { return track.focus.state == StageState::kNow || track.focus.inspected; }

struct Backward {
  Pen& pen;
  SpreadGeometry g;  // of the gradient that flows to the input
  Track input, weights;
  ViewContext forward;
  Box forward_box;  // empty where there is no room
  bool heads = true, told = true;          // a title over each half, and what it does
  Captions captions = Captions::kFull;
  double turned = 1;
};

// The forward layer, with the cell whose gradient is explained and the outputs and weights that it met.
void draw_forward(const Backward& b);

}  // namespace convscope

// Photographs side by side, each made by a layer from the first: whole above, and below it the pixels around the same place, enlarged.
#pragma once

#include <string>
#include <vector>

#include "app/views/together.h"

namespace convscope {

// What a step reads or makes, in pixels of its picture.
struct PixelFrame {
  double row = 0, column = 0, rows = 1, columns = 1;
};

struct PhotoColumn {
  ViewContext context;  // the layer that made it, or that reads it
  std::string picture;  // name of its tensor
  bool is_input = false;
  std::string name, note;
  PixelFrame frame;
  Index marked = -1;  // flat cell of the tensor with the winner's corner in the lens; -1: none
  double share = 1;   // how much of the framed pixel has appeared
};

// As focus_together; where a pixel of the input is pointed at, the first output cell that reads it is explained.
Focus photo_focus(const ViewContext& context, int leader, int stage);
// The smallest frame around all cells that the step reads.
PixelFrame read_frame(const GatherStep& step);
// `field`: so many rows of the first picture are seen in the lenses; the others show the same part of theirs.
void draw_photo_columns(Pen& pen, const std::vector<PhotoColumn>& columns, Box area, double field, Index channel);

}  // namespace convscope

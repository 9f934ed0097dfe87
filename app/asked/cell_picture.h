// What the pictures of one cell share: the tensor that it reads, its weights, and the output with a "?" in its place.
#pragma once

#include <set>

#include "app/asked/parts.h"

namespace convscope {

struct CellPicture {
  Asked& asked;
  GatherStep step;
  std::set<Index> read;          // cells of the tensor that is drawn as input
  const Tensor* seen = nullptr;  // that tensor
  Sheet input, weights, output;
  int input_decimals = 0, weight_decimals = 0, output_decimals = 0;
};

CellPicture make_picture(Asked& asked);
// What of a plane holds these flat cells.
std::optional<PlanePart> part_around(const Extents& extents, const std::set<Index>& cells);
// The planes that hold these cells come first; as many as are drawn.
void draw_planes_of(Sheet& sheet, const std::set<Index>& cells, Index most);
std::set<Index> cells_read(const GatherStep& step);
std::string place_text(const Question& question);
// As its card says it.
std::string answer_text(const CellPicture& picture);
// `dropped`: how far the value asked about has come to its place; 0: a "?" stands there.
CellLook output_look(const CellPicture& picture, Index number, Index y, Index x, double dropped);
// "4 × 4", or "part of 480 × 640".
std::string part_note(const Asked& asked, const Sheet& sheet);

}  // namespace convscope

// For the stages of questions: a tensor's planes beside each other, the "?" in place of an answer, and what a picture has around them.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/lessons/question.h"
#include "app/lessons/window.h"
#include "app/views/focus.h"
#include "app/views/kit.h"
#include "app/views/sum_bar.h"

namespace convscope {

// Part of a plane, in cells; negative: in its border.
struct PlanePart {
  Index row = 0, column = 0, rows = 0, columns = 0;
  bool has(Index y, Index x) const { return y >= row && y < row + rows && x >= column && x < column + columns; }
};

// One sample of a tensor of any rank: its channels (and slices) as planes, of which the first few are drawn.
struct Sheet {
  Extents extents;
  Index sample = 0, planes = 1, rows = 1, columns = 1;
  std::vector<Index> drawn;  // which planes
  PlanePart part;            // of each
  Point origin;
  double cell = 40, gap = 14;
  Index across = 1;           // planes beside each other
  bool numbered = false;      // each plane says which channel it is
  bool ruled = false;         // rows and columns are numbered along its edges
  double head = 0, side = 0;  // what the numbers take, above and on the left of a plane
  double least_width = 0;     // of a plane with its channel's name

  Index flat(Index plane, Index y, Index x) const { return ((sample * planes + plane) * rows + y) * columns + x; }
  bool inside(Index y, Index x) const { return y >= 0 && y < rows && x >= 0 && x < columns; }
  std::optional<std::size_t> slot_of(Index plane) const;  // where among the drawn ones
  double plane_width() const { return std::max(least_width, side + cell * static_cast<double>(part.columns)); }
  double plane_height() const { return head + cell * static_cast<double>(part.rows); }
  Box plane_box(std::size_t slot) const;  // its cells
  Box box() const;
  Point cell_origin(std::size_t slot, double y, double x) const;
  Box cell_box(Index flat_cell) const;  // w = 0: not drawn
  bool is_cut() const { return part.rows < rows || part.columns < columns; }
};

inline constexpr Index kMostPlanes = 4, kMostSide = 14;  // drawn as cells

// All of the sample's planes, as far as there is room for them; `around`: a part of that many cells of a plane that is too large.
Sheet make_sheet(const Extents& extents, Index sample, const PlanePart& border, const std::optional<PlanePart>& around);
// As large as fits, in the middle of the box.
void place_sheet(const Pen& pen, Sheet& sheet, Box room, double most_cell);
void draw_sheet(Pen& pen, const Sheet& sheet, Role role, TargetKind target, int stage,
                const std::function<CellLook(Index plane, Index y, Index x)>& look);

// A dashed sheet of a size that says nothing, with a "?".
void draw_question_sheet(Pen& pen, Box box, double above = 0);  // `above`: so much of it is taken by what stands on it
Box question_sheet(const Pen& pen, Box room);
// "input  6 × 6, padding 1" above a box.
void draw_title(Pen& pen, Point left_bottom, const std::string& name, const std::string& note, Role role, double room);

// ---- the whole picture --------------------------------------------------------------------------------------------------------------

struct Asked {
  const ViewContext& context;
  Pen& pen;
  const Question& question;
  double shown = 0;  // 0..1 of the showing
  double total = 1;  // milliseconds that it takes
  const LayerModel& layer() const { return context.layer(); }
  const Words& words() const { return context.words; }
  bool held() const { return shown <= 0; }
  // How much of what begins after `begin` ms and takes `length` ms has been shown.
  double share(double begin, double length) const;
};

struct AskedArea {
  Box main, legend, bar;
};
AskedArea asked_area(const Asked& asked, Box area);
// A sentence in the bar, as large as fits, in lines where one is too few.
void draw_asked_bar(const Asked& asked, Box bar, const std::vector<TextRun>& line);
void draw_asked_legend(const Asked& asked, Box box, const std::vector<LegendItem>& items);
std::string sizes_without_batch(const Extents& extents);
// A plane of a photograph's size as the picture that the model made of this tensor. False: it is small, or there is none.
bool draw_photograph(const Asked& asked, const Sheet& sheet, const std::string& tensor);
int drawn_decimals(const Tensor& tensor);

// Milliseconds of each kind's showing, and its picture.
double size_reveal(const LayerModel& layer);
void draw_asked_size(Asked& asked, Box area);
double value_reveal(const LayerModel& layer, Index cell);
void draw_asked_value(Asked& asked, Box area);
double reach_reveal();
void draw_asked_reach(Asked& asked, Box area);
double field_reveal(const Question& question);
void draw_asked_field(Asked& asked, Box area);
double cost_reveal();
void draw_asked_cost(Asked& asked, Box area);
double picture_reveal();
void draw_asked_picture(Asked& asked, Box area);

}  // namespace convscope

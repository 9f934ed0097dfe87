// The stage of a comparison: two cards side by side, each with its variant's own stage or its plain maps, and below them the difference
// and the costs. Where there is little room, the lower row becomes one line.
#pragma once

#include "app/scenes/comparison.h"
#include "app/views/kit.h"

namespace convscope {

void build_comparison(const ViewContext& context, Pen& pen, Box area);
// Of a stage of this size: what lies within its margins, and where the difference stands on it, to look at it closely.
Box stage_area(double width, double height);
Box difference_card(double width, double height, double text_scale);

// One of the two cards.
struct Half {
  const ViewContext& context;  // of the whole stage
  Pen& pen;
  const Side& side;
  SideMoment at;
  bool of_other = false;
  const Comparison& comparison() const { return *context.model.comparison; }
  std::string letter() const { return of_other ? "B" : "A"; }
  Target hover() const { return side_target(comparison(), context.hover, of_other); }
  Target pin() const { return side_target(comparison(), context.state.pin, of_other); }
};

// The cell that is told of: where the playhead is, or the output cell that is pointed at or pinned.
Index explained_cell(const Half& half);
// "[1, 2]", with the channel where there are several.
std::string place_text(const Extents& extents, Index cell);
// What the compared layer reads and makes, plane by plane, where the variant's own stage tells of more or has no room.
void draw_maps(const Half& half, Box box);
// The lower row.
void draw_difference(const Half& first, const Half& other, Box box);
void draw_costs(const ViewContext& context, Pen& pen, Box box);
// The same in one line.
void draw_brief(const Half& first, const Half& other, Box box);

}  // namespace convscope

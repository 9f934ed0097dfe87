// Several layers that play as one: one of them has the timeline, the others explain the same output cell at the same moment.
// And the bar with a written line for each of them.
#pragma once

#include <string>
#include <vector>

#include "app/views/focus.h"
#include "app/views/kit.h"

namespace convscope {

// What layer `stage` explains while `leader` plays: the output cell at the same place, hovered or pinned in either; where this output is
// smaller, its nearest.
Focus focus_together(const ViewContext& context, int leader, int stage);
// The layer of that name, which must be there.
ViewContext at_layer(const ViewContext& context, const std::string& name);

// A written line in several lengths, the fullest first: the first that has room is taken.
struct WrittenLine {
  std::vector<std::vector<TextRun>> ways;
};
// As many of the lines as the bar is high for, in one line where it is low; the note at its right end, where there is room.
void draw_lines(Pen& pen, Box bar, std::vector<WrittenLine> lines, const std::string& note, Color note_color);

// "263.7 M": a count of more than ten millions.
std::string brief_count(Index count);
// ".56": a share from 0 to 1 where there is little room.
std::string share_text(double share);
// A triangle in the upper left corner of a cell: the winner of its window.
void draw_winner_corner(Pen& pen, Box cell);
// A label on a plate of its own, in the middle of a link.
void draw_plate(Pen& pen, Point middle, const std::string& words, Role role, double room);

}  // namespace convscope

// Groups of channels as the stage shows them: their colours and letters, the ground they stand on, a tile for a channel, and the
// numbered heads of what happens one after the other.
#pragma once

#include <string>
#include <string_view>

#include "app/views/kit.h"

namespace convscope {

Color group_color(const Theme& theme, Index group);  // of lines, bars and edges
Color group_ink(const Theme& theme, Index group);    // of letters
Color group_pale(const Theme& theme, Index group, double strength);
std::string group_letter(Index group);               // A … Z, then 27, 28, …

// The ground of a group: pale, with a bar of its colour at the left; `framed` while it works.
void draw_group_ground(Pen& pen, Box box, Index group, bool bar, bool framed = false);

struct Tile {
  Box box;
  Index group = 0;
  std::string text;
  bool hot = false;
  bool plain = false;    // grey: nothing passes here
  double alpha = 1;
  double text_size = 0;  // 0: from the box
  Target target{};
};
void draw_tile(Pen& pen, const Tile& tile);
bool tile_carries(const Pen& pen, double side, const std::string& text);  // whether a tile is large enough for it
void draw_empty_tile(Pen& pen, Box box, Color edge, bool dashed);

enum class HeadState { kDone, kNow, kLater };
// A number in a circle, a name and below it a hint; a click on it jumps to that segment of the timeline (-1: none).
void draw_head(Pen& pen, Box box, int number, const std::string& name, const std::string& hint, HeadState state,
               Index segment = -1);
// An upright S-curve from a channel above to a place below, and the point at `t` (0..1) of it.
void draw_upright_link(Pen& pen, Point from, Point to, Stroke stroke);
Point on_upright_link(Point from, Point to, double t);

// How far a phase of the segment that plays has come, whatever it walks: 0 before it, 0..1 while it moves, 1 after.
double played_share(const ViewContext& context, std::string_view phase);

}  // namespace convscope

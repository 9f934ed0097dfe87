// What a lecturer points with: a spotlight round the pointer, and freehand marks that fade by themselves. Pure; no session keeps them and
// no export draws them. Points are logical pixels of the window, times seconds on a clock that only grows.
#pragma once

#include <optional>
#include <vector>

#include "app/canvas/display_list.h"

namespace convscope {

struct Spotlight {
  bool on = false;
  bool held = false;      // its key, since it came on
  double pressed_at = 0;  // when that was
  double radius = 0.16;   // of the window's height
};
// On, or off again.
void press_spotlight(Spotlight& spotlight, double now);
// A tap leaves it on; a key that was held puts it out when it is let go.
void release_spotlight(Spotlight& spotlight, double now);
void widen_spotlight(Spotlight& spotlight, double notches);  // of the mouse wheel

struct FreehandStroke {
  std::vector<Point> points;
  double ended = -1;  // < 0: the pen is still down
};

struct Marks {
  bool pen = false;  // dragging draws
  std::vector<FreehandStroke> strokes;
};
// The pen is down at a point: a new stroke begins, or the last one goes on.
void put_pen(Marks& marks, Point at);
void lift_pen(Marks& marks, double now);
// Takes away what has faded.
void fade_marks(Marks& marks, double now);
// 1 while a stroke stands, down to 0 while it fades.
double strength_of(const FreehandStroke& stroke, double now);
// Seconds until a stroke looks different by itself, 0 while one fades; nothing: none will.
std::optional<double> next_fading(const Marks& marks, double now);
// A hand's jitter gone: a curve through the points, as short straight pieces.
std::vector<Point> smoothed(const std::vector<Point>& points);

}  // namespace convscope

#include "app/panels/pointer_tools.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

constexpr double kTap = 0.35;                             // seconds; a key held longer was held on purpose
constexpr double kSmallestRadius = 0.05, kLargestRadius = 0.6, kNotch = 1.12;
constexpr double kStands = 4, kFades = 1;                 // seconds
constexpr double kLeastStep = 2;                          // pixels between two points of a stroke
constexpr int kPieces = 6;                                // of the curve between two points

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

// Each point moved towards its neighbours; the ends stay.
std::vector<Point> calmed(const std::vector<Point>& points) {
  std::vector<Point> calm = points;
  for (std::size_t i = 1; i + 1 < points.size(); ++i)
    calm[i] = {(points[i - 1].x + 2 * points[i].x + points[i + 1].x) / 4, (points[i - 1].y + 2 * points[i].y + points[i + 1].y) / 4};
  return calm;
}

// Catmull-Rom: through b and c, in the direction of their neighbours.
Point on_curve(Point a, Point b, Point c, Point d, double t) {
  auto one = [t](double p, double q, double r, double s) {
    return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t * t * t);
  };
  return {one(a.x, b.x, c.x, d.x), one(a.y, b.y, c.y, d.y)};
}

}  // namespace

void press_spotlight(Spotlight& spotlight, double now) {
  spotlight.on = spotlight.held = !spotlight.on;
  spotlight.pressed_at = now;
}

void release_spotlight(Spotlight& spotlight, double now) {
  if (spotlight.on && spotlight.held && now - spotlight.pressed_at > kTap) spotlight.on = false;
  spotlight.held = false;
}

void widen_spotlight(Spotlight& spotlight, double notches) {
  spotlight.radius = std::clamp(spotlight.radius * std::pow(kNotch, notches), kSmallestRadius, kLargestRadius);
}

void put_pen(Marks& marks, Point at) {
  if (marks.strokes.empty() || marks.strokes.back().ended >= 0) marks.strokes.push_back({{at}, -1});
  std::vector<Point>& points = marks.strokes.back().points;
  if (distance(points.back(), at) >= kLeastStep) points.push_back(at);
}

void lift_pen(Marks& marks, double now) {
  if (!marks.strokes.empty() && marks.strokes.back().ended < 0) marks.strokes.back().ended = now;
}

void fade_marks(Marks& marks, double now) {
  std::erase_if(marks.strokes, [now](const FreehandStroke& stroke) { return strength_of(stroke, now) <= 0; });
}

double strength_of(const FreehandStroke& stroke, double now) {
  if (stroke.ended < 0) return 1;
  return std::clamp(1 - (now - stroke.ended - kStands) / kFades, 0.0, 1.0);
}

std::optional<double> next_fading(const Marks& marks, double now) {
  std::optional<double> next;
  for (const FreehandStroke& stroke : marks.strokes) {
    if (stroke.ended < 0) continue;
    const double left = std::max(0.0, stroke.ended + kStands - now);
    next = next ? std::min(*next, left) : left;
  }
  return next;
}

std::vector<Point> smoothed(const std::vector<Point>& points) {
  if (points.size() < 3) return points;
  const std::vector<Point> calm = calmed(points);
  std::vector<Point> curve;
  for (std::size_t i = 0; i + 1 < calm.size(); ++i) {
    const Point &a = calm[i == 0 ? 0 : i - 1], &b = calm[i], &c = calm[i + 1], &d = calm[std::min(i + 2, calm.size() - 1)];
    for (int piece = 0; piece < kPieces; ++piece) curve.push_back(on_curve(a, b, c, d, static_cast<double>(piece) / kPieces));
  }
  curve.push_back(calm.back());
  return curve;
}

}  // namespace convscope

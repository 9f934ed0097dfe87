#include "app/canvas/display_list.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "app/canvas/font_files.h"

namespace convscope {
namespace {

constexpr double kPointerReach = 3;  // a thin line is hit from this far

double distance_to_segment(Point p, Point a, Point b) {
  double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  double t = length2 == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0);
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

bool inside_polygon(const std::vector<Point>& points, Point p) {
  bool inside = false;
  for (std::size_t i = 0, j = points.size() - 1; i < points.size(); j = i++) {
    Point a = points[i], b = points[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

// Figures and code are 0.6 of the size wide in the face of numbers; Chinese characters are square. Words are a little narrower,
// so the answer reaches a few pixels beyond them.
double reach_of_text(const TextItem& item) {
  constexpr double kFigure = 0.6;
  double width = 0;
  for (const TextRun& run : item.runs)
    for (std::string_view rest = run.text; !rest.empty();) width += take_code_point(rest) >= 0x2E80 ? 1.0 : kFigure;
  return width * item.size;
}

std::optional<Target> hit_item(const RectItem& item, Point p) {
  return item.box.contains(p) ? std::optional(item.target) : std::nullopt;
}
std::optional<Target> hit_item(const PathItem& item, Point p) {
  if (item.closed && item.points.size() > 2 && inside_polygon(item.points, p)) return item.target;
  for (std::size_t i = 1; i < item.points.size(); ++i)
    if (distance_to_segment(p, item.points[i - 1], item.points[i]) <= item.stroke.width / 2 + kPointerReach) return item.target;
  return std::nullopt;
}
std::optional<Target> hit_item(const CircleItem& item, Point p) {
  return std::hypot(p.x - item.center.x, p.y - item.center.y) <= item.radius ? std::optional(item.target) : std::nullopt;
}
std::optional<Target> hit_item(const TextItem& item, Point p) {
  double width = reach_of_text(item);
  double left = item.at.x - width * (item.anchor == Anchor::kStart ? 0 : item.anchor == Anchor::kMiddle ? 0.5 : 1);
  Box line{left, item.at.y - item.size * 0.6, width, item.size * 1.2};
  return line.contains(p) ? std::optional(item.target) : std::nullopt;
}
std::optional<Target> hit_item(const ImageItem& item, Point p) {
  if (!item.pixels || !item.box.contains(p)) return std::nullopt;
  int width = item.pixels->width, height = item.pixels->height;
  Box source = item.source.w > 0 ? item.source : Box{0, 0, double(width), double(height)};
  auto x = static_cast<Index>(std::floor(source.x + (p.x - item.box.x) / item.box.w * source.w));
  auto y = static_cast<Index>(std::floor(source.y + (p.y - item.box.y) / item.box.h * source.h));
  Target target = item.target;
  target.index = std::max<Index>(target.index, 0) + std::clamp<Index>(y, 0, height - 1) * width + std::clamp<Index>(x, 0, width - 1);
  return target;
}
std::optional<Target> hit_item(const HatchItem&, Point) { return std::nullopt; }
std::optional<Target> hit_item(const CurveItem&, Point) { return std::nullopt; }
std::optional<Target> hit_item(const ClipItem&, Point) { return std::nullopt; }

}  // namespace

std::vector<Segment> hatch_lines(const HatchItem& hatch) {
  std::vector<Segment> lines;
  const Box& box = hatch.box;
  if (hatch.spacing <= 0 || box.w <= 0 || box.h <= 0) return lines;
  // Line k holds (x - left) + (y - top) = k spacing.
  for (double sum = hatch.spacing; sum < box.w + box.h - 1e-9; sum += hatch.spacing) {
    double low = std::min(sum, box.h), right = std::min(sum, box.w);
    lines.push_back({{box.x + sum - low, box.y + low}, {box.x + right, box.y + sum - right}});
  }
  return lines;
}

Target hit(const DisplayList& list, Point point) {
  Target topmost;
  bool visible = true;
  for (const Item& item : list.items) {
    if (const auto* clip = std::get_if<ClipItem>(&item)) visible = clip->box.w < 0 || clip->box.contains(point);
    if (!visible) continue;
    std::optional<Target> target = std::visit([point](const auto& one) { return hit_item(one, point); }, item);
    if (target && !target->none()) topmost = *target;
  }
  return topmost;
}

const Handle* find_handle(const DisplayList& list, const Target& target) {
  auto found = std::find_if(list.handles.begin(), list.handles.end(), [&](const Handle& handle) { return handle.target == target; });
  return target.none() || found == list.handles.end() ? nullptr : &*found;
}

}  // namespace convscope

#include <algorithm>
#include <numeric>

#include "app/views/grouped.h"
#include "engine/ops/slots.h"

namespace convscope {
namespace {

constexpr Index kMostStops = 6;

std::vector<Index> stops_of(const Grouped& s) {
  std::vector<Index> stops;
  const Index both = std::gcd(s.channels, s.maps);
  for (Index g = 1; g <= both; ++g)
    if (both % g == 0) stops.push_back(g);
  while (static_cast<Index>(stops.size()) > kMostStops) {
    auto leaving = stops.begin() + static_cast<std::ptrdiff_t>(stops.size() / 2);
    if (*leaving == s.groups) ++leaving;
    stops.erase(leaving);
  }
  return stops;
}

}  // namespace

// What the same layer takes in another number of groups.
Index weights_at(const Grouped& s, Index groups) {
  const LayerModel& layer = s.context.layer();
  Attributes attributes = layer.layer->attributes();
  attributes.set("groups", AttributeValue{std::vector<Index>{groups}});
  Shapes shapes = layer.layer->shapes();
  shapes[1] = {s.maps, s.channels / groups, s.kernel[0], s.kernel[1]};
  auto made = operator_of(*layer.layer).layer(attributes, shapes);
  CONVSCOPE_CHECK(made.ok(), "a common divisor is a number of groups");
  return (*made)->cost().parameters;
}

namespace {

void draw_small_tensor(const Grouped& s, Box box, Index groups, bool now) {
  const Theme& t = s.pen.theme();
  const double u = std::min(box.w / static_cast<double>(s.channels), box.h / static_cast<double>(s.maps));
  for (Index n = 0; n < s.maps; ++n) {
    for (Index c = 0; c < s.channels; ++c) {
      const Index group = c / (s.channels / groups);
      const bool there = n / (s.maps / groups) == group;
      const Color color = there ? now ? group_color(t, group) : group_pale(t, group, 0.6) : t.sunken;
      s.pen.rect({box.x + u * static_cast<double>(c), box.y + u * static_cast<double>(n), u - 0.8, u - 0.8}, color, 1);
    }
  }
}

std::string stop_words(const Grouped& s, Index groups) {
  std::string text = "g = " + std::to_string(groups);
  if (groups == 1) return text + "  " + s.context.words("view.standard");
  if (groups == s.channels) return text + "  " + s.context.words("view.stop_depthwise");
  return groups == s.groups ? text + "  " + s.context.words("view.stop_grouped") : text;
}

}  // namespace

namespace {

// At the number of groups that is set; dragged along the line it takes one stop after the other.
void draw_knob(const Grouped& s, const std::vector<Index>& stops, Point first, double step) {
  const auto now = std::find(stops.begin(), stops.end(), s.groups);
  if (now == stops.end()) return;
  const Theme& t = s.pen.theme();
  const Target knob{TargetKind::kControl, 0, 0};
  const bool held = s.context.hover == knob;
  const Point at{first.x + step * static_cast<double>(now - stops.begin()), first.y};
  s.pen.circle(at, held ? 12 : 10, t.surface, {t.accent, held ? 4.0 : 3.0}, knob);
  if (step <= 0) return;
  DragAxis along{"groups", {}, 0, static_cast<double>(s.groups), step, 1, {}};
  along.stops.assign(stops.begin(), stops.end());
  s.pen.handle(knob, std::move(along));
}

}  // namespace

void draw_stops(const Grouped& s, Box box) {
  const Theme& t = s.pen.theme();
  const std::vector<Index> stops = stops_of(s);
  const double y = box.bottom() - s.pen.type(34), side = std::min(s.pen.type(42), y - box.y - 12);
  const double ends = std::min(box.w * 0.12, s.pen.type(76)), x0 = box.x + ends, x1 = box.right() - ends - s.pen.type(40);
  const double step = stops.size() > 1 ? (x1 - x0) / static_cast<double>(stops.size() - 1) : 0;
  s.pen.line({x0, y}, {x1, y}, {t.line, 4});
  for (std::size_t i = 0; i < stops.size(); ++i) {
    const double x = x0 + step * static_cast<double>(i);
    const bool now = stops[i] == s.groups;
    draw_small_tensor(s, {x - side / 2, y - 14 - side, side, side}, stops[i], now);
    s.pen.circle({x, y}, 6, t.line, {t.faint, 1.5});
    const double wide = stops.size() > 1 ? std::min(step * 0.9, s.pen.type(110)) : s.pen.type(110);
    const Box pressed{x - side / 2 - 4, y - 18 - side, wide, side + 18 + s.pen.type(32)};
    s.pen.rect(pressed, {0, 0, 0, 0}, 0, {}, {TargetKind::kPreset, 0, stops[i]});
    const double room = stops.size() > 1 ? step - side - 16 : box.w / 2;
    const Importance note = now ? Importance::kName : Importance::kNote;
    s.pen.whole({x + side / 2 + 8, y - 14 - side * 0.72}, count_text(weights_at(s, stops[i])),
                {15, now ? Weight::kBold : Weight::kMedium, Anchor::kStart, Face::kNumbers, note}, t.weight, room);
    s.pen.whole({x + side / 2 + 8, y - 14 - side * 0.28}, s.context.words("view.weights"),
                {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, room);
    s.pen.whole({x, y + s.pen.type(23)}, stop_words(s, stops[i]), {kLabelSize, now ? Weight::kSemiBold : Weight::kRegular, Anchor::kMiddle,
                                                                  Face::kWords, note},
                now ? t.ink : t.muted, stops.size() > 1 ? step - 12 : box.w / 2);
  }
  draw_knob(s, stops, {x0, y}, step);
}

}  // namespace convscope

#include "app/views/groups.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

constexpr double kGround = 0.09;  // how strong a group's colour is in its ground

bool is_dark(const Theme& theme) { return theme.name == ThemeName::kDark; }

}  // namespace

Color group_color(const Theme& theme, Index group) {
  const std::vector<Color>& all = group_colors();
  Color color = all[static_cast<std::size_t>(group) % all.size()];
  return is_dark(theme) ? mix(color, {255, 255, 255}, 0.28) : color;
}

Color group_ink(const Theme& theme, Index group) {
  const Color color = group_color(theme, group);
  return is_dark(theme) ? mix(color, {255, 255, 255}, 0.25) : mix(color, {0, 0, 0}, 0.30);
}

Color group_pale(const Theme& theme, Index group, double strength) { return mix(theme.surface, group_color(theme, group), strength); }

std::string group_letter(Index group) {
  constexpr Index kLetters = 26;
  return group < kLetters ? std::string(1, static_cast<char>('A' + group)) : std::to_string(group + 1);
}

void draw_group_ground(Pen& pen, Box box, Index group, bool bar, bool framed) {
  pen.rect(box, group_pale(pen.theme(), group, kGround), kCardRadius);
  if (bar) pen.rect({box.x, box.y, 6, box.h}, group_color(pen.theme(), group), 3);
  if (framed) pen.rect(box, {0, 0, 0, 0}, kCardRadius, {group_color(pen.theme(), group), 2});
}

bool tile_carries(const Pen& pen, double side, const std::string& text) {
  constexpr double kEdges = 3, kTall = 1.35;
  const double width = pen.width(text, {kSmallestText, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers});
  return side >= kTall * pen.type(kSmallestText) && width <= side - kEdges;
}

void draw_tile(Pen& pen, const Tile& tile) {
  const Theme& t = pen.theme();
  const double margin = std::min(2.0, tile.box.w * 0.06), radius = std::min(6.0, tile.box.w * 0.16);
  const Box box = inset(tile.box, margin);
  const Color fill = tile.plain ? t.zero : group_pale(t, tile.group, tile.hot ? 0.45 : 0.30);
  Stroke edge{tile.plain ? t.hatch : group_color(t, tile.group), tile.hot ? 3.0 : 1.5, 0, 0};
  edge.color = mix(t.surface, edge.color, tile.alpha);
  pen.rect(box, mix(t.surface, fill, tile.alpha), radius, edge, tile.target);
  if (tile.text.empty()) return;
  const double size = tile.text_size > 0 ? tile.text_size : tile.box.h * 0.36 / t.text_scale;
  const double width = pen.width(tile.text, {size, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers});
  double fitting = std::min(size, size * box.w * 0.9 / std::max(1.0, width));
  if (fitting < kSmallestText) {  // tight tiles still carry numbers while these can be read
    if (!tile_carries(pen, tile.box.w, tile.text)) return;
    fitting = kSmallestText;
  }
  const Color ink = tile.plain ? t.muted : ink_on(fill);
  pen.text(tile.box.center(), tile.text, {fitting, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers, Importance::kNumber},
           mix(t.surface, ink, tile.alpha), tile.target);
}

void draw_empty_tile(Pen& pen, Box box, Color edge, bool dashed) {
  const double radius = std::min(6.0, box.w * 0.16);
  const Stroke stroke = dashed ? Stroke{edge, 1.8, 5, 4} : Stroke{edge, 1, 0, 0};
  pen.rect(inset(box, std::min(3.0, box.w * 0.08)), pen.theme().sunken, radius, stroke);
}

void draw_head(Pen& pen, Box box, int number, const std::string& name, const std::string& hint, HeadState state,
               Index segment) {
  const Theme& t = pen.theme();
  const double r = pen.type(12), x = box.x + r, y = box.y + r, text = box.x + 2 * r + pen.type(10), room = box.right() - text;
  const Color color = state == HeadState::kLater ? t.faint : t.accent;
  const bool now = state == HeadState::kNow;
  pen.circle({x, y}, r, now ? t.accent : t.surface, {color, 1.5});
  pen.text({x, y}, std::to_string(number), {kLabelSize, Weight::kBold, Anchor::kMiddle}, now ? t.on_accent : color);
  pen.fitted({text, y - 1}, name, {15, Weight::kSemiBold}, color, room);
  pen.whole({text, y + pen.type(20)}, hint, {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, room);
  if (segment >= 0) pen.rect(box, {0, 0, 0, 0}, 0, {}, {TargetKind::kSegment, 0, segment});
}

void draw_upright_link(Pen& pen, Point from, Point to, Stroke stroke) {
  const double middle = (from.y + to.y) / 2;
  if (std::abs(from.x - to.x) < 0.5) return pen.line(from, to, stroke);
  pen.list().items.push_back(CurveItem{from, {from.x, middle}, {to.x, middle}, to, stroke});
}

double played_share(const ViewContext& context, std::string_view phase) {
  const std::vector<PhaseSpec>& phases = context.model.timeline.phases(context.moment.step);
  for (int p = 0; p < static_cast<int>(phases.size()); ++p) {
    if (phases[static_cast<std::size_t>(p)].name != phase) continue;
    if (context.moment.phase != p) return context.moment.phase > p ? 1 : 0;
    return context.state.reduce_motion ? 1 : std::clamp(context.moment.progress, 0.0, 1.0);
  }
  return 1;
}

Point on_upright_link(Point from, Point to, double t) {
  const double u = 1 - t, middle = (from.y + to.y) / 2, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
  return {(a + b) * from.x + (c + d) * to.x, a * from.y + (b + c) * middle + d * to.y};
}

}  // namespace convscope

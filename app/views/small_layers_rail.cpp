// Where only the card that plays has room: all five by name beside it, each with a small picture of its own tensors. A press goes to its
// beginning.
#include <algorithm>
#include <cmath>

#include "app/views/small_layers.h"

namespace convscope {
namespace {

constexpr double kGap = kSpace, kEdge = 8, kPicture = 46;

// ---- small pictures: shapes, no numbers -------------------------------------------------------------------------------------

void draw_dots(const SmallLayer& s, Box box, Index rows, Index columns, Role role, const std::function<bool(Index)>& empty = {}) {
  const Theme& t = s.pen.theme();
  const double cell = std::floor(std::min(box.w / number(columns), box.h / number(rows)));
  const Point corner{box.center().x - cell * number(columns) / 2, box.center().y - cell * number(rows) / 2};
  for (Index i = 0; i < rows * columns; ++i) {
    const Box dot{corner.x + cell * number(i % columns), corner.y + cell * number(i / columns), cell - 1, cell - 1};
    const bool gone = empty && empty(i);
    s.pen.rect(dot, gone ? t.sunken : mix(t.surface, t.role(role), 0.6), 1, gone ? Stroke{t.hatch, 1} : Stroke{});
    if (gone && cell >= 7) s.pen.mark_cross(dot, t.muted);
  }
}

void draw_small_weights(const SmallLayer& s, Box box) {
  const Extents& weight = s.layer().weight().extents;
  draw_dots(s, cut_right(box, box.w * 0.12, 2), weight[0], 1, Role::kOutput);
  draw_dots(s, box, weight[0], weight[1], Role::kWeight);
}

// The batch above, what becomes of it below, on one scale.
void draw_small_shift(const SmallLayer& s, Box box) {
  const Tensor &x = s.layer().input(), &y = s.layer().output();
  double low = x[0], high = x[0];
  for (const Tensor* tensor : {&x, &y})
    for (float value : tensor->data) low = std::min<double>(low, value), high = std::max<double>(high, value);
  const auto at = [&](float value) { return box.x + 3 + (box.w - 6) * (value - low) / std::max(1e-9, high - low); };
  for (const auto& [tensor, role, y_at] : {std::tuple{&x, Role::kInput, box.y + box.h * 0.25}, {&y, Role::kOutput, box.y + box.h * 0.75}}) {
    s.pen.line({box.x, y_at}, {box.right(), y_at}, {s.pen.theme().line, 1});
    for (float value : tensor->data) s.pen.circle({at(value), y_at}, 2.5, s.pen.theme().role(role), {});
  }
}

void draw_small_sum(const SmallLayer& s, Box box) {
  const Extents& sum = s.layer().output().extents;
  const double gap = 4, w = (box.w - 2 * gap) / 3;
  for (int i = 0; i < 3; ++i)
    draw_dots(s, {box.x + (w + gap) * i, box.y, w, box.h}, sum[2], sum[3], i < 2 ? Role::kInput : Role::kOutput);
}

// One length of channels behind the other.
void draw_small_join(const SmallLayer& s, Box box) {
  const double first = number(s.layer().input().extents[1]), all = number(s.layer().output().extents[1]), h = box.h * 0.6;
  const auto& colors = group_colors();
  const double cut = box.w * first / all, y = box.center().y - h / 2;
  s.pen.rect({box.x, y, cut - 1, h}, mix(s.pen.theme().surface, colors[0], 0.7), 2);
  s.pen.rect({box.x + cut + 1, y, box.w - cut - 1, h}, mix(s.pen.theme().surface, colors[1], 0.7), 2);
}

void draw_small_picture(const SmallTile& tile, Box box) {
  const SmallLayer& s = tile.layer;
  const std::string& name = tile.name;
  if (name == "fully_connected") return draw_small_weights(s, box);
  if (name == "normalisation") return draw_small_shift(s, box);
  if (name == "add") return draw_small_sum(s, box);
  if (name == "concatenate") return draw_small_join(s, box);
  const Trace trace = s.layer().trace();
  const Extents& cells = s.layer().output().extents;
  draw_dots(s, box, cells[2], cells[3], Role::kOutput, [&](Index cell) { return trace.gather(cell).terms.front().tap.coefficient == 0; });
}

// ---- tiles ------------------------------------------------------------------------------------------------------------------------

Ink ink_of(const SmallTile& tile) {
  return {12.5, tile.playing ? Weight::kSemiBold : Weight::kMedium, Anchor::kMiddle, Face::kWords, Importance::kNumber};
}

const std::string& title_of(const SmallTile& tile) { return tile.layer.context.words("view.card." + tile.name); }

void draw_title(const SmallTile& tile, Pen& pen, Box box, Anchor anchor) {
  Ink ink = ink_of(tile);
  ink.anchor = anchor;
  const std::vector<std::string> lines = pen.wrapped(title_of(tile), ink, box.w);
  const double leading = pen.type(15), x = anchor == Anchor::kMiddle ? box.center().x : box.x;
  double y = box.center().y - leading * static_cast<double>(lines.size() - 1) / 2;
  for (const std::string& line : lines) {
    pen.text({x, y}, line, ink, tile.playing ? pen.theme().ink : pen.theme().muted);
    y += leading;
  }
}

enum class Shape { kBeside, kAbove, kNone };  // where the small picture stands

void draw_tile(const SmallTile& tile, Pen& pen, Box box, Shape shape, Anchor anchor) {
  const Theme& t = pen.theme();
  const Target target{TargetKind::kSegment, 0, tile.segment};
  const bool hovered = tile.layer.context.hover == target;
  pen.rect(inset(box, 1), tile.playing ? t.select : t.surface, kCardRadius,
           {tile.playing || hovered ? t.accent : t.line, tile.playing ? 2.0 : 1.0}, target);
  box = inset(box, kEdge);
  if (shape == Shape::kBeside) {
    const Box place = cut_left(box, pen.type(kPicture), kEdge);
    const double h = std::min(place.h, pen.type(28));
    draw_small_picture(tile, {place.x, place.center().y - h / 2, place.w, h});
  } else if (shape == Shape::kAbove) {
    const Box place = cut_top(box, pen.type(26), 4);
    const double w = std::min(place.w, pen.type(kPicture));
    draw_small_picture(tile, {place.center().x - w / 2, place.y, w, place.h});
  }
  draw_title(tile, pen, box, anchor);
}

// Whether every title fits into so many lines.
bool titles_fit(const std::vector<SmallTile>& tiles, const Pen& pen, double width, double height) {
  return std::all_of(tiles.begin(), tiles.end(), [&](const SmallTile& tile) {
    const Ink ink = ink_of(tile);
    const std::vector<std::string> lines = pen.wrapped(title_of(tile), ink, width);
    const bool narrow = std::all_of(lines.begin(), lines.end(), [&](const std::string& line) { return pen.width(line, ink) <= width; });
    return narrow && pen.type(15) * static_cast<double>(lines.size()) <= height;
  });
}

// One below the other at the left; false where that leaves the card too little.
bool draw_column(const std::vector<SmallTile>& tiles, Pen& pen, Box& area) {
  const double count = static_cast<double>(tiles.size()), h = std::min(pen.type(84), (area.h - kGap * (count - 1)) / count);
  for (const Shape shape : {Shape::kBeside, Shape::kAbove, Shape::kNone})
    for (const double words : {pen.type(84), pen.type(124)}) {
      const double w = words + (shape == Shape::kBeside ? pen.type(kPicture) + kEdge : 0) + 2 * kEdge;
      const double above = shape == Shape::kAbove ? pen.type(26) + 4 + kEdge : 0;
      const bool low = shape == Shape::kBeside && h - 2 * kEdge < pen.type(24);
      if (low || w > area.w * 0.3 || !titles_fit(tiles, pen, words, h - kEdge - above)) continue;
      const Box rail = cut_left(area, w, kGap * 1.5);
      double y = rail.y;
      for (const SmallTile& tile : tiles) {
        draw_tile(tile, pen, {rail.x, y, w, h}, shape, shape == Shape::kAbove ? Anchor::kMiddle : Anchor::kStart);
        y += (rail.h - h * count) / (count - 1) + h;
      }
      return true;
    }
  return false;
}

// Beside each other above it.
bool draw_row(const std::vector<SmallTile>& tiles, Pen& pen, Box& area) {
  const double count = static_cast<double>(tiles.size()), w = (area.w - kGap * (count - 1)) / count;
  for (const auto& [shape, h] : {std::pair{Shape::kAbove, pen.type(82)}, {Shape::kNone, pen.type(46)}}) {
    if (h > area.h * 0.2 || !titles_fit(tiles, pen, w - 2 * kEdge, pen.type(34))) continue;
    Box rail = cut_top(area, h, kGap * 1.5);
    for (const SmallTile& tile : tiles) draw_tile(tile, pen, cut_left(rail, w, kGap), shape, Anchor::kMiddle);
    return true;
  }
  return false;
}

}  // namespace

void draw_small_rail(const std::vector<SmallTile>& tiles, Pen& pen, Box& area) {
  constexpr double kWide = 1.35;
  const bool wide = area.w >= kWide * area.h;
  if (wide ? draw_column(tiles, pen, area) : draw_row(tiles, pen, area)) return;
  if (wide) draw_row(tiles, pen, area);
  else draw_column(tiles, pen, area);
}

}  // namespace convscope

// Cells and grids: every kind is told by colour and by shape, so that it survives a grey print.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <optional>

#include "app/views/kit.h"

namespace convscope {
namespace {

constexpr double kGap = 1;    // on each side of a cell
constexpr double kNarrowGap = 0.06, kRound = 0.16;  // of a small cell's side
constexpr double kFall = 0.3;  // a value drops in from so far above, in cells
constexpr double kFaintCross = 0.35;
constexpr double kPresentedRing = 1.8;  // outlines that answer are so much wider before a class

Box padded_text_box(Box b, const std::string&, double size, double w) {
  return {b.center().x - w / 2 - 2, b.center().y - size * 0.55, w + 4, size * 1.1};
}

// ---- from numbers to colour to texture ---------------------------------------------------------------------------------------

constexpr Index kMostRects = 2500;  // a grid of more cells is one image
constexpr Index kMostMarks = 400;   // outlines on it

// What a cell says, where there is a number.
std::optional<double> value_of(const CellLook& look) {
  static constexpr std::string_view kMinus = "\u2212";
  const std::string& text = look.text;
  if (look.value || text.empty()) return look.value;
  const bool negative = text.rfind(kMinus, 0) == 0;
  const char* digits = text.c_str() + (negative ? kMinus.size() : 0);
  char* end = nullptr;
  const double value = std::strtod(digits, &end);
  if (end == digits || *end != 0) return std::nullopt;
  return negative ? -value : value;
}

// Numbers that cannot be read become colours: more of the role's for larger ones, of grey for negative ones.
struct Shades {
  double most = 0;
  void take(double value) { most = std::max(most, std::abs(value)); }
  Color of(const Pen& pen, Role role, double value) const {
    const double strength = 0.10 + 0.62 * (most > 0 ? std::abs(value) / most : 0);
    return value < 0 ? mix(pen.theme().surface, pen.theme().muted, strength) : pen.pale(role, strength);
  }
};

Color ground_of(const Pen& pen, const CellLook& look, Role role) {
  const Theme& t = pen.theme();
  if (look.hidden) return {0, 0, 0, 0};
  switch (look.kind) {
    case CellKind::kValue: return mix(t.sunken, look.tint.a ? look.tint : pen.pale(role), look.appear);
    case CellKind::kPadding: return mix(look.tint.a ? mix(t.surface, look.tint, 0.55) : t.zero, t.muted, 0.25);
    case CellKind::kInserted: return t.zero;
    case CellKind::kHole: return t.surface;
    case CellKind::kUnreached: return mix(t.sunken, t.hatch, 0.6);
    case CellKind::kEmpty:
    case CellKind::kWaiting: return t.sunken;
  }
  return t.sunken;
}

Target target_at(const GridSpec& spec, Index r, Index c) {
  if (spec.target_of) return spec.target_of(r, c);
  return {spec.target, 0, spec.target == TargetKind::kNone ? -1 : spec.first_index + r * spec.columns + c};
}

// The part of a grid whose cells are targets in a row-major order of their own; empty when there is none.
struct PointedPart {
  Index top = 0, left = 0, rows = 0, columns = 0;
  Target first;
};

PointedPart pointed_part(const GridSpec& spec) {
  PointedPart part;
  Index bottom = -1, right = -1;
  part.left = spec.columns;
  for (Index r = 0; r < spec.rows; ++r)
    for (Index c = 0; c < spec.columns; ++c) {
      if (target_at(spec, r, c).none()) continue;
      if (bottom < 0) part.top = r;
      part.left = std::min(part.left, c);
      bottom = r;
      right = std::max(right, c);
    }
  if (bottom < 0) return {};
  part.rows = bottom - part.top + 1;
  part.columns = right - part.left + 1;
  part.first = target_at(spec, part.top, part.left);
  for (Index r = 0; r < part.rows; ++r)
    for (Index c = 0; c < part.columns; ++c) {
      Target wanted = part.first;
      wanted.index += r * part.columns + c;
      if (target_at(spec, part.top + r, part.left + c) != wanted) return {};
    }
  return part;
}

struct Texture {
  Index columns = 0;
  std::vector<Color> colors;
  std::shared_ptr<const Pixels> part(Index top, Index left, Index rows, Index width) const {
    auto pixels = std::make_shared<Pixels>();
    pixels->width = static_cast<int>(width);
    pixels->height = static_cast<int>(rows);
    pixels->rgba.reserve(static_cast<std::size_t>(rows * width * 4));
    for (Index r = top; r < top + rows; ++r)
      for (Index c = left; c < left + width; ++c) {
        const Color& k = colors[static_cast<std::size_t>(r * columns + c)];
        pixels->rgba.insert(pixels->rgba.end(), {k.r, k.g, k.b, k.a});
      }
    return pixels;
  }
};

struct Mark {
  Index row = 0, column = 0;
  bool hot = false;
  double lit = 0;
};

// One pass over the cells: their colours, and the few that are marked.
Texture texture_of(const Pen& pen, const GridSpec& spec, std::vector<Mark>& marks) {
  Texture texture{spec.columns, {}};
  texture.colors.reserve(static_cast<std::size_t>(spec.rows * spec.columns));
  std::vector<std::pair<std::size_t, double>> values;
  Shades shades;
  for (Index r = 0; r < spec.rows; ++r)
    for (Index c = 0; c < spec.columns; ++c) {
      const CellLook look = spec.look(r, c);
      const bool lit = look.lit > 0 && look.lit < 1;
      if ((look.hot || look.ringed || lit) && static_cast<Index>(marks.size()) < kMostMarks)
        marks.push_back({r, c, look.hot, lit ? std::sin(look.lit * std::numbers::pi) : 0});
      if (look.kind == CellKind::kValue && !look.tint.a && look.appear >= 1 && !look.hidden)
        if (const std::optional<double> value = value_of(look)) {
          values.emplace_back(texture.colors.size(), *value);
          shades.take(*value);
        }
      texture.colors.push_back(ground_of(pen, look, spec.role));
    }
  for (const auto& [at, value] : values) texture.colors[at] = shades.of(pen, spec.role, value);
  return texture;
}

void draw_texture(Pen& pen, const GridSpec& spec) {
  std::vector<Mark> marks;
  const Texture texture = texture_of(pen, spec, marks);
  const PointedPart part = pointed_part(spec);
  const bool whole = part.rows == spec.rows && part.columns == spec.columns;
  if (!whole) pen.image(spec.box(), texture.part(0, 0, spec.rows, spec.columns));
  const auto box_of = [&](Index row, Index column, Index rows, Index columns) {
    return Box{spec.origin.x + static_cast<double>(column) * spec.width(), spec.origin.y + static_cast<double>(row) * spec.cell,
               static_cast<double>(columns) * spec.width(), static_cast<double>(rows) * spec.cell};
  };
  if (part.rows > 0)
    pen.image(box_of(part.top, part.left, part.rows, part.columns), texture.part(part.top, part.left, part.rows, part.columns), {},
              part.first);
  const Color color = pen.theme().role(spec.role), weight = pen.theme().weight;
  for (const Mark& mark : marks) {
    const Box box = inset(box_of(mark.row, mark.column, 1, 1), -0.5);
    if (mark.lit > 0) pen.rect(box, {0, 0, 0, 0}, 1, {with_alpha(weight, mark.lit), 2});
    else pen.rect(box, {0, 0, 0, 0}, 1, {color, mark.hot ? 2.5 : 1.5});
  }
}

// The shades of a grid whose numbers cannot be read.
Shades shades_of(const GridSpec& spec) {
  Shades shades;
  for (Index r = 0; r < spec.rows; ++r)
    for (Index c = 0; c < spec.columns; ++c)
      if (const std::optional<double> value = value_of(spec.look(r, c))) shades.take(*value);
  return shades;
}

// How the number of a cell is written on its ground.
struct NumberInk {
  Color ink;
  bool dimmed = false;
};

// The ground of a cell by its kind; `box` is the cell without its gap, `text_width` its number's.
NumberInk draw_ground(Pen& pen, Box outer, Box box, const CellLook& look, Color ground, double text_size, double text_width,
                      Target target) {
  const Theme& t = pen.theme();
  const double radius = std::min(kCellRadius, std::min(outer.w, outer.h) * kRound);
  NumberInk number{ink_on(ground)};
  switch (look.kind) {
    case CellKind::kValue:
      pen.rect(box, t.sunken, radius, {}, target);
      pen.rect(box, with_alpha(ground, look.appear), radius, {}, target);
      break;
    case CellKind::kPadding: {
      Color base = look.tint.a ? mix(t.surface, look.tint, 0.55) : t.zero;
      pen.rect(box, base, radius, {t.hatch, 1}, target);
      pen.list().items.push_back(HatchItem{inset(box, 0.5), {mix(base, t.muted, 0.32), 1}, std::max(6.0, outer.w / 4)});
      if (!look.text.empty() && text_size > 0 && look.badge.empty())
        pen.rect(padded_text_box(box, look.text, text_size, text_width), base, 2);
      number.ink = ink_on(base);
      number.dimmed = !look.tint.a;
      break;
    }
    case CellKind::kInserted:
      pen.rect(inset(box, 1), t.zero, radius, {t.faint, 1.2, 4, 3}, target);
      number.dimmed = true;
      break;
    case CellKind::kHole:
      pen.rect(inset(box, 1), {0, 0, 0, 0}, radius, {t.faint, 1.2}, target);
      number.dimmed = true;
      break;
    case CellKind::kUnreached:
      pen.rect(box, t.sunken, radius, {t.hatch, 1}, target);
      pen.mark_cross(box, with_alpha(mix(t.hatch, t.faint, 0.6), kFaintCross + (1 - kFaintCross) * look.appear));
      if (!look.text.empty() && text_size > 0) pen.rect(padded_text_box(box, look.text, text_size, text_width), t.sunken, 2);
      number.dimmed = true;
      break;
    case CellKind::kEmpty:
      pen.rect(box, t.sunken, radius, {t.line, 1}, target);
      break;
    case CellKind::kWaiting:
      pen.rect(box, t.sunken, radius, {t.faint, 1.2, 5, 4}, target);
      break;
  }
  return number;
}

}  // namespace

double Pen::grid_text_size(const GridSpec& spec) const {
  if (spec.text_size > 0) return spec.text_size;
  if (!can_be_read(spec.cell)) return 0;
  double widest = 0;
  auto consider = [&](const std::string& text) {
    if (!text.empty()) widest = std::max(widest, context_.fonts.width(text, 100, Face::kNumbers, Weight::kSemiBold) / 100);
  };
  for (const std::string& text : spec.all_texts) consider(text);
  for (Index r = 0; r < spec.rows; ++r) {
    for (Index c = 0; c < spec.columns; ++c) consider(spec.look(r, c).text);
  }
  if (widest == 0) return 0;
  double room = spec.width() - 2 * kGap - std::max(2.0, spec.cell * 0.1);
  double size = std::min({spec.cell * 0.40, room / widest, type(34)});
  double smallest = type(kSmallestText);  // tight cells still carry numbers while these can be read
  if (size < smallest && smallest <= spec.cell * 0.62 && smallest * widest <= spec.width() - 3) size = smallest;
  return size;
}

void Pen::badge(Box box, const CellLook& look, double text_size) {
  double size = std::clamp(text_size * 0.72, type(kSmallestText), std::max(type(15), text_size * 0.55));
  double w = context_.fonts.width(look.badge, size, Face::kNumbers, Weight::kBold) + 6;
  Box plate{box.right() - w - 3, box.y + 3, w, size * 1.25};
  rect(plate, with_alpha(theme().surface, 0.95 * look.badge_alpha), 3);
  list_.items.push_back(TextItem{plate.center(),
                                 size,
                                 Face::kNumbers,
                                 look.badge_quiet ? Weight::kRegular : Weight::kBold,
                                 Anchor::kMiddle,
                                 {{look.badge, with_alpha(look.badge_quiet ? theme().muted : theme().weight, look.badge_alpha)}},
                                 {}});
}

void Pen::cell(Box outer, const CellLook& look, Role role, double text_size, Target target) {
  if (look.hidden) return;
  const Theme& t = theme();
  const double narrow = std::min(outer.w, outer.h), radius = std::min(kCellRadius, narrow * kRound);
  Box box = inset(outer, std::min(kGap, narrow * kNarrowGap));
  Color ground = look.tint.a ? look.tint : pale(role);
  const double text_width = look.text.empty() ? 0 : context_.fonts.width(look.text, text_size, Face::kNumbers, Weight::kMedium);
  const NumberInk number = draw_ground(*this, outer, box, look, ground, text_size, text_width, target);
  if (!look.text.empty() && text_size >= type(kSmallestText) - 0.01 && look.kind != CellKind::kEmpty) {
    bool aside = !look.badge.empty();
    Point at = aside ? Point{box.x + box.w * 0.36, box.y + box.h * 0.64} : box.center();
    if (aside && text_width > box.w * 0.66) at.x = box.x + 3 + text_width / 2;
    bool falls = look.kind == CellKind::kValue && look.appear < 1;
    if (falls) at.y -= (1 - look.appear) * std::min(box.h * kFall, box.h / 2 - text_size * 0.5);
    Color color = number.dimmed ? t.muted : number.ink;
    list_.items.push_back(TextItem{at,
                                   text_size,
                                   Face::kNumbers,
                                   look.strong ? Weight::kBold : Weight::kMedium,
                                   Anchor::kMiddle,
                                   {{look.text, falls ? with_alpha(color, look.appear) : color}},
                                   {}});
  }
  if (!look.badge.empty() && look.badge_alpha > 0) badge(outer, look, text_size);
  if (look.lit > 0 && look.lit < 1) rect(box, {0, 0, 0, 0}, radius, {with_alpha(t.weight, std::sin(look.lit * std::numbers::pi)), 3});
  double grow = context_.state.presenting ? kPresentedRing : 1;
  if (look.hot && context_.state.presenting) rect(inset(box, -4), {0, 0, 0, 0}, kCellRadius + 4, {with_alpha(t.role(role), 0.35), 5});
  if (look.hot) rect(box, {0, 0, 0, 0}, radius, {t.role(role), 2.5 * grow});
  else if (look.ringed) rect(box, {0, 0, 0, 0}, radius, {t.role(role), 1.75 * grow});
}

void Pen::grid(const GridSpec& spec) {
  if (spec.rows * spec.columns > kMostRects && !can_be_read(spec.cell)) return draw_texture(*this, spec);
  const double size = grid_text_size(spec);
  const bool colored = size <= 0 && !can_be_read(spec.cell);
  const Shades shades = colored ? shades_of(spec) : Shades{};
  for (Index r = 0; r < spec.rows; ++r) {
    for (Index c = 0; c < spec.columns; ++c) {
      Box box{spec.origin.x + static_cast<double>(c) * spec.width(), spec.origin.y + static_cast<double>(r) * spec.cell, spec.width(),
              spec.cell};
      CellLook look = spec.look(r, c);
      if (spec.cell < type(32)) look.badge.clear();  // no room for a weight in the corner
      if (colored && look.kind == CellKind::kValue && !look.tint.a && shades.most > 0)
        if (const std::optional<double> value = value_of(look)) look.tint = shades.of(*this, spec.role, *value);
      cell(box, look, spec.role, size, target_at(spec, r, c));
    }
  }
}

}  // namespace convscope

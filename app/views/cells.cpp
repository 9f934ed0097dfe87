// Cells and grids: every kind is told by colour and by shape, so that it survives a grey print.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/views/kit.h"

namespace convscope {
namespace {

constexpr double kGap = 1;    // on each side of a cell
constexpr double kFall = 0.3;  // a value drops in from so far above, in cells
constexpr double kFaintCross = 0.35;
constexpr double kPresentedRing = 1.8;  // outlines that answer are so much wider before a class

Box padded_text_box(Box b, const std::string&, double size, double w) {
  return {b.center().x - w / 2 - 2, b.center().y - size * 0.55, w + 4, size * 1.1};
}

}  // namespace

double Pen::grid_text_size(const GridSpec& spec) const {
  if (spec.text_size > 0) return spec.text_size;
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
  Box box = inset(outer, kGap);
  Color ground = look.tint.a ? look.tint : pale(role);
  Color ink = ink_on(ground);
  bool number_dimmed = false;
  double text_width = look.text.empty() ? 0 : context_.fonts.width(look.text, text_size, Face::kNumbers, Weight::kMedium);
  switch (look.kind) {
    case CellKind::kValue:
      rect(box, t.sunken, kCellRadius, {}, target);
      rect(box, with_alpha(ground, look.appear), kCellRadius, {}, target);
      break;
    case CellKind::kPadding: {
      Color base = look.tint.a ? mix(t.surface, look.tint, 0.55) : t.zero;
      rect(box, base, kCellRadius, {t.hatch, 1}, target);
      list_.items.push_back(HatchItem{inset(box, 0.5), {mix(base, t.muted, 0.32), 1}, std::max(6.0, outer.w / 4)});
      if (!look.text.empty() && text_size > 0 && look.badge.empty()) rect(padded_text_box(box, look.text, text_size, text_width), base, 2);
      ink = ink_on(base);
      number_dimmed = !look.tint.a;
      break;
    }
    case CellKind::kInserted:
      rect(inset(box, 1), t.zero, kCellRadius, {t.faint, 1.2, 4, 3}, target);
      number_dimmed = true;
      break;
    case CellKind::kHole:
      rect(inset(box, 1), {0, 0, 0, 0}, kCellRadius, {t.faint, 1.2}, target);
      number_dimmed = true;
      break;
    case CellKind::kUnreached:
      rect(box, t.sunken, kCellRadius, {t.hatch, 1}, target);
      mark_cross(box, with_alpha(mix(t.hatch, t.faint, 0.6), kFaintCross + (1 - kFaintCross) * look.appear));
      if (!look.text.empty() && text_size > 0) rect(padded_text_box(box, look.text, text_size, text_width), t.sunken, 2);
      number_dimmed = true;
      break;
    case CellKind::kEmpty:
      rect(box, t.sunken, kCellRadius, {t.line, 1}, target);
      break;
    case CellKind::kWaiting:
      rect(box, t.sunken, kCellRadius, {t.faint, 1.2, 5, 4}, target);
      break;
  }
  if (!look.text.empty() && text_size >= type(kSmallestText) - 0.01 && look.kind != CellKind::kEmpty) {
    bool aside = !look.badge.empty();
    Point at = aside ? Point{box.x + box.w * 0.36, box.y + box.h * 0.64} : box.center();
    if (aside && text_width > box.w * 0.66) at.x = box.x + 3 + text_width / 2;
    bool falls = look.kind == CellKind::kValue && look.appear < 1;
    if (falls) at.y -= (1 - look.appear) * std::min(box.h * kFall, box.h / 2 - text_size * 0.5);
    Color color = number_dimmed ? t.muted : ink;
    list_.items.push_back(TextItem{at,
                                   text_size,
                                   Face::kNumbers,
                                   look.strong ? Weight::kBold : Weight::kMedium,
                                   Anchor::kMiddle,
                                   {{look.text, falls ? with_alpha(color, look.appear) : color}},
                                   {}});
  }
  if (!look.badge.empty() && look.badge_alpha > 0) badge(outer, look, text_size);
  if (look.lit > 0 && look.lit < 1) rect(box, {0, 0, 0, 0}, kCellRadius, {with_alpha(t.weight, std::sin(look.lit * std::numbers::pi)), 3});
  double grow = context_.state.presenting ? kPresentedRing : 1;
  if (look.hot && context_.state.presenting) rect(inset(box, -4), {0, 0, 0, 0}, kCellRadius + 4, {with_alpha(t.role(role), 0.35), 5});
  if (look.hot) rect(box, {0, 0, 0, 0}, kCellRadius, {t.role(role), 2.5 * grow});
  else if (look.ringed) rect(box, {0, 0, 0, 0}, kCellRadius, {t.role(role), 1.75 * grow});
}

void Pen::grid(const GridSpec& spec) {
  double size = grid_text_size(spec);
  for (Index r = 0; r < spec.rows; ++r) {
    for (Index c = 0; c < spec.columns; ++c) {
      Box box{spec.origin.x + static_cast<double>(c) * spec.width(), spec.origin.y + static_cast<double>(r) * spec.cell, spec.width(),
              spec.cell};
      Target target{spec.target, 0, spec.target == TargetKind::kNone ? -1 : spec.first_index + r * spec.columns + c};
      if (spec.target_of) target = spec.target_of(r, c);
      CellLook look = spec.look(r, c);
      if (spec.cell < type(32)) look.badge.clear();  // no room for a weight in the corner
      cell(box, look, spec.role, size, target);
    }
  }
}

}  // namespace convscope

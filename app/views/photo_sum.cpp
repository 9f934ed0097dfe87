// The sum of the pixel pointed at, product by product.
#include <algorithm>
#include <cmath>

#include "app/scenes/pictures.h"
#include "app/views/photo.h"

namespace convscope {
namespace {

double product_limit(const GatherStep& step) {
  double most = 1e-9;
  for (const Term& term : step.terms) most = std::max(most, std::abs(term.product));
  return most;
}

// Cells as wide as their longest number needs. Returns the block's right edge.
double draw_block(const Photo& p, Point at, double cell, const char* key, Role role, const std::function<CellLook(const Term&)>& look_of) {
  double widest = 0;
  for (const Term& term : p.step.terms)
    widest = std::max(widest, p.pen.width(look_of(term).text, {kSmallestText, Weight::kSemiBold, Anchor::kStart, Face::kNumbers}));
  GridSpec spec;
  spec.origin = at;
  spec.cell = cell;
  spec.cell_width = std::max(cell, std::ceil(widest) + 4);
  spec.rows = p.g.kernel[0];
  spec.columns = p.g.kernel[1];
  spec.role = role;
  spec.look = [&](Index r, Index c) {
    for (const Term& term : p.step.terms)
      if (term.tap.element[1] == r && term.tap.element[2] == c) return look_of(term);
    return CellLook{};
  };
  p.pen.grid(spec);
  p.pen.text({spec.box().center().x, at.y - p.pen.type(11)}, p.context.words(key), {12.5, Weight::kSemiBold, Anchor::kMiddle},
             p.pen.theme().role(role));
  return spec.box().right();
}

std::vector<TextRun> row_line(const Photo& p, Index row, int weight_decimals) {
  const Theme& t = p.pen.theme();
  std::vector<TextRun> runs{{row == 0 ? "  " : "+ ", t.muted}};
  bool first = true;
  for (const Term& term : p.step.terms) {
    if (term.tap.element[1] != row) continue;
    if (!first) runs.push_back({" + ", t.muted});
    first = false;
    runs.push_back({factor_text(term.weight, weight_decimals), t.weight});
    runs.push_back({"·", t.muted});
    runs.push_back({number_text(term.data, 0), term.tap.kind == TapKind::kPadding ? t.muted : t.input});
  }
  return runs;
}

double row_sum(const GatherStep& step, Index row) {
  double sum = 0;
  for (const Term& term : step.terms)
    if (term.tap.element[1] == row) sum += term.product;
  return sum;
}

void draw_result(const Photo& p, Box box, int decimals) {
  const Theme& t = p.pen.theme();
  std::string name = "output[" + std::to_string(p.step.position[2]) + ", " + std::to_string(p.step.position[3]) + "]";
  p.pen.fitted({box.center().x, box.y + p.pen.type(14)}, name, {12.5, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers}, t.output, box.w);
  cut_top(box, p.pen.type(26));
  double appear = ease_out(p.drop);
  Color ground = p.context.model.after().color(p.step.result);
  p.pen.rect(box, mix(t.surface, ground, appear), 6, {t.output, 3}, {TargetKind::kOutput, p.context.stage, p.step.cell});
  Point at{box.center().x, box.center().y - (1 - appear) * box.h * 0.2};
  if (p.drop > 0)
    p.pen.fitted(at, number_text(p.step.result, decimals), {26, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers},
                 with_alpha(ink_on(ground), appear), box.w - 10);
}

// Kernels up to 5×5: pixels × weights = products, one line a row.
void draw_blocks(const Photo& p, Box box) {
  Box result = cut_right(box, p.pen.type(122), p.pen.type(34));
  int weight_decimals = decimals_of(p.context.layer().weight(), 3), decimals = std::max(decimals_of(p.context.layer().weight(), 1), 0);
  double rows = static_cast<double>(p.g.kernel[0]), columns = static_cast<double>(p.g.kernel[1]), sign = p.pen.type(26);
  double cell = std::min((box.h - p.pen.type(24)) / rows, (box.w * 0.5 - 2 * sign) / (3 * columns));
  double y = box.y + p.pen.type(22) + (box.h - p.pen.type(24) - cell * rows) / 2, x = box.x;
  Ink sign_ink{20, Weight::kRegular, Anchor::kMiddle};
  double most = product_limit(p.step), middle = y + cell * rows / 2;
  auto row_share = [rows](double share, Index row) { return std::clamp(share * rows - static_cast<double>(row), 0.0, 1.0); };
  auto text_look = [&](double value, int places, Color tint) {
    CellLook look;
    look.text = number_text(value, places);
    look.tint = tint;
    return look;
  };
  auto then = [&](const char* text) {  // a sign in the gap before the next block
    p.pen.text({x + sign / 2, middle}, text, sign_ink, p.pen.theme().muted);
    x += sign;
  };
  x = draw_block(p, {x, y}, cell, "view.pixels", Role::kInput,
                 [&](const Term& term) { return text_look(term.data, 0, grey_color(term.data)); });
  then("×");
  x = draw_block(p, {x, y}, cell, "view.weights", Role::kWeight,
                 [&](const Term& term) { return text_look(term.weight, std::min(2, weight_decimals), p.pen.pale(Role::kWeight)); });
  then("=");
  x = draw_block(p, {x, y}, cell, "view.products", Role::kOutput, [&](const Term& term) {
    double lit = row_share(p.multiply, term.tap.element[1]);
    CellLook look = text_look(term.product, decimals, diverging(0.5 + term.product / most / 2));
    if (lit <= 0) look.kind = CellKind::kEmpty;
    look.appear = ease_out(lit);
    return look;
  });
  Box lines{x + sign / 2, y, box.right() - x - sign / 2, cell * rows};
  Ink ink{15, Weight::kMedium, Anchor::kStart, Face::kNumbers};
  double widest = 0;
  for (Index r = 0; r < p.g.kernel[0]; ++r) widest = std::max(widest, p.pen.width(row_line(p, r, weight_decimals), ink));
  double sum_width = p.pen.type(86), room = lines.w - sum_width;
  ink.size = std::max(kSmallestText, std::min({15.0, 15 * room / widest, cell / p.pen.type(1) * 0.8}));
  bool write = widest * ink.size / 15 <= room + 1;
  for (Index r = 0; r < p.g.kernel[0]; ++r) {
    if (row_share(p.sum, r) <= 0) continue;
    double ly = y + (static_cast<double>(r) + 0.5) * cell;
    if (write) p.pen.runs({lines.x, ly}, row_line(p, r, weight_decimals), ink);
    Ink end = ink;
    end.anchor = Anchor::kEnd;
    p.pen.text({lines.right(), ly}, (write ? "=  " : "") + number_text(row_sum(p.step, r), decimals), end, p.pen.theme().muted);
  }
  p.pen.text({lines.right() + p.pen.type(17), middle}, "=", {22, Weight::kRegular, Anchor::kMiddle}, p.pen.theme().muted);
  draw_result(p, result, decimals);
}

WrittenSum sum_of(const Photo& p, double room) {
  Focus focus;
  focus.step = p.step;
  focus.multiply = p.multiply;
  focus.sum = p.sum;
  return written_sum(p.pen, p.context, focus, room, true);
}

}  // namespace

bool draws_blocks(const PlaneGeometry& g) { return std::max(g.kernel[0], g.kernel[1]) <= 5; }

void draw_photo_sum(const Photo& p, Box box) {
  if (box.h < p.pen.type(60)) {
    WrittenSum sum = sum_of(p, box.w - 40);
    p.pen.rect(box, p.pen.theme().sunken, kCardRadius);
    p.pen.runs({box.x + 20, box.center().y}, sum.runs, {sum.size, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber});
    return;
  }
  p.pen.rect(box, p.pen.theme().sunken, kCardRadius);
  Box inner{box.x + 20, box.y + 4, box.w - 32, box.h - 10};
  if (draws_blocks(p.g) && inner.h >= p.pen.type(80)) return draw_blocks(p, inner);
  Box result = cut_right(inner, p.pen.type(128), 20);
  WrittenSum sum = sum_of(p, inner.w);
  p.pen.runs({inner.x, inner.center().y - p.pen.type(12)}, sum.runs,
             {sum.size, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber});
  p.pen.fitted({inner.x, inner.center().y + p.pen.type(18)},
               p.context.words(sum.other_terms_dropped ? "view.largest_terms" : "view.hand_formula"), {kLabelSize}, p.pen.theme().muted,
               inner.w);
  draw_result(p, result, std::max(decimals_of(p.context.layer().weight(), 1), 0));
}

}  // namespace convscope

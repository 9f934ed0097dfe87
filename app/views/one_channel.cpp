// One channel, by hand: input, weights, the products of the window, output, left to right.
//   b[i, j] = Σ a[i + u, j + v] · w[u, v]
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

struct Layout {
  InputPlane input;
  KernelPlane kernel;
  Box products;
  double product_cell = 0;
  OutputPlane output;
  double sign = 36;      // the gap in which ×, = and Σ stand
  Captions captions = Captions::kFull;
};

// Everything shares one middle line; the cell is as large as the whole row allows.
Layout lay_out(const Pen& pen, const PlaneGeometry& g, Box area, Captions captions) {
  Layout l;
  l.captions = captions;
  double caption = pen.caption_height(captions), sign = captions == Captions::kFull ? pen.type(36) : pen.type(24);
  double k_share = captions == Captions::kFull ? 0.8 : 1.0;
  double columns = static_cast<double>(g.padded_columns() + g.output_columns) + k_share * 2 * static_cast<double>(g.kernel[1]);
  double rows = static_cast<double>(std::max({g.padded_rows(), g.output_rows, g.kernel[0]}));
  double c = fit_cell({0, 0, area.w - 3 * sign, area.h - caption}, rows, columns, 112);
  double kc = std::floor(c * k_share), used = c * static_cast<double>(g.padded_columns() + g.output_columns) + 2 * kc * static_cast<double>(g.kernel[1]) + 3 * sign;
  double middle = area.y + caption + (area.h - caption) / 2, x = area.x + (area.w - used) / 2;
  auto top = [&](double cell, Index count) { return middle - cell * static_cast<double>(count) / 2; };
  l.sign = sign;
  l.input.origin = {x, top(c, g.padded_rows())};
  l.input.cell = c;
  x += c * static_cast<double>(g.padded_columns()) + sign;
  l.kernel.origin = {x, top(kc, g.kernel[0])};
  l.kernel.cell = kc;
  x += kc * static_cast<double>(g.kernel[1]) + sign;
  l.products = {x, top(kc, g.kernel[0]), kc * static_cast<double>(g.kernel[1]), kc * static_cast<double>(g.kernel[0])};
  l.product_cell = kc;
  x += l.products.w + sign;
  l.output.origin = {x, top(c, g.output_rows)};
  l.output.cell = c;
  return l;
}

Layout best_layout(const Pen& pen, const PlaneGeometry& g, Box area) {
  for (Captions captions : {Captions::kFull, Captions::kNames, Captions::kNone}) {
    Layout l = lay_out(pen, g, area, captions);
    if (l.product_cell >= pen.legible_cell()) return l;
  }
  return lay_out(pen, g, area, Captions::kNames);
}

void draw_products(const ViewContext& context, Pen& pen, const Focus& focus, const PlaneGeometry& g, const Layout& l) {
  int decimals = std::max(decimals_of(context.model.output), 0);
  std::size_t count = focus.step.terms.size();
  GridSpec spec;
  spec.origin = {l.products.x, l.products.y};
  spec.cell = l.product_cell;
  spec.rows = g.kernel[0];
  spec.columns = g.kernel[1];
  spec.role = Role::kOutput;
  for (const Term& term : focus.step.terms) spec.all_texts.push_back(number_text(term.product, decimals));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    look.kind = CellKind::kEmpty;
    for (std::size_t i = 0; i < count; ++i) {
      const Term& term = focus.step.terms[i];
      if (term.tap.element[1] != r || term.tap.element[2] != c || focus.lit(i) <= 0) continue;
      look.kind = CellKind::kValue;
      look.appear = ease_out(focus.lit(i));
      look.tint = mix(pen.theme().surface, pen.theme().output, 0.10);
      look.text = number_text(term.product, decimals);
    }
    return look;
  };
  pen.grid(spec);
}

}  // namespace

void build_one_channel(const ViewContext& context, Pen& pen, Box area) {
  const Words& words = context.words;
  PlaneGeometry g = plane_geometry(context.model);
  Focus focus = make_focus(context);
  Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  Layout l = best_layout(pen, g, inset(area, context.width < 900 ? 0 : 2 * kSpace));
  Box input = l.input.box(g), kernel{l.kernel.origin.x, l.kernel.origin.y, l.products.w, l.products.h};
  Box output{l.output.origin.x, l.output.origin.y, l.output.cell * static_cast<double>(g.output_columns), l.output.cell * static_cast<double>(g.output_rows)};
  pen.caption({input.center().x, input.y}, words("view.input"), shape_text({g.rows, g.columns}), Role::kInput, l.captions);
  pen.caption({kernel.center().x, kernel.y}, words("view.weights"), shape_text({g.kernel[0], g.kernel[1]}), Role::kWeight, l.captions);
  pen.caption({output.center().x, output.y}, words("view.output"), shape_text({g.output_rows, g.output_columns}), Role::kOutput, l.captions);
  pen.caption({l.products.center().x, l.products.y}, words("view.products"), "", Role::kOutput, l.captions);
  double middle = kernel.center().y, half = l.sign / 2;
  Ink sign{22, Weight::kRegular, Anchor::kMiddle};
  pen.text({kernel.x - half, middle}, "×", sign, pen.theme().muted);
  pen.text({l.products.x - half, middle}, "=", sign, pen.theme().muted);
  draw_input_plane(pen, context, focus, g, l.input);
  l.kernel.lit = focus.multiply > 0 && focus.multiply < 1;
  draw_kernel_plane(pen, context, focus, l.kernel);
  draw_products(context, pen, focus, g, l);
  Color sum_color = with_alpha(pen.theme().output, std::max(0.3, focus.sum));
  double arrow = pen.type(10);
  pen.text({l.products.right() + half - arrow / 2, middle - pen.type(12)}, "Σ", {16, Weight::kSemiBold, Anchor::kMiddle}, sum_color);
  pen.line({l.products.right() + 6, middle + 2}, {output.x - 6, middle + 2}, {sum_color, 2.5});
  draw_output_plane(pen, context, focus, l.output);
  auto product = [&](const Term& term) {
    return Point{l.products.x + (static_cast<double>(term.tap.element[2]) + 0.5) * l.product_cell, l.products.y + (static_cast<double>(term.tap.element[1]) + 0.5) * l.product_cell};
  };
  if (!focus.inspected) draw_gathering(pen, focus, focus.sum, product, output_center(context, l.output, focus.step.cell));

  WrittenSum sum = written_sum(pen, context, focus, bar.w - 40);
  BarContent content{sum.runs, "", {{LegendMark::kWindow, words("legend.window")}}, sum.size, {}};
  if (g.top + g.left + g.bottom + g.right > 0) content.legend.insert(content.legend.begin(), {LegendMark::kPadding, words("legend.padding")});
  content.legend.push_back({LegendMark::kEmpty, words("legend.not_yet")});
  content.sentence = sum.other_terms_dropped ? words("view.largest_terms") : sum.zero_terms_dropped ? words("view.zero_weights_dropped") : words("view.hand_formula");
  draw_bar(pen, context, bar, content);
}

}  // namespace convscope

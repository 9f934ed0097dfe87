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
  Box map;               // of the whole input, where only a part of it is shown
  InputPlane input;
  KernelPlane kernel;
  Box products;
  double product_cell = 0;
  OutputPlane output;
  double sign = 36;      // the gap in which × and = stand
  double sum_gap = 72;   // the gap of the Σ and its way to the output
  Captions captions = Captions::kFull;
};

// Everything shares one middle line; the cell is as large as the whole row allows.
Layout lay_out(const Pen& pen, const PlaneGeometry& g, Box area, Captions captions, const Neighbourhood& part) {
  Layout l;
  l.input.crop = part.input;
  l.output.crop = part.output;
  if (!part.input.all()) l.map = cut_left(area, pen.type(90), pen.type(20));
  const Index rows_in = l.input.rows(g), columns_in = l.input.columns(g);
  const Index rows_out = part.output.all() ? g.output_rows : part.output.rows,
              columns_out = part.output.all() ? g.output_columns : part.output.columns;
  l.captions = captions;
  double caption = pen.caption_height(captions), sign = captions == Captions::kFull ? pen.type(44) : pen.type(28);
  double k_share = captions == Captions::kFull ? 0.8 : 1.0;
  double columns = static_cast<double>(columns_in + columns_out) + k_share * 2 * static_cast<double>(g.kernel[1]);
  double rows = static_cast<double>(std::max({rows_in, rows_out, g.kernel[0]}));
  l.sum_gap = captions == Captions::kFull ? 2 * sign : 1.4 * sign;
  double gaps = 2 * sign + l.sum_gap, kernel_columns = 2 * static_cast<double>(g.kernel[1]);
  double c = fit_cell({0, 0, area.w - gaps, area.h - caption}, rows, columns, std::max(112.0, pen.type(96)));
  double grids = c * static_cast<double>(columns_in + columns_out);
  double kc = std::max(std::floor(c * k_share), std::min(pen.type(40), std::floor((area.w - gaps - grids) / kernel_columns)));
  double used = grids + kc * kernel_columns + gaps;
  double middle = area.y + caption + (area.h - caption) / 2, x = area.x + (area.w - used) / 2;
  auto top = [&](double cell, Index count) { return middle - cell * static_cast<double>(count) / 2; };
  l.sign = sign;
  l.input.origin = {x, top(c, rows_in)};
  l.input.cell = c;
  x += c * static_cast<double>(columns_in) + sign;
  l.kernel.origin = {x, top(kc, g.kernel[0])};
  l.kernel.cell = kc;
  x += kc * static_cast<double>(g.kernel[1]) + sign;
  l.products = {x, top(kc, g.kernel[0]), kc * static_cast<double>(g.kernel[1]), kc * static_cast<double>(g.kernel[0])};
  l.product_cell = kc;
  x += l.products.w + l.sum_gap;
  l.output.origin = {x, top(c, rows_out)};
  l.output.cell = c;
  return l;
}

Layout best_layout(const ViewContext& context, const Pen& pen, const Focus& focus, const PlaneGeometry& g, Box area) {
  auto legible = [&](const Layout& l) { return std::min(l.product_cell, l.input.cell) >= pen.legible_cell(); };
  auto first_legible = [&](const Neighbourhood& part) {
    for (Captions captions : {Captions::kFull, Captions::kNames, Captions::kNone}) {
      Layout l = lay_out(pen, g, area, captions, part);
      if (legible(l)) return l;
    }
    return lay_out(pen, g, area, Captions::kNames, part);
  };
  Layout l = first_legible({});
  for (Index most : {9, 7, 5}) {
    bool larger = std::max({g.padded_rows(), g.padded_columns(), g.output_rows, g.output_columns}) > most;
    if (!context.state.presenting || legible(l) || !larger) break;
    l = first_legible(neighbourhood_of(g, focus, most));
  }
  return l;
}

void draw_products(const ViewContext& context, Pen& pen, const Focus& focus, const PlaneGeometry& g, const Layout& l) {
  int decimals = std::max(decimals_of(context.layer().output()), 0);
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

// Everything on the left of the Σ is added, and goes to the cell on its right.
void draw_sum_sign(Pen& pen, const Focus& focus, Point at, double radius, Point to) {
  const Theme& t = pen.theme();
  Color color = with_alpha(t.output, focus.inspected ? 1.0 : std::max(0.4, focus.sum));
  pen.link({at.x + radius, at.y}, {to.x - 3, to.y}, {color, 2.5});
  pen.line({at.x - radius - 4, at.y}, {at.x - radius, at.y}, {color, 2.5});
  pen.circle(at, radius, t.surface, {color, 2});
  pen.text(at, "Σ", {std::max(kSmallestText, radius / pen.type(1) * 1.15), Weight::kSemiBold, Anchor::kMiddle}, t.output);
}

}  // namespace

void build_one_channel(const ViewContext& context, Pen& pen, Box area) {
  const Words& words = context.words;
  PlaneGeometry g = plane_geometry(context.layer());
  Focus focus = make_focus(context);
  Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  Layout l = best_layout(context, pen, focus, g, inset(area, context.width < 900 ? 0 : 2 * kSpace));
  Box input = l.input.box(g), kernel{l.kernel.origin.x, l.kernel.origin.y, l.products.w, l.products.h};
  Box output{l.output.origin.x, l.output.origin.y,
             l.output.cell * static_cast<double>(l.output.crop.all() ? g.output_columns : l.output.crop.columns),
             l.output.cell * static_cast<double>(l.output.crop.all() ? g.output_rows : l.output.crop.rows)};
  if (l.map.w > 0) draw_small_map(pen, context, g, focus, l.input.crop, {l.map.x, input.y, l.map.w, input.h});
  pen.caption({input.center().x, input.y}, words("view.input"), shape_text({g.rows, g.columns}), Role::kInput, l.captions);
  pen.caption({kernel.center().x, kernel.y}, words("view.weights"), shape_text({g.kernel[0], g.kernel[1]}), Role::kWeight, l.captions);
  pen.caption({output.center().x, output.y}, words("view.output"), shape_text({g.output_rows, g.output_columns}), Role::kOutput,
              l.captions);
  pen.caption({l.products.center().x, l.products.y}, words("view.products"), "", Role::kOutput, l.captions);
  double middle = kernel.center().y, half = l.sign / 2;
  Ink sign{std::clamp(l.input.cell / pen.type(1) * 0.3, 20.0, 30.0), Weight::kRegular, Anchor::kMiddle};
  pen.text({kernel.x - half, middle}, "×", sign, pen.theme().muted);
  pen.text({l.products.x - half, middle}, "=", sign, pen.theme().muted);
  draw_input_plane(pen, context, focus, g, l.input);
  l.kernel.lit = focus.multiply > 0 && focus.multiply < 1;
  draw_kernel_plane(pen, context, focus, l.kernel);
  draw_products(context, pen, focus, g, l);
  draw_sum_sign(pen, focus, {l.products.right() + half, middle}, std::min(pen.type(14), half - 6),
                {output.x, output_center(context, l.output, focus.step.cell).y});
  draw_output_plane(pen, context, focus, l.output);
  auto product = [&](const Term& term) {
    return Point{l.products.x + (static_cast<double>(term.tap.element[2]) + 0.5) * l.product_cell,
                 l.products.y + (static_cast<double>(term.tap.element[1]) + 0.5) * l.product_cell};
  };
  if (!focus.inspected) draw_gathering(pen, focus, focus.sum, product, output_center(context, l.output, focus.step.cell));

  WrittenSum sum = written_sum(pen, context, focus, bar.w - 40);
  BarContent content{sum.runs, "", {{LegendMark::kWindow, words("legend.window")}}, sum.size, {}};
  if (g.top + g.left + g.bottom + g.right > 0)
    content.legend.insert(content.legend.begin(), {LegendMark::kPadding, words("legend.padding")});
  content.legend.push_back({LegendMark::kEmpty, words("legend.not_yet")});
  tell_unreached(context, g, content);
  content.sentence = sum.other_terms_dropped  ? words("view.largest_terms")
                     : sum.zero_terms_dropped ? words("view.zero_weights_dropped")
                                              : words("view.hand_formula");
  draw_bar(pen, context, bar, content);
}

}  // namespace convscope

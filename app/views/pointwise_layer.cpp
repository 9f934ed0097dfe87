// 1×1 as a fully connected layer: every pixel is a row of numbers, and the same small matrix takes each of them to a row of the output.
// The numbers in the middle are those of the linear layer; the convolution's stand beside them. An activation may bend the results.
#include <algorithm>
#include <cmath>

#include "app/views/focus.h"
#include "app/views/plane.h"
#include "app/views/pointwise.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

struct PixelLayer {
  const ViewContext& context;
  Pen& pen;
  ViewContext mix;     // of the convolution, which has the clock
  ViewContext linear;  // of the fully connected layer
  Focus focus;         // of the linear layer's cell that is the convolution's
  const LayerModel* activation = nullptr;  // of the linear layer's results
  int bent = -1;                           // its place among the layers
  Index channels = 1, filters = 1, pixels = 1, columns = 1;
  Index pixel = 0, filter = 0;
  double slide = 1, activate = 1;

  const Tensor& result() const { return activation ? activation->output() : linear.layer().output(); }
  const Words& words() const { return context.words; }
  Index cell(Index at, Index of_filter) const { return at * filters + of_filter; }
  // How much of a cell of the linear layer stands: as much as of the convolution's.
  double appeared(Index at, Index of_filter) const { return focus.appeared(of_filter * pixels + at); }
};

// A cell of the linear layer or of its activation that is pointed at is the convolution's at the same pixel.
Target of_convolution(const PixelLayer& p, Target target) {
  const int linear = p.linear.stage;
  const bool own = target.stage == linear || (p.activation && target.stage == p.bent);
  if (target.kind != TargetKind::kOutput || !own || target.index < 0) return target;
  if (target.index >= p.pixels * p.filters) return {};
  return {TargetKind::kOutput, p.mix.stage, target.index % p.filters * p.pixels + target.index / p.filters};
}

PixelLayer layer_of(const ViewContext& context, Pen& pen) {
  const Model& model = context.model;
  PixelLayer p{context, pen, at_stage(context, model.index_of("mixed")), at_stage(context, model.index_of("layer")), {}};
  for (std::size_t i = 0; i < model.layers.size(); ++i)
    if (model.layers[i].name == "output") p.activation = &model.layers[i], p.bent = static_cast<int>(i);
  const Extents& in = p.mix.layer().input().extents;
  p.channels = in[1];
  p.filters = p.mix.layer().output().extents[1];
  p.pixels = in[2] * in[3];
  p.columns = in[3];
  const Target asked = of_convolution(p, context.hover.none() ? context.state.pin : context.hover);
  p.mix.hover = asked;
  p.focus = make_focus(p.mix);
  p.filter = p.focus.step.position[1];
  p.pixel = p.focus.step.position[2] * p.columns + p.focus.step.position[3];
  if (!p.focus.inspected) p.slide = phase_share(p.mix, "slide"), p.activate = phase_share(p.mix, "activate");
  return p;
}

// ---- the two tables: a row for each pixel ------------------------------------------------------------------------------------------

struct Table {
  const Tensor& tensor;  // pixels × columns
  Role role;
  const char* name;
  Box box;
  double cell = 20, width = 20;
  Index first = 0, rows = 1;  // the pixels that are drawn
  double top() const { return box.y; }
  double y(Index pixel) const { return box.y + number(pixel - first) * cell; }
};

// How strong the colour of a cell is that is too small for its number.
double shade(double value, const Range& range) {
  return 0.08 + 0.6 * std::abs(value) / std::max({1e-12, std::abs(range.low), std::abs(range.high)});
}

Table table_of(const PixelLayer& p, const Tensor& tensor, Role role, const char* name, Box box) {
  Table t{tensor, role, name, box};
  const double least = p.pen.type(19);
  if (box.h < least * number(p.pixels)) {  // above and below it is said how many pixels are left out
    cut_top(t.box, p.pen.type(18));
    cut_bottom(t.box, p.pen.type(18));
  }
  t.rows = std::clamp<Index>(static_cast<Index>(t.box.h / least), 1, p.pixels);
  t.cell = std::max(2.0, std::min(t.box.h / number(t.rows), p.pen.type(30)));
  t.width = std::min(box.w / number(tensor.extents[1]), p.pen.type(40));
  t.first = std::clamp<Index>(p.pixel - t.rows / 2, 0, p.pixels - t.rows);
  t.box.h = t.cell * number(t.rows);
  t.box.w = t.width * number(tensor.extents[1]);
  return t;
}

void draw_table(const PixelLayer& p, const Table& table, const std::function<double(Index, Index)>& appear,
                const std::function<Target(Index, Index)>& target) {
  const Theme& t = p.pen.theme();
  GridSpec spec;
  spec.origin = {table.box.x, table.box.y};
  spec.cell = table.cell;
  spec.cell_width = table.width;
  spec.rows = table.rows;
  spec.columns = table.tensor.extents[1];
  spec.role = table.role;
  const int decimals = decimals_of(table.tensor);
  const Range range = range_of(table.tensor);
  if (table.width >= p.pen.type(15)) spec.all_texts = texts_of(table.tensor);
  spec.target_of = [&](Index r, Index c) { return target(table.first + r, c); };
  spec.look = [&](Index r, Index c) {
    const Index pixel = table.first + r;
    CellLook look;
    const double there = appear(pixel, c);
    look.kind = there > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = there;
    if (table.width >= p.pen.type(15)) look.text = number_text(table.tensor[pixel * spec.columns + c], decimals);
    if (table.width < p.pen.type(15)) look.tint = mix(t.surface, t.role(table.role), shade(table.tensor[pixel * spec.columns + c], range));
    else if (pixel != p.pixel) look.tint = mix(t.surface, t.role(table.role), 0.1);
    return look;
  };
  p.pen.grid(spec);
  p.pen.frame({table.box.x - 1, table.y(p.pixel) - 1, table.box.w + 2, table.cell + 2}, table.role, 2.5);
  const Ink left_out{12.5};
  const Index after = p.pixels - table.first - table.rows;
  if (table.first > 0) p.pen.text({table.box.x, table.box.y - p.pen.type(9)}, more_text(p.words(), table.first), left_out, t.muted);
  if (after > 0) p.pen.text({table.box.x, table.box.bottom() + p.pen.type(10)}, more_text(p.words(), after), left_out, t.muted);
  const double head = table.box.y - (table.rows < p.pixels ? p.pen.type(18) : 0);
  p.pen.whole({table.box.x, head - p.pen.type(34)}, p.words()(table.name), {15, Weight::kSemiBold}, t.role(table.role),
              std::max(table.box.w, p.pen.type(150)));
  p.pen.whole({table.box.x, head - p.pen.type(14)}, shape_text({p.pixels, table.tensor.extents[1]}),
              {12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote}, t.muted, p.pen.type(150));
}

// ---- the product in the middle -----------------------------------------------------------------------------------------------------

struct Product {
  double cell = 30, weights = 0, values = 0, results = 0, bent = 0;  // x; bent: 0 without an activation
  double middle = 0;                                       // y
  double top(Index rows) const { return middle - cell * number(rows) / 2; }
};

Product product_of(const PixelLayer& p, Box box) {
  Product product;
  const double sign = p.pen.type(30), arrow = p.activation ? p.pen.type(58) : 0, rows = number(std::max(p.channels, p.filters));
  const double columns = number(p.channels) + (p.activation ? 3 : 2);
  product.cell = std::max(2.0, std::min({(box.w - 2 * sign - arrow) / columns, box.h / rows, p.pen.type(64)}));
  const double used = product.cell * columns + 2 * sign + arrow;
  product.weights = box.x + (box.w - used) / 2;
  product.values = product.weights + product.cell * number(p.channels) + sign;
  product.results = product.values + product.cell + sign;
  if (p.activation) product.bent = product.results + product.cell + arrow;
  product.middle = box.center().y;
  return product;
}

GridSpec column_of(const Product& product, double x, Index rows, Role role) {
  GridSpec spec;
  spec.cell = product.cell;
  spec.origin = {x, product.top(rows)};
  spec.rows = rows;
  spec.columns = 1;
  spec.role = role;
  return spec;
}

void draw_weights(const PixelLayer& p, const Product& product) {
  const Theme& t = p.pen.theme();
  const Tensor& matrix = p.linear.layer().weight();
  const int decimals = decimals_of(matrix);
  const Range range = range_of(matrix);
  const bool written = product.cell >= p.pen.type(15);
  GridSpec spec;
  spec.cell = product.cell;
  spec.origin = {product.weights, product.top(p.filters)};
  spec.rows = p.filters;
  spec.columns = p.channels;
  spec.role = Role::kWeight;
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kWeight, p.mix.stage, r * p.channels + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * p.channels + c;
    if (written) look.text = number_text(matrix[flat], decimals);
    if (!written) look.tint = mix(t.surface, t.weight, shade(matrix[flat], range));
    else if (r != p.filter) look.tint = mix(t.surface, t.weight, 0.12);
    look.hot = p.focus.weights.count(flat) != 0;
    look.lit = r == p.filter && p.focus.multiply < 1 && !p.focus.inspected ? p.focus.lit(static_cast<std::size_t>(c)) : 0;
    return look;
  };
  p.pen.grid(spec);
  const Box row{product.weights - 1, spec.origin.y + product.cell * number(p.filter) - 1, product.cell * number(p.channels) + 2,
                product.cell + 2};
  p.pen.frame(row, Role::kWeight, 2.5);
  p.pen.whole({spec.box().center().x, spec.origin.y - p.pen.type(16)}, p.words()("view.pointwise.matrix"),
              {14, Weight::kSemiBold, Anchor::kMiddle}, t.weight, std::max(spec.box().w, p.pen.type(110)));
}

// A result is not there until the pixel's products are added; `made`: how much of the filter's own is.
CellLook result_look(const PixelLayer& p, const Tensor& values, Index filter, double made, bool written) {
  CellLook look;
  const double there = filter != p.filter ? p.appeared(p.pixel, filter) : p.focus.inspected ? 1 : made;
  look.kind = there > 0 ? CellKind::kValue : CellKind::kEmpty;
  look.appear = there > 0 ? ease_out(there) : 0;
  if (written) look.text = number_text(values[p.cell(p.pixel, filter)], decimals_of(values));
  look.hot = filter == p.filter;
  return look;
}

// The results once more, as the activation leaves them.
void draw_activation(const PixelLayer& p, const Product& product, GridSpec results) {
  if (!p.activation) return;
  const Tensor& bent = p.result();
  const bool written = product.cell >= p.pen.type(15);
  const double arrow = product.bent - product.results - product.cell;
  results.origin.x = product.bent;
  results.target_of = [&](Index f, Index) { return Target{TargetKind::kOutput, p.bent, p.cell(p.pixel, f)}; };
  if (written) results.all_texts = texts_of(p.linear.layer().output());
  results.look = [&](Index f, Index) { return result_look(p, bent, f, p.activate, written); };
  p.pen.grid(results);
  const Theme& t = p.pen.theme();
  const double from = product.results + product.cell + p.pen.type(8), middle = product.middle;
  p.pen.arrow({from, middle}, {product.bent - p.pen.type(8), middle}, t.output, 2);
  const Point name{from + arrow / 2 - p.pen.type(8), middle - p.pen.type(16)};
  p.pen.whole(name, "ReLU", {14, Weight::kSemiBold, Anchor::kMiddle}, t.output, arrow);
}

void draw_vectors(const PixelLayer& p, const Product& product) {
  const Theme& t = p.pen.theme();
  const Tensor &rows = p.linear.layer().input(), &results = p.linear.layer().output();
  const bool written = product.cell >= p.pen.type(15);
  GridSpec values = column_of(product, product.values, p.channels, Role::kInput);
  values.target_of = [&](Index c, Index) { return Target{TargetKind::kInput, p.mix.stage, c * p.pixels + p.pixel}; };
  values.look = [&](Index c, Index) {
    CellLook look;
    if (written) look.text = number_text(rows[p.pixel * p.channels + c], decimals_of(rows));
    look.hidden = p.slide <= 0;
    look.lit = p.focus.multiply < 1 && !p.focus.inspected ? p.focus.lit(static_cast<std::size_t>(c)) : 0;
    return look;
  };
  p.pen.grid(values);
  GridSpec made = column_of(product, product.results, p.filters, Role::kOutput);
  made.target_of = [&](Index f, Index) { return Target{TargetKind::kOutput, p.linear.stage, p.cell(p.pixel, f)}; };
  if (written) made.all_texts = texts_of(results);
  made.look = [&](Index f, Index) { return result_look(p, results, f, p.focus.sum, written); };
  p.pen.grid(made);
  draw_activation(p, product, made);
  const Ink sign{22, Weight::kRegular, Anchor::kMiddle};
  const double half = p.pen.type(15);
  p.pen.text({product.values - half, product.middle}, "×", sign, t.muted);
  p.pen.text({product.results - half, product.middle}, "=", sign, t.muted);
}

// From the pixel's row to the vector, from the result to its row.
void draw_links(const PixelLayer& p, const Product& product, const Table& in, const Table& out) {
  const Theme& t = p.pen.theme();
  const double cell = product.cell;
  const Point from{in.box.right() + 4, in.y(p.pixel) + in.cell / 2};
  const double below = product.middle + cell * number(std::max(p.channels, p.filters)) / 2 + p.pen.type(20);
  const double x = product.values + cell / 2, bottom = product.middle + cell * number(p.channels) / 2 + 4;
  const double turn = (in.box.right() + product.weights) / 2;
  const Color color = with_alpha(t.input, p.slide > 0 ? 1 : 0.35);
  p.pen.path({from, {turn, from.y}, {turn, below}, {x, below}, {x, bottom}}, false, {0, 0, 0, 0}, {color, 1.5, 4, 4});
  const Point result{(p.activation ? product.bent : product.results) + cell + 4, product.top(p.filters) + cell * (number(p.filter) + 0.5)};
  const bool there = p.focus.inspected || p.focus.drop > 0;
  const double dash = there ? 0 : 4;
  p.pen.link(result, {out.box.x - 4, out.y(p.pixel) + out.cell / 2}, {with_alpha(t.output, there ? 1 : 0.35), 2, dash, dash});
}

// ---- words ---------------------------------------------------------------------------------------------------------------------------

bool equal_everywhere(const PixelLayer& p) {
  const Tensor &mixed = p.mix.layer().output(), &linear = p.linear.layer().output();
  for (Index f = 0; f < p.filters; ++f)
    for (Index at = 0; at < p.pixels; ++at)
      if (mixed[f * p.pixels + at] != linear[p.cell(at, f)]) return false;
  return true;
}

void draw_comparison(const PixelLayer& p, Box box) {
  const Theme& t = p.pen.theme();
  const Tensor &mixed = p.mix.layer().output(), &linear = p.linear.layer().output();
  const bool shown = p.focus.inspected || p.focus.sum >= 1;
  if (!shown) return;
  auto text = [&](const char* key, double value, const Tensor& of) {
    return p.words()(key) + "  " + number_text(value, decimals_of(of));
  };
  const std::string line = text("view.pointwise.as_linear", linear[p.cell(p.pixel, p.filter)], linear) + "      " +
                           text("view.pointwise.as_convolution", mixed[p.filter * p.pixels + p.pixel], mixed);
  p.pen.whole({box.center().x, box.y + p.pen.type(10)}, line, {14, Weight::kMedium, Anchor::kMiddle, Face::kWords, Importance::kNote},
              t.output, box.w);
  if (equal_everywhere(p))
    p.pen.whole({box.center().x, box.y + p.pen.type(32)},
                p.words().format("view.pointwise.equal", {{"count", count_text(p.pixels * p.filters)}}),
                {kLabelSize, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote}, t.muted, box.w);
}

BarContent bar_of(const PixelLayer& p, double room) {
  Focus linear = p.focus;
  linear.step = p.linear.layer().trace().gather(p.cell(p.pixel, p.filter));
  WrittenSum sum = written_sum(p.pen, p.linear, linear, room, true);
  if (p.activation && (p.focus.inspected || p.activate > 0) && p.focus.sum >= 1) {
    sum.runs.push_back({"  →  ReLU  ", p.pen.theme().muted});
    sum.runs.push_back({number_text(p.result()[p.cell(p.pixel, p.filter)], decimals_of(p.result())), p.pen.theme().output});
  }
  const Cell& at = p.focus.step.position;
  if (!sum.runs.empty() && !sum.runs.front().text.empty())
    sum.runs.front().text =
        "output[" + std::to_string(at[1]) + ", " + std::to_string(at[2]) + ", " + std::to_string(at[3]) + "]  =  ";
  return {sum.runs,
          p.words().format("view.pointwise.layer_sentence", {{"pixels", count_text(p.pixels)}}),
          {{LegendMark::kInput, p.words()("view.one_pixel")},
           {LegendMark::kWeight, p.words()("legend.weight")},
           {LegendMark::kOutput, p.words()("view.mixed")}},
          sum.size,
          {}};
}

}  // namespace

void build_pointwise_layer(const ViewContext& context, Pen& pen, Box area) {
  const PixelLayer p = layer_of(context, pen);
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  Box page = area;
  cut_top(page, pen.type(50));
  const double side = page.w * 0.24, gap = std::max(pen.type(28), page.w * 0.035);
  const Table in = table_of(p, p.linear.layer().input(), Role::kInput, "view.pointwise.rows_in", {page.x, page.y, side, page.h});
  Table out = table_of(p, p.result(), Role::kOutput, "view.pointwise.rows_out", {page.x, page.y, page.w * 0.2, page.h});
  const double named = pen.width(context.words("view.pointwise.rows_out"), {15, Weight::kSemiBold});
  out.box.x = page.right() - std::max(out.box.w, named);
  const Box middle{page.x + side + gap, page.y, out.box.x - gap - page.x - side - gap, page.h - pen.type(64)};
  const Product product = product_of(p, {middle.x, middle.y + pen.type(30), middle.w, middle.h - pen.type(60)});
  draw_links(p, product, in, out);
  draw_table(p, in, [](Index, Index) { return 1.0; },
             [&](Index pixel, Index c) { return Target{TargetKind::kInput, p.mix.stage, c * p.pixels + pixel}; });
  draw_table(p, out, [&](Index pixel, Index f) { return p.appeared(pixel, f); },
             [&](Index pixel, Index f) { return Target{TargetKind::kOutput, p.activation ? p.bent : p.linear.stage, p.cell(pixel, f)}; });
  draw_weights(p, product);
  draw_vectors(p, product);
  draw_comparison(p, {middle.x, page.bottom() - pen.type(50), middle.w, pen.type(44)});
  draw_bar(pen, context, bar, bar_of(p, bar.w - 40));
}

}  // namespace convscope

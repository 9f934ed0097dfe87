// Convolution and cross-correlation of two sequences, side by side on one clock: the kernel is turned around or not, then slides.
//   (f ∗ g)[t] = Σ f[τ] · g[t − τ]        (f ⋆ g)[t] = Σ f[τ] · g[τ − t]
// Products and sums are bars on one scale, so that a product keeps its height when it moves to the sum.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/convolution.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

void widen(const Lane& lane, Scale& scale) {
  const Trace trace = lane.context.layer().trace();
  for (Index cell = 0; cell < trace.gather_steps(); ++cell) {
    const GatherStep step = trace.gather(cell);
    for (const Term& term : step.terms) {
      scale.high_product = std::max(scale.high_product, term.product);
      scale.low_product = std::min(scale.low_product, term.product);
    }
    double up = 0, down = 0;
    for (const Term& term : step.terms) (term.product > 0 ? up : down) += term.product;
    scale.high_sum = std::max(scale.high_sum, up);
    scale.low_sum = std::min(scale.low_sum, down);
  }
}

// ---- layout ---------------------------------------------------------------------------------------------------------------

bool lay_out(const Pen& pen, const PlaneGeometry& g, Box box, Rows rows, LaneSheet& sheet, Scale& scale) {
  const double head = rows.head ? pen.type(58) : pen.type(26), label = pen.type(24), link = pen.type(34), value = pen.type(24);
  sheet.rows = rows;
  sheet.cell = std::floor(std::min({box.w / static_cast<double>(g.padded_columns()), pen.type(54), box.h * 0.098}));
  const double pair = std::min(box.w * 0.72, box.w - way_of_the_copy(pen, box.w));  // the kernel and its copy
  sheet.kernel_cell = std::floor(std::min({sheet.cell, pen.type(38), pair / 2 / static_cast<double>(g.kernel[1])}));
  const double kernels = rows.kernels ? label + sheet.kernel_cell + pen.type(16) : 0;
  const double name = rows.name ? label : 0;
  const double fixed = head + kernels + name + 2 * sheet.cell + 12 + sheet.cell + 8;
  const double left = box.h - fixed - (rows.bars ? value + pen.type(6) : 0) - (rows.sums ? link + pen.type(6) : 0);
  const double product_range = scale.high_product - scale.low_product, sum_range = scale.high_sum - scale.low_sum;
  const double range = std::max(1e-9, (rows.bars ? product_range : 0) + (rows.sums ? sum_range : 0));
  scale.pixels = std::min(left / range, pen.type(120) / std::max(1e-9, std::max(product_range, sum_range)));
  if (!rows.bars) scale.pixels = 0;
  if (rows.bars && left < pen.type(rows.sums ? 60 : 26)) return false;
  const double slack = std::max(0.0, left - scale.pixels * range), gap = slack / 4;
  sheet.kernel = box.y + head + (rows.kernels ? label : 0);
  sheet.signal = box.y + head + kernels + name + gap * 0.5;
  double y = sheet.signal + 2 * sheet.cell + 12;
  if (rows.bars) {
    sheet.products = y + value + pen.type(6) + gap * 0.5 + scale.pixels * scale.high_product;
    y = sheet.products - scale.pixels * scale.low_product;
  }
  if (rows.sums) {
    sheet.sums = y + link + gap + scale.pixels * scale.high_sum;
    y = sheet.sums - scale.pixels * scale.low_sum + pen.type(6);
  }
  sheet.output = y + (rows.sums ? 0 : 8 + gap);
  return sheet.output + sheet.cell <= box.bottom() + 1;
}

LaneSheet best_sheet(const Pen& pen, const PlaneGeometry& g, Box box, Scale& scale) {
  LaneSheet sheet;
  for (const Rows& rows : {Rows{}, Rows{false, true, true, true}, Rows{false, true, false, true}, Rows{false, false, true, true},
                           Rows{false, false, false, true},
                           Rows{false, false, false, false}})
    if (lay_out(pen, g, box, rows, sheet, scale)) return sheet;
  lay_out(pen, g, box, {false, false, false, false, false}, sheet, scale);
  return sheet;
}

// ---- drawing --------------------------------------------------------------------------------------------------------------

void draw_head(const Drawing& p) {
  const Theme& t = p.pen.theme();
  const char* side = p.lane.turned ? "convolution" : "correlation";
  p.pen.whole({p.box.x, p.box.y + p.pen.type(12)}, p.words()(std::string("view.lane.") + side), {20, Weight::kBold}, t.ink, p.box.w);
  if (!p.sheet.rows.head) return;
  p.pen.whole({p.box.x, p.box.y + p.pen.type(37)}, p.words()(std::string("view.lane.") + side + "_how"),
              {14, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, p.box.w);
}

void draw_signal_name(const Drawing& p) {
  const Theme& t = p.pen.theme();
  const std::string name = p.words().format("view.lane.signal", {{"name", signal_name(p.lane)}});
  const double x = p.box.x + p.pen.text({p.box.x, p.sheet.signal - p.pen.type(14)}, name, {13, Weight::kSemiBold}, t.input);
  p.pen.text({x + p.pen.type(14), p.sheet.signal - p.pen.type(14)},
             p.words().format("view.lane.zeros", {{"count", std::to_string(p.g.left)}}),
             {13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted);
}

void draw_signal(const Drawing& p) {
  const Focus& focus = p.lane.focus;
  const Tensor& input = p.layer().input();
  const int decimals = decimals_of(input), weight_decimals = decimals_of(p.layer().weight());
  if (p.sheet.rows.name) draw_signal_name(p);
  GridSpec spec;
  spec.origin = {p.box.x, p.sheet.signal};
  spec.cell = p.sheet.cell;
  spec.rows = 1;
  spec.columns = p.g.padded_columns();
  spec.look = [&](Index, Index c) {
    CellLook look;
    const Index at = c - p.g.left;
    const bool inside = at >= 0 && at < p.g.columns;
    if (!inside) look.kind = CellKind::kPadding;
    look.text = number_text(inside ? static_cast<double>(input[at]) : 0.0, decimals);
    look.hot = inside && focus.answered.kind == TargetKind::kInput && focus.answered.index == at;
    look.ringed = inside && focus.inputs.count(at) != 0;
    return look;
  };
  spec.target_of = [&](Index, Index c) {
    const Index at = c - p.g.left;
    return at >= 0 && at < p.g.columns ? Target{TargetKind::kInput, p.lane.context.stage, at} : Target{};
  };
  p.pen.grid(spec);
  // the kernel below its window, travelling with it
  const WindowPlace place = window_place(p.lane.context, focus);
  GridSpec tape = spec;
  tape.origin = {p.x(place.column), p.sheet.signal + p.sheet.cell + 4};
  tape.columns = p.g.kernel[1];
  tape.role = Role::kWeight;
  tape.look = [&](Index, Index c) {
    CellLook look;
    const Index flat = weight_under(p.lane, 0, c);
    look.text = flat < 0 ? "" : number_text(p.layer().weight()[flat], weight_decimals);
    look.hot = focus.weights.count(flat) != 0;
    for (std::size_t i = 0; i < focus.step.terms.size() && focus.multiply < 1; ++i)
      if (focus.step.terms[i].tap.weight.index == flat) look.lit = focus.lit(i);
    return look;
  };
  tape.target_of = [&](Index, Index c) { return Target{TargetKind::kWeight, p.lane.context.stage, weight_under(p.lane, 0, c)}; };
  if (!draw_turning_tape(p, tape)) p.pen.grid(tape);
  p.pen.frame({tape.origin.x - 3, p.sheet.signal - 3, p.sheet.cell * static_cast<double>(p.g.kernel[1]) + 6, 2 * p.sheet.cell + 10},
              Role::kWeight, 2.5, place.alpha);
}

Box bar_box(const Drawing& p, double x, double from, double value) {
  const double margin = std::max(3.0, p.sheet.cell * 0.15), top = from - std::max(0.0, value) * p.scale.pixels;
  return {x + margin, top, p.sheet.cell - 2 * margin, std::abs(value) * p.scale.pixels};
}

// Where the bar of a term stands in the pile: on the bars of its sign before it.
double pile_from(const Drawing& p, std::size_t term) {
  double below = 0;
  for (std::size_t i = 0; i < term; ++i) {
    const double product = p.lane.focus.step.terms[i].product;
    if ((product > 0) == (p.lane.focus.step.terms[term].product > 0)) below += product;
  }
  return p.sheet.sums - below * p.scale.pixels;
}

// Where cells are narrow, whole numbers do without their decimals.
std::string tight_text(const Drawing& p, double value, int decimals) {
  const bool narrow = p.sheet.cell < p.pen.type(34);
  return number_text(value, narrow && std::abs(value - std::round(value)) < 1e-6 ? 0 : decimals);
}

void draw_products(const Drawing& p) {
  const Theme& t = p.pen.theme();
  const Focus& focus = p.lane.focus;
  const int decimals = std::max(decimals_of(p.layer().input()), decimals_of(p.layer().weight()));
  const double right = p.box.x + p.sheet.cell * static_cast<double>(p.g.padded_columns());
  Ink quiet{13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  p.pen.line({p.box.x, p.sheet.products}, {right, p.sheet.products}, {t.line, 1.2});
  p.pen.text({p.box.x, p.sheet.products - p.pen.type(13)}, p.words()("view.products"), quiet, t.muted);
  for (std::size_t i = 0; i < focus.step.terms.size(); ++i) {
    const Term& term = focus.step.terms[i];
    const double grow = ease_out(focus.lit(i)), x = p.x(static_cast<double>(term.tap.at[2]));
    if (grow <= 0) continue;
    const Box bar = bar_box(p, x, p.sheet.products, term.product * grow);
    if (bar.h > 0.5) p.pen.rect(bar, mix(t.surface, t.muted, 0.38), 2);
    const double y = term.product >= 0 ? bar.y - p.pen.type(12) : bar.bottom() + p.pen.type(12);
    if (grow >= 1 && p.sheet.cell >= p.pen.type(20))
      p.pen.text({x + p.sheet.cell / 2, y}, tight_text(p, term.product, decimals),
                 {std::clamp(p.sheet.cell * 0.42 / p.pen.type(1), kSmallestText, 14.0), Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers},
                 term.product == 0 ? t.muted : t.ink);
    if (!p.sheet.rows.sums || term.product == 0 || focus.sum <= 0) continue;
    const double pile = p.sheet.sums - std::max(0.0, p.scale.high_sum) * p.scale.pixels;
    const Point from{x + p.sheet.cell / 2, p.sheet.products + (term.product < 0 ? bar.h : 0) + 3},
        to{p.output_x(focus.step.cell) + p.sheet.cell / 2, std::max(from.y + 12, pile - 3)};
    const double middle = (from.y + to.y) / 2;
    p.pen.list().items.push_back(CurveItem{from, {from.x, middle}, {to.x, middle}, to, {with_alpha(t.output, focus.sum), 2}});
    if (focus.sum >= 1) continue;  // the bar on its way to the pile
    const double e = ease_in_out(focus.sum), y0 = p.sheet.products, y1 = pile_from(p, i);
    p.pen.rect(bar_box(p, x + (p.output_x(focus.step.cell) - x) * e, y0 + (y1 - y0) * e, term.product),
               with_alpha(mix(t.muted, t.output, e), 0.75), 2);
  }
}

void draw_sums(const Drawing& p) {
  const Theme& t = p.pen.theme();
  const Focus& focus = p.lane.focus;
  const double right = p.box.x + p.sheet.cell * static_cast<double>(p.g.padded_columns());
  Ink quiet{13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  p.pen.text({p.box.x, p.sheet.sums - p.pen.type(13)}, p.words()("view.sum"), quiet, t.muted);
  for (Index cell = 0; cell < p.layer().output().count(); ++cell) {
    if (cell == focus.step.cell || focus.appeared(cell) <= 0) continue;
    const Box bar = bar_box(p, p.output_x(cell), p.sheet.sums, p.layer().output()[cell]);
    if (bar.h > 0.5) p.pen.rect(bar, mix(t.surface, t.output, 0.35), 2);
  }
  for (std::size_t i = 0; i < focus.step.terms.size() && focus.sum >= 1; ++i) {
    const double product = focus.step.terms[i].product;
    if (product == 0) continue;
    p.pen.rect(bar_box(p, p.output_x(focus.step.cell), pile_from(p, i), product), mix(t.surface, t.output, 0.6), 2, {t.surface, 1.5});
  }
  p.pen.line({p.box.x, p.sheet.sums}, {right, p.sheet.sums}, {t.line, 1.2});
}

void draw_output(const Drawing& p) {
  const Focus& focus = p.lane.focus;
  const Tensor& output = p.layer().output();
  const int decimals = decimals_of(output);
  GridSpec spec;
  spec.origin = {p.output_x(0), p.sheet.output};
  spec.cell = p.sheet.cell;
  spec.rows = 1;
  spec.columns = output.count();
  spec.role = Role::kOutput;
  for (float value : output.data) spec.all_texts.push_back(tight_text(p, value, decimals));
  spec.look = [&](Index, Index c) {
    CellLook look;
    look.appear = focus.appeared(c);
    look.kind = look.appear > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.text = spec.all_texts[static_cast<std::size_t>(c)];
    look.hot = c == focus.step.cell;
    look.ringed = focus.outputs.count(c) != 0;
    return look;
  };
  spec.target_of = [&](Index, Index c) { return Target{TargetKind::kOutput, p.lane.context.stage, c}; };
  p.pen.grid(spec);
  const double label = p.pen.width(p.words()("view.output"), {13, Weight::kSemiBold});
  const double y = p.sheet.output + p.sheet.cell / 2, after = spec.box().right() + p.pen.type(10);
  if (p.box.x + label + 8 <= spec.origin.x)
    p.pen.text({p.box.x, y}, p.words()("view.output"), {13, Weight::kSemiBold}, p.pen.theme().output);
  else if (after + label <= p.box.right())
    p.pen.text({after, y}, p.words()("view.output"), {13, Weight::kSemiBold}, p.pen.theme().output);
}

// ---- the bar --------------------------------------------------------------------------------------------------------------

std::string values_text(const Tensor& tensor) {
  const int decimals = decimals_of(tensor);
  std::string text;
  for (float value : tensor.data) text += (text.empty() ? "" : "  ") + number_text(value, decimals);
  return text;
}

// How the result changes when signal and kernel change places: not at all, mirrored, or otherwise.
std::string swap_sentence(const Pen& pen, const Lane& lane, const Tensor& swapped, double room) {
  const Tensor& output = lane.context.layer().output();
  const bool same = output.data == swapped.data, mirrored = std::equal(output.data.begin(), output.data.end(), swapped.data.rbegin());
  const std::string how = same ? "view.lane.swap_same" : mirrored ? "view.lane.swap_mirrored" : "view.lane.swap_other";
  const std::string full = lane.context.words.format(how, {{"values", values_text(swapped)}});
  return pen.fits(full, {kLabelSize}, room) ? full : lane.context.words(how + "_brief");
}

void draw_lane_bar(Pen& pen, const Lane& lane, Box box, const Tensor& swapped, bool equal) {
  WrittenSum sum = written_sum(pen, lane.context, lane.focus, box.w - 40);
  if (!sum.runs.empty() && sum.runs.front().text.rfind("output[", 0) == 0)
    sum.runs.front().text = "output[" + std::to_string(lane.focus.step.position[3]) + "]  =  ";
  if (lane.focus.state == StageState::kLater && !lane.focus.inspected)  // the kernel turns over, or does not
    sum.runs = {{kernel_name(lane) + "  ", pen.theme().muted},
                {lane.context.words(lane.turned ? "view.lane.turned" : "view.lane.as_it_is"), pen.theme().weight}};
  draw_bar(pen, lane.context, box,
           {sum.runs, equal ? lane.context.words("view.lane.equal") : swap_sentence(pen, lane, swapped, box.w - 40), {},
            std::min(sum.size, 18.0), {}});
}

}  // namespace

// Where the lanes stand: side by side, or one above the other where a long signal needs the width.
struct Lanes {
  Box box[2];
  LaneSheet sheet;
  Scale scale;
  bool stacked = false;
};

Lanes place_lanes(const Pen& pen, const PlaneGeometry& g, Box area, const Scale& scale) {
  const double gap = 2 * kSpace, width = (area.w - gap) / 2, height = (area.h - gap) / 2;
  Lanes beside{{}, {}, scale, false}, above{{}, {}, scale, true};
  for (int i = 0; i < 2; ++i) {
    beside.box[i] = {area.x + gap + i * (width + gap), area.y, width - 2 * gap, area.h};
    above.box[i] = {area.x + gap, area.y + i * (height + gap), area.w - 2 * gap, height};
  }
  beside.sheet = best_sheet(pen, g, beside.box[0], beside.scale);
  if (beside.sheet.cell >= pen.type(26)) return beside;
  above.sheet = best_sheet(pen, g, above.box[0], above.scale);
  return above.sheet.cell > beside.sheet.cell ? above : beside;
}

void build_convolution(const ViewContext& context, Pen& pen, Box area) {
  const Lane lanes[] = {make_lane(context, "convolution", true), make_lane(context, "correlation", false)};
  const Tensor* swapped[] = {&context.model.tensors.at("convolution_swapped"), &context.model.tensors.at("correlation_swapped")};
  const bool equal = lanes[0].context.layer().output().data == lanes[1].context.layer().output().data;
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const PlaneGeometry g = plane_geometry(lanes[0].context.layer());
  const double gap = 2 * kSpace, width = (area.w - gap) / 2;
  Scale range;
  for (const Lane& lane : lanes) widen(lane, range);
  const Lanes placed = place_lanes(pen, g, area, range);
  const Point middle = area.center();
  if (placed.stacked) pen.line({area.x, middle.y}, {area.right(), middle.y}, {pen.theme().line, 1});
  else pen.line({middle.x, area.y}, {middle.x, area.bottom()}, {pen.theme().line, 1});
  for (int i = 0; i < 2; ++i) {
    Box box = placed.box[i];
    const double slack = std::min((box.w - placed.sheet.cell * static_cast<double>(g.padded_columns())) / 2, pen.type(60));
    cut_left(box, slack);
    const Drawing p{pen, lanes[i], g, placed.sheet.below(box.y - placed.box[0].y), placed.scale, box};
    draw_head(p);
    if (exchanging(context)) {
      draw_exchange(p, *swapped[i]);
    } else {
      draw_lane_kernels(p);
      if (p.sheet.rows.bars) draw_products(p);
      if (p.sheet.rows.sums) draw_sums(p);
      draw_signal(p);
      draw_output(p);
    }
    draw_lane_bar(pen, lanes[i], {area.x + i * (width + gap), bar.y, width, bar.h}, *swapped[i], equal);
  }
  draw_swap(pen, context, {area.right(), area.y + pen.type(12)});
}

}  // namespace convscope

// One lit pixel shows the difference: convolution prints the kernel as it was written, correlation prints it turned by 180°.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/heading.h"
#include "app/views/lanes.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

struct LaneSheet {
  double cell = 40, output_cell = 52;
  double kernel = 0, copy = 0, input = 0, output = 0;  // x
  bool kernels = true, names = true;
};

struct Strip {
  Pen& pen;
  const Lane& lane;
  PlaneGeometry g;
  LaneSheet sheet;
  Box box;
  double middle() const { return box.y + (sheet.names ? pen.type(26) : 0) + (box.h - (sheet.names ? pen.type(50) : 0)) / 2; }
  const Words& words() const { return lane.context.words; }
};

double count(Index n) { return static_cast<double>(n); }

LaneSheet lay_out(const Pen& pen, const PlaneGeometry& g, Box box, bool kernels, bool names) {
  constexpr double kOutputShare = 1.3;
  LaneSheet s;
  s.kernels = kernels;
  s.names = names;
  const double arrow = kernels ? std::max(pen.type(54), box.w * 0.06) : 0, gap = std::max(pen.type(30), box.w * 0.055),
               link = std::max(pen.type(40), box.w * 0.1);
  const double height = box.h - (names ? pen.type(54) : 6);
  const double columns = (kernels ? 2 * count(g.kernel[1]) : 0) + count(g.padded_columns()) + kOutputShare * count(g.output_columns);
  s.cell = fit_cell({0, 0, box.w - arrow - (kernels ? gap : 0) - link, height}, count(std::max(g.padded_rows(), g.kernel[0])), columns,
                    pen.type(56));
  s.output_cell = std::floor(std::min(s.cell * kOutputShare, height / count(g.output_rows)));
  const double used = arrow + (kernels ? gap : 0) + link + s.cell * ((kernels ? 2 * count(g.kernel[1]) : 0) + count(g.padded_columns())) +
                      s.output_cell * count(g.output_columns);
  const double slack = std::max(0.0, box.w - used) / 4;
  s.kernel = box.x + std::min(slack, pen.type(24));
  s.copy = s.kernel + s.cell * count(g.kernel[1]) + arrow + slack * 0.5;
  s.input = kernels ? s.copy + s.cell * count(g.kernel[1]) + gap + slack : box.x + slack * 2;
  s.output = s.input + s.cell * count(g.padded_columns()) + link + slack;
  return s;
}

LaneSheet best_sheet(const Pen& pen, const PlaneGeometry& g, Box box) {
  for (bool kernels : {true, false})
    for (bool names : {true, false}) {
      LaneSheet s = lay_out(pen, g, box, kernels, names);
      if (s.cell >= pen.type(kernels ? 22 : 19)) return s;
    }
  return lay_out(pen, g, box, false, false);
}

void draw_kernels(const Strip& s) {
  if (!s.sheet.kernels) return;
  const Theme& t = s.pen.theme();
  const double cell = s.sheet.cell, top = s.middle() - cell * count(s.g.kernel[0]) / 2, size = cell * count(s.g.kernel[1]);
  KernelPlane kernel;
  kernel.origin = {s.sheet.kernel, top};
  kernel.cell = cell;
  draw_kernel_plane(s.pen, s.lane.context, s.lane.focus, kernel);
  draw_turn_arrow(s.pen, {s.sheet.kernel + size + 8, s.middle()}, {s.sheet.copy - 8, s.middle()}, s.lane.turned);
  const Tensor& weight = s.lane.context.layer().weight();
  const int decimals = decimals_of(weight);
  GridSpec spec;
  spec.origin = {s.sheet.copy, top};
  spec.cell = cell;
  spec.rows = s.g.kernel[0];
  spec.columns = s.g.kernel[1];
  spec.role = Role::kWeight;
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = weight_under(s.lane, r, c);
    look.text = flat < 0 ? "" : number_text(weight[flat], decimals);
    look.hot = s.lane.focus.weights.count(flat) != 0;
    for (std::size_t i = 0; i < s.lane.focus.step.terms.size(); ++i) {
      const Term& term = s.lane.focus.step.terms[i];
      if (term.tap.weight.index == flat && term.product != 0 && s.lane.focus.lit(i) > 0) look.hot = true;
    }
    return look;
  };
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kWeight, s.lane.context.stage, weight_under(s.lane, r, c)}; };
  s.pen.grid(spec);
  if (!s.sheet.names) return;
  Ink ink{13, Weight::kSemiBold, Anchor::kMiddle};
  const double y = top + cell * count(s.g.kernel[0]) + s.pen.type(16);
  s.pen.text({s.sheet.kernel + size / 2, y}, s.words()("view.lane.kernel_2d"), ink, t.weight);
  s.pen.text({s.sheet.copy + size / 2, y}, s.words()(s.lane.turned ? "view.lane.turned_180" : "view.lane.as_it_is"), ink, t.weight);
}

// The kernel's mirror about its middle: what the correlation prints of one lit pixel.
std::string print_of(const Strip& s) {
  const LayerModel& layer = s.lane.context.layer();
  const std::vector<float>&output = layer.output().data, &weight = layer.weight().data;
  if (output == weight) return s.words()("view.lane.upright");
  if (std::equal(output.begin(), output.end(), weight.rbegin(), weight.rend())) return s.words()("view.lane.printed_turned");
  return s.words()("view.output");
}

void draw_planes(const Strip& s) {
  const Theme& t = s.pen.theme();
  InputPlane input;
  input.cell = s.sheet.cell;
  input.origin = {s.sheet.input, s.middle() - input.cell * count(s.g.padded_rows()) / 2};
  input.value_tints = true;
  OutputPlane output;
  output.cell = s.sheet.output_cell;
  output.origin = {s.sheet.output, s.middle() - output.cell * count(s.g.output_rows) / 2};
  // The link runs over the top edges of both grids, never across a number.
  const Box window = window_box(s.g, input, window_place(s.lane.context, s.lane.focus));
  const Point to = output_center(s.lane.context, output, s.lane.focus.step.cell);
  const double from_y = input.origin.y - 2, to_y = output.origin.y - 2, lift = std::min(26.0, std::min(from_y, to_y) - s.box.y + 14);
  const double alpha = s.lane.focus.inspected ? 1.0 : std::max(0.25, s.lane.focus.sum);
  s.pen.list().items.push_back(CurveItem{{window.center().x, from_y},
                                         {window.center().x + 40, from_y - lift},
                                         {to.x - 60, to_y - lift},
                                         {to.x, to_y},
                                         {with_alpha(t.output, alpha), 2.5}});
  draw_input_plane(s.pen, s.lane.context, s.lane.focus, s.g, input);
  draw_output_plane(s.pen, s.lane.context, s.lane.focus, output);
  if (!s.lane.focus.inspected)
    draw_gathering(
        s.pen, s.lane.focus, s.lane.focus.sum, [&](const Term& term) { return term_center(s.g, input, term); }, to);
  if (!s.sheet.names) return;
  Ink ink{13, Weight::kSemiBold, Anchor::kMiddle};
  s.pen.text({input.box(s.g).center().x, input.box(s.g).bottom() + s.pen.type(16)}, s.words()("view.input"), ink, t.input);
  s.pen.text({s.sheet.output + output.cell * count(s.g.output_columns) / 2,
              output.origin.y + output.cell * count(s.g.output_rows) + s.pen.type(16)},
             print_of(s), ink, t.output);
}

// "1·2 = 2 convolved": the products that are not zero, at most three.
void add_sum(const Lane& lane, const Theme& t, const std::string& how, std::vector<TextRun>& line) {
  constexpr int kMost = 3;
  const LayerModel& layer = lane.context.layer();
  const int input = decimals_of(layer.input()), weight = decimals_of(layer.weight()), output = decimals_of(layer.output());
  int written = 0, left = 0;
  for (const Term& term : lane.focus.step.terms) {
    if (term.product == 0) continue;
    if (written == kMost) {
      ++left;
      continue;
    }
    if (written++ > 0) line.push_back({" + ", t.muted});
    line.push_back({factor_text(term.data, input), t.input});
    line.push_back({"·", t.muted});
    line.push_back({factor_text(term.weight, weight), t.weight});
  }
  if (left > 0) line.push_back({" + …", t.muted});
  if (written == 0) line.push_back({"0", t.muted});
  if (lane.focus.sum <= 0) return;
  line.push_back({" = ", t.muted});
  line.push_back({number_text(lane.focus.step.result, output), t.output});
  line.push_back({" " + how, t.muted});
}

BarContent bar_of(const Lane* lanes, const Words& words, const Theme& t) {
  BarContent content;
  const Cell& at = lanes[0].focus.step.position;
  content.line = {{"output[" + std::to_string(at[2]) + ", " + std::to_string(at[3]) + "]  =  ", t.muted}};
  if (lanes[0].focus.multiply > 0) {
    add_sum(lanes[0], t, words("view.lane.convolved"), content.line);
    content.line.push_back({"      ", t.muted});
    add_sum(lanes[1], t, words("view.lane.correlated"), content.line);
  }
  std::vector<TextRun> results;
  for (int i = 0; i < 2 && lanes[i].focus.sum > 0; ++i) {
    const LayerModel& layer = lanes[i].context.layer();
    results.push_back({number_text(lanes[i].focus.step.result, decimals_of(layer.output())) + (i == 0 ? "   " : ""), t.output});
  }
  std::vector<TextRun> sums(content.line.begin() + 1, content.line.end());
  content.shorter = {sums, results};
  const auto zeros =
      std::count_if(lanes[0].focus.step.terms.begin(), lanes[0].focus.step.terms.end(), [](const Term& term) { return term.product == 0; });
  content.sentence = words.format("view.lane.other_zero", {{"count", std::to_string(zeros)}});
  content.line_size = 18;
  content.legend = {{LegendMark::kInput, words("legend.lit_pixel")}, {LegendMark::kWindow, words("legend.window")}};
  return content;
}

}  // namespace

void build_convolution_pixel(const ViewContext& context, Pen& pen, Box area) {
  const Words& words = context.words;
  const Lane lanes[] = {make_lane(context, "convolution", true), make_lane(context, "correlation", false)};
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  draw_heading(pen, area, words("view.lane.pixel_title"), words("view.lane.pixel_subtitle"));
  const PlaneGeometry g = plane_geometry(lanes[0].context.layer());
  const double gap = pen.type(6), height = (area.h - gap) / 2;
  const LaneSheet sheet = best_sheet(pen, g, {area.x, area.y, area.w, height});
  for (int i = 0; i < 2; ++i) {
    const Strip strip{pen, lanes[i], g, sheet, {area.x, area.y + i * (height + gap), area.w, height}};
    if (sheet.names)
      pen.whole({area.x, strip.box.y + pen.type(10)}, words(i == 0 ? "view.lane.convolution" : "view.lane.correlation"),
                {17, Weight::kBold}, pen.theme().ink, area.w * 0.4);
    draw_kernels(strip);
    draw_planes(strip);
  }
  draw_bar(pen, context, bar, bar_of(lanes, words, pen.theme()));
}

}  // namespace convscope

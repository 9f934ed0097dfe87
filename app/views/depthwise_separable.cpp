// Depthwise, then pointwise: two stages on one timeline. Left a lane for each channel, right the filters that mix one pixel of all
// lanes; below the sum, and the cost beside that of the standard layer. Many filters: those around the one that works.
#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "app/views/builders.h"
#include "app/views/groups.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr double kMostWideWeights = 14;  // of a 1×1 filter: more of them are narrower than a lane's cells
constexpr double kLaneGap = 10, kLanePadding = 6;

struct Sheet {
  Captions captions = Captions::kFull;
  std::vector<Index> lanes;             // channels that are drawn
  Index first_filter = 0, filters = 1;  // that are drawn
  double cell = 30, map_cell = 36, weight_cell = 30, output_cell = 36;
  double input = 0, kernel = 0, filtered = 0, lanes_right = 0, weight = 0, output = 0;  // x
  double top = 0, height = 0, step = 0;  // of a lane; to the next
  double filters_top = 0, filter_step = 0;
};

struct Stages {
  const ViewContext& context;
  Pen& pen;
  ViewContext deep, mix;        // of the two layers
  PlaneGeometry g;
  Focus filter, point;
  Sheet sheet;

  bool mixes() const { return point.state != StageState::kLater || point.inspected; }  // the second stage is what is told
  bool tells_filter() const { return filter.inspected || (!mixes() && !point.inspected); }
  Index channels() const { return deep.layer().output().extents[1]; }
  Index filters() const { return mix.layer().output().extents[1]; }
  double lane_middle(std::size_t row) const { return sheet.top + sheet.step * static_cast<double>(row) + sheet.height / 2; }
  double filter_middle(Index filter_number) const {
    return sheet.filters_top + sheet.filter_step * (static_cast<double>(filter_number - sheet.first_filter) + 0.5);
  }
};

// A filtered value is the first stage's output and the second one's input: pointing at it asks both.
ViewContext mix_context(const ViewContext& context) {
  ViewContext mix = at_stage(context, 1);
  const Target asked = context.hover.none() ? context.state.pin : context.hover;
  if (asked.kind == TargetKind::kOutput && asked.stage == 0) mix.hover = {TargetKind::kInput, 1, asked.index};
  return mix;
}

// ---- layout ---------------------------------------------------------------------------------------------------------------

std::vector<Index> lanes_to_draw(const Stages& s, Index fitting) {
  std::vector<Index> lanes;
  const Index all = s.channels();
  if (all <= std::max<Index>(3, fitting)) {
    for (Index c = 0; c < all; ++c) lanes.push_back(c);
    return lanes;
  }
  return {0, std::clamp<Index>(s.filter.step.position[1], 1, all - 2), all - 1};
}

void lay_out(Stages& s, Box box, Captions captions) {
  Sheet& l = s.sheet;
  l = {};
  l.captions = captions;
  cut_top(box, s.pen.caption_height(captions), captions == Captions::kNone ? 0 : 4);
  const double w = static_cast<double>(s.g.padded_columns()), h = static_cast<double>(s.g.padded_rows()),
               kw = static_cast<double>(s.g.kernel[1]), kh = static_cast<double>(s.g.kernel[0]),
               ow = static_cast<double>(s.g.output_columns), oh = static_cast<double>(s.g.output_rows),
               c = static_cast<double>(s.channels());
  const double legible = s.pen.legible_cell(), tallest = std::max({h, kh, oh});
  l.lanes = lanes_to_draw(s, static_cast<Index>((box.h + kLaneGap) / (legible * tallest + 2 * kLanePadding + kLaneGap)));
  const double n = static_cast<double>(l.lanes.size()), more = l.lanes.size() < static_cast<std::size_t>(s.channels()) ? s.pen.type(14) : 0;
  l.height = (box.h - (n - 1) * (kLaneGap + more)) / n;
  const double label = 12 + s.pen.type(22), link = std::max(12.0, box.w * 0.022), fan = std::max(64.0, box.w * 0.15);
  const double number = s.pen.type(22);
  const double fixed = label + 2 * link + 8 + fan + link * 2 + number;
  const double room = l.height - 2 * kLanePadding;
  const double across = (box.w - fixed) / (w + kw + ow * 1.2 + std::min(c, kMostWideWeights) + ow * 1.2);
  l.cell = std::floor(std::max(2.0, std::min({room / tallest, across, 44.0 * s.context.height / 700})));
  l.map_cell = std::floor(std::max(2.0, std::min(room / oh, l.cell * 1.2)));
  l.height = std::min(l.height, std::max(std::max(h, kh) * l.cell, oh * l.map_cell) * 1.18 + 2 * kLanePadding);
  l.step = l.height + kLaneGap + more;
  l.top = box.y + std::max(0.0, (box.h - n * l.step + kLaneGap + more) / 2);
  const double lanes_height = n * l.step - kLaneGap - more;
  const Index fitting = std::max<Index>(1, static_cast<Index>(lanes_height / (std::max(oh * std::min(l.map_cell, legible), l.cell) + 12)));
  l.filters = std::min(s.filters(), fitting);
  l.first_filter = std::clamp<Index>(s.point.step.position[1] - l.filters / 2, 0, s.filters() - l.filters);
  const double said = l.filters < s.filters() ? s.pen.type(20) : 0;  // above and below: how many are left out
  l.filter_step = (lanes_height - 2 * said) / static_cast<double>(l.filters);
  l.filters_top = l.top + said;
  l.output_cell = std::floor(std::max(2.0, std::min(l.map_cell, (l.filter_step - 12) / oh)));
  const double used = fixed + (w + kw) * l.cell + ow * (l.map_cell + l.output_cell);
  l.weight_cell = std::floor(std::clamp((box.w - used) / c, 3.0, std::min(l.cell * 1.1, l.filter_step - 8)));
  const double slack = std::max(0.0, box.w - used - c * l.weight_cell);
  l.input = box.x + label;
  l.kernel = l.input + w * l.cell + link + slack * 0.1;
  l.filtered = l.kernel + kw * l.cell + link + slack * 0.1;
  l.lanes_right = l.filtered + ow * l.map_cell + 8;
  l.weight = l.lanes_right + fan + slack * 0.4;
  l.output = l.weight + c * l.weight_cell + 2 * link + slack * 0.35;
}

void lay_out_best(Stages& s, Box box) {
  for (Captions captions : {Captions::kFull, Captions::kNames, Captions::kNone}) {
    lay_out(s, box, captions);
    if (std::min({s.sheet.cell, s.sheet.map_cell, s.sheet.weight_cell, s.sheet.output_cell}) >= s.pen.legible_cell()) return;
  }
  lay_out(s, box, Captions::kNames);
}

// ---- drawing --------------------------------------------------------------------------------------------------------------

Box filtered_cell(const Stages& s, std::size_t row, Index y, Index x) {
  const Sheet& l = s.sheet;
  return {l.filtered + static_cast<double>(x) * l.map_cell,
          s.lane_middle(row) + (static_cast<double>(y) - static_cast<double>(s.g.output_rows) / 2) * l.map_cell, l.map_cell, l.map_cell};
}

Box weight_row(const Stages& s, Index filter) {
  const double side = s.sheet.weight_cell;
  return {s.sheet.weight, s.filter_middle(filter) - side / 2, side * static_cast<double>(s.channels()), side};
}

Point output_origin(const Stages& s, Index filter) {
  return {s.sheet.output, s.filter_middle(filter) - s.sheet.output_cell * static_cast<double>(s.g.output_rows) / 2};
}

void draw_lane(const Stages& s, std::size_t row, double left) {
  const Sheet& l = s.sheet;
  const Theme& t = s.pen.theme();
  const Index channel = l.lanes[row];
  const bool works = s.tells_filter() && channel == s.filter.step.position[1];
  const double middle = s.lane_middle(row);
  draw_group_ground(s.pen, {left, middle - l.height / 2, l.lanes_right - left, l.height}, channel, true, works);
  s.pen.text({left + (6 + l.input - left) / 2, middle}, std::to_string(channel), {14, Weight::kBold, Anchor::kMiddle}, t.ink);
  if (row + 1 < l.lanes.size() && l.lanes[row + 1] > channel + 1)
    s.pen.text({l.input, middle + l.step / 2}, more_text(s.context.words, l.lanes[row + 1] - channel - 1), {12.5}, t.muted);
  const double w = static_cast<double>(s.g.padded_columns()) * l.cell, k = static_cast<double>(s.g.kernel[1]) * l.cell;
  s.pen.line({l.input + w + 2, middle}, {l.kernel - 2, middle}, {with_alpha(t.weight, works ? 1 : 0.5), works ? 2.5 : 1.5});
  s.pen.line({l.kernel + k + 2, middle}, {l.filtered - 2, middle}, {with_alpha(t.output, works ? 1 : 0.5), works ? 2.5 : 1.5});
  InputPlane input;
  input.origin = {l.input, middle - l.cell * static_cast<double>(s.g.padded_rows()) / 2};
  input.cell = l.cell;
  input.sample = s.filter.step.position[0];
  input.channel = channel;
  input.window_alpha = works ? 1 : 0;
  input.badges = works && l.cell >= s.pen.type(30);
  draw_input_plane(s.pen, s.deep, s.filter, s.g, input);
  const bool lit = works && s.filter.multiply > 0 && s.filter.multiply < 1;
  draw_kernel_plane(s.pen, s.deep, s.filter,
                    {{l.kernel, middle - l.cell * static_cast<double>(s.g.kernel[0]) / 2}, l.cell, channel, 0, lit});
  Focus shown = s.filter;
  if (!s.tells_filter()) shown.step.cell = -1;  // the pixel that is mixed is marked instead
  const Box first = filtered_cell(s, row, 0, 0);
  OutputPlane map{{first.x, first.y}, l.map_cell, s.filter.step.position[0], channel};
  draw_output_plane(s.pen, s.deep, shown, map);
  if (works && !s.filter.inspected)
    draw_gathering(
        s.pen, s.filter, s.filter.sum, [&](const Term& term) { return term_center(s.g, input, term); },
        output_center(s.deep, map, s.filter.step.cell));
  if (!s.tells_filter()) {
    const Cell& at = s.point.step.position;
    s.pen.frame(filtered_cell(s, row, at[2], at[3]), Role::kOutput, 2.5);
    if (!s.point.inspected) return;  // what lies behind it, in the first stage
    const double y = static_cast<double>(at[2] * s.g.stride[0] - s.g.top), x = static_cast<double>(at[3] * s.g.stride[1] - s.g.left);
    s.pen.frame(window_box(s.g, input, {y, x, 1}), Role::kWeight, 2, 0.45, 0.03);
  }
}

// From the pixel in every lane to the filters: faint to all of them, strong to the one that works.
void draw_fan(const Stages& s) {
  const Theme& t = s.pen.theme();
  const Sheet& l = s.sheet;
  const Cell& at = s.point.step.position;
  const bool strong = !s.tells_filter();
  auto each = [&](Index filter, Stroke stroke) {
    for (std::size_t row = 0; row < l.lanes.size(); ++row) {
      const Box cell = filtered_cell(s, row, at[2], at[3]);
      s.pen.link({l.lanes_right, cell.center().y}, {weight_row(s, filter).x - 3, s.filter_middle(filter)}, stroke);
    }
  };
  for (Index f = l.first_filter; f < l.first_filter + l.filters; ++f)
    if (!strong || f != at[1]) each(f, {t.line, 1.2});
  if (strong) each(at[1], {t.weight, 2.5});
}

void draw_filter(const Stages& s, Index filter) {
  const Theme& t = s.pen.theme();
  const Box row = weight_row(s, filter);
  const bool works = !s.tells_filter() && filter == s.point.step.position[1];
  const Tensor& weight = s.mix.layer().weight();
  GridSpec spec;
  spec.origin = {row.x, row.y};
  spec.cell = s.sheet.weight_cell;
  spec.rows = 1;
  spec.columns = s.channels();
  spec.role = Role::kWeight;
  spec.target_of = [&](Index, Index c) { return Target{TargetKind::kWeight, 1, filter * s.channels() + c}; };
  const int decimals = decimals_of(weight);
  spec.look = [&](Index, Index c) {
    CellLook look;
    const Index flat = filter * s.channels() + c;
    look.text = number_text(weight[flat], decimals);
    look.hot = s.point.weights.count(flat) != 0;
    look.lit = works ? s.point.lit(static_cast<std::size_t>(c)) * (s.point.multiply < 1 ? 1 : 0) : 0;
    return look;
  };
  const Point out = output_origin(s, filter);
  const double alpha = works ? std::max(0.3, s.point.inspected ? 1.0 : s.point.sum) : 1;
  s.pen.link({row.right() + 3, row.center().y}, {out.x - 3, s.filter_middle(filter)},
             {works ? with_alpha(t.output, alpha) : t.line, works ? 2.5 : 1.2});
  s.pen.grid(spec);
  if (works) s.pen.frame(inset(row, -2), Role::kWeight, 3);
  Focus shown = s.point;
  if (s.tells_filter()) shown.step.cell = -1;
  draw_output_plane(s.pen, s.mix, shown, {out, s.sheet.output_cell, 0, filter});
  s.pen.text({out.x + s.sheet.output_cell * static_cast<double>(s.g.output_columns) + 8, s.filter_middle(filter)}, std::to_string(filter),
             {kLabelSize, Weight::kSemiBold, Anchor::kStart, Face::kWords, Importance::kNote}, works ? t.ink : t.muted);
}

// Above and below the filters that are drawn.
void draw_filters_left_out(const Stages& s) {
  const Sheet& l = s.sheet;
  const double x = l.output + l.output_cell * static_cast<double>(s.g.output_columns) / 2, away = s.pen.type(10);
  const Index before = l.first_filter, after = s.filters() - l.first_filter - l.filters;
  const Ink ink{kLabelSize, Weight::kRegular, Anchor::kMiddle};
  if (before > 0) s.pen.text({x, l.filters_top - away}, more_text(s.context.words, before), ink, s.pen.theme().muted);
  const double bottom = l.filters_top + l.filter_step * static_cast<double>(l.filters);
  if (after > 0) s.pen.text({x, bottom + away}, more_text(s.context.words, after), ink, s.pen.theme().muted);
}

// Values travel to the weights of the filter; what they sum to travels on to the output cell.
void draw_travel(const Stages& s) {
  if (s.tells_filter() || s.point.inspected) return;
  const Sheet& l = s.sheet;
  const Theme& t = s.pen.theme();
  const Cell& at = s.point.step.position;
  const Box row = weight_row(s, at[1]);
  auto dot = [&](Point from, Point to, double e) {
    s.pen.circle({from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * ease_in_out(e)}, 5, t.output, {t.surface, 1.5});
  };
  if (s.point.multiply > 0 && s.point.multiply < 1)
    for (std::size_t r = 0; r < l.lanes.size(); ++r) {
      const double lit = s.point.lit(static_cast<std::size_t>(l.lanes[r]));
      if (lit > 0 && lit < 1) dot({l.lanes_right, filtered_cell(s, r, at[2], at[3]).center().y}, {row.x - 4, row.center().y}, lit);
    }
  if (s.point.sum <= 0 || s.point.sum >= 1) return;
  const Point origin = output_origin(s, at[1]);
  dot({row.right(), row.center().y},
      {origin.x + (static_cast<double>(at[3]) + 0.5) * l.output_cell, origin.y + (static_cast<double>(at[2]) + 0.5) * l.output_cell},
      s.point.sum);
}

void draw_captions(const Stages& s) {
  const Sheet& l = s.sheet;
  const Words& words = s.context.words;
  const double out = static_cast<double>(s.g.output_columns), y = l.top;
  s.pen.caption({l.input + l.cell * static_cast<double>(s.g.padded_columns()) / 2, y}, words("view.input"),
                shape_text({s.channels(), s.g.rows, s.g.columns}), Role::kInput, l.captions);
  s.pen.caption({l.kernel + l.cell * static_cast<double>(s.g.kernel[1]) / 2, y}, words("view.weights"),
                shape_text({s.channels(), 1, s.g.kernel[0], s.g.kernel[1]}), Role::kWeight, l.captions);
  s.pen.caption({l.filtered + l.map_cell * out / 2, y}, words("view.filtered"),
                shape_text({s.channels(), s.g.output_rows, s.g.output_columns}), Role::kOutput, l.captions);
  s.pen.caption({l.weight + l.weight_cell * static_cast<double>(s.channels()) / 2, y}, words("view.weights"),
                shape_text({s.filters(), s.channels(), 1, 1}), Role::kWeight, l.captions);
  s.pen.caption({l.output + l.output_cell * out / 2, y}, words("view.output"),
                shape_text({s.filters(), s.g.output_rows, s.g.output_columns}), Role::kOutput, l.captions);
}

void draw_heads(const Stages& s, Box box) {
  const Words& words = s.context.words;
  const bool second = s.mix.model.playing(s.context.moment) == 1;
  const double split = box.x + box.w * 0.47;
  const Theme& t = s.pen.theme();
  const Box left{box.x, box.y, split - box.x, box.h}, right{split + 32, box.y, box.right() - split - 32, box.h};
  draw_head(s.pen, left, 1, words("view.head_depthwise"), words("view.head_depthwise_why"), second ? HeadState::kDone : HeadState::kNow, 0);
  draw_head(s.pen, right, 2, words("view.head_pointwise"), words("view.head_pointwise_why"),
            second ? HeadState::kNow : HeadState::kLater, 1);
  s.pen.rect({left.x, box.bottom() - 3, left.w, 3}, t.accent, 1.5);
  s.pen.rect({right.x, box.bottom() - 3, right.w, 3}, second ? t.accent : t.line, 1.5);
}

// ---- the cost beside that of the standard layer ------------------------------------------------------------------------------

void draw_cost(const Stages& s, Box box) {
  const Theme& t = s.pen.theme();
  const Model& model = s.context.model;
  s.pen.rect(box, t.sunken, kCardRadius);
  const Index standard = model.standard->cost().multiplications, separable = model.pipeline->cost().multiplications;
  const std::string whole = count_text(standard), part = count_text(separable), name = s.context.words("view.standard");
  const Ink number{13, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers, Importance::kNumber};
  const double right = box.right() - 14, left = box.x + 16, height = s.pen.type(16);
  const double numbers = std::max(s.pen.width(whole, number), s.pen.width(part, number));
  const double label = s.pen.width(name, {12.5}), bar = std::max(24.0, right - numbers - label - 24 - left);
  const double y1 = box.y + box.h * 0.31, y2 = box.y + box.h * 0.69;
  s.pen.rect({left, y1 - height / 2, bar, height}, t.faint, 3);
  s.pen.text({left + bar + 10, y1}, name, {12.5}, t.muted);
  s.pen.text({right, y1}, whole, number, t.ink);
  const double ratio = static_cast<double>(separable) / static_cast<double>(std::max<Index>(1, standard)),
               length = std::clamp(bar * ratio, 3.0, right - left - numbers - 10);
  s.pen.rect({left, y2 - height / 2, length, height}, t.output, 2);
  s.pen.text({right, y2}, part, number, t.output);
  const std::string full = fmt::format("× {:.4f} = 1/N + 1/k²", ratio), shorter = fmt::format("× {:.4f}", ratio);
  const double room = right - numbers - 12 - left - length - 10;
  const Ink ink{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  if (s.g.kernel[0] != s.g.kernel[1] || s.pen.whole({left + length + 10, y2}, full, ink, t.muted, room) == 0)
    s.pen.whole({left + length + 10, y2}, shorter, ink, t.muted, room);
}

BarContent bar_of(const Stages& s, double room) {
  const bool first = s.tells_filter();
  const ViewContext& told = first ? s.deep : s.mix;
  const SumStyle style = first ? SumStyle{true, Role::kInput, s.context.words("view.filtered")} : SumStyle{true, Role::kOutput};
  WrittenSum sum = written_sum(s.pen, told, first ? s.filter : s.point, room, false, style);
  BarContent content{sum.runs, "", {}, std::min(sum.size, 18.0), {}};
  content.sentence = s.context.words.format("view.separable_weights", {{"channels", count_text(s.channels())},
                                                                       {"kernel", count_text(s.g.kernel[0] * s.g.kernel[1])},
                                                                       {"filters", count_text(s.filters())},
                                                                       {"deep", count_text(s.deep.layer().weight().count())},
                                                                       {"mixing", count_text(s.mix.layer().weight().count())}});
  return content;
}

}  // namespace

void build_depthwise_separable(const ViewContext& context, Pen& pen, Box area) {
  Stages s{context, pen, at_stage(context, 0), mix_context(context), plane_geometry(context.model.first()), {}, {}, {}};
  s.filter = make_focus(s.deep);
  s.point = make_focus(s.mix);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const bool heads = area.h > 330 * context.theme.text_scale;
  Box head = cut_top(area, heads ? pen.type(50) : 0, heads ? 8 : 0);
  lay_out_best(s, area);
  if (heads) draw_heads(s, head);
  draw_fan(s);
  for (std::size_t row = 0; row < s.sheet.lanes.size(); ++row) draw_lane(s, row, area.x);
  for (Index f = s.sheet.first_filter; f < s.sheet.first_filter + s.sheet.filters; ++f) draw_filter(s, f);
  draw_filters_left_out(s);
  draw_travel(s);
  draw_captions(s);
  const bool cost = bar.h > 60 * context.theme.text_scale && context.options.legend && bar.w > 620 * context.theme.text_scale;
  if (cost) draw_cost(s, cut_right(bar, bar.w * 0.48, 2 * kSpace));
  draw_bar(pen, context, bar, bar_of(s, bar.w - 40));
}

}  // namespace convscope

// Many channels in: every channel is filtered by its own slice, the results merge into one map, then the one bias is added.
// Three phases of one step; with many channels only the first, the working (or hovered) and the last row are drawn.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/views/builders.h"
#include "app/views/many_channels.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr Index kMostPartialCells = 144;  // above it the maps of partial results show the current cell only

}  // namespace

Work work_of(const ViewContext& context, const Focus& focus) {
  Work work;
  std::size_t channels = focus.step.channels.size();
  work.filtered.assign(channels, 1);
  if (focus.inspected) return work;
  auto is_filter = [](const PhaseSpec& phase) { return phase.name.rfind("filter", 0) == 0; };
  const std::vector<PhaseSpec>& phases = context.model.timeline.phases(context.moment.step);
  auto filter_phases = static_cast<std::size_t>(std::count_if(phases.begin(), phases.end(), is_filter));
  for (std::size_t c = 0; c < channels; ++c) {
    std::size_t nth = c * filter_phases / std::max<std::size_t>(channels, filter_phases);  // many channels share a phase
    work.filtered[c] = phase_share(context, "filter", static_cast<int>(nth));
    if (work.filtered[c] > 0) work.current = static_cast<Index>(c);  // at rest the channel that is done, not the next
  }
  work.merge = phase_share(context, "merge");
  if (work.merge > 0) work.current = static_cast<Index>(channels);  // none
  work.bias = phase_share(context, "bias");
  work.drop = phase_share(context, "drop");
  return work;
}

namespace {

// ---- layout ---------------------------------------------------------------------------------------------------------------

std::vector<Index> rows_to_draw(const Scene5& s, Index fitting) {
  Index channels = static_cast<Index>(s.focus.step.channels.size());
  std::vector<Index> rows;
  if (channels <= std::max<Index>(3, std::min<Index>(fitting, 6))) {
    for (Index c = 0; c < channels; ++c) rows.push_back(c);
    return rows;
  }
  Index middle = std::clamp<Index>(s.work.current, 1, channels - 2);
  if (s.focus.answered.kind == TargetKind::kInput && s.focus.answered.index < s.context.layer().input().count())
    middle = std::clamp<Index>(cell_of(s.context.layer().input().extents, s.focus.answered.index)[1] - s.focus.step.channels.front(), 1,
                               channels - 2);
  return {0, middle, channels - 1};
}

constexpr Ink kChannelInk{17, Weight::kBold};

double label_width(const Scene5& s) {
  const auto channels = static_cast<Index>(s.focus.step.channels.size());
  return s.pen.width(channel_name(channels - 1, channels), kChannelInk) + 8;
}

void lay_out(Scene5& s, Box box, Captions captions) {
  Sheet& l = s.sheet;
  const Pen& pen = s.pen;
  l = {};
  l.captions = captions;
  cut_top(box, pen.caption_height(captions));
  bool wide = captions == Captions::kFull;
  double w = static_cast<double>(s.columns()), h = static_cast<double>(s.rows()), k = static_cast<double>(s.g.kernel[1]),
         o = static_cast<double>(s.output_columns());
  l.rows = rows_to_draw(s, static_cast<Index>(box.h / (h * 20 + 14)));
  double n = static_cast<double>(l.rows.size()), row_gap = l.rows.size() < s.focus.step.channels.size() ? pen.type(26)
                                                           : wide                                       ? std::min(24.0, box.h * 0.04)
                                                                                                        : 6;
  double label = std::max(pen.type(wide ? 32 : 20), label_width(s));
  double link = wide ? std::max(26.0, box.w * 0.03) : 16, bias_sign = pen.type(wide ? 28 : 17);
  l.plus_radius = pen.type(wide ? 15 : 11);
  l.bias_side = pen.type(wide ? 40 : 26);
  double merge = wide ? std::max(64.0, box.w * 0.07) : 2 * l.plus_radius + 24;
  double fixed = label + 2 * link + merge + 2 * bias_sign + l.bias_side + (wide ? pen.type(26) : 0);
  l.cell =
      fit_cell({0, 0, box.w - fixed, (box.h - (n - 1) * row_gap) / n}, h, w + k + 3 * o * (wide ? 1.25 : 1), std::max(48.0, box.h * 0.07));
  l.row_step = l.cell * h + row_gap;
  double tallest = (s.is_part() ? l.cell * h : n > 1 ? l.row_step - 6 : box.h) / static_cast<double>(s.output_rows());
  l.map_cell = std::floor(std::min({l.cell * 1.4, tallest, (box.w - fixed - (w + k) * l.cell) / (3 * o)}));
  double used = fixed + (w + k) * l.cell + 3 * o * l.map_cell, slack = std::max(0.0, box.w - used) / 4;
  double rows_height = n * l.cell * h + (n - 1) * row_gap;
  l.top = box.y + std::max(0.0, (box.h - rows_height) / 2);
  l.middle = l.top + rows_height / 2;
  l.label = box.x;
  l.input = l.label + label;
  l.kernel = l.input + w * l.cell + link + slack * 0.5;
  l.filtered = l.kernel + k * l.cell + link + slack * 0.5;
  l.plus = l.filtered + o * l.map_cell + merge * 0.6 + slack * 0.8;
  l.sum = l.plus + merge * 0.4 + slack * 0.2;
  l.bias = l.sum + o * l.map_cell + bias_sign + slack;
  l.output = l.bias + l.bias_side + bias_sign + slack;
}

bool lay_out_legibly(Scene5& s, Box box, Captions captions, double least) {
  lay_out(s, box, captions);
  return std::min(s.sheet.cell, s.sheet.map_cell) >= least;
}

// Whole planes where their numbers can be read, else what lies around the window: as much as leaves room for names and long numbers.
void lay_out_best(Scene5& s, Box box) {
  constexpr Captions kAll[] = {Captions::kFull, Captions::kNames, Captions::kNone};
  for (Captions captions : kAll)
    if (lay_out_legibly(s, box, captions, s.pen.legible_cell())) return;
  const Index longest = std::max({s.g.padded_rows(), s.g.padded_columns(), s.g.output_rows, s.g.output_columns});
  for (double least : {s.pen.type(26), s.pen.legible_cell()})
    for (Captions captions : kAll)
      for (Index most : {7, 6, 5, 4}) {
        if (longest <= most || std::max(s.g.span[0], s.g.span[1]) > most) continue;
        s.part = neighbourhood_of(s.g, s.focus, most);
        if (lay_out_legibly(s, box, captions, least)) return;
      }
  s.part = {};
  lay_out(s, box, Captions::kNames);
}

// ---- drawing --------------------------------------------------------------------------------------------------------------

double row_y(const Scene5& s, std::size_t row) { return s.sheet.top + s.sheet.row_step * static_cast<double>(row); }
double row_middle(const Scene5& s, std::size_t row) { return row_y(s, row) + s.sheet.cell * static_cast<double>(s.rows()) / 2; }

// Maps of values that the trace gives for each output cell: partial sums of a channel, or the sum over channels.
void draw_map(const Scene5& s, Point origin, const std::function<double(const GatherStep&)>& value, double current_share, bool hot) {
  const Extents& out = s.context.layer().output().extents;
  const Index rows = s.output_rows(), columns = s.output_columns(), plane = s.focus.step.position[0] * out[1] + s.focus.step.position[1],
              corner = plane * out[2] * out[3] + s.part.output.row * out[3] + s.part.output.column;
  auto cell_at = [&](Index i) { return corner + i / columns * out[3] + i % columns; };
  const Trace trace = s.context.layer().trace();
  int decimals = decimals_of(s.context.layer().output());
  bool all = rows * columns <= kMostPartialCells;
  GridSpec spec;
  spec.origin = origin;
  spec.cell = s.sheet.map_cell;
  spec.rows = rows;
  spec.columns = columns;
  spec.role = Role::kOutput;
  std::vector<std::string> texts(static_cast<std::size_t>(rows * columns));
  for (Index i = 0; i < rows * columns; ++i) {
    const Index cell = cell_at(i);
    if (cell != s.focus.step.cell && !all) continue;
    texts[static_cast<std::size_t>(i)] = number_text(value(trace.gather(cell)), decimals);
    spec.all_texts.push_back(texts[static_cast<std::size_t>(i)]);
  }
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index cell = cell_at(r * columns + c);
    bool explained = cell == s.focus.step.cell;
    double appeared = explained && !s.focus.inspected ? current_share : cell < s.focus.playing ? 1 : explained ? 1 : 0;
    look.kind = appeared > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = appeared;
    look.text = texts[static_cast<std::size_t>(r * columns + c)];
    look.hot = explained && hot && appeared > 0;
    return look;
  };
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, s.context.stage, cell_at(r * columns + c)}; };
  s.pen.grid(spec);
}

void draw_links(const Scene5& s, std::size_t row) {
  const Theme& t = s.pen.theme();
  const Sheet& l = s.sheet;
  Index position = l.rows[row];
  double share = s.work.filtered[static_cast<std::size_t>(position)];
  bool live = share > 0 || position <= s.work.current;
  double y = row_middle(s, row), w = static_cast<double>(s.columns()) * l.cell, k = static_cast<double>(s.g.kernel[1]) * l.cell,
         o = static_cast<double>(s.output_columns()) * l.map_cell;
  s.pen.line({l.input + w + 6, y}, {l.kernel - 6, y}, {live ? t.weight : t.line, 2});
  s.pen.line({l.kernel + k + 6, y}, {l.filtered - 6, y}, {live ? t.output : t.line, 2});
  double r = s.sheet.plus_radius;
  bool merged = s.work.merge > 0;
  Stroke stroke{merged ? t.output : t.faint, merged ? 2.5 : 1.5, merged ? 0.0 : 4.0, merged ? 0.0 : 4.0};
  Point from{l.filtered + o + 2, y}, to{l.plus - r, s.sheet.middle};
  s.pen.link(from, to, stroke);
  if (s.work.merge > 0 && s.work.merge < kMergeTravel) {  // a dot travels from the partial result to the plus
    double e = ease_in_out(s.work.merge / kMergeTravel), u = 1 - e, middle = (from.x + to.x) / 2;
    double x = u * u * u * from.x + 3 * u * u * e * middle + 3 * u * e * e * middle + e * e * e * to.x;
    double dy = u * u * u * from.y + 3 * u * u * e * from.y + 3 * u * e * e * to.y + e * e * e * to.y;
    s.pen.circle({x, dy}, 5, t.output, {});
  }
}

// Between rows that are not neighbours: how many are left out.
void draw_more(const Scene5& s, std::size_t row) {
  const Sheet& l = s.sheet;
  Index position = l.rows[row];
  double y = row_y(s, row);
  if (row + 1 < l.rows.size() && l.rows[row + 1] > position + 1) {
    const double rows = l.cell * static_cast<double>(s.rows());
    s.pen.text({l.input, y + rows + (l.row_step - rows) / 2}, more_text(s.context.words, l.rows[row + 1] - position - 1), {12.5},
               s.pen.theme().muted);
  }
}

void draw_row(const Scene5& s, std::size_t row) {
  const Sheet& l = s.sheet;
  Index position = l.rows[row], channel = s.focus.step.channels[static_cast<std::size_t>(position)];
  double share = s.work.filtered[static_cast<std::size_t>(position)], y = row_y(s, row), middle = row_middle(s, row);
  bool live = share > 0 || position <= s.work.current;
  Index channels = static_cast<Index>(s.focus.step.channels.size());
  s.pen.text({l.label, middle}, channel_name(position, channels), kChannelInk, live ? s.pen.theme().input : s.pen.theme().faint);
  bool works = position == s.work.current && share < 1;
  Focus lit = s.focus;  // badges appear only in the row that works
  lit.multiply = works ? std::clamp(share / kPairsPart, 0.0, 1.0) : 0;
  lit.lit_count = s.focus.step.terms.size() / static_cast<std::size_t>(channels);
  lit.lit_from = static_cast<std::size_t>(position) * lit.lit_count;
  InputPlane input;
  input.origin = {l.input, y};
  input.cell = l.cell;
  input.sample = s.focus.step.position[0];
  input.channel = channel;
  input.waiting = !live;
  input.window_alpha = position == s.work.current || share < 1 || s.work.merge > 0 ? 1 : 0.5;
  input.badges = l.cell >= s.pen.type(30);
  input.crop = s.part.input;
  draw_input_plane(s.pen, s.context, lit, s.g, input);
  KernelPlane kernel;
  kernel.cell = l.cell;
  kernel.origin = {l.kernel, middle - l.cell * static_cast<double>(s.g.kernel[0]) / 2};
  kernel.filter = s.focus.step.position[1];
  kernel.channel = position;
  kernel.lit = position == s.work.current && share > 0 && share < 1;
  draw_kernel_plane(s.pen, s.context, works ? lit : s.focus, kernel);
  auto at = static_cast<std::size_t>(position);
  Point map{l.filtered, middle - l.map_cell * static_cast<double>(s.output_rows()) / 2};
  draw_map(
      s, map, [at](const GatherStep& step) { return step.channel_sums[at]; }, ease_out((share - kGatherEnd) / (1 - kGatherEnd)),
      share >= 1);
  if (!works) return draw_more(s, row);
  OutputPlane filtered{map, l.map_cell, 0, 0, s.part.output};
  draw_gathering(
      s.pen, lit, (share - kPairsPart) / (kGatherEnd - kPairsPart), [&](const Term& term) { return term_center(s.g, input, term); },
      output_center(s.context, filtered, s.focus.step.cell));
  draw_more(s, row);
}

// The sum and the bias meet in the output cell.
void draw_bias_motion(const Scene5& s, const OutputPlane& output, const Box& bias) {
  if (s.work.bias <= 0 || s.work.bias >= 1) return;
  const Theme& t = s.pen.theme();
  double e = ease_in_out(s.work.bias);
  Point to = output_center(s.context, output, s.focus.step.cell);
  OutputPlane sum{{s.sheet.sum, s.sheet.middle - s.sheet.map_cell * static_cast<double>(s.output_rows()) / 2}, s.sheet.map_cell, 0, 0,
                  s.part.output};
  auto dot = [&](Point from, Color color) {
    s.pen.circle({from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * e}, 5, color, {t.surface, 1.5});
  };
  dot(output_center(s.context, sum, s.focus.step.cell), t.output);
  if (!s.focus.step.bias) return;
  dot(bias.center(), t.bias);
  double pulse = std::sin(s.work.bias * std::numbers::pi);
  s.pen.rect(inset(bias, -3 * pulse), {0, 0, 0, 0}, 6, {with_alpha(t.bias, pulse), 2});
}

// "+ bias =" between the sum and the output, each sign in the middle of its gap.
void draw_bias(const Scene5& s, const Box& bias, double half) {
  const Theme& t = s.pen.theme();
  double sum_right = s.sheet.sum + s.sheet.map_cell * static_cast<double>(s.output_columns());
  s.pen.text({(sum_right + bias.x) / 2, s.sheet.middle}, "+", {20, Weight::kSemiBold, Anchor::kMiddle}, t.bias);
  CellLook look;
  look.hot = s.work.merge >= 1 && s.work.bias > 0;
  look.text = number_text(*s.focus.step.bias, decimals_of(s.context.layer().bias()));
  s.pen.cell(bias, look, Role::kBias, s.pen.type(15), {TargetKind::kBias, 0, s.focus.step.position[1]});
  s.pen.text({bias.center().x, bias.y - s.pen.type(14)}, s.context.words("view.bias"), {15, Weight::kSemiBold, Anchor::kMiddle}, t.bias);
  s.pen.text({(bias.right() + s.sheet.output) / 2, s.sheet.middle}, "=", {20, Weight::kRegular, Anchor::kMiddle}, t.muted);
  s.pen.text({bias.center().x, s.sheet.middle + std::max(half, bias.h / 2) + s.pen.type(20)}, s.context.words("view.same_everywhere"),
             {12.5, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote}, t.muted);
}

// A layer without a bias: the sum is the output.
void draw_no_bias(const Scene5& s, const Box& place) {
  const Theme& t = s.pen.theme();
  double sum_right = s.sheet.sum + s.sheet.map_cell * static_cast<double>(s.output_columns());
  s.pen.line({sum_right + 6, s.sheet.middle}, {s.sheet.output - 6, s.sheet.middle}, {s.work.bias > 0 ? t.output : t.line, 2.5});
  s.pen.text({place.center().x, s.sheet.middle - s.pen.type(16)}, s.context.words("view.no_bias"),
             {12.5, Weight::kRegular, Anchor::kMiddle, Face::kWords, Importance::kNote}, t.muted);
}

void draw_merge(const Scene5& s) {
  const Theme& t = s.pen.theme();
  const Sheet& l = s.sheet;
  bool merged = s.work.merge > 0;
  double r = l.plus_radius, half = l.map_cell * static_cast<double>(s.output_rows()) / 2,
         o = l.map_cell * static_cast<double>(s.output_columns());
  Color color = merged ? t.output : t.faint;
  s.pen.line({l.plus + r, l.middle}, {l.sum - 4, l.middle}, {merged ? t.output : t.line, 2.5});
  s.pen.circle({l.plus, l.middle}, r, t.surface, {color, 2});
  s.pen.text({l.plus, l.middle}, "+", {l.captions == Captions::kFull ? 20.0 : 16.0, Weight::kSemiBold, Anchor::kMiddle}, color);
  double caption = l.middle - half;
  s.pen.caption({l.sum + o / 2, caption}, s.context.words("view.sum"), shape_text({1, s.g.output_rows, s.g.output_columns}), Role::kOutput,
                l.captions);
  draw_map(
      s, {l.sum, l.middle - half}, [](const GatherStep& step) { return step.sum; },
      ease_out((s.work.merge - kMergeTravel) / (1 - kMergeTravel)), s.work.merge >= 1);
  Box bias{l.bias, l.middle - l.bias_side / 2, l.bias_side, l.bias_side};
  if (s.focus.step.bias) draw_bias(s, bias, half);
  else draw_no_bias(s, bias);
  s.pen.caption({l.output + o / 2, caption}, s.context.words("view.output"), shape_text({1, s.g.output_rows, s.g.output_columns}),
                Role::kOutput, l.captions);
  OutputPlane output{{l.output, l.middle - half}, l.map_cell, s.focus.step.position[0], s.focus.step.position[1],
                     s.part.output};
  draw_output_plane(s.pen, s.context, s.focus, output);
  if (!s.focus.inspected) draw_bias_motion(s, output, bias);
}

void draw_captions(const Scene5& s) {
  const Sheet& l = s.sheet;
  double y = l.top, o = l.map_cell * static_cast<double>(s.output_columns());
  Index channels = static_cast<Index>(s.focus.step.channels.size());
  const Words& words = s.context.words;
  double first_map = row_middle(s, 0) - l.map_cell * static_cast<double>(s.output_rows()) / 2;
  s.pen.caption({l.input + l.cell * static_cast<double>(s.columns()) / 2, y}, words("view.input"),
                shape_text({channels, s.g.rows, s.g.columns}), Role::kInput, l.captions);
  s.pen.caption({l.kernel + l.cell * static_cast<double>(s.g.kernel[1]) / 2, y}, words("view.one_filter"),
                shape_text({channels, s.g.kernel[0], s.g.kernel[1]}), Role::kWeight, l.captions);
  s.pen.caption({l.filtered + o / 2, std::min(y, first_map)}, words("view.filtered"),
                shape_text({channels, s.g.output_rows, s.g.output_columns}), Role::kOutput, l.captions);
}

// The whole of what is drawn in part: the channels as a stack, and the one map that they become, as far as it is computed.
bool draw_whole(const Scene5& s, Box box) {
  constexpr Index kMostInStack = 3;
  constexpr double kBehind = 7;
  if (!s.is_part() || box.h < s.pen.type(90) || box.w < s.pen.type(200)) return false;
  const Theme& t = s.pen.theme();
  const auto channels = static_cast<Index>(s.focus.step.channels.size());
  const Index stacked = std::min(channels, kMostInStack);
  const Box head = cut_top(box, s.pen.type(24));
  const double behind = kBehind * number(stacked - 1), gap = s.pen.type(46), side = std::min(box.h - behind, (box.w - gap - behind) / 2);
  const double scale = side / number(std::max({s.g.padded_rows(), s.g.padded_columns(), s.g.output_rows, s.g.output_columns}));
  const double wide = scale * number(s.g.padded_columns()), high = scale * number(s.g.padded_rows());
  for (Index nth = stacked - 1; nth >= 0; --nth) {
    const Box place{box.x + kBehind * number(nth), box.y + behind - kBehind * number(nth), wide, high};
    s.pen.rect(inset(place, -1.5), t.surface, 0);
    const Index channel = s.focus.step.channels[static_cast<std::size_t>(nth)];
    draw_small_map(s.pen, s.context, s.g, s.focus, s.part.input, place, channel);
  }
  const Point out{box.x + wide + behind + gap, box.y + behind + (high - scale * number(s.g.output_rows)) / 2};
  s.pen.arrow({box.x + wide + behind + 8, out.y + high / 2}, {out.x - 8, out.y + high / 2}, t.output);
  draw_output_plane(s.pen, s.context, s.focus, {out, scale, s.focus.step.position[0], s.focus.step.position[1]});
  const Crop& crop = s.part.output;
  const Box shown{out.x + scale * number(crop.column), out.y + scale * number(crop.row), scale * number(crop.columns),
                  scale * number(crop.rows)};
  s.pen.rect(shown, {0, 0, 0, 0}, 2, {t.accent, 2});
  const Ink ink{12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote};
  s.pen.whole({box.x, head.y + s.pen.type(8)}, shape_text({channels, s.g.rows, s.g.columns}), ink, t.input, wide + behind);
  s.pen.whole({out.x, head.y + s.pen.type(8)}, shape_text({1, s.g.output_rows, s.g.output_columns}), ink, t.output, side);
  return true;
}

}  // namespace

void build_many_channels(const ViewContext& context, Pen& pen, Box area) {
  Focus focus = make_focus(context);
  Scene5 s{context, pen, plane_geometry(context.layer()), focus, work_of(context, focus), {}};
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  bool rails = area.h > 300 * context.theme.text_scale;
  Box rail = cut_top(area, rails ? pen.type(40) : 0);
  lay_out_best(s, area);
  const Sheet& l = s.sheet;
  const double out = static_cast<double>(s.output_columns()) * l.map_cell;
  if (rails) draw_rails(context, pen, s.work, rail.y + pen.type(12), {l.label, l.filtered + out, l.sum + out, l.output + out});
  for (std::size_t row = 0; row < s.sheet.rows.size(); ++row) draw_links(s, row);
  for (std::size_t row = 0; row < s.sheet.rows.size(); ++row) draw_row(s, row);
  draw_captions(s);
  draw_merge(s);
  const double below = l.middle + number(s.output_rows()) * l.map_cell / 2 + pen.type(50);
  const bool whole = draw_whole(s, {l.sum, below, area.right() - l.sum, area.bottom() - below});
  BarContent content = many_channels_bar(s);
  if (s.is_part() && !whole)
    content.sentence = context.words.format("view.part_shown", {{"part", shape_text({s.rows(), s.columns()})},
                                                                {"all", shape_text({s.g.padded_rows(), s.g.padded_columns()})}});
  draw_bar(pen, context, bar, content);
}

}  // namespace convscope

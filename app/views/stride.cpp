// Stride: the distance between two stops. Rulers show every stop of the window, crosses what no window reads.
#include <algorithm>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

constexpr Index kMostStops = 24;  // above it a ruler shows bars without names

// How the window comes to this stop and, once a run, tries one more: at the end of the first row.
struct Motion {
  double arrive = 1;
  bool moves_across = false;  // from the stop before in this row
  double attempt = 1;         // the frame that does not fit: 0 not tried yet, 1 there
  double crosses = 1;
};

Motion motion_of(const ViewContext& context, const Focus& focus, const PlaneGeometry& g) {
  Motion m;
  if (focus.inspected) return m;
  m.arrive = focus.arrive;
  m.moves_across = focus.step.position[3] > 0;
  if (g.leftover_columns() <= 0) return m;
  Index last = g.output_columns - 1;
  double share = focus.playing < last ? 0 : focus.playing > last ? 1 : phase_share(context, "drop");
  m.attempt = ease_in_out(share / 0.6);
  m.crosses = std::clamp((share - 0.5) / 0.5, 0.0, 1.0);
  return m;
}

struct Rulers {
  const ViewContext& context;
  Pen& pen;
  const PlaneGeometry& g;
  const InputPlane& input;
  const Focus& focus;
  Motion motion;
};

void draw_stop(Pen& pen, Box box, const std::string& label, double strength) {
  const Theme& t = pen.theme();
  bool on = strength > 0.5;
  const double radius = std::min(5.0, std::min(box.w, box.h) / 2);
  pen.rect(box, pen.pale(Role::kWeight, 0.14 + 0.28 * strength), radius,
           strength > 0 ? Stroke{with_alpha(t.weight, strength), 1.5} : Stroke{});
  Ink ink{kLabelSize, on ? Weight::kBold : Weight::kRegular, Anchor::kMiddle};
  if (pen.width(label, ink) <= box.w - 4 && box.h >= pen.type(kLabelSize) + 1) pen.text(box.center(), label, ink, on ? t.ink : t.muted);
}

// Stops overlap when the stride is smaller than the kernel: they take turns on as many lanes as windows lie over one cell, so that each bar
// is as wide as its window. Beyond three the lanes are thin and their bars have no names.
Index lanes_of(Index span, Index stride, Index stops) { return std::max<Index>(1, std::min(stops, (span + stride - 1) / stride)); }

double lanes_room(Index lanes, double named_lane) {
  constexpr Index kNamed = 3;
  constexpr double kThinLane = 6, kMostRoom = 100;
  const double room = named_lane * number(std::min(lanes, kNamed)) + kThinLane * number(std::max<Index>(0, lanes - kNamed));
  return std::min(room, kMostRoom);
}

double gap_of(double lane) { return std::min(3.0, lane * 0.3); }

void draw_columns_ruler(const Rulers& r, double bottom, double height) {
  Index count = r.g.output_columns, lane_count = lanes_of(r.g.span[1], r.g.stride[1], count + (r.g.leftover_columns() > 0));
  double lane_height = height / static_cast<double>(lane_count);
  const double width = r.input.cell * number(r.g.span[1]), gap = gap_of(lane_height);
  for (Index i = 0; i < count; ++i) {
    Point p = r.input.cell_origin(r.g, 0, static_cast<double>(i * r.g.stride[1] - r.g.left));
    Box box{p.x + 3, bottom - lane_height * static_cast<double>(i % lane_count + 1), width - 6, lane_height - gap};
    std::string label = count > kMostStops       ? ""
                        : box.w > r.pen.type(58) ? r.context.words.format("view.stop", {{"number", std::to_string(i)}})
                                                 : std::to_string(i);
    bool before = r.motion.moves_across && i + 1 == r.focus.step.position[3];
    double now = std::min(1.0, r.motion.arrive * 3);  // the next bar lights before the window moves
    draw_stop(r.pen, box, label, i == r.focus.step.position[3] ? (r.motion.moves_across ? now : 1) : before ? 1 - now : 0);
  }
  if (r.g.leftover_columns() <= 0) return;
  Point p = r.input.cell_origin(r.g, 0, static_cast<double>(count * r.g.stride[1] - r.g.left));
  Box box{p.x + 3, bottom - lane_height * static_cast<double>(count % lane_count + 1), width - 6, lane_height - gap};
  r.pen.rect(box, {0, 0, 0, 0}, 5, {r.pen.theme().warning, 1.5, 5, 4});
  Ink ink{kLabelSize, Weight::kSemiBold, Anchor::kMiddle};
  const std::string& label = r.context.words("view.does_not_fit");
  if (r.pen.width(label, ink) < box.w - 6) r.pen.text(box.center(), label, ink, r.pen.theme().warning);
}

void draw_rows_ruler(const Rulers& r, double right, double width) {
  Index count = r.g.output_rows, lane_count = lanes_of(r.g.span[0], r.g.stride[0], count);
  const double lane_width = width / number(lane_count), height = r.input.cell * number(r.g.span[0]), gap = gap_of(lane_width);
  for (Index i = 0; i < count; ++i) {
    Point p = r.input.cell_origin(r.g, static_cast<double>(i * r.g.stride[0] - r.g.top), 0);
    Box box{right - lane_width * static_cast<double>(i % lane_count + 1), p.y + 3, lane_width - gap, height - 6};
    draw_stop(r.pen, box, count > kMostStops ? "" : std::to_string(i), i == r.focus.step.position[2] ? 1 : 0);
  }
}

void draw_measure(Pen& pen, double from, double to, double y, const std::string& label, Color color) {
  constexpr double kLeast = 16;  // of what can be seen to be a measure
  if (to - from < kLeast) return;
  pen.line({from + 5, y}, {to - 5, y}, {color, 2});
  pen.line({from + 5, y - 5}, {from + 5, y + 5}, {color, 2});
  pen.line({to - 5, y - 5}, {to - 5, y + 5}, {color, 2});
  Ink ink{14, Weight::kSemiBold, Anchor::kMiddle};
  if (pen.width(label, ink) > to - from - 4) ink.size = kSmallestText;
  if (pen.width(label, ink) <= to - from + 8) pen.text({(from + to) / 2, y + pen.type(18)}, label, ink, color);
}

// Where the window came from, and how far it jumped: gone when it has arrived.
void draw_trail(const Rulers& r) {
  if (!r.motion.moves_across || r.motion.arrive <= 0 || r.motion.arrive >= 1) return;
  const Cell& p = r.focus.step.position;
  Index row = p[2] * r.g.stride[0] - r.g.top, column = (p[3] - 1) * r.g.stride[1] - r.g.left;
  double cell = r.input.cell, alpha = 1 - r.motion.arrive;
  Point from = r.input.cell_origin(r.g, static_cast<double>(row), static_cast<double>(column));
  Color color = with_alpha(r.pen.theme().weight, alpha);
  r.pen.dashed_frame({from.x, from.y, cell * static_cast<double>(r.g.span[1]), cell * static_cast<double>(r.g.span[0])}, color);
  for (Index i = 0; i <= r.g.stride[1]; ++i)
    if (static_cast<double>(i) <= r.motion.arrive * static_cast<double>(r.g.stride[1]) + 0.01)
      r.pen.circle({from.x + cell * static_cast<double>(i), from.y}, 3.5, color, {});
}

// The stop that does not fit: it leaves the last stop, goes over the edge and turns red.
void draw_attempt(const Rulers& r) {
  if (r.g.leftover_columns() <= 0 || r.focus.inspected || r.motion.attempt <= 0) return;
  double e = r.motion.attempt, cell = r.input.cell;
  Index row = r.focus.step.position[2] * r.g.stride[0] - r.g.top, last = (r.g.output_columns - 1) * r.g.stride[1] - r.g.left;
  Point at = r.input.cell_origin(r.g, static_cast<double>(row), static_cast<double>(last) + e * static_cast<double>(r.g.stride[1]));
  r.pen.dashed_frame({at.x, at.y, cell * static_cast<double>(r.g.span[1]), cell * static_cast<double>(r.g.span[0])},
                     mix(r.pen.theme().weight, r.pen.theme().warning, e), 2);
}

// kernel | stride | stride | … | left over, along the columns: the size formula as a length.
void draw_measures(const Rulers& r, double y) {
  const Words& words = r.context.words;
  Box plane = r.input.box(r.g);
  double x = plane.x, cell = r.input.cell;
  auto advance = [&](Index cells, const std::string& label, Color color) {
    double to = x + cell * static_cast<double>(cells);
    draw_measure(r.pen, x, to, y, label, color);
    x = to;
  };
  advance(r.g.span[1], words.format("view.measure_kernel", {{"size", std::to_string(r.g.span[1])}}), r.pen.theme().weight);
  if (r.g.output_columns <= kMostStops)
    for (Index i = 1; i < r.g.output_columns; ++i)
      advance(r.g.stride[1], words.format("view.measure_stride", {{"size", std::to_string(r.g.stride[1])}}), r.pen.theme().muted);
  if (r.g.leftover_columns() > 0 && r.g.output_columns <= kMostStops)
    advance(r.g.leftover_columns(), words.format("view.left_over", {{"count", std::to_string(r.g.leftover_columns())}}),
            r.pen.theme().warning);
}

std::string headline(const ViewContext& context, const PlaneGeometry& g) {
  Index columns = g.leftover_columns(), rows = g.leftover_rows();
  bool gaps = g.stride[1] > g.span[1] || g.stride[0] > g.span[0];
  const char* key = columns > 0 && rows > 0 ? "view.stride_both_left"
                    : columns > 0           ? "view.stride_columns_left"
                    : rows > 0              ? "view.stride_rows_left"
                    : gaps                  ? "view.stride_gaps"
                                            : "view.stride_fits";
  return context.words.format(key, {{"columns", std::to_string(columns)}, {"rows", std::to_string(rows)}});
}

void draw_head(const ViewContext& context, Pen& pen, const PlaneGeometry& g, Box head) {
  pen.fitted({head.x, head.y + pen.type(14)}, context.words("view.stride_title"), {20, Weight::kBold}, pen.theme().ink, head.w);
  std::string down =
      context.words.format("view.down_across", {{"down", std::to_string(g.stride[0])}, {"across", std::to_string(g.stride[1])}});
  Ink ink{14, Weight::kMedium};
  double w = pen.text({head.x, head.y + pen.type(40)}, down, ink, pen.theme().weight);
  pen.fitted({head.x + w + 8, head.y + pen.type(40)}, headline(context, g), ink, pen.theme().muted, head.w - w - 8);
}

struct Page {
  bool head = true, measures = true, named = true;
  double ruler = 34, side = 60;  // the rulers above and on the left
  InputPlane input;
  OutputPlane output;
  Box main;
};

Box output_box(const PlaneGeometry& g, const OutputPlane& o) {
  return {o.origin.x, o.origin.y, o.cell * static_cast<double>(g.output_columns), o.cell * static_cast<double>(g.output_rows)};
}

// In columns of the input: how far the stop that does not fit would reach beyond it.
double overhang_of(const PlaneGeometry& g) {
  return g.leftover_columns() > 0 ? static_cast<double>(g.span[1] + g.output_columns * g.stride[1] - g.padded_columns()) : 0;
}

Page lay_out_page(const Pen& pen, const PlaneGeometry& g, Box area, bool head, bool measures) {
  Page page;
  page.head = head;
  page.measures = measures;
  Index lanes_above = lanes_of(g.span[1], g.stride[1], g.output_columns + (g.leftover_columns() > 0)),
        lanes_left = lanes_of(g.span[0], g.stride[0], g.output_rows);
  const double most = std::max(pen.type(72), std::min(area.w, area.h) * 0.22);  // of thin lanes
  page.ruler = std::min(most, pen.type(lanes_above == 1 ? (head ? 34 : 24) : lanes_room(lanes_above, 19)));
  page.side = std::min(most, pen.type(6 + (lanes_left == 1 ? (head ? 34 : 24) : lanes_room(lanes_left, 22))));
  if (head) cut_top(area, pen.type(58), kSpace);
  cut_top(area, page.ruler);
  cut_left(area, page.side);
  if (measures) cut_bottom(area, pen.type(head ? 42 : 34));
  page.main = area;
  double link = head ? std::max(64.0, area.w * 0.09) : 48, overhang = overhang_of(g);
  double columns = static_cast<double>(g.padded_columns() + g.output_columns) + overhang;
  double cell = fit_cell({0, 0, area.w - link, area.h}, static_cast<double>(std::max(g.padded_rows(), g.output_rows)), columns,
                         std::max(64.0, area.h * 0.13));
  double free_width = area.w - cell * columns - link;
  page.input.cell = page.output.cell = cell;
  page.input.origin = {area.x + std::max(0.0, free_width * 0.3),
                       area.y + std::max(0.0, (area.h - cell * static_cast<double>(g.padded_rows())) / 2)};
  Box plane = page.input.box(g), out = output_box(g, page.output);
  page.output.origin = {std::min(area.right() - out.w, plane.right() + overhang * cell + link + std::max(0.0, free_width * 0.4)),
                        plane.center().y - out.h / 2};
  return page;
}

// The richest page on which the numbers can be read: the head goes before the measures.
Page best_page(const ViewContext& context, const Pen& pen, const PlaneGeometry& g, Box area) {
  bool head = area.h > 330 * context.theme.text_scale;
  for (auto [with_head, measures] : {std::pair{head, true}, std::pair{false, true}, std::pair{false, false}}) {
    Page page = lay_out_page(pen, g, area, with_head, measures);
    if (page.input.cell >= pen.legible_cell()) return page;
  }
  return lay_out_page(pen, g, area, false, area.h >= 180 * context.theme.text_scale);
}

// Below the output, right of what the measures reach: the division, then the count of columns. The division gives way first.
void draw_size_lines(const ViewContext& context, Pen& pen, const PlaneGeometry& g, const Page& page, double bottom) {
  Index rest = g.leftover_columns(), steps = g.output_columns - 1;
  Box plane = page.input.box(g), out = output_box(g, page.output);
  Ink ink{kLabelSize, Weight::kRegular, Anchor::kEnd, Face::kNumbers, Importance::kNote};
  std::string division = "(" + std::to_string(g.padded_columns()) + " − " + std::to_string(g.span[1]) + ") ÷ " +
                         std::to_string(g.stride[1]) + " = " + std::to_string(steps);
  if (rest > 0) division += context.words.format("view.rest", {{"rest", std::to_string(rest)}});
  std::string count =
      context.words.format("view.columns_out", {{"steps", std::to_string(steps)}, {"columns", std::to_string(g.output_columns)}});
  Ink bold = ink;
  bold.weight = Weight::kBold;
  double right = std::min(page.main.right(), std::max(out.right(), out.x + pen.width(division, ink)));
  double y = std::max(out.bottom() + pen.type(24), std::min(plane.bottom() + pen.type(10), bottom - pen.type(30)));
  double least = plane.right() + 12;  // what the measures take
  if (y + pen.type(10) > bottom) return;
  if (right - pen.width(division, ink) >= least && y + pen.type(30) <= bottom) {
    pen.text({right, y}, division, ink, pen.theme().muted);
    y += pen.type(20);
  }
  if (right - pen.width(count, bold) >= least) pen.text({right, y}, count, bold, pen.theme().output);
}

BarContent bar_content(const ViewContext& context, Pen& pen, const Focus& focus, const PlaneGeometry& g, double room) {
  WrittenSum sum = written_sum(pen, context, focus, room);
  BarContent content{sum.runs, "", {{LegendMark::kWindow, context.words("legend.window")}}, sum.size, {}};
  tell_unreached(context, g, content);
  if (g.top + g.left + g.bottom + g.right > 0) content.legend.push_back({LegendMark::kPadding, context.words("legend.padding")});
  content.sentence = sum.other_terms_dropped ? context.words("view.largest_terms")
                     : sum.zero_terms_dropped
                         ? context.words("view.zero_weights_dropped")
                         : context.words.format("view.window_number", {{"number", count_text(focus.step.cell + 1)},
                                                                       {"all", count_text(context.layer().output().count())}});
  return content;
}

}  // namespace

void build_stride(const ViewContext& context, Pen& pen, Box area) {
  PlaneGeometry g = plane_geometry(context.layer());
  Focus focus = make_focus(context);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  Page page = best_page(context, pen, g, area);
  if (page.head) draw_head(context, pen, g, cut_top(area, pen.type(58), kSpace));
  Box plane = page.input.box(g), out = output_box(g, page.output), window = window_box(g, page.input, window_place(context, focus));
  double cell = page.input.cell;
  Cell p = focus.step.position;
  draw_result_link(pen, focus, {plane.right() - 4, window.center().y}, {out.x - 2, out.y + (static_cast<double>(p[2]) + 0.5) * cell});
  Rulers rulers{context, pen, g, page.input, focus, motion_of(context, focus, g)};
  page.input.crosses_share = rulers.motion.crosses;
  draw_input_plane(pen, context, focus, g, page.input);
  draw_columns_ruler(rulers, plane.y - 6, page.ruler);
  draw_rows_ruler(rulers, plane.x - 6, page.side - pen.type(6));
  draw_trail(rulers);
  draw_attempt(rulers);
  if (page.measures) draw_measures(rulers, plane.bottom() + pen.type(14));
  pen.caption({out.center().x, out.y}, context.words("view.output"), shape_text({g.output_rows, g.output_columns}), Role::kOutput);
  draw_output_plane(pen, context, focus, page.output);
  if (!focus.inspected)
    draw_gathering(
        pen, focus, focus.sum, [&](const Term& term) { return term_center(g, page.input, term); },
        output_center(context, page.output, focus.step.cell));
  draw_size_lines(context, pen, g, page, bar.h > 0 ? bar.y : area.bottom());
  draw_bar(pen, context, bar, bar_content(context, pen, focus, g, bar.w - 40));
}

}  // namespace convscope

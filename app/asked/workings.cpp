#include "app/asked/workings.h"

#include <algorithm>
#include <cmath>

#include "app/views/activation_plot.h"

namespace convscope {
namespace {

constexpr double kLargestCell = 26, kSmallestCell = 6, kArrowLine = 24;

// Between two stamps of a line, which lie below each other, else they would hide each other.
constexpr double kLane = 1.3;

double rows_of(const Stamp& stamp) { return stamp.rows ? number(stamp.rows->span()) : 1 + kLane; }

void draw_stamp(Pen& pen, const Stamp& stamp, Point corner, double cell, bool first) {
  const Index tall = stamp.rows ? stamp.rows->kernel : 1, apart = stamp.rows ? stamp.rows->dilation : 1;
  CellLook cut_off;
  cut_off.kind = CellKind::kPadding;
  for (Index y = 0; y < tall; ++y)
    for (Index x = 0; x < stamp.columns.kernel; ++x) {
      const Index row = y * apart, column = x * stamp.columns.dilation;
      const Box box{corner.x + cell * number(column), corner.y + cell * number(row), cell, cell};
      const bool cut = (stamp.rows && row < stamp.rows->begin) || column + (first ? 0 : stamp.columns.stride) < stamp.columns.begin;
      if (cut)
        pen.cell(inset(box, 0.7), cut_off, Role::kWeight, 0);
      else
        pen.rect(inset(box, 0.7), pen.pale(Role::kWeight, 0.35), 2);
    }
  const double high = stamp.rows ? number(stamp.rows->span()) : 1;
  pen.frame({corner.x, corner.y, cell * number(stamp.columns.span()), cell * high}, Role::kWeight, first ? 2.5 : 1.5);
}

double stamp_cell(const Pen& pen, const Stamp& stamp, bool single, Box room) {
  const double columns = number(stamp.columns.span() + (single ? 0 : stamp.columns.stride));
  return std::min({pen.type(kLargestCell), room.w / columns, (room.h - pen.type(kArrowLine)) / rows_of(stamp)});
}

}  // namespace

std::string Stamp::size() const {
  const std::string across = std::to_string(columns.span());
  return rows ? std::to_string(rows->span()) + " × " + across : across;
}

std::optional<Stamp> stamp_of(const Layer& layer) {
  const std::optional<WindowOf> window = window_of(layer);
  if (!window || window->transposed.empty()) return std::nullopt;
  Stamp stamp{std::nullopt, window->transposed.back()};
  if (window->transposed.size() > 1) stamp.rows = window->transposed[window->transposed.size() - 2];
  return stamp;
}

bool stamps_fit(const Pen& pen, const Stamp& stamp, bool single, Box room) { return stamp_cell(pen, stamp, single, room) >= kSmallestCell; }

void draw_stamps(Pen& pen, const Stamp& stamp, bool single, Box room) {
  const double cell = stamp_cell(pen, stamp, single, room);
  if (cell < kSmallestCell) return;
  if (single) return draw_stamp(pen, stamp, {room.x, room.y}, cell, true);
  const double line = pen.type(kArrowLine), rows = rows_of(stamp);
  const Point second{room.x + cell * number(stamp.columns.stride), room.y + (stamp.rows ? 0 : cell * kLane)};
  draw_stamp(pen, stamp, {room.x, room.y}, cell, true);
  draw_stamp(pen, stamp, second, cell, false);
  const double from = room.x + cell * number(stamp.columns.span()) / 2, y = room.y + cell * rows + line * 0.55;
  const double to = from + cell * number(stamp.columns.stride);
  pen.arrow({from, y}, {to, y}, pen.theme().weight, 3);
  const std::string label = pen.words().format("view.measure_stride", {{"size", std::to_string(stamp.columns.stride)}});
  pen.whole({to + 10, y}, label, {14, Weight::kSemiBold}, pen.theme().weight, room.right() - to - 10);
}

std::vector<LegendItem> stamp_legend(const Words& words, const Stamp& stamp) {
  std::vector<LegendItem> items{{LegendMark::kWindow, words.format("asked.stamp_size", {{"size", stamp.size()}})}};
  if (stamp.columns.begin > 0 || (stamp.rows && stamp.rows->begin > 0))
    items.push_back({LegendMark::kPadding, words("asked.cut_off")});
  return items;
}

const ActivationLayer* activation_of(const Layer& layer) { return dynamic_cast<const ActivationLayer*>(&layer); }

void draw_asked_curve(const CellPicture& p, const ActivationLayer& curve, Box room, double shown) {
  Pen& pen = p.asked.pen;
  if (room.w < pen.type(130) || room.h < pen.type(110)) return;
  const double high = std::min(room.h, room.w);
  room.y += (room.h - high) / 2;
  room.h = high;
  const ActivationPlot plot = activation_plot(pen, curve, room);
  draw_plot_axes(pen, plot);
  draw_plot_curve(pen, plot, curve);
  const double x = p.step.terms.front().data, y = p.step.result;
  if (std::abs(x) > ActivationPlot::kReach) return;           // it lies beside the plot
  if (y < plot.low || y > plot.high) shown = 0;                // so does its value: the input alone tells nothing of it
  const bool falls = x < 0 && curve.value(-1) <= 0;
  draw_plot_point(pen, plot,
                  {x, y, number_text(x, p.input_decimals), answer_text(p), falls, ease_in_out(std::min(1.0, shown * 2)),
                   ease_in_out(std::clamp(shown * 2 - 1, 0.0, 1.0))});
}

void draw_pool_window(const CellPicture& p, Box room) {
  constexpr Index kMostSideOfWindow = 8;
  Pen& pen = p.asked.pen;
  const Combine combine = p.asked.layer().layer->combine();
  Index rows = 1, columns = 1, depth = 1;
  for (const Term& term : p.step.terms) {
    depth = std::max(depth, term.tap.element[0] + 1);
    rows = std::max(rows, term.tap.element[1] + 1);
    columns = std::max(columns, term.tap.element[2] + 1);
  }
  const std::string name = p.asked.words()(combine == Combine::kMax ? "asked.largest_of" : "asked.mean_of");
  if (depth > 1 || std::max(rows, columns) > kMostSideOfWindow) {
    draw_title(pen, {room.x, room.center().y}, name, "", Role::kWeight, room.w);
    return;
  }
  Sheet sheet = make_sheet({1, 1, rows, columns}, 0, {}, std::nullopt);
  cut_top(room, pen.type(30));
  cut_bottom(room, pen.type(30));
  place_sheet(pen, sheet, room, 60);
  draw_sheet(pen, sheet, Role::kInput, TargetKind::kNone, p.asked.context.stage, [&](Index, Index y, Index x) {
    CellLook look;
    look.kind = CellKind::kEmpty;
    for (const Term& term : p.step.terms) {
      if (term.tap.element[1] != y || term.tap.element[2] != x) continue;
      look.kind = term.tap.kind == TapKind::kPadding ? CellKind::kPadding : CellKind::kValue;
      if (std::isfinite(term.data) && sheet.cell >= pen.legible_cell()) look.text = number_text(term.data, p.input_decimals);
    }
    return look;
  });
  const Box box = sheet.box();
  pen.frame(box, Role::kWeight, 3);
  const Ink ink{16, Weight::kSemiBold, Anchor::kMiddle};
  pen.fitted({box.center().x, box.y - pen.type(18)}, name, ink, pen.theme().weight, room.w);
  if (const std::optional<WindowOf> window = window_of(*p.asked.layer().layer); window && !window->axes.empty()) {
    const std::string stride = std::to_string(window->axes.back().stride);
    pen.fitted({box.center().x, box.bottom() + pen.type(18)}, p.asked.words().format("view.measure_stride", {{"size", stride}}),
               {14, Weight::kSemiBold, Anchor::kMiddle}, pen.theme().weight, room.w);
  }
}

}  // namespace convscope

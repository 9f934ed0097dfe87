// Pooling: the largest and the mean of the same windows, side by side on one input, the winner of each window marked.
#include "app/views/pooling.h"

#include <algorithm>

#include "app/views/builders.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

struct Stage {
  const ViewContext maximum, average;
  Pen& pen;
  PlaneGeometry g;
  Focus largest, mean;
  double compare = 1, won = 1, averaged = 1;  // how far the step has come
};

Stage stage_of(const ViewContext& context, Pen& pen) {
  Stage s{at_layer(context, "maximum"), at_layer(context, "average"), pen, {}, {}, {}};
  s.g = pool_geometry(s.maximum.layer());
  s.largest = focus_together(context, s.maximum.stage, s.maximum.stage);
  s.mean = focus_together(context, s.maximum.stage, s.average.stage);
  if (s.largest.inspected) return s;
  s.compare = phase_share(s.maximum, "compare");
  s.won = ease_out(phase_share(s.maximum, "drop"));
  s.averaged = ease_out(phase_share(s.maximum, "mean"));
  return s;
}

struct Page {
  Captions captions = Captions::kFull;
  bool legend = true;
  double cell = 40, out_cell = 40;
  PoolPlane plane;
  Point maximum, average;  // origins of the outputs
  double gap = 0;
};

constexpr double kLegendLine = 28;

Page lay_out(const Stage& s, Box area, Captions captions, bool legend) {
  Page page;
  page.captions = captions;
  page.legend = legend;
  const double head = s.pen.caption_height(captions), foot = legend ? s.pen.type(3 * kLegendLine + 14) : 0, between = 2 * kSpace;
  const auto rows = static_cast<double>(s.g.padded_rows() + rows_beyond(s.g)),
             columns = static_cast<double>(s.g.padded_columns() + columns_beyond(s.g)), out_rows = static_cast<double>(s.g.output_rows),
             out_columns = static_cast<double>(s.g.output_columns);
  const double most = std::max(s.pen.type(58), area.h * 0.105);
  page.cell = fit_cell({0, 0, area.w * 0.46, area.h - head - foot}, rows, columns, most);
  page.out_cell = fit_cell({0, 0, area.w * 0.3, area.h - 2 * head - between}, 2 * out_rows, out_columns, most * 1.06);
  const double in_w = page.cell * columns, out_w = page.out_cell * out_columns;
  page.gap = std::min(area.w - in_w - out_w, std::max(s.pen.type(220), area.w * 0.34));
  const double left = area.x + std::max(0.0, (area.w - in_w - out_w - page.gap) / 2);
  const double used = head + rows * page.cell + foot, out_h = out_rows * page.out_cell, both = 2 * (head + out_h) + between;
  page.plane.cell = page.cell;
  page.plane.origin = {left, area.y + std::max(0.0, (area.h - used) / 2) + head};
  const double x = left + in_w + page.gap, y = area.y + std::max(0.0, (area.h - both) / 2) + head;
  page.maximum = {x, y};
  page.average = {x, y + out_h + between + head};
  return page;
}

Page best_page(const Stage& s, Box area) {
  const std::pair<Captions, bool> kWays[] = {
      {Captions::kFull, true}, {Captions::kFull, false}, {Captions::kNames, false}, {Captions::kNone, false}};
  for (bool with_decimals : {true, false})
    for (auto [captions, legend] : kWays) {
      if (legend && area.h < s.pen.type(420)) continue;
      Page page = lay_out(s, area, captions, legend);
      const bool fit = !with_decimals || numbers_fit(s.pen, s.average.layer().output(), page.out_cell);
      if (fit && std::min(page.cell, page.out_cell) >= s.pen.legible_cell()) return page;
    }
  return lay_out(s, area, Captions::kNone, false);
}

void draw_links(const Stage& s, const Page& page) {
  const Theme& t = s.pen.theme();
  const Cell& p = s.largest.step.position;
  const Box plane = pool_plane_box(s.g, page.plane), window = pool_window_box(s.g, page.plane, s.largest);
  double winner_y = window.center().y;
  if (s.largest.step.winner) {
    const Term& term = s.largest.step.terms[*s.largest.step.winner];
    winner_y = pool_cell_origin(s.g, page.plane, static_cast<double>(term.tap.at[1]), 0).y + page.cell / 2;
  }
  const double down = (static_cast<double>(p[2]) + 0.5) * page.out_cell;
  auto link = [&](double from, Point to, double share, const char* words) {
    const Point start{plane.right() + 2, from};
    s.pen.link(start, {to.x - 2, to.y + down}, {with_alpha(t.output, std::max(0.25, share)), 2.5});
    draw_plate(s.pen, {(start.x + to.x) / 2, (from + to.y + down) / 2}, s.maximum.words(words), Role::kOutput, page.gap - 40);
  };
  const double middle = std::abs(winner_y - window.center().y) < 2 ? window.bottom() - page.cell * 0.3 : window.center().y;
  link(winner_y, page.maximum, s.won, "view.winner_only");
  link(middle, page.average, s.averaged, "view.all_equally");
}

void draw_legend_lines(const Stage& s, const Page& page) {
  const Theme& t = s.pen.theme();
  const Words& words = s.maximum.words;
  const Box plane = pool_plane_box(s.g, page.plane);
  const double side = s.pen.type(20);
  double y = plane.bottom() + s.pen.type(14) + s.pen.type(kLegendLine) / 2;
  auto line = [&](const char* key, auto draw) {
    draw(Box{plane.x, y - side / 2, side, side});
    s.pen.text({plane.x + side + s.pen.type(12), y}, words(key),
               {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted);
    y += s.pen.type(kLegendLine);
  };
  line("legend.winner_kept", [&](Box box) {
    s.pen.rect(inset(box, 1), t.input, kCellRadius);
    draw_winner_corner(s.pen, box);
  });
  line("legend.lost", [&](Box box) { s.pen.rect(inset(box, 1), s.pen.pale(Role::kInput, 0.09), kCellRadius, {t.line, 1}); });
  line("legend.window_no_weights", [&](Box box) { s.pen.rect(inset(box, 2), {0, 0, 0, 0}, 4, {t.accent, 3}); });
}

// The value on its way from the winner's edge of the plane to the output.
void draw_travel(const Stage& s, const Page& page) {
  const double share = s.largest.inspected ? 1 : phase_share(s.maximum, "drop");
  if (share <= 0 || share >= 1 || !s.largest.step.winner) return;
  const Term& term = s.largest.step.terms[*s.largest.step.winner];
  const Point from =
      pool_cell_origin(s.g, page.plane, static_cast<double>(term.tap.at[1]) + 0.5, static_cast<double>(term.tap.at[2]) + 0.5);
  const Cell& p = s.largest.step.position;
  const Point to{page.maximum.x + (static_cast<double>(p[3]) + 0.5) * page.out_cell,
                 page.maximum.y + (static_cast<double>(p[2]) + 0.5) * page.out_cell};
  const double e = ease_in_out(share);
  s.pen.circle({from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * e}, 6, s.pen.theme().output, {s.pen.theme().surface, 1.5});
}

}  // namespace

void build_pooling(const ViewContext& context, Pen& pen, Box area) {
  const Stage s = stage_of(context, pen);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const Page page = best_page(s, area);
  const Box plane = pool_plane_box(s.g, page.plane);
  draw_links(s, page);
  const Words& words = context.words;
  const auto out_w = page.out_cell * static_cast<double>(s.g.output_columns);
  const std::string out_size = shape_text({s.g.output_rows, s.g.output_columns});
  pen.caption({plane.center().x, plane.y}, words("view.input"), shape_text({s.g.rows, s.g.columns}), Role::kInput, page.captions);
  pen.caption({page.maximum.x + out_w / 2, page.maximum.y}, words("view.maximum"), out_size, Role::kOutput, page.captions);
  pen.caption({page.average.x + out_w / 2, page.average.y}, words("view.average"), out_size, Role::kOutput, page.captions);
  draw_pool_plane(pen, s.maximum, s.largest, s.g, page.plane, s.compare, s.won);
  draw_pool_output(pen, s.maximum, s.largest, page.maximum, page.out_cell, s.won);
  draw_pool_output(pen, s.average, s.mean, page.average, page.out_cell, s.averaged);
  draw_travel(s, page);
  if (page.legend) draw_legend_lines(s, page);
  draw_lines(pen, bar,
             {maximum_line(s.maximum, pen, s.largest, words("view.maximum"), s.compare, s.won),
              average_line(s.average, pen, s.mean, words("view.average"), s.averaged)},
             words("view.no_weights"), pen.theme().weight);
}

}  // namespace convscope

// Transposed, by inserted zeros: the input spreads, gets its border, the kernel turns; then the window slides with stride 1.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/spread.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

struct Page {
  bool left = true, note = true;  // the input and the kernel beside the plane, the line below it
  Captions captions = Captions::kFull;
  PlainGrid input;
  Point kernel;
  SpreadPlane plane;
  OutputPlane output;
};

struct Zeros {
  const ViewContext& context;
  Pen& pen;
  SpreadGeometry g;
  Focus focus;
};

// What a page gives up for its numbers.
struct Way {
  Captions captions = Captions::kFull;
  bool left = true;
  bool coloured = false;  // large planes whose cells may be too small for numbers: those on the left keep theirs
  bool note = true;
};

// Input above kernel on the left, the spread input, the output: one line of middles, one cell for both large planes.
Page lay_out(const Zeros& z, Box area, const Way& way) {
  const Pen& pen = z.pen;
  const Captions captions = way.captions;
  const bool left = way.left;
  Page page;
  page.left = left;
  page.captions = captions;
  page.note = way.note && area.h > pen.type(260);
  if (page.note) cut_bottom(area, pen.type(34));
  const SpreadGeometry& g = z.g;
  const Index small_columns = std::max(g.axis[1].input, g.axis[1].kernel), small_rows = g.axis[0].input + g.axis[0].kernel;
  const double caption = pen.caption_height(captions), link = std::max(pen.type(72), area.w * 0.07), gap = left ? pen.type(56) : 0;
  const double share = 0.8, columns = number(g.count(1) + g.output[1]) + (left ? share * number(small_columns) : 0);
  const double rows = number(std::max(g.count(0), g.output[0])), named = pen.type(120), most = std::max(72.0, area.h * 0.13);
  double c = fit_cell({0, 0, area.w - link - gap, area.h - caption}, rows, columns, most);
  if (left && c * share * number(small_columns) < named)
    c = fit_cell({0, 0, area.w - link - gap - named, area.h - caption}, rows, number(g.count(1) + g.output[1]), most);
  const double between = pen.type(18) + caption;
  double small = std::floor(c * share);
  if (way.coloured) {
    small = std::max(std::ceil(pen.legible_cell()), small);
    const double taken = link + gap + std::max(small * number(small_columns), named);
    c = fit_cell({0, 0, area.w - taken, area.h - caption}, rows, number(g.count(1) + g.output[1]), most);
  }
  if (left) small = std::min(small, std::floor((area.h - caption - between) / number(small_rows)));
  const double small_width = left ? std::max(small * number(small_columns), named) : 0;
  const double used = small_width + gap + c * number(g.count(1) + g.output[1]) + link;
  double x = area.x + std::max(0.0, (area.w - used) / 2);
  const double middle = area.y + caption + (area.h - caption) / 2, plane_height = c * number(g.count(0));
  if (left) {
    const double height = small * number(small_rows) + between, top = std::max(area.y + caption, middle - height / 2);
    page.input.cell = small;
    page.input.origin = {x + (small_width - small * number(g.axis[1].input)) / 2, top};
    page.kernel = {x + (small_width - small * number(g.axis[1].kernel)) / 2, top + small * number(g.axis[0].input) + between};
    x += small_width + gap;
  }
  page.plane.cell = page.output.cell = c;
  page.plane.origin = {x, middle - plane_height / 2};
  x += c * number(g.count(1)) + link;
  page.output.origin = {x, middle - c * number(g.output[0]) / 2};
  if (!left) page.input.origin = page.plane.origin;
  return page;
}

Page best_page(const Zeros& z, Box area) {
  constexpr double kSmallest = 4, kSmallestOnLeft = 10;  // of a coloured cell
  for (const Way& way : {Way{Captions::kFull}, Way{Captions::kNames}, Way{Captions::kNames, true, true},
                         Way{Captions::kNames, true, true, false}}) {
    Page page = lay_out(z, area, way);
    if (page.plane.cell >= (way.coloured ? kSmallest : z.pen.legible_cell()) && page.input.cell >= z.pen.legible_cell()) return page;
  }
  Page coloured = lay_out(z, area, {Captions::kNames, true, true, false});
  if (coloured.plane.cell >= kSmallest && coloured.input.cell >= kSmallestOnLeft) return coloured;
  return lay_out(z, area, {Captions::kNames, false});
}

// How far the three steps of preparing have come.
void take_motion(const Zeros& z, Page& page, double& turned) {
  page.plane.spread = z.focus.inspected ? 1 : share_in(z.context, "prepare", "spread");
  page.plane.zeros = page.plane.spread >= 1 ? 1 : 0;
  page.plane.border = z.focus.inspected ? 1 : share_in(z.context, "prepare", "border");
  turned = z.focus.inspected ? 1 : share_in(z.context, "prepare", "turn");
  page.plane.window_alpha = z.focus.state == StageState::kLater && !z.focus.inspected ? 0 : 1;
  page.plane.from = page.left ? page.input.origin : page.plane.cell_origin(z.g, 0, 0);
  page.plane.from_cell = page.left ? page.input.cell : page.plane.cell;
}

void draw_left(const Zeros& z, const Page& page, double turned) {
  if (!page.left) return;
  const LayerModel& layer = z.context.layer();
  const Words& words = z.context.words;
  Pen& pen = z.pen;
  const Box input = page.input.box(layer.input());
  pen.caption({input.center().x, input.y}, words("view.input"), shape_text({z.g.axis[0].input, z.g.axis[1].input}), Role::kInput,
              page.captions);
  PlainGrid grid = page.input;
  draw_plain_grid(pen, layer.input(), z.focus.inputs, grid);
  const double side = page.input.cell, width = side * number(z.g.axis[1].kernel);
  pen.caption({page.kernel.x + width / 2, page.kernel.y}, words(turned > 0.5 ? "view.transposed.turned" : "view.weights"),
              shape_text({z.g.axis[0].kernel, z.g.axis[1].kernel}), Role::kWeight, page.captions);
  draw_turned_kernel(pen, z.context, z.focus, page.kernel, side, turned);
  const Box plane = page.plane.box(z.g);
  const double y = std::clamp(input.center().y, plane.y, plane.bottom());
  pen.arrow({input.right() + pen.type(10), y}, {plane.x - pen.type(8), y}, pen.theme().faint, 2);
}

void draw_note(const Zeros& z, const Page& page, double right) {
  if (!page.note) return;
  const bool dilated = z.g.axis[0].dilation > 1 || z.g.axis[1].dilation > 1;
  const Box plane = page.plane.box(z.g);
  std::string text = z.context.words.format(
      dilated ? "view.transposed.inserted_dilated" : "view.transposed.inserted",
      {{"between", pair_text(z.g.axis[0].stride - 1, z.g.axis[1].stride - 1)}, {"around", pair_text(z.g.border(0), z.g.border(1))}});
  const Index more[] = {z.g.behind(0) - z.g.border(0), z.g.behind(1) - z.g.border(1)};
  if (more[0] > 0 || more[1] > 0) text += z.context.words.format("view.transposed.at_the_end", {{"more", pair_text(more[0], more[1])}});
  z.pen.whole({plane.x, plane.bottom() + z.pen.type(20)}, text,
              {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, z.pen.theme().muted, right - plane.x);
}

BarContent bar_content(const Zeros& z, double room) {
  const Words& words = z.context.words;
  const Focus written = without_zeros(z.focus);
  const Index all = static_cast<Index>(z.focus.step.terms.size()), kept = static_cast<Index>(written.step.terms.size());
  WrittenSum sum = written_sum(z.pen, z.context, written, room);
  BarContent content{sum.runs, "", {}, sum.size, {}};
  const bool prepares = z.focus.state == StageState::kLater && !z.focus.inspected;
  if (prepares) {
    const char* key = share_in(z.context, "prepare", "turn") > 0     ? "view.transposed.now_turn"
                      : share_in(z.context, "prepare", "border") > 0 ? "view.transposed.now_border"
                                                                     : "view.transposed.now_spread";
    content.line = {{words("view.transposed.prepare"), z.pen.theme().muted}};
    content.line_size = 16;
    content.sentence = words.format(
        key, {{"between", pair_text(z.g.axis[0].stride - 1, z.g.axis[1].stride - 1)}, {"around", pair_text(z.g.border(0), z.g.border(1))}});
  } else {
    content.sentence = sum.other_terms_dropped
                           ? words("view.largest_terms")
                           : words.format("view.transposed.not_written", {{"count", count_text(all - kept)}, {"all", count_text(all)}});
  }
  if (z.g.axis[0].stride > 1 || z.g.axis[1].stride > 1)
    content.legend.push_back({LegendMark::kInserted, words("legend.transposed.inserted")});
  content.legend.push_back({LegendMark::kPadding, words("legend.transposed.border")});
  content.legend.push_back({LegendMark::kWindow, words("legend.window")});
  return content;
}

}  // namespace

void build_transposed_zeros(const ViewContext& context, Pen& pen, Box area) {
  const Zeros z{context, pen, spread_geometry(context.layer()), make_focus(context)};
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  Page page = best_page(z, area);
  double turned = 1;
  take_motion(z, page, turned);
  const Box plane = page.plane.box(z.g);
  const Box output{page.output.origin.x, page.output.origin.y, page.output.cell * number(z.g.output[1]),
                   page.output.cell * number(z.g.output[0])};
  const Box window = spread_window(context, z.focus, z.g, page.plane);
  const Point to = output_center(context, page.output, z.focus.step.cell);
  if (page.plane.window_alpha > 0) draw_result_link(pen, z.focus, {plane.right() - 4, window.center().y}, {output.x - 2, to.y});
  pen.caption({plane.center().x, plane.y}, context.words("view.transposed.spread"), shape_text({z.g.count(0), z.g.count(1)}), Role::kInput,
              page.captions);
  pen.caption({output.center().x, output.y}, context.words("view.output"), shape_text({z.g.output[0], z.g.output[1]}), Role::kOutput,
              page.captions);
  draw_spread_plane(pen, context, z.focus, z.g, page.plane);
  draw_left(z, page, turned);
  Focus shown = z.focus;
  if (page.plane.window_alpha <= 0) shown.step.cell = -1;  // no cell is in step yet
  draw_output_plane(pen, context, shown, page.output);
  draw_note(z, page, output.right());
  auto place = [&](const Term& term) {
    const Point p = page.plane.cell_origin(z.g, number(term.tap.at[1]), number(term.tap.at[2]));
    return Point{p.x + page.plane.cell / 2, p.y + page.plane.cell / 2};
  };
  if (!z.focus.inspected) draw_gathering(pen, without_zeros(z.focus), z.focus.sum, place, to);
  draw_bar(pen, context, bar, bar_content(z, bar.w - 40));
}

}  // namespace convscope

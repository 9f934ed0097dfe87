// A convolution as a matrix: one row of C for each window, and the same step with the patches unrolled (im2col).
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

struct Unrolled {
  const ViewContext& context;
  Pen& pen;
  PlaneGeometry g;
  Focus focus;
  const LayerModel& layer;
  const LayerModel& patches;  // (1, kernel elements, windows)
  Index rows = 0, columns = 0, elements = 0;
  std::vector<Index> weights;  // of C, row-major: which weight stands there; -1: none
  Index filled = 0;
  double unroll = 1, lay = 1, copy = 1;

  Index weight_at(Index row, Index column) const { return weights[static_cast<std::size_t>(row * columns + column)]; }
  bool waits() const { return focus.state == StageState::kLater && !focus.inspected; }
  Index row() const { return focus.step.cell; }
};

Unrolled unrolled_of(const ViewContext& context, Pen& pen) {
  Unrolled u{context, pen, plane_geometry(context.layer()), make_focus(context), context.layer(), context.model.layer("patches"), 0, 0,
             0,       {}};
  u.rows = u.layer.output().count();
  u.columns = u.layer.input().count();
  u.elements = u.patches.output().extents[1];
  u.weights.assign(static_cast<std::size_t>(u.rows * u.columns), -1);
  const Trace trace = u.layer.trace();
  for (Index row = 0; row < u.rows; ++row)
    for (const Term& term : trace.gather(row).terms) {
      if (term.tap.data.none()) continue;
      u.weights[static_cast<std::size_t>(row * u.columns + term.tap.data.index)] = term.tap.weight.index;
      ++u.filled;
    }
  if (u.focus.inspected) return u;
  u.unroll = ease_in_out(share_in(context, "unroll", "unroll_input"));
  u.lay = ease_out(share_in(context, "unroll", "lay_kernel"));
  u.copy = u.waits() ? 0 : phase_share(context, "copy");
  return u;
}

struct Page {
  bool heads = true, notes = true;
  Captions captions = Captions::kFull;
  InputPlane input;
  KernelPlane kernel;
  OutputPlane output;
  Box right;                       // of all on the right
  double width = 40, height = 40;  // of a cell of C
  double flat_y = 0, matrix_y = 0, output_x = 0;
  double part_y = 0, line_y = 0;  // the heading of the lower part, the line above it
  double tall = 40;               // of a cell of the lower part
  Index first = 0, shown = 0;     // the patches drawn
  double patches_y = 0, kernel_x = 0, result_x = 0, note_x = 0;
  double element_width = 40;
  double x() const { return right.x; }
  double row_y(Index row) const { return matrix_y + number(row) * height; }
  double patch_y(Index row) const { return patches_y + number(row - first) * tall; }
};

void lay_out_left(const Unrolled& u, Page& page, Box left) {
  const Pen& pen = u.pen;
  const double caption = pen.caption_height(page.captions), gaps = 2 * pen.type(page.captions == Captions::kFull ? 14 : 8) + 3 * caption;
  const double rows = number(u.g.padded_rows() + u.g.kernel[0] + u.g.output_rows);
  const double columns = number(std::max({u.g.padded_columns(), u.g.kernel[1], u.g.output_columns}));
  const double cell = fit_cell({0, 0, left.w, left.h - gaps}, rows, columns, pen.type(66));
  page.input.cell = page.output.cell = page.kernel.cell = cell;
  const double gap = (left.h - 3 * caption - cell * rows) / 3;
  double y = left.y + caption;
  auto middle = [&](Index count) { return left.x + (left.w - cell * number(count)) / 2; };
  page.input.origin = {middle(u.g.padded_columns()), y};
  y += cell * number(u.g.padded_rows()) + gap + caption;
  page.kernel.origin = {middle(u.g.kernel[1]), y};
  y += cell * number(u.g.kernel[0]) + gap + caption;
  page.output.origin = {middle(u.g.output_columns), y};
}

void lay_out_right(const Unrolled& u, Page& page) {
  const Pen& pen = u.pen;
  Box area = page.right;
  const double head = page.heads ? pen.type(56) : pen.type(6), legible = pen.legible_cell();
  const double sign = pen.type(34), rest = area.h - 2 * head - pen.type(12);
  const double upper_rows = number(u.rows) + 1.5, lower_rows = number(std::max(u.elements, std::min<Index>(u.rows, 6)));
  double unit = std::min(pen.type(48), rest / (upper_rows + lower_rows));
  page.height = page.tall = unit;
  if (unit < legible) {
    page.tall = std::min(legible, rest * 0.45 / number(u.elements));
    page.height = (rest - page.tall * lower_rows) / upper_rows;
  }
  page.shown = std::clamp<Index>(static_cast<Index>((rest - page.height * upper_rows) / page.tall + 0.01), 1, u.rows);
  page.first = std::clamp<Index>(u.row() - page.shown / 2, 0, u.rows - page.shown);
  page.width = std::min(pen.type(56), (area.w - 2 * sign - pen.type(52)) / number(u.columns));
  page.flat_y = area.y + head;
  page.matrix_y = page.flat_y + page.height * 1.4;
  page.output_x = area.x + page.width * number(u.columns) + sign;
  page.line_y = page.row_y(u.rows) + pen.type(10);
  page.part_y = page.line_y + pen.type(4);
  page.patches_y = page.part_y + head;
  const double most = (area.w - 2 * sign - pen.type(98)) / number(u.elements);
  page.element_width = std::min({pen.type(50), most, std::max(page.tall, (area.w * 0.42) / number(u.elements))});
  page.kernel_x = area.x + page.element_width * number(u.elements) + sign;
  page.result_x = page.kernel_x + pen.type(46) + sign;
  page.note_x = page.result_x + pen.type(46) + pen.type(26);
}

Page lay_out(const Unrolled& u, Box area) {
  const Pen& pen = u.pen;
  Page page;
  page.heads = area.h > pen.type(330);
  page.captions = area.h > pen.type(420) ? Captions::kFull : Captions::kNames;
  const Box left = cut_left(area, std::min(area.w * 0.24, pen.type(260)), std::max(pen.type(60), area.w * 0.06));
  page.right = area;
  lay_out_left(u, page, left);
  lay_out_right(u, page);
  return page;
}

// The term of the step that reads an input cell; its place among the terms.
std::optional<std::size_t> term_of(const Unrolled& u, Index column) {
  for (std::size_t i = 0; i < u.focus.step.terms.size(); ++i)
    if (u.focus.step.terms[i].tap.data.index == column && !u.focus.step.terms[i].tap.data.none()) return i;
  return {};
}

bool in_step(const Unrolled& u) { return !u.waits() && u.focus.arrive >= 1; }

void draw_flat(const Unrolled& u, const Page& page) {
  const std::vector<std::string> texts = texts_of(u.layer.input());
  const double size = number_size(u.pen, texts, std::min(page.width, page.height));
  for (Index c = 0; c < u.columns; ++c) {
    const Box to{page.x() + number(c) * page.width, page.flat_y, page.width, page.height};
    const Point from = page.input.cell_origin(u.g, number(c / u.g.columns), number(c % u.g.columns));
    const double e = u.unroll, side = page.input.cell;
    const Box box{from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * e, side + (to.w - side) * e, side + (to.h - side) * e};
    CellLook look;
    constexpr double kArriving = 0.8;  // from here on no tile passes another's number
    if (e >= kArriving) look.text = texts[static_cast<std::size_t>(c)];
    const bool read = in_step(u) && term_of(u, c).has_value();
    look.tint = u.pen.pale(Role::kInput, read ? 0.50 : 0.22);
    look.ringed = u.focus.inputs.count(c) != 0;
    u.pen.cell(box, look, Role::kInput, size, e < 1 ? Target{} : Target{TargetKind::kInput, u.context.stage, c});
  }
}

CellLook entry_look(const Unrolled& u, Index row, Index column, const std::vector<std::string>& texts, double laid) {
  CellLook look;
  const Index weight = u.weight_at(row, column);
  if (weight < 0 || laid <= 0) {
    look.kind = CellKind::kEmpty;
    return look;
  }
  look.text = texts[static_cast<std::size_t>(weight)];
  look.appear = laid;
  look.tint = u.pen.pale(Role::kWeight, in_step(u) && row == u.row() ? 0.60 : 0.24);
  look.ringed = u.focus.weights.count(weight) != 0 || u.focus.inputs.count(column) != 0;
  if (const auto term = term_of(u, column); row == u.row() && in_step(u) && term) look.lit = u.focus.lit(*term);
  return look;
}

void draw_c(const Unrolled& u, const Page& page) {
  Pen& pen = u.pen;
  if (u.rows * u.columns > kMostDrawnCells) {
    auto pixels = plane_pixels(u.rows, u.columns, [&](Index r, Index c) {
      return u.weight_at(r, c) < 0 ? pen.theme().sunken : pen.pale(Role::kWeight, r == u.row() ? 0.95 : 0.55);
    });
    pen.image({page.x(), page.matrix_y, page.width * number(u.columns), page.height * number(u.rows)}, pixels);
    return;
  }
  const std::vector<std::string> texts = texts_of(u.layer.weight());
  const double size = number_size(pen, texts, std::min(page.width, page.height));
  for (Index r = 0; r < u.rows; ++r) {
    const double laid = std::clamp(u.lay * number(u.rows) - number(r), 0.0, 1.0);
    for (Index c = 0; c < u.columns; ++c) {
      const Index weight = u.weight_at(r, c);
      pen.cell({page.x() + number(c) * page.width, page.row_y(r), page.width, page.height}, entry_look(u, r, c, texts, laid), Role::kWeight,
               size, weight < 0 ? Target{} : Target{TargetKind::kWeight, u.context.stage, weight});
    }
  }
}

// A column of results as far as they are computed.
void draw_results(const Unrolled& u, double x, double y, double height, Index first, Index count) {
  Pen& pen = u.pen;
  const std::vector<std::string> texts = texts_of(u.layer.output());
  const double width = pen.type(46), size = number_size(pen, texts, std::min(width, height));
  for (Index r = first; r < first + count; ++r) {
    CellLook look;
    const double appeared = u.focus.appeared(r);
    look.kind = appeared > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = appeared;
    look.text = texts[static_cast<std::size_t>(r)];
    look.hot = r == u.row() && !u.waits() && height >= 8;
    look.ringed = u.focus.outputs.count(r) != 0;
    pen.cell({x, y + number(r - first) * height, width, height}, look, Role::kOutput, size, {TargetKind::kOutput, u.context.stage, r});
    const Ink sign{16, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
    if (height >= pen.legible_cell()) pen.text({x - pen.type(17), y + (number(r - first) + 0.5) * height}, "=", sign, pen.theme().muted);
  }
}

double row_of_frame(const Unrolled& u) {
  const double row = number(u.row());
  return u.focus.inspected || row == 0 ? row : row - 1 + u.focus.arrive;
}

void draw_upper(const Unrolled& u, const Page& page) {
  Pen& pen = u.pen;
  const Words& words = u.context.words;
  const Theme& t = pen.theme();
  if (page.heads) {
    const double y = page.right.y + pen.type(10);
    const double used = pen.text({page.x(), y}, words("view.as_matrix.one_row"), {15, Weight::kSemiBold}, t.ink);
    pen.runs({page.x() + used + pen.type(14), y},
             {{words("view.output"), t.output}, {" = ", t.muted}, {"C", t.weight}, {" · ", t.muted}, {words("view.input"), t.input}},
             {13.5, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNote});
    pen.text({page.right.right(), y}, words.format("view.as_matrix.size", {{"size", shape_text({u.rows, u.columns})}}),
             {13.5, Weight::kRegular, Anchor::kEnd, Face::kNumbers}, t.muted);
    pen.fitted({page.x(), y + pen.type(23)}, words("view.as_matrix.flat"),
               {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, page.right.w);
  }
  draw_c(u, page);
  draw_flat(u, page);
  draw_results(u, page.output_x, page.matrix_y, page.height, 0, u.rows);
  const double width = pen.type(46);
  pen.text({page.output_x + width / 2, page.flat_y + page.height * 0.7}, words("view.output"), {13, Weight::kSemiBold, Anchor::kMiddle},
           t.output);
  if (!u.waits())
    pen.frame({page.x() - 3, page.matrix_y + row_of_frame(u) * page.height - 1, page.width * number(u.columns) + 6, page.height + 2},
              Role::kWeight, page.height < 8 ? 1.5 : 2.5);
}

// How far the copy of an element has come into its row.
double copied(const Unrolled& u, Index row, Index element) {
  if (u.focus.inspected || u.focus.state == StageState::kDone) return row <= std::max(u.focus.playing, u.row()) ? 1 : 0;
  if (row != u.focus.playing) return row < u.focus.playing ? 1 : 0;
  const double late = 0.4 * number(element) / number(u.elements);
  return std::clamp((u.copy - late) / 0.6, 0.0, 1.0);
}

void draw_patches(const Unrolled& u, const Page& page) {
  Pen& pen = u.pen;
  const Tensor& values = u.patches.output();
  const std::vector<std::string> texts = texts_of(values);
  const double width = page.element_width, size = number_size(pen, texts, std::min(width, page.tall));
  const Trace trace = u.layer.trace();
  std::vector<std::pair<Box, CellLook>> flying;
  for (Index r = page.first; r < page.first + page.shown; ++r) {
    const std::vector<Term> terms = trace.gather(r).terms;
    for (Index k = 0; k < u.elements; ++k) {
      const Box box{page.x() + number(k) * width, page.patch_y(r), width, page.tall};
      const Term& term = terms[static_cast<std::size_t>(k)];
      const double e = copied(u, r, k);
      CellLook look;
      look.text = texts[static_cast<std::size_t>(k * u.rows + r)];
      look.kind = e <= 0 || (e < 1 && !term.tap.data.none()) ? CellKind::kEmpty
                  : term.tap.data.none()                     ? CellKind::kPadding
                                                             : CellKind::kValue;
      look.tint = look.kind == CellKind::kPadding ? Color{0, 0, 0, 0} : pen.pale(Role::kInput, r == u.row() ? 0.50 : 0.22);
      look.ringed = !term.tap.data.none() && u.focus.inputs.count(term.tap.data.index) != 0;
      if (r == u.row() && !u.focus.inspected) look.lit = u.focus.lit(static_cast<std::size_t>(k));
      pen.cell(box, look, Role::kInput, size,
               term.tap.data.none() ? Target{} : Target{TargetKind::kInput, u.context.stage, term.tap.data.index});
      if (e <= 0 || e >= 1 || term.tap.data.none()) continue;
      const double t = ease_in_out(e);
      const Box from{page.x() + number(term.tap.data.index) * page.width, page.flat_y, page.width, page.height};
      look.kind = CellKind::kValue;
      look.tint = pen.pale(Role::kInput, 0.50);
      flying.push_back(
          {{from.x + (box.x - from.x) * t, from.y + (box.y - from.y) * t, from.w + (box.w - from.w) * t, from.h + (box.h - from.h) * t},
           look});
    }
  }
  for (const auto& [box, look] : flying) pen.cell(box, look, Role::kInput, 0);
}

void draw_kernel_column(const Unrolled& u, const Page& page) {
  Pen& pen = u.pen;
  const std::vector<std::string> texts = texts_of(u.layer.weight());
  const double width = pen.type(46), size = number_size(pen, texts, std::min(width, page.tall));
  for (Index k = 0; k < u.elements; ++k) {
    CellLook look;
    look.text = texts[static_cast<std::size_t>(k)];
    look.tint = pen.pale(Role::kWeight, in_step(u) ? 0.60 : 0.24);
    look.hot = u.focus.weights.count(k) != 0;
    if (in_step(u) && !u.focus.inspected) look.lit = u.focus.lit(static_cast<std::size_t>(k));
    pen.cell({page.kernel_x, page.patches_y + number(k) * page.tall, width, page.tall}, look, Role::kWeight, size,
             {TargetKind::kWeight, u.context.stage, k});
  }
  pen.frame({page.kernel_x - 3, page.patches_y - 2, width + 6, page.tall * number(u.elements) + 4}, Role::kWeight, 2.5);
}

void draw_note(const Unrolled& u, const Page& page) {
  Pen& pen = u.pen;
  const double width = page.right.right() - page.note_x;
  if (!page.heads || width < pen.type(110)) return;
  const Index copies = u.rows * u.elements;
  const std::string times = number_text(number(copies) / number(u.columns), 1);
  std::string text =
      u.context.words.format("view.as_matrix.copies", {{"cells", count_text(u.columns)}, {"copies", count_text(copies)}, {"times", times}});
  if (page.shown < u.rows) {
    const std::string first = count_text(page.first), last = count_text(page.first + page.shown - 1), end = count_text(u.rows - 1);
    text += " " + u.context.words.format("view.as_matrix.rows_shown", {{"first", first}, {"last", last}, {"end", end}});
  }
  const Ink ink{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  pen.paragraph({page.note_x, page.patches_y, width, 0}, text, ink, pen.theme().muted, 1.55);
}

void draw_lower(const Unrolled& u, const Page& page) {
  Pen& pen = u.pen;
  draw_note(u, page);
  const Theme& t = pen.theme();
  pen.line({page.x(), page.line_y}, {page.right.right(), page.line_y}, {t.line, 1.5});
  if (page.heads)
    pen.fitted({page.x(), page.part_y + pen.type(24)}, u.context.words("view.as_matrix.im2col"), {15, Weight::kSemiBold}, t.ink,
               page.right.w);
  draw_patches(u, page);
  draw_kernel_column(u, page);
  const double bottom = page.patches_y + page.tall * number(page.shown);
  const Ink sign{18, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
  pen.text({page.kernel_x - pen.type(17), (page.patches_y + bottom) / 2}, "·", sign, t.muted);
  draw_results(u, page.result_x, page.patches_y, page.tall, page.first, page.shown);
  if (u.waits()) return;
  const double row = std::clamp(row_of_frame(u), number(page.first), number(page.first + page.shown - 1)) - number(page.first);
  pen.frame({page.x() - 3, page.patches_y + row * page.tall - 1, page.element_width * number(u.elements) + 6, page.tall + 2}, Role::kInput,
            2.5);
}

void draw_left(const Unrolled& u, Page& page) {
  Pen& pen = u.pen;
  const Words& words = u.context.words;
  const Box input = page.input.box(u.g);
  const double cell = page.kernel.cell;
  page.input.window_alpha = u.waits() ? 0 : 1;
  pen.caption({input.center().x, input.y}, words("view.input"), shape_text({u.g.rows, u.g.columns}), Role::kInput, page.captions);
  pen.caption({page.kernel.origin.x + cell * number(u.g.kernel[1]) / 2, page.kernel.origin.y}, words("view.weights"),
              shape_text({u.g.kernel[0], u.g.kernel[1]}), Role::kWeight, page.captions);
  pen.caption({page.output.origin.x + cell * number(u.g.output_columns) / 2, page.output.origin.y}, words("view.output"),
              shape_text({u.g.output_rows, u.g.output_columns}), Role::kOutput, page.captions);
  draw_input_plane(pen, u.context, u.focus, u.g, page.input);
  draw_kernel_plane(pen, u.context, u.focus, page.kernel);
  Focus shown = u.focus;
  if (u.waits()) shown.step.cell = -1;  // no cell is in step yet
  draw_output_plane(pen, u.context, shown, page.output);
}

void draw_ties(const Unrolled& u, const Page& page) {
  if (u.waits()) return;
  const Box window = window_box(u.g, page.input, window_place(u.context, u.focus));
  const double upper = page.matrix_y + (row_of_frame(u) + 0.5) * page.height;
  const double shown = std::clamp(row_of_frame(u), number(page.first), number(page.first + page.shown - 1));
  const double lower = page.patches_y + (shown - number(page.first) + 0.5) * page.tall;
  const double x = page.x() - 4;
  const double from = page.input.box(u.g).right();
  u.pen.link({from, window.y + window.h * 0.4}, {x, upper}, {u.pen.theme().weight, 2.2});
  u.pen.link({from, window.y + window.h * 0.6}, {x, lower}, {u.pen.theme().input, 2.2});
}

BarContent bar_content(const Unrolled& u, double room) {
  const Words& words = u.context.words;
  WrittenSum sum = written_sum(u.pen, u.context, u.focus, room, true);
  BarContent content{sum.runs,
                     "",
                     {{LegendMark::kEmpty, words("legend.as_matrix.no_link")}, {LegendMark::kWindow, words("legend.as_matrix.row")}},
                     sum.size,
                     {}};
  if (u.waits()) {
    content.line = {{words(u.unroll < 1 ? "view.as_matrix.now_unroll" : "view.as_matrix.now_lay"), u.pen.theme().muted}};
    content.line_size = 16;
    content.shorter = {{}};
  }
  const Index all = u.rows * u.columns, empty = all - u.filled;
  content.sentence = words.format(
      "view.as_matrix.counts",
      {{"filled", count_text(u.filled)}, {"empty", count_text(empty)}, {"percent", number_text(100.0 * number(empty) / number(all), 0)}});
  return content;
}

}  // namespace

void build_as_matrix(const ViewContext& context, Pen& pen, Box area) {
  const Unrolled u = unrolled_of(context, pen);
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  Page page = lay_out(u, area);
  draw_ties(u, page);
  draw_left(u, page);
  draw_lower(u, page);
  draw_upper(u, page);
  draw_bar(pen, context, bar, bar_content(u, bar.w - 40));
}

}  // namespace convscope

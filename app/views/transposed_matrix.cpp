// Transposed, as the matrix Cᵀ: a row for each output cell. On the left its links, and the convolution that has the same ones.
#include <algorithm>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"
#include "app/views/transposed_matrix.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

TransposedMatrix matrix_of(const ViewContext& context, Pen& pen) {
  TransposedMatrix m{context, pen, make_focus(context), context.layer(), context.model.layer("convolved"), 0, 0, {}};
  m.rows = m.layer.output().count();
  m.columns = m.layer.input().count();
  m.entries.resize(static_cast<std::size_t>(m.rows * m.columns));
  const Trace trace = m.layer.trace();
  for (Index row = 0; row < m.rows; ++row)
    for (const Term& term : trace.gather(row).terms) {
      if (term.tap.data.none()) continue;
      m.entries[static_cast<std::size_t>(row * m.columns + term.tap.data.index)] = {term.tap.weight.index, term.weight};
      ++m.filled;
    }
  if (!m.focus.inspected) {
    m.unrolled = ease_in_out(share_in(context, "unroll", "unroll"));
    m.linked = ease_in_out(phase_share(context, "link"));
  }
  return m;
}

// ---- the matrix ---------------------------------------------------------------------------------------------------------------

struct Sheet {
  double output_x = 0, matrix_x = 0, input_x = 0, top = 0;
  double width = 40, height = 19, gap = 4;  // of an entry; between the map's rows
  double side = 30, input_top = 0;          // of the input's column
  double row_y(const TransposedMatrix& m, double row) const {
    return top + row * height + gap * static_cast<double>(static_cast<Index>(row) / m.layer.output().extents[3]);
  }
};

Sheet sheet_of(const TransposedMatrix& m, Box area) {
  const Pen& pen = m.pen;
  Sheet s;
  const double caption = pen.caption_height(Captions::kFull), sign = pen.type(34), labels = pen.type(78);
  s.top = area.y + caption;
  const double room = area.bottom() - s.top;
  s.gap = m.rows > 60 ? 0 : 5;
  const double gaps = s.gap * number(m.layer.output().extents[2] - 1);
  s.height = std::min(pen.type(30), (room - gaps) / number(m.rows));
  s.width = std::min(pen.type(46), (area.w - labels - 2 * sign - pen.type(76)) / number(m.columns));
  s.side = std::min({pen.type(46), room / number(m.columns), s.width * 1.2});
  const double column = std::min(pen.type(46), std::max(s.width, pen.type(28)));
  const double used = labels + column + sign + s.width * number(m.columns) + sign + s.side;
  const double left = area.x + std::max(0.0, (area.w - used) / 2) + labels;
  s.output_x = left;
  s.matrix_x = left + column + sign;
  s.input_x = s.matrix_x + s.width * number(m.columns) + sign;
  s.top += std::max(0.0, (room - gaps - s.height * number(m.rows)) / 2);
  const double middle = (s.row_y(m, 0) + s.row_y(m, number(m.rows - 1)) + s.height) / 2;
  s.input_top = middle - s.side * number(m.columns) / 2;
  return s;
}

double lit_entry(const TransposedMatrix& m, Index row, Index column) {
  if (row != m.focus.step.cell) return 0;
  Index kept = 0;
  const Focus written = without_zeros(m.focus);
  for (const Term& term : written.step.terms) {
    if (term.tap.data.index == column) return written.lit(static_cast<std::size_t>(kept));
    ++kept;
  }
  return 0;
}

void draw_entries(const TransposedMatrix& m, const Sheet& s) {
  Pen& pen = m.pen;
  if (m.rows * m.columns > kMostDrawnCells) {
    auto pixels = plane_pixels(m.rows, m.columns, [&](Index r, Index c) {
      return m.at(r, c).weight < 0 ? pen.theme().sunken : pen.pale(Role::kWeight, r == m.focus.step.cell ? 0.9 : 0.5);
    });
    pen.image({s.matrix_x, s.top, s.width * number(m.columns), s.height * number(m.rows)}, pixels);
    return;
  }
  std::vector<std::string> texts;
  for (float value : m.layer.weight().data) texts.push_back(number_text(value, decimals_of(m.layer.weight())));
  const double size = number_size(pen, texts, std::min(s.width, s.height));
  for (Index r = 0; r < m.rows; ++r)
    for (Index c = 0; c < m.columns; ++c) {
      const Entry& entry = m.at(r, c);
      const Box box{s.matrix_x + number(c) * s.width, s.row_y(m, number(r)), s.width, s.height};
      CellLook look;
      Target target;
      if (entry.weight < 0)
        look.kind = CellKind::kEmpty;
      else {
        look.text = texts[static_cast<std::size_t>(entry.weight)];
        look.lit = lit_entry(m, r, c);
        look.tint = pen.pale(Role::kWeight, r == m.focus.step.cell && look.lit > 0 ? 0.62 : 0.24);
        look.ringed = m.focus.weights.count(entry.weight) != 0 || m.focus.inputs.count(c) != 0;
        target = {TargetKind::kWeight, m.context.stage, entry.weight};
      }
      pen.cell(box, look, Role::kWeight, size, target);
    }
}

// The output as a column, as far as it is computed; while it unrolls its cells come from the map.
void draw_output_column(const TransposedMatrix& m, const Sheet& s, const MapPair& p) {
  const Tensor& output = m.layer.output();
  const int decimals = decimals_of(output);
  const double width = s.matrix_x - s.output_x - m.pen.type(34);
  std::vector<std::string> texts;
  for (float value : output.data) texts.push_back(number_text(value, decimals));
  const double size = number_size(m.pen, texts, std::min(width, s.height));
  const Index columns = output.extents[3];
  if (m.rows > 400) return;
  for (Index r = 0; r < m.rows; ++r) {
    Box box{s.output_x, s.row_y(m, number(r)), width, s.height};
    const Box from{p.map.x + number(r % columns) * p.cell, p.map.y + number(r / columns) * p.cell, p.cell, p.cell};
    const double e = m.unrolled;
    box = {from.x + (box.x - from.x) * e, from.y + (box.y - from.y) * e, from.w + (box.w - from.w) * e, from.h + (box.h - from.h) * e};
    CellLook look;
    look.kind = m.unit(r) > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = m.unit(r);
    if (e >= 1) look.text = texts[static_cast<std::size_t>(r)];
    look.ringed = m.focus.outputs.count(r) != 0;
    look.hot = r == m.focus.step.cell && (m.focus.state == StageState::kNow || m.focus.inspected);
    m.pen.cell(box, look, Role::kOutput, size, e < 1 ? Target{} : Target{TargetKind::kOutput, m.context.stage, r});
  }
}

void draw_input_column(const TransposedMatrix& m, const Sheet& s, const MapPair& p) {
  const Tensor& input = m.layer.input();
  std::vector<std::string> texts;
  for (float value : input.data) texts.push_back(number_text(value, decimals_of(input)));
  const double size = number_size(m.pen, texts, s.side);
  for (Index i = 0; i < m.columns; ++i) {
    const Box to{s.input_x, s.input_top + number(i) * s.side, s.side, s.side}, from = p.small_box(input, i);
    const double e = m.unrolled;
    CellLook look;
    if (e >= 1) look.text = texts[static_cast<std::size_t>(i)];
    look.ringed = m.focus.inputs.count(i) != 0;
    look.hot = m.at(m.focus.step.cell, i).weight >= 0 && m.focus.state != StageState::kLater && m.focus.arrive >= 1;
    m.pen.cell({from.x + (to.x - from.x) * e, from.y + (to.y - from.y) * e, from.w + (to.w - from.w) * e, from.h + (to.h - from.h) * e},
               look, Role::kInput, size, e < 1 ? Target{} : Target{TargetKind::kInput, m.context.stage, i});
  }
}

void draw_row_band(const TransposedMatrix& m, const Sheet& s) {
  if (m.focus.state == StageState::kLater && !m.focus.inspected) return;
  const double row = number(m.focus.step.cell), before = std::max(0.0, row - 1);
  const double e = m.focus.inspected ? 1 : m.focus.arrive;
  const double y = s.row_y(m, before) + (s.row_y(m, row) - s.row_y(m, before)) * e;
  m.pen.frame({s.matrix_x - 2, y - 1, s.width * number(m.columns) + 4, s.height + 2}, Role::kWeight, 2.5);
}

// C with its raised T, over the matrix.
void draw_name(const TransposedMatrix& m, Point bottom_middle) {
  Pen& pen = m.pen;
  const Ink name{15, Weight::kSemiBold}, raised{kSmallestText, Weight::kSemiBold};
  const double width = pen.width("C", name) + 1 + pen.width("T", raised), y = bottom_middle.y - pen.type(43.5);
  const double x = bottom_middle.x - width / 2;
  pen.text({x, y}, "C", name, pen.theme().weight);
  pen.text({x + pen.width("C", name) + 1, y - pen.type(5)}, "T", raised, pen.theme().weight);
  pen.text({bottom_middle.x, y + pen.type(19)}, shape_text({m.rows, m.columns}),
           {12.5, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote}, pen.theme().muted);
}

void draw_matrix(const TransposedMatrix& m, const Sheet& s, const MapPair& p) {
  Pen& pen = m.pen;
  const Words& words = m.context.words;
  const double width = s.matrix_x - s.output_x - pen.type(34), row_middle = s.row_y(m, number(m.focus.step.cell)) + s.height / 2;
  pen.caption({s.output_x + width / 2, s.top}, words("view.output"), count_text(m.rows), Role::kOutput);
  draw_name(m, {s.matrix_x + s.width * number(m.columns) / 2, s.top});
  pen.caption({s.input_x + s.side / 2, s.input_top}, words("view.input"), count_text(m.columns), Role::kInput);
  const Index columns = m.layer.output().extents[3];
  if (s.height * number(columns) >= pen.type(20))
    for (Index r = 0; r < m.layer.output().extents[2]; ++r) {
      const double y = (s.row_y(m, number(r * columns)) + s.row_y(m, number(r * columns + columns - 1)) + s.height) / 2;
      const bool here = r == m.focus.step.position[2];
      pen.text({s.output_x - pen.type(12), y}, words.format("view.transposed.map_row", {{"row", count_text(r)}}),
               {12, here ? Weight::kSemiBold : Weight::kRegular, Anchor::kEnd, Face::kWords, Importance::kNote},
               here ? pen.theme().ink : pen.theme().muted);
    }
  draw_entries(m, s);
  draw_output_column(m, s, p);
  draw_input_column(m, s, p);
  draw_row_band(m, s);
  if (m.focus.state == StageState::kLater && !m.focus.inspected) return;
  const Ink sign{18, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote};
  pen.text({s.matrix_x - pen.type(17), row_middle}, "=", sign, pen.theme().muted);
  pen.text({s.input_x - pen.type(17), row_middle}, "·", sign, pen.theme().muted);
}

// ---- the page -----------------------------------------------------------------------------------------------------------------

MapPair picture_in(const TransposedMatrix& m, Box box, double cell) {
  const Pen& pen = m.pen;
  MapPair p;
  const Extents &large = m.layer.output().extents, &small = m.layer.input().extents;
  p.title = {box.x, box.y + pen.type(10)};
  p.room = box.w;
  p.cell = cell;
  const bool loose = small[2] <= 3 && small[3] <= 3;
  p.small_cell = loose ? cell * 1.15 : cell;
  p.pitch = loose ? cell * 1.85 : cell;
  const double top = box.y + pen.type(46), height = box.bottom() - top;
  p.map = {box.x, top + std::max(0.0, (height - cell * number(large[2])) / 2)};
  const double small_height = p.pitch * number(small[2] - 1) + p.small_cell;
  p.small = {box.x + cell * number(large[3]) + pen.type(86), top + std::max(0.0, (height - small_height) / 2)};
  return p;
}

double picture_cell(const TransposedMatrix& m, Box box) {
  const Pen& pen = m.pen;
  const Extents &large = m.layer.output().extents, &small = m.layer.input().extents;
  const double share = small[2] <= 3 && small[3] <= 3 ? 1.85 : 1.0;
  return fit_cell({0, 0, box.w - pen.type(96), box.h - pen.type(46)}, std::max(number(large[2]), share * number(small[2]) + 1),
                  number(large[3]) + share * number(small[3]), pen.type(52));
}

void draw_note(const TransposedMatrix& m, Box box) {
  Pen& pen = m.pen;
  const Words& words = m.context.words;
  constexpr Index kMostTold = 9;
  const bool whole =
      m.focus.playing == m.rows - 1 && m.focus.drop >= 1 && m.columns <= kMostTold && m.convolved.output().count() == m.columns;
  const Ink ink{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  if (!whole) {
    pen.fitted({box.x, box.center().y}, words("view.transposed.same_links"), ink, pen.theme().muted, box.w);
    return;
  }
  std::string back, given;
  for (Index i = 0; i < m.columns; ++i) {
    back += (i ? " " : "") + number_text(m.convolved.output()[i], decimals_of(m.convolved.output()));
    given += (i ? " " : "") + number_text(m.layer.input()[i], decimals_of(m.layer.input()));
  }
  pen.runs({box.x, box.center().y},
           {{words("view.transposed.not_inverse") + "  ", pen.theme().muted},
            {back, pen.theme().output},
            {"  ≠  ", pen.theme().ink},
            {given, pen.theme().input}},
           {kLabelSize, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote});
}

BarContent bar_content(const TransposedMatrix& m, double room) {
  const Words& words = m.context.words;
  WrittenSum sum = written_sum(m.pen, m.context, without_zeros(m.focus), room);
  BarContent content{sum.runs,
                     "",
                     {{LegendMark::kWindow, words("legend.transposed.link")}, {LegendMark::kEmpty, words("legend.transposed.no_link")}},
                     sum.size,
                     {}};
  if (m.focus.state == StageState::kLater && !m.focus.inspected) {
    content.line = {{words("view.transposed.now_unroll"), m.pen.theme().muted}};
    content.line_size = 16;
  }
  content.sentence =
      words.format("view.transposed.row",
                   {{"row", count_text(m.focus.step.cell)}, {"filled", count_text(m.filled)}, {"all", count_text(m.rows * m.columns)}});
  return content;
}

}  // namespace

void build_transposed_matrix(const ViewContext& context, Pen& pen, Box area) {
  const TransposedMatrix m = matrix_of(context, pen);
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  Box left = cut_left(area, area.w * 0.47, pen.type(20));
  const bool noted = left.h > pen.type(380);
  const Box note = noted ? cut_bottom(left, pen.type(26)) : Box{};
  const double each = (left.h - pen.type(14)) / 2;
  const Box top{left.x, left.y, left.w, each}, below{left.x, left.bottom() - each, left.w, each};
  const double cell = picture_cell(m, top);
  const MapPair above = picture_in(m, top, cell), under = picture_in(m, below, cell);
  const Sheet sheet = sheet_of(m, area);
  pen.line({area.x - pen.type(10), area.y}, {area.x - pen.type(10), area.bottom()}, {pen.theme().line, 1});
  draw_map_pair(m, above, true);
  draw_map_pair(m, under, false);
  draw_matrix(m, sheet, above);
  if (noted) draw_note(m, note);
  draw_bar(pen, context, bar, bar_content(m, bar.w - 40));
}

}  // namespace convscope

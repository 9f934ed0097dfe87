// The links of one output cell, drawn in both directions: a transposed convolution and the convolution it belongs to.
#include <algorithm>

#include "app/views/planes.h"
#include "app/views/transposed_matrix.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr Index kMostPlates = 6;  // links that carry their weight

struct Link {
  Index small = 0;  // the cell of the small map
  double value = 0;
};

Point on_curve(const CurveItem& curve, double t) {
  const double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
  return {a * curve.from.x + b * curve.control1.x + c * curve.control2.x + d * curve.to.x,
          a * curve.from.y + b * curve.control1.y + c * curve.control2.y + d * curve.to.y};
}

// To the left edge of a cell; where the small map is two cells wide and high, over or under it to the farther ones.
CurveItem curve_to(const MapPair& p, const Tensor& small, Index cell, Point from, Stroke stroke) {
  const Box box = p.small_box(small, cell);
  const Index row = cell / small.extents[3], column = cell % small.extents[3];
  const double middle = (from.x + box.x) / 2;
  if (small.extents[3] != 2 || small.extents[2] > 2 || column == 0)
    return {from, {middle, from.y}, {middle, box.center().y}, {box.x - 2, box.center().y}, stroke};
  const bool above = row == 0;
  const double rise = p.small_cell * 0.9, y = above ? box.y : box.bottom(), sign = above ? -1 : 1;
  return {from,
          {from.x + (p.small.x - from.x) * 0.6, y + sign * rise * 1.1},
          {box.center().x, y + sign * rise},
          {box.center().x, y + sign * 2},
          stroke};
}

void draw_head(Pen& pen, const CurveItem& curve, bool at_end) {
  const Point tip = at_end ? curve.to : curve.from, behind = on_curve(curve, at_end ? 0.93 : 0.07);
  pen.arrow(behind, tip, curve.stroke.color, 2);
}

// `into_map`: the arrowheads point at the large map (transposed), else at the small one.
void draw_links(const TransposedMatrix& m, const MapPair& p, const Tensor& small, const std::vector<Link>& links, Point from,
                bool into_map) {
  if (m.linked <= 0) return;
  Pen& pen = m.pen;
  std::vector<Box> plates;
  std::vector<std::pair<Point, std::string>> weights;
  const Color color = with_alpha(pen.theme().output, 0.25 + 0.75 * m.linked);
  for (const Link& link : links) {
    const CurveItem curve = curve_to(p, small, link.small, from, {color, 2});
    pen.list().items.push_back(curve);
    if (m.linked >= 1) draw_head(pen, curve, !into_map);
    const bool arched = p.pitch > p.small_cell && link.small % small.extents[3] > 0;
    weights.push_back({on_curve(curve, arched ? 0.30 : 0.52), number_text(link.value, decimals_of(m.layer.weight()))});
  }
  if (static_cast<Index>(links.size()) > kMostPlates || p.pitch <= p.small_cell) return;
  const Ink ink{12.5, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  for (const auto& [at, text] : weights) {
    const double width = pen.width(text, ink) + 12, height = pen.type(19);
    const Box plate{at.x - width / 2, at.y - height / 2, width, height};
    const bool free = std::none_of(plates.begin(), plates.end(), [&](const Box& other) {
      return plate.x < other.right() && other.x < plate.right() && plate.y < other.bottom() && other.y < plate.bottom();
    });
    if (!free || plate.right() > p.small.x) continue;
    plates.push_back(plate);
    pen.rect(plate, pen.pale(Role::kWeight, 0.30), 3);
    pen.text(at, text, ink, pen.theme().ink);
  }
}

// The large map: output above, input below, the same numbers.
void draw_large_map(const TransposedMatrix& m, const MapPair& p, Role role) {
  const Tensor& output = m.layer.output();
  const int decimals = decimals_of(output);
  GridSpec spec;
  spec.origin = p.map;
  spec.cell = p.cell;
  spec.rows = output.extents[2];
  spec.columns = output.extents[3];
  spec.role = role;
  spec.target = TargetKind::kOutput;
  for (float value : output.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    look.kind = m.unit(flat) > 0 ? CellKind::kValue : CellKind::kEmpty;
    look.appear = m.unit(flat);
    look.text = number_text(output[flat], decimals);
    look.hot = flat == m.focus.step.cell && (m.focus.state == StageState::kNow || m.focus.inspected);
    look.ringed = m.focus.outputs.count(flat) != 0;
    return look;
  };
  if (spec.rows * spec.columns > kMostDrawnCells) return;
  m.pen.grid(spec);
}

void draw_other_map(const TransposedMatrix& m, const MapPair& p, const Tensor& small, const std::vector<Link>& links, Role role,
                    bool transposed) {
  const int decimals = decimals_of(small);
  std::vector<std::string> texts;
  for (float value : small.data) texts.push_back(number_text(value, decimals));
  const double size = number_size(m.pen, texts, p.small_cell);
  const Trace trace = m.convolved.trace();
  for (Index i = 0; i < small.count(); ++i) {
    CellLook look;
    look.text = texts[static_cast<std::size_t>(i)];
    look.hot = m.linked > 0 && std::any_of(links.begin(), links.end(), [&](const Link& link) { return link.small == i; });
    if (transposed)
      look.ringed = m.focus.inputs.count(i) != 0;
    else {  // stands when everything it reads does
      const std::vector<Term> terms = trace.gather(i).terms;
      const bool stands = std::all_of(terms.begin(), terms.end(),
                                      [&](const Term& term) { return term.tap.data.none() || m.unit(term.tap.data.index) >= 1; });
      if (!stands) look.kind = CellKind::kEmpty;
    }
    m.pen.cell(p.small_box(small, i), look, role, size,
               transposed ? Target{TargetKind::kInput, m.context.stage, i} : Target{TargetKind::kOutput, m.context.stage + 1, i});
  }
}

std::vector<Link> links_of_transposed(const TransposedMatrix& m) {
  std::vector<Link> links;
  for (const Term& term : m.focus.step.terms)
    if (!term.tap.data.none()) links.push_back({term.tap.data.index, term.weight});
  return links;
}

std::vector<Link> links_of_convolution(const TransposedMatrix& m) {
  std::vector<Link> links;
  for (const ScatterContribution& each : m.convolved.trace().scatter(m.focus.step.cell).contributions)
    links.push_back({each.output, each.term.weight});
  return links;
}

}  // namespace

void draw_map_pair(const TransposedMatrix& m, const MapPair& p, bool transposed) {
  const std::vector<Link> links = transposed ? links_of_transposed(m) : links_of_convolution(m);
  Pen& pen = m.pen;
  const Theme& t = pen.theme();
  const Words& words = m.context.words;
  const Tensor &large = m.layer.output(), &small = transposed ? m.layer.input() : m.convolved.output();
  const Cell at = cell_of(large.extents, m.focus.step.cell);
  const Point from{p.map.x + p.cell * number(large.extents[3]) + 3, p.map.y + (number(at[2]) + 0.5) * p.cell};
  draw_links(m, p, small, links, from, transposed);
  const std::string title = words(transposed ? "view.transposed.this" : "view.transposed.belongs");
  if (pen.width(title, {15, Weight::kSemiBold}) <= p.room) pen.text(p.title, title, {15, Weight::kSemiBold}, t.ink);
  const std::string size_small = shape_text({small.extents[2], small.extents[3]}),
                    size_large = shape_text({large.extents[2], large.extents[3]});
  const std::vector<TextRun> sizes{{words("view.input") + " ", t.input},
                                   {transposed ? size_small : size_large, t.muted},
                                   {"  →  ", t.muted},
                                   {words("view.output") + " ", t.output},
                                   {transposed ? size_large : size_small, t.muted}};
  const Ink ink{12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote};
  if (pen.width(sizes, ink) <= p.room) pen.runs({p.title.x, p.title.y + pen.type(21)}, sizes, ink);
  draw_large_map(m, p, transposed ? Role::kOutput : Role::kInput);
  draw_other_map(m, p, small, links, transposed ? Role::kInput : Role::kOutput, transposed);
}

}  // namespace convscope

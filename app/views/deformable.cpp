// Deformable: where a kernel would read and where it reads, the four pixels around one sample, and the result beside the standard one.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/sum_bar.h"
#include "app/views/together.h"

namespace convscope {
namespace {

constexpr Index kElements = 9;

struct Deform {
  ViewContext context, standard;
  Pen& pen;
  Focus focus, usual;
  Index element = 0;  // the sample that is looked into
  double leave = 1, sum = 1, drop = 1;

  // In cells of the input: where an element of the kernel reads without its offset, and with it.
  Point regular(Index e) const {
    const Cell& p = focus.step.position;
    return {static_cast<double>(p[3] + e % 3 - 1), static_cast<double>(p[2] + e / 3 - 1)};
  }
  Point offset(Index e) const {
    const Tensor& field = context.layer().tensor("offset");
    const Cell& p = focus.step.position;
    return {field.at({0, 2 * e + 1, p[2], p[3]}), field.at({0, 2 * e, p[2], p[3]})};
  }
  Point sample(Index e, double share) const {
    const Point r = regular(e), o = offset(e);
    return {r.x + o.x * share, r.y + o.y * share};
  }
  std::vector<Term> terms_of(Index e) const {
    std::vector<Term> terms;
    for (const Term& term : focus.step.terms)
      if (term.tap.element[1] * 3 + term.tap.element[2] == e) terms.push_back(term);
    return terms;
  }
};

Deform deform_of(const ViewContext& context, Pen& pen) {
  const ViewContext own = at_layer(context, "deformed"), standard = at_layer(context, "standard");
  Deform d{own, standard, pen, focus_together(context, own.stage, own.stage), focus_together(context, own.stage, standard.stage)};
  double farthest = -1;
  for (Index e = 0; e < kElements; ++e) {
    const Point o = d.offset(e);
    const std::vector<Term> terms = d.terms_of(e);  // one that reads the input, with a weight, and comes from far
    const bool inside = std::any_of(terms.begin(), terms.end(), [](const Term& term) { return !term.tap.data.none(); });
    const double far = std::hypot(o.x, o.y) + (inside ? 100 : 0) + (d.context.layer().weight()[e] != 0 ? 10 : 0);
    if (far > farthest) d.element = e;
    farthest = std::max(farthest, far);
  }
  const Target answered = context.hover.none() ? context.state.pin : context.hover;
  if (answered.kind == TargetKind::kOffset && answered.index >= 0 && answered.index < d.context.layer().tensor("offset").count())
    d.element = cell_of(d.context.layer().tensor("offset").extents, answered.index)[1] / 2;
  if (d.focus.inspected) return d;
  d.leave = ease_out(phase_share(own, "leave"));
  d.sum = phase_share(own, "sum");
  d.drop = d.focus.drop;
  return d;
}

struct Plane {
  Point origin;
  double cell = 40;
  Point at(Point place) const { return {origin.x + (place.x + 0.5) * cell, origin.y + (place.y + 0.5) * cell}; }
};

Color tint(const Pen& pen, double value, double most) {
  return mix(pen.theme().surface, pen.theme().input, 0.08 + 0.6 * std::clamp(value / std::max(1e-9, most), 0.0, 1.0));
}

double most_of(const Tensor& tensor) {
  double most = 0;
  for (float value : tensor.data) most = std::max<double>(most, std::abs(value));
  return most;
}

void draw_cells(const Deform& d, const Plane& plane) {
  const Tensor& input = d.context.layer().input();
  const double most = most_of(input);
  std::set<Index> read;
  if (d.leave >= 1)
    for (const Term& term : d.terms_of(d.element))
      if (!term.tap.data.none()) read.insert(term.tap.data.index);
  GridSpec spec;
  spec.origin = plane.origin;
  spec.cell = plane.cell;
  spec.rows = input.extents[2];
  spec.columns = input.extents[3];
  spec.role = Role::kInput;
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kInput, d.context.stage, r * spec.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Index flat = r * spec.columns + c;
    look.tint = tint(d.pen, input[flat], most);
    look.hot = read.count(flat) != 0;
    look.ringed = d.focus.inputs.count(flat) != 0;
    return look;
  };
  d.pen.grid(spec);
}

// Three rows and three columns of points joined to a net.
void draw_net(const Deform& d, const Plane& plane, double share, Stroke stroke) {
  for (Index e = 0; e < kElements; ++e) {
    const Point from = plane.at(d.sample(e, share));
    if (e % 3 < 2) d.pen.line(from, plane.at(d.sample(e + 1, share)), stroke);
    if (e / 3 < 2) d.pen.line(from, plane.at(d.sample(e + 3, share)), stroke);
  }
}

void draw_points(const Deform& d, const Plane& plane) {
  const Theme& t = d.pen.theme();
  const Cell& p = d.focus.step.position;
  const Extents& field = d.context.layer().tensor("offset").extents;
  const double r = std::clamp(plane.cell * 0.17, 4.0, 10.0);
  draw_net(d, plane, 0, {t.muted, 1.5, 4, 3});
  draw_net(d, plane, d.leave, {with_alpha(t.weight, 0.7), 3});
  for (Index e = 0; e < kElements; ++e) {
    const Point from = plane.at(d.regular(e)), to = plane.at(d.sample(e, d.leave));
    d.pen.circle(from, r * 0.75, t.surface, {t.muted, 1.5});
    if (std::hypot(to.x - from.x, to.y - from.y) > 3 * r) d.pen.arrow(from, to, t.weight);
  }
  for (Index e = 0; e < kElements; ++e) {
    const Point at = plane.at(d.sample(e, d.leave));
    const Target target{TargetKind::kOffset, d.context.stage, flat_index(field, {0, 2 * e, p[2], p[3]})};
    if (e == d.element) d.pen.circle(at, r * 1.7, {0, 0, 0, 0}, {t.weight, 2.5});
    d.pen.circle(at, r, t.weight, {t.surface, 2}, target);
    if (d.leave < 1) continue;
    const Point o = d.offset(e);  // dragging a point where it reads changes its offset, by tenths of a pixel
    d.pen.handle(target, {"offset", {0, 2 * e + 1, p[2], p[3]}, 0, o.x, plane.cell, 0.1},
                 {"offset", {0, 2 * e, p[2], p[3]}, 0, o.y, plane.cell, 0.1});
  }
}

// The four pixels around the sample, each with its share of the value.
void draw_sample(const Deform& d, Box box) {
  const Theme& t = d.pen.theme();
  const Tensor& input = d.context.layer().input();
  const std::vector<Term> terms = d.terms_of(d.element);
  const double most = most_of(input);
  const int decimals = decimals_of(input);
  const double side = std::min({d.pen.type(44), box.h / 4.6, box.w / 5});
  const double square = std::min(box.h - 2 * side, box.w * 0.5 - side);
  if (square < d.pen.type(40) || d.leave < 1) return;
  const Point left{box.x + side / 2, box.y + side / 2};
  const Box area{left.x, left.y, square + side * 0.6, square + side * 0.6};
  const Point s = d.sample(d.element, 1);
  const double fx = s.x - std::floor(s.x), fy = s.y - std::floor(s.y);
  d.pen.rect(area, d.pen.pale(Role::kInput, 0.25), 0, {t.muted, 1.5});
  d.pen.rect({area.x, area.y + area.h * fy - 1, area.w, 2}, t.surface, 0);
  d.pen.rect({area.x + area.w * fx - 1, area.y, 2, area.h}, t.surface, 0);
  d.pen.circle({area.x + area.w * fx, area.y + area.h * fy}, 13, t.surface, {t.weight, 2.5});
  d.pen.circle({area.x + area.w * fx, area.y + area.h * fy}, 8.5, t.weight, {});
  const Ink number{15, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kName};
  const double x = area.right() + side, row = std::min(d.pen.type(44), area.h / 4);
  for (std::size_t i = 0; i < terms.size() && i < 4; ++i) {
    CellLook look;
    look.text = number_text(terms[i].data, decimals);
    look.tint = tint(d.pen, terms[i].data, most);
    if (terms[i].tap.kind == TapKind::kPadding) look.kind = CellKind::kPadding;
    const auto corner_x = static_cast<double>(terms[i].tap.at[2]) - std::floor(s.x),
               corner_y = static_cast<double>(terms[i].tap.at[1]) - std::floor(s.y);
    const Point corner{area.x + area.w * corner_x, area.y + area.h * corner_y};
    const double text = std::max(d.pen.type(kSmallestText), side * 0.36);
    d.pen.cell({corner.x - side / 2, corner.y - side / 2, side, side}, look, Role::kInput, text);
    const double y = area.y + row * (static_cast<double>(i) + 0.5), small = std::min(side * 0.8, row - 4);
    if (small < d.pen.type(19)) continue;
    d.pen.cell({x, y - small / 2, small, small}, look, Role::kInput, std::max(d.pen.type(kSmallestText), small * 0.42));
    const std::string share = "× " + number_text(std::abs(terms[i].tap.coefficient), 2);
    const double w = d.pen.width(share, number);
    if (x + small + 12 + w > box.right()) continue;
    d.pen.text({x + small + 10, y}, share, number, t.ink);
    const double room = box.right() - (x + small + w + 22);
    if (room > 12)
      d.pen.rect({x + small + w + 22, y - 5, std::max(1.0, room * std::abs(terms[i].tap.coefficient)), 10}, d.pen.pale(Role::kInput, 0.6),
                 2);
  }
}

void draw_results(const Deform& d, Box box) {
  const Theme& t = d.pen.theme();
  const Words& words = d.context.words;
  const double usual = d.usual.step.result, own = d.focus.step.result, most = std::max({1e-9, std::abs(usual), std::abs(own)});
  const std::pair<const char*, double> kRows[] = {{"view.deform_standard", usual}, {"view.deform_deformed", own}};
  const double row = std::min(box.h / 2, d.pen.type(34)), number = d.pen.type(80);
  const Ink ink{14, Weight::kMedium};
  const double label = std::max(d.pen.width(words(kRows[0].first), ink), d.pen.width(words(kRows[1].first), ink)) + 14;
  const double bar = box.w - label - number;
  for (int i = 0; i < 2; ++i) {
    const double y = box.y + row * (i + 0.5);
    d.pen.text({box.x, y}, words(kRows[i].first), ink, i == 0 ? t.muted : t.output);
    if (bar > 10)
      d.pen.rect({box.x + label, y - row * 0.28,
                  std::max(1.0, bar * std::abs(kRows[i].second) / most * (i == 0 ? 1 : std::max(0.02, d.drop))), row * 0.56},
                 i == 0 ? t.faint : t.output, 3);
    if (i == 0 || d.drop > 0)
      d.pen.text({box.right(), y}, number_text(kRows[i].second, 2),
                 {15, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers, Importance::kNumber}, t.ink);
  }
}

// Sample by sample: what its four pixels give together.
BarContent bar_of(const Deform& d) {
  const Theme& t = d.pen.theme();
  const Cell& p = d.focus.step.position;
  const std::string lead = "output[" + std::to_string(p[2]) + ", " + std::to_string(p[3]) + "]  =  ",
                    result = number_text(d.focus.step.result, 2);
  BarContent content;
  content.line = {{lead, t.muted}};
  std::vector<TextRun> brief{{lead, t.muted}};
  bool first = true;
  for (Index e = 0; e < kElements && d.sum > 0; ++e) {
    if (d.context.layer().weight()[e] == 0) continue;
    double sum = 0;
    for (const Term& term : d.terms_of(e)) sum += term.product;
    if (!first) content.line.push_back({" + ", t.muted});
    first = false;
    content.line.push_back({factor_text(sum, 2), e == d.element ? t.weight : t.input});
  }
  std::vector<TextRun> shortest;
  if (d.drop > 0)
    for (std::vector<TextRun>* line : {&content.line, &brief, &shortest}) {
      line->push_back({line == &brief ? "" : " = ", t.muted});
      line->push_back({result, t.output});
    }
  content.shorter = {brief, shortest};
  content.sentence = d.context.words("view.deform_sentence");
  content.legend = {{LegendMark::kWindow, d.context.words("legend.sample")}, {LegendMark::kInput, d.context.words("legend.input")}};
  return content;
}

}  // namespace

void build_deformable(const ViewContext& context, Pen& pen, Box area) {
  const Deform d = deform_of(context, pen);
  const Theme& t = pen.theme();
  const Words& words = context.words;
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const bool rich = area.h >= pen.type(330);
  Box right = cut_right(area, area.w * 0.44, 4 * kSpace);
  const Extents& in = d.context.layer().input().extents;
  const Cell& p = d.focus.step.position;
  if (rich) {
    Box head = cut_top(area, pen.type(48), kSpace), other = cut_top(right, pen.type(48), kSpace);
    pen.fitted({head.x, head.y + pen.type(10)}, words("view.input"), {15, Weight::kSemiBold}, t.input, head.w);
    pen.whole({head.x, head.y + pen.type(32)},
              words.format("view.deform_where", {{"row", std::to_string(p[2])}, {"column", std::to_string(p[3])}}),
              {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, head.w);
    pen.fitted({other.x, other.y + pen.type(10)}, words("view.deform_sample"), {15, Weight::kSemiBold}, t.weight, other.w);
    const Point o = d.offset(d.element);
    pen.whole({other.x, other.y + pen.type(32)},
              words.format("view.deform_offset", {{"y", number_text(o.y, 2)}, {"x", number_text(o.x, 2)}}),
              {12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote}, t.muted, other.w);
  }
  Plane plane;
  // A kernel at the edge reaches over it by a cell, and its samples somewhat further.
  constexpr double kMargin = 1.2;
  plane.cell = fit_cell(area, static_cast<double>(in[2]) + 2 * kMargin, static_cast<double>(in[3]) + 2 * kMargin,
                        std::max(pen.type(48), area.h / 9));
  plane.origin = {area.x + (area.w - plane.cell * static_cast<double>(in[3])) / 2,
                  area.y + (area.h - plane.cell * static_cast<double>(in[2])) / 2};
  draw_cells(d, plane);
  pen.list().items.push_back(ClipItem{area});
  draw_points(d, plane);
  pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
  Box results = cut_bottom(right, std::min(pen.type(76), right.h * 0.4), 2 * kSpace);
  draw_results(d, results);
  draw_sample(d, right);
  draw_bar(pen, context, bar, bar_of(d));
}

}  // namespace convscope

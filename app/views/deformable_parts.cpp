#include <algorithm>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/scenes/pictures.h"
#include "app/views/deformable.h"
#include "app/views/plane.h"

namespace convscope {

// ---- the samples ------------------------------------------------------------------------------------------------------------

Point Deform::regular(Index e) const {
  const Cell& p = focus.step.position;
  return {static_cast<double>(p[3] + e % 3 - 1), static_cast<double>(p[2] + e / 3 - 1)};
}

Point Deform::offset(Index e) const {
  const Tensor& field = context.layer().tensor("offset");
  const Cell& p = focus.step.position;
  return {field.at({0, 2 * e + 1, p[2], p[3]}), field.at({0, 2 * e, p[2], p[3]})};
}

Point Deform::sample(Index e, double share) const {
  const Point r = regular(e), o = offset(e);
  return {r.x + o.x * share, r.y + o.y * share};
}

std::vector<Term> Deform::terms_of(Index e) const {
  std::vector<Term> terms;
  for (const Term& term : focus.step.terms)
    if (term.tap.element[1] * 3 + term.tap.element[2] == e) terms.push_back(term);
  return terms;
}

double Deform::read(Index e) const {
  double value = 0;
  for (const Term& term : terms_of(e)) value += term.part;
  return value;
}

std::optional<double> Deform::mask(Index e) const {
  const std::vector<Term> terms = terms_of(e);
  return terms.empty() || terms.front().tap.scale.none() ? std::nullopt : std::optional(terms.front().scale);
}

bool Deform::by_hand(Index e) const {
  const Cell& p = focus.step.position;
  const auto& edits = context.state.edits;
  return edits.count({"offset", {0, 2 * e, p[2], p[3]}}) > 0 || edits.count({"offset", {0, 2 * e + 1, p[2], p[3]}}) > 0;
}

double largest_of(const Tensor& tensor) {
  double most = 0;
  for (float value : tensor.data) most = std::max<double>(most, std::abs(value));
  return most;
}

Color Deform::color(double value, double most) const {
  if (photograph) return grey_color(value);
  return mix(pen.theme().surface, pen.theme().input, 0.08 + 0.6 * std::clamp(value / std::max(1e-9, most), 0.0, 1.0));
}

namespace {

bool is_place(const Target& t) {
  return t.kind == TargetKind::kInput || t.kind == TargetKind::kOutput || t.kind == TargetKind::kOffset;
}

// What is pointed at as an output cell, where it stands for one.
Target explained_by(const ViewContext& own, const Target& asked, bool photograph) {
  const Extents &out = own.layer().output().extents, &field = own.layer().tensor("offset").extents;
  if (asked.kind == TargetKind::kInput && photograph && asked.index >= 0 && asked.index < out.count())
    return {TargetKind::kOutput, own.stage, asked.index};
  if (asked.kind != TargetKind::kOffset || asked.index < 0 || asked.index >= field.count()) return asked;
  const Cell at = cell_of(field, asked.index);
  Index told = std::max<Index>(0, stage_time(own).step);  // a sample belongs to every channel: the one that is told of stays
  const Target& pin = own.state.pin;
  if (is_place(pin) && pin.kind != TargetKind::kOffset && pin.index >= 0) told = pin.index;
  return {TargetKind::kOutput, own.stage, flat_index(out, {0, cell_of(out, std::min(told, out.count() - 1))[1], at[2], at[3]})};
}

// One that reads the input, with a weight, and comes from far.
Index telling_element(const Deform& d) {
  Index element = 0;
  double farthest = -1;
  for (Index e = 0; e < kDeformElements; ++e) {
    const Point o = d.offset(e);
    const std::vector<Term> terms = d.terms_of(e);
    const bool inside = std::any_of(terms.begin(), terms.end(), [](const Term& term) { return !term.tap.data.none(); });
    const double far = std::hypot(o.x, o.y) + (inside ? 1000 : 0) + (d.context.layer().weight()[e] != 0 ? 100 : 0);
    if (far > farthest) element = e;
    farthest = std::max(farthest, far);
  }
  return element;
}

}  // namespace

Deform deform_of(const ViewContext& context, Pen& pen, bool photograph) {
  const ViewContext own = at_layer(context, "deformed");
  const Target asked = is_place(context.hover) ? context.hover : context.state.pin;
  ViewContext meant = context;
  meant.hover = explained_by(own, asked, photograph);
  const ViewContext standard = at_layer(meant, "standard");
  Deform d{at_stage(meant, own.stage), standard, pen, focus_together(meant, own.stage, own.stage),
           focus_together(meant, own.stage, standard.stage)};
  d.photograph = photograph;
  d.element = telling_element(d);
  const Extents& field = own.layer().tensor("offset").extents;
  if (asked.kind == TargetKind::kOffset && asked.index >= 0 && asked.index < field.count()) d.element = cell_of(field, asked.index)[1] / 2;
  if (d.focus.inspected) return d;
  d.leave = ease_out(phase_share(own, "leave"));
  d.sum = phase_share(own, "sum");
  d.drop = d.focus.drop;
  return d;
}

// ---- drawing ------------------------------------------------------------------------------------------------------------------

namespace {

// Three rows and three columns of points joined to a net.
void draw_net(const Deform& d, const SamplePlane& plane, double share, Stroke stroke) {
  for (Index e = 0; e < kDeformElements; ++e) {
    const Point from = plane.at(d.sample(e, share));
    for (Index step : {1, 3}) {
      if ((step == 1 ? e % 3 : e / 3) == 2) continue;
      const Point to = plane.at(d.sample(e + step, share));
      if (plane.shows(from) && plane.shows(to)) d.pen.line(from, to, stroke);
    }
  }
}

// Where the way to `to` enters the plane.
Point entered(const SamplePlane& plane, Point from, Point to) {
  if (plane.shows(from)) return from;
  const Box& box = plane.within;
  double share = 0;  // of the way
  auto cut = [&](double a, double b, double low, double high) {
    if (a < low) share = std::max(share, (low - a) / (b - a));
    if (a > high) share = std::max(share, (high - a) / (b - a));
  };
  cut(from.x, to.x, box.x, box.right());
  cut(from.y, to.y, box.y, box.bottom());
  return {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
}

// On a photograph the net as a whole has gone far: one arrow tells it, and those of samples that went their own way.
bool has_arrow(const Deform& d, Index e) {
  constexpr double kOwnWay = 1;  // pixels
  const Point o = d.offset(e), middle = d.offset(kDeformElements / 2);
  return !d.photograph || e == d.element || d.by_hand(e) || std::hypot(o.x - middle.x, o.y - middle.y) > kOwnWay;
}

}  // namespace

void draw_samples(const Deform& d, const SamplePlane& plane) {
  const Theme& t = d.pen.theme();
  const Cell& p = d.focus.step.position;
  const Extents& field = d.context.layer().tensor("offset").extents;
  const double r = std::clamp(plane.cell * 0.17, d.photograph ? 3.0 : 4.0, 10.0);
  if (d.photograph) {  // lines are seen on any picture
    draw_net(d, plane, 0, {with_alpha(t.surface, 0.8), 3.5});
    draw_net(d, plane, d.leave, {with_alpha(t.surface, 0.8), 5});
  }
  draw_net(d, plane, 0, {t.muted, 1.5, 4, 3});
  draw_net(d, plane, d.leave, {with_alpha(t.weight, d.photograph ? 1 : 0.7), 3});
  for (Index e = 0; e < kDeformElements; ++e) {
    const Point from = plane.at(d.regular(e)), to = plane.at(d.sample(e, d.leave));
    if (plane.shows(from)) d.pen.circle(from, r * 0.75, t.surface, {t.muted, 1.5});
    const bool gone = std::hypot(to.x - from.x, to.y - from.y) > 3 * r;
    if (gone && plane.shows(to) && has_arrow(d, e)) d.pen.arrow(entered(plane, from, to), to, t.weight);
  }
  for (Index e = 0; e < kDeformElements; ++e) {
    const Point at = plane.at(d.sample(e, d.leave));
    if (!plane.shows(at)) continue;
    const Target target{TargetKind::kOffset, d.context.stage, flat_index(field, {0, 2 * e, p[2], p[3]})};
    if (e == d.element) d.pen.circle(at, r * 1.7, {0, 0, 0, 0}, {t.weight, 2.5});
    d.pen.circle(at, r, t.weight, {t.surface, 2}, target);
    if (d.by_hand(e)) d.pen.circle(at, r * 0.42, t.surface, {}, target);
    if (d.leave < 1) continue;
    const Point o = d.offset(e);  // dragging a point where it reads changes its offset, by tenths of a pixel
    d.pen.handle(target, {"offset", {0, 2 * e + 1, p[2], p[3]}, 0, o.x, plane.cell, 0.1},
                 {"offset", {0, 2 * e, p[2], p[3]}, 0, o.y, plane.cell, 0.1});
  }
}

namespace {

// Of one of the four pixels: its value, its share, the share as a bar.
void draw_share(const Deform& d, Box row, const CellLook& look, double share) {
  const Ink number{15, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kName};
  const double y = row.center().y, small = row.h - 4;
  if (small < d.pen.type(19)) return;
  d.pen.cell({row.x, y - small / 2, small, small}, look, Role::kInput, std::max(d.pen.type(kSmallestText), small * 0.42));
  const std::string text = "× " + number_text(share, 2);
  const double w = d.pen.width(text, number);
  if (small + 12 + w > row.w) return;
  d.pen.text({row.x + small + 10, y}, text, number, d.pen.theme().ink);
  const double room = row.w - (small + w + 22);
  if (room > 12)
    d.pen.rect({row.x + small + w + 22, y - 5, std::max(1.0, room * share), 10}, d.pen.pale(Role::kInput, 0.6), 2);
}

CellLook pixel_look(const Deform& d, const Term& term) {
  const Tensor& input = d.context.layer().input();
  CellLook look;
  look.text = number_text(term.data, decimals_of(input));
  look.tint = d.color(term.data, d.photograph ? 0 : largest_of(input));
  if (term.tap.kind == TapKind::kPadding) look.kind = CellKind::kPadding;
  return look;
}

// Where there is no room for the square: the four pixels in two rows of two.
void draw_shares_alone(const Deform& d, Box box) {
  const std::vector<Term> terms = d.terms_of(d.element);
  const double row = std::min(box.h / 2, d.pen.type(34)), column = box.w / 2 - 12;
  for (std::size_t i = 0; i < terms.size() && i < 4; ++i) {
    const auto down = static_cast<double>(i / 2), across = static_cast<double>(i % 2);
    draw_share(d, {box.x + (column + 24) * across, box.y + row * down, column, row}, pixel_look(d, terms[i]),
               std::abs(terms[i].tap.coefficient));
  }
}

// What the four pixels come to, and the mask that weakens it.
void draw_read(const Deform& d, Box line) {
  const Theme& t = d.pen.theme();
  const Words& words = d.context.words;
  const Ink ink{14, Weight::kSemiBold, Anchor::kStart, Face::kNumbers, Importance::kName};
  std::vector<TextRun> runs{{words("view.deform_reads") + " ", t.muted}, {number_text(d.read(d.element), 2), t.input}};
  const std::optional<double> mask = d.mask(d.element);
  const std::vector<TextRun> alone = runs;
  if (mask) {
    runs.push_back({"   " + words("view.deform_mask") + " ", t.muted});
    runs.push_back({number_text(*mask, 2), t.ink});
  }
  if (d.pen.width(runs, ink) > line.w) runs = alone;
  if (d.pen.width(runs, ink) <= line.w) d.pen.runs({line.x, line.center().y}, runs, ink);
}

}  // namespace

void draw_between(const Deform& d, Box box) {
  const Theme& t = d.pen.theme();
  const std::vector<Term> terms = d.terms_of(d.element);
  if (d.leave < 1) return;
  if (box.h >= d.pen.type(80)) draw_read(d, cut_bottom(box, d.pen.type(24), d.pen.type(4)));
  const double side = std::min({d.pen.type(44), box.h / 4.6, box.w / 5});
  const double square = std::min(box.h, box.w * 0.55) - 2 * side;
  if (square < d.pen.type(40) || side < d.pen.type(22)) return draw_shares_alone(d, box);
  const Box area{box.x + side, box.y + side, square, square};  // the corners' cells lie outside, so that a sample on one hides no number
  const Point s = d.sample(d.element, 1);
  const double fx = s.x - std::floor(s.x), fy = s.y - std::floor(s.y);
  d.pen.rect(area, d.pen.pale(Role::kInput, 0.25), 0, {t.muted, 1.5});
  d.pen.rect({area.x, area.y + area.h * fy - 1, area.w, 2}, t.surface, 0);
  d.pen.rect({area.x + area.w * fx - 1, area.y, 2, area.h}, t.surface, 0);
  const double x = area.right() + 1.5 * side, row = std::min(d.pen.type(44), (area.h + 2 * side) / 4);
  for (std::size_t i = 0; i < terms.size() && i < 4; ++i) {
    const CellLook look = pixel_look(d, terms[i]);
    const auto corner_x = static_cast<double>(terms[i].tap.at[2]) - std::floor(s.x),
               corner_y = static_cast<double>(terms[i].tap.at[1]) - std::floor(s.y);
    const Point corner{area.x + area.w * corner_x + side * (corner_x - 0.5), area.y + area.h * corner_y + side * (corner_y - 0.5)};
    const double text = std::max(d.pen.type(kSmallestText), side * 0.36);
    d.pen.cell({corner.x - side / 2, corner.y - side / 2, side, side}, look, Role::kInput, text);
    const double small = std::min(d.pen.type(38), row);
    const double y = area.center().y + row * (static_cast<double>(i) - 1.5);
    draw_share(d, {x, y - small / 2, box.right() - x, small}, look, std::abs(terms[i].tap.coefficient));
  }
  d.pen.circle({area.x + area.w * fx, area.y + area.h * fy}, 13, t.surface, {t.weight, 2.5});
  d.pen.circle({area.x + area.w * fx, area.y + area.h * fy}, 8.5, t.weight, {});
}

void draw_deform_results(const Deform& d, Box box) {
  const Theme& t = d.pen.theme();
  const Words& words = d.context.words;
  const double usual = d.usual.step.result, own = d.focus.step.result;
  // One scale for both; it is never so fine that next to nothing looks like much. Where results can be negative 0 stands in the middle.
  constexpr double kFinest = 0.1;  // of the largest result anywhere
  const Range all[] = {range_of(d.context.layer().output()), range_of(d.standard.layer().output())};
  const double low = std::min(all[0].low, all[1].low), far = std::max({-low, all[0].high, all[1].high});
  const double most = std::max({1e-9, std::abs(usual), std::abs(own), kFinest * far});
  const std::pair<const char*, double> kRows[] = {{"view.deform_standard", usual}, {"view.deform_deformed", own}};
  const int decimals = std::max(decimals_of(d.context.layer().output()), decimals_of(d.standard.layer().output()));
  constexpr double kEqual = 1e-5;  // of single precision
  const bool noted = box.h >= d.pen.type(86) && d.drop >= 1 && std::abs(usual - own) <= kEqual * most;
  const Box note = noted ? cut_bottom(box, d.pen.type(22)) : Box{};
  const double row = std::min(box.h / 2, d.pen.type(34)), number = d.pen.type(80);
  const Ink ink{14, Weight::kMedium};
  const double label = std::max(d.pen.width(words(kRows[0].first), ink), d.pen.width(words(kRows[1].first), ink)) + 14;
  const double bar = box.w - label - number, zero = box.x + label + (low < 0 ? bar / 2 : 0), longest = low < 0 ? bar / 2 : bar;
  if (low < 0 && bar > 10) d.pen.line({zero, box.y}, {zero, box.y + 2 * row}, {t.line, 1.5});
  for (int i = 0; i < 2; ++i) {
    const double y = box.y + row * (i + 0.5);
    d.pen.text({box.x, y}, words(kRows[i].first), ink, i == 0 ? t.muted : t.output);
    const double length = longest * std::abs(kRows[i].second) / most * (i == 0 ? 1 : std::max(0.02, d.drop));
    if (bar > 10 && length >= 0.5)
      d.pen.rect({kRows[i].second < 0 ? zero - length : zero, y - row * 0.28, length, row * 0.56}, i == 0 ? t.faint : t.output, 3);
    if (i == 0 || d.drop > 0)
      d.pen.text({box.right(), y}, number_text(kRows[i].second, decimals),
                 {15, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers, Importance::kNumber}, t.ink);
  }
  if (noted)
    d.pen.whole({note.x, note.center().y}, words("view.deform_equal"),
                {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, note.w);
}

// ---- the bar ------------------------------------------------------------------------------------------------------------------

namespace {

// Samples whose offsets were changed by hand.
struct HandCount {
  Index here = 0, all = 0;
};

HandCount count_by_hand(const Deform& d) {
  const Extents& field = d.context.layer().tensor("offset").extents;
  std::set<std::vector<Index>> moved;
  for (const auto& [key, value] : d.context.state.edits) {
    if (key.slot != "offset" || key.cell.size() != 4) continue;
    const bool there = key.cell[1] < field[1] && key.cell[2] < field[2] && key.cell[3] < field[3];
    if (there) moved.insert({key.cell[1] / 2, key.cell[2], key.cell[3]});
  }
  HandCount count{0, static_cast<Index>(moved.size())};
  for (Index e = 0; e < kDeformElements; ++e) count.here += d.by_hand(e) ? 1 : 0;
  return count;
}

// What was moved by hand lies on top of the field, and is told.
std::string field_sentence(const Deform& d) {
  const Words& words = d.context.words;
  const std::string chosen = word_parameter(*d.context.model.scene, d.context.state, "offsets", "zero");
  const HandCount moved = count_by_hand(d);
  if (moved.all == 0) return words(chosen == "hand" ? "view.deform_at_home" : "view.deform_sentence");
  const bool bare = chosen == "hand" || chosen == "zero";
  return words.format(bare ? "view.deform_by_hand" : "view.deform_by_hand_on",
                      {{"here", std::to_string(moved.here)},
                       {"all", std::to_string(moved.all)},
                       {"field", words("choice.offsets." + chosen)}});
}

}  // namespace

BarContent deform_bar(const Deform& d) {
  const Theme& t = d.pen.theme();
  const Cell& p = d.focus.step.position;
  const std::string lead = "output[" + std::to_string(p[2]) + ", " + std::to_string(p[3]) + "]  =  ",
                    result = number_text(d.focus.step.result, decimals_of(d.context.layer().output()));
  const LayerModel& layer = d.context.layer();
  const int weight_decimals = decimals_of(layer.weight());
  BarContent content;
  content.line = {{lead, t.muted}};
  std::vector<TextRun> brief{{lead, t.muted}};
  std::vector<TextRun> weighed = content.line;  // each sample after its weight and mask
  bool first = true;
  for (Index e = 0; e < kDeformElements && d.sum > 0; ++e) {
    if (layer.weight()[e] == 0) continue;
    double sum = 0;
    for (const Term& term : d.terms_of(e)) sum += term.product;
    if (!first)
      for (std::vector<TextRun>* line : {&content.line, &weighed}) line->push_back({" + ", t.muted});
    first = false;
    weighed.push_back({factor_text(sum, 2), e == d.element ? t.weight : t.input});
    content.line.push_back({factor_text(d.read(e), 2), t.input});
    content.line.push_back({"·", t.muted});
    content.line.push_back({factor_text(layer.weight()[e], weight_decimals), t.weight});
    if (const std::optional<double> mask = d.mask(e)) content.line.push_back({"·" + factor_text(*mask, 1), t.ink});
  }
  std::vector<TextRun> shortest;
  if (d.drop > 0)
    for (std::vector<TextRun>* line : {&content.line, &weighed, &brief, &shortest}) {
      line->push_back({line == &brief ? "" : " = ", t.muted});
      line->push_back({result, t.output});
    }
  content.shorter = {weighed, brief, shortest};
  content.sentence = field_sentence(d);
  content.legend = {{LegendMark::kPlace, d.context.words("legend.place")},
                    {LegendMark::kOffset, d.context.words("legend.offset")},
                    {LegendMark::kSample, d.context.words("legend.sample")}};
  return content;
}

}  // namespace convscope

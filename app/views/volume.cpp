// Three-dimensional convolution: a block slides through a volume along width, height and depth; its slices are multiplied one by one,
// their sums add up to one cube of the output. Both volumes can be pulled apart into their layers.
#include <algorithm>
#include <cmath>

#include "app/scenes/controls.h"
#include "app/views/builders.h"
#include "app/views/heading.h"
#include "app/views/slider.h"
#include "app/views/sum_bar.h"
#include "app/views/volume.h"

namespace convscope {
namespace {

constexpr double kWidestGap = 2;  // between two layers, in cells, when they are as far apart as they go

double slice_sum(const VolumeStage& s, Index q) {
  double sum = 0;
  for (const Term& term : s.focus.step.terms)
    if (term.tap.element[0] == q) sum += term.product;
  return sum;
}

void put_in(Projection& projection, const Place3& size, Box box, double most) {
  const Box bounds = projection.bounds(size), room = projection.room(size);
  const double unit = std::min({box.w / room.w, box.h / room.h, most});  // the same at every turn
  projection.put({box.center().x - unit * (bounds.x + bounds.w / 2), box.center().y - unit * bounds.h / 2}, unit);
}

// ---- the slices -------------------------------------------------------------------------------------------------------------------

void draw_cells(const VolumeStage& s, Index q, Point origin, bool weights) {
  const Extents& e = s.layer().weight().extents;
  const int decimals = decimals_of(weights ? s.layer().weight() : s.layer().input());
  const double share = slice_share(s, q);
  std::vector<const Term*> terms(static_cast<std::size_t>(e[3] * e[4]), nullptr);
  for (const Term& term : s.focus.step.terms)
    if (term.tap.element[0] == q) terms[static_cast<std::size_t>(term.tap.element[1] * e[4] + term.tap.element[2])] = &term;
  GridSpec spec;
  spec.origin = origin;
  spec.cell = s.slices.cell;
  spec.rows = e[3];
  spec.columns = e[4];
  spec.role = weights ? Role::kWeight : Role::kInput;
  for (float value : (weights ? s.layer().weight() : s.layer().input()).data) spec.all_texts.push_back(number_text(value, decimals));
  auto term_at = [&](Index r, Index c) { return terms[static_cast<std::size_t>(r * e[4] + c)]; };
  spec.look = [&](Index r, Index c) {
    CellLook look;
    const Term* term = term_at(r, c);
    if (!term) return look;
    if (!weights && term->tap.kind == TapKind::kPadding) look.kind = CellKind::kPadding;
    look.text = number_text(weights ? term->weight : term->data, decimals);
    look.lit = share;
    const Index flat = weights ? term->tap.weight.index : term->tap.data.index;
    look.hot = (weights ? s.focus.weights : s.focus.inputs).count(flat) != 0;
    return look;
  };
  spec.target_of = [&](Index r, Index c) {
    const Term* term = term_at(r, c);
    if (!term) return Target{};
    const Index flat = weights ? term->tap.weight.index : term->tap.data.index;
    return flat < 0 ? Target{} : Target{weights ? TargetKind::kWeight : TargetKind::kInput, s.context.stage, flat};
  };
  s.pen.grid(spec);
}

void draw_slices(const VolumeStage& s) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const VolumeSlices& l = s.slices;
  const int decimals = decimals_of(s.layer().output());
  const double half = l.cell * s.kernel().y / 2;
  for (Index q = 0; q < s.depth(); ++q) {
    const double y = l.top + l.step * number(q);
    if (l.names) {
      const std::string depth = std::to_string(s.focus.step.front + q);
      s.pen.whole({l.left, y - s.pen.type(12)}, words.format("view.volume.at_depth", {{"depth", depth}}), {13, Weight::kSemiBold}, t.input,
                  l.right - l.left - 4);
      s.pen.whole({l.right, y - s.pen.type(12)}, words.format("view.volume.weights", {{"depth", std::to_string(q)}}),
                  {13, Weight::kSemiBold}, t.weight, l.sum - l.right);
    }
    draw_cells(s, q, {l.left, y}, false);
    draw_cells(s, q, {l.right, y}, true);
    s.pen.text({(l.left + l.cell * s.kernel().x + l.right) / 2, y + half}, "·", {20, Weight::kBold, Anchor::kMiddle}, t.muted);
    if (slice_share(s, q) >= 1)
      s.pen.text({l.sum, y + half}, "= " + number_text(slice_sum(s, q), decimals), {17, Weight::kSemiBold, Anchor::kStart, Face::kNumbers},
                 t.output);
  }
}

void draw_turning_area(const VolumeStage& s) {
  for (Index i = 0; i < 2; ++i) {
    const Target target{TargetKind::kControl, 0, i};
    const Box& box = i == 0 ? s.input_box : s.output_box;
    s.pen.rect(box, {0, 0, 0, 0}, 0, {}, target);
    let_turn(s, target);
    if (s.context.hover == target)
      s.pen.whole({box.center().x, box.bottom() - s.pen.type(7)}, s.context.words("view.volume.drag"),
                  {12.5, Weight::kMedium, Anchor::kMiddle, Face::kWords, Importance::kNote}, s.pen.theme().accent, box.w);
  }
}

void draw_sum_links(const VolumeStage& s, const Place3& lit) {
  const Theme& t = s.pen.theme();
  if (s.focus.sum <= 0) return;
  const Point to = s.output.at({lit.x, lit.y + 0.5, lit.z + 1});
  const int decimals = decimals_of(s.layer().output());
  for (Index q = 0; q < s.depth(); ++q) {
    const double w = s.pen.width("= " + number_text(slice_sum(s, q), decimals), {17, Weight::kSemiBold, Anchor::kStart, Face::kNumbers});
    const Point from{s.slices.sum + w + 8, s.slices.top + s.slices.step * number(q) + s.slices.cell * s.kernel().y / 2};
    const double middle = (from.x + to.x) / 2;
    s.pen.list().items.push_back(CurveItem{from, {middle, from.y}, {middle, to.y}, to, {with_alpha(t.output, s.focus.sum), 2}});
    if (s.focus.sum >= 1 || s.focus.inspected) continue;
    const double e = ease_in_out(s.focus.sum), u = 1 - e;
    s.pen.circle({u * u * u * from.x + 3 * u * u * e * middle + 3 * u * e * e * middle + e * e * e * to.x,
                  u * u * u * from.y + 3 * u * u * e * from.y + 3 * u * e * e * to.y + e * e * e * to.y},
                 5, t.output, {t.surface, 1.5});
  }
}

// ---- the whole --------------------------------------------------------------------------------------------------------------------

void lay_out(VolumeStage& s, Box area) {
  const Pen& pen = s.pen;
  const Place3 kernel = s.kernel();
  const double caption = pen.caption_height(Captions::kFull);
  const bool tall = area.h >= pen.type(330);
  Box left = area, right = area;
  const double sum = pen.width("= " + number_text(-888, 0), {17, Weight::kSemiBold, Anchor::kStart, Face::kNumbers});
  s.slices.names = true;
  double name = pen.type(24), n = number(s.depth());
  auto cell = [&] { return std::floor(std::min({(area.h / n - name - 4) / kernel.y, area.w * 0.26 / (2 * kernel.x + 1), pen.type(36)})); };
  if (cell() < pen.legible_cell()) {
    name = 4;
    s.slices.names = false;
  }
  s.slices.cell = std::max(4.0, cell());
  const double width = s.slices.cell * (2 * kernel.x + 1) + pen.type(14) + sum;
  left.w = std::max(area.w * 0.3, (area.w - width) * 0.52);
  s.slices.left = left.right() + (area.w * 0.03);
  s.slices.right = s.slices.left + s.slices.cell * (kernel.x + 1);
  s.slices.sum = s.slices.right + s.slices.cell * kernel.x + pen.type(14);
  right.x = s.slices.sum + sum + pen.type(30);
  right.w = std::max(20.0, area.right() - right.x);
  s.slices.step = std::min(area.h / n, s.slices.cell * kernel.y + name + pen.type(26));
  s.slices.top = area.y + (area.h - s.slices.step * n) / 2 + name * 0.9;
  const double below = tall ? pen.type(44) : 4;
  left = {left.x + pen.type(tall ? 34 : 4), left.y + (tall ? caption : 0), left.w - pen.type(tall ? 44 : 8),
          left.h - (tall ? caption : 0) - below};
  const Place3 in = s.parting.size(s.input_size()), out = s.parting.size(s.output_size());
  s.input_box = left;
  s.output_box = {right.x, right.y + (tall ? caption : 0), right.w, right.h - (tall ? caption : 0) - below};
  put_in(s.input, in, s.input_box, pen.type(44));
  put_in(s.output, out, s.output_box, s.input.unit());
  if (!tall) return;
  auto name_of = [&](const Projection& p, const Place3& size, const char* key, const Extents& e, Role role) {
    const Box b = p.bounds(size);
    const Point corner = p.at({0, 0, 0});
    s.pen.caption({corner.x + p.unit() * (b.x + b.w / 2), corner.y}, s.context.words(key), shape_text({e[2], e[3], e[4]}), role);
  };
  name_of(s.input, in, "view.input", s.layer().input().extents, Role::kInput);
  name_of(s.output, out, "view.output", s.layer().output().extents, Role::kOutput);
}

BarContent bar_of(const VolumeStage& s) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const Cell& at = s.focus.step.position;
  const int decimals = decimals_of(s.layer().output());
  BarContent content;
  content.line = {{"output[" + std::to_string(at[2]) + ", " + std::to_string(at[3]) + ", " + std::to_string(at[4]) + "]  =  ", t.muted}};
  for (Index q = 0; q < s.depth() && slice_share(s, q) >= 1; ++q) {
    if (q > 0) content.line.push_back({" + ", t.muted});
    const double sum = slice_sum(s, q);
    content.line.push_back({q > 0 ? factor_text(sum, decimals) : number_text(sum, decimals), t.output});
  }
  if (s.focus.sum > 0) {
    content.line.push_back({"  =  ", t.muted});
    content.line.push_back({number_text(s.focus.step.result, decimals), t.output});
  }
  const Extents& e = s.layer().weight().extents;
  const bool flat = s.layer().output().extents[2] == 1;
  content.sentence = words.format(flat ? "view.volume.flat" : "view.volume.sentence",
                                  {{"slices", std::to_string(e[2])}, {"products", std::to_string(e[3] * e[4])}});
  content.legend = {{LegendMark::kInput, words("legend.input")},
                    {LegendMark::kWindow, words("legend.window")},
                    {LegendMark::kOutput, words("view.output")}};
  return content;
}

// The heading, and the knob that pulls the volumes apart; on a low or narrow stage both give way.
void draw_head(const VolumeStage& s, Box& area, double share) {
  constexpr Index kKnob = 2;
  constexpr double kStep = 5;
  const Words& words = s.context.words;
  const Extents &in = s.layer().input().extents, &out = s.layer().output().extents;
  const bool flat = out[2] == 1, several = in[2] > 1 && area.w > s.pen.type(600);
  Box rest = area;
  Box right = several ? cut_right(rest, s.pen.type(300), s.pen.type(20)) : Box{};
  draw_heading(s.pen, rest, words(flat ? "view.volume.title_flat" : "view.volume.title"),
               words.format(flat ? "view.volume.subtitle_flat" : "view.volume.subtitle",
                            {{"kernel", std::to_string(s.depth())}, {"input", std::to_string(in[2])}, {"output", std::to_string(out[2])}}));
  if (several && rest.y > area.y)
    draw_slider(s.pen, {right.x, area.y, right.w, s.pen.type(26)},
                {"apart", {TargetKind::kControl, 0, kKnob}, words("parameter.apart"), number_text(100 * share, 0) + " %", "100 %",
                 100 * share, 0, 100, kStep});
  area = {area.x, rest.y, area.w, rest.h};
}

}  // namespace

double slice_share(const VolumeStage& s, Index q) { return std::clamp(s.focus.multiply * number(s.depth()) - number(q), 0.0, 1.0); }

void build_volume(const ViewContext& context, Pen& pen, Box area) {
  const Scene& scene = *context.model.scene;
  const Quarters quarters(number(number_parameter(scene, context.state, "turn", 45)));
  const Projection projection(quarters.rest(), number(number_parameter(scene, context.state, "tilt", 35)));
  const double share = number(number_parameter(scene, context.state, "apart", 0)) / 100;
  const Parting parting{share * kWidestGap, quarters.count() % 2 == 1};
  VolumeStage s{context, pen, make_focus(context), quarters, parting, projection, projection, {}, {}, {}};
  if (!s.focus.inspected) {
    s.focus.multiply = phase_share(context, "slices");
    s.focus.sum = phase_share(context, "gather");
  }
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  draw_head(s, area, share);
  lay_out(s, area);
  draw_sum_links(s, s.parting.at(cube_of(s, s.focus.step.cell)));
  draw_turning_area(s);
  draw_volume_input(s);
  draw_slices(s);
  draw_volume_output(s);
  draw_bar(pen, context, bar, bar_of(s));
}

}  // namespace convscope

// Deformable: where a kernel would read and where it reads, the four pixels around one sample, and the result beside the standard one.
#include "app/views/deformable.h"

#include <algorithm>
#include <cmath>

#include "app/views/builders.h"

namespace convscope {
namespace {

void draw_cells(const Deform& d, const SamplePlane& plane) {
  const Tensor& input = d.context.layer().input();
  const double most = largest_of(input);
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
    look.tint = d.color(input[flat], most);
    look.hot = read.count(flat) != 0;
    look.ringed = d.focus.inputs.count(flat) != 0;
    return look;
  };
  d.pen.grid(spec);
}

void draw_heads(const Deform& d, Box left, Box right) {
  const Theme& t = d.pen.theme();
  const Words& words = d.context.words;
  const Cell& p = d.focus.step.position;
  const Point o = d.offset(d.element);
  Ink note{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  d.pen.fitted({left.x, left.y + d.pen.type(10)}, words("view.input"), {15, Weight::kSemiBold}, t.input, left.w);
  d.pen.whole({left.x, left.y + d.pen.type(32)},
              words.format("view.deform_where", {{"row", std::to_string(p[2])}, {"column", std::to_string(p[3])}}), note, t.muted, left.w);
  d.pen.fitted({right.x, right.y + d.pen.type(10)}, words("view.deform_sample"), {15, Weight::kSemiBold}, t.weight, right.w);
  note.face = Face::kNumbers;
  d.pen.whole({right.x, right.y + d.pen.type(32)},
              words.format("view.deform_offset", {{"y", number_text(o.y, 2)}, {"x", number_text(o.x, 2)}}), note, t.muted, right.w);
}

}  // namespace

void build_deformable(const ViewContext& context, Pen& pen, Box area) {
  const Deform d = deform_of(context, pen, false);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  draw_field_choice(d, area);
  const bool rich = area.h >= pen.type(310);
  Box right = cut_right(area, area.w * 0.44, 4 * kSpace);
  const Extents& in = d.context.layer().input().extents;
  if (rich) {
    const Box head = cut_top(area, pen.type(48), kSpace), other = cut_top(right, pen.type(48), kSpace);
    draw_heads(d, head, other);
  }
  SamplePlane plane;
  // A kernel at the edge reaches over it by a cell, and its samples somewhat further; some of it lies in the gaps around the area.
  constexpr double kAcross = 1.2, kDown = 0.75;
  plane.cell = fit_cell(area, static_cast<double>(in[2]) + 2 * kDown, static_cast<double>(in[3]) + 2 * kAcross,
                        std::max(pen.type(48), area.h / 9));
  plane.origin = {area.x + (area.w - plane.cell * static_cast<double>(in[3])) / 2,
                  area.y + (area.h - plane.cell * static_cast<double>(in[2])) / 2};
  draw_cells(d, plane);
  pen.list().items.push_back(ClipItem{{area.x, area.y - kSpace, area.w, area.h + 3 * kSpace}});
  draw_samples(d, plane);
  pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
  Box results = cut_bottom(right, std::min(pen.type(98), right.h * 0.4), 2 * kSpace);
  draw_deform_results(d, results);
  draw_between(d, right);
  draw_bar(pen, context, bar, deform_bar(d));
}

}  // namespace convscope

// Deformable on a photograph: the field as arrows over it, the standard and the deformed result beside it, and the pixels around the
// samples of the explained pixel, enlarged.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/deformable.h"

namespace convscope {
namespace {

constexpr Index kLeastLens = 9, kMostLens = 14;  // pixels a side
constexpr double kLensMargin = 1.5;

// A square of pixels; may reach beyond the picture.
struct Lens {
  Index row = 0, column = 0, side = kLeastLens;
};

// Around the samples, and around the places they come from where both fit.
Lens lens_of(const Deform& d) {
  Point low = d.sample(0, 1), high = low;
  auto take = [&](Point p) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  };
  for (Index e = 0; e < kDeformElements; ++e) take(d.sample(e, 1));
  const Point own_low = low, own_high = high;
  take(d.regular(0));
  take(d.regular(kDeformElements - 1));
  auto span = [](Point a, Point b) { return std::max(b.x - a.x, b.y - a.y) + 1 + 2 * kLensMargin; };
  if (span(low, high) > static_cast<double>(kMostLens)) {
    low = own_low;
    high = own_high;
  }
  Lens lens;
  lens.side = std::clamp<Index>(static_cast<Index>(std::ceil(span(low, high))), kLeastLens, kMostLens);
  const double half = static_cast<double>(lens.side - 1) / 2;
  lens.row = static_cast<Index>(std::floor((low.y + high.y) / 2 - half + 0.5));
  lens.column = static_cast<Index>(std::floor((low.x + high.x) / 2 - half + 0.5));
  return lens;
}

struct Page {
  Box pictures[3];  // photograph, standard, deformed
  Box lens, between, results;
  double captions = 0;
  double pixel = 1;  // of a picture
};

Page lay_out(const Deform& d, Box area) {
  Page page;
  const Extents& in = d.context.layer().input().extents;
  const double aspect = static_cast<double>(in[3]) / static_cast<double>(in[2]), gap = 16;
  page.captions = area.h >= d.pen.type(240) ? d.pen.type(26) : 0;
  const double widest = (area.w - 2 * gap) / 3, tallest = area.h * (area.h < d.pen.type(420) ? 0.44 : 0.5) - page.captions;
  const double w = std::min(widest, tallest * aspect), h = w / aspect;
  page.pixel = w / static_cast<double>(in[3]);
  const double free = (area.w - 3 * w) / 2;  // where the pictures are narrow they keep to the edges
  for (int i = 0; i < 3; ++i) page.pictures[i] = {area.x + (w + free) * i, area.y + page.captions, w, h};
  cut_top(area, page.captions + h, 2 * kSpace);
  cut_top(area, page.captions, 0);
  const double side = std::min(area.h, area.w * 0.42);
  page.lens = {area.x, area.y, side, side};
  Box right = area;
  cut_left(right, side, 4 * kSpace);
  page.results = cut_bottom(right, std::min(d.pen.type(98), right.h * 0.36), kSpace);
  page.between = right;
  return page;
}

Point on_picture(const Page& page, int picture, Point place) {
  const Box& box = page.pictures[picture];
  return {box.x + (place.x + 0.5) * page.pixel, box.y + (place.y + 0.5) * page.pixel};
}

// One arrow every so many pixels: where the middle of the kernel reads.
void draw_field(const Deform& d, const Page& page) {
  constexpr Index kEvery = 16, kMiddle = kDeformElements / 2;
  const Tensor& field = d.context.layer().tensor("offset");
  const Index every = std::max<Index>(kEvery, static_cast<Index>(std::ceil(d.pen.type(15) / page.pixel)));
  const Theme& t = d.pen.theme();
  d.pen.list().items.push_back(ClipItem{page.pictures[0]});
  for (Index y = every / 2; y < field.extents[2]; y += every)
    for (Index x = every / 2; x < field.extents[3]; x += every) {
      const Point place{static_cast<double>(x), static_cast<double>(y)};
      const Point end{place.x + field.at({0, 2 * kMiddle + 1, y, x}), place.y + field.at({0, 2 * kMiddle, y, x})};
      const Point from = on_picture(page, 0, place), to = on_picture(page, 0, end);
      const double length = std::hypot(to.x - from.x, to.y - from.y);
      if (length < 1.5 || !page.pictures[0].contains(to)) continue;
      d.pen.line(from, to, {t.surface, 3});
      d.pen.line(from, to, {t.weight, 1.4});
      d.pen.circle(to, 1.8, t.weight, {t.surface, 0.8});
    }
  d.pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
}

void draw_ring(const Deform& d, Point at, Color color) {
  d.pen.circle(at, 6, {0, 0, 0, 0}, {d.pen.theme().surface, 4});
  d.pen.circle(at, 6, {0, 0, 0, 0}, {color, 2});
}

void draw_pictures(const Deform& d, const Page& page, const Lens& lens) {
  const Theme& t = d.pen.theme();
  const Words& words = d.context.words;
  const Model& model = d.context.model;
  const Extents& in = d.context.layer().input().extents;
  const Index first = d.focus.step.position[1] * in[2] * in[3];
  const std::string filter = words("choice.filter." + model.filter);
  const std::string size = shape_text({in[2], in[3]});
  const std::string where = model.photograph_scaled ? words.format("view.deform_scaled", {{"size", size}}) : words("view.deform_photo");
  const std::string names[] = {where, words.format("view.deform_standard_of", {{"filter", filter}}),
                               words.format("view.deform_deformed_of", {{"filter", filter}})};
  const std::string tensors[] = {d.context.layer().inputs.front(), d.standard.layer().name, d.context.layer().name};
  const Target targets[] = {{TargetKind::kInput, d.context.stage, first},
                            {TargetKind::kOutput, d.standard.stage, first},
                            {TargetKind::kOutput, d.context.stage, first}};
  const Color colors[] = {t.input, t.muted, t.output};
  const Cell& p = d.focus.step.position;
  for (int i = 0; i < 3; ++i) {
    const Box& box = page.pictures[i];
    if (page.captions > 0) d.pen.fitted({box.x, box.y - page.captions * 0.55}, names[i], {14, Weight::kSemiBold}, colors[i], box.w);
    d.pen.image(box, model.pictures.at(tensors[i]).pixels, {}, targets[i]);
  }
  draw_field(d, page);
  const Point here{static_cast<double>(p[3]), static_cast<double>(p[2])};
  draw_ring(d, on_picture(page, 1, here), t.output);
  draw_ring(d, on_picture(page, 2, here), t.output);
  draw_ring(d, on_picture(page, 0, here), t.muted);
  const double side = static_cast<double>(lens.side) * page.pixel;
  const Point corner = on_picture(page, 0, {static_cast<double>(lens.column) - 0.5, static_cast<double>(lens.row) - 0.5});
  d.pen.list().items.push_back(ClipItem{page.pictures[0]});
  d.pen.rect({corner.x, corner.y, side, side}, {0, 0, 0, 0}, 2, {t.surface, 4});
  d.pen.rect({corner.x, corner.y, side, side}, {0, 0, 0, 0}, 2, {t.input, 2});
  d.pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
}

void draw_lens(const Deform& d, const Page& page, const Lens& lens) {
  const Theme& t = d.pen.theme();
  const Extents& in = d.context.layer().input().extents;
  const Box& box = page.lens;
  const double cell = box.w / static_cast<double>(lens.side);
  d.pen.list().items.push_back(ClipItem{box});
  d.pen.rect(box, t.zero, 0);
  const Index top = std::max<Index>(0, lens.row), left = std::max<Index>(0, lens.column),
              bottom = std::min(in[2], lens.row + lens.side), right = std::min(in[3], lens.column + lens.side);
  if (bottom > top && right > left) {
    const double x = static_cast<double>(left), y = static_cast<double>(top), w = static_cast<double>(right - left),
                 h = static_cast<double>(bottom - top);
    const Box part{box.x + (x - static_cast<double>(lens.column)) * cell, box.y + (y - static_cast<double>(lens.row)) * cell, w * cell,
                   h * cell};
    d.pen.image(part, d.context.model.pictures.at(d.context.layer().inputs.front()).pixels, {x, y, w, h});
  }
  const SamplePlane plane{{box.x - static_cast<double>(lens.column) * cell, box.y - static_cast<double>(lens.row) * cell}, cell, box};
  if (d.leave >= 1)
    for (const Term& term : d.terms_of(d.element)) {
      const Point middle = plane.at({static_cast<double>(term.tap.at[2]), static_cast<double>(term.tap.at[1])});
      const Box pixel{middle.x - cell / 2, middle.y - cell / 2, cell, cell};
      d.pen.rect(pixel, {0, 0, 0, 0}, 1, {t.surface, 3});
      d.pen.rect(pixel, {0, 0, 0, 0}, 1, {t.input, 1.6});
    }
  draw_samples(d, plane);
  d.pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
  d.pen.rect(box, {0, 0, 0, 0}, 2, {t.input, 2});
}

void draw_lens_captions(const Deform& d, const Page& page, const Lens& lens) {
  if (page.captions <= 0) return;
  const Words& words = d.context.words;
  const Theme& t = d.pen.theme();
  const Point o = d.offset(d.element);
  const double y = page.lens.y - page.captions * 0.55;
  const std::string size = std::to_string(lens.side) + " × " + std::to_string(lens.side);
  const Ink head{14, Weight::kSemiBold};
  const std::string around = words.format("view.deform_around", {{"size", size}});
  d.pen.whole({page.lens.x, y}, d.pen.fits(around, head, page.lens.w) ? around : size, head, t.input, page.lens.w);
  const std::string name = words("view.deform_sample"),
                    offset = words.format("view.deform_offset", {{"y", number_text(o.y, 2)}, {"x", number_text(o.x, 2)}});
  const double named = d.pen.fitted({page.between.x, y}, name, {14, Weight::kSemiBold}, t.weight, page.between.w);
  const Ink note{12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote};
  d.pen.whole({page.between.x + named + 14, y}, offset, note, t.muted, page.between.w - named - 14);
}

}  // namespace

void build_deformable_photo(const ViewContext& context, Pen& pen, Box area) {
  const Deform d = deform_of(context, pen, true);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  draw_field_choice(d, area);
  const Page page = lay_out(d, area);
  const Lens lens = lens_of(d);
  draw_pictures(d, page, lens);
  draw_lens(d, page, lens);
  draw_lens_captions(d, page, lens);
  draw_deform_results(d, page.results);
  draw_between(d, page.between);
  draw_bar(pen, context, bar, deform_bar(d));
}

}  // namespace convscope

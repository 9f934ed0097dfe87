// Transposed, on a photograph: twice or four times as large; below each picture the pixels around the step, with their weights.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/spread.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

constexpr Index kSourcePixels = 4;  // a side of the enlarged part of the photograph

struct Enlarged {
  const ViewContext& context;
  Pen& pen;
  SpreadGeometry g;
  Focus focus;  // without the products of zeros
  Index factor = 2;
  Index row = 0, column = 0;  // the corner of the enlarged part, in pixels of the photograph
  Index channel = 0;          // whose numbers are written

  Color colour(const Tensor& tensor, Index pixel) const {
    const Index plane = tensor.extents[2] * tensor.extents[3];
    if (tensor.extents[1] != 3) return grey_color(tensor[pixel]);
    return {grey_color(tensor[pixel]).r, grey_color(tensor[plane + pixel]).r, grey_color(tensor[2 * plane + pixel]).r, 255};
  }
  Index flat(const Tensor& tensor, Index pixel) const { return channel * tensor.extents[2] * tensor.extents[3] + pixel; }
};

// A picture that fits its box, with a frame around the part that is enlarged below.
void draw_picture(const Enlarged& e, Box box, const Picture& picture, const std::string& title, Role role, Box part) {
  Pen& pen = e.pen;
  const Box head = cut_top(box, pen.type(46));
  const Pixels& pixels = *picture.pixels;
  const double scale = std::min(box.w / pixels.width, box.h / pixels.height);
  const Box shown{box.x + (box.w - scale * pixels.width) / 2, box.y, scale * pixels.width, scale * pixels.height};
  pen.text({head.center().x, head.y + pen.type(10)}, title, {15, Weight::kSemiBold, Anchor::kMiddle}, pen.theme().role(role));
  pen.text({head.center().x, head.y + pen.type(30)}, shape_text({pixels.width, pixels.height}),
           {12.5, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote}, pen.theme().muted);
  pen.image(shown, picture.pixels);
  const Box frame{shown.x + part.x * scale - 3, shown.y + part.y * scale - 3, part.w * scale + 6, part.h * scale + 6};
  pen.rect(frame, {0, 0, 0, 0}, 3, {pen.theme().surface, 4.5});
  pen.rect(frame, {0, 0, 0, 0}, 3, {pen.theme().role(role), 2.5});
}

Point place_of(const Box& lens, double cell, Index row, Index column) {
  return {lens.x + number(column) * cell, lens.y + number(row) * cell};
}

constexpr Ink kBadge{kSmallestText, Weight::kBold, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};

// With as many decimals as the cell has room for.
std::string weight_text(const Enlarged& e, double weight, double cell) {
  int decimals = decimals_of(e.context.layer().weight(), 4);
  while (decimals > 2 && e.pen.width(number_text(weight, decimals), kBadge) + 6 > cell) --decimals;
  return number_text(weight, decimals);
}

void draw_source(const Enlarged& e, Box lens, double cell) {
  Pen& pen = e.pen;
  const Tensor& input = e.context.layer().input();
  const Index width = input.extents[3];
  const Ink ink{13, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  for (Index y = e.row; y < e.row + kSourcePixels; ++y)
    for (Index x = e.column; x < e.column + kSourcePixels; ++x) {
      const Index flat = e.flat(input, y * width + x);
      const Point at = place_of(lens, cell, y - e.row, x - e.column);
      const Color ground = e.colour(input, y * width + x);
      pen.rect(inset({at.x, at.y, cell, cell}, 0.5), ground, 2, {}, {TargetKind::kInput, e.context.stage, flat});
      const std::string text = number_text(input[flat], 0);
      if (cell >= pen.type(34)) pen.text({at.x + cell / 2, at.y + cell * 0.66}, text, ink, ink_on(ground));
    }
  for (std::size_t i = 0; i < e.focus.step.terms.size(); ++i) {
    const Term& term = e.focus.step.terms[i];
    const double lit = e.focus.multiply > 0 ? e.focus.lit(i) : 0;
    const Index pixel = term.tap.data.index - e.flat(input, 0), y = pixel / width - e.row, x = pixel % width - e.column;
    if (lit <= 0 || y < 0 || x < 0 || y >= kSourcePixels || x >= kSourcePixels) continue;
    const Point at = place_of(lens, cell, y, x);
    pen.rect(inset({at.x, at.y, cell, cell}, 1), {0, 0, 0, 0}, 3, {with_alpha(pen.theme().weight, lit), 2.5});
    if (cell < pen.type(34)) continue;
    const std::string weight = weight_text(e, term.weight, cell);
    const double w = pen.width(weight, kBadge) + 4, h = pen.type(15);
    pen.rect({at.x + cell / 2 - w / 2, at.y + 4, w, h}, pen.theme().surface, 3);
    pen.text({at.x + cell / 2, at.y + 4 + h / 2}, weight, kBadge, pen.theme().weight);
  }
}

void draw_result(const Enlarged& e, Box lens, double cell) {
  Pen& pen = e.pen;
  const Tensor& output = e.context.layer().output();
  const Index width = output.extents[3], side = kSourcePixels * e.factor;
  const Ink ink{13, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber};
  for (Index y = 0; y < side; ++y)
    for (Index x = 0; x < side; ++x) {
      const Index pixel = (y + e.row * e.factor) * width + x + e.column * e.factor, flat = e.flat(output, pixel);
      const Point at = place_of(lens, cell, y, x);
      const double stands = e.focus.appeared(flat);
      const Color ground = stands > 0 ? mix(pen.theme().sunken, e.colour(output, pixel), stands) : pen.theme().sunken;
      pen.rect(inset({at.x, at.y, cell, cell}, 0.5), ground, 2, {}, {TargetKind::kOutput, e.context.stage, flat});
      const std::string text = number_text(output[flat], 0);
      if (stands >= 1 && cell >= pen.width("255", ink) + 4) pen.text({at.x + cell / 2, at.y + cell / 2}, text, ink, ink_on(ground));
      if (flat == e.focus.step.cell) pen.rect(inset({at.x, at.y, cell, cell}, 0.5), {0, 0, 0, 0}, 3, {pen.theme().output, 3});
    }
}

Enlarged enlarged_of(const ViewContext& context, Pen& pen) {
  Enlarged e{context, pen, spread_geometry(context.layer()), without_zeros(make_focus(context)), 2, 0, 0, 0};
  const Extents& input = context.layer().input().extents;
  e.factor = e.g.axis[0].stride;
  e.channel = e.focus.step.position[1];
  auto corner = [&](Index at, Index count) {
    return std::clamp<Index>(at / e.factor - kSourcePixels / 2, 0, std::max<Index>(0, count - kSourcePixels));
  };
  e.row = corner(e.focus.step.position[2], input[2]);
  e.column = corner(e.focus.step.position[3], input[3]);
  return e;
}

}  // namespace

void build_transposed_photo(const ViewContext& any, Pen& pen, Box area) {
  const ViewContext context = at_stage(any, static_cast<int>(any.model.layers.size()) - 1);
  const Enlarged e = enlarged_of(context, pen);
  const Words& words = context.words;
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const double gap = pen.type(48);
  const Box left{area.x, area.y, (area.w - gap) / 2, area.h}, right{left.right() + gap, area.y, (area.w - gap) / 2, area.h};
  const double badges = number(kSourcePixels) * (pen.width("0.5625", kBadge) + 7);  // on a low stage the pictures give way to them
  const double high = std::max(area.h * 0.44, std::min(area.h * 0.5, badges));
  const double lens = std::floor(std::min(high, left.w * 0.9)), top = area.bottom() - lens;
  const Box source{left.center().x - lens / 2, top, lens, lens}, result{right.center().x - lens / 2, top, lens, lens};
  const double pixel = lens / number(kSourcePixels), small = pixel / number(e.factor), side = number(kSourcePixels);
  const Tensor& input = context.layer().input();
  if (input.extents[2] >= kSourcePixels && input.extents[3] >= kSourcePixels) {
    const Cell& at = e.focus.step.position;
    const Point to = place_of(result, small, at[2] - e.row * e.factor, at[3] - e.column * e.factor);
    draw_result_link(pen, e.focus, {source.right() + 3, source.center().y}, {result.x - 3, to.y + small / 2});
    draw_source(e, source, pixel);
    draw_result(e, result, small);
  }
  const double height = top - area.y - pen.type(16);
  const Box part{number(e.column), number(e.row), side, side},
      large{part.x * number(e.factor), part.y * number(e.factor), side * number(e.factor), side * number(e.factor)};
  const char* source_name = context.model.photograph_scaled ? "view.transposed.photograph_smaller" : "view.transposed.photograph";
  draw_picture(e, {left.x, left.y, left.w, height},
               context.model.pictures.at(context.layer().inputs.front()), words(source_name), Role::kInput, part);
  draw_picture(e, {right.x, right.y, right.w, height}, context.model.after(),
               words.format("view.transposed.enlarged", {{"factor", std::to_string(e.factor)}}), Role::kOutput, large);
  const bool colour = input.extents[1] == 3;
  WrittenSum sum = written_sum(pen, context, e.focus, bar.w - 40, colour, {colour, Role::kInput});
  const std::string value = number_text(e.focus.step.result, 1), channel = std::to_string(e.channel);
  const std::string sentence =
      colour ? words.format("view.transposed.photo_colour", {{"channel", words("view.transposed.channel_" + channel)}, {"value", value}})
             : words.format("view.transposed.photo_sentence", {{"value", value}});
  draw_bar(pen, context, bar,
           {sum.runs,
            sentence,
            {{LegendMark::kWindow, words("legend.transposed.link")}},
            sum.size,
            {}});
}

}  // namespace convscope

// Filters on a photograph: before and after with a divider, the window over real pixels, the pixels around it enlarged,
// and the sum of the pixel pointed at, product by product.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/scenes/filters.h"
#include "app/scenes/pictures.h"
#include "app/views/builders.h"
#include "app/views/photo.h"
#include "app/views/rates.h"

namespace convscope {
namespace {

// The pixel that a pointer over either picture means; else the playhead's.
Index explained_cell(const ViewContext& context) {
  const Extents& out = context.layer().output().extents;
  const Target& target = context.hover.none() ? context.state.pin : context.hover;
  Index plane = out[2] * out[3];
  bool same_size = context.layer().input().extents[2] == out[2] && context.layer().input().extents[3] == out[3];
  if (target.kind == TargetKind::kOutput && target.index >= 0 && target.index < plane * out[1]) return target.index;
  if (target.kind == TargetKind::kInput && same_size && target.index >= 0 && target.index < plane * out[1]) return target.index;
  return std::clamp<Index>(context.moment.step, 0, context.layer().output().count() - 1);
}

std::string size_text(Index w, Index h) { return std::to_string(w) + " × " + std::to_string(h); }

// ---- the filters to choose from -----------------------------------------------------------------------------------------

void draw_kernel_picture(Pen& pen, Box box, Index size, const std::vector<double>& weights) {
  double most = 1e-12, cell = std::min(box.w, box.h) / static_cast<double>(size);
  for (double w : weights) most = std::max(most, std::abs(w));
  for (Index r = 0; r < size; ++r)
    for (Index c = 0; c < size; ++c) {
      Box b{box.center().x + (static_cast<double>(c) - static_cast<double>(size) / 2) * cell + 0.5,
            box.center().y + (static_cast<double>(r) - static_cast<double>(size) / 2) * cell + 0.5, cell - 1, cell - 1};
      pen.rect(b, diverging(0.5 + weights[static_cast<std::size_t>(r * size + c)] / most / 2), 1.5, {pen.theme().line, 0.6});
    }
}

void draw_presets(const ViewContext& context, Pen& pen, Box strip) {
  const std::vector<PhotoFilter>& filters = photo_filters();
  double gap = 8, w = (strip.w - gap * static_cast<double>(filters.size() - 1)) / static_cast<double>(filters.size());
  Ink ink{kLabelSize, Weight::kRegular, Anchor::kMiddle};
  bool named = std::all_of(filters.begin(), filters.end(),
                           [&](const PhotoFilter& f) { return pen.fits(context.words("choice.filter." + f.id), ink, w - 6); });
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const Theme& t = pen.theme();
    bool on = filters[i].id == context.model.filter;
    Box card{strip.x + (w + gap) * static_cast<double>(i), strip.y, w, strip.h};
    Target target{TargetKind::kPreset, 0, static_cast<Index>(i)};
    pen.rect(card, on ? t.select : t.surface, kCardRadius, {on ? t.accent : t.line, on ? 2.0 : 1.0}, target);
    if (named) {
      Box label = cut_bottom(card, pen.type(26));
      ink.weight = on ? Weight::kSemiBold : Weight::kRegular;
      pen.fitted({label.center().x, label.center().y - 2}, context.words("choice.filter." + filters[i].id), ink, on ? t.ink : t.muted,
                 w - 6);
    }
    Box thumb = inset(card, 6);
    if (thumb.h >= 16) draw_kernel_picture(pen, thumb, filters[i].size, filters[i].weights);
  }
}

// ---- the photograph -------------------------------------------------------------------------------------------------------

void place_picture(Photo& p, Box box) {
  const Extents& in = p.context.layer().input().extents;
  p.pixel = std::min(box.w / static_cast<double>(in[3]), box.h / static_cast<double>(in[2]));
  double w = p.pixel * static_cast<double>(in[3]), h = p.pixel * static_cast<double>(in[2]);
  p.picture = {box.right() - w, box.y, w, h};
}

Box pixels_box(const Photo& p, double y, double x, double rows, double columns) {
  return {p.picture.x + x * p.pixel, p.picture.y + y * p.pixel, columns * p.pixel, rows * p.pixel};
}

void draw_halves(const Photo& p) {
  const Model& m = p.context.model;
  const Extents &in = p.context.layer().input().extents, &out = p.context.layer().output().extents;
  double divider = std::clamp(shown_divider(p.context.state), 0.0, 1.0), cut = std::round(divider * static_cast<double>(in[3]));
  Index first = p.channel * in[2] * in[3];
  double left = cut * p.pixel;
  if (cut > 0)
    p.pen.image({p.picture.x, p.picture.y, left, p.picture.h}, m.before().pixels, {0, 0, cut, static_cast<double>(in[2])},
                {TargetKind::kInput, 0, first});
  double share = static_cast<double>(out[3]) / static_cast<double>(in[3]);
  Box source{std::round(cut * share), 0, static_cast<double>(out[3]) - std::round(cut * share), static_cast<double>(out[2])};
  if (cut < static_cast<double>(in[3]))
    p.pen.image({p.picture.x + left, p.picture.y, p.picture.w - left, p.picture.h}, m.after().pixels, source,
                {TargetKind::kOutput, 0, p.channel * out[2] * out[3]});
}

void draw_divider(const Photo& p) {
  const Theme& t = p.pen.theme();
  double x = p.picture.x + p.picture.w * std::clamp(shown_divider(p.context.state), 0.0, 1.0), r = 17;
  Target target{TargetKind::kDivider, 0, 0};
  p.pen.rect({x - 2, p.picture.y - 3, 4, p.picture.h + 9}, t.surface, 2, {t.accent, 1}, target);  // clear of the captions
  Point middle{x, p.picture.y + p.picture.h * 0.62};
  p.pen.circle(middle, r, t.surface, {t.accent, 2}, target);
  for (double side : {-1.0, 1.0})
    p.pen.path({{x + side * 4, middle.y - 6}, {x + side * 10, middle.y}, {x + side * 4, middle.y + 6}}, true, t.accent, {});
}

void draw_captions(const Photo& p, double y, const Box& square, Index side, bool notes) {
  const Words& words = p.context.words;
  const Theme& t = p.pen.theme();
  Ink name{15, Weight::kSemiBold}, note{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  const Extents& in = p.context.layer().input().extents;
  double second = y + p.pen.type(19), half = p.picture.w / 2 - 8, before = p.pen.width(words("view.before"), name) + 16;
  p.pen.whole({square.x, y}, words("view.around_window"), name, t.input, p.picture.x - square.x - 12);
  p.pen.text({p.picture.x, y}, words("view.before"), name, t.input);
  name.anchor = Anchor::kEnd;
  p.pen.fitted({p.picture.right(), y}, words.format("view.after", {{"filter", words("choice.filter." + p.context.model.filter)}}), name,
               t.output, p.picture.w - before);
  if (!notes) return;
  p.pen.whole({square.x, second}, words.format("view.around_window_size", {{"size", size_text(side, side)}}), note, t.muted, square.w);
  p.pen.whole({p.picture.x, second},
              words.format(in[1] == 1 ? "view.grey_photograph" : "view.colour_photograph", {{"size", size_text(in[3], in[2])}}), note,
              t.muted, half);
  note.anchor = Anchor::kEnd;
  std::string border = words.format("view.border", {{"mode", words("choice.padding_mode." + p.g.mode)}});
  p.pen.whole({p.picture.right(), second}, (p.is_signed ? words("view.signed") + ", " : "") + border, note, t.muted, half);
}

}  // namespace

void draw_scale(Pen& pen, Box box, double low, double high, Color (*color)(double), bool clipped) {
  constexpr int kSteps = 48;
  for (int i = 0; i < kSteps; ++i) pen.rect({box.x + box.w * i / kSteps, box.y, box.w / kSteps + 0.6, 10}, color((i + 0.5) / kSteps), 0);
  pen.rect({box.x, box.y, box.w, 10}, {0, 0, 0, 0}, 2, {pen.theme().line, 1});
  Ink ink{kSmallSize, Weight::kRegular, Anchor::kStart, Face::kNumbers};
  double y = box.y + 10 + pen.type(14);
  auto tick = [&](double value, Anchor anchor, const char* sign) {
    double x = box.x + box.w * (value - low) / (high - low);
    ink.anchor = anchor;
    pen.line({x, box.y + 10}, {x, box.y + 14}, {pen.theme().faint, 1});
    pen.text({x, y}, sign + number_text(value, 0), ink, pen.theme().muted);
  };
  tick(low, Anchor::kStart, clipped ? "≤ " : "");
  if (low < 0 && box.w > pen.type(130)) tick(0, Anchor::kMiddle, "");
  tick(high, Anchor::kEnd, clipped ? "≥ " : "");
}

namespace {

Color grey_scale(double t) { return grey_color(t * 255); }

void draw_scales(const Photo& p, double y) {
  double divider = std::clamp(shown_divider(p.context.state), 0.0, 1.0);
  double left = p.picture.w * divider - 20, right = p.picture.w * (1 - divider) - 12, least = p.pen.type(90);
  if (left >= least) draw_scale(p.pen, {p.picture.x, y, left, 10}, 0, 255, grey_scale, false);
  if (right < least) return;
  Box box{p.picture.right() - right, y, right, 10};
  double limit = p.context.model.after().limit;
  // The picture's own colours: of three channels each is grey around 0.
  Color (*signed_color)(double) = p.colour() ? grey_scale : diverging;
  if (p.is_signed) draw_scale(p.pen, box, -limit, limit, signed_color, true);
  else draw_scale(p.pen, box, 0, 255, grey_scale, true);
}

// ---- the pixels around the window ----------------------------------------------------------------------------------------

// The whole window and a pixel around it.
Index enlarged_side(const PlaneGeometry& g) { return std::max<Index>(7, std::max(g.span[0], g.span[1]) + 2); }

// A dilated kernel leaves pixels out: those that it reads carry a ring. On the way to another rate the rings part from the kernel's middle.
void draw_read_pixels(const Photo& p, Point origin, double cell) {
  const auto gaps = gliding_gaps(p.context, "dilation");
  if (p.g.dilation[0] == 1 && p.g.dilation[1] == 1 && !gaps) return;
  const auto place = [&](std::size_t axis, Index at, Index first, Index last) {
    const double middle = number(first + last) / 2;
    return middle + (number(at) - middle) * (gaps ? gaps->at(axis).apart() / number(p.g.dilation[axis]) : 1);
  };
  for (const Term& term : p.step.terms) {
    const Box box{origin.x + cell * place(1, term.tap.at[2], p.step.left, p.step.right),
                  origin.y + cell * place(0, term.tap.at[1], p.step.top, p.step.bottom), cell, cell};
    p.pen.rect(inset(box, 2), {0, 0, 0, 0}, kCellRadius, {p.pen.theme().surface, 4});
    p.pen.rect(inset(box, 2), {0, 0, 0, 0}, kCellRadius, {p.pen.theme().weight, 2.5});
  }
}

Box draw_enlarged(const Photo& p, Box box) {
  Index side = enlarged_side(p.g);
  const Tensor& input = p.context.layer().input();
  double cell = std::min(box.w, box.h) / static_cast<double>(side);
  Index middle_y = (p.step.top + p.step.bottom) / 2, middle_x = (p.step.left + p.step.right) / 2;
  Index y0 = middle_y - side / 2, x0 = middle_x - side / 2;
  // While the window glides its pixels scroll under it: whole columns come in at the left, the rest is cut.
  Index coming = static_cast<Index>(std::ceil(p.slide));
  GridSpec spec;
  spec.origin = {box.x - cell * (static_cast<double>(coming) - p.slide), box.y};
  spec.cell = cell;
  spec.rows = side;
  spec.columns = side + coming;
  spec.all_texts = {"255"};
  spec.look = [&](Index r, Index c) {
    CellLook look;
    PlaneValue v = plane_value(p.context.layer(), p.g, p.g.mode, p.g.fill, 0, p.channel, y0 + r, x0 - coming + c);
    look.tint = grey_color(v.value);
    look.kind = v.padding ? CellKind::kPadding : CellKind::kValue;
    look.text = number_text(v.value, decimals_of(input, 0));
    return look;
  };
  if (coming > 0)
    p.pen.list().items.push_back(ClipItem{{box.x, box.y, cell * static_cast<double>(side), cell * static_cast<double>(side)}});
  p.pen.grid(spec);
  if (coming > 0) p.pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
  Box window{box.x + cell * static_cast<double>(p.step.left - x0), box.y + cell * static_cast<double>(p.step.top - y0),
             cell * static_cast<double>(p.g.span[1]), cell * static_cast<double>(p.g.span[0])};
  p.pen.list().items.push_back(ClipItem{
      inset({box.x, box.y, cell * static_cast<double>(side), cell * static_cast<double>(side)}, -3)});  // a large window reaches beyond
  draw_read_pixels(p, {box.x - cell * static_cast<double>(x0), box.y - cell * static_cast<double>(y0)}, cell);
  p.pen.frame(window, Role::kWeight, 4);
  p.pen.list().items.push_back(ClipItem{{0, 0, -1, -1}});
  // Where these pixels lie in the photograph.
  Box there =
      pixels_box(p, static_cast<double>(y0), static_cast<double>(x0) - p.slide, static_cast<double>(side), static_cast<double>(side));
  const Theme& t = p.pen.theme();
  if (there.w < 12) there = {there.center().x - 6, there.center().y - 6, 12, 12};
  Box here{box.x, box.y, cell * static_cast<double>(side), cell * static_cast<double>(side)};
  for (double corner : {0.0, 1.0}) {
    Point from{here.right() + 2, here.y + here.h * corner}, to{there.x, there.y + there.h * corner};
    p.pen.line(from, to, {with_alpha(t.surface, 0.8), 4});
    p.pen.line(from, to, {t.input, 1.5});
  }
  p.pen.rect(there, {0, 0, 0, 0}, 2, {t.surface, 4});
  p.pen.rect(there, {0, 0, 0, 0}, 2, {t.input, 1.8});
  Box small = pixels_box(p, static_cast<double>(p.step.top), static_cast<double>(p.step.left) - p.slide, static_cast<double>(p.g.span[0]),
                         static_cast<double>(p.g.span[1]));
  if (p.drop > 0 && p.drop < 1) {  // the pixel is painted
    double pulse = std::sin(p.drop * std::numbers::pi);
    p.pen.rect(inset(small, -5 * pulse), {0, 0, 0, 0}, 3, {with_alpha(t.output, pulse), 3});
  }
  if (small.w >= 5) {
    p.pen.rect(small, {0, 0, 0, 0}, 2, {t.surface, 4.5});
    p.pen.rect(small, {0, 0, 0, 0}, 2, {t.weight, 3});
  }
  return here;
}

Photo start(const ViewContext& context, Pen& pen) {
  Photo p{context, pen, plane_geometry(context.layer()), {}, 0, 1, 1, 1, 1, 0, {}, 1, false};
  Index cell = explained_cell(context);
  p.step = context.layer().trace().gather(cell);
  p.channel = std::min<Index>(p.step.position[1], context.layer().input().extents[1] - 1);
  p.is_signed = context.model.after().is_signed;
  if (cell == context.moment.step) {
    p.multiply = phase_share(context, "multiply");
    p.sum = phase_share(context, "sum");
    p.drop = phase_share(context, "drop");
    p.arrive = ease_out(phase_share(context, "arrive"));
    if (p.step.position[3] > 0) p.slide = (1 - p.arrive) * static_cast<double>(p.g.stride[1]);
  }
  return p;
}

enum class Richness { kTall, kMedium, kLow, kBare };

struct Page {
  Box panel, presets, captions, scales, left, right;
  bool notes = false;  // captions of two lines
};

constexpr Index kNumberedSide = 11;

// kLow: the sum in one line, no filters to choose, no scales; kBare: no captions either.
Page lay_out(const Photo& p, Box area, Richness richness) {
  Page page;
  double ts = p.context.theme.text_scale, kernel = static_cast<double>(std::min<Index>(5, p.g.kernel[0]));
  bool tall = richness == Richness::kTall, low = richness >= Richness::kLow, blocks = draws_blocks(p.g), wide = area.w > 1.7 * area.h;
  double panel = !blocks ? 96 : tall ? 50 + std::max(78.0, kernel * 26) : 34 + std::max(76.0, kernel * 22);
  if (p.context.options.sum) page.panel = cut_bottom(area, (low ? 40 : panel) * ts, low ? kSpace : 2 * kSpace);
  if (!low) page.presets = cut_top(area, (tall && !wide ? 80 : 56) * ts, tall ? 14 : 8);
  page.notes = !low;
  if (richness != Richness::kBare) page.captions = cut_top(area, p.pen.type(low ? 24 : 42), 2);
  if (!low) page.scales = cut_bottom(area, p.pen.type(30), 10);
  double side = std::min(area.h, area.w * (low ? 0.46 : 0.38));
  page.left = cut_left(area, side, std::max(low ? 24.0 : 32.0, area.w * 0.05));
  page.right = area;
  return page;
}

Page best_page(const Photo& p, const Box& area) {
  // Cells with three digits; not where the kernel skips pixels or spans many: those that it reads stand in the sum.
  const Index side = enlarged_side(p.g);
  const bool skips = p.g.span != p.g.kernel;
  double least = p.pen.type(skips || side > kNumberedSide ? 12 : 25) * static_cast<double>(std::min(side, kNumberedSide));
  Richness most = area.h > 560 * p.context.theme.text_scale ? Richness::kTall : Richness::kMedium;
  for (Richness richness : {most, Richness::kLow, Richness::kBare}) {
    Page page = lay_out(p, area, richness);
    if (page.left.w >= least) return page;
  }
  return lay_out(p, area, area.h >= 330 * p.context.theme.text_scale ? most : Richness::kLow);
}

void draw_note(const Photo& p, const Box& square, double bottom) {
  std::string note = p.context.words(p.is_signed ? (p.colour() ? "view.signed_note_colour" : "view.signed_note")
                                                 : (p.colour() ? "view.unsigned_note_colour" : "view.unsigned_note"));
  if (p.colour())
    note = p.context.words.format("view.channel_shown", {{"channel", std::string(1, "RGB"[p.channel])}}) + ". " + note;
  Ink ink{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  double top = square.bottom() + 6, lines = static_cast<double>(p.pen.wrapped(note, ink, square.w).size());
  if (top + lines * p.pen.type(kLabelSize) * 1.4 <= bottom)
    p.pen.paragraph({square.x, top, square.w, 60}, note, ink, p.pen.theme().muted, 1.4);
}

}  // namespace

void build_photo_filters(const ViewContext& context, Pen& pen, Box area) {
  Photo p = start(context, pen);
  Page page = best_page(p, area);
  if (page.panel.h > 0) draw_photo_sum(p, page.panel);
  if (page.presets.h > 0) draw_presets(context, pen, page.presets);
  place_picture(p, page.right);
  draw_halves(p);
  Box square = draw_enlarged(p, page.left);
  draw_divider(p);
  if (page.captions.h > 0) draw_captions(p, page.captions.y + pen.type(10), square, enlarged_side(p.g), page.notes);
  if (page.scales.h <= 0) return;
  draw_scales(p, std::min(page.scales.y, p.picture.bottom() + 16));
  draw_note(p, square, page.scales.bottom() + 4);
}

}  // namespace convscope

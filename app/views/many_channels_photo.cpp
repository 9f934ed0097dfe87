// Scene 5 on a photograph: red, green and blue, each under its own slice of the filter, merged into one map of the whole picture.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/many_channels.h"
#include "app/views/photo.h"

namespace convscope {
namespace {

struct Places {
  double label = 0, picture = 0, pixels = 0, weights = 0, sum = 0, filtered = 0, plus = 0, output = 0;  // x
  double top = 0, row_step = 0;
  double cell = 24, pixel_width = 30, sum_width = 60, picture_w = 100, picture_h = 66, output_w = 180, output_h = 120;
  bool captions = true;
};

struct PhotoChannels {
  const ViewContext& context;  // of the layer that merges
  Pen& pen;
  PlaneGeometry g;
  Focus focus;
  Work work;
  Places at;
  const LayerModel& filtered;  // the same filter before its channels are merged
  int filtered_stage = 0;

  Index channels() const { return static_cast<Index>(focus.step.channels.size()); }
  double middle(Index row) const { return at.top + at.row_step * (static_cast<double>(row) + 0.5); }
  double middle() const { return at.top + at.row_step * static_cast<double>(channels()) / 2; }
};

// A pixel of a picture that is pointed at is explained by the output pixel at its place.
Focus explained(const ViewContext& context) {
  Focus focus = make_focus(context);
  const Target& target = context.hover.none() ? context.state.pin : context.hover;
  const Extents& out = context.layer().output().extents;
  const Index plane = out[2] * out[3];
  const bool points = (target.kind == TargetKind::kInput || target.kind == TargetKind::kOutput) && target.index >= 0 && plane > 0;
  if (!points || target.index >= plane * context.layer().input().extents[1]) return focus;
  focus.step = context.layer().trace().gather(target.index % plane);
  focus.inspected = focus.step.cell != focus.playing;
  return focus;
}

// ---- layout ---------------------------------------------------------------------------------------------------------------

void lay_out(PhotoChannels& p, Box area) {
  Places& l = p.at;
  Pen& pen = p.pen;
  l.captions = area.h > pen.type(320);
  if (l.captions) cut_top(area, pen.type(26));
  const double rows = static_cast<double>(p.channels()), k = static_cast<double>(p.g.kernel[1]), sign = pen.type(24);
  l.top = area.y;
  l.row_step = area.h / rows;
  l.cell = std::min(pen.type(32), (l.row_step - 14) / static_cast<double>(p.g.kernel[0]));
  l.pixel_width = std::max(l.cell, pen.width("255", {kSmallestText, Weight::kMedium, Anchor::kStart, Face::kNumbers}) + 8);
  l.sum_width = pen.type(64);
  const double label = pen.type(24), plus = pen.type(96), aspect = static_cast<double>(p.g.columns) / static_cast<double>(p.g.rows);
  const double fixed = label + 14 + k * l.pixel_width + sign + k * l.cell + sign + l.sum_width + 14 + plus;
  constexpr double kLargerOutput = 1.7;
  l.picture_w = std::max(24.0, std::min((area.w - fixed) / (2 + kLargerOutput), (l.row_step - 14) * aspect));
  l.picture_h = l.picture_w / aspect;
  l.output_w = std::min(area.w - fixed - 2 * l.picture_w, (area.h - pen.type(96)) * aspect);
  l.output_h = l.output_w / aspect;
  l.label = area.x + std::max(0.0, (area.w - fixed - 2 * l.picture_w - l.output_w) / 2);
  l.picture = l.label + label;
  l.pixels = l.picture + l.picture_w + 14;
  l.weights = l.pixels + k * l.pixel_width + sign;
  l.sum = l.weights + k * l.cell + sign;
  l.filtered = l.sum + l.sum_width + 14;
  l.plus = l.filtered + l.picture_w + plus / 2;
  l.output = l.filtered + l.picture_w + plus;
}

Box picture_box(const PhotoChannels& p, double x, Index row) {
  return {x, p.middle(row) - p.at.picture_h / 2, p.at.picture_w, p.at.picture_h};
}

Box output_box(const PhotoChannels& p) { return {p.at.output, p.middle() - p.at.output_h / 2, p.at.output_w, p.at.output_h}; }

// ---- drawing --------------------------------------------------------------------------------------------------------------

// Where the window lies in a small picture: a frame that can be seen however small the window is.
void draw_marker(const PhotoChannels& p, const Box& picture, Color color) {
  constexpr double kLeast = 11;
  const double scale = picture.w / static_cast<double>(p.g.columns);
  const double side = std::max(kLeast, static_cast<double>(p.g.span[1]) * scale);
  const double x = picture.x + (static_cast<double>(p.focus.step.left + p.focus.step.right + 1) / 2) * scale,
               y = picture.y + (static_cast<double>(p.focus.step.top + p.focus.step.bottom + 1) / 2) * scale;
  Box mark{std::clamp(x - side / 2, picture.x, picture.right() - side), std::clamp(y - side / 2, picture.y, picture.bottom() - side), side,
           side};
  p.pen.rect(mark, {0, 0, 0, 0}, 2, {p.pen.theme().surface, 4.5});
  p.pen.rect(mark, {0, 0, 0, 0}, 2, {color, 2.5});
}

GridSpec small_grid(const PhotoChannels& p, double x, Index row, double width, Role role) {
  GridSpec spec;
  spec.cell = p.at.cell;
  spec.cell_width = width;
  spec.rows = p.g.kernel[0];
  spec.columns = p.g.kernel[1];
  spec.origin = {x, p.middle(row) - spec.cell * static_cast<double>(spec.rows) / 2};
  spec.role = role;
  return spec;
}

const Term* term_at(const PhotoChannels& p, Index channel, Index r, Index c) {
  for (const Term& term : p.focus.step.terms)
    if (term.tap.channel == channel && term.tap.element[1] == r && term.tap.element[2] == c) return &term;
  return nullptr;
}

void draw_pairs(const PhotoChannels& p, Index row, double share) {
  const Index channel = p.focus.step.channels[static_cast<std::size_t>(row)], pairs = p.g.kernel[0] * p.g.kernel[1];
  const double reached = std::clamp(share / kPairsPart, 0.0, 1.0) * static_cast<double>(pairs);
  auto lit = [&](Index r, Index c) { return std::clamp(reached - static_cast<double>(r * p.g.kernel[1] + c), 0.0, 1.0); };
  GridSpec pixels = small_grid(p, p.at.pixels, row, p.at.pixel_width, Role::kInput);
  pixels.all_texts = {"255"};
  pixels.look = [&](Index r, Index c) {
    const Term* term = term_at(p, channel, r, c);
    CellLook look;
    if (!term) return look;
    look.kind = term->tap.kind == TapKind::kPadding ? CellKind::kPadding : CellKind::kValue;
    look.tint = grey_color(term->data);
    look.text = number_text(term->data, 0);
    look.lit = lit(r, c);
    return look;
  };
  p.pen.grid(pixels);
  p.pen.frame(pixels.box(), Role::kWeight, 2.5, share > 0 ? 1 : 0.45);
  GridSpec weights = small_grid(p, p.at.weights, row, p.at.cell, Role::kWeight);
  const Tensor& weight = p.context.layer().weight();
  const int decimals = decimals_of(weight);
  weights.target_of = [&](Index r, Index c) {
    const Term* term = term_at(p, channel, r, c);
    return term ? Target{TargetKind::kWeight, p.context.stage, term->tap.weight.index} : Target{};
  };
  weights.look = [&](Index r, Index c) {
    const Term* term = term_at(p, channel, r, c);
    CellLook look;
    if (!term) return look;
    look.text = number_text(term->weight, decimals);
    look.lit = lit(r, c);
    look.hot = p.focus.weights.count(term->tap.weight.index) > 0;
    return look;
  };
  p.pen.grid(weights);
  Ink sign{20, Weight::kRegular, Anchor::kMiddle};
  const double half = p.pen.type(12), y = p.middle(row);
  p.pen.text({p.at.weights - half, y}, "×", sign, p.pen.theme().muted);
  p.pen.text({p.at.sum - half, y}, "=", sign, p.pen.theme().muted);
}

void draw_channel(const PhotoChannels& p, Index row) {
  const Theme& t = p.pen.theme();
  const double share = p.work.filtered[static_cast<std::size_t>(row)], y = p.middle(row);
  const bool live = share > 0 || row <= p.work.current;
  const Index channel = p.focus.step.channels[static_cast<std::size_t>(row)];
  const Extents& in = p.context.layer().input().extents;
  const Index plane = in[2] * in[3];
  p.pen.text({p.at.label, y}, channel_name(row, p.channels()), {17, Weight::kBold}, live ? t.input : t.faint);
  Box picture = picture_box(p, p.at.picture, row);
  p.pen.image(picture, p.context.model.planes.at(p.context.layer().inputs.front())[static_cast<std::size_t>(channel)].pixels, {},
              {TargetKind::kInput, p.context.stage, channel * plane});
  draw_marker(p, picture, t.weight);
  draw_pairs(p, row, share);
  const double appear = ease_out(std::clamp((share - kGatherEnd) / (1 - kGatherEnd), 0.0, 1.0));
  CellLook sum;
  sum.kind = appear > 0 ? CellKind::kValue : CellKind::kEmpty;
  sum.appear = appear;
  sum.hot = share >= 1 && p.work.merge <= 0 && row == p.work.current;
  sum.text = number_text(p.focus.step.channel_sums[static_cast<std::size_t>(row)], decimals_of(p.context.layer().weight()));
  const double height = std::min(p.pen.type(40), p.at.row_step - 8);
  p.pen.cell({p.at.sum, y - height / 2, p.at.sum_width, height}, sum, Role::kOutput, p.pen.type(15));
  Box map = picture_box(p, p.at.filtered, row);
  p.pen.image(map, p.context.model.planes.at(p.filtered.name)[static_cast<std::size_t>(channel)].pixels, {},
              {TargetKind::kOutput, p.filtered_stage, channel * plane});
  p.pen.rect(map, {0, 0, 0, 0}, 2, {t.line, 1});
  draw_marker(p, map, t.output);
}

void draw_links(const PhotoChannels& p) {
  const Theme& t = p.pen.theme();
  const bool merged = p.work.merge > 0;
  const double r = p.pen.type(15);
  const Point to{p.at.plus - r, p.middle()};
  for (Index row = 0; row < p.channels(); ++row) {
    const Point from{p.at.filtered + p.at.picture_w + 3, p.middle(row)};
    p.pen.link(from, to, {merged ? t.output : t.faint, merged ? 2.5 : 1.5, merged ? 0.0 : 4.0, merged ? 0.0 : 4.0});
  }
  p.pen.line({p.at.plus + r, p.middle()}, {p.at.output - 4, p.middle()}, {merged ? t.output : t.line, 2.5});
  p.pen.circle({p.at.plus, p.middle()}, r, t.surface, {merged ? t.output : t.faint, 2});
  p.pen.text({p.at.plus, p.middle()}, "+", {20, Weight::kSemiBold, Anchor::kMiddle}, merged ? t.output : t.faint);
  if (!p.focus.step.bias) return;
  const std::string bias = "+ " + factor_text(*p.focus.step.bias, decimals_of(p.context.layer().bias()));
  const Ink name{12.5, Weight::kSemiBold, Anchor::kMiddle};
  p.pen.text({p.at.plus, p.middle() + r + p.pen.type(14)}, p.context.words("view.bias"), name, t.bias);
  p.pen.text({p.at.plus, p.middle() + r + p.pen.type(32)}, bias, {15, Weight::kMedium, Anchor::kMiddle, Face::kNumbers}, t.bias);
}

void draw_output(const PhotoChannels& p) {
  const Theme& t = p.pen.theme();
  Box box = output_box(p);
  const Picture& picture = p.context.model.pictures.at(p.context.layer().name);
  p.pen.image(box, picture.pixels, {}, {TargetKind::kOutput, p.context.stage, 0});
  p.pen.rect(box, {0, 0, 0, 0}, 2, {t.line, 1});
  draw_marker(p, box, t.output);
  const std::string name = "output[" + std::to_string(p.focus.step.position[2]) + ", " + std::to_string(p.focus.step.position[3]) + "]";
  const double y = box.bottom() + p.pen.type(26), height = p.pen.type(34), appear = ease_out(p.work.drop);
  CellLook look;
  look.kind = appear > 0 ? CellKind::kValue : CellKind::kEmpty;
  look.appear = appear;
  look.hot = appear > 0;
  look.tint = picture.color(p.focus.step.result);
  look.text = number_text(p.focus.step.result, decimals_of(p.context.layer().weight()));
  Box cell{box.right() - p.pen.type(62), y - height / 2, p.pen.type(62), height};
  p.pen.whole({cell.x - 10, y}, name, {kLabelSize, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers}, t.output, cell.x - 10 - box.x);
  p.pen.cell(cell, look, Role::kOutput, p.pen.type(15));
  if (picture.is_signed && box.bottom() + p.pen.type(96) < p.at.top + p.at.row_step * static_cast<double>(p.channels()))
    draw_scale(p.pen, {box.x, cell.bottom() + 12, box.w, 10}, -picture.limit, picture.limit, diverging, true);
}

void draw_captions(const PhotoChannels& p) {
  if (!p.at.captions) return;
  const Words& words = p.context.words;
  auto caption = [&](double x, double width, double bottom, const char* key, Role role) {
    p.pen.fitted({x + width / 2, bottom - p.pen.type(14)}, words(key), {15, Weight::kSemiBold, Anchor::kMiddle}, p.pen.theme().role(role),
                 width + 20);
  };
  const double k = static_cast<double>(p.g.kernel[1]), grids = p.middle(0) - p.at.cell * static_cast<double>(p.g.kernel[0]) / 2;
  const double top = std::min(grids, p.middle(0) - p.at.picture_h / 2);
  caption(p.at.picture, p.at.picture_w, top, "view.input", Role::kInput);
  caption(p.at.pixels, k * p.at.pixel_width, top, "view.pixels", Role::kInput);
  caption(p.at.weights, k * p.at.cell, top, "view.one_filter", Role::kWeight);
  caption(p.at.filtered, p.at.picture_w, top, "view.filtered", Role::kOutput);
  caption(p.at.output, p.at.output_w, output_box(p).y, "view.output", Role::kOutput);
}

}  // namespace

void build_many_channels_photo(const ViewContext& whole, Pen& pen, Box area) {
  const ViewContext context = at_stage(whole, whole.model.index_of("output"));
  const Focus focus = explained(context);
  const int stage = whole.model.index_of("filtered");
  PhotoChannels p{context, pen, plane_geometry(context.layer()), focus, work_of(context, focus), {}, whole.model.layer("filtered"), stage};
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  const bool rails = area.h > pen.type(320);
  Box rail = cut_top(area, rails ? pen.type(40) : 0, rails ? kSpace : 0);
  lay_out(p, area);
  if (rails)
    draw_rails(context, pen, p.work, rail.y + pen.type(12),
               {p.at.label, p.at.filtered + p.at.picture_w, p.at.output + p.at.output_w * 0.4, p.at.output + p.at.output_w});
  draw_links(p);
  for (Index row = 0; row < p.channels(); ++row) draw_channel(p, row);
  draw_output(p);
  draw_captions(p);
  Scene5 scene{context, pen, p.g, p.focus, p.work, {}};
  draw_bar(pen, context, bar, many_channels_bar(scene));
}

}  // namespace convscope

// Padding: the five fills side by side, one of them under the window, and how often each input cell is read.
#include <algorithm>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

constexpr const char* kModes[] = {"zeros", "constant", "reflect", "replicate", "circular"};
constexpr int kModeCount = 5;

double constant_of(const ViewContext& context) {
  if (!has_parameter(*context.model.scene, "padding_value")) return 0;
  const AttributeValue& value = parameter(*context.model.scene, context.state, "padding_value");
  return std::holds_alternative<double>(value) ? std::get<double>(value) : 0;
}

Color tile_tint(const Pen& pen, double value, Range range) {
  double span = std::max(1e-12, range.high - range.low);
  return mix(pen.theme().surface, pen.theme().input, 0.10 + 0.62 * std::clamp((value - range.low) / span, 0.0, 1.0));
}

// One tile of the strip: the padded plane under one mode, small.
void draw_tile(const ViewContext& context, Pen& pen, const PlaneGeometry& g, Box tile, int mode) {
  const Theme& t = pen.theme();
  bool on = g.mode == kModes[mode];
  double name = pen.type(34), reason = pen.type(26);
  pen.rect(tile, on ? t.select : t.surface, kCardRadius, on ? Stroke{t.accent, 1.5} : Stroke{}, {TargetKind::kPreset, 0, mode});
  std::string title = context.words(std::string("choice.padding_mode.") + kModes[mode]);
  if (mode == 1) title = context.words.format("view.constant_here", {{"value", number_text(constant_of(context), 0)}});
  Ink title_ink{14.5, Weight::kSemiBold, Anchor::kMiddle};
  pen.fitted({tile.center().x, tile.y + name / 2 + 2}, title, title_ink, t.ink, tile.w - 8);
  Box room = tile;
  cut_top(room, name);
  cut_bottom(room, reason);
  PlaneValue corner = plane_value(context.model, g, kModes[mode], constant_of(context), 0, 0, -g.top, -g.left);
  bool reachable = corner.known;
  pen.fitted({tile.center().x, tile.bottom() - reason / 2 - 2}, context.words(reachable ? std::string("view.padding_why.") + kModes[mode] : "view.padding_too_wide"),
             {kSmallSize, Weight::kRegular, Anchor::kMiddle}, reachable ? t.muted : t.warning, tile.w - 8);
  double cell = fit_cell(inset(room, 1), static_cast<double>(g.padded_rows()), static_cast<double>(g.padded_columns()), 24);
  Point origin{room.center().x - cell * static_cast<double>(g.padded_columns()) / 2, room.center().y - cell * static_cast<double>(g.padded_rows()) / 2};
  Range range = range_of(context.model.input);
  int decimals = decimals_of(context.model.input);
  auto value = [&](Index r, Index c) { return plane_value(context.model, g, kModes[mode], constant_of(context), 0, 0, r - g.top, c - g.left); };
  if (cell < 7) {
    pen.image({origin.x, origin.y, cell * static_cast<double>(g.padded_columns()), cell * static_cast<double>(g.padded_rows())},
              plane_pixels(g.padded_rows(), g.padded_columns(), [&](Index r, Index c) { return tile_tint(pen, value(r, c).value, range); }));
  } else {
    GridSpec spec;
    spec.origin = origin;
    spec.cell = cell;
    spec.rows = g.padded_rows();
    spec.columns = g.padded_columns();
    spec.text_size = cell >= pen.type(19) ? pen.type(kSmallestText) : 1;  // below that, colour alone
    spec.look = [&](Index r, Index c) {
      CellLook look;
      PlaneValue v = value(r, c);
      look.kind = v.padding ? CellKind::kPadding : CellKind::kValue;
      if (!v.padding || v.source >= 0 || v.value != 0) look.tint = tile_tint(pen, v.value, range);
      look.text = v.known ? number_text(v.value, decimals) : "";
      return look;
    };
    spec.target_of = [&](Index, Index) { return Target{TargetKind::kPreset, 0, mode}; };
    pen.grid(spec);
  }
  pen.rect({origin.x + cell * static_cast<double>(g.left), origin.y + cell * static_cast<double>(g.top), cell * static_cast<double>(g.columns), cell * static_cast<double>(g.rows)},
           {0, 0, 0, 0}, 3, {t.input, 1.75});
}

// Where there is no room for the tiles, their names alone.
void draw_names(const ViewContext& context, Pen& pen, const PlaneGeometry& g, Box strip) {
  const Theme& t = pen.theme();
  pen.rect(strip, t.sunken, kCardRadius);
  double w = (strip.w - 4) / kModeCount;
  for (int mode = 0; mode < kModeCount; ++mode) {
    bool on = g.mode == kModes[mode];
    Box box{strip.x + 2 + w * mode, strip.y + 2, w, strip.h - 4};
    pen.rect(box, on ? t.surface : t.sunken, kButtonRadius, on ? Stroke{t.line, 1} : Stroke{}, {TargetKind::kPreset, 0, mode});
    pen.fitted(box.center(), context.words(std::string("choice.padding_mode.") + kModes[mode]), {13.5, on ? Weight::kSemiBold : Weight::kRegular, Anchor::kMiddle},
               on ? t.ink : t.muted, w - 10);
  }
}

void draw_strip(const ViewContext& context, Pen& pen, const PlaneGeometry& g, Box strip, bool tiles) {
  if (!tiles) return draw_names(context, pen, g, strip);
  double gap = 2 * kSpace, w = (strip.w - gap * (kModeCount - 1)) / kModeCount;
  for (int mode = 0; mode < kModeCount; ++mode) draw_tile(context, pen, g, {strip.x + (w + gap) * mode, strip.y, w, strip.h}, mode);
}

// How often each input cell is read, counted from the taps; beside it the corner and the centre.
void draw_reads(const ViewContext& context, Pen& pen, const Tensor& counts, Box box, const std::string& label, double most) {
  const Theme& t = pen.theme();
  Index rows = counts.extents[counts.extents.rank() - 2], columns = counts.extents[counts.extents.rank() - 1];
  Box head = cut_top(box, pen.type(24));
  pen.fitted({head.x, head.center().y}, label, {kLabelSize}, t.muted, head.w);
  double cell = fit_cell({0, 0, box.w - pen.type(96), box.h}, static_cast<double>(rows), static_cast<double>(columns), 30);
  GridSpec spec;
  spec.origin = {box.x, box.y};
  spec.cell = cell;
  spec.rows = rows;
  spec.columns = columns;
  if (cell >= pen.type(18)) spec.text_size = std::max(pen.type(kSmallestText), std::min(pen.type(13), cell * 0.5));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    double count = counts[r * columns + c];
    look.tint = mix(t.surface, t.input, 0.06 + 0.5 * count / std::max(1.0, most));
    look.text = number_text(count, 0);
    if (cell < pen.type(18)) look.text.clear();
    return look;
  };
  pen.grid(spec);
  pen.rect(inset({box.x, box.y, cell, cell}, 0.5), {0, 0, 0, 0}, 4, {t.accent, 2});
  double x = spec.box().right() + 12;
  auto figure = [&](double y, const char* key, double value) {
    double w = pen.text({x, y}, context.words(key), {kLabelSize}, t.muted);
    pen.text({x + w + 8, y}, number_text(value, 0), {16, Weight::kBold, Anchor::kStart, Face::kNumbers}, t.ink);
  };
  figure(box.y + pen.type(13), "view.corner", counts[0]);
  figure(box.y + pen.type(37), "view.centre", counts[(rows / 2) * columns + columns / 2]);
}

Tensor reads_without_padding(const ViewContext& context) {
  Attributes plain;
  for (const auto& [name, value] : context.model.layer->attributes().values()) plain.set(name, value);
  plain.set("padding", std::vector<Index>{0});
  plain.set("padding_mode", std::string("zeros"));
  auto layer = find_operator(context.model.layer->op()).value()->layer(plain, context.model.layer->shapes());
  if (!layer.ok()) return {};  // the kernel is larger than the unpadded input
  return Trace(*layer, context.model.trace().tensors()).times_read();
}

void draw_reads_column(const ViewContext& context, Pen& pen, const PlaneGeometry& g, Box box) {
  Tensor with = context.model.trace().times_read(), without = reads_without_padding(context);
  double most = std::max(range_of(with).high, without.absent() ? 0.0 : range_of(without).high);
  Box head = cut_top(box, pen.type(30));
  pen.fitted({head.x, head.y + pen.type(12)}, context.words("view.times_read"), {14.5, Weight::kSemiBold}, pen.theme().ink, head.w);
  Box upper = cut_top(box, (box.h - 2 * kSpace) / 2, 2 * kSpace);
  if (!without.absent()) draw_reads(context, pen, without, upper, context.words("view.no_padding"), most);
  else pen.paragraph(upper, context.words("view.no_padding_impossible"), {kLabelSize}, pen.theme().muted);
  draw_reads(context, pen, with, box, context.words.format("view.with_padding", {{"mode", context.words("choice.padding_mode." + g.mode)}}), most);
}

struct Main {
  InputPlane input;
  OutputPlane output;
};

void draw_main(const ViewContext& context, Pen& pen, const Focus& focus, const PlaneGeometry& g, Box box) {
  const Words& words = context.words;
  Box head = cut_top(box, pen.type(34));
  double link = std::max(56.0, box.w * 0.08);
  double columns = static_cast<double>(g.padded_columns() + g.output_columns), rows = static_cast<double>(std::max(g.padded_rows(), g.output_rows));
  double cell = fit_cell({0, 0, box.w - link, box.h}, rows, columns, 48);
  InputPlane input;
  double used = cell * columns + link, x = box.x + std::max(0.0, std::min(24.0, box.w - used));
  input.cell = cell;
  input.origin = {x, box.y + (box.h - cell * static_cast<double>(g.padded_rows())) / 2};
  input.value_tints = true;
  OutputPlane output;
  output.cell = cell;
  output.origin = {input.box(g).right() + link, box.y + (box.h - cell * static_cast<double>(g.output_rows)) / 2};
  double top = std::min(input.origin.y, output.origin.y) - (box.y - head.y) + pen.type(14);
  top = input.origin.y - pen.type(18);
  std::string name = words.format("view.sliding_over", {{"mode", words("choice.padding_mode." + g.mode)}});
  Box in = input.box(g);
  double name_width = pen.text({in.x, top}, name, {14.5, Weight::kSemiBold}, pen.theme().input);
  std::string shape = shape_text({g.rows, g.columns}) + " → " + shape_text({g.padded_rows(), g.padded_columns()});
  Ink shape_ink{12.5, Weight::kRegular, Anchor::kEnd, Face::kNumbers};
  if (name_width + pen.width(shape, shape_ink) + 16 < in.w) pen.text({in.right(), top}, shape, shape_ink, pen.theme().muted);
  double out_top = output.origin.y - pen.type(18), out_w = cell * static_cast<double>(g.output_columns);
  double out_name = pen.text({output.origin.x, out_top}, words("view.output"), {14.5, Weight::kSemiBold}, pen.theme().output);
  pen.text({output.origin.x + std::max(out_name + 12, out_w - pen.width(shape_text({g.output_rows, g.output_columns}), shape_ink)), out_top},
           shape_text({g.output_rows, g.output_columns}), {12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers}, pen.theme().muted);
  WindowPlace place = window_place(context, focus);
  Box window = window_box(g, input, place);
  Cell p = focus.step.position;
  Point to{output.origin.x - 2, output.origin.y + (static_cast<double>(p[2]) + 0.5) * cell};
  draw_result_link(pen, focus, {std::max(window.right(), in.right() - 2), window.center().y}, to);
  draw_input_plane(pen, context, focus, g, input);
  draw_output_plane(pen, context, focus, output);
}

BarContent bar_content(const ViewContext& context, Pen& pen, const Focus& focus, const PlaneGeometry& g, double room) {
  WrittenSum sum = written_sum(pen, context, focus, room);
  Index outside = 0;
  for (const Term& term : focus.step.terms) outside += term.tap.kind == TapKind::kPadding;
  BarContent content{sum.runs, "", {}, sum.size};
  auto size = [&](Index i, Index begin, Index end, Index span, Index stride, Index o) {
    std::string padding = begin == end ? "2·" + std::to_string(begin) : std::to_string(begin) + " + " + std::to_string(end);
    std::string window = std::to_string(i) + " + " + padding + " − " + std::to_string(span);
    return stride == 1 ? window + " + 1 = " + std::to_string(o) : "⌊(" + window + ")/" + std::to_string(stride) + "⌋ + 1 = " + std::to_string(o);
  };
  content.sentence = context.words.format("view.padding_sentence", {{"outside", count_text(outside)},
                                                                    {"all", count_text(static_cast<Index>(focus.step.terms.size()))},
                                                                    {"size", size(g.columns, g.left, g.right, g.span[1], g.stride[1], g.output_columns)}});
  content.legend = {{LegendMark::kInput, context.words("legend.input")}, {LegendMark::kPadding, context.words("legend.padding")}, {LegendMark::kWindow, context.words("legend.window")}};
  return content;
}

}  // namespace

void build_padding(const ViewContext& context, Pen& pen, Box area) {
  PlaneGeometry g = plane_geometry(context.model);
  Focus focus = make_focus(context);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  bool tiles = area.h >= 560 * context.theme.text_scale && area.w >= 640;
  Box strip = cut_top(area, tiles ? std::min(232.0, area.h * 0.4) : pen.type(34), 2 * kSpace);
  draw_strip(context, pen, g, strip, tiles);
  bool reads = area.w >= 600 * context.theme.text_scale && area.h >= 260 * context.theme.text_scale;
  if (reads) draw_reads_column(context, pen, g, cut_right(area, std::max(pen.type(200), area.w * 0.23), 3 * kSpace));
  draw_main(context, pen, focus, g, area);
  draw_bar(pen, context, bar, bar_content(context, pen, focus, g, bar.w - 40));
}

}  // namespace convscope

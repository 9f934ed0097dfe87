// Padding: the five fills side by side, one of them under the window, and how often each input cell is read.
#include <algorithm>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"
#include "engine/ops/slots.h"

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
  PlaneValue corner = plane_value(context.layer(), g, kModes[mode], constant_of(context), 0, 0, -g.top, -g.left);
  bool reachable = corner.known;
  pen.fitted({tile.center().x, tile.bottom() - reason / 2 - 2},
             context.words(reachable ? std::string("view.padding_why.") + kModes[mode] : "view.padding_too_wide"),
             {kSmallSize, Weight::kRegular, Anchor::kMiddle}, reachable ? t.muted : t.warning, tile.w - 8);
  double cell = fit_cell(inset(room, 1), static_cast<double>(g.padded_rows()), static_cast<double>(g.padded_columns()), pen.type(24));
  Point origin{room.center().x - cell * static_cast<double>(g.padded_columns()) / 2,
               room.center().y - cell * static_cast<double>(g.padded_rows()) / 2};
  Range range = range_of(context.layer().input());
  int decimals = decimals_of(context.layer().input());
  auto value = [&](Index r, Index c) {
    return plane_value(context.layer(), g, kModes[mode], constant_of(context), 0, 0, r - g.top, c - g.left);
  };
  if (cell < 7) {
    pen.image(
        {origin.x, origin.y, cell * static_cast<double>(g.padded_columns()), cell * static_cast<double>(g.padded_rows())},
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
  pen.rect({origin.x + cell * static_cast<double>(g.left), origin.y + cell * static_cast<double>(g.top),
            cell * static_cast<double>(g.columns), cell * static_cast<double>(g.rows)},
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
    pen.fitted(box.center(), context.words(std::string("choice.padding_mode.") + kModes[mode]),
               {13.5, on ? Weight::kSemiBold : Weight::kRegular, Anchor::kMiddle}, on ? t.ink : t.muted, w - 10);
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
  double cell = fit_cell({0, 0, box.w - pen.type(96), box.h}, static_cast<double>(rows), static_cast<double>(columns), pen.type(30));
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
  for (const auto& [name, value] : context.layer().layer->attributes().values()) plain.set(name, value);
  plain.set("padding", std::vector<Index>{0});
  plain.set("padding_mode", std::string("zeros"));
  auto layer = operator_of(*context.layer().layer).layer(plain, context.layer().layer->shapes());
  if (!layer.ok()) return {};  // the kernel is larger than the unpadded input
  return Trace(*layer, context.layer().trace().tensors()).times_read();
}

void draw_reads_column(const ViewContext& context, Pen& pen, const PlaneGeometry& g, Box box) {
  Tensor with = context.layer().trace().times_read(), without = reads_without_padding(context);
  double most = std::max(range_of(with).high, without.absent() ? 0.0 : range_of(without).high);
  Box head = cut_top(box, pen.type(30));
  pen.fitted({head.x, head.y + pen.type(12)}, context.words("view.times_read"), {14.5, Weight::kSemiBold}, pen.theme().ink, head.w);
  Box upper = cut_top(box, (box.h - 2 * kSpace) / 2, 2 * kSpace);
  if (!without.absent()) draw_reads(context, pen, without, upper, context.words("view.no_padding"), most);
  else pen.paragraph(upper, context.words("view.no_padding_impossible"), {kLabelSize}, pen.theme().muted);
  draw_reads(context, pen, with, box, context.words.format("view.with_padding", {{"mode", context.words("choice.padding_mode." + g.mode)}}),
             most);
}

// The padded input under the window, and the output; both as large as the room allows.
struct Main {
  InputPlane input;
  OutputPlane output;
  bool named = true;
};

Main lay_out_main(const Pen& pen, const PlaneGeometry& g, Box box, bool named) {
  Main m;
  m.named = named;
  if (named) cut_top(box, pen.type(30));
  double link = std::max(56.0, box.w * 0.08);
  double columns = static_cast<double>(g.padded_columns() + g.output_columns),
         rows = static_cast<double>(std::max(g.padded_rows(), g.output_rows));
  double cell = fit_cell({0, 0, box.w - link, box.h}, rows, columns, std::max(56.0, box.h * 0.12));
  double used = cell * columns + link, x = box.x + std::max(0.0, std::min(24.0, box.w - used));
  m.input.cell = m.output.cell = cell;
  m.input.origin = {x, box.y + (box.h - cell * static_cast<double>(g.padded_rows())) / 2};
  m.input.value_tints = true;
  m.output.origin = {m.input.box(g).right() + link, box.y + (box.h - cell * static_cast<double>(g.output_rows)) / 2};
  return m;
}

void draw_names_of_main(const ViewContext& context, Pen& pen, const PlaneGeometry& g, const Main& m) {
  const Words& words = context.words;
  Box in = m.input.box(g);
  double top = in.y - pen.type(18), out_top = m.output.origin.y - pen.type(18),
         out_right = m.output.origin.x + m.output.cell * static_cast<double>(g.output_columns);
  Ink name{14.5, Weight::kSemiBold}, shape{12.5, Weight::kRegular, Anchor::kEnd, Face::kNumbers, Importance::kNote};
  bool side_by_side = out_top - top < pen.type(20);
  const std::string title = words.format("view.sliding_over", {{"mode", words("choice.padding_mode." + g.mode)}});
  const double room = (side_by_side ? m.output.origin.x : context.width) - 12 - in.x;
  const double named = pen.fitted({in.x, top}, title, name, pen.theme().input, room);
  const std::string grown = shape_text({g.rows, g.columns}) + " → " + shape_text({g.padded_rows(), g.padded_columns()});
  if (named + 12 + pen.width(grown, shape) <= in.w) pen.text({in.right(), top}, grown, shape, pen.theme().muted);
  double w = pen.text({m.output.origin.x, out_top}, words("view.output"), name, pen.theme().output);
  std::string size = shape_text({g.output_rows, g.output_columns});
  pen.text({std::max(m.output.origin.x + w + 12 + pen.width(size, shape), out_right), out_top}, size, shape, pen.theme().muted);
}

// Before the first step's window comes, the border does: most of that phase belongs to it.
constexpr double kBorderPart = 0.8;

bool border_arrives(const Focus& focus, const PlaneGeometry& g) {
  bool padded = g.top + g.bottom + g.left + g.right > 0;
  return padded && !focus.inspected && focus.playing == 0 && g.padded_rows() * g.padded_columns() <= kMostDrawnCells;
}

void draw_main(const ViewContext& context, Pen& pen, const Focus& focus, const PlaneGeometry& g, const Main& m) {
  if (m.named) draw_names_of_main(context, pen, g, m);
  Box in = m.input.box(g), window = window_box(g, m.input, window_place(context, focus));
  Point to{m.output.origin.x - 2, m.output.origin.y + (static_cast<double>(focus.step.position[2]) + 0.5) * m.output.cell};
  draw_result_link(pen, focus, {std::max(window.right(), in.right() - 2), window.center().y}, to);
  InputPlane input = m.input;
  if (border_arrives(focus, g)) input.border_share = std::min(1.0, phase_share(context, "arrive") / kBorderPart);
  draw_input_plane(pen, context, focus, g, input);
  draw_output_plane(pen, context, focus, m.output);
  if (!focus.inspected)
    draw_gathering(
        pen, focus, focus.sum, [&](const Term& term) { return term_center(g, m.input, term); },
        output_center(context, m.output, focus.step.cell));
}

BarContent bar_content(const ViewContext& context, Pen& pen, const Focus& focus, const PlaneGeometry& g, double room) {
  WrittenSum sum = written_sum(pen, context, focus, room);
  Index outside = 0;
  for (const Term& term : focus.step.terms) outside += term.tap.kind == TapKind::kPadding;
  BarContent content{sum.runs, "", {}, sum.size, {}};
  auto size = [&](Index i, Index begin, Index end, Index span, Index stride, Index o) {
    std::string padding = begin == end ? "2·" + std::to_string(begin) : std::to_string(begin) + " + " + std::to_string(end);
    std::string window = std::to_string(i) + " + " + padding + " − " + std::to_string(span);
    return stride == 1 ? window + " + 1 = " + std::to_string(o)
                       : "⌊(" + window + ")/" + std::to_string(stride) + "⌋ + 1 = " + std::to_string(o);
  };
  auto sentence = [&](const std::string& told) {
    return context.words.format("view.padding_sentence", {{"outside", count_text(outside)},
                                                          {"all", count_text(static_cast<Index>(focus.step.terms.size()))},
                                                          {"size", told}});
  };
  const std::string down = size(g.rows, g.top, g.bottom, g.span[0], g.stride[0], g.output_rows),
                    across = size(g.columns, g.left, g.right, g.span[1], g.stride[1], g.output_columns);
  content.sentence = sentence(down == across ? across : down + ", " + across);
  content.brief = sentence(shape_text({g.output_rows, g.output_columns}));
  content.legend = {{LegendMark::kInput, context.words("legend.input")},
                    {LegendMark::kPadding, context.words("legend.padding")},
                    {LegendMark::kWindow, context.words("legend.window")}};
  tell_unreached(context, g, content);
  return content;
}

enum class Strip { kTiles, kNames, kNone };

struct Page {
  Strip strip = Strip::kNone;
  bool reads = false, named = false;
  Box strip_box, reads_box;
  Main main;
};

Page lay_out_page(const ViewContext& context, const Pen& pen, const PlaneGeometry& g, Box area, Strip strip, bool reads, bool named) {
  Page page{strip, reads, named, {}, {}, {}};
  if (strip == Strip::kTiles) page.strip_box = cut_top(area, std::min(232.0 * context.theme.text_scale, area.h * 0.4), 2 * kSpace);
  if (strip == Strip::kNames) page.strip_box = cut_top(area, pen.type(34), 2 * kSpace);
  if (reads) page.reads_box = cut_right(area, std::max(pen.type(200), area.w * 0.23), 3 * kSpace);
  page.main = lay_out_main(pen, g, area, named);
  return page;
}

// The richest page on which the numbers can be read: first the counts go, then the tiles, then the names.
Page best_page(const ViewContext& context, const Pen& pen, const PlaneGeometry& g, Box area) {
  double ts = context.theme.text_scale;
  Strip most = area.h >= 560 * ts && area.w >= 640 * ts ? Strip::kTiles : Strip::kNames;
  bool room_for_reads = area.w >= 600 * ts && area.h >= 260 * ts;
  struct Way {
    Strip strip;
    bool reads, named;
  };
  for (const Way& way : {Way{most, room_for_reads, true}, Way{Strip::kNames, room_for_reads, true}, Way{Strip::kNames, false, true},
                         Way{Strip::kNone, false, true}, Way{Strip::kNone, false, false}}) {
    Page page = lay_out_page(context, pen, g, area, way.strip, way.reads, way.named);
    if (page.main.input.cell >= pen.legible_cell()) return page;
  }
  return lay_out_page(context, pen, g, area, area.h >= 200 * ts ? Strip::kNames : Strip::kNone, false, area.h >= 120 * ts);
}

}  // namespace

void build_padding(const ViewContext& context, Pen& pen, Box area) {
  PlaneGeometry g = plane_geometry(context.layer());
  Focus focus = make_focus(context);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  if (border_arrives(focus, g)) focus.arrive = ease_in_out((phase_share(context, "arrive") - kBorderPart) / (1 - kBorderPart));
  Page page = best_page(context, pen, g, area);
  if (page.strip != Strip::kNone) draw_strip(context, pen, g, page.strip_box, page.strip == Strip::kTiles);
  if (page.reads) draw_reads_column(context, pen, g, page.reads_box);
  draw_main(context, pen, focus, g, page.main);
  draw_bar(pen, context, bar, bar_content(context, pen, focus, g, bar.w - 40));
}

}  // namespace convscope

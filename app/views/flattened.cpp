// Flattened convolution: three one-dimensional filters in turn, across the channels, down and along; beside them the one filter that
// they amount to, slice by slice.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/many_channels.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

constexpr int kStages = 3;

double count(Index n) { return static_cast<double>(n); }

constexpr Ink kCardNote{13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};

struct FlatSheet {
  Captions captions = Captions::kFull;
  bool rails = true, card = true;
  double cell = 32, output_cell = 40, link = 26, radius = 13, label = 28, row_step = 0;
  double top = 0, middle = 0;  // of the planes; of the row of maps
  double input = 0, plus = 0;  // x
  double weights[kStages] = {0, 0, 0}, maps[kStages] = {0, 0, 0};
};

struct Pass {
  ViewContext context;
  Focus focus;
  PlaneGeometry g;
};

struct Stage {
  const ViewContext& context;
  Pen& pen;
  std::vector<Pass> passes;  // across, down, along
  FlatSheet sheet;
  Index channels() const { return passes[0].context.layer().input().extents[1]; }
  int playing() const {
    for (int i = 0; i < kStages; ++i)
      if (passes[static_cast<std::size_t>(i)].focus.state != StageState::kDone) return i;
    return kStages - 1;
  }
};

FlatSheet lay_out(const Pen& pen, const Stage& s, Box box, Captions captions, bool rails) {
  FlatSheet l;
  l.captions = captions;
  l.rails = rails;
  const PlaneGeometry &a = s.passes[0].g, &b = s.passes[1].g, &c = s.passes[2].g;
  if (rails) cut_top(box, pen.type(36));
  cut_top(box, pen.caption_height(captions));
  const bool wide = captions == Captions::kFull;
  l.label = pen.type(wide ? 28 : 20);
  l.link = wide ? std::max(pen.type(22), box.w * 0.024) : pen.type(12);
  l.radius = pen.type(wide ? 13 : 9);
  const double n = count(s.channels()), gap = wide ? pen.type(16) : 6;
  const double columns = count(a.columns) + 1 + count(b.padded_columns()) + 1 + count(c.padded_columns()) + count(c.kernel[1]) +
                         1.25 * count(c.output_columns);
  const double fixed = l.label + 7 * l.link + 2 * l.radius;
  l.cell = fit_cell({0, 0, box.w - fixed, (box.h - (n - 1) * gap) / n}, count(std::max(a.rows, b.padded_rows())), columns, pen.type(48));
  l.output_cell = std::floor(std::min(l.cell * 1.25, l.cell * count(a.rows) / count(c.output_rows)));
  const double used = fixed + l.cell * (columns - 1.25 * count(c.output_columns)) + l.output_cell * count(c.output_columns);
  const double slack = std::max(0.0, std::min(box.w - used, pen.type(200))) / 7, link = l.link + slack;
  l.link = link;
  l.row_step = l.cell * count(a.rows) + gap;
  const double planes = n * l.cell * count(a.rows) + (n - 1) * gap, below = planes - l.row_step;
  l.card = below >= pen.type(150);
  l.top = box.y + std::max(0.0, (box.h - planes) / 2) * (l.card ? 0.4 : 1);
  l.middle = l.card ? l.top + l.cell * count(a.rows) / 2 : l.top + planes / 2;
  double x = box.x + std::max(0.0, (box.w - used - 7 * slack) / 2);
  l.input = x + l.label;
  l.weights[0] = l.input + l.cell * count(a.columns) + link;
  l.plus = l.weights[0] + l.cell + link + l.radius;
  l.maps[0] = l.plus + l.radius + link;
  l.weights[1] = l.maps[0] + l.cell * count(b.padded_columns()) + link;
  l.maps[1] = l.weights[1] + l.cell + link;
  l.weights[2] = l.maps[1] + l.cell * count(c.padded_columns()) + link;
  l.maps[2] = l.weights[2] + l.cell * count(c.kernel[1]) + link;
  return l;
}

// Of the card's slices, with so much above them and the names of the lines beside.
double slice_cell(const Pen& pen, const Stage& s, Box box, double label, double head) {
  const Extents& e = s.context.model.layer("filter").output().extents;
  const double high = (box.h - pen.type(head)) / (count(e[2]) + 1.3);
  return std::floor(std::min({high, (box.w - label) / (count(s.channels()) * (count(e[3]) + 0.8) + 1.5), pen.type(40)}));
}

// The card below the row of maps, which shows the one filter; `cell` is 0 where its numbers have no room.
struct Card {
  Box box, inner;
  double cell = 0, label = 0, head = 0;
  bool noted = false;
};

Card card_of(const Pen& pen, const Stage& s, const FlatSheet& l, const Box& area) {
  constexpr double kNamed = 46, kNoted = 68;
  const double top = l.top + l.row_step + pen.type(6), least = pen.type(20);
  Card card{{l.maps[0], top, area.right() - l.maps[0], area.bottom() - top}, {}};
  if (!l.card || card.box.w < pen.type(300)) return card;
  card.inner = inset(card.box, pen.type(14));
  card.label = pen.width(s.context.words("view.flat.vertical"), {13}) + pen.type(16);
  card.noted = slice_cell(pen, s, card.inner, card.label, kNoted) >= least &&  // numbers come before the note
               pen.fits(s.context.words("view.flat.amounts_how"), kCardNote, card.inner.w);
  card.head = card.noted ? kNoted : kNamed;
  const double cell = slice_cell(pen, s, card.inner, card.label, card.head);
  card.cell = cell >= least ? cell : 0;
  return card;
}

FlatSheet best_sheet(const Pen& pen, const Stage& s, Box box) {
  for (bool with_card : {true, false})  // the one filter comes before names
    for (auto [captions, rails] :
         {std::pair{Captions::kFull, true}, {Captions::kNames, true}, {Captions::kNames, false}, {Captions::kNone, false}}) {
      FlatSheet l = lay_out(pen, s, box, captions, rails);
      const bool fits = !with_card || !l.card || card_of(pen, s, l, box).cell > 0;
      if (l.cell >= pen.legible_cell() && fits) return l;
    }
  return lay_out(pen, s, box, Captions::kNone, false);
}

// ---- the passes ---------------------------------------------------------------------------------------------------------------

RailState rail_state(const Stage& s, int i) {
  const StageState state = s.passes[static_cast<std::size_t>(i)].focus.state;
  if (state == StageState::kDone && i == s.playing()) return RailState::kNow;
  return state == StageState::kDone ? RailState::kDone : state == StageState::kNow ? RailState::kNow : RailState::kLater;
}

void draw_rails(const Stage& s, double y) {
  if (!s.sheet.rails) return;
  const Theme& t = s.pen.theme();
  const FlatSheet& l = s.sheet;
  const double map_end[] = {l.maps[0] + l.cell * count(s.passes[1].g.padded_columns()),
                            l.maps[1] + l.cell * count(s.passes[2].g.padded_columns()),
                            l.maps[2] + l.output_cell * count(s.passes[2].g.output_columns)};
  const double begin[] = {l.input - l.label, map_end[0] + s.pen.type(14), map_end[1] + s.pen.type(14)};
  const char* names[] = {"view.flat.rail_across", "view.flat.rail_down", "view.flat.rail_along"};
  for (int i = 0; i < kStages; ++i) {
    const RailState state = rail_state(s, i);
    const bool now = state == RailState::kNow;
    const Color color = state == RailState::kLater ? t.muted : t.accent;
    const double r = s.pen.type(11), width = map_end[i] - begin[i] - 2 * r - s.pen.type(10);
    s.pen.circle({begin[i] + r, y}, r, now ? t.accent : t.surface, {color, 1.5});
    s.pen.text({begin[i] + r, y}, std::to_string(i + 1), {kLabelSize, Weight::kBold, Anchor::kMiddle}, now ? t.on_accent : color);
    s.pen.whole({begin[i] + 2 * r + s.pen.type(10), y}, s.context.words(names[i]), {15, Weight::kSemiBold}, color, width);
    s.pen.rect({begin[i], y + s.pen.type(17), map_end[i] - begin[i], 3}, state == RailState::kLater ? t.line : color, 1.5);
    s.pen.rect({begin[i], y - r, map_end[i] - begin[i], 2 * r}, {0, 0, 0, 0}, 0, {}, {TargetKind::kSegment, 0, i});
  }
}

double plane_middle(const Stage& s, Index channel) {
  return s.sheet.top + s.sheet.row_step * count(channel) + s.sheet.cell * count(s.passes[0].g.rows) / 2;
}

void draw_channel(const Stage& s, Index channel) {
  const Pass& across = s.passes[0];
  const FlatSheet& l = s.sheet;
  const Theme& t = s.pen.theme();
  const double middle = plane_middle(s, channel), right = l.input + l.cell * count(across.g.columns);
  s.pen.line({right + 3, middle}, {l.weights[0] - 3, middle}, {t.weight, 2});
  if (std::abs(middle - l.middle) < 1) {
    s.pen.line({l.weights[0] + l.cell + 3, middle}, {l.plus - l.radius, middle}, {t.output, 2});
  } else {
    s.pen.line({l.weights[0] + l.cell + 3, middle}, {l.plus, middle}, {t.output, 2});
    s.pen.line({l.plus, middle}, {l.plus, l.middle + (middle > l.middle ? l.radius : -l.radius)}, {t.output, 2});
  }
  s.pen.text({l.input - l.label, middle}, channel_name(channel, s.channels()), {16, Weight::kBold}, t.input);
  InputPlane input;
  input.origin = {l.input, middle - l.cell * count(across.g.rows) / 2};
  input.cell = l.cell;
  input.channel = channel;
  input.badges = false;
  input.window_alpha = across.focus.state == StageState::kDone ? 0 : 1;
  draw_input_plane(s.pen, across.context, across.focus, across.g, input);
  KernelPlane weight;
  weight.origin = {l.weights[0], middle - l.cell / 2};
  weight.cell = l.cell;
  weight.channel = channel;
  weight.lit = across.focus.state == StageState::kNow && across.focus.multiply > 0 && across.focus.multiply < 1;
  draw_kernel_plane(s.pen, across.context, across.focus, weight);
  if (across.focus.state != StageState::kNow || across.focus.sum <= 0 || across.focus.sum >= 1) return;
  const double e = ease_in_out(across.focus.sum);
  s.pen.circle({l.weights[0] + l.cell + (l.plus - l.weights[0] - l.cell) * e, middle + (l.middle - middle) * e}, 5, t.output, {});
}

InputPlane map_plane(const Stage& s, int i) {
  const PlaneGeometry& g = s.passes[static_cast<std::size_t>(i)].g;
  InputPlane plane;
  plane.cell = s.sheet.cell;
  plane.origin = {s.sheet.maps[i - 1], s.sheet.middle - plane.cell * count(g.padded_rows()) / 2};
  plane.role = Role::kOutput;
  plane.badges = false;
  return plane;
}

// The map that pass `i` makes: growing while it plays, read by the next pass from then on.
void draw_map(const Stage& s, int i) {
  const Pass& pass = s.passes[static_cast<std::size_t>(i)];
  const bool last = i == kStages - 1, read = !last && pass.focus.state == StageState::kDone;
  const FlatSheet& l = s.sheet;
  if (read) {
    const Pass& next = s.passes[static_cast<std::size_t>(i + 1)];
    InputPlane plane = map_plane(s, i + 1);
    plane.window_alpha = next.focus.state == StageState::kNow || (i + 1 == kStages - 1) ? 1 : 0;
    draw_input_plane(s.pen, next.context, next.focus, next.g, plane);
    return;
  }
  OutputPlane plane;
  plane.cell = last ? l.output_cell : l.cell;
  plane.origin = {l.maps[i], l.middle - plane.cell * count(pass.g.output_rows) / 2};
  Focus focus = pass.focus;
  if (focus.state == StageState::kLater) focus.step.cell = -1;  // no cell of it is explained yet
  draw_output_plane(s.pen, pass.context, focus, plane);
}

void draw_links(const Stage& s) {
  const Theme& t = s.pen.theme();
  const FlatSheet& l = s.sheet;
  s.pen.line({l.plus + l.radius, l.middle}, {l.maps[0] - 3, l.middle}, {t.output, 2});
  s.pen.circle({l.plus, l.middle}, l.radius, t.surface, {t.output, 2});
  s.pen.text({l.plus, l.middle}, "+", {16, Weight::kBold, Anchor::kMiddle}, t.output);
  for (int i = 1; i < kStages; ++i) {
    const Pass& pass = s.passes[static_cast<std::size_t>(i)];
    const double map_right = l.maps[i - 1] + l.cell * count(pass.g.padded_columns());
    const double weight_right = l.weights[i] + l.cell * count(pass.g.kernel[1]);
    const bool live = pass.focus.state != StageState::kLater;
    const double from =
        i == kStages - 1 && live ? window_box(pass.g, map_plane(s, i), window_place(pass.context, pass.focus)).center().y : l.middle;
    s.pen.link({map_right + 3, from}, {l.weights[i] - 3, l.middle}, {live ? t.weight : t.line, 2});
    double to = l.middle;
    if (i == kStages - 1) {
      OutputPlane out{{l.maps[i], l.middle - l.output_cell * count(pass.g.output_rows) / 2}, l.output_cell, 0, 0, {}};
      to = live ? output_center(pass.context, out, pass.focus.step.cell).y : l.middle;
    }
    s.pen.link({weight_right + 3, l.middle}, {l.maps[i] - 3, to}, {live ? t.output : t.line, 2});
  }
}

void draw_pass_weights(const Stage& s, int i) {
  const Pass& pass = s.passes[static_cast<std::size_t>(i)];
  KernelPlane plane;
  plane.cell = s.sheet.cell;
  plane.origin = {s.sheet.weights[i], s.sheet.middle - plane.cell * count(pass.g.kernel[0]) / 2};
  plane.lit = pass.focus.state == StageState::kNow && pass.focus.multiply > 0 && pass.focus.multiply < 1;
  draw_kernel_plane(s.pen, pass.context, pass.focus, plane);
}

// One line for all names, above the highest grid of the row.
void draw_names(const Stage& s) {
  const Words& words = s.context.words;
  const FlatSheet& l = s.sheet;
  const PlaneGeometry &a = s.passes[0].g, &b = s.passes[1].g, &c = s.passes[2].g;
  auto name = [&](double x, double width, const char* key, const std::string& shape, Role role) {
    s.pen.caption({x + width / 2, l.top}, words(key), shape, role, l.captions);
  };
  name(l.input, l.cell * count(a.columns), "view.input", shape_text({s.channels(), a.rows, a.columns}), Role::kInput);
  name(l.weights[0], l.cell, "view.weights", shape_text({s.channels(), 1, 1}), Role::kWeight);
  name(l.maps[0], l.cell * count(b.padded_columns()), "view.flat.one_map", shape_text({b.rows, b.columns}), Role::kOutput);
  name(l.weights[1], l.cell, "view.weights", shape_text({b.kernel[0], 1}), Role::kWeight);
  name(l.maps[1], l.cell * count(c.padded_columns()), "view.flat.map", shape_text({c.rows, c.columns}), Role::kOutput);
  name(l.weights[2], l.cell * count(c.kernel[1]), "view.weights", shape_text({1, c.kernel[1]}), Role::kWeight);
  name(l.maps[2], l.output_cell * count(c.output_columns), "view.output", shape_text({c.output_rows, c.output_columns}), Role::kOutput);
}

// ---- the one filter it amounts to ---------------------------------------------------------------------------------------------

void draw_slice(const Stage& s, Point at, double cell, Index channel) {
  const LayerModel& filter = s.context.model.layer("filter");
  const Extents& e = filter.output().extents;
  const Index first = flat_index(e, {0, channel, 0, 0});
  const int decimals = decimals_of(filter.output()), stage = s.context.model.index_of("filter");
  GridSpec spec;
  spec.origin = at;
  spec.cell = cell;
  spec.rows = e[2];
  spec.columns = e[3];
  spec.role = Role::kWeight;
  for (float value : filter.output().data) spec.all_texts.push_back(number_text(value, decimals));
  spec.look = [&](Index r, Index c) {
    CellLook look;
    look.text = number_text(filter.output()[first + r * e[3] + c], decimals);
    look.ringed =
        s.passes[1].focus.weights.count(r) != 0 || s.passes[2].focus.weights.count(c) != 0 || s.passes[0].focus.weights.count(channel) != 0;
    return look;
  };
  spec.target_of = [&](Index r, Index c) { return Target{TargetKind::kOutput, stage, first + r * e[3] + c}; };
  s.pen.grid(spec);
  s.pen.rect(inset(spec.box(), -4), {0, 0, 0, 0}, 6, {s.pen.theme().weight, 1.5});
}

void draw_card(const Stage& s, const Card& card) {
  if (card.cell <= 0) return;
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  Box box = card.inner;
  const double cell = card.cell, label = card.label;
  s.pen.rect(card.box, t.surface, kCardRadius, {t.line, 1.2});
  s.pen.whole({box.x, box.y + s.pen.type(8)}, words("view.flat.amounts"), {17, Weight::kBold}, t.ink, box.w);
  if (card.noted) s.pen.whole({box.x, box.y + s.pen.type(32)}, words("view.flat.amounts_how"), kCardNote, t.muted, box.w);
  const Extents& e = s.context.model.layer("filter").output().extents;
  const Index n = s.channels();
  cut_top(box, s.pen.type(card.head));
  const double y = box.y + cell * 1.25, step = (box.w - label - cell * 1.5) / count(n);
  const Tensor &down = s.passes[1].context.layer().weight(), &along = s.passes[2].context.layer().weight(),
               &across = s.passes[0].context.layer().weight();
  auto faint = [&](Point at, Index rows, Index columns, const Tensor& tensor) {
    GridSpec spec;
    spec.origin = at;
    spec.cell = cell;
    spec.rows = rows;
    spec.columns = columns;
    spec.role = Role::kWeight;
    spec.look = [&](Index r, Index c) {
      CellLook look;
      look.text = number_text(tensor[r * columns + c], decimals_of(tensor));
      look.tint = s.pen.pale(Role::kWeight, 0.1);
      return look;
    };
    s.pen.grid(spec);
  };
  faint({box.x + label - cell * 0.2, y}, e[2], 1, down);
  Ink quiet{13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  s.pen.whole({box.x, y + cell * count(e[2]) / 2}, words("view.flat.vertical"), quiet, t.muted, label);
  s.pen.whole({box.x, box.y + cell * 0.5}, words("view.flat.horizontal"), quiet, t.muted, label + cell);
  for (Index channel = 0; channel < n; ++channel) {
    const double x = box.x + label + cell * 1.5 + step * count(channel) + (step - cell * count(e[3])) / 2;
    s.pen.text({x + cell * count(e[3]) / 2, box.y - s.pen.type(14)},
               channel_name(channel, n) + "  × " + number_text(across[channel], decimals_of(across)), {14, Weight::kBold, Anchor::kMiddle},
               t.weight);
    faint({x, box.y}, 1, e[3], along);
    draw_slice(s, {x, y}, cell, channel);
  }
}

}  // namespace

void build_flattened(const ViewContext& context, Pen& pen, Box area) {
  Stage s{context, pen, {}, {}};
  for (const char* name : {"across", "down", "along"}) {
    ViewContext stage = at_stage(context, context.model.index_of(name));
    Focus focus = make_focus(stage);
    PlaneGeometry g = plane_geometry(stage.layer());
    s.passes.push_back({stage, std::move(focus), g});
  }
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  s.sheet = best_sheet(pen, s, area);
  const FlatSheet& l = s.sheet;
  draw_rails(s, area.y + pen.type(12));
  draw_links(s);
  for (Index channel = 0; channel < s.channels(); ++channel) draw_channel(s, channel);
  for (int i = 0; i < kStages; ++i) {
    draw_map(s, i);
    if (i > 0) draw_pass_weights(s, i);
  }
  draw_names(s);
  draw_card(s, card_of(pen, s, l, area));

  const Pass& playing = s.passes[static_cast<std::size_t>(s.playing())];
  const Words& words = context.words;
  const SumStyle styles[kStages] = {
      {false, Role::kInput, words("view.flat.one_map")}, {false, Role::kOutput, words("view.flat.map")}, {false, Role::kOutput}};
  WrittenSum sum = written_sum(pen, playing.context, playing.focus, bar.w - 40, false, styles[s.playing()]);
  const Extents& e = context.model.layer("filter").output().extents;
  BarContent content{
      sum.runs,
      words.format("view.flat.weights", {{"sum", shape_text({s.channels()}) + " + " + std::to_string(e[2]) + " + " + std::to_string(e[3])},
                                         {"flat", std::to_string(s.channels() + e[2] + e[3])},
                                         {"product", shape_text({s.channels(), e[2], e[3]})},
                                         {"whole", std::to_string(s.channels() * e[2] * e[3])}}),
      {{LegendMark::kWindow, words("legend.window")}, {LegendMark::kEmpty, words("legend.not_yet")}},
      sum.size,
      {}};
  draw_bar(pen, context, bar, content);
}

}  // namespace convscope

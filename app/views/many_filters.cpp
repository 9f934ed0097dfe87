// Many filters, a batch: a table whose rows are samples and whose columns are filters; a map stands where they cross.
#include <algorithm>

#include "app/views/builders.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

// What the table says besides its numbers: all, only the filters' names and biases, only the names.
enum class Detail { kFull, kCompact, kNames };

struct Table {
  const ViewContext& context;
  Pen& pen;
  PlaneGeometry g;
  Focus focus;
  Box area;
  std::vector<Index> samples, filters;  // those that are drawn
  Detail detail = Detail::kFull;
  Index channels = 1;                   // a filter's slices
  double cell = 30, kernel_cell = 24, map_cell = 40, stack_step = 12;
  double left = 0, head = 0, column_width = 0, row_height = 0, top = 0;

  double names_height() const { return pen.type(detail == Detail::kFull ? 52 : 28); }
  double bias_height() const { return detail == Detail::kFull ? pen.type(48) : detail == Detail::kCompact ? pen.type(38) : 12; }
  double labels_width() const { return detail == Detail::kFull ? pen.type(84) : 0; }
  double column_x(std::size_t f) const { return area.x + left + column_width * static_cast<double>(f); }
  double row_y(std::size_t r) const { return top + row_height * static_cast<double>(r); }
  Index left_out_samples() const { return context.layer().output().extents[0] - static_cast<Index>(samples.size()); }
  Index left_out_filters() const { return context.layer().output().extents[1] - static_cast<Index>(filters.size()); }
  double slice_step() const { return kernel_cell * static_cast<double>(g.kernel[1]) + 8; }
  double filter_width() const { return slice_step() * static_cast<double>(std::min<Index>(channels, 3)) - 8; }
  Index drawn_slices() const { return std::min<Index>(channels, 3); }
  double stack_depth() const { return stack_step * static_cast<double>(std::min<Index>(context.layer().input().extents[1], 3) - 1); }
};

// The first ones, always with the current one among them.
std::vector<Index> some_of(Index count, Index fitting, Index current) {
  std::vector<Index> out;
  fitting = std::max<Index>(1, std::min(count, fitting));
  for (Index i = 0; i < fitting; ++i) out.push_back(i);
  if (current >= fitting) out.back() = current;
  return out;
}

constexpr double kWideColumnSlack = 80;

bool lay_out(Table& t, const Box& room, Index samples, Index filters, Detail detail) {
  const Pen& pen = t.pen;
  t.detail = detail;
  bool tight = t.area.h < 480 || detail != Detail::kFull;
  double gap = tight ? 10 : 20;
  t.stack_step = tight ? 7 : 12;
  t.samples = some_of(t.context.layer().output().extents[0], samples, t.focus.step.position[0]);
  t.filters = some_of(t.context.layer().output().extents[1], filters, t.focus.step.position[1]);
  const double beside = t.left_out_filters() > 0 ? pen.type(62) : 0;  // where it is said how many are left out
  const double room_w = room.w - beside;
  t.area.h = room.h - (t.left_out_samples() > 0 ? pen.type(22) : 0);
  double rows = static_cast<double>(t.samples.size()), columns = static_cast<double>(t.filters.size());
  double h = static_cast<double>(t.g.padded_rows()), w = static_cast<double>(t.g.padded_columns());
  double k = static_cast<double>(t.g.kernel[0]), kw = static_cast<double>(t.g.kernel[1]), slices = static_cast<double>(t.drawn_slices());
  double fixed_head = t.names_height() + t.bias_height();
  double input_cell = fit_cell({0, 0, room_w * 0.24 - 2 * t.stack_step, (t.area.h - fixed_head - k * 24) / rows - gap - 2 * t.stack_step},
                               h, w, pen.type(34));
  t.cell = std::max(4.0, input_cell);
  t.left = t.cell * w + 2 * t.stack_step + 44;
  // No wider than the largest kernel and map need; what is over stands on both sides of the table.
  double widest = std::max(pen.type(32) * kw * slices + 8 * (slices - 1) + 44,
                           pen.type(56) * static_cast<double>(t.g.output_columns) + 36 + t.labels_width());
  t.column_width = std::min((room_w - t.left) / columns, widest + kWideColumnSlack);
  t.area.w = t.left + t.column_width * columns;
  t.area.x = room.x + (room_w - t.area.w) / 2;
  t.kernel_cell =
      fit_cell({0, 0, t.column_width - 28 - 8 * (slices - 1) - 16, std::max(20.0, t.area.h * (t.samples.size() == 1 ? 0.34 : 0.26))}, k,
               kw * slices, pen.type(32));
  t.head = fixed_head + t.kernel_cell * k;
  t.top = t.area.y + t.head;
  t.row_height = (t.area.h - t.head) / rows;
  t.map_cell = fit_cell({0, 0, t.column_width - 36 - t.labels_width(), t.row_height - gap}, static_cast<double>(t.g.output_rows),
                        static_cast<double>(t.g.output_columns), pen.type(56));
  double least = detail == Detail::kNames ? pen.legible_cell() : pen.type(17);
  return (t.cell >= least || detail == Detail::kNames) && t.kernel_cell >= least && t.map_cell >= least;
}

// Fewer rows and columns, then fewer words, until the numbers can be read.
void lay_out_best(Table& t) {
  const Box room = t.area;
  const Extents& out = t.context.layer().output().extents;
  for (Detail detail : {Detail::kFull, Detail::kCompact, Detail::kNames}) {
    Index samples = std::min<Index>(out[0], 4), filters = std::min<Index>(out[1], 4);
    while (true) {
      if (lay_out(t, room, samples, filters, detail)) return;
      if (samples == 1 && filters == 1) break;
      if (samples >= filters) --samples;
      else --filters;
    }
  }
}

std::size_t place_of(const std::vector<Index>& drawn, Index wanted) {
  auto it = std::find(drawn.begin(), drawn.end(), wanted);
  return static_cast<std::size_t>((it == drawn.end() ? drawn.end() - 1 : it) - drawn.begin());
}

// A band of weights and a band of the sample cross at the map; where the next map begins they slide there from the last one.
void draw_bands(const Table& t) {
  const Cell& here = t.focus.step.position;
  Cell before = here;
  bool begins = !t.focus.inspected && t.focus.playing > 0 && here[2] == 0 && here[3] == 0;
  if (begins) before = cell_of(t.context.layer().output().extents, t.focus.playing - 1);
  double share = begins ? t.focus.arrive : 1;
  auto between = [share](double from, double to) { return from + (to - from) * share; };
  double x = between(t.column_x(place_of(t.filters, before[1])), t.column_x(place_of(t.filters, here[1])));
  double y = between(t.row_y(place_of(t.samples, before[0])), t.row_y(place_of(t.samples, here[0])));
  t.pen.rect({x + 2, t.area.y, t.column_width - 12, t.area.h}, with_alpha(t.pen.theme().weight, 0.09), 8);
  t.pen.rect({t.area.x, y + 2, t.area.w, t.row_height - 6}, with_alpha(t.pen.theme().input, 0.07), 8);
}

Box map_box(const Table& t, std::size_t r, std::size_t f) {
  double w = t.map_cell * static_cast<double>(t.g.output_columns), h = t.map_cell * static_cast<double>(t.g.output_rows);
  double x = t.column_x(f) + (t.column_width - 12 - w - t.labels_width()) / 2 + 14;
  return {x, t.row_y(r) + (t.row_height - h) / 2 - 2, w, h};
}

// One trunk of weights a filter, with a branch to the map of every sample: the same weights for all.
void draw_trunk(const Table& t, std::size_t f) {
  if (t.filters[f] != t.focus.step.position[1]) return;
  const Theme& theme = t.pen.theme();
  double x0 = t.column_x(f) + 14, underline = t.area.y + t.names_height() + t.kernel_cell * static_cast<double>(t.g.kernel[0]) + 7;
  double trunk = map_box(t, 0, f).x - 22;
  t.pen.line({x0, underline}, {std::max(x0 + t.filter_width(), trunk), underline}, {theme.weight, 2.5});
  double last = map_box(t, t.samples.size() - 1, f).center().y;
  t.pen.line({trunk, underline}, {trunk, last}, {theme.weight, 2.5});
  for (std::size_t r = 0; r < t.samples.size(); ++r) {
    Box map = map_box(t, r, f);
    t.pen.line({trunk, map.center().y}, {map.x - 2, map.center().y}, {theme.weight, 2.5});
  }
}

// Where the front sheet of a sample's stack stands.
Point front_of(const Table& t, std::size_t r) {
  double h = t.cell * static_cast<double>(t.g.padded_rows());
  return {t.area.x + 10, t.row_y(r) + (t.row_height - h - t.stack_depth()) / 2 + t.stack_depth() - 2};
}

void draw_sample_link(const Table& t, std::size_t r) {
  if (t.samples[r] != t.focus.step.position[0]) return;
  for (std::size_t f = 0; f < t.filters.size(); ++f) {
    if (t.filters[f] != t.focus.step.position[1]) continue;
    Box map = map_box(t, r, f);
    Point front = front_of(t, r);
    double sheet_bottom = front.y + t.cell * static_cast<double>(t.g.padded_rows());
    double y = std::max(map.y + t.map_cell * 0.4, std::min(map.bottom() - t.map_cell * 0.4, sheet_bottom - t.cell * 0.5)),
           from = t.area.x + t.left - 40;
    t.pen.line({from, y}, {map.x - 2, y}, {t.pen.theme().input, 2.5});
  }
}

// Right of the trunk, between the filter and its first map.
void draw_bias(const Table& t, std::size_t f, double top) {
  Index filter = t.filters[f];
  bool full = t.detail == Detail::kFull;
  double side = t.pen.type(full ? 32 : 26), y = top + t.pen.type(full ? 28 : 22);
  Ink ink{kLabelSize, Weight::kSemiBold};
  std::string name = full ? "+ " + t.context.words("view.bias") : "+";
  double w = t.pen.width(name, ink) + 10, x = std::max(map_box(t, 0, f).center().x - w + 4, map_box(t, 0, f).x - 12);
  t.pen.text({x, y}, name, ink, t.pen.theme().bias);
  CellLook look;
  look.text = number_text(t.context.layer().bias()[filter], decimals_of(t.context.layer().bias()));
  look.hot = filter == t.focus.step.position[1] && t.focus.sum > 0 && t.focus.drop < 1;
  t.pen.cell({x + w, y - side / 2, side, side}, look, Role::kBias, t.pen.type(full ? 14 : 12), {TargetKind::kBias, 0, filter});
}

void draw_filter(const Table& t, std::size_t f) {
  const Words& words = t.context.words;
  double x = t.column_x(f) + 14, y = t.area.y + t.pen.type(t.detail == Detail::kFull ? 18 : 14);
  Index filter = t.filters[f];
  double w = t.pen.text({x, y}, words.format("view.filter_number", {{"number", std::to_string(filter)}}), {15, Weight::kSemiBold},
                        t.pen.theme().weight);
  std::string shape = shape_text({t.channels, t.g.kernel[0], t.g.kernel[1]});
  t.pen.text({x + std::max(w + 12, t.filter_width() - t.pen.width(shape, {12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers})), y},
             shape, {12.5, Weight::kRegular, Anchor::kStart, Face::kNumbers, Importance::kNote}, t.pen.theme().muted);
  double slices_y = t.area.y + t.names_height();
  for (Index c = 0; c < t.drawn_slices(); ++c) {
    double sx = x + t.slice_step() * static_cast<double>(c);
    std::string name = t.channels == 3 ? std::string(1, "RGB"[c]) : std::to_string(c);
    if (c == t.drawn_slices() - 1 && t.channels > t.drawn_slices()) name += " … " + std::to_string(t.channels - 1);
    if (t.detail == Detail::kFull)
      t.pen.text({sx + t.kernel_cell * static_cast<double>(t.g.kernel[1]) / 2, slices_y - t.pen.type(10)}, name,
                 {12.5, Weight::kSemiBold, Anchor::kMiddle}, t.pen.theme().muted);
    KernelPlane plane{{sx, slices_y}, t.kernel_cell, filter, c, false};
    draw_kernel_plane(t.pen, t.context, t.focus, plane);
  }
  if (!t.context.layer().bias().absent() && t.detail != Detail::kNames)
    draw_bias(t, f, slices_y + t.kernel_cell * static_cast<double>(t.g.kernel[0]));
}

void draw_sample(const Table& t, std::size_t r) {
  Index channels = std::min<Index>(t.context.layer().input().extents[1], 3);
  double h = t.cell * static_cast<double>(t.g.padded_rows()), w = t.cell * static_cast<double>(t.g.padded_columns());
  Point front = front_of(t, r);
  bool current = t.samples[r] == t.focus.step.position[0];
  for (Index c = channels - 1; c > 0; --c) {  // the channels behind: edges of their cells, without numbers
    double shift = t.stack_step * static_cast<double>(c);
    Box sheet{front.x + shift, front.y - shift, w, h};
    t.pen.rect({sheet.x - 1, sheet.y - 1, w + 2, h + 2}, t.pen.theme().surface, 4);
    for (Index y = 0; y < t.g.padded_rows(); ++y)
      for (Index x = 0; x < t.g.padded_columns(); ++x)
        if (y == 0 || x == t.g.padded_columns() - 1)
          t.pen.rect(inset({sheet.x + t.cell * static_cast<double>(x), sheet.y + t.cell * static_cast<double>(y), t.cell, t.cell}, 1),
                     t.pen.pale(Role::kInput));
  }
  t.pen.rect({front.x - 2, front.y - 2, w + 4, h + 4}, t.pen.theme().surface, 4);
  InputPlane plane;
  plane.origin = front;
  plane.cell = t.cell;
  plane.sample = t.samples[r];
  plane.badges = false;
  plane.window_alpha = current ? 1 : 0;
  draw_input_plane(t.pen, t.context, t.focus, t.g, plane);
  if (!current || t.focus.inspected) return;
  Box map = map_box(t, r, place_of(t.filters, t.focus.step.position[1]));
  OutputPlane output{{map.x, map.y}, t.map_cell, 0, 0};
  draw_gathering(
      t.pen, t.focus, t.focus.sum, [&](const Term& term) { return term_center(t.g, plane, term); },
      output_center(t.context, output, t.focus.step.cell));
}

void draw_map(const Table& t, std::size_t r, std::size_t f) {
  Box map = map_box(t, r, f);
  draw_output_plane(t.pen, t.context, t.focus, {{map.x, map.y}, t.map_cell, t.samples[r], t.filters[f]});
  if (t.detail != Detail::kFull) return;
  const Words& words = t.context.words;
  double x = map.right() + 10;
  t.pen.text({x, map.center().y - t.pen.type(10)}, words.format("view.map_number", {{"number", std::to_string(t.filters[f])}}),
             {kLabelSize, Weight::kSemiBold}, t.pen.theme().output);
  t.pen.text({x, map.center().y + t.pen.type(10)}, words.format("view.sample_number", {{"number", std::to_string(t.samples[r])}}), {12.5},
             t.pen.theme().muted);
}

// Right of the last filter and below the last sample.
void draw_left_out(const Table& t) {
  const Words& words = t.context.words;
  const Color color = t.pen.theme().muted;
  if (const Index filters = t.left_out_filters(); filters > 0)
    t.pen.text({t.area.right() + 2, t.area.y + t.pen.type(t.detail == Detail::kFull ? 18 : 14)}, more_text(words, filters), {kLabelSize},
               color);
  if (const Index samples = t.left_out_samples(); samples > 0)
    t.pen.text({t.area.x + 10, t.area.bottom() + t.pen.type(12)}, more_text(words, samples), {kLabelSize}, color);
}

void draw_note(const Table& t) {
  if (t.detail != Detail::kFull) return;
  Box box{t.area.x + 10, t.area.y + 6, t.left - 56, t.head - 20};
  double w = t.left - 50;
  box.w = w;
  if (box.h < t.pen.type(60)) return;
  Ink ink{kLabelSize};
  const std::string& words = t.context.words("view.table_note");
  if (static_cast<double>(t.pen.wrapped(words, ink, w).size()) * t.pen.type(kLabelSize) * 1.5 <= box.h)
    t.pen.paragraph(box, words, ink, t.pen.theme().muted);
}

std::string tensor_text(const Extents& e) { return e.text("×"); }

BarContent bar_content(const Table& t, double room) {
  const Theme& theme = t.pen.theme();
  const Words& words = t.context.words;
  const LayerModel& m = t.context.layer();
  BarContent content;
  content.line_size = 18;
  WrittenSum sum = written_sum(t.pen, t.context, t.focus, room);
  bool step_moves = !t.focus.inspected && t.focus.multiply > 0 && t.focus.drop < 1;
  if (t.focus.inspected || step_moves) {
    content.line = sum.runs;
    content.line_size = sum.size;
  } else {
    content.line = {{words("view.batch") + " ", theme.muted},           {tensor_text(m.input().extents), theme.input},
                    {"   " + words("view.weights") + " ", theme.muted}, {tensor_text(m.weight().extents), theme.weight},
                    {"   " + words("view.output") + " ", theme.muted},  {tensor_text(m.output().extents), theme.output}};
    content.shorter = {{{words("view.weights") + " ", theme.muted},
                        {tensor_text(m.weight().extents), theme.weight},
                        {"   " + words("view.output") + " ", theme.muted},
                        {tensor_text(m.output().extents), theme.output}},
                       {{words("view.output") + " ", theme.muted}, {tensor_text(m.output().extents), theme.output}}};
  }
  std::string kernel = t.g.kernel[0] == t.g.kernel[1] ? std::to_string(t.g.kernel[0]) + "²" : shape_text({t.g.kernel[0], t.g.kernel[1]});
  std::string bias = m.bias().absent() ? "" : " + " + std::to_string(m.weight().extents[0]);
  content.sentence = words.format("view.parameters_batch", {{"filters", std::to_string(m.weight().extents[0])},
                                                            {"channels", std::to_string(m.weight().extents[1])},
                                                            {"kernel", kernel},
                                                            {"bias", bias},
                                                            {"parameters", count_text(m.layer->cost().parameters)}});
  content.legend = {{LegendMark::kInput, words("legend.one_sample")},
                    {LegendMark::kWeight, words("legend.one_filter")},
                    {LegendMark::kOutput, words("legend.their_map")}};
  if (!m.bias().absent()) content.legend.push_back({LegendMark::kBias, words("legend.bias")});
  return content;
}

}  // namespace

void build_many_filters(const ViewContext& context, Pen& pen, Box area) {
  Table t{context, pen, plane_geometry(context.layer()), make_focus(context), area, {}, {}};
  t.channels = context.layer().weight().extents[1];
  Box bar = cut_bottom(t.area, sum_bar_height(context), 2 * kSpace);
  lay_out_best(t);
  draw_bands(t);
  for (std::size_t f = 0; f < t.filters.size(); ++f) draw_trunk(t, f);
  for (std::size_t r = 0; r < t.samples.size(); ++r) draw_sample_link(t, r);
  draw_note(t);
  draw_left_out(t);
  for (std::size_t f = 0; f < t.filters.size(); ++f) draw_filter(t, f);
  for (std::size_t r = 0; r < t.samples.size(); ++r)
    for (std::size_t f = 0; f < t.filters.size(); ++f) draw_map(t, r, f);
  for (std::size_t r = 0; r < t.samples.size(); ++r) draw_sample(t, r);
  draw_bar(pen, context, bar, bar_content(t, bar.w - 40));
}

}  // namespace convscope

// "How large is the output?": the input with its padding, the window in its first place, the stride; the output is a dashed sheet whose
// size says nothing. Then the sheet becomes the output's grid, the window's places stand above the input, what no window reads is crossed,
// and the formula is filled with numbers.
#include <algorithm>
#include <cmath>

#include "app/asked/workings.h"
#include "app/views/planes.h"

namespace convscope {
namespace {

constexpr double kResize = 300, kPlace = 200, kCross = 150, kFormula = 400;  // ms
constexpr Index kMostPlaces = 12;                                            // that appear one by one

struct Plane {
  std::optional<Axis> rows;  // nothing: a line, or no window
  std::optional<Axis> columns;
  bool slides() const { return columns.has_value(); }
};

Plane plane_of(const Layer& layer) {
  const std::optional<WindowOf> window = window_of(layer);
  Plane plane;
  if (!window || window->axes.empty()) return plane;
  plane.columns = window->axes.back();
  if (window->axes.size() > 1) plane.rows = window->axes[window->axes.size() - 2];
  return plane;
}

Index places_of(const Layer& layer) {
  const Plane plane = plane_of(layer);
  return plane.slides() ? std::min(kMostPlaces, plane.columns->output()) : 0;
}

// The output's grid, when its cells can be drawn.
Sheet output_sheet(const Asked& asked, Box room) {
  const Extents& output = asked.layer().layer->output();
  Sheet sheet = make_sheet(output, 0, {}, std::nullopt);
  place_sheet(asked.pen, sheet, room, 78);
  return sheet;
}

bool is_reached(const std::optional<Axis>& axis, Index at) {
  if (!axis) return true;
  for (Index element = 0; element < axis->kernel; ++element) {
    const Index start = at + axis->begin - element * axis->dilation;
    if (start >= 0 && start % axis->stride == 0 && start / axis->stride < axis->output()) return true;
  }
  return false;
}

struct SizePicture {
  Asked& asked;
  Plane plane;
  std::optional<Stamp> stamp;
  Sheet input;
  Box output;  // the room of the output
  double places_from() const { return kResize; }
  double crosses_from() const { return kResize + kPlace * static_cast<double>(places_of(*asked.layer().layer)); }
  double formula_from() const { return crosses_from() + kCross; }
  double crosses() const { return asked.share(crosses_from(), kCross); }
  // The output cell at which the window stands: the first while the answer is held back, then where the playhead is.
  Index playing() const {
    const StageTime time = stage_time(asked.context);
    return asked.shown >= 1 && time.state == StageState::kNow ? time.step : 0;
  }
};

CellLook input_look(const SizePicture& p, int decimals, Index number, Index y, Index x) {
  const Tensor& input = p.asked.layer().input();
  CellLook look;
  if (!p.input.inside(y, x)) {
    look.kind = CellKind::kPadding;
    const bool zero = p.asked.layer().layer->combine() != Combine::kMax && p.input.cell >= p.asked.pen.legible_cell();
    if (zero && (!p.plane.columns || p.plane.columns->mode == PaddingMode::kZeros)) look.text = number_text(0, decimals);
  } else if (p.input.cell >= p.asked.pen.legible_cell()) {
    look.text = number_text(static_cast<double>(input[p.input.flat(number, y, x)]), decimals);
  }
  const bool reached = is_reached(p.plane.rows, y) && is_reached(p.plane.columns, x);
  if (p.plane.slides() && !reached && p.crosses() > 0) {
    look.kind = CellKind::kUnreached;
    look.appear = p.crosses();
  }
  return look;
}

Box window_at(const SizePicture& p, std::size_t slot, double row, double column) {
  const Point at = p.input.cell_origin(slot, row, column);
  const double tall = p.plane.rows ? static_cast<double>(p.plane.rows->span()) : 1, wide = static_cast<double>(p.plane.columns->span());
  return {at.x, at.y, p.input.cell * wide, p.input.cell * tall};
}

void draw_window(const SizePicture& p) {
  if (!p.plane.slides()) return;
  const Extents& output = p.asked.layer().layer->output();
  const Cell at = cell_of(output, p.playing());
  const Index row = p.plane.rows ? p.plane.rows->reads(at[static_cast<std::size_t>(output.rank() - 2)], 0) : 0;
  const Index column = p.plane.columns->reads(at[static_cast<std::size_t>(output.rank() - 1)], 0);
  const bool small = p.input.cell < 12;
  for (std::size_t slot = 0; slot < p.input.drawn.size(); ++slot)
    p.asked.pen.frame(window_at(p, slot, static_cast<double>(row), static_cast<double>(column)), Role::kWeight, small ? 2 : 4, 1,
                      small ? 0 : 0.10);
}

// Before the answer: an arrow as long as the stride. Then: the window's places along the columns, on as many lines as they overlap on.
void draw_above(const SizePicture& p, double bottom) {
  if (!p.plane.slides()) return;
  Pen& pen = p.asked.pen;
  const Axis& columns = *p.plane.columns;
  const Box plane = p.input.plane_box(0);
  const double cell = p.input.cell, span = cell * static_cast<double>(columns.span()), step = cell * static_cast<double>(columns.stride);
  const Ink ink{14, Weight::kSemiBold};
  if (p.asked.held() || p.asked.share(p.places_from(), kPlace) <= 0) {
    const double from = plane.x + span / 2, y = bottom - pen.type(12);
    pen.arrow({from, y}, {from + step, y}, pen.theme().weight, 3);
    const std::string label = p.asked.words().format("view.measure_stride", {{"size", std::to_string(columns.stride)}});
    pen.text({from + step + 12, y}, label, ink, pen.theme().weight);
    return;
  }
  const Index all = columns.output(), lanes = std::clamp<Index>((columns.span() + columns.stride - 1) / columns.stride, 1, 3);
  const double lane = pen.type(11);
  const Extents& output = p.asked.layer().layer->output();
  const Index here = cell_of(output, p.playing())[static_cast<std::size_t>(output.rank() - 1)];
  for (Index i = 0; i < all; ++i) {
    const double shown = p.asked.share(p.places_from() + kPlace * static_cast<double>(std::min(i, kMostPlaces - 1)), kPlace);
    if (shown <= 0) break;
    const double x = plane.x + step * static_cast<double>(i), y = bottom - lane * static_cast<double>(i % lanes + 1);
    const bool now = i == here || (p.asked.shown < 1 && i + 1 == all);
    const Color color = mix(pen.theme().surface, pen.theme().weight, now ? 1 : 0.5);
    pen.rect({x + 2, y, std::max(2.0, span - 4), lane - 4}, with_alpha(color, shown), 3);
  }
  if (p.asked.share(p.crosses_from(), 1) <= 0) return;
  const char* key = all == 1 ? "asked.one_place" : "asked.places";
  pen.text({p.input.box().right() + 14, bottom - lane}, p.asked.words().format(key, {{"count", count_text(all)}}), ink, pen.theme().weight);
}

constexpr double kStampsShare = 0.6;  // of the sheet's height

Box stamps_room(Box sheet) {
  const double margin = 14;
  return {sheet.x + margin, sheet.y + margin, sheet.w - 2 * margin, sheet.h * kStampsShare - margin};
}

// On the sheet of a transposed layer stand two stamps, in cells that are no measure of the sheet.
void draw_unknown(const SizePicture& p, Box sheet) {
  if (!p.stamp) return draw_question_sheet(p.asked.pen, sheet);
  draw_question_sheet(p.asked.pen, sheet, sheet.h * kStampsShare);
  draw_stamps(p.asked.pen, *p.stamp, p.input.columns == 1, stamps_room(sheet));
}

// The two cells whose stamps stand on the sheet.
void draw_stamping(const SizePicture& p) {
  if (!p.stamp || !p.asked.held()) return;
  for (Index x = std::min<Index>(2, p.input.columns); x-- > 0;)
    if (const Box box = p.input.cell_box(p.input.flat(p.input.drawn.front(), 0, x)); box.w > 0)
      p.asked.pen.frame(box, Role::kWeight, x == 0 ? 2.5 : 1.5, 1, 0.10);
}

// Held back: the same sheet for every answer. Then it becomes the output's own outline, and its cells.
void draw_output(const SizePicture& p) {
  Pen& pen = p.asked.pen;
  const Box sheet = question_sheet(pen, p.output);
  const Sheet grid = output_sheet(p.asked, p.output);
  const Box whole = grid.box();
  const double moved = ease_in_out(p.asked.share(0, kResize));
  auto between = [&](double a, double b) { return a + (b - a) * moved; };
  const Box to{p.output.x + (p.output.w - whole.w) / 2, whole.y, whole.w, whole.h};
  const Box now{between(sheet.x, to.x), between(sheet.y, to.y), between(sheet.w, to.w), between(sheet.h, to.h)};
  const std::string shape = p.asked.held() ? p.asked.words()(grid.extents.rank() > 3 ? "asked.unknown_shape" : "asked.unknown_size")
                            : moved < 1    ? ""
                                           : sizes_without_batch(grid.extents);
  draw_title(pen, {now.x, now.y - pen.type(24)}, p.asked.words()("view.output"), shape, Role::kOutput, p.output.right() - now.x);
  if (moved < 1) {
    if (p.asked.held())
      draw_unknown(p, now);
    else
      pen.rect(now, pen.theme().sunken, kCardRadius, {pen.theme().muted, 2, 8, 6});
    return;
  }
  Sheet placed = grid;
  placed.origin.x = to.x;
  const Tensor& output = p.asked.layer().output();
  const int decimals = drawn_decimals(output);
  const Index last = p.playing();
  const bool plays = p.asked.shown >= 1 && stage_time(p.asked.context).state != StageState::kLater;
  const double drop = ease_out(phase_share(p.asked.context, "drop"));
  if (draw_photograph(p.asked, placed, p.asked.layer().name)) return;
  draw_sheet(pen, placed, Role::kOutput, TargetKind::kOutput, p.asked.context.stage, [&](Index number, Index y, Index x) {
    CellLook look;
    const Index flat = placed.flat(number, y, x);
    look.appear = !plays ? 0 : flat < last ? 1 : flat == last ? drop : 0;
    look.kind = look.appear > 0 ? CellKind::kValue : CellKind::kEmpty;
    if (placed.cell >= pen.legible_cell()) look.text = number_text(static_cast<double>(output[flat]), decimals);
    look.hot = plays && flat == last;
    return look;
  });
}

// The symbolic line and " = ?"; then the line with its numbers, from the left.
std::vector<TextRun> formula_line(const SizePicture& p) {
  const Theme& t = p.asked.pen.theme();
  const std::vector<FormulaLine> lines = p.asked.layer().layer->formula();
  std::vector<TextRun> runs;
  auto add = [&](const FormulaLine& line) {
    for (const RoleText& part : line) runs.push_back({part.text, part.role == Role::kPlain ? t.muted : t.role(part.role)});
  };
  if (lines.empty()) return {{"= ?", t.output}};
  add(lines.front());
  if (p.asked.held()) {
    runs.push_back({" = ", t.muted});
    runs.push_back({"?", t.output});
    return runs;
  }
  const double share = p.asked.share(p.formula_from(), kFormula);
  if (lines.size() < 2 || share <= 0) return runs;
  FormulaLine numbers = lines[1];  // begins with blanks up to the equals sign
  if (!numbers.empty()) {
    std::string& text = numbers.front().text;
    text = " " + text.substr(std::min(text.find_first_not_of(' '), text.size()));
  }
  const auto parts = static_cast<std::size_t>(std::ceil(share * static_cast<double>(numbers.size())));
  numbers.resize(std::min(parts, numbers.size()));
  add(numbers);
  return runs;
}

std::vector<LegendItem> legend_of(const SizePicture& p) {
  const Words& words = p.asked.words();
  std::vector<LegendItem> items;
  const Sheet& s = p.input;
  if (s.part.rows > s.rows || s.part.columns > s.columns) items.push_back({LegendMark::kPadding, words("legend.padding")});
  if (p.plane.slides()) {
    std::string size = std::to_string(p.plane.columns->span());
    if (p.plane.rows) size = std::to_string(p.plane.rows->span()) + " × " + size;
    items.push_back({LegendMark::kWindow, words.format("asked.window_size", {{"size", size}})});
  }
  if (p.stamp && p.asked.held()) items = stamp_legend(words, *p.stamp);
  if (p.crosses() < 1 || !p.plane.slides()) return items;
  Index read_rows = 0, read_columns = 0;
  for (Index y = s.part.row; y < s.part.row + s.part.rows; ++y) read_rows += is_reached(p.plane.rows, y);
  for (Index x = s.part.column; x < s.part.column + s.part.columns; ++x) read_columns += is_reached(p.plane.columns, x);
  const Index all = s.part.rows * s.part.columns, unread = all - read_rows * read_columns;
  if (unread > 0)
    items.push_back({LegendMark::kUnreached, words.format("asked.never_read", {{"count", count_text(unread)}, {"all", count_text(all)}})});
  return items;
}

std::string input_note(const SizePicture& p) {
  std::string note = sizes_without_batch(p.asked.layer().input().extents);
  const Index before = p.plane.slides() ? p.plane.columns->begin : 0;
  if (before > 0) note += p.asked.words().format("asked.with_padding", {{"padding", std::to_string(before)}});
  return note;
}

}  // namespace

double size_reveal(const LayerModel& layer) { return kResize + kPlace * static_cast<double>(places_of(*layer.layer)) + kCross + kFormula; }

void draw_asked_size(Asked& asked, Box area) {
  const AskedArea parts = asked_area(asked, area);
  Pen& pen = asked.pen;
  SizePicture p{asked, plane_of(*asked.layer().layer), stamp_of(*asked.layer().layer), {}, {}};
  const Axis none{}, rows = p.plane.rows.value_or(none), columns = p.plane.columns.value_or(none);
  p.input = make_sheet(asked.layer().input().extents, 0, {rows.begin, columns.begin, rows.end, columns.end}, std::nullopt);
  Box room = parts.main;
  cut_top(room, pen.type(p.plane.slides() ? 66 : 34));
  // The room of the output depends on the room alone, not on what stands in it.
  p.output = cut_right(room, std::min(room.w * 0.42, pen.type(330)), pen.type(72));
  if (p.stamp && !stamps_fit(pen, *p.stamp, p.input.columns == 1, stamps_room(question_sheet(pen, p.output)))) p.stamp.reset();
  place_sheet(pen, p.input, room, 54);
  const Box plane = p.input.plane_box(0);
  const double above = pen.type(p.plane.slides() ? 40 : 10);
  draw_title(pen, {p.input.box().x, p.input.box().y - above - pen.type(12)}, asked.words()("view.input"), input_note(p), Role::kInput,
             p.output.x - p.input.box().x);
  const int decimals = drawn_decimals(asked.layer().input());
  if (!draw_photograph(asked, p.input, asked.layer().inputs.front()))
    draw_sheet(pen, p.input, Role::kInput, TargetKind::kInput, asked.context.stage,
               [&](Index number, Index y, Index x) { return input_look(p, decimals, number, y, x); });
  draw_window(p);
  draw_stamping(p);
  draw_above(p, (p.input.numbered ? p.input.box().y : plane.y) - pen.type(4));
  draw_output(p);
  draw_asked_legend(asked, parts.legend, legend_of(p));
  draw_asked_bar(asked, parts.bar, formula_line(p));
}

}  // namespace convscope

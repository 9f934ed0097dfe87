// Below the two variants: their difference cell by cell on one fixed scale, and what each costs.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/comparison.h"
#include "app/views/photo.h"
#include "app/views/together.h"

namespace convscope {
namespace {

constexpr double kAll = 1e-12;  // below it a difference is none

double appears(const ViewContext& context) {
  const std::vector<PhaseSpec>& phases = context.model.timeline.phases(context.moment.step);
  if (context.moment.phase + 1 < static_cast<int>(phases.size())) return 0;
  return context.state.reduce_motion ? 1 : ease_out(std::clamp(context.moment.progress, 0.0, 1.0));
}

Color color_of(const Comparison& both, double value) {
  return diverging(both.largest > 0 ? 0.5 + 0.5 * std::clamp(value / both.largest, -1.0, 1.0) : 0.5);
}

int difference_decimals(const Comparison& both) {
  return std::max(decimals_of(both.first.output()), decimals_of(both.other.output()));
}

// The cell of the difference that is told of, as far as both have it.
struct Told {
  std::optional<Index> cell;  // of the difference
  Index first = 0, other = 0; // of the outputs
  bool shown = false;         // both results stand there
};

Told told_of(const Half& first, const Half& other) {
  const Comparison& both = first.comparison();
  Told told;
  told.first = explained_cell(first);
  told.other = explained_cell(other);
  if (both.difference.absent()) return told;
  const Index asked = told.first != first.at.cell ? told.first : told.other != other.at.cell ? told.other : -1;
  if (asked < 0) {
    told.cell = difference_at(both, first.context.moment.step);
    told.shown = first.at.share >= 1 && other.at.share >= 1;
    return told;
  }
  const Extents& extents = (told.first == asked ? both.first : both.other).output().extents;
  const Cell place = cell_of(extents, asked);
  for (int axis = 0; axis < extents.rank(); ++axis)
    if (place[static_cast<std::size_t>(axis)] >= both.difference.extents[axis]) return told;
  told.cell = flat_index(both.difference.extents, place);
  told.first = flat_index(both.first.output().extents, place);
  told.other = flat_index(both.other.output().extents, place);
  told.shown = true;
  return told;
}

// Of the cells of the difference that stand there; the last one as far as it has appeared.
DifferenceSoFar shown_so_far(const ViewContext& context) {
  const Index step = context.moment.step - (appears(context) > 0 ? 0 : 1);
  return step < 0 ? DifferenceSoFar{} : difference_so_far(*context.model.comparison, step);
}

// The plane of the difference that is shown, with the cells around it that only one of the two has.
struct DifferenceMap {
  const Comparison& both;
  Cell place;          // its leading axes: sample, channel
  Index shown = 0;     // cells of the difference that stand there
  Index rows = 0, columns = 0;

  std::optional<Index> flat(Index y, Index x) const {
    const Extents& e = both.difference.extents;
    Cell cell = place;
    cell[static_cast<std::size_t>(e.rank() - 1)] = x;
    if (e.rank() > 1) cell[static_cast<std::size_t>(e.rank() - 2)] = y;
    for (int axis = 0; axis < e.rank(); ++axis)
      if (cell[static_cast<std::size_t>(axis)] >= e[axis]) return std::nullopt;
    return flat_index(e, cell);
  }
};

DifferenceMap map_of(const Half& first, const Told& told) {
  const Comparison& both = first.comparison();
  const int rank = both.difference.extents.rank();
  const Index shown = shown_so_far(first.context).cells, at = told.cell.value_or(std::max<Index>(0, shown - 1));
  return {both, cell_of(both.difference.extents, at), shown, rank > 1 ? both.cells[rank - 2] : 1, both.cells[rank - 1]};
}

// One cell: its colour, its number where that can be read, a cross where only one of the two has it.
void draw_map_cell(const Half& first, const DifferenceMap& map, Box box, std::optional<Index> flat, const Told& told, double size) {
  Pen& pen = first.pen;
  const Comparison& both = map.both;
  const Theme& t = pen.theme();
  const double radius = box.w > 10 ? 2 : 0;
  if (!flat) {
    pen.rect(box, t.sunken, radius, {t.hatch, 0.75});
    return pen.mark_cross(box, mix(t.hatch, t.faint, 0.6));
  }
  const bool stands = *flat < map.shown, newest = *flat + 1 == map.shown && told.cell == flat, chosen = told.cell == flat;
  const Color color = stands ? color_of(both, both.difference[*flat]) : t.sunken;
  const double appeared = newest ? std::max(0.15, appears(first.context)) : 1;
  const Color ground = mix(t.sunken, color, appeared);
  pen.rect(box, ground, radius, stands ? Stroke{t.line, 0.75} : Stroke{},
           both.same_shape ? Target{TargetKind::kOutput, both.first.layer, *flat} : Target{});
  if (stands && size > 0 && appeared >= 1)
    pen.text(box.center(), number_text(both.difference[*flat], difference_decimals(both)),
             {size, Weight::kMedium, Anchor::kMiddle, Face::kNumbers, Importance::kNumber}, ink_on(ground));
  if (chosen) pen.rect(inset(box, -1), {0, 0, 0, 0}, 3, {t.ink, 2});
}

// The size of the numbers in cells of this size; 0: they could not be read. As the pen counts sizes.
double number_size(const Half& first, double cell) {
  const Comparison& both = first.comparison();
  const Pen& pen = first.pen;
  const int decimals = difference_decimals(both);
  const Ink smallest{kSmallestText, Weight::kMedium, Anchor::kMiddle, Face::kNumbers};
  double widest = 0;
  for (double value : {both.largest, -both.largest}) widest = std::max(widest, pen.width(number_text(value, decimals), smallest));
  const double room = cell - 6;
  if (widest <= 0 || widest > room || cell < pen.legible_cell()) return 0;
  return std::max(kSmallestText, std::min({kSmallestText * room / widest, cell / pen.type(1) * 0.4, 24.0}));
}

// On an image a cross stands for many cells: wherever one has room among those that only one of the two has.
void draw_crosses(const Half& first, const DifferenceMap& map, Box drawn, double cell) {
  Pen& pen = first.pen;
  const double side = pen.type(11);
  auto only_one = [&](double x, double y) {
    return !map.flat(static_cast<Index>((y - drawn.y) / cell), static_cast<Index>((x - drawn.x) / cell));
  };
  for (double y = drawn.y + 1; y + side <= drawn.bottom(); y += side)
    for (double x = drawn.x + 1; x + side <= drawn.right(); x += side)
      if (only_one(x, y)) pen.mark_cross(inset({x, y, side, side}, 1.5), pen.theme().muted);
}

void draw_map(const Half& first, Box box, const Told& told) {
  Pen& pen = first.pen;
  const DifferenceMap map = map_of(first, told);
  const double cell = std::min(box.h / static_cast<double>(map.rows), box.w / static_cast<double>(map.columns));
  const double width = cell * static_cast<double>(map.columns), height = cell * static_cast<double>(map.rows);
  const Box drawn{box.x, box.y + (box.h - height) / 2, width, height};
  if (cell < 4) {
    auto color = [&](Index y, Index x) {
      const std::optional<Index> flat = map.flat(y, x);
      if (!flat) return pen.theme().hatch;
      return *flat < map.shown ? color_of(map.both, map.both.difference[*flat]) : pen.theme().sunken;
    };
    const Target target{TargetKind::kOutput, map.both.first.layer, map.flat(0, 0).value_or(0)};
    pen.image(drawn, plane_pixels(map.rows, map.columns, color), {}, map.both.same_shape ? target : Target{});
    return draw_crosses(first, map, drawn, cell);
  }
  const double size = number_size(first, cell);
  for (Index y = 0; y < map.rows; ++y)
    for (Index x = 0; x < map.columns; ++x) {
      const Box place{drawn.x + cell * static_cast<double>(x), drawn.y + cell * static_cast<double>(y), cell, cell};
      draw_map_cell(first, map, inset(place, 0.75), map.flat(y, x), told, size);
    }
}

std::vector<TextRun> subtraction(const Half& first, const Told& told) {
  const Comparison& both = first.comparison();
  const Theme& t = first.pen.theme();
  const int decimals = difference_decimals(both);
  if (!told.cell || !told.shown) return {};
  return {{number_text(both.first.output()[told.first], decimals), t.output},
          {" − ", t.muted},
          {factor_text(both.other.output()[told.other], decimals), t.output},
          {" = ", t.muted},
          {number_text(both.difference[*told.cell], decimals), t.ink}};
}

// Who has the cells that are crossed.
const char* crossed_words(const Comparison& both) {
  const bool of_first = both.first.output().extents == both.cells, of_other = both.other.output().extents == both.cells;
  return of_first ? "compare.crossed_a" : of_other ? "compare.crossed_b" : "compare.crossed_one";
}

// No border cuts its window off.
Index middle_cell(const Extents& extents) {
  Index cell = 0;
  for (int axis = 0; axis < extents.rank(); ++axis) cell = cell * extents[axis] + extents[axis] / 2;
  return cell;
}

// The first and the last row and column of the input that an output cell reads, added: twice the middle.
std::array<Index, 2> twice_the_middle(const Side& side, const Cell& place) {
  const Extents& input = side.compared().input().extents;
  const auto rows = static_cast<std::size_t>(input.rank() - 2), columns = rows + 1;
  std::array<Index, 2> first{input[input.rank() - 2], input[input.rank() - 1]}, last{0, 0};
  for (const Term& term : side.compared().trace().gather(flat_index(side.output().extents, place)).terms) {
    if (term.tap.data.none()) continue;
    const Cell at = cell_of(input, term.tap.data.index);
    first = {std::min(first[0], at[rows]), std::min(first[1], at[columns])};
    last = {std::max(last[0], at[rows]), std::max(last[1], at[columns])};
  }
  return {first[0] + last[0], first[1] + last[1]};
}

// In the middle of the common part, what the same index reads lies at least a cell of the input apart.
bool places_differ(const Comparison& both) {
  const Extents &common = both.difference.extents, &a = both.first.output().extents, &b = both.other.output().extents;
  const int rank = common.rank();
  const bool alike = a[rank - 1] == b[rank - 1] && (rank < 2 || a[rank - 2] == b[rank - 2]);
  if (alike || rank < 2 || both.first.needed.size() > 1 || both.other.needed.size() > 1) return !alike;
  if (both.first.compared().input().extents.rank() < 2 || both.other.compared().input().extents.rank() < 2) return !alike;
  const Cell middle = cell_of(common, middle_cell(common));
  const std::array<Index, 2> first = twice_the_middle(both.first, middle), other = twice_the_middle(both.other, middle);
  return std::abs(first[0] - other[0]) > 1 || std::abs(first[1] - other[1]) > 1;
}

// What the whole comparison comes to, in one sentence: in full, or in fewer words where there is no room; with the crosses, where any are
// drawn.
std::vector<std::string> verdicts(const ViewContext& context, bool crosses = true) {
  const Comparison& both = *context.model.comparison;
  const Words& words = context.words;
  const std::string a = both.first.output().extents.text(" × "), b = both.other.output().extents.text(" × ");
  if (both.difference.absent()) return {words.format("compare.no_difference", {{"a", a}, {"b", b}})};
  const std::string largest = number_text(both.largest, difference_decimals(both));
  const std::string common = both.difference.extents.text(" × ");
  if (both.same_shape) return {both.largest < kAll ? words("compare.all_zero") : words.format("compare.largest", {{"largest", largest}})};
  const std::string whole = words.format("compare.common_part", {{"a", a}, {"b", b}, {"common", common}, {"largest", largest}});
  const std::string crossed = crosses ? words(crossed_words(both)) : "";
  const std::string brief = crosses ? words(std::string(crossed_words(both)) + ".brief") : "";
  if (!places_differ(both)) return {whole + crossed, brief};
  return {whole + words("compare.other_places") + crossed, words.format("compare.by_index", {{"largest", largest}}) + crossed,
          words("compare.other_places.brief") + brief};
}

// -0.85 … 0 … 0.85, the side that is larger named at each end.
void draw_legend(const Half& first, Box box) {
  Pen& pen = first.pen;
  const Comparison& both = first.comparison();
  const Words& words = first.context.words;
  const Theme& t = pen.theme();
  const double bar = pen.type(9);
  constexpr int kParts = 48;
  for (int i = 0; i < kParts; ++i)
    pen.rect({box.x + box.w * i / kParts, box.y, box.w / kParts + 0.6, bar}, diverging((i + 0.5) / kParts), 0);
  const int decimals = difference_decimals(both);
  const double y = box.y + bar + pen.type(12);
  const Ink number{kSmallSize, Weight::kRegular, Anchor::kStart, Face::kNumbers};
  auto end = [&](double x, Anchor anchor, const std::string& number_at, const char* larger) {
    Ink ink = number;
    ink.anchor = anchor;
    pen.text({x, y}, number_at, ink, t.muted);
    ink.face = Face::kWords;
    ink.importance = Importance::kNote;
    if (box.h >= bar + pen.type(42)) pen.whole({x, y + pen.type(18)}, words(larger), ink, t.muted, box.w / 2 - 8);
  };
  end(box.x, Anchor::kStart, number_text(-both.largest, decimals), "compare.b_larger");
  end(box.right(), Anchor::kEnd, number_text(both.largest, decimals), "compare.a_larger");
  pen.text({box.center().x, y}, "0", {kSmallSize, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNote}, t.muted);
}

// ---- costs ------------------------------------------------------------------------------------------------------------------

struct CostRow {
  const char* name;
  Index first, other;
};

// How far one output cell reaches in the input, where that is one number: a single layer with a window as high as wide; else 0.
Index span_of(const Side& side) {
  if (side.needed.size() != 1) return 0;
  const GatherStep step = side.compared().trace().gather(middle_cell(side.output().extents));
  const Index rows = step.bottom - step.top + 1, columns = step.right - step.left + 1;
  return rows == columns ? rows : 0;
}

std::vector<CostRow> cost_rows(const Comparison& both) {
  const Cost &a = both.first.cost, &b = both.other.cost;
  std::vector<CostRow> rows{
      {"compare.weights", a.parameters, b.parameters}, {"compare.macs", a.macs, b.macs}, {"compare.memory", a.memory, b.memory}};
  const Index first = span_of(both.first), other = span_of(both.other);
  if (first > 0 && other > 0) rows.push_back({"compare.span", first, other});
  return rows;
}

std::string share_of(const CostRow& row) {
  if (row.first == 0) return "–";
  const double percent = 100.0 * static_cast<double>(row.other) / static_cast<double>(row.first);
  return count_text(static_cast<Index>(std::llround(percent))) + " %";
}

// At the top of the box, which it leaves; whether it is one of the shorter forms, set closely.
bool draw_verdict(const Half& first, Box& box) {
  Pen& pen = first.pen;
  const std::vector<std::string> all = verdicts(first.context);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool brief = i > 0 && i + 1 == all.size();
    const Ink ink{brief ? kSmallSize : 13.5};
    const double leading = brief ? 1.25 : 1.45;
    const double height = pen.type(brief ? ink.size * leading : 20) * static_cast<double>(pen.wrapped(all[i], ink, box.w).size());
    if (height > box.h) continue;
    pen.paragraph(cut_top(box, height, brief && box.h < height + pen.type(28) ? 0 : pen.type(4)), all[i], ink, pen.theme().muted, leading);
    return brief;
  }
  return false;
}

}  // namespace

void draw_difference(const Half& first, const Half& other, Box box) {
  Pen& pen = first.pen;
  const Theme& t = pen.theme();
  const ViewContext& context = first.context;
  const Comparison& both = first.comparison();
  const Told told = told_of(first, other);
  if (!both.difference.absent()) {
    const Extents& e = both.cells;
    const auto rows = static_cast<double>(e.rank() > 1 ? e[e.rank() - 2] : 1), columns = static_cast<double>(e[e.rank() - 1]);
    const double cell = std::min({box.h / rows, box.w * 0.36 / columns, pen.type(44)});
    draw_map(first, cut_left(box, cell * columns, pen.type(18)), told);
  }
  const bool low = !both.same_shape && box.h < pen.type(110);
  const double line = pen.type(low ? 21 : 24);
  pen.fitted({box.x, box.y + pen.type(9)}, context.words("compare.difference") + "  A − B", {16, Weight::kBold}, t.ink, box.w);
  cut_top(box, line);
  const std::vector<TextRun> runs = subtraction(first, told);
  Ink numbers{16, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  if (box.h >= line) {
    for (; numbers.size > kSmallestText && pen.width(runs, numbers) > box.w; numbers.size -= 0.5) {}
    if (!runs.empty() && pen.width(runs, numbers) <= box.w) pen.runs({box.x, box.y + pen.type(11)}, runs, numbers);
    cut_top(box, line);
  }
  const bool brief = draw_verdict(first, box) && box.h < pen.type(46);  // then the scale comes before what is found so far
  const DifferenceSoFar so_far = shown_so_far(context);
  if (!brief && so_far.cells > 0 && both.largest > 0 && box.h >= pen.type(18)) {
    const std::string largest = number_text(so_far.largest, difference_decimals(both)), mean = number_text(so_far.mean, 2);
    pen.whole({box.x, box.y + pen.type(8)}, context.words.format("compare.so_far", {{"largest", largest}, {"mean", mean}}),
              {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, box.w);
  }
  if (!brief) cut_top(box, std::min(box.h, pen.type(22)));
  if (both.largest > 0 && box.h >= pen.type(24)) draw_legend(first, {box.x, box.y, std::min(box.w, pen.type(320)), box.h});
}

void draw_costs(const ViewContext& context, Pen& pen, Box box) {
  const Theme& t = pen.theme();
  const Words& words = context.words;
  const std::vector<CostRow> rows = cost_rows(*context.model.comparison);
  const double head = pen.type(24), number = pen.type(78), share = pen.type(72);
  double names = 0;
  for (const CostRow& row : rows) names = std::max(names, pen.width(words(row.name), {kLabelSize}));
  const Ink end{kLabelSize, Weight::kSemiBold, Anchor::kEnd, Face::kNumbers, Importance::kNumber};
  const double b = box.right() - share, a = b - number, bars = box.x + names + pen.type(14), width = a - number - bars;
  const double y = box.y + pen.type(9);
  pen.text({box.x, y}, words("compare.cost"), {16, Weight::kBold}, t.ink);
  pen.text({a, y}, "A", {kLabelSize, Weight::kBold, Anchor::kEnd}, t.ink);
  pen.text({b, y}, "B", {kLabelSize, Weight::kBold, Anchor::kEnd}, t.ink);
  const Ink note{kSmallSize, Weight::kRegular, Anchor::kEnd, Face::kWords, Importance::kNote};
  pen.text({box.right(), y}, words("compare.b_of_a"), note, t.muted);
  cut_top(box, head);
  const double step = std::min(box.h / static_cast<double>(rows.size()), pen.type(40));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CostRow& row = rows[i];
    const double middle = box.y + step * (static_cast<double>(i) + 0.5), most = static_cast<double>(std::max(row.first, row.other));
    pen.whole({box.x, middle}, words(row.name), {kLabelSize}, t.muted, a - number - box.x);
    pen.text({a, middle}, brief_count(row.first), end, t.ink);
    pen.text({b, middle}, brief_count(row.other), end, t.ink);
    pen.text({box.right(), middle}, share_of(row), end, row.other < row.first ? t.output : row.other > row.first ? t.warning : t.muted);
    if (width < pen.type(50) || most <= 0) continue;
    const double bar = std::min(pen.type(7), step * 0.26);
    const double a_length = width * static_cast<double>(row.first) / most, b_length = width * static_cast<double>(row.other) / most;
    if (row.first > 0) pen.rect({bars, middle - bar - 1, std::max(1.5, a_length), bar}, t.accent, 2);
    if (row.other > 0) pen.rect({bars, middle + 1, std::max(1.5, b_length), bar}, t.muted, 2);
  }
}

void draw_brief(const Half& first, const Half& other, Box box) {
  Pen& pen = first.pen;
  const Theme& t = pen.theme();
  std::vector<TextRun> runs{{"A − B  ", t.muted}};
  for (TextRun& run : subtraction(first, told_of(first, other))) runs.push_back(std::move(run));
  Ink numbers{15, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  for (; numbers.size > kSmallestText && pen.width(runs, numbers) > box.w; numbers.size -= 0.5) {}
  if (runs.size() > 1 && pen.width(runs, numbers) <= box.w)
    cut_left(box, std::min(box.w, pen.runs({box.x, box.center().y}, runs, numbers) + pen.type(20)));
  for (const std::string& words : verdicts(first.context, false)) {
    if (!pen.fits(words, {kLabelSize}, box.w)) continue;
    pen.whole({box.x, box.center().y}, words, {kLabelSize}, t.muted, box.w);
    return;
  }
}

}  // namespace convscope

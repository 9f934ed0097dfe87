// Cost: what every variant of a convolution takes on the same shapes, as bars and numbers; the chosen one is written out below.
#include "app/scenes/costs.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "app/i18n/sentence.h"
#include "app/scenes/controls.h"
#include "app/views/builders.h"
#include "app/views/together.h"
#include "engine/ops/cost_text.h"

namespace convscope {
namespace {

enum class Figure { kMultiplications, kParameters, kMemory };  // in the order of the control's choices
enum class Order { kDescending, kAscending, kListed };
constexpr Index kFirstHead = 100;  // target of the first heading; rows count from 0

struct Table {
  const ViewContext& context;
  Pen& pen;
  CostShapes shapes;
  std::vector<VariantCost> rows;  // as they are sorted, refused ones last
  Figure figure = Figure::kMultiplications;
  Order order = Order::kDescending;
  Target hover;
  bool logarithmic = false;
  std::size_t chosen = 0;
  double grow = 1;  // how far the chosen row has lit
};

Index figure_of(const Cost& cost, Figure figure) {
  return figure == Figure::kParameters ? cost.parameters : figure == Figure::kMemory ? cost.memory : cost.multiplications;
}

// Less than the standard convolution is good, more is not.
Color share_color(const Theme& theme, Index own, Index usual) {
  return own < usual ? theme.output : own > usual ? theme.warning : theme.muted;
}

Table table_of(const ViewContext& context, const State& state, Pen& pen) {
  const Scene& scene = *context.model.scene;
  const auto number = [&](const char* name, Index fallback) { return number_parameter(scene, state, name, fallback); };
  const CostShapes shapes{number("channels", 64), number("filters", 128), number("map_size", 56), number("kernel", 3), number("groups", 4)};
  Table t{context, pen, shapes, {}, Figure::kMultiplications, Order::kDescending, context.hover, false, 0, 1};
  t.rows = variant_costs(t.shapes);
  const std::string figure = word_parameter(scene, state, "figure", "multiplications");
  t.figure = figure == "parameters" ? Figure::kParameters : figure == "memory" ? Figure::kMemory : Figure::kMultiplications;
  t.logarithmic = word_parameter(scene, state, "scale", "linear") == "log";
  const std::string order = word_parameter(scene, state, "order", "descending");
  t.order = order == "ascending" ? Order::kAscending : order == "listed" ? Order::kListed : Order::kDescending;
  std::stable_sort(t.rows.begin(), t.rows.end(), [&](const VariantCost& a, const VariantCost& b) {
    if (a.refusal.has_value() != b.refusal.has_value()) return !a.refusal;
    if (t.order == Order::kListed) return false;
    const Index own = figure_of(a.total, t.figure), other = figure_of(b.total, t.figure);
    return t.order == Order::kAscending ? own < other : own > other;
  });
  const auto is_row = [](const Target& target) {
    return target.kind == TargetKind::kControl && target.index >= 0 && target.index < kFirstHead;
  };
  const Target answered = is_row(context.hover) ? context.hover : context.state.pin;
  const bool asked = is_row(answered);
  t.chosen = static_cast<std::size_t>(asked ? answered.index : context.model.timeline.place(context.moment.step).step) % t.rows.size();
  if (!asked) t.grow = context.state.reduce_motion ? 1 : ease_out(std::clamp(context.moment.progress, 0.0, 1.0));
  return t;
}

const VariantCost& standard_of(const Table& t) {
  return *std::find_if(t.rows.begin(), t.rows.end(), [](const VariantCost& row) { return row.id == "standard"; });
}

std::string name_of(const Table& t, const VariantCost& row) {
  return t.context.words.format("variant." + row.id, {{"groups", std::to_string(t.shapes.groups)}});
}

// ---- columns ----------------------------------------------------------------------------------------------------------------

struct Columns {
  double name = 0, bar = 0, bar_width = 0, parameters = 0, memory = 0, share = 0;  // x; numbers end at theirs
  bool more = true;                                                                // parameters and values moved
  bool shares = true;
};

Columns columns_of(const Table& t, Box area) {
  Columns c;
  double widest = 0;
  for (const VariantCost& row : t.rows) widest = std::max(widest, t.pen.width(name_of(t, row), {14.5, Weight::kSemiBold}));
  c.name = area.x + 16;
  c.share = area.right() - 16;
  const double share = t.pen.type(92), number = t.pen.type(112), value = t.pen.type(96);
  c.bar = c.name + widest + t.pen.type(20);
  for (auto [more, shares] : {std::pair{true, true}, std::pair{false, true}, std::pair{false, false}}) {
    c.more = more;
    c.shares = shares;
    double right = c.share - (shares ? share : 0);
    c.memory = right;
    c.parameters = c.memory - number;
    if (more) right = c.parameters - number;
    c.bar_width = right - c.bar - value;
    if (c.bar_width >= t.pen.type(120)) break;
  }
  c.bar_width = std::max(20.0, c.bar_width);
  return c;
}

const char* name_of(Figure figure) {
  constexpr const char* kNames[] = {"choice.figure.multiplications", "choice.figure.parameters", "choice.figure.memory"};
  return kNames[static_cast<std::size_t>(figure)];
}

// The figures that stand as numbers beside the bars.
Figure first_beside(const Table& t) { return t.figure == Figure::kParameters ? Figure::kMultiplications : Figure::kParameters; }
Figure second_beside(const Table& t) { return t.figure == Figure::kMemory ? Figure::kMultiplications : Figure::kMemory; }

struct Head {
  std::string words;
  Point at;
  bool at_end = true;
  double room = 0;
  bool sorted = false;  // by this one
  Figure figure = Figure::kMultiplications;
  Order next = Order::kDescending;  // what a click sorts by
};

// A triangle that points from the large to the small, or up again.
void draw_arrow(const Table& t, Point tip_middle) {
  const double up = t.order == Order::kAscending ? -4 : 4, x = tip_middle.x, y = tip_middle.y;
  t.pen.path({{x - 5, y - up}, {x + 5, y - up}, {x, y + up}}, true, t.pen.theme().ink, {});
}

void draw_head(const Table& t, const Head& head, Index number) {
  const Theme& theme = t.pen.theme();
  const Target target{TargetKind::kControl, 0, kFirstHead + number};
  const double arrow = head.sorted ? 18 : 0;
  Ink ink{kLabelSize, head.sorted ? Weight::kBold : Weight::kSemiBold, head.at_end ? Anchor::kEnd : Anchor::kStart};
  if (!t.pen.fits(head.words, ink, head.room)) return;
  const double w = std::min(t.pen.width(head.words, ink), head.room), h = t.pen.type(24);
  const Box plate{head.at_end ? head.at.x - w - 6 : head.at.x - 6, head.at.y - h / 2, w + 12 + arrow, h};
  const bool hovered = t.hover == target;
  t.pen.rect(plate, hovered ? theme.select : theme.surface, 6, {}, target);
  t.pen.fitted(head.at, head.words, ink, head.sorted ? theme.ink : hovered ? theme.accent : theme.muted, head.room);
  if (head.sorted) draw_arrow(t, {head.at_end ? head.at.x + 9 : head.at.x + w + 13, head.at.y - 1});
  t.pen.handle(target, {"figure", {}, 0, static_cast<double>(head.figure), 0, 1},
               {"order", {}, 0, static_cast<double>(head.next), 0, 1});
}

void draw_heads(const Table& t, const Columns& c, Box box) {
  const Words& words = t.context.words;
  const double y = box.center().y - 2, room = t.pen.type(104);
  const bool listed = t.order == Order::kListed;
  const Order turned = t.order == Order::kDescending ? Order::kAscending : Order::kDescending;
  const Figure first = first_beside(t), second = second_beside(t);
  draw_head(t, {words("view.variant"), {c.name, y}, false, c.bar - c.name - 24, listed, t.figure, Order::kListed}, 0);
  draw_head(t, {words(name_of(t.figure)), {c.bar, y}, false, c.bar_width, !listed, t.figure, turned}, 1);
  if (c.more) {
    draw_head(t, {words(name_of(first)), {c.parameters, y}, true, room, false, first, Order::kDescending}, 2);
    draw_head(t, {words(name_of(second)), {c.memory, y}, true, room, false, second, Order::kDescending}, 3);
  }
  if (c.shares) draw_head(t, {words("view.of_standard"), {c.share, y}, true, t.pen.type(86), false, t.figure, turned}, 4);
  t.pen.rect({box.x, box.bottom() - 1, box.w, 1}, t.pen.theme().line, 0);
}

// A share of the longest bar; on the logarithmic scale from a thousandth of it.
double length_of(const Table& t, double count, double most) {
  if (count <= 0 || most <= 0) return 0;
  if (!t.logarithmic) return count / most;
  constexpr double kDecades = 3;
  return std::clamp(1 + std::log10(count / most) / kDecades, 0.01, 1.0);
}

// Where a row stands and how long its bar is, also on the way from one setting to the next: bars grow or shrink first, then rows change
// places. Numbers are those of what is set.
struct Standing {
  double place = 0;   // in rows from the top
  double length = 0;  // of the bar, of its column's width
};

double most_of(const Table& t) {
  double most = 0;
  for (const VariantCost& each : t.rows) most = std::max(most, static_cast<double>(figure_of(each.total, t.figure)));
  return most;
}

std::map<std::string, Standing> standings_of(const Table& t) {
  const double most = most_of(t);
  std::map<std::string, Standing> standings;
  for (std::size_t i = 0; i < t.rows.size(); ++i)
    standings[t.rows[i].id] = {static_cast<double>(i), length_of(t, static_cast<double>(figure_of(t.rows[i].total, t.figure)), most)};
  return standings;
}

std::map<std::string, Standing> standings_on_the_way(const Table& t) {
  constexpr double kBarsShare = 0.45;  // of the way
  std::map<std::string, Standing> standings = standings_of(t);
  const ViewContext& context = t.context;
  if (context.before == nullptr || context.state.reduce_motion) return standings;
  const double way = std::clamp(context.gone_over, 0.0, 1.0);
  const std::map<std::string, Standing> before = standings_of(table_of(context, *context.before, t.pen));
  const double grown = ease_out(std::min(1.0, way / kBarsShare)), moved = ease_in_out(std::max(0.0, way - kBarsShare) / (1 - kBarsShare));
  for (auto& [id, standing] : standings) {
    const Standing from = before.at(id);  // the same variants, whatever is set
    standing.place = from.place + (standing.place - from.place) * moved;
    standing.length = from.length + (standing.length - from.length) * grown;
  }
  return standings;
}

void draw_bar_of(const Table& t, const Columns& c, const VariantCost& row, Point middle, double height, double share) {
  const Theme& theme = t.pen.theme();
  const Color colors[] = {theme.weight, mix(theme.weight, theme.surface, 0.45), mix(theme.weight, theme.surface, 0.7)};
  const auto total = static_cast<double>(figure_of(row.total, t.figure));
  const double length = share * c.bar_width;
  double x = c.bar;
  for (std::size_t i = 0; i < row.parts.size(); ++i) {
    const double part = total > 0 ? static_cast<double>(figure_of(row.parts[i].cost, t.figure)) / total : 0;
    const double w = std::max(1.5, length * part);
    t.pen.rect({x, middle.y - height / 2, w, height}, colors[std::min<std::size_t>(i, 2)], w > 4 ? 2 : 0);
    x += w + (i + 1 < row.parts.size() ? 1.5 : 0);
  }
  t.pen.text({x + 10, middle.y}, brief_count(figure_of(row.total, t.figure)),
             {14, Weight::kSemiBold, Anchor::kStart, Face::kNumbers, Importance::kNumber}, theme.ink);
}

std::string share_of(const Table& t, const VariantCost& row) {
  const auto base = static_cast<double>(figure_of(standard_of(t).total, t.figure));
  const double share = base > 0 ? static_cast<double>(figure_of(row.total, t.figure)) / base : 0;
  return share >= 0.0995 ? fmt::format("{:.0f} %", share * 100) : fmt::format("{:.1f} %", share * 100);
}

void draw_ground(const Table& t, std::size_t i, Box box) {
  const Theme& theme = t.pen.theme();
  t.pen.rect(inset(box, 1), i == t.chosen ? mix(theme.surface, theme.select, t.grow) : theme.surface, kCardRadius, {},
             {TargetKind::kControl, 0, static_cast<Index>(i)});
}

void draw_row(const Table& t, const Columns& c, std::size_t i, Box box, double length) {
  const VariantCost& row = t.rows[i];
  const Theme& theme = t.pen.theme();
  const bool chosen = i == t.chosen, base = row.id == "standard";
  const double y = box.center().y;
  const Importance importance = t.context.before ? Importance::kNumber : Importance::kName;  // rows that pass each other keep their names
  t.pen.text({c.name, y}, name_of(t, row),
             {14.5, chosen || base ? Weight::kSemiBold : Weight::kRegular, Anchor::kStart, Face::kWords, importance}, theme.ink);
  if (row.refusal) {
    t.pen.fitted({c.bar, y}, sentence(t.pen.words(), *row.refusal), {kLabelSize}, theme.warning, c.share - c.bar);
    return;
  }
  draw_bar_of(t, c, row, {c.bar, y}, std::min(t.pen.type(20), box.h * 0.5), length);
  const Ink ink{14, Weight::kMedium, Anchor::kEnd, Face::kNumbers, Importance::kNumber};
  if (c.more) {
    t.pen.text({c.parameters, y}, brief_count(figure_of(row.total, first_beside(t))), ink, theme.ink);
    t.pen.text({c.memory, y}, brief_count(figure_of(row.total, second_beside(t))), ink, theme.ink);
  }
  if (!c.shares) return;
  const Index own = figure_of(row.total, t.figure), usual = figure_of(standard_of(t).total, t.figure);
  t.pen.text({c.share, y}, share_of(t, row), ink, share_color(theme, own, usual));
}

// ---- shapes, key, and the chosen one written out --------------------------------------------------------------------------------

void draw_shapes(const Table& t, Box strip) {
  const Theme& theme = t.pen.theme();
  const std::pair<const char*, Index> kShapes[] = {{"parameter.channels", t.shapes.channels},
                                                   {"parameter.filters", t.shapes.filters},
                                                   {"parameter.map_size", t.shapes.side},
                                                   {"parameter.kernel", t.shapes.kernel},
                                                   {"parameter.groups", t.shapes.groups}};
  const Color colors[] = {theme.input, theme.output, theme.input, theme.weight, theme.ink};
  double x = strip.x + 16;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::string number = std::to_string(kShapes[i].second), name = t.context.words(kShapes[i].first);
    const Ink value{15, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers};
    const double label = t.pen.width(name, {kLabelSize}), plate = t.pen.width(number, value) + 22;
    if (x + label + 8 + plate > strip.right()) return;
    t.pen.text({x, strip.center().y}, name, {kLabelSize}, theme.muted);
    x += label + 8;
    const double h = std::min(strip.h, t.pen.type(32));
    t.pen.rect({x, strip.center().y - h / 2, plate, h}, theme.sunken, 6);
    t.pen.text({x + plate / 2, strip.center().y}, number, value, colors[i]);
    x += plate + 22;
  }
}

void draw_key(const Table& t, Box strip) {
  const Theme& theme = t.pen.theme();
  const Color colors[] = {theme.weight, mix(theme.weight, theme.surface, 0.45), mix(theme.weight, theme.surface, 0.7)};
  const char* keys[] = {"view.first_stage", "view.second_stage", "view.third_stage"};
  double x = strip.x + 16;
  const Ink ink{12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  for (std::size_t i = 0; i < 3; ++i) {
    t.pen.rect({x, strip.center().y - 7, 14, 14}, colors[i], 2);
    x += 22;
    x += t.pen.text({x, strip.center().y}, t.context.words(keys[i]), ink, theme.muted) + 22;
  }
  Ink end = ink;
  end.anchor = Anchor::kEnd;
  t.pen.whole({strip.right() - 16, strip.center().y}, t.context.words(t.logarithmic ? "view.cost_log_note" : "view.cost_note"), end,
              theme.muted, strip.right() - 16 - x);
}

// The arithmetic of every stage, as the engine counts it.
WrittenLine parts_line(const Table& t, const VariantCost& row) {
  const Theme& theme = t.pen.theme();
  const char* wanted = t.figure == Figure::kParameters ? "params" : t.figure == Figure::kMemory ? "memory" : "multiplications";
  std::vector<TextRun> full, sums{{name_of(t, row) + "  ", theme.muted}};
  for (std::size_t i = 0; i < row.parts.size(); ++i) {
    for (const CostLine& line : cost_lines(*row.parts[i].layer)) {
      if (line.name != wanted) continue;
      if (i > 0) full.push_back({"   +   ", theme.muted});
      if (i > 0) sums.push_back({" + ", theme.muted});
      if (!line.numbers.empty()) full.push_back({line.numbers + " = ", theme.muted});
      full.push_back({count_text(line.value), theme.weight});
      sums.push_back({count_text(line.value), theme.weight});
    }
  }
  if (row.refusal) full = {{sentence(t.pen.words(), *row.refusal), theme.warning}};
  return {{full, sums, {{brief_count(figure_of(row.total, t.figure)), theme.weight}}}};
}

WrittenLine total_line(const Table& t, const VariantCost& row) {
  const Theme& theme = t.pen.theme();
  const Index own = figure_of(row.total, t.figure), standard = figure_of(standard_of(t).total, t.figure);
  const std::string number = count_text(own), usual = count_text(standard);
  const TextRun share{share_of(t, row), share_color(theme, own, standard)};
  return {{{{name_of(t, row) + "  ", theme.muted},
            {number, theme.weight},
            {"  ÷  " + usual + "  =  ", theme.muted},
            share},
           {{number, theme.weight}, {"  =  ", theme.muted}, share}}};
}

// Depthwise separable against standard: 1/N of it in the first stage, 1/k² in the second. The denominators are what the engine's counts
// of the standard convolution and of the stage give.
std::optional<WrittenLine> ratio_line(const Table& t, const VariantCost& row) {
  const Index usual = figure_of(standard_of(t).total, t.figure);
  if (row.id != "depthwise_separable" || row.refusal || t.figure == Figure::kMemory) return std::nullopt;
  const Index depthwise = figure_of(row.parts[0].cost, t.figure), pointwise = figure_of(row.parts[1].cost, t.figure);
  if (depthwise <= 0 || pointwise <= 0 || usual % depthwise != 0 || usual % pointwise != 0) return std::nullopt;
  const Theme& theme = t.pen.theme();
  const std::vector<TextRun> fractions{{"1/" + count_text(usual / depthwise), theme.output},
                                       {" + ", theme.muted},
                                       {"1/" + count_text(usual / pointwise), theme.weight},
                                       {"  =  ", theme.muted}};
  std::vector<TextRun> full{{t.context.words("view.against_standard") + "  ", theme.muted}, {"1/N + 1/k²  =  ", theme.muted}};
  full.insert(full.end(), fractions.begin(), fractions.end());
  std::vector<TextRun> brief_way = fractions;
  const TextRun sum{number_text(static_cast<double>(depthwise + pointwise) / static_cast<double>(usual), 4), theme.ink};
  full.push_back(sum);
  brief_way.push_back(sum);
  return WrittenLine{{full, brief_way}};
}

std::string times_text(const Table& t, const VariantCost& row) {
  const auto own = static_cast<double>(figure_of(row.total, t.figure)),
             usual = static_cast<double>(figure_of(standard_of(t).total, t.figure));
  if (row.refusal || own <= 0 || own == usual) return "";
  return t.context.words.format(own < usual ? "view.times_fewer" : "view.times_more",
                                {{"times", number_text(std::max(own, usual) / std::min(own, usual), 1)}});
}

}  // namespace

void build_cost(const ViewContext& context, Pen& pen, Box area) {
  const Table t = table_of(context, context.state, pen);
  const double foot = context.options.sum ? pen.type(area.h >= pen.type(330) ? 72 : 40) : 0;
  Box bar = cut_bottom(area, foot, foot > 0 ? kSpace : 0);
  const bool rich = area.h >= pen.type(430);
  if (rich) draw_shapes(t, cut_top(area, pen.type(40), kSpace));
  if (rich) draw_key(t, cut_bottom(area, pen.type(28)));
  const Columns columns = columns_of(t, area);
  draw_heads(t, columns, cut_top(area, pen.type(30), 4));
  const auto count = static_cast<double>(t.rows.size());
  const double least = pen.type(19), row = std::min(std::max(least, area.h / count), pen.type(56));
  const auto shown = static_cast<std::size_t>(std::clamp(std::floor(area.h / row), 1.0, count));
  const std::size_t first = t.chosen < shown ? 0 : t.chosen + 1 - shown;
  const bool whole = shown == t.rows.size();  // where only some rows have room they stand at once where they belong
  const std::map<std::string, Standing> standings = whole ? standings_on_the_way(t) : standings_of(t);
  const auto box_of = [&](std::size_t i) {
    return Box{area.x, area.y + row * (standings.at(t.rows[i].id).place - static_cast<double>(first)), area.w, row};
  };
  for (std::size_t i = first; i < first + shown; ++i) draw_ground(t, i, box_of(i));
  for (std::size_t i = first; i < first + shown; ++i) draw_row(t, columns, i, box_of(i), standings.at(t.rows[i].id).length);
  const VariantCost& chosen = t.rows[t.chosen];
  if (!chosen.refusal)
    draw_lines(pen, bar, {parts_line(t, chosen), ratio_line(t, chosen).value_or(total_line(t, chosen))}, times_text(t, chosen),
               share_color(pen.theme(), figure_of(chosen.total, t.figure), figure_of(standard_of(t).total, t.figure)));
  else
    draw_lines(pen, bar, {parts_line(t, chosen)}, "", pen.theme().output);
}

}  // namespace convscope

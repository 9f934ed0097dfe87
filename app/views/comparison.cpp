#include "app/views/comparison.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "app/scenes/controls.h"
#include "app/views/view.h"

namespace convscope {
namespace {

constexpr double kGap = 10, kInside = 14;

struct Cards {
  Box first, other, difference, costs;
  bool rows = true;  // false: there is one line below the two, in place of the two cards
};

Cards lay_out(Box area, double text_scale) {
  Cards cards;
  cards.rows = area.h >= 400 * text_scale;
  const double height = cards.rows ? std::clamp(area.h * 0.26, 124 * text_scale, 176 * text_scale) : 26 * text_scale;
  cards.costs = cut_bottom(area, height, kGap);
  cards.first = cut_left(area, (area.w - kGap) / 2, kGap);
  cards.other = area;
  cards.difference = cards.rows ? cut_left(cards.costs, (cards.costs.w - kGap) / 2, kGap) : cards.costs;
  return cards;
}

// ---- a variant's own stage, put into its card -------------------------------------------------------------------------------

struct Shift {
  double x, y;
  Point operator()(Point p) const { return {p.x + x, p.y + y}; }
  Box operator()(Box b) const { return {b.x + x, b.y + y, b.w, b.h}; }
};

struct Moved {
  Shift by;
  const Half& half;

  Target target(const Target& own) const { return joint_target(half.comparison(), own, half.of_other); }
  void operator()(RectItem& item) const {
    item.box = by(item.box);
    item.target = target(item.target);
  }
  void operator()(HatchItem& item) const { item.box = by(item.box); }
  void operator()(PathItem& item) const {
    for (Point& point : item.points) point = by(point);
    item.target = target(item.target);
  }
  void operator()(CurveItem& item) const {
    for (Point* point : {&item.from, &item.control1, &item.control2, &item.to}) *point = by(*point);
  }
  void operator()(CircleItem& item) const {
    item.center = by(item.center);
    item.target = target(item.target);
  }
  void operator()(TextItem& item) const {
    item.at = by(item.at);
    item.target = target(item.target);
  }
  void operator()(ImageItem& item) const {
    item.box = by(item.box);
    item.target = target(item.target);
  }
  void operator()(ClipItem& item) const {
    if (item.box.w >= 0) item.box = by(item.box);
  }
};

// Numbers that stand in cells can be read, or there are none to read: photographs, whole maps.
bool is_legible(const Half& half, const DisplayList& own) {
  const double least = half.pen.legible_cell();
  return std::none_of(own.items.begin(), own.items.end(), [&](const Item& item) {
    auto* rect = std::get_if<RectItem>(&item);
    return rect && rect->target.kind == TargetKind::kInput && rect->box.h < least - 2.5;
  });
}

// False: its cells would be too small to be read.
bool draw_own_stage(const Half& half, Box box) {
  const ViewContext& c = half.context;
  State state = half.side.state;
  state.pin = half.pin();
  state.reduce_motion = c.state.reduce_motion;
  state.divider = c.state.divider;
  state.presenting = c.state.presenting;
  ViewOptions options;
  options.sum = options.legend = false;
  DisplayList own = build_view({*half.side.model, state, half.at.moment, half.hover(), c.theme, c.words, c.fonts, box.w, box.h, options});
  if (!is_legible(half, own)) return false;
  for (Item& item : own.items) {
    std::visit(Moved{{box.x, box.y}, half}, item);
    half.pen.list().items.push_back(std::move(item));
  }
  for (Handle& handle : own.handles) {
    handle.target = joint_target(half.comparison(), handle.target, half.of_other);
    const bool of_first = handle.target.stage < kOtherStages;  // what both share is dragged in the first half
    if (of_first != half.of_other) half.pen.list().handles.push_back(std::move(handle));
  }
  return true;
}

// The scene's stage tells of this output alone, plays it cell by cell and can be read at this size.
bool has_own_stage(const Half& half, Box box) {
  constexpr double kLeastWidth = 330, kLeastHeight = 210;  // of stages without their sum, at text scale 100 %
  return half.side.whole() && half.side.segment >= 0 && box.w >= half.pen.type(kLeastWidth) && box.h >= half.pen.type(kLeastHeight);
}

// ---- the card -------------------------------------------------------------------------------------------------------------

constexpr const char* kPlainName = "output";  // of a layer that is what its scene is about

bool same_words(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string title_of(const Half& half) {
  const Words& words = half.context.words;
  const std::string title = words("scene." + half.side.model->scene->id + ".title");
  const std::string layer = half.side.compared().name, named = "compare.layer." + layer;
  const std::string name = words.has(named) ? words(named) : layer;
  if (half.side.whole() || layer == kPlainName || same_words(name, title)) return title;
  return words.format("compare.named", {{"scene", title}, {"layer", name}});
}

struct Setting {
  std::string name, value;
  bool differs = false;
};

// One number where all axes have the same: 3, else 3 × 2.
std::string setting_text(const Words& words, const std::string& name, const AttributeValue& value) {
  if (const auto* word = std::get_if<std::string>(&value)) {
    const std::string key = "choice." + name + "." + *word;
    return words.has(key) ? words(key) : *word;
  }
  const auto* numbers = std::get_if<std::vector<Index>>(&value);
  if (!numbers || numbers->empty()) return attribute_text(value);
  const bool one = std::all_of(numbers->begin(), numbers->end(), [&](Index n) { return n == numbers->front(); });
  std::string text;
  for (std::size_t i = 0; i < (one ? 1 : numbers->size()); ++i) text += (i > 0 ? " × " : "") + std::to_string((*numbers)[i]);
  return text;
}

// The numbers and words of a variant, those in which the two differ first.
std::vector<Setting> settings_of(const Half& half) {
  const Side& rival = half.comparison().side(!half.of_other);
  const Scene &scene = *half.side.model->scene, &others = *rival.model->scene;
  std::vector<Setting> all;
  for (const Control& control : scene.controls) {
    if (!concerns(scene, half.side.state, control) || control.name == "image" || control.name == "input") continue;
    const AttributeValue& value = parameter(scene, half.side.state, control.name);
    if (std::holds_alternative<bool>(value)) continue;
    const Words& words = half.context.words;
    const std::string text = setting_text(words, control.name, value);
    const bool both = find_control(others, control.name) != nullptr;
    const bool differs = both && setting_text(words, control.name, parameter(others, rival.state, control.name)) != text;
    all.push_back({words("parameter." + control.name), text, differs});
  }
  std::stable_sort(all.begin(), all.end(), [](const Setting& a, const Setting& b) { return a.differs && !b.differs; });
  return all;
}

void draw_settings(const Half& half, Point at, double room) {
  const Theme& t = half.pen.theme();
  const Ink name{kLabelSize}, value{kLabelSize, Weight::kSemiBold, Anchor::kStart, Face::kNumbers};
  double x = at.x;
  for (const Setting& setting : settings_of(half)) {
    const double names = half.pen.width(setting.name, name), values = half.pen.width(setting.value, value);
    const double gap = half.pen.type(6), whole = names + gap + values;
    if (x + whole > at.x + room) break;
    half.pen.text({x, at.y}, setting.name, name, t.muted);
    half.pen.text({x + names + gap, at.y}, setting.value, value, setting.differs ? t.weight : t.ink);
    x += whole + half.pen.type(16);
  }
}

void draw_head(const Half& half, Box head) {
  Pen& pen = half.pen;
  const Theme& t = pen.theme();
  const double side = pen.type(24);
  const Box badge{head.x, head.y + pen.type(2), side, side};
  pen.rect(badge, t.accent, kButtonRadius);
  pen.text(badge.center(), half.letter(), {15, Weight::kBold, Anchor::kMiddle, Face::kWords, Importance::kNumber}, t.on_accent);
  const double x = badge.right() + pen.type(10), room = head.right() - x;
  pen.fitted({x, badge.center().y}, title_of(half), {kHeadingSize, Weight::kBold}, t.ink, room);
  if (head.h >= pen.type(48)) draw_settings(half, {x, badge.bottom() + pen.type(12)}, room);
}

// How many weights meet a value of the input or of its padding: a value sampled between cells counts once, an inserted zero not at all.
Index products_in(const GatherStep& step) {
  std::set<Index> weights;
  for (const Term& term : step.terms)
    if (term.tap.stamped && term.tap.kind != TapKind::kInserted) weights.insert(term.tap.weight.index);
  return static_cast<Index>(weights.size());
}

// "output A[1, 2] = 9 products = 13", or why this side stands still.
void draw_foot(const Half& half, Box foot) {
  Pen& pen = half.pen;
  const Theme& t = pen.theme();
  const Words& words = half.context.words;
  const LayerModel& layer = half.side.compared();
  const Index cell = explained_cell(half);
  Ink ink{14, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  const double y = foot.center().y;
  if (half.at.waits && cell == half.at.cell) {
    const std::string place = place_text(half.comparison().cells, half.context.moment.step);
    pen.fitted({foot.x, y}, words.format("compare.waits", {{"place", place}}), {14, Weight::kMedium}, t.muted, foot.w);
    return;
  }
  const GatherStep step = layer.trace().gather(cell);
  const bool weighted = layer.layer->cost().parameters > 0;
  const Index terms = weighted ? products_in(step) : static_cast<Index>(step.terms.size());
  std::string of_what = !weighted ? "compare.values" : half.side.needed.size() > 1 ? "compare.products_last" : "compare.products";
  if (terms == 1) of_what += "_one";
  const std::string count = words.format(of_what, {{"count", count_text(terms)}});
  const std::string result = number_text(step.result, decimals_of(layer.output()));
  const bool shown = cell != half.at.cell || half.at.share >= 1;
  std::vector<TextRun> runs{{words("view.output") + " " + half.letter() + place_text(layer.output().extents, cell) + " = ", t.muted},
                            {count, weighted ? t.weight : t.input}};
  if (shown) runs.insert(runs.end(), {TextRun{" = ", t.muted}, TextRun{result, t.output}});
  for (; ink.size > kSmallestText && pen.width(runs, ink) > foot.w; ink.size -= 0.5) {}
  if (pen.width(runs, ink) > foot.w) runs.erase(runs.begin());
  if (pen.width(runs, ink) <= foot.w) pen.runs({foot.x, y}, runs, ink);
}

void draw_card(const Half& half, Box box) {
  Pen& pen = half.pen;
  pen.rect(box, pen.theme().surface, kCardRadius, {pen.theme().line, 1});
  Box inside = inset(box, kInside);
  const bool tall = inside.h >= pen.type(260);
  draw_head(half, cut_top(inside, pen.type(tall ? 50 : 28), 4));
  if (inside.h >= pen.type(90)) draw_foot(half, cut_bottom(inside, pen.type(22), 4));
  const Box wide{inside.x - kInside / 2, inside.y - kInside / 2, inside.w + kInside, inside.h + kInside};
  if (!has_own_stage(half, inside) || !draw_own_stage(half, wide)) draw_maps(half, inside);
}

}  // namespace

Index explained_cell(const Half& half) {
  for (const Target& target : {half.hover(), half.pin()})
    if (target.kind == TargetKind::kOutput && target.stage == half.side.layer && target.index >= 0 &&
        target.index < half.side.output().count())
      return target.index;
  return half.at.cell;
}

std::string place_text(const Extents& extents, Index index) {
  const Cell cell = cell_of(extents, index);
  std::string text;
  for (int axis = 0; axis < extents.rank(); ++axis)
    if (axis >= extents.rank() - 2 || extents[axis] > 1)
      text += (text.empty() ? "" : ", ") + std::to_string(cell[static_cast<std::size_t>(axis)]);
  return "[" + text + "]";
}

void build_comparison(const ViewContext& context, Pen& pen, Box area) {
  const Comparison& both = *context.model.comparison;
  auto half_of = [&](bool of_other) {
    const Side& side = both.side(of_other);
    return Half{context, pen, side, side_moment(both, side, context.model.timeline, context.moment), of_other};
  };
  const Half first = half_of(false), other = half_of(true);
  const Cards cards = lay_out(area, pen.theme().text_scale);
  draw_card(first, cards.first);
  draw_card(other, cards.other);
  if (!cards.rows) return draw_brief(first, other, cards.difference);
  for (const Box& card : {cards.difference, cards.costs}) pen.rect(card, pen.theme().surface, kCardRadius, {pen.theme().line, 1});
  draw_difference(first, other, inset(cards.difference, kInside));
  draw_costs(context, pen, inset(cards.costs, kInside));
}

Box stage_area(double width, double height) { return inset({0, 0, width, height}, width < 700 ? 12 : 24); }

Box difference_card(double width, double height, double text_scale) { return lay_out(stage_area(width, height), text_scale).difference; }

}  // namespace convscope

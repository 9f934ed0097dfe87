// A stack of dilated layers along one axis: the tree of cells that one cell on top sees, layer by layer down to the input, and beside it
// the stacks of a constant rate: 1, solid but narrow, and 2, wide but with holes.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "app/views/builders.h"
#include "app/views/heading.h"
#include "app/views/rates.h"
#include "app/views/sum_bar.h"
#include "engine/graph/receptive_field.h"

namespace convscope {
namespace {

constexpr int kLayers = 3;
constexpr double kOnTint = 0.62, kOffTint = 0.12;

// One stack: its layers by name from the input on, and the cell on top whose field is shown.
struct Tree {
  std::string input;
  std::vector<std::string> layers;
  int top = 0;  // the layer that the shown cell stands in, from 0
  Index cell = 0;
  std::vector<std::set<Index>> reached;  // per row, the input first
  std::vector<double> start;             // where cell 0 of each row stands, in cells of the input
  std::vector<double> field;             // what a cell of each row spans, in cells of the input
  std::vector<Index> seen;               // and how many of them it sees
};

struct Stack {
  const ViewContext& context;
  Pen& pen;
};

Index length_of(const ViewContext& context, const Tree& tree, int row) {
  const Model& m = context.model;
  return row == 0 ? m.tensors.at(tree.input).count() : m.layer(tree.layers[static_cast<std::size_t>(row - 1)]).output().count();
}

std::set<Index> cells_of(const ReachedCells& reached, const std::string& name) {
  auto found = reached.find(name);
  return found == reached.end() ? std::set<Index>{} : std::set<Index>(found->second.begin(), found->second.end());
}

// The playhead's cell of the last layer, or the cell of any of its layers that a person points at.
Tree make_tree(const ViewContext& context, const std::string& prefix, bool plays) {
  const Model& m = context.model;
  Tree tree;
  tree.input = prefix + "_input";
  for (int l = 1; l <= kLayers; ++l) tree.layers.push_back(prefix + "_" + std::to_string(l));
  tree.top = kLayers - 1;
  tree.cell = (m.layer(tree.layers.back()).output().count() - 1) / 2;
  if (plays) tree.cell = std::clamp<Index>(context.moment.step, 0, m.layer(tree.layers.back()).output().count() - 1);
  const Target& target = context.hover.none() ? context.state.pin : context.hover;
  for (int l = 0; l < kLayers && target.kind == TargetKind::kOutput; ++l) {
    const LayerModel& layer = m.layer(tree.layers[static_cast<std::size_t>(l)]);
    if (m.index_of(layer.name) != target.stage || target.index < 0 || target.index >= layer.output().count()) continue;
    tree.top = l;
    tree.cell = target.index;
  }
  const ReachedCells reached = m.pipeline->receptive_field(tree.layers[static_cast<std::size_t>(tree.top)], tree.cell, {});
  tree.reached.push_back(cells_of(reached, tree.input));
  for (int l = 0; l < kLayers; ++l)
    tree.reached.push_back(l < tree.top    ? cells_of(reached, tree.layers[static_cast<std::size_t>(l)])
                           : l == tree.top ? std::set<Index>{tree.cell}
                                           : std::set<Index>{});
  tree.start = {0};
  tree.field = {1};
  tree.seen = {1};
  for (const NodeField& field : receptive_fields(*m.pipeline, tree.input)) {
    if (std::find(tree.layers.begin(), tree.layers.end(), field.node) == tree.layers.end() || field.axes.empty()) continue;
    tree.start.push_back(field.axes[0].start);
    tree.field.push_back(field.axes[0].size);
    tree.seen.push_back(static_cast<Index>(m.pipeline->receptive_field(field.node, 0, {}).at(tree.input).size()));
  }
  return tree;
}

struct Place {
  double left = 0, top = 0, pitch = 40, row = 62, side = 34;
  Point center(const Tree& tree, int row_index, Index cell) const {
    return {left + (tree.start[static_cast<std::size_t>(row_index)] + static_cast<double>(cell) + 0.5) * pitch,
            top + row * static_cast<double>(kLayers - row_index) + side / 2};
  }
};

// How far the light has come down: 1 for rows above it.
using Shares = std::vector<double>;  // per row, the input first: how much of the row is lit

Shares shares_of(const ViewContext& context) {
  const std::vector<PhaseSpec>& phases = context.model.timeline.phases(context.moment.step);
  Shares shares(kLayers + 2, 1.0);  // the last: the measures
  if (!context.hover.none() || !context.state.pin.none()) return shares;
  auto share = [&](std::size_t phase) {
    if (phase >= phases.size()) return 1.0;
    if (context.moment.phase != static_cast<int>(phase)) return context.moment.phase > static_cast<int>(phase) ? 1.0 : 0.0;
    return context.state.reduce_motion ? 1.0 : std::clamp(context.moment.progress, 0.0, 1.0);
  };
  for (int row = 0; row <= kLayers; ++row) shares[static_cast<std::size_t>(row)] = share(static_cast<std::size_t>(kLayers - row));
  shares.back() = share(kLayers + 1);
  return shares;
}

void draw_tree_links(const Stack& s, const Tree& tree, const Place& place, const Shares& shares, double width) {
  for (int row = tree.top + 1; row >= 1; --row) {
    const double share = ease_in_out(shares[static_cast<std::size_t>(row - 1)]);
    if (share <= 0) continue;
    const Trace trace = s.context.model.layer(tree.layers[static_cast<std::size_t>(row - 1)]).trace();
    for (Index cell : tree.reached[static_cast<std::size_t>(row)])
      for (const Term& term : trace.gather(cell).terms) {
        if (term.tap.data.none()) continue;
        Point from = place.center(tree, row, cell), to = place.center(tree, row - 1, term.tap.data.index);
        from.y += place.side / 2 - 1;
        to.y -= place.side / 2 - 1;
        s.pen.line(from, {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share},
                   {with_alpha(s.pen.theme().weight, 0.75), width});
      }
  }
}

void draw_tree_cells(const Stack& s, const Tree& tree, const Place& place, const Shares& shares) {
  const Theme& t = s.pen.theme();
  for (int row = 0; row <= kLayers; ++row) {
    const auto r = static_cast<std::size_t>(row);
    const Role role = row == 0 ? Role::kInput : Role::kOutput;
    const std::set<Index>& on = tree.reached[r];
    const int stage = row == 0 ? s.context.model.index_of(tree.layers[0]) : s.context.model.index_of(tree.layers[r - 1]);
    const double share = row == tree.top + 1 ? ease_out(shares[kLayers]) : ease_out(std::max(0.0, 2 * shares[r] - 1));
    for (Index cell = 0; cell < length_of(s.context, tree, row); ++cell) {
      const Point middle = place.center(tree, row, cell);
      const Box box{middle.x - place.side / 2, middle.y - place.side / 2, place.side, place.side};
      const Target target{row == 0 ? TargetKind::kInput : TargetKind::kOutput, stage, cell};
      const bool reached = on.count(cell) != 0 && share > 0;
      const bool hole = row == 0 && !on.empty() && !on.count(cell) && cell > *on.begin() && cell < *on.rbegin();
      if (hole && shares[0] >= 1) {
        s.pen.rect(box, t.sunken, 4, {t.hatch, 1}, target);
        s.pen.mark_cross(box, t.muted);
        continue;
      }
      const double tint = reached ? kOffTint + (kOnTint - kOffTint) * share : kOffTint;
      s.pen.rect(box, mix(t.surface, t.role(role), tint), 4, reached ? Stroke{with_alpha(t.role(role), share), 1.5} : Stroke{}, target);
    }
  }
}

// ---- on the way to another rate ------------------------------------------------------------------------------------------------

// From the input up, how far apart the taps of each layer stand on the way; empty: the tree rests.
using Fan = std::vector<double>;

Fan fan_of(const ViewContext& context, const Tree& tree) {
  Fan fan;
  bool moves = false;
  Index widest = 1;  // that the cell on top spans on the way
  const Index reach = context.model.layer(tree.layers[0]).weight().extents[2] - 1;
  for (std::size_t l = 0; l < tree.layers.size(); ++l) {
    const std::string rate = "rate_" + std::to_string(l + 1);
    const auto gliding = gliding_gaps(context, rate);
    moves = moves || gliding;
    const Index rests = rate_in(*context.model.scene, context.state, rate).front();
    fan.push_back(gliding ? gliding->front().apart() : number(rests));
    widest += reach * (gliding ? std::max(gliding->front().from, gliding->front().to) : rests);
  }
  return moves && widest <= length_of(context, tree, 0) ? fan : Fan{};
}

// What a cell of a row spans on the way, in cells of the input.
double field_in(const Stack& s, const Tree& tree, const Fan& fan, int row) {
  const Index reach = s.context.model.layer(tree.layers[0]).weight().extents[2] - 1;
  return 1 + number(reach) * std::accumulate(fan.begin(), fan.begin() + row, 0.0);
}

// Where the cell on top stands: in the middle of what it spans, which begins at the same cell of the input whatever the rates, or as near
// to it as the input's end lets it.
double top_of(const Stack& s, const Tree& tree, const Place& place, const Fan& fan) {
  if (fan.empty()) return place.center(tree, tree.top + 1, tree.cell).x;
  const double field = field_in(s, tree, fan, tree.top + 1);
  return place.left + (std::min(number(tree.cell), number(length_of(s.context, tree, 0)) - field) + field / 2) * place.pitch;
}

// The links and the cells that they join close or open like a fan below the cell on top. Rows that the step has not lit yet show
// themselves on the way only.
void draw_fan(const Stack& s, const Tree& tree, const Place& place, const Shares& shares, const Fan& fan) {
  const Theme& t = s.pen.theme();
  const Index elements = s.context.model.layer(tree.layers[0]).weight().extents[2];
  const double half = place.side / 2, seen = seen_on_the_way(s.context);
  std::set<double> nodes{top_of(s, tree, place, fan)};
  const auto draw_cell = [&](double x, int row, double alpha) {
    const Role role = row == 0 ? Role::kInput : Role::kOutput;
    s.pen.rect({x - half, place.center(tree, row, 0).y - half, place.side, place.side},
               with_alpha(mix(t.surface, t.role(role), kOnTint), alpha), 4, {with_alpha(t.role(role), alpha), 1.5});
  };
  for (int row = tree.top; row >= 0; --row) {
    const double alpha = shares[static_cast<std::size_t>(row)] >= 1 ? 1 : seen, apart = fan[static_cast<std::size_t>(row)] * place.pitch;
    std::set<double> next;
    for (double x : nodes)
      for (Index e = 0; e < elements; ++e) {
        const double to = x + (number(e) - number(elements - 1) / 2) * apart;
        next.insert(std::round(to * 100) / 100);
        s.pen.line({x, place.center(tree, row + 1, 0).y + half - 1}, {to, place.center(tree, row, 0).y - half + 1},
                   {with_alpha(t.weight, 0.75 * alpha), 1.8});
      }
    for (double x : nodes) draw_cell(x, row + 1, row == tree.top ? 1 : alpha);
    nodes = std::move(next);
    for (double x : nodes) draw_cell(x, row, alpha);
  }
}

std::string number_of(double value) { return number_text(value, value == static_cast<double>(static_cast<Index>(value)) ? 0 : 1); }

// "sees 15 cells", its number in large type.
void draw_sees(const Stack& s, double right, double y, Index seen, bool unit, double size) {
  const Theme& t = s.pen.theme();
  Ink quiet{13, Weight::kRegular, Anchor::kEnd, Face::kWords, Importance::kNote};
  const Words& words = s.context.words;
  if (unit) right -= s.pen.text({right, y}, words("view.stack.cells"), quiet, t.muted) + s.pen.type(8);
  right -= s.pen.text({right, y}, std::to_string(seen), {size, Weight::kBold, Anchor::kEnd, Face::kNumbers}, t.input) + s.pen.type(8);
  s.pen.text({right, y}, words("view.stack.sees"), quiet, t.muted);
}

void draw_row_names(const Stack& s, const Tree& tree, const Place& place, double x, double rate_x) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  Ink ink{14, Weight::kSemiBold};
  for (int row = 0; row <= kLayers; ++row) {
    const double y = place.center(tree, row, 0).y;
    if (row == 0) {
      s.pen.text({x, y}, words("view.input"), ink, t.input);
      continue;
    }
    const LayerModel& layer = s.context.model.layer(tree.layers[static_cast<std::size_t>(row - 1)]);
    s.pen.text({x, y}, words.format("view.stack.layer", {{"number", std::to_string(row)}}), ink, t.output);
    const std::string rate = std::to_string(layer.layer->attributes().integers("dilation").front());
    s.pen.text({rate_x, y}, words.format("view.stack.rate", {{"rate", rate}}), {13, Weight::kSemiBold}, t.weight);
  }
}

// Below the input, what a cell of each layer spans, around the middle of the tree. Its number stands there once it rests.
void draw_measures(const Stack& s, const Tree& tree, const Place& place, const Shares& shares, const Fan& fan, double step) {
  const Theme& t = s.pen.theme();
  const double middle = top_of(s, tree, place, fan), y0 = place.top + place.row * kLayers + place.side + step;
  for (int row = 1; row <= tree.top + 1; ++row) {
    const double share = ease_out(std::clamp(shares.back() * kLayers - (row - 1), 0.0, 1.0));
    if (share <= 0) continue;
    const double field = fan.empty() ? tree.field[static_cast<std::size_t>(row)] : field_in(s, tree, fan, row);
    const double y = y0 + step * (row - 1), half = (field / 2 * place.pitch - 4) * share;
    s.pen.line({middle - half, y}, {middle + half, y}, {t.input, 2});
    for (double end : {-half, half}) s.pen.line({middle + end, y - 4}, {middle + end, y + 4}, {t.input, 2});
    if (share < 1 || !fan.empty()) continue;
    Ink number{13, Weight::kBold, Anchor::kStart, Face::kNumbers};
    double x = middle + half + s.pen.type(8);
    x += s.pen.text({x, y}, number_of(tree.field[static_cast<std::size_t>(row)]), number, t.input) + s.pen.type(6);
    s.pen.text({x, y}, s.context.words.format("view.stack.layer", {{"number", std::to_string(row)}}),
               {12, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted);
  }
}

Place place_tree(const ViewContext& context, const Tree& tree, Box box, double most) {
  Place place;
  const double columns = static_cast<double>(length_of(context, tree, 0));
  place.pitch = std::min(most, box.w / columns);
  place.row = std::min(place.pitch * 1.75, (box.h - place.pitch * 0.85) / kLayers);
  place.row = std::max(place.row, std::min((box.h - place.pitch * 0.85) / kLayers, most * 1.2));
  place.side = std::min(place.pitch * 0.86, place.row * 0.62);
  place.left = box.center().x - columns * place.pitch / 2;
  place.top = box.y + std::max(0.0, (box.h - place.row * kLayers - place.side) / 2);
  return place;
}

void draw_main(const Stack& s, const Tree& tree, Box box) {
  const Words& words = s.context.words;
  const Pen& pen = s.pen;
  const double layer = pen.width(words.format("view.stack.layer", {{"number", "3"}}), {14, Weight::kSemiBold}) + pen.type(16);
  const double rate = pen.width(words.format("view.stack.rate", {{"rate", "88"}}), {13, Weight::kSemiBold}) + pen.type(16);
  const double sees = pen.width(words("view.stack.sees") + words("view.stack.cells"), {13}) + pen.type(64);
  const double step = pen.type(15);
  Box middle{box.x + layer + rate, box.y, box.w - layer - rate - sees, box.h - step * (kLayers + 0.6)};
  if (middle.w < 0) return;
  const Place place = place_tree(s.context, tree, middle, std::max(40.0, box.h * 0.14));
  const Fan fan = fan_of(s.context, tree);
  const Shares shares = shares_of(s.context), rests = fan.empty() ? shares : Shares(kLayers + 2, 0.0);
  draw_tree_links(s, tree, place, rests, 1.8);
  draw_tree_cells(s, tree, place, rests);
  if (!fan.empty()) draw_fan(s, tree, place, shares, fan);
  draw_row_names(s, tree, place, box.x, box.x + layer);
  for (int row = 1; row <= kLayers; ++row)
    draw_sees(s, box.right(), place.center(tree, row, 0).y, tree.seen[static_cast<std::size_t>(row)], true, row == kLayers ? 22 : 17);
  draw_measures(s, tree, place, shares, fan, step);
}

std::string rates_text(const ViewContext& context, const Tree& tree) {
  std::string rates;
  for (const std::string& name : tree.layers)
    rates += (rates.empty() ? "" : ", ") + std::to_string(context.model.layer(name).layer->attributes().integers("dilation").front());
  return rates;
}

void draw_comparison(const Stack& s, const Tree& tree, Box box, const std::string& key) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  Box head = cut_top(box, s.pen.type(24)), foot = cut_bottom(box, s.pen.type(22));
  const std::string rates = rates_text(s.context, tree);
  const double w =
      s.pen.whole({head.x, head.center().y - 3}, words.format("view.stack.rates", {{"rates", rates}}), {15, Weight::kBold}, t.ink, head.w);
  Ink quiet{13, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  s.pen.whole({head.x + w + s.pen.type(16), head.center().y - 3}, words(key), quiet, t.muted, head.w - w - s.pen.type(16));
  const double sees = s.pen.width(words("view.stack.sees"), {13}) + s.pen.type(34);
  const Box middle{box.x, box.y, box.w - sees - s.pen.type(8), box.h};
  const Place place = place_tree(s.context, tree, middle, 30);
  const Shares lit(kLayers + 2, 1.0);
  draw_tree_links(s, tree, place, lit, 1.3);
  draw_tree_cells(s, tree, place, lit);
  for (int row = 1; row <= kLayers; ++row)
    draw_sees(s, box.right(), place.center(tree, row, 0).y, tree.seen[static_cast<std::size_t>(row)], false, 15);
  s.pen.whole({foot.x, foot.center().y + 3},
              words.format("view.stack.sees_of", {{"seen", std::to_string(tree.seen.back())}, {"span", number_of(tree.field.back())}}),
              quiet, t.muted, foot.w);
}

void draw_stack_heading(const Stack& s, const Tree& tree, Box& area) {
  const Words& words = s.context.words;
  const bool gaps = static_cast<double>(tree.seen.back()) < tree.field.back();
  std::map<std::string, std::string> values{{"kernel", std::to_string(s.context.model.layer(tree.layers[0]).weight().extents[2])},
                                            {"rates", rates_text(s.context, tree)},
                                            {"span", number_of(tree.field.back())}};
  for (int row = 1; row <= kLayers; ++row) values["seen" + std::to_string(row)] = std::to_string(tree.seen[static_cast<std::size_t>(row)]);
  draw_heading(s.pen, area, words(gaps ? "view.stack.title_gaps" : "view.stack.title"),
               words.format(gaps ? "view.stack.subtitle_gaps" : "view.stack.subtitle", values));
}

BarContent bar_of(const Stack& s, const Tree& tree) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const Index reach = s.context.model.layer(tree.layers[0]).weight().extents[2] - 1;
  std::vector<TextRun> line{{words("view.stack.field") + "  =  1", t.muted}};
  for (const std::string& name : tree.layers) {
    line.push_back({" + " + std::to_string(reach) + "·", t.muted});
    line.push_back({std::to_string(s.context.model.layer(name).layer->attributes().integers("dilation").front()), t.weight});
  }
  line.push_back({"  =  ", t.muted});
  line.push_back({number_of(tree.field.back()), t.input});
  BarContent content{line, words.format("view.stack.sentence", {{"kernel", std::to_string(reach + 1)}}), {}, 19, {}};
  content.shorter = {{{words("view.stack.field") + " = ", t.muted}, line.back()}, {line.back()}};
  content.legend = {{LegendMark::kInput, words("legend.reached")},
                    {LegendMark::kWeight, words("legend.link")},
                    {LegendMark::kUnreached, words("legend.skipped")}};
  return content;
}

}  // namespace

void build_dilated_stack(const ViewContext& context, Pen& pen, Box area) {
  const Stack s{context, pen};
  const Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  const Tree tree = make_tree(context, "stack", true);
  draw_stack_heading(s, tree, area);
  if (area.h >= pen.type(410) && area.w >= pen.type(700)) {
    const Box below = cut_bottom(area, std::min(area.h * 0.4, pen.type(230)), pen.type(16));
    const double half = below.w / 2 - pen.type(24);
    pen.line({below.center().x, below.y}, {below.center().x, below.bottom()}, {pen.theme().line, 1});
    draw_comparison(s, make_tree(context, "solid", false), {below.x, below.y, half, below.h}, "view.stack.solid");
    draw_comparison(s, make_tree(context, "holes", false), {below.right() - half, below.y, half, below.h}, "view.stack.holes");
  }
  draw_main(s, tree, area);
  draw_bar(pen, context, bar, bar_of(s, tree));
}

}  // namespace convscope

// Two grouped layers, twice: without a shuffle between them and with it. From the picked map the light walks upwards to the inputs
// that can reach it; the others are crossed.
#include <algorithm>
#include <cmath>
#include <set>

#include "app/views/builders.h"
#include "app/views/groups.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

struct Side {
  bool shuffled = false;
  std::vector<Index> order;              // which map of the first layer stands at each place
  std::set<Index> places, middles, ins;  // on a way to the picked map
  int stage = 0;                         // its second layer
};

struct Reach {
  const ViewContext& context;
  Pen& pen;
  Index channels, groups, pick;
  double lower = 1, between = 1, upper = 1, crosses = 1;
  Side sides[2];

  Index in_group() const { return channels / groups; }
};

struct Card {
  Box box;
  double tile = 30, gap = 10, x = 0, y[4]{}, label = 0;
  Box at(const Reach& s, int row, Index q) const {
    return {x + static_cast<double>(q) * tile + static_cast<double>(q / s.in_group()) * gap, y[row], tile, tile};
  }
};

std::set<Index> channels_of(const ReachedCells& reached, const std::string& tensor, Index plane) {
  std::set<Index> channels;
  auto found = reached.find(tensor);
  if (found == reached.end()) return channels;
  for (Index cell : found->second) channels.insert(cell / plane);
  return channels;
}

Side side_of(const Model& model, const std::string& second, Index pick) {
  Side side;
  const LayerModel& layer = model.layer(second);
  const Index channels = layer.output().extents[1], plane = layer.output().count() / channels;
  const ReachedCells reached = model.pipeline->receptive_field(second, pick * plane, {});
  side.shuffled = layer.inputs.front() == "shuffle";
  side.stage = model.index_of(second);
  side.ins = channels_of(reached, "input", plane);
  side.middles = channels_of(reached, "first", plane);
  side.places = side.shuffled ? channels_of(reached, "shuffle", plane) : side.middles;
  for (Index q = 0; q < channels; ++q)
    side.order.push_back(side.shuffled ? model.layer("shuffle").trace().gather(q * plane).terms.front().tap.channel : q);
  return side;
}

Reach reach_of(const ViewContext& context, Pen& pen) {
  const Model& model = context.model;
  const LayerModel& second = model.layer("second");
  const Index channels = second.output().extents[1];
  const Index pick = std::clamp<Index>(model.timeline.place(context.moment.step).step, 0, channels - 1);
  Reach s{context, pen, channels, second.layer->attributes().integers("groups").front(), pick, played_share(context, "lower"),
          played_share(context, "between"), played_share(context, "upper"), played_share(context, "crosses"), {}};
  const Target asked = context.hover.none() ? context.state.pin : context.hover;
  const bool map = asked.stage == model.index_of("second") || asked.stage == model.index_of("plain");
  if (map && asked.kind == TargetKind::kOutput && asked.index >= 0 && asked.index < channels && asked.index != pick) {
    s.pick = asked.index;
    s.lower = s.between = s.upper = s.crosses = 1;
  }
  s.sides[0] = side_of(model, "plain", s.pick);
  s.sides[1] = side_of(model, "second", s.pick);
  return s;
}

Card card_of(const Reach& s, Box box) {
  Card l;
  l.box = box;
  const double head = s.pen.type(96), groups = static_cast<double>(s.groups);
  l.label = s.pen.type(68);
  if (box.w < s.pen.type(330)) l.label = 14;
  l.gap = std::min(12.0, box.w * 0.06);
  const double room = box.w - l.label - 20 - l.gap * (groups - 1);
  const double tall = std::max(40.0, box.h - head - 24);
  l.tile = std::floor(std::max(4.0, std::min({room / static_cast<double>(s.channels), tall * 0.13, 46.0 * s.context.height / 700})));
  const double width = l.tile * static_cast<double>(s.channels) + l.gap * (groups - 1);
  l.x = box.x + l.label + (box.w - l.label - 14 - width) / 2;
  const double top = box.bottom() - 18 - tall, step = (tall - l.tile) / 3;
  for (int row = 0; row < 4; ++row) l.y[row] = top + step * row;
  return l;
}

void line(const Reach& s, Point from, Point to, Stroke stroke) {
  const double middle = (from.y + to.y) / 2, across = (from.x + to.x) / 2;
  const Point near{(from.x + across) / 2, (from.y + middle) / 2}, far{(to.x + across) / 2, (to.y + middle) / 2};
  s.pen.list().items.push_back(CurveItem{from, near, far, to, stroke});
}

Point foot(const Box& box) { return {box.center().x, box.bottom() - 1}; }
Point top(const Box& box) { return {box.center().x, box.y + 1}; }

// Grey first, the ways to the picked map on top.
void draw_ways(const Reach& s, const Side& side, const Card& l, bool hot) {
  const Theme& t = s.pen.theme();
  const Index n = s.in_group();
  auto stroke = [&](Index group, double share, double width) {
    return hot ? Stroke{mix(t.line, group_color(t, group), share), 1 + (width - 1) * share, 0, 0} : Stroke{t.line, 1, 0, 0};
  };
  for (Index b = 0; b < s.channels; ++b) {
    for (Index a = b / n * n; a < b / n * n + n; ++a) {
      if ((side.ins.count(a) > 0 && side.middles.count(b) > 0) == hot)
        line(s, foot(l.at(s, 0, a)), top(l.at(s, 1, b)), stroke(a / n, s.upper, 2.2));
      if ((side.places.count(a) > 0 && b == s.pick) == hot) line(s, foot(l.at(s, 2, a)), top(l.at(s, 3, b)), stroke(b / n, s.lower, 3));
    }
  }
  for (Index q = 0; q < s.channels; ++q) {
    if ((side.places.count(q) > 0) != hot) continue;
    const Index from = side.order[static_cast<std::size_t>(q)];
    Stroke path = stroke(from / n, s.between, 3);
    if (!hot) path.color = t.hatch;
    draw_upright_link(s.pen, foot(l.at(s, 1, from)), top(l.at(s, 2, q)), path);
  }
}

// Open in the middle, so that the number stays clear.
void draw_cross(const Reach& s, Box box, double share) {
  const Point c = box.center();
  const double far = box.w * 0.36, near = box.w * 0.22;
  for (double a : {-1.0, 1.0})
    for (double b : {-1.0, 1.0}) {
      const Point from{c.x + a * far, c.y + b * far}, to{c.x + a * near, c.y + b * near};
      s.pen.list().items.push_back(CurveItem{from, from, to, to, {with_alpha(s.pen.theme().warning, share), 1.7, 0, 0}});
    }
}

void draw_row(const Reach& s, const Side& side, const Card& l, int row) {
  const double lit[] = {s.upper, s.between, s.lower, 1};
  const std::set<Index> picked{s.pick};
  const std::set<Index>* on[] = {&side.ins, &side.middles, &side.places, &picked};
  const Model& model = s.context.model;
  const int first = model.index_of("first"), shuffle = model.index_of("shuffle");
  for (Index q = 0; q < s.channels; ++q) {
    const Index channel = row == 2 ? side.order[static_cast<std::size_t>(q)] : q;
    const bool hot = on[row]->count(q) > 0 && lit[row] > 0.5;
    Target target{TargetKind::kOutput, row == 3 ? side.stage : row == 2 && side.shuffled ? shuffle : first, q};
    if (row == 0) target = {TargetKind::kInput, first, q};
    Tile tile{l.at(s, row, q), channel / s.in_group(), std::to_string(channel), hot, !hot, 1, 0, target};
    tile.text_size = std::max(kSmallestText, std::min(15.0, l.tile * 0.42 / s.pen.type(1)));
    draw_tile(s.pen, tile);
    if (row == 0 && on[0]->count(q) == 0 && s.crosses > 0) draw_cross(s, tile.box, s.crosses);
    if (row == 3 && q == s.pick) s.pen.frame(inset(tile.box, -1), Role::kOutput, 3);
  }
}

void draw_grounds(const Reach& s, const Card& l) {
  const double margin = std::min(6.0, l.gap * 0.45);
  for (Index g = 0; g < s.groups; ++g) {
    for (int half : {0, 2}) {
      const Box first = l.at(s, half, g * s.in_group()), last = l.at(s, half + 1, (g + 1) * s.in_group() - 1);
      const Box ground{first.x, first.y, last.right() - first.x, last.bottom() - first.y};
      draw_group_ground(s.pen, inset(ground, -margin), g, false);
      if (half == 0)
        s.pen.whole({(first.x + last.right()) / 2, first.y - margin - s.pen.type(10)}, group_letter(g),
                    {kLabelSize, Weight::kBold, Anchor::kMiddle, Face::kWords, Importance::kNote}, group_ink(s.pen.theme(), g),
                    last.right() - first.x);
    }
  }
}

void draw_labels(const Reach& s, const Side& side, const Card& l) {
  const Words& words = s.context.words;
  const Theme& t = s.pen.theme();
  const double half = l.tile / 2, x = l.box.x + 14, room = l.x - 8 - x;
  const Ink plain{kLabelSize, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote};
  auto label = [&](double y, const char* key) { s.pen.whole({x, y}, words(key), plain, t.muted, room); };
  label(l.y[0] + half, "view.input");
  label((l.y[0] + l.y[1]) / 2 + half, "view.stop_grouped");
  label((l.y[1] + l.y[2]) / 2 + half, side.shuffled ? "view.with_shuffle" : "view.no_shuffle");
  label((l.y[2] + l.y[3]) / 2 + half, "view.stop_grouped");
  label(l.y[3] + half, "view.maps");
}

void draw_side(const Reach& s, const Side& side, Box box) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const Card l = card_of(s, box);
  s.pen.rect(box, t.surface, kCardRadius, {side.shuffled ? t.accent : t.line, side.shuffled ? 2.0 : 1.0, 0, 0});
  const double y = box.y + s.pen.type(28), second = y + s.pen.type(24);
  const bool all = static_cast<Index>(side.ins.size()) == s.channels;
  const std::string reached = std::to_string(side.ins.size()), inputs = std::to_string(s.channels);
  const std::string count = words.format("view.reach_count", {{"reached", reached}, {"all", inputs}});
  s.pen.fitted({box.x + 18, y}, words(side.shuffled ? "view.reach_with" : "view.reach_without"), {17, Weight::kBold}, t.ink, box.w * 0.48);
  if (s.crosses > 0)
    s.pen.fitted({box.right() - 18, y}, count, {22, Weight::kBold, Anchor::kEnd}, all ? t.output : t.warning, box.w * 0.40);
  const Ink note{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  const char* chain = side.shuffled ? "view.reach_chain_with" : "view.reach_chain_without";
  s.pen.whole({box.x + 18, second}, words(chain), note, t.muted, box.w * 0.54);
  Ink right = note;
  right.anchor = Anchor::kEnd;
  s.pen.whole({box.right() - 18, second}, words.format("view.reach_map", {{"map", std::to_string(s.pick)}}), right, t.muted, box.w * 0.34);
  draw_grounds(s, l);
  draw_ways(s, side, l, false);
  draw_ways(s, side, l, true);
  for (int row = 0; row < 4; ++row) draw_row(s, side, l, row);
  draw_labels(s, side, l);
}

BarContent bar_of(const Reach& s) {
  const Words& words = s.context.words;
  const Theme& t = s.pen.theme();
  const std::string all = std::to_string(s.channels);
  auto part = [&](const Side& side) {
    return words.format("view.reach_count", {{"reached", std::to_string(side.ins.size())}, {"all", all}});
  };
  const std::vector<TextRun> counts{{part(s.sides[0]), t.warning}, {"  →  ", t.muted}, {part(s.sides[1]), t.output}};
  BarContent content;
  content.line = {{"g = " + std::to_string(s.groups) + ", C = " + all + "   ", t.muted},
                  {words.format("view.map_number", {{"number", std::to_string(s.pick)}}) + ":   ", t.ink}};
  content.line.insert(content.line.end(), counts.begin(), counts.end());
  content.shorter = {counts};
  content.line_size = 17;
  const bool crosses = static_cast<Index>(s.sides[1].ins.size()) == s.channels;
  content.sentence = words(crosses ? "view.reach_sentence" : "view.reach_more_layers");
  content.legend = {{LegendMark::kUnreached, words("legend.cannot_reach")}};
  return content;
}

}  // namespace

void build_shuffled_grouped(const ViewContext& context, Pen& pen, Box area) {
  const Reach s = reach_of(context, pen);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  draw_side(s, s.sides[0], cut_left(area, (area.w - 24) / 2, 24));
  draw_side(s, s.sides[1], area);
  draw_bar(pen, context, bar, bar_of(s));
}

}  // namespace convscope

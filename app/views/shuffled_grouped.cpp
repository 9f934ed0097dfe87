// Two grouped layers, twice: without a shuffle between them and with it. From the picked map the light walks upwards to the inputs
// that can reach it, from a picked input downwards to the maps that it can reach; what lies out of reach is crossed.
#include "app/views/reach.h"

#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/groups.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

struct Reach {
  const ViewContext& context;
  Pen& pen;
  Index channels, groups;
  ReachPick pick;
  bool forward = false;  // the light walks downwards
  double lower = 1, between = 1, upper = 1, crosses = 1;
  ReachSide sides[2]{};

  Index in_group() const { return channels / groups; }
  // How far the light has come to a row.
  double lit(ReachRow row) const {
    const double up[] = {upper, between, lower, 1}, down[] = {1, upper, between, lower};
    return forward ? down[static_cast<int>(row)] : up[static_cast<int>(row)];
  }
};

struct Card {
  Box box;
  double tile = 30, gap = 10, x = 0, y[kReachRows]{}, label = 0;
  Box at(const Reach& s, ReachRow row, Index q) const {
    return {x + static_cast<double>(q) * tile + static_cast<double>(q / s.in_group()) * gap, y[static_cast<int>(row)], tile, tile};
  }
};

Reach reach_of(const ViewContext& context, Pen& pen) {
  const Model& model = context.model;
  const LayerModel& second = model.layer("second");
  bool inspected = false;
  const ReachPick pick = reach_pick(context, inspected);
  Reach s{context, pen, second.output().extents[1], second.layer->attributes().integers("groups").front(), pick};
  s.forward = pick.row == ReachRow::kInput;
  if (!inspected) {
    s.lower = played_share(context, s.forward ? "second_makes" : "lower");
    s.between = played_share(context, s.forward ? "taken_to" : "between");
    s.upper = played_share(context, s.forward ? "first_makes" : "upper");
    s.crosses = played_share(context, s.forward ? "crosses_maps" : "crosses");
  }
  s.sides[0] = reach_side(model, "plain", pick);
  s.sides[1] = reach_side(model, "second", pick);
  return s;
}

Card card_of(const Reach& s, Box box) {
  Card l;
  l.box = box;
  const double head = s.pen.type(96), groups = static_cast<double>(s.groups);
  l.label = s.pen.type(68);
  if (box.w < s.pen.type(330)) l.label = 14;
  l.gap = std::min({12.0, box.w * 0.06, std::max(4.0, box.w * 0.09 / std::max(1.0, groups - 1))});
  const double room = box.w - l.label - 20 - l.gap * (groups - 1);
  const double tall = std::max(40.0, box.h - head - 24);
  l.tile = std::floor(std::max(4.0, std::min({room / static_cast<double>(s.channels), tall * 0.13, 46.0 * s.context.height / 700})));
  const double width = l.tile * static_cast<double>(s.channels) + l.gap * (groups - 1);
  l.x = box.x + l.label + (box.w - l.label - 14 - width) / 2;
  const double top = box.bottom() - 18 - tall, step = (tall - l.tile) / (kReachRows - 1);
  for (int row = 0; row < kReachRows; ++row) l.y[row] = top + step * row;
  return l;
}

void line(const Reach& s, Point from, Point to, Stroke stroke) {
  const double middle = (from.y + to.y) / 2, across = (from.x + to.x) / 2;
  const Point near{(from.x + across) / 2, (from.y + middle) / 2}, far{(to.x + across) / 2, (to.y + middle) / 2};
  s.pen.list().items.push_back(CurveItem{from, near, far, to, stroke});
}

Point foot(const Box& box) { return {box.center().x, box.bottom() - 1}; }
Point top(const Box& box) { return {box.center().x, box.y + 1}; }

// Grey first, the ways through the picked channel on top.
void draw_ways(const Reach& s, const ReachSide& side, const Card& l, bool hot) {
  const Theme& t = s.pen.theme();
  const Index n = s.in_group();
  auto on = [&](ReachRow row, Index q) { return side.of(row).count(q) > 0; };
  auto stroke = [&](Index group, double share, double width) {
    return hot ? Stroke{mix(t.line, group_color(t, group), share), 1 + (width - 1) * share, 0, 0} : Stroke{t.line, 1, 0, 0};
  };
  for (Index b = 0; b < s.channels; ++b)
    for (Index a = b / n * n; a < b / n * n + n; ++a) {
      if ((on(ReachRow::kInput, a) && on(ReachRow::kFirst, b)) == hot)
        line(s, foot(l.at(s, ReachRow::kInput, a)), top(l.at(s, ReachRow::kFirst, b)), stroke(a / n, s.upper, 2.2));
      if ((on(ReachRow::kPlace, a) && on(ReachRow::kOutput, b)) == hot)
        line(s, foot(l.at(s, ReachRow::kPlace, a)), top(l.at(s, ReachRow::kOutput, b)), stroke(b / n, s.lower, s.forward ? 2.2 : 3));
    }
  for (Index q = 0; q < s.channels; ++q) {
    if (on(ReachRow::kPlace, q) != hot) continue;
    const Index from = side.order[static_cast<std::size_t>(q)];
    Stroke path = stroke(from / n, s.between, 3);
    if (!hot) path.color = t.hatch;
    draw_upright_link(s.pen, foot(l.at(s, ReachRow::kFirst, from)), top(l.at(s, ReachRow::kPlace, q)), path);
  }
}

// Open in the middle, so that the number stays clear.
void draw_cross(const Reach& s, Box box, double share) {
  const Point c = box.center();
  const bool small = box.w < s.pen.type(24);
  const double far = box.w * (small ? 0.46 : 0.36), near = box.w * (small ? 0.32 : 0.22);
  for (double a : {-1.0, 1.0})
    for (double b : {-1.0, 1.0}) {
      const Point from{c.x + a * far, c.y + b * far}, to{c.x + a * near, c.y + b * near};
      s.pen.list().items.push_back(CurveItem{from, from, to, to, {with_alpha(s.pen.theme().warning, share), 1.7, 0, 0}});
    }
}

void draw_row(const Reach& s, const ReachSide& side, const Card& l, ReachRow row) {
  const Model& model = s.context.model;
  const int first = model.index_of("first"), shuffle = model.index_of("shuffle");
  const bool end = (row == ReachRow::kInput || row == ReachRow::kOutput) && row != s.pick.row;
  for (Index q = 0; q < s.channels; ++q) {
    const Index channel = row == ReachRow::kPlace ? side.order[static_cast<std::size_t>(q)] : q;
    const bool reached = side.of(row).count(q) > 0, hot = reached && s.lit(row) > 0.5;
    const int found_by = row == ReachRow::kPlace && side.shuffled ? shuffle : first;
    Target target{TargetKind::kOutput, row == ReachRow::kOutput ? side.stage : found_by, q};
    if (row == ReachRow::kInput) target = {TargetKind::kInput, first, q};
    Tile tile{l.at(s, row, q), channel / s.in_group(), std::to_string(channel), hot, !hot, 1, 0, target};
    tile.text_size = std::max(kSmallestText, std::min(15.0, l.tile * 0.42 / s.pen.type(1)));
    if (!tile_carries(s.pen, l.tile, std::to_string(s.channels - 1))) tile.text.clear();  // all of them or none
    draw_tile(s.pen, tile);
    if (end && !reached && s.crosses > 0) draw_cross(s, tile.box, s.crosses);
    const bool picked = channel == s.pick.channel && (row == s.pick.row || (row == ReachRow::kPlace && s.pick.row == ReachRow::kFirst));
    if (picked) s.pen.frame(inset(tile.box, -1), row == ReachRow::kInput ? Role::kInput : Role::kOutput, 3);
  }
}

void draw_grounds(const Reach& s, const Card& l) {
  const double margin = std::min(6.0, l.gap * 0.45);
  for (Index g = 0; g < s.groups; ++g) {
    for (ReachRow half : {ReachRow::kInput, ReachRow::kPlace}) {
      const ReachRow below = half == ReachRow::kInput ? ReachRow::kFirst : ReachRow::kOutput;
      const Box first = l.at(s, half, g * s.in_group()), last = l.at(s, below, (g + 1) * s.in_group() - 1);
      const Box ground{first.x, first.y, last.right() - first.x, last.bottom() - first.y};
      draw_group_ground(s.pen, inset(ground, -margin), g, false);
      if (half == ReachRow::kInput)
        s.pen.whole({(first.x + last.right()) / 2, first.y - margin - s.pen.type(10)}, group_letter(g),
                    {kLabelSize, Weight::kBold, Anchor::kMiddle, Face::kWords, Importance::kNote}, group_ink(s.pen.theme(), g),
                    last.right() - first.x);
    }
  }
}

void draw_labels(const Reach& s, const ReachSide& side, const Card& l) {
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

// ---- what is counted ----------------------------------------------------------------------------------------------------------

std::size_t reached_by(const Reach& s, const ReachSide& side) {
  return side.of(s.pick.row == ReachRow::kOutput ? ReachRow::kInput : ReachRow::kOutput).size();
}

bool reaches_all(const Reach& s, const ReachSide& side) { return static_cast<Index>(reached_by(s, side)) == s.channels; }

// "3 of 9 inputs", "3 of 9 maps", or of a map of the first layer both.
std::string count_words(const Reach& s, const ReachSide& side) {
  const Words& words = s.context.words;
  if (s.pick.row == ReachRow::kFirst)
    return words.format("view.reach_both", {{"inputs", std::to_string(side.of(ReachRow::kInput).size())},
                                            {"maps", std::to_string(side.of(ReachRow::kOutput).size())}});
  return words.format(s.forward ? "view.reach_count_maps" : "view.reach_count",
                      {{"reached", std::to_string(reached_by(s, side))}, {"all", std::to_string(s.channels)}});
}

Color count_color(const Reach& s, const ReachSide& side) {
  const Theme& t = s.pen.theme();
  return s.pick.row == ReachRow::kFirst ? t.ink : reaches_all(s, side) ? t.output : t.warning;
}

std::string pick_words(const Reach& s) {
  const std::string number = std::to_string(s.pick.channel);
  if (s.pick.row == ReachRow::kInput) return s.context.words.format("view.reach_from", {{"input", number}});
  return s.context.words.format(s.pick.row == ReachRow::kFirst ? "view.reach_through" : "view.reach_map", {{"map", number}});
}

void draw_head_of(const Reach& s, const ReachSide& side, Box box) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  const double y = box.y + s.pen.type(28), second = y + s.pen.type(24);
  const Ink bold{17, Weight::kBold};
  const double named = box.w * 0.48;
  const std::string name = side.shuffled ? "view.reach_with" : "view.reach_without";
  s.pen.fitted({box.x + 18, y}, words(s.pen.fits(words(name), bold, named) ? name : name + "_brief"), bold, t.ink, named);
  const double size = std::clamp(box.w / s.pen.type(16.8), 14.0, 22.0);  // beside the name
  if (s.crosses > 0)
    s.pen.fitted({box.right() - 18, y}, count_words(s, side), {size, Weight::kBold, Anchor::kEnd}, count_color(s, side), box.w * 0.40);
  const Ink note{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  const char* chain = side.shuffled ? "view.reach_chain_with" : "view.reach_chain_without";
  s.pen.whole({box.x + 18, second}, words(chain), note, t.muted, box.w * 0.54);
  Ink right = note;
  right.anchor = Anchor::kEnd;
  if (s.crosses > 0) s.pen.whole({box.right() - 18, second}, pick_words(s), right, t.muted, box.w * 0.40);
}

void draw_side(const Reach& s, const ReachSide& side, Box box) {
  const Theme& t = s.pen.theme();
  const Card l = card_of(s, box);
  s.pen.rect(box, t.surface, kCardRadius, {side.shuffled ? t.accent : t.line, side.shuffled ? 2.0 : 1.0, 0, 0});
  draw_head_of(s, side, box);
  draw_grounds(s, l);
  draw_ways(s, side, l, false);
  draw_ways(s, side, l, true);
  for (ReachRow row : {ReachRow::kInput, ReachRow::kFirst, ReachRow::kPlace, ReachRow::kOutput}) draw_row(s, side, l, row);
  draw_labels(s, side, l);
}

BarContent bar_of(const Reach& s) {
  const Words& words = s.context.words;
  const Theme& t = s.pen.theme();
  const std::string number = std::to_string(s.pick.channel);
  const bool through = s.pick.row == ReachRow::kFirst;
  const std::vector<TextRun> counts{{count_words(s, s.sides[0]), count_color(s, s.sides[0])},
                                    {"  →  ", t.muted},
                                    {count_words(s, s.sides[1]), count_color(s, s.sides[1])}};
  const bool told = s.crosses > 0;  // what is counted is seen first
  BarContent content;
  content.line = {{"g = " + std::to_string(s.groups) + ", C = " + std::to_string(s.channels) + "   ", t.muted},
                  {words.format(s.forward ? "view.input_number" : "view.map_number", {{"number", number}}) + (told ? ":   " : ""), t.ink}};
  if (told) {
    content.line.insert(content.line.end(), counts.begin(), counts.end());
    content.shorter = {counts};
  }
  content.line_size = 17;
  if (told)
    content.sentence = through ? words.format("view.reach_through_sentence", {{"map", number}})
                               : words(reaches_all(s, s.sides[1]) ? "view.reach_sentence" : "view.reach_more_layers");
  content.legend = {{LegendMark::kUnreached, words(s.forward ? "legend.out_of_reach" : "legend.cannot_reach")}};
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

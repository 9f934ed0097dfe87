// Channel shuffle: reshape to (g, n), transpose, flatten; the channels travel along paths that cross, and back.
#include "app/views/channel_shuffle.h"

#include <algorithm>
#include <cmath>

#include "app/views/builders.h"

namespace convscope {

// ---- how far it has come ----------------------------------------------------------------------------------------------------

namespace {

// Which group of the first layer's input stands at a place of a stage's input.
Index first_group(const Model& model, int stage, Index place) {
  for (int earlier = stage - 1; earlier >= 0; --earlier)
    place = model.layers[static_cast<std::size_t>(earlier)].trace().gather(place).terms.front().tap.channel;
  const LayerModel& first = model.first();
  return place / (first.input().extents[1] / first.layer->attributes().integers("groups").front());
}

void read_timeline(Shuffle& s) {
  const Timeline& timeline = s.context.model.timeline;
  const StepPlace place = timeline.place(s.context.moment.step);
  const std::string& name = timeline.segments[place.segment].name;
  const double share = played_share(s.context, "travel");
  auto is = [&](const char* operation) { return name.find(operation) != std::string::npos; };
  s.reshape = is("reshape") ? share : 1;
  s.columns = is("reshape") ? 0 : is("transpose") ? static_cast<double>(place.step) + share : static_cast<double>(s.in_group);
  s.flatten = is("flatten") ? share : 0;
}

}  // namespace

double Shuffle::transposed(Index column) const { return std::clamp(columns - static_cast<double>(column), 0.0, 1.0); }

Tile Shuffle::tile(Box box, Index input, double text_size) const {
  const auto at = static_cast<std::size_t>(input);
  const bool numbered = tile_carries(pen, box.w, widest);  // all of them or none
  return {box, group[at], numbered ? text[at] : "", input == pick, false, 1, text_size, input_target(input)};
}

Shuffle shuffle_of(const ViewContext& context, Pen& pen) {
  const Model& model = context.model;
  Shuffle s{context, pen, 0, 1, 1, {}, {}, {}};
  s.stage = model.playing(context.moment);
  const LayerModel& layer = model.layers[static_cast<std::size_t>(s.stage)];
  const Tensor& input = layer.input();
  const Index channels = input.extents[1], plane = std::max<Index>(1, input.count() / channels);
  s.groups = layer.layer->attributes().integers("groups").front();
  s.in_group = channels / s.groups;
  const Trace trace = layer.trace();
  const int decimals = decimals_of(input);
  for (Index c = 0; c < channels; ++c) {
    s.source.push_back(trace.gather(c * plane).terms.front().tap.channel);
    s.group.push_back(first_group(model, s.stage, c));
    s.text.push_back(number_text(input[c * plane], decimals));
  }
  const Ink ink{kSmallestText, Weight::kSemiBold, Anchor::kMiddle, Face::kNumbers};
  for (const std::string& each : s.text)
    if (pen.width(each, ink) > pen.width(s.widest, ink)) s.widest = each;
  read_timeline(s);
  const Target asked = context.hover.none() ? context.state.pin : context.hover;
  s.pick = std::min<Index>(1, channels - 1);
  if (s.columns > 0 && s.columns < static_cast<double>(s.in_group)) s.pick = static_cast<Index>(std::ceil(s.columns)) - 1;
  const bool here = asked.stage == s.stage && asked.index >= 0 && asked.index < channels;
  if (here && asked.kind == TargetKind::kInput) s.pick = asked.index;
  if (here && asked.kind == TargetKind::kOutput) s.pick = s.source[static_cast<std::size_t>(asked.index)];
  return s;
}

HeadState shuffle_head(const Shuffle& s, int operation) {
  const int now = s.flatten > 0 ? 2 : s.columns > 0 ? 1 : 0;
  const bool resting = s.flatten <= 0 && s.columns >= static_cast<double>(s.in_group);  // transposed, not yet laid out flat
  const int playing = resting ? std::max(now, 1) : now;
  return operation == playing ? HeadState::kNow : operation < playing ? HeadState::kDone : HeadState::kLater;
}

BarContent shuffle_bar(const Shuffle& s) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  auto number = [](Index value) { return std::to_string(value); };
  const Index row = s.pick / s.in_group, column = s.pick % s.in_group;
  const auto place = std::find(s.source.begin(), s.source.end(), s.pick) - s.source.begin();
  const Color color = group_ink(t, s.group[static_cast<std::size_t>(s.pick)]);
  const std::string from = s.stage == 0 ? words.format("view.shuffle_channel", {{"channel", number(s.pick)}})
                                        : words("view.shuffle_place") + " " + number(s.pick);
  std::vector<TextRun> line{{from, color},
                            {" = " + number(row) + "·" + number(s.in_group) + " + " + number(column) + "  →  ", t.muted},
                            {words("view.shuffle_place") + " " + number(column) + "·" + number(s.groups) + " + " + number(row) + " = " +
                                 number(static_cast<Index>(place)),
                             t.ink}};
  BarContent content;
  content.shorter = {line, {line[0], {"  →  ", t.muted}, {number(static_cast<Index>(place)), t.ink}}};
  std::string order;
  for (Index source : s.source) order += (order.empty() ? "" : " ") + s.text[static_cast<std::size_t>(source)];
  line.push_back({"      " + words("view.shuffle_order") + "  ", t.muted});
  line.push_back({order, t.ink});
  content.line = line;
  content.line_size = 17;
  const char* sentence = s.stage == 0 ? "view.shuffle_back_how" : "view.shuffle_back_done";
  content.sentence = s.groups == 1 || s.in_group == 1 ? words("view.shuffle_nothing")
                                                      : words.format(sentence, {{"groups", number(s.in_group)}});
  return content;
}

// ---- the three operations, small ---------------------------------------------------------------------------------------------

namespace {

struct Strip {
  Box box;
  double tile = 36, x[3]{}, flat_tile = 24, middle = 0;
  Box first, second, row;
};

Strip strip_of(const Shuffle& s, Box box) {
  Strip l;
  l.box = box;
  const double head = s.pen.type(46), letters = s.pen.type(20);
  const double g = static_cast<double>(s.groups), n = static_cast<double>(s.in_group), c = static_cast<double>(s.channels());
  const double third = box.w / 3, tall = box.h - head - letters;
  l.tile = std::floor(std::min({tall / std::max(g, n), (third - letters - 64) / std::max(g, n), box.h * 0.24}));
  const double middle = box.y + head + letters + tall / 2;
  l.middle = middle;
  for (int i = 0; i < 3; ++i) l.x[i] = box.x + third * i;
  l.first = {l.x[0] + letters + 24, middle - g * l.tile / 2, n * l.tile, g * l.tile};
  l.second = {l.x[1] + letters + 24, middle - n * l.tile / 2, g * l.tile, n * l.tile};
  constexpr double kArrow = 64;  // with what stands free before and behind it
  const double wide = std::floor(std::min(l.tile, (box.right() - l.second.right() - kArrow) / c));
  l.flat_tile = std::floor(std::min(l.tile, (third - 8) / c));
  if (tile_carries(s.pen, wide, s.widest)) l.flat_tile = std::max(l.flat_tile, wide);  // beyond its third, where that is for its numbers
  l.row = {box.right() - c * l.flat_tile, middle - l.flat_tile / 2, c * l.flat_tile, l.flat_tile};
  return l;
}

Box cell_at(const Box& matrix, double side, double row, double column) {
  return {matrix.x + side * column, matrix.y + side * row, side, side};
}

void draw_letters(const Shuffle& s, const Strip& l) {
  if (l.tile < s.pen.type(15) || s.stage != 0) return;  // on the way back rows are no groups of the first layer
  for (Index g = 0; g < s.groups; ++g) {
    const Color ink = group_ink(s.pen.theme(), g);
    const double shift = (static_cast<double>(g) + 0.5) * l.tile;
    s.pen.text({l.first.x - s.pen.type(12), l.first.y + shift}, group_letter(g), {14, Weight::kBold, Anchor::kEnd}, ink);
    s.pen.text({l.second.x + shift, l.second.y - s.pen.type(12)}, group_letter(g), {14, Weight::kBold, Anchor::kMiddle}, ink);
  }
}

void draw_arrow(const Shuffle& s, double from, double to, double y) {
  if (to - from < 24) return;
  const Color color = s.pen.theme().faint;
  s.pen.line({from, y}, {to - 7, y}, {color, 2});
  s.pen.path({{to - 9, y - 4}, {to, y}, {to - 9, y + 4}}, true, color, {});
}

// Of the shuffle that plays: its three operations are segments of the timeline, one after the other.
Index first_segment(const Shuffle& s) {
  const std::vector<TimelineSegment>& segments = s.context.model.timeline.segments;
  auto found = std::find_if(segments.begin(), segments.end(), [&](const TimelineSegment& each) { return each.stage == s.stage; });
  return found - segments.begin();
}

void draw_strip(const Shuffle& s, const Strip& l) {
  const Words& words = s.context.words;
  const std::string g = std::to_string(s.groups), n = std::to_string(s.in_group), c = std::to_string(s.channels());
  const double width = l.box.w / 3 - 16;
  const std::string names[] = {words("view.reshape"), words("view.transpose"), words("view.flatten")};
  const std::string hints[] = {"C = g · n  →  " + g + " × " + n, words("view.transpose_why"),
                               words.format("view.flatten_why", {{"channels", c}})};
  for (int i = 0; i < 3; ++i)
    draw_head(s.pen, {l.x[i], l.box.y, width, s.pen.type(34)}, i + 1, names[i], hints[i], shuffle_head(s, i), first_segment(s) + i);
  draw_letters(s, l);
  draw_arrow(s, l.first.right() + 24, l.second.x - s.pen.type(26), l.middle);
  draw_arrow(s, l.second.right() + 24, l.row.x - 16, l.middle);
  const double size = std::max(kSmallestText, std::min(14.0, l.tile * 0.36 / s.pen.type(1)));
  for (Index i = 0; i < s.channels(); ++i) {
    const Index row = i / s.in_group, column = i % s.in_group;
    const Box at = cell_at(l.first, l.tile, static_cast<double>(row), static_cast<double>(column));
    const double come = std::clamp(s.reshape * static_cast<double>(s.groups) - static_cast<double>(row), 0.0, 1.0);  // row by row
    Tile first = s.tile(at, i, size);
    first.alpha = ease_out(come);
    if (come > 0) draw_tile(s.pen, first);
    else draw_empty_tile(s.pen, at, s.pen.theme().line, false);
    const Box there = cell_at(l.second, l.tile, static_cast<double>(column), static_cast<double>(row));
    const double share = s.transposed(column);
    if (share <= 0) draw_empty_tile(s.pen, there, s.pen.theme().line, false);
    else {
      Tile second = s.tile(there, i, size);
      second.alpha = ease_out(share);
      draw_tile(s.pen, second);
    }
  }
  for (Index place = 0; place < s.channels(); ++place) {
    const Box at = cell_at(l.row, l.flat_tile, 0, static_cast<double>(place));
    if (s.flatten <= 0) {
      draw_empty_tile(s.pen, at, s.pen.theme().line, false);
      continue;
    }
    Tile tile = s.tile(at, s.source[static_cast<std::size_t>(place)], kSmallestText);
    tile.target = s.output_target(place);
    tile.alpha = ease_out(s.flatten);
    draw_tile(s.pen, tile);
  }
}

// ---- the paths ----------------------------------------------------------------------------------------------------------------

struct Paths {
  double tile = 60, x = 0, gap = 20, top = 0, bottom = 0;
  double ground = 8, words = 28;
};

Box above(const Shuffle& s, const Paths& l, Index input) {
  return {l.x + static_cast<double>(input) * l.tile + static_cast<double>(input / s.in_group) * l.gap, l.top, l.tile, l.tile};
}

// The gaps of both rows take the same room in all, so that they end together.
Box below(const Shuffle& s, const Paths& l, Index place) {
  const double gap = s.in_group > 1 ? l.gap * static_cast<double>(s.groups - 1) / static_cast<double>(s.in_group - 1) : 0;
  return {l.x + static_cast<double>(place) * l.tile + static_cast<double>(place / s.groups) * gap, l.bottom, l.tile, l.tile};
}

Paths paths_of(const Shuffle& s, Box box) {
  Paths l;
  const double c = static_cast<double>(s.channels()), groups = static_cast<double>(s.groups);
  l.words = s.pen.type(30);
  l.gap = s.groups > 1 ? std::min(28.0, box.w * 0.12 / (groups - 1)) : 0;
  l.tile = std::floor(std::min({(box.w - 16 - l.gap * (groups - 1)) / c, (box.h - 2 * l.words - 2 * l.ground) * 0.28, box.w * 0.09}));
  l.x = box.x + (box.w - l.tile * c - l.gap * (groups - 1)) / 2;
  l.top = box.y + l.words;
  l.bottom = box.bottom() - l.words - l.tile;
  l.ground = std::min(8.0, l.gap * 0.35 + 1);
  return l;
}

void draw_grounds(const Shuffle& s, const Paths& l) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  for (Index g = 0; g < s.groups; ++g) {
    const Box first = above(s, l, g * s.in_group), last = above(s, l, (g + 1) * s.in_group - 1);
    const Box ground{first.x - l.ground, l.top - l.words, last.right() - first.x + 2 * l.ground, l.tile + l.words + l.ground};
    const std::string name = words.format("view.group_name", {{"group", group_letter(g)}});
    if (s.stage == 0) draw_group_ground(s.pen, ground, g, false);
    else s.pen.rect(ground, t.sunken, kCardRadius);
    s.pen.whole({ground.x + 14, l.top - l.words / 2 - 1}, name, {13.5, Weight::kSemiBold}, s.stage == 0 ? group_ink(t, g) : t.muted,
                ground.w - 20);
  }
  for (Index g = 0; g < s.in_group; ++g) {
    const Box first = below(s, l, g * s.groups), last = below(s, l, (g + 1) * s.groups - 1);
    const Box ground{first.x - l.ground, l.bottom - l.ground, last.right() - first.x + 2 * l.ground, l.tile + l.words + l.ground};
    s.pen.rect(ground, t.sunken, kCardRadius);
    const std::string group = group_letter(g);
    const Ink ink{12.5, Weight::kMedium, Anchor::kStart, Face::kWords, Importance::kNote};
    const Point at{ground.x + 14, l.bottom + l.tile + l.words / 2};
    if (s.pen.whole(at, words.format("view.next_group", {{"group", group}}), ink, t.muted, ground.w - 20) == 0)
      s.pen.whole(at, words.format("view.group_name", {{"group", group}}), ink, t.muted, ground.w - 20);
  }
}

void draw_path(const Shuffle& s, const Paths& l, Index place) {
  const Theme& t = s.pen.theme();
  const Index input = s.source[static_cast<std::size_t>(place)];
  const Box from = above(s, l, input), to = below(s, l, place);
  const bool hot = input == s.pick;
  const Color color = group_color(t, s.group[static_cast<std::size_t>(input)]);
  draw_upright_link(s.pen, {from.center().x, from.bottom() - 2}, {to.center().x, to.y + 2},
                    {hot ? color : mix(t.surface, color, 0.62), hot ? 4.5 : 2.2, 0, 0});
}

void draw_paths(const Shuffle& s, Box box) {
  const Paths l = paths_of(s, box);
  draw_grounds(s, l);
  Index picked = 0;
  for (Index place = 0; place < s.channels(); ++place) {
    if (s.source[static_cast<std::size_t>(place)] == s.pick) picked = place;
    else draw_path(s, l, place);
  }
  draw_path(s, l, picked);
  for (Index i = 0; i < s.channels(); ++i) draw_tile(s.pen, s.tile(above(s, l, i), i));
  const double e = ease_in_out(s.flatten);
  for (Index place = 0; place < s.channels(); ++place) {
    const Index input = s.source[static_cast<std::size_t>(place)];
    const Box from = above(s, l, input), to = below(s, l, place);
    if (s.flatten < 1) draw_empty_tile(s.pen, to, group_color(s.pen.theme(), s.group[static_cast<std::size_t>(input)]), true);
    if (s.flatten <= 0) continue;
    const Point at = on_upright_link(from.center(), to.center(), e);
    Tile tile = s.tile({at.x - l.tile / 2, at.y - l.tile / 2, l.tile, l.tile}, input);
    tile.target = e < 1 ? Target{} : s.output_target(place);
    if (e < 1) tile.text.clear();  // while they cross, numbers would lie upon each other
    draw_tile(s.pen, tile);
  }
}

}  // namespace

void build_channel_shuffle(const ViewContext& context, Pen& pen, Box area) {
  const Shuffle s = shuffle_of(context, pen);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  if (area.h > pen.type(330)) {
    constexpr double kStrip = 0.38, kMatrix = 0.5;  // a matrix of many channels needs more of the height
    Box top = area;
    const bool numbered = tile_carries(pen, strip_of(s, cut_top(top, area.h * kStrip)).tile, s.widest);
    draw_strip(s, strip_of(s, cut_top(area, area.h * (numbered ? kStrip : kMatrix), 18)));
    draw_paths(s, area);
  } else if (s.flatten <= 0) {  // on a low stage the matrix until it is read row by row, then the paths
    draw_strip(s, strip_of(s, area));
  } else {
    draw_paths(s, area);
  }
  draw_bar(pen, context, bar, shuffle_bar(s));
}

}  // namespace convscope

// Grouped: left the channels and maps, joined only within their group; right the weights as the dense tensor that they are a part of,
// with its missing blocks; below the numbers of groups that divide the channels, and what each costs.
#include "app/views/grouped.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/views/builders.h"
#include "app/views/plane.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

// Numbers of what stands for no cell: blocks of the dense tensor that are not stored, and groups.
constexpr Index kMissingBlocks = Index{1} << 20, kGroups = Index{1} << 21;

void answer(Grouped& s, const LayerModel& layer) {
  const Index index = s.asked.index;
  auto cell_in = [&](const Tensor& tensor, TargetKind kind) -> std::optional<Cell> {
    if (s.asked.kind != kind || index < 0 || index >= tensor.count()) return std::nullopt;
    return cell_of(tensor.extents, index);
  };
  if (auto cell = cell_in(layer.output(), TargetKind::kOutput)) s.map = (*cell)[1];
  if (auto cell = cell_in(layer.input(), TargetKind::kInput)) s.channel = (*cell)[1];
  if (auto cell = cell_in(layer.weight(), TargetKind::kWeight)) {
    s.block = true;
    s.map = (*cell)[0];
    s.channel = s.group_of_map(s.map) * (s.channels / s.groups) + (*cell)[1];
  }
  if (s.asked.kind != TargetKind::kControl) return;
  if (index >= kGroups && index < kGroups + s.groups) s.group = index - kGroups;
  if (index < kMissingBlocks || index >= kMissingBlocks + s.maps * s.channels) return;
  s.block = true;
  s.map = (index - kMissingBlocks) / s.channels;
  s.channel = (index - kMissingBlocks) % s.channels;
}

Grouped grouped_of(const ViewContext& context, Pen& pen) {
  const LayerModel& layer = context.layer();
  const Extents &input = layer.input().extents, &weight = layer.weight().extents;
  Grouped s{context, pen, input[1], weight[0], input[1] / weight[1], {weight[2], weight[3]}, {}};
  s.asked = context.hover.none() ? context.state.pin : context.hover;
  s.playing = std::clamp<Index>(context.model.timeline.place(context.moment.step).step, 0, s.maps - 1);
  s.map = s.playing;
  s.row = played_share(context, "row");
  s.join = played_share(context, "join");
  s.fill = played_share(context, "fill");
  answer(s, layer);
  if (s.map != s.playing || s.channel >= 0 || s.group >= 0) s.row = s.join = 1;
  return s;
}

// ---- channels and maps ------------------------------------------------------------------------------------------------------

struct Columns {
  Box box;               // of the grounds
  double in = 0, out = 0, side = 40, gap = 12, band = 100;
};

double member_y(const Columns& l, Index group, Index member, Index members) {
  return l.box.y + static_cast<double>(group) * (l.band + l.gap) +
         (static_cast<double>(member) + 0.5) * l.band / static_cast<double>(members) - l.side / 2;
}

Box channel_box(const Grouped& s, const Columns& l, Index c) {
  const Index members = s.channels / s.groups;
  return {l.in, member_y(l, s.group_of_channel(c), c % members, members), l.side, l.side};
}

Box map_box(const Grouped& s, const Columns& l, Index n) {
  const Index members = s.maps / s.groups;
  return {l.out, member_y(l, s.group_of_map(n), n % members, members), l.side, l.side};
}

// A map as small tinted cells; as many as have come are filled.
void draw_map(const Grouped& s, Box box, const Tensor& tensor, Index channel, Index group, TargetKind kind, Index shown, bool hot) {
  const Theme& t = s.pen.theme();
  const Range range = range_of(tensor);
  const Index rows = tensor.extents[2], columns = tensor.extents[3];
  const double margin = std::min(3.0, box.w * 0.06), cell = (box.w - 2 * margin) / static_cast<double>(std::max(rows, columns));
  const double x = box.x + (box.w - cell * static_cast<double>(columns)) / 2, y = box.y + (box.h - cell * static_cast<double>(rows)) / 2;
  const Color color = group_color(t, group);
  s.pen.rect(box, t.surface, 4);
  for (Index i = 0; i < rows * columns; ++i) {
    const Index flat = flat_index(tensor.extents, {0, channel, i / columns, i % columns});
    const double part = (tensor[flat] - range.low) / std::max(1e-12, range.high - range.low);
    const Box at{x + cell * static_cast<double>(i % columns), y + cell * static_cast<double>(i / columns), cell - 0.6, cell - 0.6};
    s.pen.rect(at, i < shown ? mix(t.surface, color, 0.14 + 0.6 * part) : t.sunken, 1, {}, {kind, 0, flat});
  }
  s.pen.rect(box, {0, 0, 0, 0}, 5, {hot ? color : t.line, hot ? 3.0 : 1.0});
}

void draw_joins(const Grouped& s, const Columns& l, bool hot) {
  for (Index n = 0; n < s.maps; ++n) {
    for (Index c = 0; c < s.channels; ++c) {
      if (!s.joined(n, c) || s.hot(n, c) != hot) continue;
      const Box from = channel_box(s, l, c), to = map_box(s, l, n);
      const Color color = group_color(s.pen.theme(), s.group_of_channel(c));
      const Stroke stroke{hot ? color : mix(s.pen.theme().surface, color, 0.55), hot ? 1.6 + 2.4 * ease_out(s.join) : 1.4, 0, 0};
      s.pen.link({from.right() + 1, from.center().y}, {to.x - 1, to.center().y}, stroke);
    }
  }
}

// The link that a missing block would be: its two ends, dashed, and why there is none.
void draw_missing_link(const Grouped& s, const Columns& l) {
  if (!s.missing()) return;
  const Theme& t = s.pen.theme();
  const Box from = channel_box(s, l, s.channel), to = map_box(s, l, s.map);
  const Point a{from.right() + 1, from.center().y}, b{to.x - 1, to.center().y};
  s.pen.link(a, b, {t.warning, 2.5, 6, 5});
  const std::string text = s.context.words("view.not_stored");
  const Ink ink{kLabelSize, Weight::kSemiBold, Anchor::kMiddle};
  const double w = s.pen.width(text, ink) + 16, h = s.pen.type(24);
  if (w > b.x - a.x - 20) return;
  const Point middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
  s.pen.rect({middle.x - w / 2, middle.y - h / 2, w, h}, t.surface, h / 2, {t.warning, 1.5});
  s.pen.text(middle, text, ink, t.warning);
}

Columns columns_of(const Grouped& s, Box box) {
  Columns l;
  l.box = box;
  const double groups = static_cast<double>(s.groups), members = static_cast<double>(std::max(s.channels, s.maps) / s.groups);
  l.gap = s.groups > 1 ? std::min(12.0, box.h * 0.12 / (groups - 1)) : 0;
  l.band = (box.h - l.gap * (groups - 1)) / groups;
  const double number = s.pen.type(22), letter = s.pen.type(24);
  l.side = std::floor(std::clamp(l.band / members - std::min(8.0, l.band / members * 0.2), 6.0, std::min(64.0, box.w * 0.18)));
  l.in = box.x + 8 + letter + number;
  l.out = box.right() - 12 - number - l.side;
  return l;
}

void draw_channels(const Grouped& s, Box box) {
  const Columns l = columns_of(s, box);
  const Theme& t = s.pen.theme();
  const LayerModel& layer = s.context.layer();
  for (Index g = 0; g < s.groups; ++g) {
    const Box band{box.x, box.y + static_cast<double>(g) * (l.band + l.gap), box.w, l.band};
    draw_group_ground(s.pen, band, g, true, g == s.group);
    s.pen.rect(band, {0, 0, 0, 0}, 0, {}, {TargetKind::kControl, 0, kGroups + g});
    if (l.band >= s.pen.type(20))
      s.pen.text({box.x + 8 + s.pen.type(12), band.center().y}, group_letter(g), {17, Weight::kBold, Anchor::kMiddle}, group_ink(t, g));
  }
  draw_joins(s, l, false);
  draw_joins(s, l, true);
  const Index cells = layer.output().extents[2] * layer.output().extents[3];
  const Ink number{kLabelSize, Weight::kRegular, Anchor::kEnd, Face::kNumbers, Importance::kNote};
  const bool numbered = l.side >= s.pen.type(13);
  for (Index c = 0; c < s.channels; ++c) {
    const Box at = channel_box(s, l, c);
    const bool hot = s.hot_channel(c);
    draw_map(s, at, layer.input(), c, s.group_of_channel(c), TargetKind::kInput, layer.input().count(), hot);
    if (numbered) s.pen.text({at.x - 8, at.center().y}, std::to_string(c), number, hot ? t.ink : t.muted);
  }
  Ink right = number;
  right.anchor = Anchor::kStart;
  for (Index n = 0; n < s.maps; ++n) {
    const Box at = map_box(s, l, n);
    const bool hot = s.hot_map(n);
    const Index shown = n < s.playing ? cells : n > s.playing ? 0 : static_cast<Index>(std::ceil(s.fill * static_cast<double>(cells)));
    draw_map(s, at, layer.output(), n, s.group_of_map(n), TargetKind::kOutput, shown, hot);
    if (numbered) s.pen.text({at.right() + 8, at.center().y}, std::to_string(n), right, hot ? t.ink : t.muted);
  }
  draw_missing_link(s, l);
  s.pen.caption({l.in + l.side / 2, box.y}, s.context.words("view.channels_in"), "C = " + std::to_string(s.channels), Role::kPlain);
  s.pen.caption({l.out + l.side / 2, box.y}, s.context.words("view.maps_out"), "N = " + std::to_string(s.maps), Role::kPlain);
}

// ---- the dense tensor -------------------------------------------------------------------------------------------------------

void draw_block(const Grouped& s, Box box, Index n, Index c) {
  const Theme& t = s.pen.theme();
  const Tensor& weight = s.context.layer().weight();
  const Range range = range_of(weight);
  const Index group = s.group_of_channel(c);
  const bool hot = s.hot(n, c) && s.row > 0;
  s.pen.rect(inset(box, 1), group_pale(t, group, 0.30), 4);
  const double margin = std::max(2.0, box.w * 0.1), side = box.w - 2 * margin;
  const double cell = side / static_cast<double>(std::max(s.kernel[0], s.kernel[1]));
  for (Index i = 0; i < s.kernel[0] * s.kernel[1]; ++i) {
    const Index flat = flat_index(weight.extents, {n, s.in_group(c), i / s.kernel[1], i % s.kernel[1]});
    const double part = (weight[flat] - range.low) / std::max(1e-12, range.high - range.low);
    s.pen.rect({box.x + margin + cell * static_cast<double>(i % s.kernel[1]), box.y + margin + cell * static_cast<double>(i / s.kernel[1]),
                cell - 0.8, cell - 0.8},
               mix(t.surface, t.weight, 0.18 + 0.62 * part), 1.5, {}, {TargetKind::kWeight, 0, flat});
  }
  s.pen.rect(inset(box, 1), {0, 0, 0, 0}, 4, {group_color(t, group), hot ? 1.5 + 1.5 * s.row : 1.5});
}

// Answers the pointer like a stored one: in the row of the picked map, the column of the picked channel, or itself.
void draw_missing(const Grouped& s, Box box, Index n, Index c) {
  const Theme& t = s.pen.theme();
  const Box block = inset(box, box.w * 0.07);
  const bool itself = s.missing() && n == s.map && c == s.channel;
  const bool crossed = !itself && s.group < 0 && !s.block && (s.channel >= 0 ? c == s.channel : n == s.map && s.row > 0);
  const Color edge = itself ? t.warning : crossed ? t.muted : t.hatch;
  s.pen.rect(block, t.zero, 4, {edge, itself ? 2.5 : 1.2, 4, 3}, {TargetKind::kControl, 0, kMissingBlocks + n * s.channels + c});
  s.pen.list().items.push_back(HatchItem{inset(block, 2), {t.hatch, 1}, std::max(6.0, box.w / 6)});
  if (box.w < s.pen.type(22)) return;
  const double plate = s.pen.type(18);
  s.pen.rect({block.center().x - plate / 2, block.center().y - plate / 2, plate, plate}, t.zero, plate / 2);
  s.pen.text(box.center(), "0", {13, Weight::kRegular, Anchor::kMiddle, Face::kNumbers, Importance::kNumber}, itself ? t.warning : t.faint);
}

void draw_tensor(const Grouped& s, Box box) {
  const Theme& t = s.pen.theme();
  const double label = s.pen.type(24), letters = s.groups > 1 ? s.pen.type(26) : 0;
  const double side = std::floor(std::min({(box.w - label - letters) / static_cast<double>(s.channels),
                                           (box.h - label) / static_cast<double>(s.maps), box.w * 0.16}));
  const double w = side * static_cast<double>(s.channels), h = side * static_cast<double>(s.maps);
  const double x = box.x + label + std::max(0.0, (box.w - label - letters - w) / 2),
               y = box.y + label + std::max(0.0, (box.h - label - h) / 2);
  const bool numbered = side >= s.pen.type(18);
  auto number = [&](Point at, Index i, bool hot, Anchor anchor) {
    if (numbered)
      s.pen.text(at, std::to_string(i), {kLabelSize, hot ? Weight::kBold : Weight::kRegular, anchor, Face::kNumbers, Importance::kNote},
                 hot ? t.ink : t.muted);
  };
  for (Index c = 0; c < s.channels; ++c)
    number({x + side * (static_cast<double>(c) + 0.5), y - s.pen.type(12)}, c, s.hot_channel(c), Anchor::kMiddle);
  for (Index n = 0; n < s.maps; ++n) {
    number({x - s.pen.type(10), y + side * (static_cast<double>(n) + 0.5)}, n, s.hot_map(n), Anchor::kEnd);
    for (Index c = 0; c < s.channels; ++c) {
      const Box at{x + side * static_cast<double>(c), y + side * static_cast<double>(n), side, side};
      s.joined(n, c) ? draw_block(s, inset(at, 1), n, c) : draw_missing(s, at, n, c);
    }
  }
  const double band = h / static_cast<double>(s.groups);
  for (Index g = 0; g < s.groups && s.groups > 1 && band >= s.pen.type(18); ++g)
    s.pen.text({x + w + s.pen.type(14), y + (static_cast<double>(g) + 0.5) * band}, group_letter(g),
               {15, Weight::kBold, Anchor::kMiddle, Face::kWords, Importance::kNote}, group_ink(t, g));
  s.pen.caption({x + w / 2, y - s.pen.type(20)}, s.context.words("view.dense_tensor"),
                "N × C × k × k  =  " + shape_text({s.maps, s.channels, s.kernel[0], s.kernel[1]}), Role::kWeight);
}

// ---- the bar ----------------------------------------------------------------------------------------------------------------

// "2, 3" of a group of `all` channels or maps.
std::string members(const Grouped& s, Index group, Index all) {
  constexpr Index kMostListed = 6;
  const Index count = all / s.groups;
  std::string text;
  for (Index i = 0; i < std::min(count, kMostListed); ++i) text += (text.empty() ? "" : ", ") + std::to_string(group * count + i);
  return count > kMostListed ? text + ", …" : text;
}

std::string sentence_of(const Grouped& s) {
  const Words& words = s.context.words;
  auto number = [](Index value) { return std::to_string(value); };
  if (s.missing()) return words.format("view.grouped_missing", {{"map", number(s.map)}, {"channel", number(s.channel)}});
  if (s.block) return words.format("view.grouped_block", {{"map", number(s.map)}, {"channel", number(s.channel)}});
  if (s.group >= 0)
    return words.format("view.grouped_group", {{"group", group_letter(s.group)},
                                               {"channels", members(s, s.group, s.channels)},
                                               {"maps", members(s, s.group, s.maps)}});
  if (s.channel >= 0)
    return words.format("view.grouped_seen", {{"channel", number(s.channel)},
                                              {"maps", members(s, s.group_of_channel(s.channel), s.maps)}});
  if (s.groups == s.channels && s.groups > 1) return words("view.grouped_is_depthwise");
  return words.format("view.grouped_sees", {{"map", number(s.map)}, {"channels", members(s, s.group_of_map(s.map), s.channels)}});
}

BarContent bar_of(const Grouped& s) {
  const Theme& t = s.pen.theme();
  const Words& words = s.context.words;
  auto number = [](Index value) { return std::to_string(value); };
  const Index weights = weights_at(s, s.groups), dense = weights_at(s, 1);
  const bool square = s.kernel[0] == s.kernel[1];
  const std::string kernel = square ? number(s.kernel[0]) + "²" : number(s.kernel[0]) + " · " + number(s.kernel[1]);
  BarContent content;
  std::vector<TextRun> tail{{number(s.maps) + " · (" + number(s.channels) + "/" + number(s.groups) + ") · " + kernel + " = ", t.muted},
                            {count_text(weights), t.weight}};
  if (s.groups > 1)
    tail.push_back({",  1/" + number(s.groups) + " " + words.format("view.part_of", {{"all", count_text(dense)}}), t.muted});
  content.line = {{words("view.weights"), t.weight}, {" = ", t.muted}, {"N", t.ink}, {" · (", t.muted}, {"C", t.ink},
                  {square ? "/g) · k² = " : "/g) · kh · kw = ", t.muted}};
  content.line.insert(content.line.end(), tail.begin(), tail.end());
  content.shorter.push_back(tail);
  content.shorter.push_back({tail[0], tail[1]});
  content.line_size = 17;
  content.sentence = sentence_of(s);
  content.legend = {{LegendMark::kWeight, words("view.weights")}, {LegendMark::kInserted, words("legend.not_stored")}};
  return content;
}

}  // namespace

void build_grouped(const ViewContext& context, Pen& pen, Box area) {
  const Grouped s = grouped_of(context, pen);
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  if (area.h > pen.type(370)) draw_stops(s, cut_bottom(area, pen.type(area.h > pen.type(430) ? 96 : 80), 12));
  Box left = cut_left(area, area.w * 0.44, area.w * 0.04);
  cut_top(left, pen.caption_height(Captions::kFull), 2);
  cut_top(area, pen.caption_height(Captions::kFull) - pen.type(20));
  draw_channels(s, left);
  draw_tensor(s, area);
  draw_bar(pen, context, bar, bar_of(s));
}

}  // namespace convscope

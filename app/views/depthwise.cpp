// Depthwise: a lane for each channel, with its own kernels and maps; nothing ever crosses from one lane to another.
// With many channels the first, the working (or hovered) and the last lane are drawn.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/groups.h"
#include "app/views/planes.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {
namespace {

// Between lanes and within them; where names gave way to numbers as little as keeps lanes apart.
struct Spacing {
  double gap = 12, padding = 10;
};
constexpr Spacing kTightLanes{6, 3};
constexpr Ink kName{14, Weight::kSemiBold};
constexpr double kDimmed = 0.6;  // what covers the lanes that have no part in what is pointed at

struct Sheet {
  Captions captions = Captions::kFull;
  std::vector<Index> lanes;      // channels that are drawn
  Index maps = 1;                // kernels and maps drawn in a lane
  bool words = true;             // at the right of a lane
  double cell = 30, map_cell = 40;
  double badge = 0, input = 0, kernel = 0, output = 0, note = 0;  // x
  double kernel_step = 0, map_step = 0;                          // from one kernel (map) of a lane to its next
  double top = 0, height = 0, step = 0;                          // of a lane; to the next
};

struct Lanes {
  const ViewContext& context;
  Pen& pen;
  PlaneGeometry g;
  Focus focus;
  Index channels, multiplier;
  Sheet sheet;

  Index channel() const { return focus.step.position[1] / multiplier; }
  // What is pointed at: a lane by one of its inputs or by a kernel, and then the map that the kernel makes; -1: nothing.
  Index pointed_map() const {
    return focus.weights.empty() ? -1 : cell_of(context.layer().weight().extents, *focus.weights.begin())[0];
  }
  Index pointed_channel() const {
    if (pointed_map() >= 0) return pointed_map() / multiplier;
    return focus.inputs.empty() ? -1 : cell_of(context.layer().input().extents, *focus.inputs.begin())[1];
  }
  // The maps of a channel that its lane shows: all, or the one that works.
  Index first_map(Index channel_of_lane) const {
    if (sheet.maps == multiplier) return channel_of_lane * multiplier;
    return channel_of_lane * multiplier + focus.step.position[1] % multiplier;
  }
};

// ---- layout ---------------------------------------------------------------------------------------------------------------

std::vector<Index> lanes_to_draw(const Lanes& s, Index fitting) {
  std::vector<Index> lanes;
  if (s.channels <= std::max<Index>(3, fitting)) {
    for (Index c = 0; c < s.channels; ++c) lanes.push_back(c);
    return lanes;
  }
  return {0, std::clamp<Index>(s.channel(), 1, s.channels - 2), s.channels - 1};
}

double note_width(const Lanes& s) {
  if (s.sheet.maps < s.multiplier)
    return std::max(s.pen.width(s.context.words.format("view.map_number", {{"number", count_text(s.channels * s.multiplier - 1)}}), kName),
                    s.pen.width(more_text(s.context.words, s.multiplier - 1), {kLabelSize}));
  double width = 0;
  for (Index c : {Index{0}, s.channels - 1}) {
    const std::string name = s.context.words.format("view.lane_channel", {{"channel", count_text(c)}}),
                      reads = s.context.words.format("view.lane_reads", {{"channel", count_text(c)}});
    width = std::max({width, s.pen.width(name, kName), s.pen.width(reads, {kLabelSize})});
  }
  return width;
}

void lay_out(Lanes& s, Box box, Captions captions, Index maps, bool words) {
  Sheet& l = s.sheet;
  l = {};
  l.captions = captions;
  l.maps = maps;
  l.words = words;
  cut_top(box, s.pen.caption_height(captions), captions == Captions::kNone ? 0 : 4);
  const auto [gap, padding] = captions == Captions::kNone ? kTightLanes : Spacing{};
  const double w = static_cast<double>(s.g.padded_columns()), h = static_cast<double>(s.g.padded_rows()),
               kw = static_cast<double>(s.g.kernel[1]), kh = static_cast<double>(s.g.kernel[0]),
               ow = static_cast<double>(s.g.output_columns), oh = static_cast<double>(s.g.output_rows), m = static_cast<double>(maps);
  const double least = s.pen.legible_cell() * std::max({h, kh, oh});
  l.lanes = lanes_to_draw(s, static_cast<Index>((box.h + gap) / (least + 2 * padding + gap)));
  const double n = static_cast<double>(l.lanes.size()), link = words ? 40 : 20, badge = 6 + s.pen.type(52), inner = 14;
  const double more = l.lanes.size() < static_cast<std::size_t>(s.channels) ? s.pen.type(14) : 0;
  l.height = (box.h - (n - 1) * (gap + more)) / n;
  l.step = l.height + gap + more;
  const double room = l.height - 2 * padding;
  const bool noted = words || maps < s.multiplier;
  const double note = noted ? note_width(s) + 2 * kSpace : 0, fixed = badge + 2 * link + 2 * (m - 1) * inner + note + 16;
  const double across = (box.w - fixed) / (w + m * kw + m * ow * 1.3);
  l.cell = std::floor(std::max(2.0, std::min({room / h, room / kh, across, std::max(46.0, box.h * 0.08)})));
  l.map_cell = std::floor(std::max(2.0, std::min({room / oh, l.cell * 1.3, (box.w - fixed - (w + m * kw) * l.cell) / (m * ow)})));
  const double used = fixed + (w + m * kw) * l.cell + m * ow * l.map_cell, slack = std::max(0.0, box.w - used);
  const double tallest = std::max({h * l.cell, kh * l.cell, oh * l.map_cell}) + 2 * padding;
  if (l.height > tallest * 1.25) {
    l.height = tallest * 1.25;
    l.step = l.height + gap + more;
  }
  l.top = box.y + std::max(0.0, (box.h - n * l.step + gap + more) / 2);
  l.badge = box.x + 6 + s.pen.type(26);
  l.input = box.x + badge + std::min(slack * 0.06, 24.0);
  l.kernel_step = kw * l.cell + inner;
  l.map_step = ow * l.map_cell + inner;
  const double free = slack - (l.input - box.x - badge);
  l.kernel = l.input + w * l.cell + link + free * 0.36;
  l.output = l.kernel + m * l.kernel_step - inner + link + free * 0.36;
  l.note = l.output + m * l.map_step - inner + 2 * kSpace + free * 0.1;
}

// The richest sheet on which the numbers can be read.
void lay_out_best(Lanes& s, Box box) {
  struct Way {
    Captions captions;
    bool all, words, colours = false;  // colours: cells too small for numbers
  };
  constexpr Way kWays[] = {{Captions::kFull, true, true},   {Captions::kFull, true, false},  {Captions::kNames, true, false},
                           {Captions::kNone, true, false},  {Captions::kFull, false, true},  {Captions::kNames, false, false},
                           {Captions::kNone, false, false}, {Captions::kNames, true, false, true},
                           {Captions::kNone, true, false, true}};
  for (const Way& way : kWays) {
    lay_out(s, box, way.captions, way.all ? s.multiplier : 1, way.words);
    if (std::min(s.sheet.cell, s.sheet.map_cell) >= (way.colours ? s.pen.type(8) : s.pen.legible_cell())) return;
  }
  lay_out(s, box, Captions::kNames, 1, false);
}

// ---- drawing --------------------------------------------------------------------------------------------------------------

struct LaneBoxes {
  Box lane;
  Point input;
  double middle = 0;
};

LaneBoxes boxes_of(const Lanes& s, std::size_t row, Box area) {
  const Sheet& l = s.sheet;
  const double y = l.top + l.step * static_cast<double>(row);
  const double middle = y + l.height / 2;
  return {{area.x, y, area.w, l.height}, {l.input, middle - l.cell * static_cast<double>(s.g.padded_rows()) / 2}, middle};
}

void draw_lane_note(const Lanes& s, Index channel, double middle) {
  const Words& words = s.context.words;
  const Theme& t = s.pen.theme();
  if (s.sheet.maps < s.multiplier) {
    const std::string map = words.format("view.map_number", {{"number", count_text(s.first_map(channel))}});
    s.pen.text({s.sheet.note, middle - s.pen.type(11)}, map, kName, t.ink);
    s.pen.text({s.sheet.note, middle + s.pen.type(11)}, more_text(words, s.multiplier - 1), {kLabelSize}, t.muted);
  }
  if (!s.sheet.words || s.sheet.maps < s.multiplier) return;
  const std::string number = count_text(channel), first = count_text(channel * s.multiplier),
                    last = count_text((channel + 1) * s.multiplier - 1);
  const bool one = s.multiplier == 1;
  const std::string name = one ? words.format("view.lane_channel", {{"channel", number}})
                               : words.format("view.lane_maps", {{"first", first}, {"last", last}});
  s.pen.text({s.sheet.note, middle - s.pen.type(11)}, name, kName, t.ink);
  s.pen.text({s.sheet.note, middle + s.pen.type(11)}, words.format(one ? "view.lane_reads" : "view.lane_from", {{"channel", number}}),
             {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted);
}

void draw_lane_links(const Lanes& s, double middle, bool works) {
  const Theme& t = s.pen.theme();
  const Sheet& l = s.sheet;
  const double m = static_cast<double>(l.maps), w = static_cast<double>(s.g.padded_columns()) * l.cell,
               kernels = m * l.kernel_step - 14;
  const double sum = s.focus.inspected ? 1.0 : s.focus.sum;
  s.pen.line({l.input + w + 3, middle}, {l.kernel - 3, middle}, {with_alpha(t.weight, works ? 1 : 0.45), works ? 2.5 : 1.5});
  s.pen.line({l.kernel + kernels + 3, middle}, {l.output - 3, middle},
             {with_alpha(t.output, works ? std::max(0.45, sum) : 0.45), works ? 2.5 : 1.5});
}

void draw_lane(const Lanes& s, std::size_t row, Box area) {
  const Sheet& l = s.sheet;
  const Index channel = l.lanes[row], first = s.first_map(channel), now = s.focus.step.position[1];
  const bool works = channel == s.channel() && (s.focus.state == StageState::kNow || s.focus.inspected);
  const LaneBoxes boxes = boxes_of(s, row, area);
  draw_group_ground(s.pen, boxes.lane, channel, true, works);
  draw_lane_links(s, boxes.middle, works);
  const double r = std::min(s.pen.type(15), l.height / 2 - 2);
  const Color color = group_color(s.pen.theme(), channel);
  s.pen.circle({l.badge, boxes.middle}, r, color, {});
  s.pen.text({l.badge, boxes.middle}, std::to_string(channel), {14, Weight::kBold, Anchor::kMiddle}, ink_on(color));
  InputPlane input;
  input.origin = boxes.input;
  input.cell = l.cell;
  input.sample = s.focus.step.position[0];
  input.channel = channel;
  input.window_alpha = works ? 1 : 0;
  input.badges = works && l.cell >= s.pen.type(30);
  draw_input_plane(s.pen, s.context, s.focus, s.g, input);
  for (Index u = 0; u < l.maps; ++u) {
    const double shift = static_cast<double>(u), half_kernel = l.cell * static_cast<double>(s.g.kernel[0]) / 2,
                 half_map = l.map_cell * static_cast<double>(s.g.output_rows) / 2;
    const bool lit = works && first + u == now && s.focus.multiply > 0 && s.focus.multiply < 1;
    const Box kernel{l.kernel + shift * l.kernel_step, boxes.middle - half_kernel, l.kernel_step - 14, 2 * half_kernel};
    draw_kernel_plane(s.pen, s.context, s.focus, {{kernel.x, kernel.y}, l.cell, first + u, 0, lit});
    if (works && first + u == now && l.maps > 1 && !lit) s.pen.frame(kernel, Role::kWeight, 2);
    OutputPlane map{{l.output + shift * l.map_step, boxes.middle - half_map}, l.map_cell, s.focus.step.position[0], first + u};
    draw_output_plane(s.pen, s.context, s.focus, map);
    if (channel == s.pointed_channel() && (s.pointed_map() < 0 || s.pointed_map() == first + u)) {
      s.pen.frame(inset(kernel, -2), Role::kWeight, 2.5);
      s.pen.frame(inset({map.origin.x, map.origin.y, s.sheet.map_step - 14, 2 * half_map}, -2), Role::kOutput, 2.5);
    }
    if (works && first + u == now && !s.focus.inspected)
      draw_gathering(
          s.pen, s.focus, s.focus.sum, [&](const Term& term) { return term_center(s.g, input, term); },
          output_center(s.context, map, s.focus.step.cell));
  }
  draw_lane_note(s, channel, boxes.middle);
  const bool aside = s.pointed_channel() >= 0 ? channel != s.pointed_channel() : s.focus.inspected && !works;
  if (aside) s.pen.rect(inset(boxes.lane, -1), with_alpha(s.pen.theme().surface, kDimmed), kCardRadius);
  if (row + 1 < l.lanes.size() && l.lanes[row + 1] > channel + 1)
    s.pen.text({l.input, boxes.lane.bottom() + (l.step - l.height) / 2},
               more_text(s.context.words, l.lanes[row + 1] - channel - 1), {12.5}, s.pen.theme().muted);
}

void draw_captions(const Lanes& s) {
  const Sheet& l = s.sheet;
  const Words& words = s.context.words;
  const double y = l.top, m = static_cast<double>(l.maps);
  const Index maps = s.channels * s.multiplier;
  s.pen.caption({l.input + l.cell * static_cast<double>(s.g.padded_columns()) / 2, y}, words("view.input"),
                shape_text({s.channels, s.g.rows, s.g.columns}), Role::kInput, l.captions);
  s.pen.caption({l.kernel + (m * l.kernel_step - 14) / 2, y}, words("view.weights"), shape_text({maps, 1, s.g.kernel[0], s.g.kernel[1]}),
                Role::kWeight, l.captions);
  s.pen.caption({l.output + (m * l.map_step - 14) / 2, y}, words("view.output"), shape_text({maps, s.g.output_rows, s.g.output_columns}),
                Role::kOutput, l.captions);
}

BarContent bar_of(const Lanes& s, double room) {
  const Words& words = s.context.words;
  WrittenSum sum = written_sum(s.pen, s.context, s.focus, room, false, {true, Role::kInput});
  BarContent content{sum.runs, "", {{LegendMark::kWindow, words("legend.window")}}, sum.size, {}};
  content.legend.push_back({LegendMark::kEmpty, words("legend.not_yet")});
  tell_unreached(s.context, s.g, content);
  content.sentence = words.format("view.depthwise_weights", {{"channels", count_text(s.channels)},
                                                             {"multiplier", count_text(s.multiplier)},
                                                             {"kernel", count_text(s.g.kernel[0] * s.g.kernel[1])},
                                                             {"weights", count_text(s.context.layer().weight().count())}});
  return content;
}

}  // namespace

void build_depthwise(const ViewContext& context, Pen& pen, Box area) {
  const Index channels = context.layer().input().extents[1], maps = context.layer().output().extents[1];
  Lanes s{context, pen, plane_geometry(context.layer()), make_focus(context), channels, std::max<Index>(1, maps / channels), {}};
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  lay_out_best(s, area);
  for (std::size_t row = 0; row < s.sheet.lanes.size(); ++row) draw_lane(s, row, area);
  draw_captions(s);
  draw_bar(pen, context, bar, bar_of(s, bar.w - 40));
}

}  // namespace convscope

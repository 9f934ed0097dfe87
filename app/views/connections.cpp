// Local and shared: the links of a fully connected, a local and a convolutional layer on the same inputs, with their counts.
#include <algorithm>
#include <map>

#include "app/scenes/connections.h"
#include "app/views/builders.h"
#include "app/views/sum_bar.h"

namespace convscope {
namespace {

struct Card {
  Box box;
  ConnectionKind kind;
  const char* key;
  bool chosen;
};

Stroke link_stroke(const Theme& t, const Connection& link, bool picked) {
  Color color = with_alpha(t.weight, picked ? 1 : 0.42);
  if (link.shared == 0) return {color, picked ? 3.2 : 2.2};
  if (link.shared == 1) return {color, picked ? 2 : 1.4, 7, 4};
  if (link.shared == 2) return {color, picked ? 2 : 1.4, 2, 4};
  if (link.shared == 3) return {color, picked ? 3.2 : 2.2, 10, 4};
  if (link.shared == 4) return {color, picked ? 3.2 : 2.2, 2, 4};
  return {color, picked ? 2.2 : 1.2};
}

Index picked_output(const ViewContext& context, Index outputs) {
  const Target& target = context.hover.none() ? context.state.pin : context.hover;
  if (target.kind == TargetKind::kControl) return std::clamp<Index>(target.index, 0, outputs - 1);
  return context.moment.step % outputs;
}

// How far the link from each input to the picked output has grown: one after the other, in kernel order.
std::vector<double> lit_inputs(const ViewContext& context, const ConnectionExample& e, Index pick) {
  std::vector<double> lit(e.inputs.size(), 0.0);
  bool playing = context.hover.none() && context.state.pin.none();
  double share = playing ? phase_share(context, "multiply") : 1, count = 0, nth = 0;
  for (const Connection& link : e.links) count += link.output == pick;
  for (const Connection& link : e.links)
    if (link.output == pick) lit[static_cast<std::size_t>(link.input)] = std::clamp(share * (count + 1) / 2 - nth++ / 2, 0.0, 1.0);
  return lit;
}

void draw_network(const ViewContext& context, Pen& pen, const ConnectionExample& e, Box box) {
  const Theme& t = pen.theme();
  auto inputs = static_cast<Index>(e.inputs.size()), outputs = static_cast<Index>(e.outputs.size());
  const Index most = std::max(inputs, outputs);
  double step = box.h / static_cast<double>(most), cell = std::min(38.0, step * 0.88);
  double xa = box.x + box.w * 0.12, xb = box.right() - box.w * 0.12 - cell;
  auto input_y = [&](Index i) { return box.y + step * (static_cast<double>(i) + 0.5 + static_cast<double>(most - inputs) / 2); };
  auto output_y = [&](Index o) { return box.y + step * (static_cast<double>(o) + 0.5 + static_cast<double>(most - outputs) / 2); };
  Index pick = picked_output(context, outputs);
  auto draw_link = [&](const Connection& link, bool front, double share) {
    Point from{xa + cell, input_y(link.input)}, to{xb, output_y(link.output)};
    pen.line(from, {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share}, link_stroke(t, link, front));
  };
  for (const Connection& link : e.links) draw_link(link, false, 1);
  std::vector<double> lit = lit_inputs(context, e, pick);
  for (const Connection& link : e.links)
    if (link.output == pick && lit[static_cast<std::size_t>(link.input)] > 0)
      draw_link(link, true, lit[static_cast<std::size_t>(link.input)]);
  double size = std::max(pen.type(kSmallestText), std::min(pen.type(15), cell * 0.42));
  bool numbers = cell >= pen.type(17);
  for (Index i = 0; i < inputs; ++i) {
    CellLook look;
    if (numbers) look.text = number_text(e.inputs[static_cast<std::size_t>(i)], 0);
    look.hot = lit[static_cast<std::size_t>(i)] > 0;
    pen.cell({xa, input_y(i) - cell / 2, cell, cell}, look, Role::kInput, size);
  }
  for (Index o = 0; o < outputs; ++o) {
    CellLook look;
    if (numbers) look.text = number_text(e.outputs[static_cast<std::size_t>(o)], 0);
    look.hot = o == pick;
    pen.cell({xb, output_y(o) - cell / 2, cell, cell}, look, Role::kOutput, size, {TargetKind::kControl, 0, o});
  }
}

void draw_count(Pen& pen, Box box, double y, const std::string& name, Index value, double size, Color color) {
  Ink ink{size, Weight::kBold, Anchor::kEnd, Face::kNumbers};
  ink.importance = Importance::kNumber;
  double w = pen.text({box.right(), y}, count_text(value), ink, color), room = box.w - w - 8;
  Ink label{kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote};
  pen.whole({box.x, y}, name, label, pen.theme().muted, room);
}

void draw_card(const ViewContext& context, Pen& pen, const Card& card) {
  const Theme& t = pen.theme();
  const Words& words = context.words;
  ConnectionExample e = connection_example(context.layer(), card.kind);
  pen.rect(card.box, card.chosen ? t.select : t.surface, kCardRadius, {card.chosen ? t.accent : t.line, card.chosen ? 2.0 : 1.0});
  Box box = inset(card.box, 16);
  std::string key = std::string("view.connections.") + card.key;
  pen.fitted({box.x, box.y + pen.type(12)}, words(key), {kHeadingSize, Weight::kBold}, t.ink, box.w);
  cut_top(box, pen.type(26));
  Ink why{12.5};
  if (box.h >= pen.type(260) || pen.wrapped(words(key + "_why"), why, box.w).size() == 1)
    cut_top(box, pen.paragraph(box, words(key + "_why"), why, t.muted, 1.35) + 8);
  double line = pen.type(25);
  bool large = box.h > pen.type(330) && box.w >= pen.type(170);
  Box counts = cut_bottom(box, line * (large ? 5.0 : 2) + 8, 8);
  draw_network(context, pen, e, box);
  const Extents &in = context.layer().input().extents, &out = context.layer().output().extents;
  double y = counts.y + line * 0.5;
  draw_count(pen, counts, y, words("view.connections.links"), static_cast<Index>(e.links.size()), 16, t.ink);
  draw_count(pen, counts, y + line, words("view.connections.weights"), e.weights, 16, t.weight);
  if (!large) return;
  pen.line({counts.x, y + line * 1.7}, {counts.right(), y + line * 1.7}, {t.line, 1});
  std::string here =
      words("view.connections.weights") + ", " + shape_text({in[1], in[2], in[3]}) + " → " + shape_text({out[1], out[2], out[3]});
  draw_count(pen, counts, y + line * 2.3, here, e.weights_of_model, 13.5, t.ink);
  pen.fitted({counts.x, y + line * 3.2}, words("view.connections.large"), {kLabelSize}, t.muted, counts.w);
  draw_count(pen, counts, y + line * 4.1, "", e.weights_of_large, 15, t.ink);
}

void draw_footer(const ViewContext& context, Pen& pen, Box bar) {
  if (bar.h <= 0) return;
  const Theme& t = pen.theme();
  pen.rect(bar, t.sunken, kCardRadius);
  bool two_lines = bar.h >= pen.type(60);
  const std::string& sentence = context.words("view.connections.sentence");
  const Ink strong{15, Weight::kSemiBold};
  if (!two_lines && !pen.fits(sentence, strong, bar.w - 40)) {
    const Ink small{kSmallSize, Weight::kSemiBold};
    const double line = pen.type(kSmallSize * 1.35);
    const std::vector<std::string> lines = pen.wrapped(sentence, small, bar.w - 40);
    double middle = bar.center().y - line * static_cast<double>(lines.size() - 1) / 2;
    for (const std::string& each : lines) pen.text({bar.x + 20, std::exchange(middle, middle + line)}, each, small, t.ink);
    return;
  }
  pen.fitted({bar.x + 20, two_lines ? bar.y + pen.type(24) : bar.center().y}, sentence, strong, t.ink, bar.w - 40);
  if (!two_lines) return;
  double y = bar.bottom() - pen.type(20), x = bar.right() - 20;
  pen.text({bar.x + 20, y}, context.words("view.connections.no_bias"), {kLabelSize}, t.muted);
  if (!context.options.legend || bar.w < pen.type(620)) return;
  constexpr const char* kSubscripts[] = {"₀", "₁", "₂", "₃", "₄"};
  constexpr double kStart = 44, kEnd = 8, kBetween = 64;
  std::map<int, Connection> shared;  // one link of each weight
  for (const Connection& link : connection_example(context.layer(), ConnectionKind::kShared).links) shared.emplace(link.shared, link);
  const double least = bar.x + 20 + pen.width(context.words("view.connections.no_bias"), {kLabelSize}) + kBetween - kStart;
  for (auto each = shared.rbegin(); each != shared.rend(); ++each) {
    const std::string label = std::string("w") + kSubscripts[each->first] + " = " + number_text(each->second.weight, 0);
    x -= pen.width(label, {kLabelSize});
    if (x - kStart < least) return;
    pen.text({x, y}, label, {kLabelSize}, t.muted);
    pen.line({x - kStart, y}, {x - kEnd, y}, link_stroke(t, each->second, true));
    x -= kBetween;
  }
}

}  // namespace

void build_connections(const ViewContext& context, Pen& pen, Box area) {
  Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  constexpr int kCards = 3;
  double gap = 16, w = (area.w - gap * (kCards - 1)) / kCards;
  const Card cards[kCards] = {{{area.x, area.y, w, area.h}, ConnectionKind::kFull, "full", false},
                              {{area.x + w + gap, area.y, w, area.h}, ConnectionKind::kLocal, "local", false},
                              {{area.x + 2 * (w + gap), area.y, w, area.h}, ConnectionKind::kShared, "shared", true}};
  for (const Card& card : cards) draw_card(context, pen, card);
  draw_footer(context, pen, bar);
}

}  // namespace convscope

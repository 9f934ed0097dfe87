// Fully connected, normalisation, dropout, add, concatenate: a card for each, one after the other. Where the stage is small, only the one
// that plays is drawn whole, and all five stand beside it by name.
#include "app/views/small_layers.h"

#include <algorithm>

#include "app/views/builders.h"
#include "app/views/sum_bar.h"
#include "app/views/walks.h"

namespace convscope {

double SmallLayer::appeared(Index cell) const {
  if (time.state != StageState::kNow) return 1;
  return cell < time.step ? 1 : cell == time.step ? ease_out(phase_share(context, "drop")) : 0;
}

double SmallLayer::share(const char* segment, const char* phase) const {
  return playing && !inspected ? share_in(context, segment, phase) : 1;
}

SmallLayer small_layer(const ViewContext& context, Pen& pen, const std::string& name) {
  const ViewContext own = at_layer(context, name);
  SmallLayer s{own, pen, {}, stage_time(own), false, false};
  const Target answered = context.hover.none() ? context.state.pin : context.hover;
  const Trace trace = own.layer().trace();
  Index cell = std::clamp<Index>(s.time.state == StageState::kNow ? s.time.step : 0, 0, trace.gather_steps() - 1);
  if (answered.kind == TargetKind::kOutput && answered.stage == own.stage && answered.index >= 0 && answered.index < trace.gather_steps()) {
    s.inspected = answered.index != cell || s.time.state != StageState::kNow;
    cell = answered.index;
  }
  s.step = trace.gather(cell);
  s.playing = context.model.playing(context.moment) == own.stage;
  return s;
}

void draw_small_grid(const SmallLayer& s, const SmallGrid& grid, const Tensor& tensor, const std::function<void(Index, CellLook&)>& look) {
  const int decimals = decimals_of(tensor, 1);
  GridSpec spec;
  spec.origin = grid.origin;
  spec.cell = grid.cell;
  spec.cell_width = grid.width;
  spec.rows = grid.rows;
  spec.columns = grid.columns;
  spec.role = grid.role;
  for (float value : tensor.data) spec.all_texts.push_back(number_text(value, decimals));
  spec.target_of = [&](Index r, Index c) { return Target{grid.target, s.context.stage, grid.first + r * grid.columns + c}; };
  spec.look = [&](Index r, Index c) {
    CellLook cell;
    const Index flat = grid.first + r * grid.columns + c;
    cell.text = number_text(tensor[flat], decimals);
    if (look) look(flat, cell);
    return cell;
  };
  s.pen.grid(spec);
}

namespace {

constexpr int kCards = 5;
constexpr const char* kNames[kCards] = {"fully_connected", "normalisation", "dropout", "add", "concatenate"};

struct Layers {
  SmallLayer fully, normalised, scaled, dropped, added, joined;
};

int playing_card(const Layers& l) {
  const bool plays[] = {l.fully.playing, l.normalised.playing || l.scaled.playing, l.dropped.playing, l.added.playing, l.joined.playing};
  return static_cast<int>(std::find(plays, plays + kCards, true) - plays) % kCards;
}

void draw_body(const Layers& l, int card, Box box) {
  switch (card) {
    case 0:
      return draw_fully_connected(l.fully, box);
    case 1:
      return draw_normalisation(l.normalised, l.scaled, box);
    case 2:
      return draw_dropout(l.dropped, box);
    case 3:
      return draw_addition(l.added, box);
    default:
      return draw_concatenation(l.joined, box);
  }
}

WrittenLine line_of(const Layers& l, int card) {
  switch (card) {
    case 0:
      return fully_connected_line(l.fully);
    case 1:
      return normalisation_line(l.scaled);
    case 2:
      return dropout_line(l.dropped);
    case 3:
      return addition_line(l.added);
    default:
      return concatenation_line(l.joined);
  }
}

std::vector<SmallTile> tiles_of(const Layers& l, int playing) {
  const SmallLayer* layers[kCards] = {&l.fully, &l.scaled, &l.dropped, &l.added, &l.joined};
  const std::vector<TimelineSegment>& segments = l.fully.context.model.timeline.segments;
  std::vector<SmallTile> tiles;
  for (int card = 0; card < kCards; ++card) {
    const auto own = std::find_if(segments.begin(), segments.end(), [&](const TimelineSegment& each) { return each.name == kNames[card]; });
    if (own != segments.end()) tiles.push_back({*layers[card], kNames[card], own - segments.begin(), card == playing});
  }
  return tiles;
}

void draw_card(const Layers& l, int card, Box box, bool playing, Pen& pen) {
  const Theme& t = pen.theme();
  const Words& words = l.fully.context.words;
  pen.rect(inset(box, 1), t.surface, kCardRadius, playing ? Stroke{t.accent, 2} : Stroke{t.line, 1});
  box = inset(box, box.h < pen.type(220) ? 10 : 18);
  const bool titled = box.h >= pen.type(190);
  if (titled) {
    const bool noted = card > 1 || box.h >= pen.type(270);  // numbers and their scale come before the note
    Box head = cut_top(box, pen.type(noted ? 46 : 24), 4);
    const std::string key = std::string("view.card.") + kNames[card];
    pen.fitted({head.x, head.y + pen.type(8)}, words(key), {16, Weight::kBold}, t.ink, head.w);
    if (noted)
      pen.whole({head.x, head.y + pen.type(31)}, words(key + ".note"),
                {kLabelSize, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote}, t.muted, head.w);
  }
  draw_body(l, card, box);
}

}  // namespace

void build_small_layers(const ViewContext& context, Pen& pen, Box area) {
  const Layers l{small_layer(context, pen, "fully_connected"), small_layer(context, pen, "normalised"),
                 small_layer(context, pen, "scaled"),          small_layer(context, pen, "dropped"),
                 small_layer(context, pen, "added"),           small_layer(context, pen, "joined")};
  Box bar = cut_bottom(area, sum_bar_height(context), kSpace);
  const int playing = playing_card(l);
  const Theme& t = pen.theme();
  if (area.h < pen.type(500) || area.w < pen.type(820)) {
    draw_small_rail(tiles_of(l, playing), pen, area);
    draw_card(l, playing, area, true, pen);
  } else {
    const double gap = 2 * kSpace;
    Box upper = cut_top(area, (area.h - gap) * 0.54, gap);
    const double wide = (upper.w - gap) * 0.58, third = (area.w - 2 * gap) / 3;
    draw_card(l, 0, {upper.x, upper.y, wide, upper.h}, playing == 0, pen);
    draw_card(l, 1, {upper.x + wide + gap, upper.y, upper.w - gap - wide, upper.h}, playing == 1, pen);
    for (int card = 2; card < kCards; ++card)
      draw_card(l, card, {area.x + (third + gap) * (card - 2), area.y, third, area.h}, playing == card, pen);
  }
  draw_lines(pen, bar, {line_of(l, playing)}, context.words(std::string("view.card.") + kNames[playing]), t.muted);
}

}  // namespace convscope

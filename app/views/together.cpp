#include "app/views/together.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace convscope {
namespace {

// The cell at the same (n, c, y, x) of another tensor, or its nearest.
Index same_place(const Extents& from, Index cell, const Extents& to) {
  if (from == to || from.rank() != to.rank()) return std::clamp<Index>(cell, 0, to.count() - 1);
  Cell place = cell_of(from, cell);
  for (int axis = 0; axis < to.rank(); ++axis) {
    const auto a = static_cast<std::size_t>(axis);
    place[a] = std::min(place[a], to[axis] - 1);
  }
  return flat_index(to, place);
}

}  // namespace

ViewContext at_layer(const ViewContext& context, const std::string& name) { return at_stage(context, context.model.index_of(name)); }

Focus focus_together(const ViewContext& context, int leader, int stage) {
  Target answered = context.hover.none() ? context.state.pin : context.hover;
  auto asked = [&](int layer) {
    ViewContext own = at_stage(context, layer);
    own.hover = answered;
    if (!answered.none()) own.hover.stage = layer;
    return make_focus(own);
  };
  Focus lead = asked(leader);
  if (stage == leader) return lead;
  Focus focus = asked(stage);
  const LayerModel& layer = at_stage(context, stage).layer();
  const Extents& leading = at_stage(context, leader).layer().output().extents;
  focus.step = layer.trace().gather(same_place(leading, lead.step.cell, layer.output().extents));
  focus.state = lead.state;
  focus.playing = lead.playing < 0 ? -1 : same_place(leading, lead.playing, layer.output().extents);
  focus.inspected = lead.inspected;
  focus.arrive = lead.arrive;
  focus.multiply = lead.multiply;
  focus.sum = lead.sum;
  focus.bias = lead.bias;
  focus.drop = lead.drop;
  return focus;
}

namespace {

constexpr Ink kNarrowest{kSmallestText, Weight::kMedium, Anchor::kStart, Face::kNumbers};

// All of them in one line, each as long as there is room for.
WrittenLine joined(const std::vector<WrittenLine>& lines, Color between) {
  std::size_t most = 0;
  for (const WrittenLine& line : lines) most = std::max(most, line.ways.size());
  WrittenLine all;
  for (std::size_t way = 0; way < most; ++way) {
    std::vector<TextRun> runs;
    for (const WrittenLine& line : lines) {
      if (!runs.empty()) runs.push_back({"     ", between});
      const std::vector<TextRun>& each = line.ways[std::min(way, line.ways.size() - 1)];
      runs.insert(runs.end(), each.begin(), each.end());
    }
    all.ways.push_back(std::move(runs));
  }
  return all;
}

}  // namespace

void draw_lines(Pen& pen, Box bar, std::vector<WrittenLine> lines, const std::string& note, Color note_color) {
  if (bar.h <= 0 || lines.empty()) return;
  pen.rect(bar, pen.theme().sunken, kCardRadius);
  constexpr double kLargest = 18, kStep = 28;
  const std::size_t room_for = static_cast<std::size_t>(std::max(1.0, std::floor((bar.h - pen.type(4)) / pen.type(kStep))));
  if (room_for == 1 && lines.size() > 1) {
    const WrittenLine all = joined(lines, note_color);
    if (pen.width(all.ways.back(), kNarrowest) <= bar.w - 40) lines = {all};
  }
  const std::size_t shown = std::min(lines.size(), room_for);
  const double step = std::min(bar.h / static_cast<double>(shown), pen.type(kStep));
  Ink ink{kLargest, Weight::kMedium, Anchor::kStart, Face::kNumbers, Importance::kNumber};
  Ink note_ink{15, Weight::kSemiBold, Anchor::kEnd, Face::kWords, Importance::kNote};
  double room = bar.w - 40, used = 0;
  double y = bar.center().y - step * static_cast<double>(shown - 1) / 2;
  for (std::size_t i = 0; i < shown; ++i, y += step) {
    const std::vector<TextRun>* way = &lines[i].ways.front();
    for (const auto& each : lines[i].ways) {
      way = &each;
      if (pen.width(each, kNarrowest) <= room) break;
    }
    Ink fit = ink;
    const double w = pen.width(*way, ink);
    if (w > room) fit.size = std::max(kSmallestText, kLargest * room / w);
    used = std::max(used, pen.runs({bar.x + 20, y}, *way, fit));
  }
  if (!note.empty() && used + 24 + pen.width(note, note_ink) <= room)
    pen.text({bar.right() - 20, bar.center().y}, note, note_ink, note_color);
}

std::string brief_count(Index count) {
  const auto value = static_cast<double>(count);
  if (value >= 1e12) return fmt::format("{:.1f} T", value / 1e12);
  if (value >= 1e9) return fmt::format("{:.1f} G", value / 1e9);
  if (value >= 1e7) return fmt::format("{:.1f} M", value / 1e6);
  return count_text(count);
}

std::string share_text(double share) {
  const std::string text = number_text(share, 2);
  return text.rfind("0.", 0) == 0 ? text.substr(1) : text == "1.00" ? "1" : text;
}

void draw_winner_corner(Pen& pen, Box cell) {
  Box b = inset(cell, 1);
  const double side = std::max(5.0, b.w * 0.25);
  pen.path({{b.x, b.y}, {b.x + side, b.y}, {b.x, b.y + side}}, true, pen.theme().output, {pen.theme().surface, 1});
}

void draw_plate(Pen& pen, Point middle, const std::string& words, Role role, double room) {
  Ink ink{13.5, Weight::kMedium, Anchor::kMiddle};
  const double w = pen.width(words, ink) + pen.type(28), h = pen.type(30);
  if (w > room) return;
  pen.rect({middle.x - w / 2, middle.y - h / 2, w, h}, pen.theme().surface, h / 2, {pen.theme().role(role), 1.5});
  pen.text(middle, words, ink, pen.theme().ink);
}

}  // namespace convscope

#include <algorithm>

#include "app/views/shufflenet_unit.h"

namespace convscope {
namespace {

// A part of a tensor's channels: from..to, of them those that leave `phase` when divided by `every`.
struct Stripe {
  Color color;
  double share = 1;
  Index from = 0, to = 1, every = 1, phase = 0;

  bool contains(Index channel) const { return channel >= from && channel < to && channel % every == phase; }
  Index first() const { return from + ((phase - from) % every + every) % every; }
};

// The groups stand one after the other, or, shuffled, in turn: drawn as so many rounds as there are groups, at most four.
std::vector<Stripe> stripes_of(const Chain& u, Stripes kind, Index channels) {
  constexpr Index kMostRounds = 4;
  const Theme& t = u.pen.theme();
  if (kind == Stripes::kJoined) {
    const Index pooled = u.pool->output().extents[1];
    const double share = static_cast<double>(pooled) / static_cast<double>(channels);
    return {{t.input, share, 0, pooled, 1, 0}, {t.output, 1 - share, pooled, channels, 1, 0}};
  }
  const bool turns = kind == Stripes::kInterleaved;
  const Index rounds = turns && u.groups <= kMostRounds ? u.groups : 1, count = u.groups * rounds;
  std::vector<Stripe> all;
  for (Index i = 0; i < count; ++i) {
    const Index group = i % u.groups, round = i / u.groups;
    Stripe stripe{group_color(t, group), 1 / static_cast<double>(count)};
    if (kind == Stripes::kPlain) stripe.color = t.input;
    if (kind == Stripes::kSum) stripe.color = t.output;
    const Index part = turns ? round : group, parts = turns ? rounds : u.groups;
    stripe.from = channels * part / parts;
    stripe.to = channels * (part + 1) / parts;
    if (turns) {
      stripe.every = u.groups;
      stripe.phase = group;
    }
    all.push_back(stripe);
  }
  return all;
}

bool is_lit(const Chain& u, const std::string& tensor, const Stripe& stripe) {
  auto found = u.lit.find(tensor);
  if (found == u.lit.end()) return u.lit.empty();
  return std::any_of(found->second.begin(), found->second.end(), [&](Index channel) { return stripe.contains(channel); });
}

}  // namespace

void draw_unit_box(const Chain& u, const UnitBox& box) {
  const Theme& t = u.pen.theme();
  const Extents& extents = box.values->extents;
  const double w = u.box.w * (0.045 + 0.115 * static_cast<double>(extents[1]) / static_cast<double>(u.deepest));
  const double full = u.step * (0.14 + 0.20 * static_cast<double>(extents[2]) / static_cast<double>(u.tallest));
  const double h = full * std::max(0.06, box.grown), d = std::min(10.0, u.step * 0.11), x = u.cx - w / 2, top = box.y - h / 2;
  const Color light = t.name == ThemeName::kDark ? t.ink : Color{255, 255, 255};
  const Index plane = extents[2] * extents[3];
  const bool whole = u.lit.empty() && (box.stripes == Stripes::kPlain || box.stripes == Stripes::kSum);
  double at = x;
  Color last = t.input;
  for (const Stripe& stripe : stripes_of(u, box.stripes, extents[1])) {
    Color color = box.grown > 0 ? stripe.color : t.line;
    if (!is_lit(u, box.tensor, stripe)) color = mix(t.surface, color, 0.16);
    const double next = at + w * stripe.share;
    const Color front = mix(color, light, 0.28), above = mix(color, light, 0.55);
    const std::vector<Point> lid{{at, top}, {at + d, top - d * 0.7}, {next + d, top - d * 0.7}, {next, top}};
    Target target = box.grown >= 1 ? box.first : Target{};
    if (!target.none()) target.index = stripe.first() * plane;
    u.pen.path(lid, true, above, {whole ? above : t.surface, 0.8});
    u.pen.rect({at, top, next - at, h}, front, 0, {whole ? front : t.surface, 0.8}, target);
    at = next;
    last = color;
  }
  u.pen.path({{at, top}, {at + d, top - d * 0.7}, {at + d, top + h - d * 0.7}, {at, top + h}}, true, last, {t.surface, 0.8});
}

void follow_channels(Chain& u) {
  const Model& model = u.context.model;
  if (u.asked.stage < 0 || u.asked.stage >= static_cast<int>(model.layers.size()) || u.asked.index < 0) return;
  const LayerModel& layer = model.layers[static_cast<std::size_t>(u.asked.stage)];
  const bool input = u.asked.kind == TargetKind::kInput;
  if (!input && u.asked.kind != TargetKind::kOutput) return;
  const Tensor& tensor = input ? layer.input() : layer.output();
  if (u.asked.index >= tensor.count()) return;
  u.lit = channels_through(model, input ? layer.inputs.front() : layer.name, cell_of(tensor.extents, u.asked.index)[1]);
}

}  // namespace convscope

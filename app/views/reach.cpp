#include <algorithm>

#include "app/views/reach.h"

namespace convscope {
namespace {

Index plane_of(const LayerModel& layer) { return std::max<Index>(1, layer.output().count() / layer.output().extents[1]); }

// Which channels of its input a map reads.
std::set<Index> read_by(const LayerModel& layer, Index map) {
  std::set<Index> channels;
  for (const Term& term : layer.trace().gather(map * plane_of(layer)).terms) channels.insert(term.tap.channel);
  return channels;
}

// The maps of a layer that read one of these channels.
std::set<Index> readers(const LayerModel& layer, const std::set<Index>& channels) {
  std::set<Index> maps;
  for (Index map = 0; map < layer.output().extents[1]; ++map) {
    const std::set<Index> read = read_by(layer, map);
    if (std::any_of(read.begin(), read.end(), [&](Index c) { return channels.count(c) > 0; })) maps.insert(map);
  }
  return maps;
}

std::set<Index> read_by_all(const LayerModel& layer, const std::set<Index>& maps) {
  std::set<Index> channels;
  for (Index map : maps) channels.merge(read_by(layer, map));
  return channels;
}

}  // namespace

ReachSide reach_side(const Model& model, const std::string& second_name, ReachPick pick) {
  const LayerModel &first = model.layer("first"), &second = model.layer(second_name);
  ReachSide side;
  side.shuffled = second.inputs.front() == "shuffle";
  side.stage = model.index_of(second_name);
  const Index channels = second.output().extents[1];
  for (Index q = 0; q < channels; ++q) side.order.push_back(side.shuffled ? *read_by(model.layer("shuffle"), q).begin() : q);
  auto& [inputs, maps, places, outputs] = side.on;
  if (pick.row == ReachRow::kOutput) {
    outputs = {pick.channel};
    places = read_by(second, pick.channel);
    for (Index q : places) maps.insert(side.order[static_cast<std::size_t>(q)]);
    inputs = read_by_all(first, maps);
    return side;
  }
  if (pick.row == ReachRow::kInput) {
    inputs = {pick.channel};
    maps = readers(first, inputs);
  } else {
    maps = {pick.channel};
    inputs = read_by(first, pick.channel);
  }
  for (Index q = 0; q < channels; ++q)
    if (maps.count(side.order[static_cast<std::size_t>(q)]) > 0) places.insert(q);
  outputs = readers(second, places);
  return side;
}

ReachPick reach_pick(const ViewContext& context, bool& inspected) {
  const Model& model = context.model;
  const LayerModel& last = model.layer("second");
  const Index channels = last.output().extents[1], plane = plane_of(last);
  const ReachRow told = context.state.mode == "forward" ? ReachRow::kInput : ReachRow::kOutput;
  const ReachPick playing{told, std::clamp<Index>(model.timeline.place(context.moment.step).step, 0, channels - 1)};
  const Target asked = context.hover.none() ? context.state.pin : context.hover;
  const bool input = asked.kind == TargetKind::kInput && asked.stage == model.index_of("first");
  ReachPick pick{input ? ReachRow::kInput : ReachRow::kOutput, asked.index / plane};
  inspected = (input || asked.kind == TargetKind::kOutput) && asked.index >= 0 && pick.channel < channels;
  if (!inspected) return playing;
  if (!input && asked.stage == model.index_of("first")) pick.row = ReachRow::kFirst;
  if (!input && asked.stage == model.index_of("shuffle"))
    pick = {ReachRow::kFirst, *read_by(model.layer("shuffle"), pick.channel).begin()};
  inspected = pick.row != playing.row || pick.channel != playing.channel;
  return pick;
}

}  // namespace convscope

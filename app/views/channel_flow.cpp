#include "app/views/channel_flow.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace convscope {
namespace {

using Read = std::pair<std::string, Index>;  // a tensor and its channel

std::vector<Read> read_by(const LayerModel& layer, Index channel) {
  const Extents& out = layer.output().extents;
  const Index middle = flat_index(out, {0, channel, out[2] / 2, out[3] / 2});
  std::vector<Read> all;
  for (const Term& term : layer.trace().gather(middle).terms) {
    if (term.tap.data.none()) continue;
    const auto slot = static_cast<std::size_t>(term.tap.data.slot);
    const Extents& from = layer.tensors[slot]->extents;
    all.emplace_back(layer.inputs[slot], cell_of(from, term.tap.data.index)[1]);
  }
  return all;
}

bool holds_channel(const ChannelSets& sets, const Read& read) {
  auto found = sets.find(read.first);
  return found != sets.end() && found->second.count(read.second) > 0;
}

}  // namespace

ChannelSets channels_through(const Model& model, const std::string& tensor, Index channel) {
  ChannelSets above{{tensor, {channel}}}, below = above;
  for (auto layer = model.layers.rbegin(); layer != model.layers.rend(); ++layer) {
    auto found = above.find(layer->name);
    if (found == above.end()) continue;
    const std::set<Index> channels = found->second;
    for (Index each : channels)
      for (const Read& read : read_by(*layer, each)) above[read.first].insert(read.second);
  }
  for (const LayerModel& layer : model.layers)
    for (Index each = 0; each < layer.output().extents[1]; ++each) {
      const std::vector<Read> reads = read_by(layer, each);
      const bool hears = std::any_of(reads.begin(), reads.end(), [&](const Read& read) { return holds_channel(below, read); });
      if (hears) below[layer.name].insert(each);
    }
  for (auto& [name, channels] : below) above[name].merge(channels);
  return above;
}

}  // namespace convscope

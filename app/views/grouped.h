// What the parts of the grouped stage share: channels, maps and groups, and which of them answer the pointer.
#pragma once

#include <array>

#include "app/views/groups.h"
#include "app/views/kit.h"

namespace convscope {

struct Grouped {
  const ViewContext& context;
  Pen& pen;
  Index channels, maps, groups;
  std::array<Index, 2> kernel;
  Target asked;          // what is hovered or pinned
  Index map = 0;         // that is told of
  Index channel = -1;    // an input channel that is pointed at
  Index group = -1;      // a group that is pointed at
  bool block = false;    // one block of the tensor is pointed at: map and channel together
  Index playing = 0;     // map of the playhead
  double row = 1, join = 1, fill = 1;

  Index group_of_channel(Index c) const { return c / (channels / groups); }
  Index group_of_map(Index n) const { return n / (maps / groups); }
  bool joined(Index n, Index c) const { return group_of_map(n) == group_of_channel(c); }
  bool missing() const { return block && !joined(map, channel); }
  bool hot(Index n, Index c) const {
    if (!joined(n, c)) return false;
    if (group >= 0) return group_of_channel(c) == group;
    if (block) return n == map && c == channel;
    return channel >= 0 ? c == channel : n == map;
  }
  bool hot_channel(Index c) const {
    if (group >= 0) return group_of_channel(c) == group;
    return channel >= 0 ? c == channel : joined(map, c);
  }
  bool hot_map(Index n) const {
    if (group >= 0) return group_of_map(n) == group;
    return block || channel < 0 ? n == map : joined(n, channel);
  }
  Index in_group(Index c) const { return c % (channels / groups); }  // where a channel's weights stand in their row
};

// Weights of the same layer in another number of groups, as the engine counts them.
Index weights_at(const Grouped& s, Index groups);
// The numbers of groups that divide channels and maps, each with a small tensor and its weights; a press chooses one,
// and the knob can be dragged from one to the next.
void draw_stops(const Grouped& s, Box box);

}  // namespace convscope

// What the parts of the ShuffleNet unit's stage share: its operations in turn, the tensors between them as boxes striped by group, and
// the channels that lie on a way through the one that is pointed at.
#pragma once

#include <string>
#include <vector>

#include "app/views/channel_flow.h"
#include "app/views/groups.h"

namespace convscope {

enum class Stripes { kPlain, kGroups, kInterleaved, kSum, kJoined };

struct Part {                    // an operation and the tensor it makes
  const LayerModel* layer = nullptr;
  std::string name, detail, note;
  Stripes stripes = Stripes::kPlain;
  double run = 1, grown = 1;     // 0..1
  Index segment = -1;            // of the timeline
};

struct Chain {
  const ViewContext& context;
  Pen& pen;
  const LayerModel* pool = nullptr;  // nullptr: stride 1
  std::vector<Part> parts;
  Index groups = 1;
  Index deepest = 1, tallest = 1;
  double cx = 0, top = 0, step = 0, side = 0;
  Box box;
  Target asked;                      // what is hovered or pinned
  ChannelSets lit;                   // channels on a way through the one that is pointed at; empty: none is

  double y(std::size_t tensor) const { return top + step * static_cast<double>(tensor); }
  double column(double share) const { return box.x + box.w * share; }
};

// A tensor as a box: its depth drawn along x by its channels, its height by its rows; each of its stripes answers the pointer.
struct UnitBox {
  double y = 0;                      // its middle
  std::string tensor;
  const Tensor* values = nullptr;
  Stripes stripes = Stripes::kPlain;
  double grown = 1;
  Target first;                      // of its first cell
};
void draw_unit_box(const Chain& u, const UnitBox& box);
// What is pointed at: a channel, and with it all on a way through it.
void follow_channels(Chain& u);

}  // namespace convscope

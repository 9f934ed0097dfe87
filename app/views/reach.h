// Which channels of two grouped layers lie on a way to or from the picked one, without a shuffle between them and with it.
#pragma once

#include <set>
#include <vector>

#include "app/views/kit.h"

namespace convscope {

// The rows of channels, from above: the input, the maps of the first layer, the same as the second layer finds them, its maps.
enum class ReachRow { kInput, kFirst, kPlace, kOutput };
inline constexpr int kReachRows = 4;

struct ReachPick {
  ReachRow row = ReachRow::kOutput;  // kInput, kFirst or kOutput: a place holds a map of the first layer
  Index channel = 0;
};

struct ReachSide {
  bool shuffled = false;
  std::vector<Index> order;          // which map of the first layer stands at each place
  std::set<Index> on[kReachRows];    // by row, on a way through the picked channel
  int stage = 0;                     // its second layer

  const std::set<Index>& of(ReachRow row) const { return on[static_cast<int>(row)]; }
};

// What can reach the picked channel and what it can reach, followed through the taps of the model's layers; `second` is one of its
// two second layers ("plain", "second").
ReachSide reach_side(const Model& model, const std::string& second, ReachPick pick);
// The channel that is pointed at, or the one the playhead tells of: a map of the second layer, in the mode "forward" an input.
ReachPick reach_pick(const ViewContext& context, bool& inspected);

}  // namespace convscope

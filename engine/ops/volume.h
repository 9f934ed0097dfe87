// A tensor of N, C, then one to three axes of space (or weights: Cout, Cin/g, kernel), seen with three axes of space: (z, y, x).
// Axes that are not there are 1 long, so that one loop serves one, two and three axes.
#pragma once

#include <array>
#include <vector>

#include "engine/tensor/tensor.h"

namespace convscope {

using Place = std::array<Index, 3>;  // z, y, x

struct VolumeCell {
  Index n = 0, c = 0;
  Place at{};
};

struct Volume {
  Index n = 1, c = 1;
  Place size{1, 1, 1};

  explicit Volume(const Extents& extents) : n(extents[0]), c(extents[1]) {
    for (int axis = 2; axis < extents.rank(); ++axis) size[static_cast<std::size_t>(axis + 3 - extents.rank())] = extents[axis];
  }
  Index plane() const { return size[0] * size[1] * size[2]; }
  Index flat(Index item, Index channel, const Place& at) const {
    return (((item * c + channel) * size[0] + at[0]) * size[1] + at[1]) * size[2] + at[2];
  }
  VolumeCell cell(Index flat) const {
    VolumeCell cell;
    for (std::size_t axis = 3; axis-- > 0;) {
      cell.at[axis] = flat % size[axis];
      flat /= size[axis];
    }
    cell.c = flat % c;
    cell.n = flat / c;
    return cell;
  }
  // The flat cells, ascending, of `channels` channels from `first` on at every combination of the places of each axis (ascending).
  std::vector<Index> cells(Index item, Index first, Index channels, const std::array<std::vector<Index>, 3>& places) const {
    std::vector<Index> cells;
    cells.reserve(static_cast<std::size_t>(channels) * places[0].size() * places[1].size() * places[2].size());
    for (Index channel = first; channel < first + channels; ++channel) {
      for (Index z : places[0]) {
        for (Index y : places[1]) {
          for (Index x : places[2]) cells.push_back(flat(item, channel, {z, y, x}));
        }
      }
    }
    return cells;
  }
};

}  // namespace convscope

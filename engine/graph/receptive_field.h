// How much of a pipeline's input a cell of each layer sees, in closed form per axis of space, without following any tap.
// With window layers (kernel k, stride s, dilation d, padding p; k̂ = d·(k − 1) + 1), from the input on:
//   size′ = size + (k̂ − 1)·jump     start′ = start + ((k̂ − 1)/2 − p)·jump     jump′ = jump·s
// A transposed layer is one of stride 1 and padding k̂ − 1 − p over the input with zeros inserted, whose jump is that of its input
// divided by s. Source: Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", 2019.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/graph/pipeline.h"
#include "engine/ops/axis.h"

namespace convscope {

// In cells of the input; the centre of cell i is at i, padding lies below 0 and beyond the last cell.
struct FieldAxis {
  double size = 1;   // from the first cell seen to the last. After layers that enlarge it is no whole number: at most ⌊size⌋ cells are seen
  double jump = 1;   // from the field of one cell to that of the next
  double start = 0;  // the centre of the field of cell 0
  double first(Index cell) const { return start + jump * static_cast<double>(cell) - (size - 1) / 2; }
  double last(Index cell) const { return start + jump * static_cast<double>(cell) + (size - 1) / 2; }
  bool operator==(const FieldAxis&) const = default;
};

struct NodeField {
  std::string node;
  std::vector<FieldAxis> axes;  // of space: (x), (y, x) or (z, y, x); empty when there is no closed form or it does not see the tensor
  std::string unknown;          // then why: "columns: unfold has no fixed window"
};
// Of every node, in the pipeline's order. Where branches meet (add, cat) it is the span of both, if their jumps are equal.
std::vector<NodeField> receptive_fields(const Pipeline& pipeline, const std::string& tensor = "input");

// The cells of `tensor` between which all that cell `position` of `node` sees along this axis of space lies (0 is the first of space).
// Whole numbers from layer to layer; cells beyond an edge of a tensor are cut off, and `padded` then says so.
struct FieldRange {
  PlaceRange cells;
  bool padded = false;
};
std::optional<FieldRange> field_range(const Pipeline& pipeline, const std::string& node, std::size_t axis, Index position,
                                      const std::string& tensor = "input");

}  // namespace convscope

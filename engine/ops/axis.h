// One axis of a sliding window: the only home of the size formulas and of what stands in the padding.
// k̂ = d·(k − 1) + 1 is what the kernel spans; o = ⌊(i + begin + end − k̂)/s⌋ + 1 is the output size.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/ops/attributes.h"
#include "engine/tensor/tensor.h"

namespace convscope {

enum class PaddingMode { kZeros, kConstant, kReflect, kReplicate, kCircular };
const std::vector<std::string>& padding_mode_names();  // in the enum's order: "zeros", "constant", …
Result<PaddingMode> padding_mode_of(std::string_view name);

// Sizes and attributes are at most kLargestSize: no formula here overflows, and every place on an axis fits a shader's 32-bit integer.
inline constexpr Index kLargestSize = Index{1} << 28;

// Places first..last, both included.
struct PlaceRange {
  Index first = 0;
  Index last = 0;
  bool operator==(const PlaceRange&) const = default;
};

struct Axis {
  std::string name;  // "tall", "wide", "deep", "long": how a sentence says it ("the padded input is 9 wide")
  Index input = 1;
  Index kernel = 1;
  Index stride = 1;
  Index dilation = 1;
  Index begin = 0;   // padding before and after
  Index end = 0;
  PaddingMode mode = PaddingMode::kZeros;

  Index span() const { return dilation * (kernel - 1) + 1; }
  Index padded() const { return input + begin + end; }
  Index output() const { return (padded() - span()) / stride + 1; }  // after `check`
  // Padded cells at the end that no window reaches, because the stride does not divide.
  Index unreached() const { return (padded() - span()) % stride; }
  // Where kernel element `element` of output `position` reads, relative to the unpadded input.
  Index reads(Index position, Index element) const { return position * stride - begin + element * dilation; }
  // The input index whose value stands at `at` (which may lie in the padding); nothing: the padding's constant stands there.
  std::optional<Index> source(Index at) const;
  // All places (own place and copies in the padding) where the value of input index `index` stands, as ascending ranges.
  std::vector<PlaceRange> places_of(Index index) const;
  // The outputs, ascending, that read input index `index` at any of its places.
  std::vector<Index> outputs_reading(Index index) const;
};

// Refuses, with values: sizes below 1 or above kLargestSize, stride or dilation below 1, negative padding, reflect padding as wide
// as the input, circular padding wider than it, a kernel that spans more than the padded input.
Status check(const Axis& axis);

// "a number or one per axis" as one per axis; refuses other counts.
Result<std::vector<Index>> per_axis(const Attributes& attributes, const std::string& name, std::size_t axes);
// Fills begin and end of every axis from the attribute "padding". "same" (odd one at the end) and "same_lower" need stride 1.
Status resolve_padding(const Attributes& attributes, std::vector<Axis>& axes);

}  // namespace convscope

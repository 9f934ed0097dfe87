// One axis of a sliding window, or of its transpose: the only home of the size formulas and of what stands in the padding.
// k̂ = d·(k − 1) + 1 is what the kernel spans; o = ⌊(i + begin + end − k̂)/s⌋ + 1 (⌈⌉ with ceil);
// transposed o = s·(i − 1) + k̂ − begin − end + a.
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

// How sentences say the axes of a window: "long", or "tall" and "wide", or "deep", "tall" and "wide".
const char* axis_name(std::size_t axes, std::size_t axis);

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
  bool ceil = false;  // pooling's ceil_mode: a last window that reaches beyond the padded input counts, unless it begins in the end padding

  Index span() const { return dilation * (kernel - 1) + 1; }
  Index padded() const { return input + begin + end; }
  Index output() const { return leaves_out_last() ? windows() - 1 : windows(); }  // after `check`
  // With ceil: the formula counts one more window, which would begin in the end padding and is left out (PyTorch's rule).
  bool leaves_out_last() const { return ceil && (windows() - 1) * stride >= input + begin; }
  // Padded cells at the end that no window reaches, because the stride does not divide.
  Index unreached() const;
  // Where kernel element `element` of output `position` reads, relative to the unpadded input.
  Index reads(Index position, Index element) const { return position * stride - begin + element * dilation; }
  // The input index whose value stands at `at` (which may lie in the padding); nothing: the padding's constant stands there.
  std::optional<Index> source(Index at) const;
  // All places (own place and copies in the padding) where the value of input index `index` stands, as ascending ranges.
  std::vector<PlaceRange> places_of(Index index) const;
  // The outputs, ascending, that read input index `index` at any of its places.
  std::vector<Index> outputs_reading(Index index) const;
  // The kernel elements, ascending, that meet input index `index` at any of its places, in any window.
  std::vector<Index> elements_meeting(Index index) const;
  // The input indices, ascending, whose values stand in the window of output `position`.
  std::vector<Index> sources_of(Index position) const;

 private:
  Index windows() const { return (padded() - span() + (ceil ? stride - 1 : 0)) / stride + 1; }
};

// One axis of a transposed convolution, gathered: the kernel walks, turned and at stride 1, over the input with stride − 1 zeros
// inserted between neighbours. Padding takes cells of the output away, output_padding (a) adds some at its end.
struct TransposedAxis {
  std::string name;
  Index input = 1;
  Index kernel = 1;
  Index stride = 1;
  Index dilation = 1;
  Index begin = 0;
  Index end = 0;
  Index output_padding = 0;

  Index span() const { return dilation * (kernel - 1) + 1; }
  Index spread() const { return stride * (input - 1) + 1; }  // the input with its zeros inserted
  Index output() const { return spread() - 1 + span() - begin - end + output_padding; }
  // Where kernel element `element` of output `position` reads, relative to the spread input. Falls as `element` grows.
  Index reads(Index position, Index element) const { return position + begin - element * dilation; }
  bool is_inside(Index at) const { return at >= 0 && at < spread(); }
  // The input index whose value stands at `at` of the spread input; nothing: an inserted zero, or outside.
  std::optional<Index> source(Index at) const;
  // The outputs, ascending, that read input index `index`.
  std::vector<Index> outputs_reading(Index index) const;
};

// Refuses, with values: sizes below 1 or above kLargestSize, stride or dilation below 1, negative padding, reflect padding as wide
// as the input, circular padding wider than it, a kernel that spans more than the padded input.
Status check(const Axis& axis);
// Refuses, with values: sizes as above, output_padding that is smaller than neither stride nor dilation (PyTorch's rule), an output below 1
// or above kLargestSize.
Status check(const TransposedAxis& axis);
// The transpose that the gradient flows back through: its input is the axis's output, its output positions are places on the axis's input
// (negative and beyond: in the padding), output_padding the cells at the end that no window reached.
TransposedAxis transpose_of(const Axis& axis);

// "a number or one per axis" as one per axis; refuses other counts.
Result<std::vector<Index>> per_axis(const Attributes& attributes, const std::string& name, std::size_t axes);
// Fills begin and end of every axis from the attribute "padding". "same" (odd one at the end) and "same_lower" need stride 1.
Status resolve_padding(const Attributes& attributes, std::vector<Axis>& axes);

}  // namespace convscope

// k̂ = d·(k − 1) + 1     o = ⌊(i + begin + end − k̂)/s⌋ + 1     a place is position·s − begin + element·d
// transposed: o = s·(i − 1) + k̂ − begin − end + a     a place is position + begin − element·d, on the input with zeros inserted
#include "engine/ops/axis.h"

#include <algorithm>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

Status check_padding(const Axis& axis) {
  Index wider = std::max(axis.begin, axis.end);
  Index narrower = std::min(axis.begin, axis.end);
  if (narrower < 0) return impossible("padding", "padding_negative", "padding must be at least 0, it is {}", narrower);
  if (wider > kLargestSize) return impossible("padding", "padding_too_large", "padding must be at most {}, it is {}", kLargestSize, wider);
  if (axis.mode == PaddingMode::kReflect && wider >= axis.input) {
    return impossible("padding", "reflect_too_wide", "reflect padding must be smaller than the input: padding {}, the input is {} {}",
                      wider, axis.input, axis.name);
  }
  if (axis.mode == PaddingMode::kCircular && wider > axis.input) {
    return impossible("padding", "circular_too_wide", "circular padding must not be larger than the input: padding {}, the input is {} {}",
                      wider, axis.input, axis.name);
  }
  return success();
}

Status check_sizes(const std::string& name, Index input, Index kernel, Index stride, Index dilation) {
  if (input < 1) return impossible("input", "input_empty", "the input is {} {}, it must be at least 1", input, name);
  if (input > kLargestSize) {
    return impossible("input", "input_too_large", "the input is {} {}, at most {} is possible", input, name, kLargestSize);
  }
  if (kernel < 1) return impossible("kernel_size", "kernel_empty", "the kernel is {} {}, it must be at least 1", kernel, name);
  if (kernel > kLargestSize) {
    return impossible("kernel_size", "kernel_beyond_limit", "the kernel is {} {}, at most {} is possible", kernel, name, kLargestSize);
  }
  if (stride < 1) return impossible("stride", "stride_below_one", "stride must be at least 1, it is {}", stride);
  if (dilation < 1) return impossible("dilation", "dilation_below_one", "dilation must be at least 1, it is {}", dilation);
  return success();
}

// The kernel must fit into the padded input once.
Status check_reach(const Axis& axis) {
  if (axis.span() <= axis.padded() + (axis.ceil ? axis.stride - 1 : 0)) return success();
  const bool padded = axis.begin != 0 || axis.end != 0;
  if (axis.dilation > 1 && padded) {
    return impossible("dilation", "span_exceeds_padded", "kernel {} with dilation {} spans {}, the padded input is {} {}", axis.kernel,
                      axis.dilation, axis.span(), axis.padded(), axis.name);
  }
  if (axis.dilation > 1) {
    return impossible("dilation", "span_exceeds_input", "kernel {} with dilation {} spans {}, the input is {} {}", axis.kernel,
                      axis.dilation, axis.span(), axis.input, axis.name);
  }
  if (padded) {
    return impossible("kernel_size", "kernel_exceeds_padded", "kernel {} is larger than the input, the padded input is {} {}", axis.kernel,
                      axis.padded(), axis.name);
  }
  return impossible("kernel_size", "kernel_exceeds_input", "kernel {} is larger than the input, the input is {} {}", axis.kernel,
                    axis.input, axis.name);
}

}  // namespace

const std::vector<std::string>& padding_mode_names() {
  static const std::vector<std::string> names{"zeros", "constant", "reflect", "replicate", "circular"};
  return names;
}

Result<PaddingMode> padding_mode_of(std::string_view name) {
  const std::vector<std::string>& names = padding_mode_names();
  auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<PaddingMode>(found - names.begin());
  return refusal(ErrorKind::kUsage, "padding_mode", "unknown_padding_mode",
                 "padding_mode takes zeros, constant, reflect, replicate or circular, \"{}\" was given", name);
}

const char* axis_name(std::size_t axes, std::size_t axis) {
  static constexpr const char* kNames[] = {"deep", "tall", "wide"};
  return axes == 1 ? "long" : kNames[3 - axes + axis];
}

std::optional<Index> Axis::source(Index at) const {
  if (at >= 0 && at < input) return at;
  switch (mode) {
    case PaddingMode::kZeros:
    case PaddingMode::kConstant: return std::nullopt;
    case PaddingMode::kReflect: return at < 0 ? -at : 2 * (input - 1) - at;
    case PaddingMode::kReplicate: return at < 0 ? 0 : input - 1;
    case PaddingMode::kCircular: return at < 0 ? at + input : at - input;
  }
  return std::nullopt;
}

Index Axis::unreached() const { return std::max<Index>(0, padded() - (output() - 1) * stride - span()); }

std::vector<PlaceRange> Axis::places_of(Index index) const {
  std::vector<PlaceRange> places;
  auto add = [&places, this](Index first, Index last) {
    if (first <= last && first >= -begin && last < input + end) places.push_back({first, last});
  };
  bool first = index == 0, last = index == input - 1;
  if (mode == PaddingMode::kReflect && !first) add(-index, -index);
  if (mode == PaddingMode::kCircular) add(index - input, index - input);
  if (mode == PaddingMode::kReplicate) {
    add(first ? -begin : index, last ? input + end - 1 : index);
  } else {
    add(index, index);
  }
  if (mode == PaddingMode::kCircular) add(index + input, index + input);
  if (mode == PaddingMode::kReflect && !last) add(2 * (input - 1) - index, 2 * (input - 1) - index);
  return places;
}

std::vector<Index> Axis::outputs_reading(Index index) const {
  std::vector<Index> outputs;
  for (const PlaceRange& places : places_of(index)) {
    for (Index element = 0; element < kernel; ++element) {
      // position · stride = at + begin − element · dilation, for every `at` of the range
      Index lowest = std::max<Index>(0, places.first + begin - element * dilation);
      Index highest = places.last + begin - element * dilation;
      if (highest < 0) break;
      Index beyond = std::min(output(), highest / stride + 1);
      for (Index position = (lowest + stride - 1) / stride; position < beyond; ++position) outputs.push_back(position);
    }
  }
  std::sort(outputs.begin(), outputs.end());
  outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
  return outputs;
}

std::vector<Index> Axis::elements_meeting(Index index) const {
  std::vector<Index> elements;
  for (Index element = 0; element < kernel; ++element) {
    auto meets = [this, element](const PlaceRange& places) {
      const Index lowest = std::max<Index>(0, places.first + begin - element * dilation);
      const Index highest = std::min(places.last + begin - element * dilation, (output() - 1) * stride);
      return highest >= 0 && (lowest + stride - 1) / stride * stride <= highest;
    };
    const std::vector<PlaceRange> places = places_of(index);
    if (std::any_of(places.begin(), places.end(), meets)) elements.push_back(element);
  }
  return elements;
}

std::vector<Index> Axis::sources_of(Index position) const {
  std::vector<Index> sources;
  for (Index element = 0; element < kernel; ++element) {
    if (std::optional<Index> index = source(reads(position, element))) sources.push_back(*index);
  }
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

std::optional<Index> TransposedAxis::source(Index at) const {
  if (!is_inside(at) || at % stride != 0) return std::nullopt;
  return at / stride;
}

std::vector<Index> TransposedAxis::outputs_reading(Index index) const {
  std::vector<Index> outputs;
  for (Index element = 0; element < kernel; ++element) {
    const Index position = index * stride - begin + element * dilation;
    if (position >= 0 && position < output()) outputs.push_back(position);
  }
  return outputs;
}

TransposedAxis transpose_of(const Axis& axis) {
  return {axis.name, axis.output(), axis.kernel, axis.stride, axis.dilation, axis.begin, axis.end, axis.unreached()};
}

Status check(const Axis& axis) {
  Status sizes = check_sizes(axis.name, axis.input, axis.kernel, axis.stride, axis.dilation);
  if (!sizes) return sizes;
  Status padding = check_padding(axis);
  if (!padding) return padding;
  return check_reach(axis);
}

Status check(const TransposedAxis& axis) {
  Status sizes = check_sizes(axis.name, axis.input, axis.kernel, axis.stride, axis.dilation);
  if (!sizes) return sizes;
  const Index narrower = std::min(axis.begin, axis.end), wider = std::max(axis.begin, axis.end);
  if (narrower < 0) return impossible("padding", "padding_negative", "padding must be at least 0, it is {}", narrower);
  if (wider > kLargestSize) return impossible("padding", "padding_too_large", "padding must be at most {}, it is {}", kLargestSize, wider);
  if (axis.output_padding < 0 || axis.output_padding >= std::max(axis.stride, axis.dilation)) {
    return impossible("output_padding", "output_padding_too_large",
                      "output_padding must be smaller than stride or dilation: output_padding {}, stride {}, dilation {}",
                      axis.output_padding, axis.stride, axis.dilation);
  }
  if (axis.output() < 1) {
    return impossible("padding", "padding_takes_all", "padding {} and {} take the whole output away: it would be {} {}", axis.begin,
                      axis.end, axis.output(), axis.name);
  }
  if (axis.output() > kLargestSize) {
    return impossible("stride", "output_too_large", "the output would be {} {}, at most {} is possible", axis.output(), axis.name,
                      kLargestSize);
  }
  return success();
}

Result<std::vector<Index>> per_axis(const Attributes& attributes, const std::string& name, std::size_t axes) {
  const std::vector<Index>& given = attributes.integers(name);
  if (given.size() == 1) return std::vector<Index>(axes, given.front());
  if (given.size() == axes) return given;
  const std::string values = attribute_text(given);
  if (axes == 1) {
    return refusal(ErrorKind::kUsage, name, "not_one_number", "{} takes one number, {} were given ({})", name, given.size(), values);
  }
  return refusal(ErrorKind::kUsage, name, "wrong_count", "{} takes 1 or {} numbers, {} were given ({})", name, axes, given.size(), values);
}

Status resolve_padding(const Attributes& attributes, std::vector<Axis>& axes) {
  const std::size_t count = axes.size();
  if (attributes.is_word("padding")) {
    const std::string& word = attributes.word("padding");
    for (Axis& axis : axes) {
      axis.begin = axis.end = 0;
      if (word == "valid") continue;
      if (axis.stride != 1) {
        return impossible("padding", "same_needs_stride_one", "padding \"{}\" needs stride 1, the stride is {}", word, axis.stride);
      }
      Index both = axis.span() - 1;
      axis.begin = word == "same_lower" ? both - both / 2 : both / 2;
      axis.end = both - axis.begin;
    }
    return success();
  }
  const std::vector<Index>& given = attributes.integers("padding");
  if (given.size() != 1 && given.size() != count && given.size() != 2 * count) {
    const std::string values = attribute_text(given);
    if (count == 1) {
      return refusal(ErrorKind::kUsage, "padding", "wrong_count", "{} takes 1 or {} numbers, {} were given ({})", "padding", 2,
                     given.size(), values);
    }
    return refusal(ErrorKind::kUsage, "padding", "wrong_padding_count", "padding takes 1, {} or {} numbers, {} were given ({})", count,
                   2 * count, given.size(), values);
  }
  for (std::size_t i = 0; i < count; ++i) {
    axes[i].begin = given.size() == 1 ? given[0] : given[i];
    axes[i].end = given.size() == 2 * count ? given[count + i] : axes[i].begin;
  }
  return success();
}

}  // namespace convscope

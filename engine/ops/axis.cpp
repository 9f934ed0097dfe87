// k̂ = d·(k − 1) + 1     o = ⌊(i + begin + end − k̂)/s⌋ + 1     a place is position·s − begin + element·d
#include "engine/ops/axis.h"

#include <fmt/core.h>

#include <algorithm>

namespace convscope {
namespace {

Error impossible(const std::string& attribute, std::string sentence) { return {ErrorKind::kImpossible, std::move(sentence), attribute}; }

std::string padded_input(const Axis& axis) {
  bool padded = axis.begin != 0 || axis.end != 0;
  return fmt::format("the {}input is {} {}", padded ? "padded " : "", axis.padded(), axis.name);
}

Status check_padding(const Axis& axis) {
  Index wider = std::max(axis.begin, axis.end);
  Index narrower = std::min(axis.begin, axis.end);
  if (narrower < 0) return impossible("padding", fmt::format("padding must be at least 0, it is {}", narrower));
  if (wider > kLargestSize) return impossible("padding", fmt::format("padding must be at most {}, it is {}", kLargestSize, wider));
  if (axis.mode == PaddingMode::kReflect && wider >= axis.input) {
    return impossible("padding", fmt::format("reflect padding must be smaller than the input: padding {}, the input is {} {}", wider,
                                             axis.input, axis.name));
  }
  if (axis.mode == PaddingMode::kCircular && wider > axis.input) {
    return impossible("padding", fmt::format("circular padding must not be larger than the input: padding {}, the input is {} {}", wider,
                                             axis.input, axis.name));
  }
  return success();
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
  return Error{ErrorKind::kUsage, fmt::format("padding_mode takes zeros, constant, reflect, replicate or circular, \"{}\" was given", name),
               "padding_mode"};
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

Status check(const Axis& axis) {
  if (axis.input < 1) return impossible("input", fmt::format("the input is {} {}, it must be at least 1", axis.input, axis.name));
  if (axis.input > kLargestSize) {
    return impossible("input", fmt::format("the input is {} {}, at most {} is possible", axis.input, axis.name, kLargestSize));
  }
  if (axis.kernel < 1) return impossible("kernel_size", fmt::format("the kernel is {} {}, it must be at least 1", axis.kernel, axis.name));
  if (axis.kernel > kLargestSize) {
    return impossible("kernel_size", fmt::format("the kernel is {} {}, at most {} is possible", axis.kernel, axis.name, kLargestSize));
  }
  if (axis.stride < 1) return impossible("stride", fmt::format("stride must be at least 1, it is {}", axis.stride));
  if (axis.dilation < 1) return impossible("dilation", fmt::format("dilation must be at least 1, it is {}", axis.dilation));
  Status padding = check_padding(axis);
  if (!padding) return padding;
  if (axis.span() > axis.padded()) {
    std::string kernel = axis.dilation == 1 ? fmt::format("kernel {} is larger than the input", axis.kernel)
                                            : fmt::format("kernel {} with dilation {} spans {}", axis.kernel, axis.dilation, axis.span());
    return impossible(axis.dilation == 1 ? "kernel_size" : "dilation", kernel + ", " + padded_input(axis));
  }
  return success();
}

Result<std::vector<Index>> per_axis(const Attributes& attributes, const std::string& name, std::size_t axes) {
  const std::vector<Index>& given = attributes.integers(name);
  if (given.size() == 1) return std::vector<Index>(axes, given.front());
  if (given.size() == axes) return given;
  const std::string values = attribute_text(given);
  return Error{ErrorKind::kUsage, fmt::format("{} takes 1 or {} numbers, {} were given ({})", name, axes, given.size(), values), name};
}

Status resolve_padding(const Attributes& attributes, std::vector<Axis>& axes) {
  const std::size_t count = axes.size();
  if (attributes.is_word("padding")) {
    const std::string& word = attributes.word("padding");
    for (Axis& axis : axes) {
      axis.begin = axis.end = 0;
      if (word == "valid") continue;
      if (axis.stride != 1) return impossible("padding", fmt::format("padding \"{}\" needs stride 1, the stride is {}", word, axis.stride));
      Index both = axis.span() - 1;
      axis.begin = word == "same_lower" ? both - both / 2 : both / 2;
      axis.end = both - axis.begin;
    }
    return success();
  }
  const std::vector<Index>& given = attributes.integers("padding");
  if (given.size() != 1 && given.size() != count && given.size() != 2 * count) {
    return Error{ErrorKind::kUsage, fmt::format("padding takes 1, {} or {} numbers, {} were given ({})", count, 2 * count, given.size(),
                                                attribute_text(given)), "padding"};
  }
  for (std::size_t i = 0; i < count; ++i) {
    axes[i].begin = given.size() == 1 ? given[0] : given[i];
    axes[i].end = given.size() == 2 * count ? given[count + i] : axes[i].begin;
  }
  return success();
}

}  // namespace convscope

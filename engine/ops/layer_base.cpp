#include "engine/ops/layer_base.h"

#include <algorithm>

#include "engine/ops/pooling.h"

namespace convscope {
namespace {

AttributeValue whole(Index number) { return std::vector<Index>{number}; }

Status check_sizes(const std::string& slot, const Extents& extents) {
  for (int axis = 0; axis < extents.rank(); ++axis) {
    if (extents[axis] >= 1 && extents[axis] <= kLargestSize) continue;
    return impossible(slot, "size_out_of_range", "every size of {} must be 1 to {}, its shape is {}", slot, kLargestSize, extents.text());
  }
  return success();
}

Status check_taps(const Layer& layer) {
  const double taps = std::max(layer.gpu_plan().reads, static_cast<double>(layer.cost().macs));
  const double each = taps / static_cast<double>(layer.output().count());
  if (each <= static_cast<double>(kLargestWindow)) return success();
  return refusal(ErrorKind::kMemory, "", "too_many_taps", "a cell of the output reads {} values, at most {} are possible",
                 static_cast<Index>(each), kLargestWindow);
}

}  // namespace

Index LayerBase::values_moved() const {
  Index values = output_.count();
  for (const Extents& extents : shapes_) values += extents.empty() ? 0 : extents.count();
  return values;
}

Result<std::shared_ptr<const Layer>> OperatorBase::layer(const Attributes& given, const Shapes& given_shapes) const {
  Result<Attributes> attributes = resolve(id_, attributes_, given);
  if (!attributes) return attributes.error();
  Shapes shapes = given_shapes;
  shapes.resize(slots_.size());
  Status given_shape = check_given(shapes);
  if (!given_shape) return given_shape.error();
  std::vector<NamedExtents> tensors;
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].required && shapes[slot].empty()) {
      return refusal(ErrorKind::kUsage, slots_[slot].name, "needs_tensor", "{} needs \"{}\"", id_, slots_[slot].name);
    }
    Status sizes = check_sizes(slots_[slot].name, shapes[slot]);
    if (!sizes) return sizes.error();
    tensors.push_back({slots_[slot].name, shapes[slot]});
  }
  Status given_memory = check_memory(id_, tensors);  // first, so that no product of sizes overflows
  if (!given_memory) return given_memory.error();
  Made made = make(*std::move(attributes), std::move(shapes));
  if (!made) return made;
  tensors.push_back({"output", (*made)->output()});
  Status memory = check_memory(id_, tensors);
  if (!memory) return memory.error();
  Status taps = check_taps(**made);
  if (!taps) return taps.error();
  return made;
}

Status check_rank(std::string_view op, const std::string& slot, const Extents& extents, int rank, std::string_view layout) {
  if (extents.rank() == rank) return success();
  return impossible(slot, "wrong_rank", "{} reads {} of {} axes ({}), it has {} ({})", op, slot, rank, layout, extents.rank(),
                    extents.text());
}

Status check_vector(const std::string& slot, const Extents& extents, Index values, std::string_view meaning) {
  if (extents.empty() || (extents.rank() == 1 && extents[0] == values)) return success();
  return impossible(slot, "wrong_length", "{} must hold {} values ({}), its shape is {}", slot, values, meaning, extents.text());
}

Status check_same(const std::string& slot, const Extents& extents, const Extents& wanted, std::string_view of) {
  if (extents == wanted) return success();
  return impossible(slot, "wrong_shape", "{} must have the shape {} ({}), it has {}", slot, wanted.text(), of, extents.text());
}

Error missing_attribute(std::string_view op, const std::string& name) {
  return refusal(ErrorKind::kUsage, name, "needs_attribute", "{} needs {}", op, name);
}

Status check_count(const std::string& name, const std::vector<Index>& given, std::size_t count) {
  if (given.size() == count) return success();
  return refusal(ErrorKind::kUsage, name, "wrong_number_count", "{} takes {} numbers, {} were given ({})", name, count, given.size(),
                 attribute_text(given));
}

AttributeSpec per_axis_spec(std::string name, Index standard, Index minimum) {
  return {std::move(name), AttributeType::kPerAxis, whole(standard), minimum, kLargestSize, {}};
}
AttributeSpec required_per_axis_spec(std::string name, Index minimum) { return optional_per_axis_spec(std::move(name), minimum); }
AttributeSpec optional_per_axis_spec(std::string name, Index minimum) {
  return {std::move(name), AttributeType::kPerAxis, whole(minimum), minimum, kLargestSize, {}, true};
}
AttributeSpec padding_spec(std::vector<std::string> words) {
  return {"padding", AttributeType::kPadding, whole(0), 0, kLargestSize, std::move(words)};
}
AttributeSpec integer_spec(std::string name, Index standard, Index minimum) {
  return {std::move(name), AttributeType::kInteger, whole(standard), minimum, kLargestSize, {}};
}
AttributeSpec number_spec(std::string name, double standard) { return {std::move(name), AttributeType::kNumber, standard, 0, 0, {}}; }
AttributeSpec optional_numbers_spec(std::string name) {
  return {std::move(name), AttributeType::kNumbers, std::vector<double>{1}, 0, 0, {}, true};
}
AttributeSpec flag_spec(std::string name, bool standard) { return {std::move(name), AttributeType::kFlag, standard, 0, 0, {}}; }
AttributeSpec choice_spec(std::string name, std::vector<std::string> choices) {
  AttributeValue standard = choices.front();
  return {std::move(name), AttributeType::kChoice, std::move(standard), 0, 0, std::move(choices)};
}
AttributeSpec sizes_spec(std::string name) {
  return {std::move(name), AttributeType::kSizes, whole(1), 1, kLargestSize, {}, true};
}
std::vector<AttributeSpec> padding_mode_specs() {
  return {choice_spec("padding_mode", padding_mode_names()), number_spec("padding_value", 0)};  // the value counts with mode constant
}

Result<std::vector<Axis>> window_axes(const Attributes& attributes, const Extents& input, const std::vector<Index>& kernel) {
  const std::size_t count = kernel.size();
  CONVSCOPE_CHECK(count >= 1 && count <= 3 && input.rank() > static_cast<int>(count), "no window of " + std::to_string(count) + " axes");
  std::vector<Index> stride(count, 1), dilation(count, 1);
  for (auto [name, values] : {std::pair{"stride", &stride}, std::pair{"dilation", &dilation}}) {
    if (!attributes.has(name)) continue;
    Result<std::vector<Index>> given = per_axis(attributes, name, count);
    if (!given) return given.error();
    *values = *std::move(given);
  }
  PaddingMode mode = PaddingMode::kZeros;
  if (attributes.has("padding_mode")) {
    Result<PaddingMode> named = padding_mode_of(attributes.word("padding_mode"));
    if (!named) return named.error();
    mode = *named;
  }
  const bool ceil = attributes.has("ceil_mode") && attributes.flag("ceil_mode");
  std::vector<Axis> axes;
  for (std::size_t i = 0; i < count; ++i) {
    const int axis = input.rank() - static_cast<int>(count - i);
    axes.push_back({axis_name(count, i), input[axis], kernel[i], stride[i], dilation[i], 0, 0, mode, ceil});
  }
  if (attributes.has("padding")) {
    Status padding = resolve_padding(attributes, axes);
    if (!padding) return padding.error();
  }
  for (const Axis& axis : axes) {
    Status status = check(axis);
    if (!status) return status.error();
  }
  return axes;
}

}  // namespace convscope

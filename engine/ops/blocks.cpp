#include "engine/ops/blocks.h"

#include <fmt/core.h>

#include "engine/ops/code_text.h"
#include "engine/ops/window_text.h"

namespace convscope {
namespace {

// The window that meets place `at` with element `element`; nothing when none does.
std::optional<Index> window_meeting(const Axis& axis, Index at, Index element) {
  const Index from_begin = at + axis.begin - element * axis.dilation;
  if (from_begin < 0 || from_begin % axis.stride != 0 || from_begin / axis.stride >= axis.output()) return std::nullopt;
  return from_begin / axis.stride;
}

}  // namespace

BlockCell Blocks::cell(Index flat) const {
  const Index column = flat % columns(), row = flat / columns() % rows(), window = tall_.kernel * wide_.kernel;
  BlockCell cell;
  cell.n = flat / columns() / rows();
  cell.c = row / window;
  cell.element = {0, row % window / wide_.kernel, row % wide_.kernel};
  cell.at = {0, tall_.reads(column / wide_.output(), cell.element[1]), wide_.reads(column % wide_.output(), cell.element[2])};
  return cell;
}

std::vector<Index> Blocks::cells_at(Index flat) const {
  const VolumeCell place = image_.cell(flat);
  std::vector<Index> cells;
  for (Index ey = 0; ey < tall_.kernel; ++ey) {
    const std::optional<Index> ly = window_meeting(tall_, place.at[1], ey);
    if (!ly) continue;
    for (Index ex = 0; ex < wide_.kernel; ++ex) {
      const std::optional<Index> lx = window_meeting(wide_, place.at[2], ex);
      if (!lx) continue;
      const Index row = (place.c * tall_.kernel + ey) * wide_.kernel + ex;
      cells.push_back((place.n * rows() + row) * columns() + *ly * wide_.output() + *lx);
    }
  }
  return cells;
}

void Blocks::add_fields(GpuPlan& plan) const {
  for (Index field : {image_.c, tall_.input, wide_.input, tall_.output(), wide_.output(), tall_.kernel, wide_.kernel, tall_.stride,
                      wide_.stride, tall_.dilation, wide_.dilation, tall_.begin, wide_.begin}) {
    plan.add(field);
  }
}

std::vector<FormulaLine> Blocks::formula() const {
  auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
  std::vector<FormulaLine> lines = window_formula({tall_, wide_});
  lines.push_back({plain("C·kh·kw = "), {std::to_string(image_.c), Role::kInput},
                   plain(fmt::format("·{}·{} = {}", tall_.kernel, wide_.kernel, rows()))});
  lines.push_back({plain(fmt::format("L = {}·{} = {}", tall_.output(), wide_.output(), columns()))});
  return lines;
}

std::vector<std::string> Blocks::torch_arguments(bool padding) const {
  auto pair = [](Index tall, Index wide) { return tuple_text({tall, wide}); };
  Arguments arguments{"kernel_size=" + pair(tall_.kernel, wide_.kernel)};
  if (tall_.dilation != 1 || wide_.dilation != 1) arguments.push_back("dilation=" + pair(tall_.dilation, wide_.dilation));
  if (padding && (tall_.begin != 0 || wide_.begin != 0)) arguments.push_back("padding=" + pair(tall_.begin, wide_.begin));
  if (tall_.stride != 1 || wide_.stride != 1) arguments.push_back("stride=" + pair(tall_.stride, wide_.stride));
  return arguments;
}

std::vector<AttributeSpec> block_attributes() {
  return {required_per_axis_spec("kernel_size", 1), per_axis_spec("dilation", 1, 1), padding_spec(), per_axis_spec("stride", 1, 1)};
}

Result<Blocks> blocks_of(const Operator& op, const Attributes& attributes, const Extents& image) {
  if (!attributes.has("kernel_size")) return missing_attribute(op.id(), "kernel_size");
  Result<std::vector<Index>> kernel = per_axis(attributes, "kernel_size", 2);
  if (!kernel) return kernel.error();
  Result<std::vector<Axis>> axes = window_axes(attributes, image, *kernel);
  if (!axes) return axes.error();
  const Axis &tall = (*axes)[0], &wide = (*axes)[1];
  // By its factors, whose product need not fit an Index.
  Status memory = check_memory(op.id(), {{"columns", Extents{image[0], image[1], tall.kernel, wide.kernel, tall.output(), wide.output()}}});
  if (!memory) return memory.error();
  return Blocks(Volume(image), tall, wide);
}

}  // namespace convscope

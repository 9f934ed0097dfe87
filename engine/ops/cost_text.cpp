#include "engine/ops/cost_text.h"
#include "engine/ops/slots.h"

#include <fmt/core.h>

#include <algorithm>

namespace convscope {
namespace {

struct NamedShape {
  std::string name;
  Extents extents;
};

std::vector<NamedShape> given_tensors(const Layer& layer) {
  const std::vector<SlotSpec>& slots = operator_of(layer).slots();
  std::vector<NamedShape> tensors;
  for (std::size_t slot = 0; slot < slots.size() && slot < layer.shapes().size(); ++slot) {
    if (!layer.shapes()[slot].empty()) tensors.push_back({slots[slot].name, layer.shapes()[slot]});
  }
  return tensors;
}

std::string product(const Extents& extents) { return extents.text("·"); }

// "a + b" of names and of sizes, when the sizes add up to the value.
CostLine sum_line(std::string name, const std::vector<NamedShape>& parts, Index value) {
  CostLine line{std::move(name), "", "", value};
  Index sum = 0;
  for (const NamedShape& part : parts) {
    const char* plus = line.formula.empty() ? "" : " + ";
    line.formula += plus + part.name;
    line.numbers += plus + product(part.extents);
    sum += part.extents.count();
  }
  return sum == value ? line : CostLine{line.name, "", "", value};
}

CostLine parameters_line(const std::vector<NamedShape>& tensors, Index value) {
  std::vector<NamedShape> learned;
  for (const NamedShape& tensor : tensors) {
    if (tensor.name == "weight" || tensor.name == "bias") learned.push_back(tensor);
  }
  return value == 0 ? CostLine{"params", "", "", 0} : sum_line("params", learned, value);
}

Extents from_axis_1(const Extents& extents) {
  std::vector<Index> sizes;
  for (int axis = 1; axis < extents.rank(); ++axis) sizes.push_back(extents[axis]);
  return Extents(sizes);
}

// The weights that lead to an output cell, where they lie as (channels read, channels made / groups, window).
Extents met_backwards(const Layer& layer, const Extents& weight) {
  std::vector<Index> sizes{weight[0] / layer.attributes().integers("groups").front()};
  for (int axis = 2; axis < weight.rank(); ++axis) sizes.push_back(weight[axis]);
  return Extents(sizes);
}

enum class Counted { kOutputs, kInputs, kZerosInserted };

// Products: of each output cell with its filter, of each input cell with the weights it meets (transposed), or of each output cell with
// the whole window of all channels that lead to it, zeros included.
CostLine products_line(std::string name, const Layer& layer, const std::vector<NamedShape>& tensors, Index value, Counted counted) {
  CostLine line{std::move(name), "", "", value};
  if (value == 0) return line;
  const Extents& cells = counted == Counted::kInputs ? layer.shapes().front() : layer.output();
  auto weight = std::find_if(tensors.begin(), tensors.end(), [](const NamedShape& tensor) { return tensor.name == "weight"; });
  if (weight != tensors.end() && weight->extents.rank() >= 2) {
    const Extents met = counted == Counted::kZerosInserted ? met_backwards(layer, weight->extents) : from_axis_1(weight->extents);
    if (cells.count() * met.count() != value) return line;
    line.formula = counted == Counted::kOutputs  ? "output cells × weights of a filter"
                   : counted == Counted::kInputs ? "input cells × weights that each meets"
                                                 : "output cells × weights that lead to each";
    line.numbers = product(cells) + " × " + product(met);
    return line;
  }
  if (value % cells.count() != 0) return line;
  line.formula = "output cells × products of each";
  line.numbers = fmt::format("{} × {}", product(cells), value / cells.count());
  return line;
}

// `counted`: how the layer's macs are.
CostLine flops_line(const Layer& layer, const Cost& cost, Counted counted) {
  const Index cells = layer.output().count(), each = cost.macs / cells;
  const std::string outputs = product(layer.output()) + " × ";
  auto line = [&cost](std::string formula, std::string numbers) {
    return CostLine{"flops", std::move(formula), std::move(numbers), cost.flops};
  };
  if (cost.flops == 0) return line("", "");
  if (counted == Counted::kInputs && cost.flops == 2 * cost.macs) return line("2 × macs, each added", fmt::format("2 × {}", cost.macs));
  if (cost.macs > 0 && cost.flops == cells * 2 * each) return line("output cells × 2 a product", fmt::format("{}2·{}", outputs, each));
  if (cost.macs > 0 && cost.flops == cells * (2 * each - 1))
    return line("output cells × (2 a product, less 1)", fmt::format("{}(2·{} \u2212 1)", outputs, each));
  if (layer.combine() == Combine::kSum && cost.flops == layer.shapes().front().count() && cost.flops != cells)
    return line("input cells, each added once", product(layer.shapes().front()));
  if (cost.flops % cells == 0) return line("output cells × operations of each", fmt::format("{}{}", outputs, cost.flops / cells));
  return line("", "");
}

}  // namespace

std::vector<CostLine> cost_lines(const Layer& layer) {
  const Cost cost = layer.cost();
  const std::vector<NamedShape> tensors = given_tensors(layer);
  std::vector<NamedShape> moved = tensors;
  moved.push_back({"output", layer.output()});
  const Counted counted = cost.macs_zeros_inserted ? Counted::kInputs : Counted::kOutputs;
  std::vector<CostLine> lines{parameters_line(tensors, cost.parameters),
                              products_line("multiplications", layer, tensors, cost.multiplications, counted),
                              products_line("macs", layer, tensors, cost.macs, counted)};
  if (cost.macs_zeros_inserted) {
    lines.push_back(products_line("macs_zeros_inserted", layer, tensors, *cost.macs_zeros_inserted, Counted::kZerosInserted));
  }
  lines.push_back(flops_line(layer, cost, counted));
  lines.push_back(sum_line("memory", moved, cost.memory));
  return lines;
}

}  // namespace convscope

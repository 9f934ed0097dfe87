#include "engine/ops/cost_text.h"

#include <fmt/core.h>

#include <algorithm>

namespace convscope {
namespace {

struct NamedShape {
  std::string name;
  Extents extents;
};

std::vector<NamedShape> given_tensors(const Layer& layer) {
  const std::vector<SlotSpec>& slots = find_operator(layer.op()).value()->slots();
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

// Products: what each output cell needs, or (transposed) where each input cell goes.
CostLine products_line(std::string name, const Layer& layer, const std::vector<NamedShape>& tensors, Index value) {
  CostLine line{std::move(name), "", "", value};
  const Extents &input = layer.shapes().front(), &output = layer.output();
  auto weight = std::find_if(tensors.begin(), tensors.end(), [](const NamedShape& tensor) { return tensor.name == "weight"; });
  if (value == 0) return line;
  if (weight != tensors.end() && weight->extents.rank() >= 2) {
    std::vector<Index> of_filter;
    for (int axis = 1; axis < weight->extents.rank(); ++axis) of_filter.push_back(weight->extents[axis]);
    const Extents filter(of_filter);
    for (const auto& [cells, words] :
         {std::pair{output, "output cells × weights of a filter"}, std::pair{input, "input cells × weights that each meets"}}) {
      if (cells.count() * filter.count() != value) continue;
      line.formula = words;
      line.numbers = product(cells) + " × " + product(filter);
      return line;
    }
  }
  if (value % output.count() != 0) return line;
  line.formula = "output cells × products of each";
  line.numbers = fmt::format("{} × {}", product(output), value / output.count());
  return line;
}

CostLine flops_line(const Layer& layer, const Cost& cost) {
  CostLine line{"flops", "", "", cost.flops};
  const Index cells = layer.output().count(), each = cost.macs / cells;
  const std::string outputs = product(layer.output()) + " × ";
  if (cost.flops == 0) return line;
  if (cost.macs > 0 && cost.macs % cells == 0 && cost.flops == cells * 2 * each)
    return {"flops", "output cells × 2 a product", fmt::format("{}2·{}", outputs, each), cost.flops};
  if (cost.macs > 0 && cost.macs % cells == 0 && cost.flops == cells * (2 * each - 1)) {
    return {"flops", "output cells × (2 a product, less 1)", fmt::format("{}(2·{} \u2212 1)", outputs, each), cost.flops};
  }
  if (cost.macs > 0 && cost.flops == 2 * cost.macs) return {"flops", "2 × macs", fmt::format("2 × {}", cost.macs), cost.flops};
  if (cost.flops % cells == 0)
    return {"flops", "output cells × operations of each", fmt::format("{}{}", outputs, cost.flops / cells), cost.flops};
  return line;
}

}  // namespace

std::vector<CostLine> cost_lines(const Layer& layer) {
  const Cost cost = layer.cost();
  const std::vector<NamedShape> tensors = given_tensors(layer);
  std::vector<NamedShape> moved = tensors;
  moved.push_back({"output", layer.output()});
  std::vector<CostLine> lines{parameters_line(tensors, cost.parameters),
                              products_line("multiplications", layer, tensors, cost.multiplications),
                              products_line("macs", layer, tensors, cost.macs)};
  if (cost.macs_zeros_inserted) lines.push_back(products_line("macs_zeros_inserted", layer, tensors, *cost.macs_zeros_inserted));
  lines.push_back(flops_line(layer, cost));
  lines.push_back(sum_line("memory", moved, cost.memory));
  return lines;
}

}  // namespace convscope

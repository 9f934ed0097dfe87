// Forward: each layer's window widens the field of its input. Backward, for one cell: each layer's window widens a range of cells.
#include "engine/graph/receptive_field.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "engine/ops/window_step.h"

namespace convscope {
namespace {

using Fields = std::map<std::string, NodeField>;

FieldAxis behind(const FieldAxis& before, const WindowStep& step) {
  const double fine = before.jump / static_cast<double>(step.up), reach = static_cast<double>(step.span() - 1);
  return {before.size + reach * fine, fine * static_cast<double>(step.stride),
          before.start + (reach / 2 - static_cast<double>(step.begin)) * fine};
}

// The span of two fields that move equally.
std::optional<FieldAxis> spanned(const FieldAxis& a, const FieldAxis& b) {
  if (a.jump != b.jump) return std::nullopt;
  const double first = std::min(a.first(0), b.first(0)), last = std::max(a.last(0), b.last(0));
  return FieldAxis{last - first + 1, a.jump, (first + last) / 2};
}

void refuse(NodeField& field, const std::string& why) {
  field.axes.clear();
  field.unknown = field.node + ": " + why;
}

// Widens `field` by what it sees through one of its inputs.
void see_through(NodeField& field, const Layer& layer, std::size_t slot, const NodeField& before) {
  if (!before.unknown.empty()) return refuse(field, "it reads " + before.node + ", of which no field is known");
  if (before.axes.empty()) return;  // does not see the tensor
  const WindowSteps steps = windows_of(layer, slot);
  if (steps.size() != before.axes.size()) return refuse(field, layer.op() + " has no fixed window");
  std::vector<FieldAxis> axes;
  for (std::size_t i = 0; i < steps.size(); ++i) axes.push_back(behind(before.axes[i], steps[i]));
  for (std::size_t i = 0; i < axes.size() && !field.axes.empty(); ++i) {
    const auto both = spanned(field.axes[i], axes[i]);
    if (!both) return refuse(field, "its branches move at different jumps");
    axes[i] = *both;
  }
  field.axes = std::move(axes);
}

}  // namespace

std::vector<NodeField> receptive_fields(const Pipeline& pipeline, const std::string& tensor) {
  Fields known;
  std::vector<NodeField> fields;
  for (const Pipeline::Stage& stage : pipeline.stages()) {
    NodeField field{stage.node.name, {}, ""};
    for (std::size_t slot = 0; slot < stage.node.inputs.size() && field.unknown.empty(); ++slot) {
      const std::string& from = stage.node.inputs[slot];
      if (from == tensor && known.count(from) == 0) {
        const int rank = stage.layer->shapes()[slot].rank();
        known[from] = {from, std::vector<FieldAxis>(static_cast<std::size_t>(std::max(0, rank - 2))), ""};
      }
      auto before = known.find(from);
      if (before != known.end()) see_through(field, *stage.layer, slot, before->second);
    }
    if (field.node != tensor) known[field.node] = field;  // of the tensor itself a cell sees that cell, whatever made it
    fields.push_back(std::move(field));
  }
  return fields;
}

std::optional<FieldRange> field_range(const Pipeline& pipeline, const std::string& node, std::size_t axis, Index position,
                                      const std::string& tensor) {
  CONVSCOPE_CHECK(pipeline.find(node) != nullptr, "no node " + node);
  std::map<std::string, FieldRange> reached{{node, {{position, position}, false}}};
  const auto& stages = pipeline.stages();
  for (auto stage = stages.rbegin(); stage != stages.rend(); ++stage) {
    auto wanted = reached.find(stage->node.name);
    if (wanted == reached.end()) continue;
    for (std::size_t slot = 0; slot < stage->node.inputs.size(); ++slot) {
      const std::string& from = stage->node.inputs[slot];
      const bool data = from == tensor || pipeline.find(from) != nullptr;  // weights and biases are no cells of space
      if (!data) continue;
      const WindowSteps steps = windows_of(*stage->layer, slot);
      if (axis >= steps.size()) return std::nullopt;
      const std::optional<PlaceRange> read = steps[axis].reads(wanted->second.cells);
      if (!read) continue;
      const Index last = stage->layer->shapes()[slot][static_cast<int>(axis) + 2] - 1;
      FieldRange range{{std::max<Index>(read->first, 0), std::min(read->last, last)},
                       wanted->second.padded || read->first < 0 || read->last > last};
      if (range.cells.first > range.cells.last) continue;  // only padding
      auto [found, fresh] = reached.try_emplace(from, range);
      if (fresh) continue;
      found->second.cells = {std::min(found->second.cells.first, range.cells.first), std::max(found->second.cells.last, range.cells.last)};
      found->second.padded = found->second.padded || range.padded;
    }
  }
  auto found = reached.find(tensor);
  return found == reached.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace convscope

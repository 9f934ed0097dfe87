// Shapes flow forward node by node; receptive fields flow backward along the taps.
#include "engine/graph/pipeline.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "engine/reference/reference.h"

namespace convscope {
namespace {

Error at_node(const Node& node, Error error) {
  error.message = node.name + ": " + error.message;
  return error;
}

Error wrong(const Node& node, const std::string& sentence) { return at_node(node, {ErrorKind::kUsage, sentence, ""}); }

Status check_slots(const Node& node, const Operator& op) {
  const std::vector<SlotSpec>& slots = op.slots();
  if (node.inputs.size() > slots.size()) {
    return wrong(node, fmt::format("{} reads {} tensors, {} were named", node.op, slots.size(), node.inputs.size()));
  }
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    const bool absent = slot >= node.inputs.size() || node.inputs[slot].empty();
    if (absent && slots[slot].required) return wrong(node, fmt::format("{} needs \"{}\"", node.op, slots[slot].name));
  }
  return success();
}

Result<Shapes> shapes_of(const Node& node, const NamedShapes& known) {
  Shapes shapes;
  for (const std::string& input : node.inputs) {
    if (input.empty()) {
      shapes.emplace_back();
      continue;
    }
    auto found = known.find(input);
    if (found == known.end()) return wrong(node, fmt::format("there is no tensor \"{}\" before it", input));
    shapes.push_back(found->second);
  }
  return shapes;
}

TensorSet tensors_of(const Node& node, const NamedTensors& tensors, std::size_t slots) {
  TensorSet set(slots, nullptr);
  for (std::size_t slot = 0; slot < node.inputs.size(); ++slot) {
    auto found = tensors.find(node.inputs[slot]);
    if (found != tensors.end()) set[slot] = found->second;
  }
  return set;
}

Tensor single(const Tensor64& exact) {
  Tensor tensor(exact.extents);
  for (Index i = 0; i < tensor.count(); ++i) tensor[i] = static_cast<float>(exact[i]);
  return tensor;
}

}  // namespace

Result<Pipeline> Pipeline::build(const std::vector<Node>& nodes, const NamedShapes& given) {
  if (nodes.empty()) return Error{ErrorKind::kUsage, "a pipeline needs at least one node", ""};
  Pipeline pipeline;
  pipeline.given_ = given;
  NamedShapes known = given;
  std::vector<NamedExtents> all;
  for (const auto& [name, extents] : given) all.push_back({name, extents});
  for (const Node& node : nodes) {
    if (node.name.empty() || known.count(node.name) != 0) return wrong(node, fmt::format("the name \"{}\" is empty or taken", node.name));
    Result<const Operator*> op = find_operator(node.op);
    if (!op) return at_node(node, op.error());
    Status slots = check_slots(node, **op);
    if (!slots) return slots.error();
    Result<Shapes> shapes = shapes_of(node, known);
    if (!shapes) return shapes.error();
    Result<std::shared_ptr<const Layer>> layer = (*op)->layer(node.attributes, *shapes);
    if (!layer) return at_node(node, layer.error());
    known[node.name] = (*layer)->output();
    if ((*layer)->names_winner() && !known.try_emplace(winners_of(node.name), (*layer)->output()).second) {
      return wrong(node, fmt::format("the name \"{}\" of its winners is taken", winners_of(node.name)));
    }
    all.push_back({node.name, (*layer)->output()});
    pipeline.stages_.push_back({node, *layer});
  }
  Status memory = check_memory("the pipeline", all);
  if (!memory) return memory.error();
  return pipeline;
}

std::string winners_of(const std::string& stage) { return stage + ".indices"; }

bool Pipeline::reads(const std::string& tensor) const {
  return std::any_of(stages_.begin(), stages_.end(), [&](const Stage& stage) {
    return std::find(stage.node.inputs.begin(), stage.node.inputs.end(), tensor) != stage.node.inputs.end();
  });
}

const Pipeline::Stage* Pipeline::find(const std::string& name) const {
  auto found = std::find_if(stages_.begin(), stages_.end(), [&name](const Stage& stage) { return stage.node.name == name; });
  return found == stages_.end() ? nullptr : &*found;
}

Cost Pipeline::cost() const {
  Cost total;
  Index zeros_inserted = 0;
  bool inserted = false;
  for (const Stage& stage : stages_) {
    const Cost cost = stage.layer->cost();
    total.parameters += cost.parameters;
    total.multiplications += cost.multiplications;
    total.macs += cost.macs;
    total.flops += cost.flops;
    total.memory += cost.memory;
    if (cost.macs_zeros_inserted) inserted = true;
    zeros_inserted += cost.macs_zeros_inserted.value_or(cost.macs);
  }
  if (inserted) total.macs_zeros_inserted = zeros_inserted;
  return total;
}

Result<std::map<std::string, Tensor>> Pipeline::run(const NamedTensors& given, const RunLayer& run_layer) const {
  for (const auto& [name, extents] : given_) {
    auto found = given.find(name);
    const Extents shape = found == given.end() || !found->second ? Extents{} : found->second->extents;
    if (shape == extents) continue;
    return Error{ErrorKind::kUsage, fmt::format("the pipeline was checked with \"{}\" of {}, it was given {}", name, extents.text(),
                                                shape.empty() ? "nothing" : shape.text()), name};
  }
  std::map<std::string, Tensor> outputs;
  NamedTensors known = given;
  for (const Stage& stage : stages_) {
    const TensorSet set = tensors_of(stage.node, known, stage.layer->shapes().size());
    Result<Tensor> output = run_layer(*stage.layer, set);
    if (!output) return at_node(stage.node, output.error());
    CONVSCOPE_CHECK_EQ(output->extents.text(), stage.layer->output().text());
    known[stage.node.name] = &(outputs[stage.node.name] = *std::move(output));
    const std::string winners = winners_of(stage.node.name);
    if (reads(winners)) known[winners] = &(outputs[winners] = single(reference_winners(*stage.layer, set)));
  }
  return outputs;
}

ReachedCells Pipeline::receptive_field(const std::string& name, Index cell, const NamedTensors& tensors) const {
  CONVSCOPE_CHECK(find(name) != nullptr, "no node " + name);
  std::map<std::string, std::set<Index>> reached;
  reached[name].insert(cell);
  std::vector<Tap> taps;
  for (auto stage = stages_.rbegin(); stage != stages_.rend(); ++stage) {
    auto wanted = reached.find(stage->node.name);
    if (wanted == reached.end()) continue;
    const TensorSet set = tensors_of(stage->node, tensors, stage->layer->shapes().size());
    for (Index output : wanted->second) {
      taps.clear();
      stage->layer->taps_to(output, set, taps);
      for (const Tap& tap : taps) {
        if (tap.data.none() || tap.kind == TapKind::kBias) continue;
        reached[stage->node.inputs[static_cast<std::size_t>(tap.data.slot)]].insert(tap.data.index);
      }
    }
  }
  ReachedCells cells;
  for (const auto& [tensor, indices] : reached) cells[tensor].assign(indices.begin(), indices.end());
  return cells;
}

}  // namespace convscope

// "conv2d kernel=3 filters=8 stride=2; relu; max_pool2d kernel_size=2", layer by layer: each is made as soon as it is read, because the
// next one's weights follow from its output.
#include <fmt/core.h>

#include <algorithm>

#include "engine/graph/plan_writer.h"
#include "engine/ops/layer_base.h"

namespace convscope {
namespace {

using Words = std::vector<std::string_view>;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

Words split(std::string_view text, std::string_view at) {
  Words parts;
  while (!(text = trimmed(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(at), text.size());
    if (!trimmed(text.substr(0, end)).empty()) parts.push_back(trimmed(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

Error wrong(const std::string& name, const std::string& sentence) { return {ErrorKind::kUsage, name + ": " + sentence, "layers"}; }

// What a layer of a stack says beside its operator's own attributes.
std::vector<AttributeSpec> weight_specs() {
  AttributeSpec filters = integer_spec("filters", 1, 1);
  filters.optional = true;
  return {filters, per_axis_spec("kernel", 1, 1), flag_spec("bias", false)};
}

struct LayerText {
  std::string name;
  const Operator* op = nullptr;
  Attributes attributes, weights;
};

const AttributeSpec* named(const std::vector<AttributeSpec>& table, std::string_view name) {
  auto found = std::find_if(table.begin(), table.end(), [&](const AttributeSpec& spec) { return spec.name == name; });
  return found == table.end() ? nullptr : &*found;
}

bool has_slot(const Operator& op, const std::string& name) {
  return std::any_of(op.slots().begin(), op.slots().end(), [&](const SlotSpec& slot) { return slot.name == name; });
}

Status take_pair(LayerText& layer, std::string_view pair, const std::vector<AttributeSpec>& of_weights) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos) return wrong(layer.name, fmt::format("\"{}\" is no name=value", pair));
  const std::string_view name = pair.substr(0, equals), value = pair.substr(equals + 1);
  const AttributeSpec* own = named(layer.op->attributes(), name);
  const AttributeSpec* of_weight = has_slot(*layer.op, "weight") ? named(of_weights, name) : nullptr;
  if (!own && !of_weight) {
    std::string known;
    for (const AttributeSpec& spec : layer.op->attributes()) known += (known.empty() ? "" : ", ") + spec.name;
    if (has_slot(*layer.op, "weight")) known += (known.empty() ? "" : ", ") + std::string("filters, kernel, bias");
    return wrong(layer.name, fmt::format("it has no \"{}\"; it has {}", name, known.empty() ? "nothing to set" : known));
  }
  Result<AttributeValue> parsed = parse_attribute(own ? *own : *of_weight, value);
  if (!parsed) return wrong(layer.name, parsed.error().message);
  (own ? layer.attributes : layer.weights).set(std::string(name), *std::move(parsed));
  return success();
}

Result<LayerText> read_layer(std::string_view text, std::size_t number) {
  const Words words = split(text, " \t\n");
  LayerText layer;
  layer.name = fmt::format("{} {}", number, words.front());
  Result<const Operator*> op = find_operator(words.front());
  if (!op) return op.error();
  layer.op = *op;
  const std::vector<AttributeSpec> of_weights = weight_specs();
  for (std::size_t i = 1; i < words.size(); ++i) {
    Status taken = take_pair(layer, words[i], of_weights);
    if (!taken) return taken.error();
  }
  Result<Attributes> weights = resolve(layer.name, of_weights, layer.weights);
  if (!weights) return wrong(layer.name, weights.error().message);
  layer.weights = *std::move(weights);
  return layer;
}

// The tensors that a layer needs beside its input, by slot; "" and rank 0 where it has none.
Result<Shapes> shapes_of(const LayerText& layer, const Extents& before) {
  const std::string& id = layer.op->id();
  const bool transposed = id.rfind("conv_transpose", 0) == 0, convolution = transposed || id.rfind("conv", 0) == 0;
  const int space = before.rank() - 2;
  if (before.rank() < 2 || (convolution && space < 1))
    return wrong(layer.name, fmt::format("its input has {} axes ({})", before.rank(), before.text()));
  const Index channels = before[id == "linear" ? before.rank() - 1 : 1];
  const Index filters = layer.weights.has("filters") ? integer(layer.weights, "filters") : channels;
  const Index groups = layer.attributes.has("groups") ? integer(layer.attributes, "groups") : 1;
  if (convolution && groups > 0 && (transposed ? filters : channels) % groups != 0)
    return wrong(layer.name, fmt::format("{} groups do not divide its {} {}", groups, transposed ? filters : channels,
                                         transposed ? "filters" : "channels"));
  Shapes shapes{before};
  for (std::size_t slot = 1; slot < layer.op->slots().size(); ++slot) {
    const std::string& name = layer.op->slots()[slot].name;
    if (name == "weight" && convolution) {
      Result<std::vector<Index>> kernel = per_axis(layer.weights, "kernel", static_cast<std::size_t>(space));
      if (!kernel) return wrong(layer.name, kernel.error().message);
      std::vector<Index> sizes{transposed ? channels : filters, std::max<Index>(1, (transposed ? filters : channels) / groups)};
      sizes.insert(sizes.end(), kernel->begin(), kernel->end());
      shapes.emplace_back(sizes);
    } else if (name == "weight" && id == "linear") {
      shapes.push_back({filters, channels});
    } else if (id == "batch_norm") {
      shapes.push_back({channels});
    } else if (name == "bias") {
      shapes.push_back(layer.weights.flag("bias") ? Extents{filters} : Extents{});
    } else if (layer.op->slots()[slot].required) {
      return wrong(layer.name, fmt::format("a stack has nothing to give for its \"{}\"", name));
    } else {
      shapes.emplace_back();
    }
  }
  return shapes;
}

}  // namespace

Result<Plan> plan_stack(std::string_view layers, const Extents& input) {
  PlanWriter plan(input);
  Extents before = input;
  std::size_t number = 0;
  for (std::string_view text : split(layers, ";")) {
    Result<LayerText> layer = read_layer(text, ++number);
    if (!layer) return layer.error();
    Result<Shapes> shapes = shapes_of(*layer, before);
    if (!shapes) return shapes.error();
    auto made = layer->op->layer(layer->attributes, *shapes);
    if (!made) {
      Error error = made.error();
      error.message = layer->name + ": " + error.message;
      return error;
    }
    std::vector<std::string> more;
    for (std::size_t slot = 1; slot < shapes->size(); ++slot) {
      more.push_back((*shapes)[slot].empty() ? "" : layer->name + "." + layer->op->slots()[slot].name);
      if (!more.back().empty()) plan.give(more.back(), (*shapes)[slot]);
    }
    plan.add(layer->name, layer->op->id(), layer->attributes, more);
    before = (*made)->output();
  }
  if (number == 0) return Error{ErrorKind::kUsage, "a stack needs at least one layer, as in \"conv2d kernel=3; relu\"", "layers"};
  return plan.done();
}

}  // namespace convscope

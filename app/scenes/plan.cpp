#include "app/scenes/plan.h"

#include <algorithm>

#include <fmt/core.h>

#include "app/scenes/controls.h"
#include "app/scenes/expression.h"
#include "app/scenes/filters.h"
#include "engine/graph/recipe.h"

namespace convscope {
namespace {

using Numbers = std::vector<Index>;

// ---- the numbers that expressions name ----------------------------------------------------------------------------------

std::optional<Index> number_of_value(const AttributeValue& value, int axis) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  const auto* numbers = std::get_if<Numbers>(&value);
  if (!numbers || numbers->empty()) return std::nullopt;
  const auto at = static_cast<std::size_t>(axis);
  return numbers->size() == 1 ? numbers->front() : at < numbers->size() ? std::optional((*numbers)[at]) : std::nullopt;
}

std::optional<Index> number_of_photograph(const Scene& scene, const State& state, const Image* photograph, std::string_view name) {
  constexpr Index kStandIn = 64;  // while a scene's file is checked there is no photograph yet
  if (name == "image_height") return photograph ? photograph->height : kStandIn;
  if (name == "image_width") return photograph ? photograph->width : kStandIn;
  if (name == "image_channels") return flag_parameter(scene, state, "grey", false) || (photograph && photograph->channels == 1) ? 1 : 3;
  if (name == "filter_size") return chosen_filter(scene, state).size;
  return std::nullopt;
}

struct Numbering {
  const Scene& scene;
  const State& state;
  const Image* photograph;

  std::optional<Index> operator()(std::string_view name, int axis) const {
    const AttributeValue* value = find_parameter(scene, state, std::string(name));
    if (value) return number_of_value(*value, axis);
    return scene.on_image ? number_of_photograph(scene, state, photograph, name) : std::nullopt;
  }
};

// ---- attributes -----------------------------------------------------------------------------------------------------------

// A control gives whole numbers where an attribute takes real ones or a flag.
AttributeValue in_type(AttributeValue value, AttributeType type) {
  const auto* numbers = std::get_if<Numbers>(&value);
  if (numbers && !numbers->empty()) {
    if (type == AttributeType::kNumber) return static_cast<double>(numbers->front());
    if (type == AttributeType::kFlag) return numbers->front() != 0;
    if (type == AttributeType::kNumbers) return std::vector<double>(numbers->begin(), numbers->end());
  }
  if (const auto* number = std::get_if<double>(&value); number && type == AttributeType::kNumbers) return std::vector<double>{*number};
  return value;
}

Result<AttributeValue> value_of(const AttributeSource& source, const Numbering& numbering) {
  if (source.expressions.empty()) return source.value;
  if (source.expressions.size() == 1) {
    const AttributeValue* whole = find_parameter(numbering.scene, numbering.state, source.expressions.front());
    if (whole) return *whole;
  }
  Numbers numbers;
  for (const std::string& expression : source.expressions) {
    Result<Index> number = evaluate_expression(expression, numbering);
    if (!number) return number.error();
    numbers.push_back(*number);
  }
  return AttributeValue{numbers};
}

// "full" is k̂ − 1 on every side.
void spell_out_full_padding(Node& node, const std::map<std::string, GivenTensor>& given) {
  if (!node.attributes.has("padding") || !node.attributes.is_word("padding") || node.attributes.word("padding") != "full") return;
  auto weight = node.inputs.size() > 1 ? given.find(node.inputs[1]) : given.end();
  if (weight == given.end()) return;
  Numbers padding;
  for (int axis = 2; axis < weight->second.extents.rank(); ++axis) {
    Index dilation = 1;
    if (node.attributes.has("dilation")) {
      const Numbers& all = node.attributes.integers("dilation");
      dilation = all.size() == 1 ? all[0] : all[static_cast<std::size_t>(axis) - 2];
    }
    padding.push_back(dilation * (weight->second.extents[axis] - 1));
  }
  node.attributes.set("padding", padding);
}

Result<Attributes> attributes_of(const std::vector<AttributeSpec>& table, const std::map<std::string, AttributeSource>* named,
                                 const Numbering& numbering) {
  Attributes attributes;
  for (const AttributeSpec& spec : table) {
    if (!named) {
      const AttributeValue* value = find_parameter(numbering.scene, numbering.state, spec.name);
      if (value) attributes.set(spec.name, in_type(*value, spec.type));
      continue;
    }
    auto source = named->find(spec.name);
    if (source == named->end()) continue;
    Result<AttributeValue> value = value_of(source->second, numbering);
    if (!value) return value.error();
    attributes.set(spec.name, in_type(*value, spec.type));
  }
  return attributes;
}

// ---- tensors and nodes ------------------------------------------------------------------------------------------------------

// A size below 1 comes from parameters that do not fit together: the operator refuses them in its own words.
Result<Extents> extents_of(const TensorSource& source, const Numbering& numbering) {
  Numbers sizes;
  for (const std::string& expression : source.shape) {
    Result<Index> size = evaluate_expression(expression, numbering);
    if (!size) return size.error();
    sizes.push_back(std::max<Index>(1, *size));
  }
  return Extents(sizes);
}

// The name itself, or the choice of the control that "=…" names.
std::string chosen(const std::string& name, const Numbering& numbering) {
  if (name.rfind('=', 0) != 0) return name;
  return word_parameter(numbering.scene, numbering.state, name.substr(1), "");
}

Status plan_tensors(const Numbering& numbering, ScenePlan& plan) {
  for (const auto& [name, source] : numbering.scene.tensors) {
    if (!holds(numbering.scene, numbering.state, source.when)) continue;
    Result<Extents> extents = extents_of(source, numbering);
    if (!extents) return extents.error();
    plan.given[name] = {*extents, source};
  }
  return success();
}

Status plan_stages(const Numbering& numbering, ScenePlan& plan) {
  for (const StageSource& stage : numbering.scene.stages) {
    if (!holds(numbering.scene, numbering.state, stage.when)) continue;
    Node node;
    node.name = stage.name;
    node.op = chosen(stage.op, numbering);
    Result<const Operator*> op = find_operator(node.op);
    if (!op) return op.error();
    Result<Attributes> attributes =
        attributes_of((*op)->attributes(), stage.attributes ? &*stage.attributes : nullptr, numbering);
    if (!attributes) return attributes.error();
    node.attributes = std::move(attributes).value();
    for (const std::string& input : stage.inputs) {
      auto source = numbering.scene.tensors.find(input);
      const bool absent = source != numbering.scene.tensors.end() && plan.given.count(input) == 0;
      node.inputs.push_back(absent ? "" : input);
    }
    spell_out_full_padding(node, plan.given);
    plan.nodes.push_back(std::move(node));
  }
  return success();
}

std::uint32_t seed_of(const std::string& name) {
  std::uint32_t seed = 7;
  for (char c : name) seed = seed * 31 + static_cast<unsigned char>(c);
  return seed;
}

Status plan_recipe(const Numbering& numbering, ScenePlan& plan) {
  Result<const Recipe*> recipe = find_recipe(chosen(numbering.scene.recipe->id, numbering));
  if (!recipe) return recipe.error();
  Result<Attributes> attributes = attributes_of((*recipe)->attributes, &numbering.scene.recipe->attributes, numbering);
  if (!attributes) return attributes.error();
  Result<NamedPipeline> named = build_recipe(**recipe, *attributes, plan.given.at("input").extents);
  if (!named) return named.error();
  for (const Pipeline::Stage& stage : named->pipeline.stages()) plan.nodes.push_back(stage.node);
  std::map<std::string, GivenTensor> given;
  for (const auto& [name, extents] : named->given) {
    TensorSource small{{}, "", {}, {}, false, seed_of(name), -1, 2, {}};
    auto source = plan.given.find(name);
    given[name] = {extents, source == plan.given.end() ? small : source->second.source};
  }
  plan.given = std::move(given);
  plan.standard = named->standard;
  return success();
}

Error unknown(const std::string& sentence) { return {ErrorKind::kFile, sentence, ""}; }

Status check_condition(const Scene& scene, const Condition& condition) {
  for (const auto& [name, choices] : condition)
    if (!find_control(scene, name)) return unknown(fmt::format("\"when\" names the control \"{}\", which the scene does not have", name));
  return success();
}

Status check_conditions(const Scene& scene) {
  std::vector<const Condition*> all;
  for (const auto& [name, tensor] : scene.tensors) all.push_back(&tensor.when);
  for (const StageSource& stage : scene.stages) all.push_back(&stage.when);
  for (const SegmentSource& segment : scene.timeline) all.push_back(&segment.when);
  for (const Control& control : scene.controls) all.push_back(&control.when);
  for (const LongestSide& side : scene.longest_side) all.push_back(&side.when);
  for (const Condition* condition : all)
    if (Status fits = check_condition(scene, *condition); !fits) return fits;
  return success();
}

Status check_expressions(const Scene& scene, const Numbering& numbering) {
  auto at = [](const std::string& place, const Error& error) { return unknown(place + ": " + error.message); };
  for (const auto& [name, tensor] : scene.tensors)
    for (const std::string& size : tensor.shape)
      if (Result<Index> number = evaluate_expression(size, numbering); !number) return at("tensors." + name + ".shape", number.error());
  for (const SegmentSource& segment : scene.timeline)
    if (Result<Index> number = evaluate_expression(segment.steps, numbering); !number)
      return at("the steps of the segment " + segment.name, number.error());
  for (const StageSource& stage : scene.stages) {
    for (const auto& [slot, sizes] : stage.asked)
      for (const std::string& size : sizes)
        if (Result<Index> number = evaluate_expression(size, numbering); !number)
          return at("what is asked of the stage " + stage.name, number.error());
    if (!stage.attributes) continue;
    for (const auto& [name, source] : *stage.attributes)
      if (Result<AttributeValue> value = value_of(source, numbering); !value)
        return at("the attribute " + name + " of the stage " + stage.name, value.error());
  }
  return success();
}

Status check_stages(const Scene& scene) {
  std::vector<std::string> known;
  for (const auto& [name, unused] : scene.tensors) known.push_back(name);
  for (const StageSource& stage : scene.stages) {
    for (const std::string& input : stage.inputs) {
      const std::string tensor = input.substr(0, input.find(".indices"));
      if (!tensor.empty() && std::find(known.begin(), known.end(), tensor) == known.end())
        return unknown(fmt::format("the stage \"{}\" reads \"{}\", which is neither a tensor nor an earlier stage", stage.name, input));
    }
    known.push_back(stage.name);
  }
  return success();
}

}  // namespace

NamedShapes ScenePlan::shapes() const {
  NamedShapes shapes;
  for (const auto& [name, tensor] : given) shapes[name] = tensor.extents;
  return shapes;
}

Result<ScenePlan> plan_scene(const Scene& scene, const State& state, const Image* photograph) {
  const Numbering numbering{scene, state, photograph};
  ScenePlan plan;
  Status tensors = plan_tensors(numbering, plan);
  if (!tensors) return tensors.error();
  Status nodes = scene.recipe ? plan_recipe(numbering, plan) : plan_stages(numbering, plan);
  if (!nodes) return nodes.error();
  return plan;
}

Result<Index> scene_number(const Scene& scene, const State& state, const Image* photograph, const std::string& expression) {
  return evaluate_expression(expression, Numbering{scene, state, photograph});
}

Status check_names(const Scene& scene) {
  const State state;
  Status fits = check_conditions(scene);
  if (fits) fits = check_expressions(scene, {scene, state, nullptr});
  if (fits) fits = check_stages(scene);
  if (fits && scene.recipe && scene.tensors.count("input") == 0) return unknown("a recipe needs the tensor \"input\"");
  return fits;
}

}  // namespace convscope

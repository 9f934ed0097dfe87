// Pipelines by name: a small graph of operators from a few attributes and the shape of the input. What is given from outside (weights)
// follows: its names and shapes stand in the plan.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/pipeline.h"

namespace convscope {

struct Plan {
  std::vector<Node> nodes;
  NamedShapes given;  // "input", and every weight as "<node>.weight", "<node>.bias", …
  // The plain convolution that does the same job with all channels and the whole kernel at once, for comparing costs; shapes as its slots.
  std::optional<Node> standard;
  Shapes standard_shapes;
};

struct Recipe {
  std::string id;
  std::vector<AttributeSpec> attributes;
  // `attributes` are resolved; `input` has 4 axes (N, C, H, W) of 1 to kLargestSize.
  Result<Plan> (*plan)(const Attributes& attributes, const Extents& input);
};

const std::vector<Recipe>& all_recipes();
// Unknown names are refused with the known ones.
Result<const Recipe*> find_recipe(std::string_view id);

struct NamedPipeline {
  std::string id;
  Attributes attributes;  // resolved
  Pipeline pipeline;
  NamedShapes given;
  std::shared_ptr<const Layer> standard;  // nullptr: there is none
};
// Resolves, plans and builds; refuses whatever the attributes, the plan or an operator refuses.
Result<NamedPipeline> build_recipe(const Recipe& recipe, const Attributes& given, const Extents& input);

// ---- a stack: any layers, one after the other -------------------------------------------------------------------------------
// "conv2d kernel=3 filters=8 stride=2; relu; max_pool2d kernel_size=2": operators with their attributes, and for those with weights
// `kernel`, `filters` (default: as many as there are channels) and `bias` (true or false). Nodes are named "1 conv2d", "2 relu", ….
Result<Plan> plan_stack(std::string_view layers, const Extents& input);
Result<NamedPipeline> build_stack(std::string_view layers, const Extents& input);

}  // namespace convscope

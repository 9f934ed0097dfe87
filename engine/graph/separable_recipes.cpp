// Convolutions taken apart: over space and channels (depthwise separable), over height and width (spatially separable), over all three
// (flattened).
#include "engine/graph/recipes.h"

namespace convscope {
namespace {

Attributes window(const Attributes& attributes) {
  Attributes kept;
  for (const char* name : {"stride", "padding", "dilation"}) kept.set(name, attributes.values().at(name));
  return kept;
}

// The part of a per-axis attribute that one axis takes, the other having `rest`: height first.
AttributeValue of_height(const std::vector<Index>& both, Index rest) { return std::vector<Index>{both.front(), rest}; }
AttributeValue of_width(const std::vector<Index>& both, Index rest) { return std::vector<Index>{rest, both.back()}; }

struct Split {
  std::vector<Index> kernel;
  Attributes down, along;  // of the filter that is one column, and of the one that is one row
};

// Zeros around the input stay zeros after the first filter, so splitting the padding too is exact.
Result<Split> split_of(const Attributes& attributes) {
  Result<std::vector<Index>> kernel = kernel_of(attributes);
  if (!kernel) return kernel.error();
  Split split{*kernel, {}, {}};
  for (auto [name, rest] : {std::pair{"stride", Index{1}}, std::pair{"padding", Index{0}}, std::pair{"dilation", Index{1}}}) {
    Result<std::vector<Index>> both = per_axis(attributes, name, 2);
    if (!both) return both.error();
    split.down.set(name, of_height(*both, rest));
    split.along.set(name, of_width(*both, rest));
  }
  return split;
}

std::vector<AttributeSpec> split_specs() {
  return {per_axis_spec("kernel_size", 3, 1), per_axis_spec("stride", 1, 1), per_axis_spec("padding", 0, 0),
          per_axis_spec("dilation", 1, 1)};
}

// Sifre 2014, Chollet 2017: one kernel a channel, then a mix of channels at each pixel. Cost against standard: 1/N + 1/k².
Result<Plan> depthwise_separable(const Attributes& attributes, const Extents& input) {
  Result<std::vector<Index>> kernel = kernel_of(attributes);
  if (!kernel) return kernel.error();
  const Index channels = input[1], filters = integer(attributes, "filters"), deep = channels * integer(attributes, "multiplier");
  const bool biased = attributes.flag("bias");
  Attributes depthwise = window(attributes);
  depthwise.set("groups", whole(channels));
  PlanWriter plan(input);
  plan.add_weighted("depthwise", "conv2d", depthwise, {deep, 1, (*kernel)[0], (*kernel)[1]}, biased ? deep : 0);
  plan.add_weighted("pointwise", "conv2d", {}, {filters, deep, 1, 1}, biased ? filters : 0);
  plan.compare_with(input, {filters, channels, (*kernel)[0], (*kernel)[1]}, window(attributes));
  return plan.done();
}

// Each channel with a kernel that is a sum of `rank` products of a column and a row: all columns, then all rows, added up.
Result<Plan> spatially_separable(const Attributes& attributes, const Extents& input) {
  Result<Split> split = split_of(attributes);
  if (!split) return split.error();
  const Index channels = input[1], rank = integer(attributes, "rank");
  split->down.set("groups", whole(channels));
  split->along.set("groups", whole(channels));
  PlanWriter plan(input);
  plan.add_weighted("column", "conv2d", split->down, {channels * rank, 1, split->kernel[0], 1});
  plan.add_weighted("row", "conv2d", split->along, {channels, rank, 1, split->kernel[1]});
  Attributes whole_kernel = window(attributes);
  whole_kernel.set("groups", whole(channels));
  plan.compare_with(input, {channels, 1, split->kernel[0], split->kernel[1]}, whole_kernel);
  return plan.done();
}

// Jin, Dundar and Culurciello 2015: each filter across channels, then down, then along; C + k + k weights a filter against C·k².
Result<Plan> flattened(const Attributes& attributes, const Extents& input) {
  Result<Split> split = split_of(attributes);
  if (!split) return split.error();
  const Index filters = integer(attributes, "filters");
  split->down.set("groups", whole(filters));
  split->along.set("groups", whole(filters));
  PlanWriter plan(input);
  plan.add_weighted("across", "conv2d", {}, {filters, input[1], 1, 1});
  plan.add_weighted("down", "conv2d", split->down, {filters, 1, split->kernel[0], 1});
  plan.add_weighted("along", "conv2d", split->along, {filters, 1, 1, split->kernel[1]});
  plan.compare_with(input, {filters, input[1], split->kernel[0], split->kernel[1]}, window(attributes));
  return plan.done();
}

}  // namespace

std::vector<Recipe> separable_recipes() {
  std::vector<AttributeSpec> depthwise{integer_spec("filters", 1, 1), integer_spec("multiplier", 1, 1), flag_spec("bias", false)};
  std::vector<AttributeSpec> spatial{integer_spec("rank", 1, 1)}, flat{integer_spec("filters", 1, 1)};
  for (std::vector<AttributeSpec>* table : {&depthwise, &spatial, &flat}) {
    for (AttributeSpec& spec : split_specs()) table->push_back(std::move(spec));
  }
  return {{"depthwise_separable", depthwise, depthwise_separable},
          {"spatially_separable", spatial, spatially_separable},
          {"flattened", flat, flattened}};
}

}  // namespace convscope

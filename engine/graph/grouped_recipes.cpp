// Convolutions in groups, and how channels travel between the groups of one and of the next.
#include "engine/graph/recipes.h"

namespace convscope {
namespace {

// Grouped → shuffle → grouped: with the shuffle each output sees every group of the input. Without it, only its own.
Result<Plan> shuffled_grouped(const Attributes& attributes, const Extents& input) {
  Result<std::vector<Index>> kernel = kernel_of(attributes);
  if (!kernel) return kernel.error();
  const Index channels = input[1], filters = integer(attributes, "filters"), groups = integer(attributes, "groups");
  for (auto [number, of] : {std::pair{channels, "input channels"}, std::pair{filters, "filters"}}) {
    Status divides = check_divides("groups", groups, number, of);
    if (!divides) return divides.error();
  }
  const Attributes grouped = with({{"groups", whole(groups)}, {"padding", attributes.values().at("padding")}});
  PlanWriter plan(input);
  plan.add_weighted("first", "conv2d", grouped, {filters, channels / groups, (*kernel)[0], (*kernel)[1]});
  if (attributes.flag("shuffle")) plan.add("shuffle", "channel_shuffle", with({{"groups", whole(groups)}}));
  plan.add_weighted("second", "conv2d", grouped, {filters, filters / groups, (*kernel)[0], (*kernel)[1]});
  return plan.done();
}

// 1×1 in groups.
Result<Plan> pointwise_grouped(const Attributes& attributes, const Extents& input) {
  const Index channels = input[1], filters = integer(attributes, "filters"), groups = integer(attributes, "groups");
  Status divides = check_divides("groups", groups, channels, "input channels");
  if (!divides) return divides.error();
  PlanWriter plan(input);
  plan.add_weighted("pointwise", "conv2d", with({{"groups", whole(groups)}}), {filters, channels / groups, 1, 1});
  plan.compare_with(input, {filters, channels, 1, 1}, {});
  return plan.done();
}

}  // namespace

std::vector<Recipe> grouped_recipes() {
  return {{"shuffled_grouped",
           {integer_spec("filters", 9, 1), integer_spec("groups", 3, 1), per_axis_spec("kernel_size", 1, 1),
            padding_spec({"same", "same_lower", "valid"}), flag_spec("shuffle", true)},
           shuffled_grouped},
          {"pointwise_grouped", {integer_spec("filters", 1, 1), integer_spec("groups", 1, 1)}, pointwise_grouped}};
}

}  // namespace convscope

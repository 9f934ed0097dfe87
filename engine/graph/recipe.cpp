#include "engine/graph/recipe.h"

#include <fmt/core.h>

#include "engine/graph/recipes.h"

namespace convscope {
namespace {

Status check_input(const std::string& id, const Extents& input) {
  Status rank = check_rank(id, "input", input, 4, "N, C, H, W");
  if (!rank) return rank;
  for (int axis = 0; axis < input.rank(); ++axis) {
    if (input[axis] >= 1 && input[axis] <= kLargestSize) continue;
    return impossible("input", "size_out_of_range", "every size of {} must be 1 to {}, its shape is {}", "input", kLargestSize,
                      input.text());
  }
  return success();
}

Result<NamedPipeline> built(const std::string& id, Attributes attributes, const Plan& plan) {
  Result<Pipeline> pipeline = Pipeline::build(plan.nodes, plan.given);
  if (!pipeline) return pipeline.error();
  NamedPipeline named{id, std::move(attributes), *std::move(pipeline), plan.given, nullptr};
  if (!plan.standard) return named;
  // What the comparison cannot hold in memory is not compared with.
  auto standard = find_operator(plan.standard->op).value()->layer(plan.standard->attributes, plan.standard_shapes);
  if (standard) named.standard = *standard;
  return named;
}

}  // namespace

const std::vector<Recipe>& all_recipes() {
  static const std::vector<Recipe> recipes = [] {
    std::vector<Recipe> all;
    for (const auto& family : {separable_recipes(), grouped_recipes(), unit_recipes(), composed_recipes()})
      all.insert(all.end(), family.begin(), family.end());
    return all;
  }();
  return recipes;
}

Result<const Recipe*> find_recipe(std::string_view id) {
  std::string known;
  for (const Recipe& recipe : all_recipes()) {
    if (recipe.id == id) return &recipe;
    known += recipe.id + ", ";
  }
  return Error{ErrorKind::kUsage, fmt::format("there is no pipeline \"{}\"; there are: {}stack", id, known), ""};
}

Result<NamedPipeline> build_recipe(const Recipe& recipe, const Attributes& given, const Extents& input) {
  Result<Attributes> attributes = resolve(recipe.id, recipe.attributes, given);
  if (!attributes) return attributes.error();
  Status sizes = check_input(recipe.id, input);
  if (!sizes) return sizes.error();
  Result<Plan> plan = recipe.plan(*attributes, input);
  if (!plan) return plan.error();
  return built(recipe.id, *std::move(attributes), *plan);
}

Result<NamedPipeline> build_stack(std::string_view layers, const Extents& input) {
  Result<Plan> plan = plan_stack(layers, input);
  if (!plan) return plan.error();
  return built("stack", {}, *plan);
}

}  // namespace convscope

// The families of recipes, listed in recipe.cpp. For this room's sources only.
#pragma once

#include <vector>

#include "engine/graph/plan_writer.h"
#include "engine/ops/layer_base.h"

namespace convscope {

std::vector<Recipe> separable_recipes();
std::vector<Recipe> grouped_recipes();
std::vector<Recipe> unit_recipes();
std::vector<Recipe> composed_recipes();

}  // namespace convscope

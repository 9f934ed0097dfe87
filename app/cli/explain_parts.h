// What explaining a layer and explaining a pipeline share: rows of text, and attributes and costs as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app/cli/commands.h"
#include "engine/ops/operator.h"

namespace convscope {

// One subcommand of `explain` per pipeline by name, and `stack`.
void add_pipeline_explanations(CLI::App& explain, Exit& exit);

void print_row(const std::string& label, const std::string& text);
// 1228800 → "1 228 800"
std::string with_spaces(Index number);
std::vector<Index> sizes(const Extents& extents);
// In the table's order; null for what was left out and has no default.
nlohmann::ordered_json attributes_json(const std::vector<AttributeSpec>& table, const Attributes& attributes);
// "params" to "memory", and "cost_formulas" with the arithmetic of each.
nlohmann::ordered_json cost_json(const Layer& layer);

}  // namespace convscope

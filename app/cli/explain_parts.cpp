#include "app/cli/explain_parts.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "app/cli/report.h"
#include "engine/ops/cost_text.h"

namespace convscope {

void print_row(const std::string& label, const std::string& text) { print_line(fmt::format("{:<20}{}", label, text)); }

std::string with_spaces(Index number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, " ");
  return digits;
}

std::vector<Index> sizes(const Extents& extents) {
  std::vector<Index> list;
  for (int axis = 0; axis < extents.rank(); ++axis) list.push_back(extents[axis]);
  return list;
}

nlohmann::ordered_json attributes_json(const std::vector<AttributeSpec>& table, const Attributes& attributes) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const AttributeSpec& spec : table) {
    object[spec.name] = nullptr;
    if (!attributes.has(spec.name)) continue;
    std::visit([&](const auto& value) { object[spec.name] = value; }, attributes.values().at(spec.name));
  }
  return object;
}

nlohmann::ordered_json cost_json(const Layer& layer) {
  nlohmann::ordered_json object, formulas = nlohmann::ordered_json::object();
  for (const CostLine& cost : cost_lines(layer)) {
    object[cost.name] = cost.value;
    if (!cost.formula.empty()) formulas[cost.name] = cost.formula + " = " + cost.numbers;
  }
  object["cost_formulas"] = formulas;
  return object;
}

}  // namespace convscope

// convscope explain OP --input-shape … : what a layer makes of these shapes, and what it costs, without computing it.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/operator_options.h"
#include "app/cli/report.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

std::string plain_text(const FormulaLine& line) {
  std::string text;
  for (const RoleText& part : line) text += part.text;
  return text;
}

std::vector<Index> sizes(const Extents& extents) {
  std::vector<Index> list;
  for (int axis = 0; axis < extents.rank(); ++axis) list.push_back(extents[axis]);
  return list;
}

void print_json(const Operator& op, const Layer& layer) {
  nlohmann::ordered_json line;
  line["op"] = op.id();
  for (std::size_t slot = 0; slot < op.slots().size(); ++slot) {
    if (!layer.shapes()[slot].empty()) line[op.slots()[slot].name + "_shape"] = sizes(layer.shapes()[slot]);
  }
  nlohmann::ordered_json attributes;
  for (const AttributeSpec& spec : op.attributes()) {
    std::visit([&](const auto& value) { attributes[spec.name] = value; }, layer.attributes().values().at(spec.name));
  }
  line["attributes"] = attributes;
  line["output_shape"] = sizes(layer.output());
  line["formula"] = nlohmann::ordered_json::array();
  for (const FormulaLine& formula : layer.formula()) line["formula"].push_back(plain_text(formula));
  Cost cost = layer.cost();
  line["params"] = cost.parameters;
  line["multiplications"] = cost.multiplications;
  line["macs"] = cost.macs;
  line["flops"] = cost.flops;
  line["memory"] = cost.memory;
  print_line(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// 1228800 → "1 228 800"
std::string grouped(Index number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, " ");
  return digits;
}

void print_text(const Operator& op, const Layer& layer) {
  auto row = [](const std::string& label, const std::string& text) { print_line(fmt::format("{:<17}{}", label, text)); };
  row("operator", op.id());
  for (std::size_t slot = 0; slot < op.slots().size(); ++slot) {
    if (!layer.shapes()[slot].empty()) row(op.slots()[slot].name, layer.shapes()[slot].text());
  }
  for (const AttributeSpec& spec : op.attributes()) row(spec.name, attribute_text(layer.attributes().values().at(spec.name)));
  row("output", layer.output().text());
  bool first = true;
  for (const FormulaLine& formula : layer.formula()) row(std::exchange(first, false) ? "formula" : "", plain_text(formula));
  Cost cost = layer.cost();
  row("params", grouped(cost.parameters));
  row("multiplications", grouped(cost.multiplications));
  row("macs", grouped(cost.macs));
  row("flops", grouped(cost.flops));
  row("memory", fmt::format("{} values read or written once ({} as float32)", grouped(cost.memory), byte_text(static_cast<std::uint64_t>(cost.memory) * 4)));
}

struct Options {
  OperatorTexts texts;
  bool json = false;
};

void explain(const Operator& op, const Options& options, Exit& exit) {
  Result<std::shared_ptr<const Layer>> layer = layer_of_shapes(op, options.texts);
  if (!layer) return fail(layer.error(), exit);
  options.json ? print_json(op, **layer) : print_text(op, **layer);
}

}  // namespace

void add_explain(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("explain", "Output shape, formula with numbers, parameters and cost of a layer, from shapes alone");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  for (const OperatorCommand& each : add_operator_commands(*command, options->texts, SlotForm::kShape)) {
    each.app->add_flag("--json", options->json, "one JSON object");
    each.app->callback([options, &exit, op = each.op] { explain(*op, *options, exit); });
  }
}

}  // namespace convscope

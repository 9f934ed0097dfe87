// convscope explain OP --input-shape … : what a layer makes of these shapes, and what it costs, without computing it. The pipelines that
// `explain` knows too stand in explain_pipeline.cpp.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/explain_parts.h"
#include "app/cli/operator_options.h"
#include "app/cli/report.h"
#include "engine/io/atomic_file.h"
#include "engine/ops/cost_text.h"

namespace convscope {
namespace {

std::string plain_text(const FormulaLine& line) {
  std::string text;
  for (const RoleText& part : line) text += part.text;
  return text;
}

void print_json(const Operator& op, const Layer& layer) {
  nlohmann::ordered_json line;
  line["op"] = op.id();
  for (std::size_t slot = 0; slot < op.slots().size(); ++slot) {
    if (!layer.shapes()[slot].empty()) line[op.slots()[slot].name + "_shape"] = sizes(layer.shapes()[slot]);
  }
  line["attributes"] = attributes_json(op.attributes(), layer.attributes());
  line["output_shape"] = sizes(layer.output());
  line["formula"] = nlohmann::ordered_json::array();
  for (const FormulaLine& formula : layer.formula()) line["formula"].push_back(plain_text(formula));
  line.update(cost_json(layer));
  line["flops_definition"] = kFlopsDefinition;
  print_line(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print_text(const Operator& op, const Layer& layer) {
  auto row = print_row;
  row("operator", op.id());
  for (std::size_t slot = 0; slot < op.slots().size(); ++slot) {
    if (!layer.shapes()[slot].empty()) row(op.slots()[slot].name, layer.shapes()[slot].text());
  }
  for (const AttributeSpec& spec : op.attributes()) {
    if (layer.attributes().has(spec.name)) row(spec.name, attribute_text(layer.attributes().values().at(spec.name)));
  }
  row("output", layer.output().text());
  bool first = true;
  for (const FormulaLine& formula : layer.formula()) row(std::exchange(first, false) ? "formula" : "", plain_text(formula));
  for (const CostLine& cost : cost_lines(layer)) {
    const std::string arithmetic = cost.formula.empty() ? "" : cost.formula + " = " + cost.numbers + " = ";
    row(cost.name, arithmetic + with_spaces(cost.value));
  }
  row("", "flops: " + std::string(kFlopsDefinition));
  if (layer.cost().macs_zeros_inserted) row("", kTransposedDefinition);
  row("",
      fmt::format("memory: values read or written once, {} as float32", byte_text(static_cast<std::uint64_t>(layer.cost().memory) * 4)));
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
  CLI::App* command = app.add_subcommand(
      "explain", "Output shape, formula with numbers, parameters and cost of a layer or of a pipeline, from shapes alone");
  command->require_subcommand(1);
  add_pipeline_explanations(*command, exit);
  auto options = std::make_shared<Options>();
  for (const OperatorCommand& each : add_operator_commands(*command, options->texts, SlotForm::kShape)) {
    each.app->add_flag("--json", options->json, "one JSON object");
    each.app->callback([options, &exit, op = each.op] { explain(*op, *options, exit); });
  }
}

}  // namespace convscope

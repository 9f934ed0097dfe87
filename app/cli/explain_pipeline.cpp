// convscope explain depthwise_separable --input-shape … : the parts of a pipeline by name, what each costs and sees, and the whole beside
// the plain convolution that it stands for.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/explain_parts.h"
#include "app/cli/operator_options.h"
#include "app/cli/report.h"
#include "engine/graph/receptive_field.h"
#include "engine/graph/recipe.h"
#include "engine/ops/cost_text.h"

namespace convscope {
namespace {

using nlohmann::ordered_json;

ordered_json total_json(const Cost& cost) {
  ordered_json object{{"params", cost.parameters}, {"multiplications", cost.multiplications}, {"macs", cost.macs}};
  if (cost.macs_zeros_inserted) object["macs_zeros_inserted"] = *cost.macs_zeros_inserted;
  object.update({{"flops", cost.flops}, {"memory", cost.memory}});
  return object;
}

ordered_json field_json(const NodeField& field) {
  if (!field.unknown.empty()) return {{"unknown", field.unknown}};
  ordered_json axes = ordered_json::array();
  for (const FieldAxis& axis : field.axes) axes.push_back({{"size", axis.size}, {"jump", axis.jump}, {"start", axis.start}});
  return axes;
}

void print_json(const NamedPipeline& named, const std::vector<AttributeSpec>& table) {
  ordered_json line{
      {"pipeline", named.id}, {"input_shape", sizes(named.given.at("input"))}, {"attributes", attributes_json(table, named.attributes)}};
  line["output_shape"] = sizes(named.pipeline.output());
  line["given"] = ordered_json::object();
  for (const auto& [name, extents] : named.given) line["given"][name] = sizes(extents);
  line["parts"] = ordered_json::array();
  const std::vector<NodeField> fields = receptive_fields(named.pipeline);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Pipeline::Stage& stage = named.pipeline.stages()[i];
    const auto& slots = find_operator(stage.node.op).value()->attributes();
    ordered_json part{{"name", stage.node.name},
                      {"op", stage.node.op},
                      {"inputs", stage.node.inputs},
                      {"attributes", attributes_json(slots, stage.layer->attributes())}};
    part["output_shape"] = sizes(stage.layer->output());
    part.update(cost_json(*stage.layer));
    part["receptive_field"] = field_json(fields[i]);
    line["parts"].push_back(std::move(part));
  }
  line["total"] = total_json(named.pipeline.cost());
  if (named.standard) line["standard"] = total_json(named.standard->cost());
  line["flops_definition"] = kFlopsDefinition;
  print_line(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// "5×7 every 2×2 from (1, 1)", of numbers that may be no whole ones.
std::string field_text(const std::vector<FieldAxis>& axes) {
  std::string size, jump, start;
  for (const FieldAxis& axis : axes) {
    size += (size.empty() ? "" : "×") + fmt::format("{:g}", axis.size);
    jump += (jump.empty() ? "" : "×") + fmt::format("{:g}", axis.jump);
    start += (start.empty() ? "" : ", ") + fmt::format("{:g}", axis.start);
  }
  return fmt::format("{} every {} from ({})", size, jump, start);
}

// Pads to a width in letters, not bytes.
std::string cell(const std::string& text, int width) {
  const auto is_letter = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  const auto letters = static_cast<int>(std::count_if(text.begin(), text.end(), is_letter));
  return text + std::string(static_cast<std::size_t>(std::max(1, width - letters)), ' ');
}

std::string cost_cells(const Cost& cost) {
  return cell(with_spaces(cost.parameters), 14) + cell(with_spaces(cost.multiplications), 18) + cell(with_spaces(cost.flops), 18) +
         cell(with_spaces(cost.memory), 14);
}

constexpr int kNameWidth = 20, kOpWidth = 18, kShapeWidth = 18;

void print_parts(const NamedPipeline& named) {
  print_line(cell("part", kNameWidth) + cell("operator", kOpWidth) + cell("output", kShapeWidth) + cell("params", 14) +
             cell("multiplications", 18) + cell("flops", 18) + cell("memory", 14) + "sees of the input");
  const std::vector<NodeField> fields = receptive_fields(named.pipeline);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Pipeline::Stage& stage = named.pipeline.stages()[i];
    const std::vector<FieldAxis>& axes = fields[i].axes;
    const std::string field = axes.empty() ? fields[i].unknown : field_text(axes);
    print_line(cell(stage.node.name, kNameWidth) + cell(stage.node.op, kOpWidth) + cell(stage.layer->output().text(), kShapeWidth) +
               cost_cells(stage.layer->cost()) + field);
  }
  print_line(cell("total", kNameWidth + kOpWidth + kShapeWidth) + cost_cells(named.pipeline.cost()));
  if (named.standard)
    print_line(cell("standard", kNameWidth) + cell("conv2d", kOpWidth) + cell(named.standard->output().text(), kShapeWidth) +
               cost_cells(named.standard->cost()));
}

// "432 + 216 = 648" of a number of all parts; parts that have none of it are not named.
std::string sum_text(const Pipeline& pipeline, Index Cost::*number) {
  std::string parts;
  int terms = 0;
  for (const Pipeline::Stage& stage : pipeline.stages()) {
    const Index value = stage.layer->cost().*number;
    if (value == 0) continue;
    parts += (terms++ == 0 ? "" : " + ") + with_spaces(value);
  }
  const std::string total = with_spaces(pipeline.cost().*number);
  return terms > 1 ? parts + " = " + total : total;
}

// How each part's numbers come about, and the sums that the whole is.
void print_arithmetic(const Pipeline& pipeline) {
  for (const Pipeline::Stage& stage : pipeline.stages()) {
    for (const CostLine& cost : cost_lines(*stage.layer)) {
      if (cost.formula.empty()) continue;
      print_row(stage.node.name, fmt::format("{}: {} = {} = {}", cost.name, cost.formula, cost.numbers, with_spaces(cost.value)));
    }
  }
  print_row("total", "params: " + sum_text(pipeline, &Cost::parameters));
  print_row("total", "multiplications: " + sum_text(pipeline, &Cost::multiplications));
  print_row("total", "macs: " + sum_text(pipeline, &Cost::macs));
  print_row("total", "flops: " + sum_text(pipeline, &Cost::flops));
  print_row("total", "memory: " + sum_text(pipeline, &Cost::memory));
}

void print_text(const NamedPipeline& named, const std::vector<AttributeSpec>& table) {
  print_row("pipeline", named.id);
  print_row("input", named.given.at("input").text());
  for (const AttributeSpec& spec : table) {
    if (named.attributes.has(spec.name)) print_row(spec.name, attribute_text(named.attributes.values().at(spec.name)));
  }
  print_row("output", named.pipeline.output().text());
  print_line("");
  print_parts(named);
  print_line("");
  print_arithmetic(named.pipeline);
  const Cost total = named.pipeline.cost();
  if (named.standard) {
    const Cost standard = named.standard->cost();
    print_row("against standard",
              fmt::format("multiplications {} / {} = {:.4g}", with_spaces(total.multiplications), with_spaces(standard.multiplications),
                          static_cast<double>(total.multiplications) / static_cast<double>(standard.multiplications)));
  }
  if (total.macs_zeros_inserted)
    print_row("macs", fmt::format("{}; with zeros inserted {}", with_spaces(total.macs), with_spaces(*total.macs_zeros_inserted)));
  print_row("", fmt::format("flops: {}", kFlopsDefinition));
}

struct Options {
  std::string input, layers;
  std::map<std::string, std::string> attributes;
  bool json = false;
};

Result<NamedPipeline> built(const Recipe* recipe, const Options& options) {
  Result<Extents> input = parse_shape(options.input, "input");
  if (!input) return input.error();
  if (!recipe) return build_stack(options.layers, *input);
  Result<Attributes> attributes = attributes_of(recipe->attributes, options.attributes);
  if (!attributes) return attributes.error();
  return build_recipe(*recipe, *attributes, *input);
}

void explain(const Recipe* recipe, const Options& options, Exit& exit) {
  Result<NamedPipeline> named = built(recipe, options);
  if (!named) return fail(named.error(), exit);
  const std::vector<AttributeSpec> table = recipe ? recipe->attributes : std::vector<AttributeSpec>{};
  options.json ? print_json(*named, table) : print_text(*named, table);
}

}  // namespace

void add_pipeline_explanations(CLI::App& command, Exit& exit) {
  auto options = std::make_shared<Options>();
  auto add = [&](const std::string& id, const Recipe* recipe) {
    CLI::App* app = command.add_subcommand(id, "");
    app->add_option(option_names("input_shape"), options->input, "its shape: 1,3,224,224")->required()->type_name("SIZES");
    if (recipe) {
      add_attribute_options(*app, recipe->attributes, options->attributes);
    } else {
      app->add_option("--layers", options->layers, "\"conv2d kernel=3 filters=8; relu; max_pool2d kernel_size=2\"")
          ->required()
          ->type_name("LAYERS");
    }
    app->add_flag("--json", options->json, "one JSON object");
    app->callback([options, &exit, recipe] { explain(recipe, *options, exit); });
  };
  for (const Recipe& recipe : all_recipes()) add(recipe.id, &recipe);
  add("stack", nullptr);
}

}  // namespace convscope

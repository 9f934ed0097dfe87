// convscope trace OP … --at n,c,y,x : the taps of one output cell, their products, their sum, in the order of the definition.
// Adding 0.0 turns a product of −0 into 0.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/operator_options.h"
#include "app/cli/report.h"
#include "engine/trace/trace.h"

namespace convscope {
namespace {

struct Options {
  OperatorTexts texts;
  std::string at;
  bool json = false;
};

Result<Index> output_cell(const Layer& layer, const std::string& text) {
  Result<std::vector<Index>> at = parse_indices(text, "at");
  if (!at) return at.error();
  const Extents& output = layer.output();
  auto refuse = [&](const std::string& why) {
    return Error{ErrorKind::kUsage, fmt::format("at {} is no cell of the output {}: {}", text, output.text(), why), "at"};
  };
  if (at->size() != static_cast<std::size_t>(output.rank()))
    return refuse(fmt::format("it has {} axes, {} were given", output.rank(), at->size()));
  Cell cell{};
  for (int axis = 0; axis < output.rank(); ++axis) {
    Index place = (*at)[static_cast<std::size_t>(axis)];
    if (place < 0 || place >= output[axis])
      return refuse(fmt::format("axis {} goes from 0 to {}, {} was given", axis, output[axis] - 1, place));
    cell[static_cast<std::size_t>(axis)] = place;
  }
  return flat_index(output, cell);
}

const char* kind_text(TapKind kind) {
  switch (kind) {
    case TapKind::kCell: return "cell";
    case TapKind::kPadding: return "padding";
    case TapKind::kInserted: return "inserted";
    case TapKind::kBias: return "bias";
  }
  return "";
}

double scale_of(const Tap& tap, const TensorSet& tensors) { return (*tensors[static_cast<std::size_t>(tap.scale.slot)])[tap.scale.index]; }

// What a product has besides its datum and its weight, as one factor.
double factor_of(const Tap& tap, const TensorSet& tensors) { return tap.coefficient * (tap.scale.none() ? 1 : scale_of(tap, tensors)); }

// Of the last `axes` of (z, y, x).
std::vector<Index> last_axes(const std::array<Index, 3>& place, int axes) { return {place.end() - axes, place.end()}; }

void print_json(const Layer& layer, const TensorSet& tensors, const GatherStep& step) {
  int spatial = std::max(1, layer.output().rank() - 2);
  nlohmann::ordered_json line;
  line["at"] = std::vector<Index>(step.position.begin(), step.position.begin() + layer.output().rank());
  line["taps"] = nlohmann::ordered_json::array();
  for (const Term& term : step.terms) {
    nlohmann::ordered_json tap{{"kind", kind_text(term.tap.kind)},
                               {"channel", term.tap.channel},
                               {"at", last_axes(term.tap.at, spatial)},
                               {"element", last_axes(term.tap.element, spatial)},
                               {"data", term.data},
                               {"weight", term.weight}};
    if (term.tap.coefficient != 1) tap["coefficient"] = term.tap.coefficient;
    if (!term.tap.scale.none()) tap["scale"] = scale_of(term.tap, tensors);
    tap["product"] = term.product + 0.0;
    line["taps"].push_back(std::move(tap));
  }
  if (step.winner) line["winner"] = *step.winner;
  if (step.bias) line["taps"].push_back({{"kind", "bias"}, {"data", *step.bias}, {"product", *step.bias}});
  line["sum"] = step.sum + step.bias.value_or(0);
  line["result"] = step.result;
  print_line(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string place_text(const std::vector<Index>& place) {
  std::string text;
  for (Index number : place) text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

void print_text(const Layer& layer, const TensorSet& tensors, const GatherStep& step) {
  int spatial = std::max(1, layer.output().rank() - 2);
  auto factored = [&](const Term& term) { return factor_of(term.tap, tensors) != 1; };
  const bool factors = std::any_of(step.terms.begin(), step.terms.end(), factored);  // a column only where it says something
  auto factor = [factors](const std::string& text) { return factors ? fmt::format("{:>14}", text) : ""; };
  const int width = factors ? 78 : 64;
  print_line(fmt::format("{:<9}{:>8}{:>10}{:>9}{:>14}{:>14}{}{:>14}", "kind", "channel", "reads", "element", "data", "weight",
                         factor("factor"), "product"));
  for (const Term& term : step.terms) {
    print_line(fmt::format("{:<9}{:>8}{:>10}{:>9}{:>14.7g}{:>14.7g}{}{:>14.7g}", kind_text(term.tap.kind), term.tap.channel,
                           place_text(last_axes(term.tap.at, spatial)), place_text(last_axes(term.tap.element, spatial)), term.data,
                           term.weight, factor(fmt::format("{:.7g}", factor_of(term.tap, tensors))), term.product + 0.0));
  }
  if (step.bias) print_line(fmt::format("{:<{}}{:>14.7g}", "bias", width, *step.bias));
  const double sum = step.sum + step.bias.value_or(0);
  print_line(fmt::format("{:<{}}{:>14.7g}", step.winner ? "largest" : "sum", width, sum));
  if (step.result != sum) print_line(fmt::format("{:<{}}{:>14.7g}", "result", width, step.result));
}

void trace(const Operator& op, const Options& options, Exit& exit) {
  Result<Attributes> attributes = attributes_of(op, options.texts.attributes);
  if (!attributes) return fail(attributes.error(), exit);
  Result<LoadedLayer> loaded = load_layer(op, *attributes, options.texts.slots);
  if (!loaded) return fail(loaded.error(), exit);
  Result<Index> cell = output_cell(*loaded->layer, options.at);
  if (!cell) return fail(cell.error(), exit);
  for (const std::string& note : loaded->notes) remark(note);
  GatherStep step = Trace(loaded->layer, loaded->set()).gather(*cell);
  options.json ? print_json(*loaded->layer, loaded->set(), step) : print_text(*loaded->layer, loaded->set(), step);
}

}  // namespace

void add_trace(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("trace", "The taps of one output cell, their products and their sum");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();
  for (const OperatorCommand& each : add_operator_commands(*command, options->texts, SlotForm::kFile)) {
    each.app->add_option("--at", options->at, "the output cell: n,c,y,x")->required()->type_name("CELL");
    each.app->add_flag("--json", options->json, "one JSON object; the bias is the last tap");
    each.app->callback([options, &exit, op = each.op] { trace(*op, *options, exit); });
  }
}

}  // namespace convscope

#include "app/cli/operator_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/io/npy.h"
#include "engine/ops/slots.h"

namespace convscope {
namespace {

std::string help_of(const AttributeSpec& spec) {
  std::string choices;
  for (const std::string& choice : spec.choices) choices += (choices.empty() ? "" : ", ") + choice;
  std::string standard = spec.optional ? "" : attribute_text(spec.default_value);
  std::string tail = standard.empty() ? "" : fmt::format(" [{}]", standard);
  switch (spec.type) {
    case AttributeType::kInteger: return "a whole number" + tail;
    case AttributeType::kPerAxis: return "a whole number, or one per axis: 2,1" + tail;
    case AttributeType::kPadding: return fmt::format("a whole number, one per axis, begins then ends of all axes, or {}{}", choices, tail);
    case AttributeType::kSizes: return "sizes: 5,7" + tail;
    case AttributeType::kNumber: return "a number" + tail;
    case AttributeType::kNumbers: return "a number, or one per axis: 2,1.5" + tail;
    case AttributeType::kFlag: return "true or false" + tail;
    case AttributeType::kChoice: return choices + tail;
  }
  return "";
}

// What was not given is not in `texts`.
CLI::Option* add_text(CLI::App& app, const std::string& names, std::map<std::string, std::string>& texts, const std::string& name,
                      const std::string& help) {
  return app.add_option_function<std::string>(names, [&texts, name](const std::string& text) { texts[name] = text; }, help);
}

void add_options(CLI::App& app, const Operator& op, OperatorTexts& texts, SlotForm form) {
  for (const SlotSpec& slot : op.slots()) {
    bool file = form == SlotForm::kFile;
    CLI::Option* option = add_text(app, option_names(file ? slot.name : slot.name + "_shape"), texts.slots, slot.name,
                                   file ? "a .npy file" : "its shape: 1,3,224,224");
    option->type_name(file ? "FILE" : "SIZES");
    if (slot.required) option->required();
  }
  add_attribute_options(app, op.attributes(), texts.attributes);
}

// "" where all values are finite; else how many are not, and where the first stands.
std::string not_finite_note(const Tensor& tensor) {
  Index infinite = 0, no_numbers = 0, first = -1;
  for (Index i = 0; i < tensor.count(); ++i) {
    if (std::isfinite(tensor[i])) continue;
    if (first < 0) first = i;
    ++(std::isnan(tensor[i]) ? no_numbers : infinite);
  }
  if (first < 0) return "";
  const Cell place = cell_of(tensor.extents, first);
  return fmt::format("{} of {} values {} not finite ({} NaN, {} infinite), the first is {} at ({})", infinite + no_numbers, tensor.count(),
                     infinite + no_numbers == 1 ? "is" : "are", no_numbers, infinite, tensor[first],
                     fmt::join(place.begin(), place.begin() + tensor.extents.rank(), ", "));
}

Error usage(const std::string& sentence, const std::string& attribute = {}) { return Error{ErrorKind::kUsage, sentence, attribute}; }

}  // namespace

void add_attribute_options(CLI::App& app, const std::vector<AttributeSpec>& table, std::map<std::string, std::string>& texts) {
  for (const AttributeSpec& spec : table) {
    std::string names = option_names(spec.name);
    if (spec.name == "padding_value") names += ",--value";
    add_text(app, names, texts, spec.name, help_of(spec))->type_name("VALUE");
  }
}

std::string option_names(std::string name) {
  std::string dashed = name;
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  return dashed == name ? "--" + name : "--" + dashed + ",--" + name;
}

std::string attribute_name(const Operator& op, std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  if (name == "value" && !has_attribute(op, name) && has_attribute(op, "padding_value")) return "padding_value";
  return name;
}

std::vector<OperatorCommand> add_operator_commands(CLI::App& parent, OperatorTexts& texts, SlotForm form) {
  std::vector<OperatorCommand> commands;
  for (const Operator* op : all_operators()) {
    CLI::App* app = parent.add_subcommand(op->id(), "");
    add_options(*app, *op, texts, form);
    commands.push_back({app, op});
  }
  return commands;
}

Status check_counts(const std::vector<AttributeSpec>& table, const Attributes& given) {
  const std::string value_name = "padding_value", mode_name = "padding_mode", mode = "constant";
  auto named = [&table](const std::string& name) {
    return std::find_if(table.begin(), table.end(), [&name](const AttributeSpec& spec) { return spec.name == name; });
  };
  const auto value_spec = named(value_name), mode_spec = named(mode_name);
  if (value_spec == table.end() || mode_spec == table.end() || !given.has(value_name)) return success();
  const std::string value = attribute_text(given.values().at(value_name));
  const std::string is = attribute_text(given.has(mode_name) ? given.values().at(mode_name) : mode_spec->default_value);
  if (is == mode || value == attribute_text(value_spec->default_value)) return success();
  return usage(fmt::format("{} {} counts only with {} {}, which is {}", value_name, value, mode_name, mode, is), value_name);
}

Result<Attributes> attributes_of(const std::vector<AttributeSpec>& table, const std::map<std::string, std::string>& texts) {
  Attributes attributes;
  for (const AttributeSpec& spec : table) {
    auto text = texts.find(spec.name);
    if (text == texts.end()) continue;
    Result<AttributeValue> value = parse_attribute(spec, text->second);
    if (!value) return value.error();
    attributes.set(spec.name, std::move(value).value());
  }
  Status counts = check_counts(table, attributes);
  if (!counts) return counts.error();
  return attributes;
}

TensorSet LoadedLayer::set() const {
  TensorSet pointers;
  for (const Tensor& tensor : tensors) pointers.push_back(tensor.absent() ? nullptr : &tensor);
  return pointers;
}

Result<LoadedLayer> load_layer(const Operator& op, const Attributes& attributes, const std::map<std::string, std::string>& slot_files) {
  // Attributes are checked before files are read: the cheaper fault first.
  Result<Attributes> resolved = resolve(op.id(), op.attributes(), attributes);
  if (!resolved) return resolved.error();
  LoadedLayer loaded;
  Shapes shapes;
  for (const SlotSpec& slot : op.slots()) {
    auto file = slot_files.find(slot.name);
    bool given = file != slot_files.end();
    if (!given && slot.required) return usage(fmt::format("{} needs a .npy file for '{}'", op.id(), slot.name), slot.name);
    loaded.tensors.emplace_back();
    if (given) {
      Result<NpyFile> read = read_npy(file->second);
      if (!read) return read.error();
      for (const std::string& note : {read->note, not_finite_note(read->tensor)}) {
        if (!note.empty()) loaded.notes.push_back(fmt::format("'{}': {}", file->second, note));
      }
      loaded.tensors.back() = std::move(read->tensor);
    }
    shapes.push_back(loaded.tensors.back().extents);
  }
  Result<std::shared_ptr<const Layer>> layer = op.layer(attributes, shapes);
  if (!layer) return layer.error();
  loaded.layer = std::move(layer).value();
  Status data = loaded.layer->check_data(loaded.set());
  if (!data) return data.error();
  return loaded;
}

Result<std::vector<Index>> parse_indices(std::string_view text, const std::string& what) {
  std::vector<Index> numbers;
  std::string_view left = text;
  while (true) {
    while (!left.empty() && left.front() == ' ') left.remove_prefix(1);
    Index number = 0;
    auto [end, problem] = std::from_chars(left.data(), left.data() + left.size(), number);
    if (problem != std::errc{}) break;
    numbers.push_back(number);
    left.remove_prefix(static_cast<std::size_t>(end - left.data()));
    if (left.empty()) return numbers;
    if (left.front() != ',') break;
    left.remove_prefix(1);
  }
  return usage(fmt::format("{} takes whole numbers with commas between them, \"{}\" was given", what, text), what);
}

Result<Extents> parse_shape(std::string_view text, const std::string& name) {
  Result<std::vector<Index>> sizes = parse_indices(text, name + "-shape");
  if (!sizes) return sizes.error();
  if (sizes->size() > static_cast<std::size_t>(kMaxRank)) {
    return usage(fmt::format("{}-shape has {} sizes; at most {} are possible", name, sizes->size(), kMaxRank), name);
  }
  for (Index size : *sizes) {
    if (size < 1) return usage(fmt::format("{}-shape {} has the size {}; sizes are 1 or more", name, text, size), name);
  }
  return Extents(*sizes);
}

Result<std::shared_ptr<const Layer>> layer_of_shapes(const Operator& op, const OperatorTexts& texts) {
  Result<Attributes> attributes = attributes_of(op, texts.attributes);
  if (!attributes) return attributes.error();
  Shapes shapes;
  for (const SlotSpec& slot : op.slots()) {
    auto text = texts.slots.find(slot.name);
    shapes.emplace_back();
    if (text == texts.slots.end()) continue;
    Result<Extents> shape = parse_shape(text->second, slot.name);
    if (!shape) return shape.error();
    shapes.back() = *shape;
  }
  return op.layer(*attributes, shapes);
}

}  // namespace convscope

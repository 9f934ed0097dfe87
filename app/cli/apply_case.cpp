#include "app/cli/apply_case.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/io/npy.h"

namespace convscope {
namespace {

using nlohmann::json;

Error usage(const std::string& sentence) { return Error{ErrorKind::kUsage, sentence, {}}; }

std::string dumped(const nlohmann::ordered_json& line) { return line.dump(-1, ' ', false, json::error_handler_t::replace); }

// Text of any depth would need a stack of that depth: of what is nested only its size is told.
std::string shown(const json& value) {
  const bool nested = std::any_of(value.begin(), value.end(), [](const json& each) { return each.is_structured(); });
  if (nested) return fmt::format("{} of {}", value.is_array() ? "a list" : "an object", value.size());
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<AttributeValue> attribute_value(const AttributeSpec& spec, const json& value) {
  auto whole = [](const json& number) { return number.is_number_integer() && !(number.is_number_unsigned() && number > INT64_MAX); };
  if (value.is_boolean()) return AttributeValue{value.get<bool>()};
  if (value.is_string()) return parse_attribute(spec, value.get_ref<const std::string&>());
  if (whole(value)) return AttributeValue{std::vector<Index>{value.get<Index>()}};
  if (value.is_number_float()) return AttributeValue{value.get<double>()};
  if (value.is_array() && std::all_of(value.begin(), value.end(), whole)) return AttributeValue{value.get<std::vector<Index>>()};
  auto number = [](const json& each) { return each.is_number(); };
  if (spec.type == AttributeType::kNumbers && value.is_array() && std::all_of(value.begin(), value.end(), number)) {
    return AttributeValue{value.get<std::vector<double>>()};
  }
  return usage(fmt::format("\"{}\" is {}; expected a number, a list of whole numbers, a text, true or false", spec.name, shown(value)));
}

std::string known_keys(const Operator& op) {
  std::string list = op.names_winner() ? "op, output, indices_output" : "op, output";
  for (const SlotSpec& slot : op.slots()) list += ", " + slot.name;
  for (const AttributeSpec& spec : op.attributes()) list += ", " + spec.name;
  return list;
}

Status take_key(ApplyCase& taken, const std::string& key, const json& value) {
  const Operator& op = *taken.op;
  bool slot = std::any_of(op.slots().begin(), op.slots().end(), [&](const SlotSpec& each) { return each.name == key; });
  bool indices = key == "indices_output" && op.names_winner();
  if (slot || indices || key == "output") {
    if (!value.is_string()) return usage(fmt::format("\"{}\" is {}; expected the name of a .npy file", key, shown(value)));
    (slot ? taken.slot_files[key] : indices ? taken.indices_output : taken.output) = value.get<std::string>();
    return success();
  }
  std::string name = attribute_name(op, key);
  auto spec = std::find_if(op.attributes().begin(), op.attributes().end(), [&](const AttributeSpec& each) { return each.name == name; });
  if (spec == op.attributes().end()) return usage(fmt::format("{} has no \"{}\"; it has {}", op.id(), key, known_keys(op)));
  Result<AttributeValue> read = attribute_value(*spec, value);
  if (!read) return read.error();
  taken.attributes.set(name, std::move(read).value());
  return success();
}

// Two names of one regular file: what is written second would replace the first. A device takes both.
bool same_file(const std::string& one, const std::string& other) {
  std::error_code fault;
  auto place = [&fault](const std::string& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, fault), fault);
  };
  if (std::filesystem::exists(one, fault) && !std::filesystem::is_regular_file(one, fault)) return false;
  return place(one) == place(other);
}

}  // namespace

Result<ApplyResult> run_case(const ApplyCase& wanted, Device& device) {
  const bool indices = !wanted.indices_output.empty();
  if (indices && same_file(wanted.output, wanted.indices_output))
    return usage(fmt::format("output '{}' and indices_output '{}' are the same file", wanted.output, wanted.indices_output));
  Result<LoadedLayer> loaded = load_layer(*wanted.op, wanted.attributes, wanted.slot_files);
  if (!loaded) return loaded.error();
  Result<RunResult> run = device.run(*loaded->layer, loaded->set());
  if (!run) return run.error();
  std::vector<NpyOutput> outputs{{wanted.output, &run->output}};
  Result<RunResult> winners = indices ? device.run_winners(*loaded->layer, loaded->set()) : RunResult{};
  if (!winners) return winners.error();
  if (indices) outputs.push_back({wanted.indices_output, &winners->output, NpyNumbers::kInt64});
  Status written = write_npy_files(outputs);
  if (!written) return written.error();
  ApplyResult result{wanted.output, wanted.indices_output, run->output.extents, run->device, run->seconds, loaded->notes};
  if (!run->notice.empty()) result.remarks.push_back(run->notice);
  if (!run->fallback.empty()) result.remarks.push_back(fmt::format("computed on {}: {}", run->device, run->fallback));
  return result;
}

std::string json_line(const ApplyResult& result) {
  std::vector<Index> shape;
  for (int axis = 0; axis < result.shape.rank(); ++axis) shape.push_back(result.shape[axis]);
  nlohmann::ordered_json line{{"output", result.output}};
  if (!result.indices_output.empty()) line["indices_output"] = result.indices_output;
  line.update({{"shape", shape}, {"device", result.device}, {"seconds", result.seconds}});
  return dumped(line);
}

std::string json_line(const Error& error) { return dumped({{"error", error.message}}); }

Result<ApplyCase> parse_case(const std::string& line) {
  json object;
  try {
    object = json::parse(line);
  } catch (const json::exception& fault) {
    std::string what = fault.what();
    std::size_t colon = what.find(": ");
    return usage("the line is no JSON: " + (colon == std::string::npos ? what : what.substr(colon + 2)));
  }
  if (!object.is_object())
    return usage("the line is " + std::string(object.type_name()) + ", expected an object {\"op\": …, \"input\": …, \"output\": …}");
  auto op = object.find("op");
  if (op == object.end() || !op->is_string()) return usage("the case has no \"op\"");
  Result<const Operator*> found = find_operator(op->get_ref<const std::string&>());
  if (!found) return found.error();
  ApplyCase taken;
  taken.op = *found;
  for (const auto& [key, value] : object.items()) {
    if (key == "op" || value.is_null()) continue;  // null: not given
    Status read = take_key(taken, key, value);
    if (!read) return read.error();
  }
  if (taken.output.empty()) return usage("the case has no \"output\"");
  Status counts = check_counts(taken.op->attributes(), taken.attributes);
  if (!counts) return counts.error();
  return taken;
}

}  // namespace convscope

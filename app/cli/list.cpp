// convscope list scenes|ops|presets|formats|lessons : what there is, one a line, or as a JSON list.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "engine/ops/operator.h"

namespace convscope {
namespace {

using nlohmann::ordered_json;

struct Format {
  const char* id;
  const char* kind;
  bool ffmpeg;  // needs the program
};

constexpr Format kFormats[] = {
    {"png", "picture", false}, {"svg", "picture", false}, {"pdf", "picture", false}, {"gif", "film", true},
    {"mp4", "film", true},     {"webm", "film", true},    {"webp", "film", true},    {"apng", "film", true},
};

const char* type_text(AttributeType type) {
  switch (type) {
    case AttributeType::kInteger: return "integer";
    case AttributeType::kPerAxis: return "per_axis";
    case AttributeType::kPadding: return "padding";
    case AttributeType::kSizes: return "sizes";
    case AttributeType::kNumber: return "number";
    case AttributeType::kFlag: return "flag";
    case AttributeType::kChoice: return "choice";
  }
  return "";
}

ordered_json attribute_json(const AttributeSpec& spec) {
  ordered_json object{{"name", spec.name}, {"type", type_text(spec.type)}};
  std::visit([&](const auto& value) { object["default"] = value; }, spec.default_value);
  if (!spec.choices.empty()) object["choices"] = spec.choices;
  return object;
}

void list_ops(bool json) {
  ordered_json list = ordered_json::array();
  for (const Operator* op : all_operators()) {
    ordered_json tensors = ordered_json::array(), attributes = ordered_json::array();
    std::string names;
    for (const SlotSpec& slot : op->slots()) tensors.push_back({{"name", slot.name}, {"required", slot.required}});
    for (const AttributeSpec& spec : op->attributes()) {
      attributes.push_back(attribute_json(spec));
      names += " " + spec.name;
    }
    list.push_back({{"id", op->id()}, {"tensors", tensors}, {"attributes", attributes}});
    if (!json) print_line(fmt::format("{:<20}{}", op->id(), names));
  }
  if (json) print_line(list.dump());
}

void list_formats(bool json) {
  ordered_json list = ordered_json::array();
  for (const Format& format : kFormats) {
    list.push_back({{"id", format.id}, {"kind", format.kind}, {"needs_ffmpeg", format.ffmpeg}});
    if (!json) print_line(fmt::format("{:<6} {}{}", format.id, format.kind, format.ffmpeg ? " (made by ffmpeg)" : ""));
  }
  if (json) print_line(list.dump());
}

}  // namespace

void add_list(CLI::App& app, Exit& /*exit*/) {
  CLI::App* command = app.add_subcommand("list", "What there is: ops, formats");
  command->require_subcommand(1);
  auto json = std::make_shared<bool>(false);
  auto add = [&](const char* name, const char* help, void (*print)(bool)) {
    CLI::App* what = command->add_subcommand(name, help);
    what->add_flag("--json", *json, "a JSON list");
    what->callback([json, print] { print(*json); });
  };
  add("ops", "operators and their attributes", list_ops);
  add("formats", "what can be exported", list_formats);
}

}  // namespace convscope

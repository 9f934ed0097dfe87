// convscope list scenes|ops|pipelines|presets|formats|lessons : what there is, one a line, or as a JSON list.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/export/installed.h"
#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "app/lessons/lesson.h"
#include "engine/graph/recipe.h"
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
    case AttributeType::kNumbers: return "numbers";
    case AttributeType::kFlag: return "flag";
    case AttributeType::kChoice: return "choice";
  }
  return "";
}

ordered_json attribute_json(const AttributeSpec& spec) {
  ordered_json object{{"name", spec.name}, {"type", type_text(spec.type)}};
  object["default"] = nullptr;
  if (!spec.optional) std::visit([&](const auto& value) { object["default"] = value; }, spec.default_value);
  if (!spec.choices.empty()) object["choices"] = spec.choices;
  return object;
}

Status list_ops(bool json) {
  ordered_json list = ordered_json::array();
  for (const Operator* op : all_operators()) {
    ordered_json tensors = ordered_json::array(), attributes = ordered_json::array();
    std::string names;
    for (const SlotSpec& slot : op->slots()) tensors.push_back({{"name", slot.name}, {"required", slot.required}});
    for (const AttributeSpec& spec : op->attributes()) {
      attributes.push_back(attribute_json(spec));
      names += " " + spec.name;
    }
    list.push_back({{"id", op->id()}, {"tensors", tensors}, {"attributes", attributes}, {"names_winner", op->names_winner()}});
    if (!json) print_line(fmt::format("{:<20}{}", op->id(), names));
  }
  if (json) print_line(list.dump());
  return success();
}

// `stack` has no attributes but its layers.
Status list_pipelines(bool json) {
  ordered_json list = ordered_json::array();
  auto add = [&](const std::string& id, const std::vector<AttributeSpec>& table) {
    ordered_json attributes = ordered_json::array();
    std::string names;
    for (const AttributeSpec& spec : table) {
      attributes.push_back(attribute_json(spec));
      names += " " + spec.name;
    }
    list.push_back({{"id", id}, {"attributes", attributes}});
    if (!json) print_line(fmt::format("{:<24}{}", id, names));
  };
  for (const Recipe& recipe : all_recipes()) add(recipe.id, recipe.attributes);
  add("stack", {});
  if (json) print_line(list.dump());
  return success();
}

Status list_formats(bool json) {
  ordered_json list = ordered_json::array();
  for (const Format& format : kFormats) {
    list.push_back({{"id", format.id}, {"kind", format.kind}, {"needs_ffmpeg", format.ffmpeg}});
    if (!json) print_line(fmt::format("{:<6} {}{}", format.id, format.kind, format.ffmpeg ? " (made by ffmpeg)" : ""));
  }
  if (json) print_line(list.dump());
  return success();
}

// Titles are English: this is for scripts and for looking a name up.
std::string title(const Catalog& catalog, const std::string& key) {
  auto words = catalog.languages.find("en");
  return words != catalog.languages.end() && words->second.has(key) ? words->second(key) : "";
}

// Of the stages, each once; of a recipe its name.
std::vector<std::string> operator_names(const Scene& scene) {
  if (scene.recipe) return {scene.recipe->id};
  std::vector<std::string> names;
  for (const StageSource& stage : scene.stages)
    if (std::find(names.begin(), names.end(), stage.op) == names.end()) names.push_back(stage.op);
  return names;
}

Status list_scenes(bool json) {
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  ordered_json list = ordered_json::array();
  for (const Scene& scene : catalog->scenes) {
    std::string name = title(*catalog, "scene." + scene.id + ".title");
    ordered_json presets = ordered_json::array();
    for (const Preset& preset : scene.presets) presets.push_back(preset.id);
    list.push_back({{"id", scene.id},
                    {"number", scene.number},
                    {"group", scene.group},
                    {"title", name},
                    {"ops", operator_names(scene)},
                    {"modes", scene.modes},
                    {"presets", presets}});
    if (!json) print_line(fmt::format("{:>2}  {:<16}  {}", scene.number, scene.id, name));
  }
  if (json) print_line(list.dump());
  return success();
}

ordered_json parameters_json(const Preset& preset) {
  ordered_json object = ordered_json::object();
  for (const auto& [name, value] : preset.parameters) std::visit([&object, &key = name](const auto& held) { object[key] = held; }, value);
  return object;
}

Status list_presets(bool json) {
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  ordered_json list = ordered_json::array();
  for (const Scene& scene : catalog->scenes) {
    for (const Preset& preset : scene.presets) {
      std::string name = title(*catalog, "preset." + preset.id);
      list.push_back({{"id", preset.id}, {"scene", scene.id}, {"title", name}, {"parameters", parameters_json(preset)}});
      if (!json) print_line(fmt::format("{:<16}  {:<22}  {}", scene.id, preset.id, name));
    }
  }
  if (json) print_line(list.dump());
  return success();
}

// A lesson that cannot be read is told; the others are listed.
Status list_lessons(bool json) {
  Result<std::string> assets = find_assets();
  if (!assets) return assets.error();
  std::vector<Error> faults;
  ordered_json list = ordered_json::array();
  for (const Lesson& lesson : load_lessons(lesson_folders(*assets), faults)) {
    const auto english = lesson.texts.find("en");
    const std::string& title = (english == lesson.texts.end() ? lesson.texts.begin() : english)->second.title;
    list.push_back({{"id", lesson.id},
                    {"number", lesson.number},
                    {"title", title},
                    {"steps", lesson.steps.size()},
                    {"minutes", lesson.minutes},
                    {"languages", lesson.languages},
                    {"folder", lesson.folder}});
    if (!json) print_line(fmt::format("{:>2}  {:<24}  {}", lesson.number, lesson.id, title));
  }
  if (json) print_line(list.dump());
  for (const Error& fault : faults) remark(fault.message);
  return success();
}

}  // namespace

void add_list(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("list", "What there is: scenes, ops, pipelines, presets, formats, lessons");
  command->require_subcommand(1);
  auto json = std::make_shared<bool>(false);
  auto add = [&](const char* name, const char* help, Status (*print)(bool)) {
    CLI::App* what = command->add_subcommand(name, help);
    what->add_flag("--json", *json, "a JSON list");
    what->callback([json, print, &exit] {
      if (Status printed = print(*json); !printed) fail(printed.error(), exit);
    });
  };
  add("scenes", "scenes, by number and id", list_scenes);
  add("ops", "operators and their attributes", list_ops);
  add("pipelines", "small graphs of operators by name, and their attributes", list_pipelines);
  add("presets", "sets of parameters with a name, by scene", list_presets);
  add("formats", "what can be exported", list_formats);
  add("lessons", "lessons", list_lessons);
}

}  // namespace convscope

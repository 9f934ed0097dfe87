#include "app/scenes/scene.h"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kMostBytes = 1 << 20;

// A place in a file, for the messages: every reader below names the file and the path of keys.
struct Place {
  const Json& json;
  std::string where;
  Place at(const std::string& key) const { return {json.at(key), where + "." + key}; }
  Place at(std::size_t i) const { return {json.at(i), where + "[" + std::to_string(i) + "]"}; }
  bool has(const std::string& key) const { return json.is_object() && json.contains(key); }
  [[noreturn]] void expected(const std::string& what) const { throw Error{ErrorKind::kFile, where + ": expected " + what + ", found " + json.dump().substr(0, 40), ""}; }
};

std::string text_of(const Place& p) {
  if (!p.json.is_string()) p.expected("a text");
  return p.json.get<std::string>();
}

Index whole(const Place& p) {
  if (!p.json.is_number_integer()) p.expected("a whole number");
  return p.json.get<Index>();
}

double number(const Place& p) {
  if (!p.json.is_number()) p.expected("a number");
  return p.json.get<double>();
}

template <class T, class Read>
std::vector<T> list_of(const Place& p, Read read) {
  if (!p.json.is_array()) p.expected("a list");
  std::vector<T> out;
  for (std::size_t i = 0; i < p.json.size(); ++i) out.push_back(read(p.at(i)));
  return out;
}

AttributeValue value_of(const Place& p) {
  if (p.json.is_boolean()) return p.json.get<bool>();
  if (p.json.is_number_integer()) return std::vector<Index>{p.json.get<Index>()};
  if (p.json.is_number()) return p.json.get<double>();
  if (p.json.is_string()) return p.json.get<std::string>();
  return list_of<Index>(p, whole);
}

AttributeType type_of(const Place& p) {
  const std::map<std::string, AttributeType> kTypes = {{"integer", AttributeType::kInteger}, {"per_axis", AttributeType::kPerAxis}, {"padding", AttributeType::kPadding},
                                                       {"number", AttributeType::kNumber},   {"flag", AttributeType::kFlag},        {"choice", AttributeType::kChoice}};
  auto it = kTypes.find(text_of(p));
  if (it == kTypes.end()) p.expected("one of integer, per_axis, padding, number, flag, choice");
  return it->second;
}

Control control_of(const Place& p) {
  Control c;
  c.name = text_of(p.at("name"));
  c.type = type_of(p.at("type"));
  if (p.has("minimum")) c.minimum = whole(p.at("minimum"));
  if (p.has("maximum")) c.maximum = whole(p.at("maximum"));
  if (p.has("axes")) c.axes = static_cast<int>(whole(p.at("axes")));
  if (p.has("choices")) c.choices = list_of<std::string>(p.at("choices"), text_of);
  c.value = value_of(p.at("value"));
  if (c.type == AttributeType::kNumber && std::holds_alternative<std::vector<Index>>(c.value)) c.value = static_cast<double>(std::get<std::vector<Index>>(c.value).at(0));
  return c;
}

TensorSource source_of(const Place& p) {
  TensorSource s;
  if (p.has("present")) s.present = p.at("present").json.get<bool>();
  if (p.has("shape")) s.shape = list_of<Index>(p.at("shape"), whole);
  if (p.has("values")) s.values = list_of<double>(p.at("values"), number);
  if (p.has("seed")) s.seed = static_cast<std::uint32_t>(whole(p.at("seed")));
  if (p.has("low")) s.low = static_cast<int>(whole(p.at("low")));
  if (p.has("high")) s.high = static_cast<int>(whole(p.at("high")));
  Index count = 1;
  for (Index size : s.shape) count *= size;
  if (!s.values.empty() && count != static_cast<Index>(s.values.size())) p.expected(fmt::format("{} values for the shape", count));
  return s;
}

Preset preset_of(const Place& p) {
  Preset preset;
  preset.id = text_of(p.at("id"));
  Place set = p.at("set");
  if (!set.json.is_object()) set.expected("an object of parameters");
  for (const auto& [name, unused] : set.json.items()) preset.parameters[name] = value_of(set.at(name));
  return preset;
}

PhaseSpec phase_of(const Place& p) {
  PhaseSpec phase{text_of(p.at("name")), number(p.at("motion")), number(p.at("rest")), false};
  if (p.has("per")) phase.per_channel = text_of(p.at("per")) == "channel";
  return phase;
}

Scene scene_of(const Place& p) {
  Scene s;
  s.id = text_of(p.at("id"));
  s.number = static_cast<int>(whole(p.at("number")));
  s.group = text_of(p.at("group"));
  s.op = text_of(p.at("operator"));
  s.view = text_of(p.at("view"));
  if (p.has("modes")) s.modes = list_of<std::string>(p.at("modes"), text_of);
  if (p.has("image")) {
    s.on_image = true;
    s.image = text_of(p.at("image"));
  }
  if (p.has("start")) s.start = list_of<Index>(p.at("start"), whole);
  if (p.has("input")) s.input = source_of(p.at("input"));
  if (p.has("weight")) s.weight = source_of(p.at("weight"));
  s.bias.present = p.has("bias");
  if (s.bias.present) s.bias = source_of(p.at("bias"));
  s.controls = list_of<Control>(p.at("controls"), control_of);
  if (p.has("presets")) s.presets = list_of<Preset>(p.at("presets"), preset_of);
  s.phases = list_of<PhaseSpec>(p.at("phases"), phase_of);
  return s;
}

Result<Scene> load_scene(const std::string& file) {
  Result<std::string> text = read_file(file, kMostBytes);
  if (!text) return text.error();
  try {
    return scene_of({Json::parse(*text), file + ": scene"});
  } catch (const Error& error) {
    return error;
  } catch (const Json::exception& error) {
    return Error{ErrorKind::kFile, file + ": " + error.what(), ""};
  }
}

}  // namespace

Result<std::vector<Scene>> load_scenes(const std::string& folder) {
  std::error_code failure;
  std::vector<Scene> scenes;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".json") continue;
    Result<Scene> scene = load_scene(entry.path().string());
    if (!scene) return scene.error();
    scenes.push_back(std::move(scene).value());
  }
  if (scenes.empty()) return Error{ErrorKind::kFile, "no scene was found in " + folder, ""};
  std::sort(scenes.begin(), scenes.end(), [](const Scene& a, const Scene& b) { return a.number < b.number; });
  return scenes;
}

Result<const Scene*> find_scene(const std::vector<Scene>& scenes, const std::string& id_or_number) {
  std::string known;
  for (const Scene& scene : scenes) {
    if (scene.id == id_or_number || std::to_string(scene.number) == id_or_number) return &scene;
    known += (known.empty() ? "" : ", ") + scene.id;
  }
  return Error{ErrorKind::kUsage, "unknown scene '" + id_or_number + "'; known are " + known, "scene"};
}

}  // namespace convscope

#include "app/scenes/scene.h"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/scenes/controls.h"
#include "engine/io/atomic_file.h"
#include "engine/ops/operator.h"

namespace convscope {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kMostBytes = 1 << 20;

// A place in a file, for the messages: every reader below names the file and the path of keys.
struct Place {
  const Json& json;
  std::string file, path;
  bool has(const std::string& key) const { return json.is_object() && json.contains(key); }
  Place at(const std::string& key) const {
    if (!json.is_object()) expected("an object");
    if (!json.contains(key)) fail(fmt::format("the key \"{}\" is missing", key));
    return {json.at(key), file, path.empty() ? key : path + "." + key};
  }
  Place at(std::size_t i) const { return {json.at(i), file, fmt::format("{}[{}]", path, i)}; }
  // Misspelt keys would else be passed over in silence.
  void allow(const std::vector<std::string>& keys) const {
    if (!json.is_object()) expected("an object");
    for (const auto& [key, unused] : json.items()) {
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
      fail(fmt::format("the key \"{}\" is unknown; known are {}", key, fmt::join(keys, ", ")));
    }
  }
  [[noreturn]] void fail(const std::string& fault) const {
    throw Error{ErrorKind::kFile, fmt::format("{}: {}{}{}", file, path, path.empty() ? "" : ": ", fault), ""};
  }
  [[noreturn]] void expected(const std::string& what) const { fail(fmt::format("expected {}, found {}", what, json.dump().substr(0, 40))); }
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
  const std::map<std::string, AttributeType> kTypes = {{"integer", AttributeType::kInteger}, {"per_axis", AttributeType::kPerAxis},
                                                       {"padding", AttributeType::kPadding}, {"number", AttributeType::kNumber},
                                                       {"flag", AttributeType::kFlag},       {"choice", AttributeType::kChoice}};
  auto it = kTypes.find(text_of(p));
  if (it == kTypes.end()) p.expected("one of integer, per_axis, padding, number, flag, choice");
  return it->second;
}

void read_condition(const Place& p, Control& control) {
  if (!p.json.is_object()) p.expected("an object of choices");
  for (const auto& [name, unused] : p.json.items()) control.when[name] = list_of<std::string>(p.at(name), text_of);
}

Control control_of(const Place& p) {
  p.allow({"name", "type", "minimum", "maximum", "axes", "choices", "value", "step", "when", "renews"});
  Control c;
  c.name = text_of(p.at("name"));
  c.type = type_of(p.at("type"));
  if (p.has("minimum")) c.minimum = whole(p.at("minimum"));
  if (p.has("maximum")) c.maximum = whole(p.at("maximum"));
  if (p.has("axes")) c.axes = static_cast<int>(whole(p.at("axes")));
  if (p.has("choices")) c.choices = list_of<std::string>(p.at("choices"), text_of);
  c.value = value_of(p.at("value"));
  if (p.has("step")) c.step = whole(p.at("step"));
  if (c.step < 1) p.at("step").expected("a whole number from 1");
  if (p.has("when")) read_condition(p.at("when"), c);
  if (p.has("renews")) c.renews = text_of(p.at("renews"));
  if (c.type == AttributeType::kNumber && std::holds_alternative<std::vector<Index>>(c.value))
    c.value = static_cast<double>(std::get<std::vector<Index>>(c.value).at(0));
  Status fits = check_value(c, c.value);
  if (!fits) p.at("value").fail(fits.error().message);
  return c;
}

TensorSource source_of(const Place& p, std::size_t rank) {
  p.allow({"shape", "values", "seed", "low", "high"});
  constexpr Index kLargest = 1024;
  TensorSource s;
  s.shape = list_of<Index>(p.at("shape"), whole);
  if (s.shape.size() != rank) p.at("shape").expected(fmt::format("{} sizes", rank));
  Index count = 1;
  for (Index size : s.shape) {
    if (size < 1 || size > kLargest) p.at("shape").expected(fmt::format("sizes from 1 to {}", kLargest));
    count *= size;
  }
  if (p.has("values")) s.values = list_of<double>(p.at("values"), number);
  if (p.has("seed")) s.seed = static_cast<std::uint32_t>(whole(p.at("seed")));
  if (p.has("low")) s.low = static_cast<int>(whole(p.at("low")));
  if (p.has("high")) s.high = static_cast<int>(whole(p.at("high")));
  if (s.low > s.high) p.fail(fmt::format("low {} is above high {}", s.low, s.high));
  if (!s.values.empty() && count != static_cast<Index>(s.values.size()))
    p.at("values").fail(fmt::format("expected {} values for the shape {}, found {}", count, fmt::join(s.shape, "×"), s.values.size()));
  return s;
}

Preset preset_of(const Place& p, const std::vector<Control>& controls) {
  p.allow({"id", "set"});
  Preset preset;
  preset.id = text_of(p.at("id"));
  Place set = p.at("set");
  if (!set.json.is_object()) set.expected("an object of parameters");
  for (const auto& [name, unused] : set.json.items()) {
    const std::string wanted = name;
    auto control = std::find_if(controls.begin(), controls.end(), [&](const Control& c) { return c.name == wanted; });
    if (control == controls.end()) set.fail(fmt::format("the scene has no control \"{}\"", wanted));
    AttributeValue value = value_of(set.at(wanted));
    Status fits = check_value(*control, value);
    if (!fits) set.at(wanted).fail(fits.error().message);
    preset.parameters[wanted] = std::move(value);
  }
  return preset;
}

PhaseSpec phase_of(const Place& p) {
  p.allow({"name", "motion", "rest", "per"});
  PhaseSpec phase{text_of(p.at("name")), number(p.at("motion")), number(p.at("rest")), false};
  if (phase.motion_ms < 0) p.at("motion").expected("milliseconds from 0");
  if (phase.rest_ms < 0) p.at("rest").expected("milliseconds from 0");
  if (p.has("per")) {
    if (text_of(p.at("per")) != "channel") p.at("per").expected("\"channel\"");
    phase.per_channel = true;
  }
  return phase;
}

std::string operator_of(const Place& p) {
  Result<const Operator*> known = find_operator(text_of(p));
  if (!known) p.fail(known.error().message);
  return text_of(p);
}

void read_tensors(const Place& p, Scene& s) {
  if (s.on_image) return;
  s.input = source_of(p.at("input"), 4);
  s.weight = source_of(p.at("weight"), 4);
  s.bias.present = p.has("bias");
  if (s.bias.present) s.bias = source_of(p.at("bias"), 1);
}

Scene scene_of(const Place& p) {
  p.allow(
      {"id", "number", "group", "operator", "view", "modes", "image", "start", "input", "weight", "bias", "controls", "presets", "phases"});
  Scene s;
  s.id = text_of(p.at("id"));
  s.number = static_cast<int>(whole(p.at("number")));
  s.group = text_of(p.at("group"));
  s.op = operator_of(p.at("operator"));
  s.view = text_of(p.at("view"));
  if (p.has("modes")) s.modes = list_of<std::string>(p.at("modes"), text_of);
  s.on_image = p.has("image");
  if (s.on_image) s.image = text_of(p.at("image"));
  if (p.has("start")) s.start = list_of<Index>(p.at("start"), whole);
  read_tensors(p, s);
  s.controls = list_of<Control>(p.at("controls"), control_of);
  if (p.has("presets")) s.presets = list_of<Preset>(p.at("presets"), [&](const Place& each) { return preset_of(each, s.controls); });
  s.phases = list_of<PhaseSpec>(p.at("phases"), phase_of);
  if (s.phases.empty()) p.at("phases").expected("at least one phase");
  return s;
}

Result<Scene> load_scene(const std::string& file) {
  Result<std::string> text = read_file(file, kMostBytes);
  if (!text) return text.error();
  try {
    const Json json = Json::parse(*text);
    return scene_of({json, file, ""});
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
  std::map<std::string, std::string> files;  // id or number → the file that has it
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() != ".json") continue;
    const std::string file = entry.path().string();
    Result<Scene> scene = load_scene(file);
    if (!scene) return scene.error();
    for (const std::string& name : {scene->id, std::to_string(scene->number)}) {
      auto [other, added] = files.emplace(name, file);
      if (!added)
        return Error{ErrorKind::kFile, fmt::format("{}: \"{}\" is already the name of the scene in {}", file, name, other->second), ""};
    }
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

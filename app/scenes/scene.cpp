// From a scene's file to the scene: keys, types and ranges are checked, and whatever names something else must find it.
#include "app/scenes/scene.h"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "app/scenes/controls.h"
#include "app/scenes/json_place.h"
#include "app/scenes/plan.h"
#include "engine/base/refusal.h"
#include "engine/graph/recipe.h"
#include "engine/io/atomic_file.h"
#include "engine/ops/operator.h"

namespace convscope {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kMostBytes = 1 << 20;

Index whole(const JsonPlace& p) { return p.whole(); }

AttributeType type_of(const JsonPlace& p) {
  const std::map<std::string, AttributeType> kTypes = {{"integer", AttributeType::kInteger}, {"per_axis", AttributeType::kPerAxis},
                                                       {"padding", AttributeType::kPadding}, {"number", AttributeType::kNumber},
                                                       {"flag", AttributeType::kFlag},       {"choice", AttributeType::kChoice}};
  auto it = kTypes.find(p.text());
  if (it == kTypes.end()) p.expected("one of integer, per_axis, padding, number, flag, choice");
  return it->second;
}

// {"filter": ["emboss", "sobel"], "bias": true}
Condition condition_of(const JsonPlace& p) {
  Condition condition;
  for (const std::string& name : p.keys()) {
    const JsonPlace choices = p.at(name);
    if (choices.json.is_boolean())
      condition[name] = {choices.flag() ? "true" : "false"};
    else
      condition[name] = choices.texts();
  }
  return condition;
}

Condition when_of(const JsonPlace& p) { return p.has("when") ? condition_of(p.at("when")) : Condition{}; }

Control control_of(const JsonPlace& p) {
  p.allow({"name", "type", "minimum", "maximum", "axes", "choices", "value", "step", "when", "renews", "plays"});
  Control c;
  c.name = p.at("name").text();
  c.type = type_of(p.at("type"));
  if (p.has("minimum")) c.minimum = p.at("minimum").whole();
  if (p.has("maximum")) c.maximum = p.at("maximum").whole();
  if (p.has("axes")) c.axes = static_cast<int>(p.at("axes").whole());
  if (p.has("choices")) c.choices = p.at("choices").texts();
  c.value = p.at("value").attribute();
  if (p.has("step")) c.step = p.at("step").whole();
  if (c.step < 1) p.at("step").expected("a whole number from 1");
  c.when = when_of(p);
  if (p.has("renews")) c.renews = p.at("renews").text();
  if (p.has("plays")) c.plays = p.at("plays").text();
  if (c.type == AttributeType::kNumber && std::holds_alternative<std::vector<Index>>(c.value))
    c.value = static_cast<double>(std::get<std::vector<Index>>(c.value).at(0));
  Status fits = check_value(c, c.value);
  if (!fits) p.at("value").fail(fits.error().message);
  return c;
}

// A size is a number or an expression.
std::string size_of(const JsonPlace& p) {
  if (p.json.is_string()) return p.text();
  if (p.whole() < 0) p.expected("a size from 0 or an expression");
  return std::to_string(p.whole());
}

void check_values(const JsonPlace& p, TensorSource& s) {
  constexpr Index kLargest = 1024;
  if (p.has("values_shape")) {
    s.values_shape = p.at("values_shape").list(whole);
  } else {
    const JsonPlace shape = p.at("shape");
    if (std::any_of(shape.json.begin(), shape.json.end(), [](const Json& size) { return !size.is_number_integer(); }))
      p.fail("the key \"values_shape\" is missing: the shape has expressions");
    s.values_shape = shape.list(whole);
  }
  const JsonPlace place = p.at(p.has("values_shape") ? "values_shape" : "shape");
  if (s.values_shape.size() != s.shape.size()) place.expected(fmt::format("{} sizes", s.shape.size()));
  Index count = 1;
  for (Index size : s.values_shape) {
    if (size < 1 || size > kLargest) place.expected(fmt::format("sizes from 1 to {}", kLargest));
    count *= size;
  }
  if (count != static_cast<Index>(s.values.size()))
    p.at("values").fail(
        fmt::format("expected {} values for the shape {}, found {}", count, fmt::join(s.values_shape, "×"), s.values.size()));
}

TensorSource tensor_of(const JsonPlace& p) {
  p.allow({"shape", "from", "values", "values_shape", "repeat", "seed", "low", "high", "when"});
  constexpr std::size_t kMostAxes = 5;
  TensorSource s;
  s.shape = p.at("shape").list(size_of);
  if (s.shape.empty() || s.shape.size() > kMostAxes) p.at("shape").expected(fmt::format("1 to {} sizes", kMostAxes));
  if (p.has("from")) s.from = p.at("from").text();
  if (p.has("values")) s.values = p.at("values").list([](const JsonPlace& each) { return each.number(); });
  if (!s.values.empty()) check_values(p, s);
  if (p.has("repeat")) s.repeat = p.at("repeat").flag();
  if (p.has("seed")) s.seed = static_cast<std::uint32_t>(p.at("seed").whole());
  if (p.has("low")) s.low = static_cast<int>(p.at("low").whole());
  if (p.has("high")) s.high = static_cast<int>(p.at("high").whole());
  if (s.low > s.high) p.fail(fmt::format("low {} is above high {}", s.low, s.high));
  s.when = when_of(p);
  return s;
}

// "=channels", ["=kernel.0", 1], "zeros", 2, true.
AttributeSource attribute_of(const JsonPlace& p) {
  auto is_expression = [](const Json& json) { return json.is_string() && json.get<std::string>().rfind('=', 0) == 0; };
  AttributeSource source;
  if (is_expression(p.json)) {
    source.expressions = {p.text().substr(1)};
  } else if (p.json.is_array() && std::any_of(p.json.begin(), p.json.end(), is_expression)) {
    source.expressions = p.list([&](const JsonPlace& each) { return is_expression(each.json) ? each.text().substr(1) : size_of(each); });
  } else {
    source.value = p.attribute();
  }
  return source;
}

// `table`: of the operator or the recipe; nullptr when a control chooses it.
std::map<std::string, AttributeSource> attributes_of(const JsonPlace& p, const std::vector<AttributeSpec>* table) {
  std::map<std::string, AttributeSource> attributes;
  if (table) {
    std::vector<std::string> names;
    for (const AttributeSpec& spec : *table) names.push_back(spec.name);
    p.allow(names);
  }
  for (const std::string& name : p.keys()) attributes[name] = attribute_of(p.at(name));
  return attributes;
}

const Operator* operator_of(const JsonPlace& p) {
  Result<const Operator*> known = find_operator(p.text());
  if (!known) p.fail(known.error().message);
  return *known;
}

// One tensor a slot, in the operator's order; those at the end may be left out where the operator can do without.
std::string names_of(const std::vector<SlotSpec>& slots) {
  std::string names;
  for (const SlotSpec& slot : slots) names += (names.empty() ? "" : ", ") + slot.name + (slot.required ? "" : " (may be left out)");
  return names;
}

void check_inputs(const JsonPlace& p, const Operator& op) {
  const std::vector<SlotSpec>& slots = op.slots();
  auto is_needed = [](const SlotSpec& slot) { return slot.required; };
  const auto needed = static_cast<std::size_t>(std::count_if(slots.begin(), slots.end(), is_needed));
  if (p.json.size() < needed || p.json.size() > slots.size())
    p.expected(fmt::format("the tensors that {} reads: {}", op.id(), names_of(slots)));
}

// The shapes that an operator is asked about; `op`: nothing where a control names it.
std::map<std::string, std::vector<std::string>> asked_of(const JsonPlace& p, const Operator* op) {
  std::map<std::string, std::vector<std::string>> asked;
  for (const std::string& slot : p.keys()) {
    const auto is_it = [&slot](const SlotSpec& spec) { return spec.name == slot; };
    if (op && std::none_of(op->slots().begin(), op->slots().end(), is_it))
      p.expected(fmt::format("shapes by the slots of {}: {}", op->id(), names_of(op->slots())));
    asked[slot] = p.at(slot).list(size_of);
  }
  return asked;
}

StageSource stage_of(const JsonPlace& p) {
  p.allow({"name", "operator", "inputs", "attributes", "asked", "signed", "when"});
  StageSource s;
  s.name = p.at("name").text();
  s.op = p.at("operator").text();
  s.inputs = p.at("inputs").texts();
  const Operator* op = s.op.rfind('=', 0) == 0 ? nullptr : operator_of(p.at("operator"));
  if (op) check_inputs(p.at("inputs"), *op);
  if (p.has("attributes")) s.attributes = attributes_of(p.at("attributes"), op ? &op->attributes() : nullptr);
  if (p.has("asked")) s.asked = asked_of(p.at("asked"), op);
  if (p.has("signed")) s.is_signed = p.at("signed").flag();
  s.when = when_of(p);
  return s;
}

RecipeSource recipe_of(const JsonPlace& p) {
  p.allow({"id", "attributes"});
  RecipeSource s;
  s.id = p.at("id").text();
  const Recipe* recipe = nullptr;
  if (s.id.rfind('=', 0) != 0) {
    Result<const Recipe*> known = find_recipe(s.id);
    if (!known) p.at("id").fail(known.error().message);
    recipe = *known;
  }
  if (p.has("attributes")) s.attributes = attributes_of(p.at("attributes"), recipe ? &recipe->attributes : nullptr);
  return s;
}

Preset preset_of(const JsonPlace& p, const std::vector<Control>& controls) {
  p.allow({"id", "set"});
  Preset preset;
  preset.id = p.at("id").text();
  const JsonPlace set = p.at("set");
  for (const std::string& name : set.keys()) {
    auto control = std::find_if(controls.begin(), controls.end(), [&](const Control& c) { return c.name == name; });
    if (control == controls.end()) set.fail(fmt::format("the scene has no control \"{}\"", name));
    AttributeValue value = set.at(name).attribute();
    if (control->type == AttributeType::kNumber && std::holds_alternative<std::vector<Index>>(value))
      value = static_cast<double>(std::get<std::vector<Index>>(value).at(0));
    Status fits = check_value(*control, value);
    if (!fits) set.at(name).fail(fits.error().message);
    preset.parameters[name] = std::move(value);
  }
  return preset;
}

PhaseSpec phase_of(const JsonPlace& p) {
  p.allow({"name", "motion", "rest", "per"});
  PhaseSpec phase{p.at("name").text(), p.at("motion").number(), p.at("rest").number(), false};
  if (phase.motion_ms < 0) p.at("motion").expected("milliseconds from 0");
  if (phase.rest_ms < 0) p.at("rest").expected("milliseconds from 0");
  if (p.has("per")) {
    if (p.at("per").text() != "channel") p.at("per").expected("\"channel\"");
    phase.per_channel = true;
  }
  return phase;
}

std::vector<PhaseSpec> phases_of(const JsonPlace& p) {
  std::vector<PhaseSpec> phases = p.list(phase_of);
  if (phases.empty()) p.expected("at least one phase");
  return phases;
}

SegmentSource segment_of(const JsonPlace& p) {
  p.allow({"name", "stage", "walk", "steps", "phases", "when"});
  const std::map<std::string, Walk> kWalks = {{"outputs", Walk::kOutputs}, {"inputs", Walk::kInputs}, {"plain", Walk::kPlain}};
  SegmentSource s;
  s.stage = p.at("stage").text();
  s.name = p.has("name") ? p.at("name").text() : s.stage;
  if (p.has("walk")) {
    auto walk = kWalks.find(p.at("walk").text());
    if (walk == kWalks.end()) p.at("walk").expected("one of outputs, inputs, plain");
    s.walk = walk->second;
  }
  if (p.has("steps")) s.steps = size_of(p.at("steps"));
  s.phases = phases_of(p.at("phases"));
  s.when = when_of(p);
  return s;
}

// A recipe's stages have names of their own.
void check_timeline(const JsonPlace& p, const Scene& s) {
  std::vector<std::string> stages, segments;
  for (const StageSource& stage : s.stages) stages.push_back(stage.name);
  for (std::size_t i = 0; i < s.timeline.size(); ++i) {
    const std::string& stage = s.timeline[i].stage;
    segments.push_back(s.timeline[i].name);
    if (!s.recipe && std::find(stages.begin(), stages.end(), stage) == stages.end())
      p.at("timeline").at(i).at("stage").expected(fmt::format("one of the stages {}", fmt::join(stages, ", ")));
  }
  if (!s.start_segment.empty() && std::find(segments.begin(), segments.end(), s.start_segment) == segments.end())
    p.at("start_segment").expected(fmt::format("one of the segments {}", fmt::join(segments, ", ")));
  for (std::size_t i = 0; i < s.controls.size(); ++i)
    if (!s.controls[i].plays.empty() && std::find(segments.begin(), segments.end(), s.controls[i].plays) == segments.end())
      p.at("controls").at(i).at("plays").expected(fmt::format("one of the segments {}", fmt::join(segments, ", ")));
}

void read_graph(const JsonPlace& p, Scene& s) {
  for (const std::string& name : p.at("tensors").keys()) s.tensors[name] = tensor_of(p.at("tensors").at(name));
  if (p.has("recipe") == p.has("stages")) p.fail("expected either \"stages\" or \"recipe\"");
  if (p.has("recipe")) s.recipe = recipe_of(p.at("recipe"));
  if (p.has("stages")) s.stages = p.at("stages").list(stage_of);
  if (p.has("stages") && s.stages.empty()) p.at("stages").expected("at least one stage");
}

// 1024, or [{"pixels": 1024, "when": {"enlarge": ["twice"]}}, …].
std::vector<LongestSide> longest_sides_of(const JsonPlace& p) {
  const auto pixels_of = [](const JsonPlace& number) {
    if (number.whole() < 1) number.expected("a number of pixels from 1");
    return number.whole();
  };
  if (!p.json.is_array()) return {{pixels_of(p), {}}};
  return p.list([&](const JsonPlace& each) {
    each.allow({"pixels", "when"});
    return LongestSide{pixels_of(each.at("pixels")), when_of(each)};
  });
}

Scene scene_of(const JsonPlace& p) {
  p.allow({"id", "number", "group", "view", "modes", "image", "longest_side", "start", "start_segment", "shows_layer", "tensors", "stages",
           "recipe", "controls", "presets", "phases", "timeline"});
  Scene s;
  s.id = p.at("id").text();
  s.number = static_cast<int>(p.at("number").whole());
  s.group = p.at("group").text();
  s.view = p.at("view").text();
  s.on_image = p.has("image");
  if (s.on_image) s.image = p.at("image").text();
  if (p.has("longest_side")) s.longest_side = longest_sides_of(p.at("longest_side"));
  if (p.has("shows_layer")) s.shows_layer = p.at("shows_layer").flag();
  if (p.has("start")) s.start = p.at("start").list(whole);
  if (p.has("start_segment")) s.start_segment = p.at("start_segment").text();
  read_graph(p, s);
  s.controls = p.at("controls").list(control_of);
  if (p.has("presets")) s.presets = p.at("presets").list([&](const JsonPlace& each) { return preset_of(each, s.controls); });
  if (p.has("timeline") == p.has("phases")) p.fail("expected either \"phases\" or \"timeline\"");
  if (p.has("phases")) s.phases = phases_of(p.at("phases"));
  if (p.has("timeline")) s.timeline = p.at("timeline").list(segment_of);
  if (p.has("timeline") && s.timeline.empty()) p.at("timeline").expected("at least one segment");
  check_timeline(p, s);
  Status fits = check_names(s);
  if (!fits) p.fail(fits.error().message);
  return s;
}

// A mode is a name, or a name with what it changes: {"id": "photograph", "view": …, "tensors": {…}}, merged over the scene (RFC 7386).
Scene with_modes(const JsonPlace& p) {
  if (!p.has("modes")) return scene_of(p);
  std::vector<Scene> variants;
  std::vector<std::string> modes = p.at("modes").list([&](const JsonPlace& mode) {
    if (mode.json.is_string()) return mode.text();
    Json patch = mode.json;
    const std::string id = mode.at("id").text();
    patch.erase("id");
    Json whole_scene = p.json;
    whole_scene.erase("modes");
    whole_scene.merge_patch(patch);
    variants.push_back(scene_of({whole_scene, mode.file, mode.path}));
    variants.back().mode = id;
    return id;
  });
  Scene scene = scene_of(p);
  scene.modes = std::move(modes);
  for (Scene& variant : variants) variant.modes = scene.modes;
  scene.variants = std::move(variants);
  return scene;
}

Result<Scene> load_scene(const std::string& file) {
  Result<std::string> text = read_file(file, kMostBytes);
  if (!text) return text.error();
  try {
    const Json json = Json::parse(*text);
    return with_modes({json, file, ""});
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
  return refusal(ErrorKind::kUsage, "scene", "no_such_scene", "unknown scene '{}'; known are {}", id_or_number, known);
}

const Scene& in_mode(const Scene& scene, const std::string& mode) {
  const std::string& wanted = mode.empty() && !scene.modes.empty() ? scene.modes.front() : mode;
  for (const Scene& variant : scene.variants)
    if (variant.mode == wanted) return variant;
  return scene;
}

}  // namespace convscope

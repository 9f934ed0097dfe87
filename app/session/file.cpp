// {"convscope": 1, "scene": …, "mode": …, "parameters": {"stride": [2, 1], "padding_mode": "zeros", "bias": true, "padding_value": 0.5},
//  "edits": [{"slot": "input", "cell": [0, 0, 1, 2], "value": 3}], "image": …, "pin": {…}, "divider": …, "playhead": {…}, …}
// A parameter's JSON type tells its kind: a list is integers, a number is real, true and false a flag, a text a word.
#include "app/session/file.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "app/session/json_fields.h"
#include "app/session/json_weight.h"
#include "engine/base/refusal.h"
#include "engine/io/atomic_file.h"
#include "engine/io/part_file.h"

namespace convscope {
namespace {

using nlohmann::json;

constexpr std::size_t kSessionLimit = 8u << 20;  // bytes
constexpr Index kLargest = Index{1} << 62;
constexpr double kHuge = 1e300;

// Their places are the enumerators' values.
constexpr std::array<std::string_view, 11> kTargetWords{
    "none", "input", "weight", "bias", "output", "preset", "divider", "control", "offset", "mask", "segment"};
constexpr std::array<std::string_view, 4> kThemeWords{"light", "dark", "print", "projector"};
constexpr std::array<std::string_view, 3> kDialectWords{"pytorch", "keras", "onnx"};
constexpr std::array<std::string_view, 6> kStageWords{"text", "moving", "waiting", "asked", "revealed", "over"};
constexpr std::size_t kMostVotes = 16;
constexpr Index kMostHands = 1'000'000;

template <class Enum>
std::string word_of(Enum value, std::span<const std::string_view> words) {
  return std::string(words[static_cast<std::size_t>(value)]);
}

template <class Enum>
void read_choice(JsonFields& fields, const char* key, Enum& into, std::span<const std::string_view> words) {
  std::size_t place = static_cast<std::size_t>(into);
  fields.choice(key, place, words);
  into = static_cast<Enum>(place);
}

// ---- writing ----------------------------------------------------------------------------------------------------------

json parameters_json(const std::map<std::string, AttributeValue>& parameters) {
  json object = json::object();
  for (const auto& [name, value] : parameters) std::visit([&object, &key = name](const auto& held) { object[key] = held; }, value);
  return object;
}

// JSON has no NaN and no infinity; no such value is ever accepted from a person.
json edits_json(const std::map<CellKey, double>& edits) {
  json list = json::array();
  for (const auto& [key, value] : edits) {
    if (std::isfinite(value)) list.push_back({{"slot", key.slot}, {"cell", key.cell}, {"value", value}});
  }
  return list;
}

json other_json(const Variant& other) {
  return {{"scene", other.scene}, {"mode", other.mode}, {"parameters", parameters_json(other.parameters)},
          {"edits", edits_json(other.edits)}, {"layer", other.layer}, {"own_layer", other.own_layer}};
}

json lesson_json(const LessonRun& run) {
  return {{"id", run.lesson}, {"step", run.step}, {"stage", word_of(run.stage, kStageWords)}, {"votes", run.votes}};
}

// ---- reading ----------------------------------------------------------------------------------------------------------

void read_parameters(JsonFields& root, std::map<std::string, AttributeValue>& parameters) {
  const json* object = root.object("parameters");
  if (!object) return;
  JsonFields fields(*object, root.path_of("parameters"), root.fault());
  for (const auto& [name, value] : object->items()) {
    if (value.is_boolean()) {
      parameters[name] = value.get<bool>();
    } else if (value.is_string()) {
      parameters[name] = value.get<std::string>();
    } else if (value.is_number()) {
      double number = 0;
      fields.number(name.c_str(), number, -kHuge, kHuge);
      parameters[name] = number;
    } else if (value.is_array()) {
      std::vector<Index> numbers;
      fields.integers(name.c_str(), numbers, 2 * kMaxRank);
      parameters[name] = std::move(numbers);
    } else {
      fields.fail(name, found_text(value), "a number, a list of whole numbers, a text, true or false");
    }
  }
}

void read_edits(JsonFields& root, std::map<CellKey, double>& edits) {
  const json* list = root.array("edits");
  for (std::size_t i = 0; list && i < list->size() && !root.failed(); ++i) {
    JsonFields fields((*list)[i], fmt::format("{}[{}]", root.path_of("edits"), i), root.fault());
    CellKey key;
    double value = 0;
    fields.text("slot", key.slot);
    fields.integers("cell", key.cell, kMaxRank);
    fields.number("value", value, -kHuge, kHuge);
    edits[key] = value;
  }
}

void read_pin(JsonFields& root, State& state) {
  const json* object = root.object("pin");
  if (!object) return;
  JsonFields fields(*object, root.path_of("pin"), root.fault());
  Index stage = 0;
  read_choice(fields, "kind", state.pin.kind, kTargetWords);
  fields.integer("stage", stage, 0, 1000);
  fields.integer("index", state.pin.index, -1, kLargest);
  state.pin.stage = static_cast<int>(stage);
}

void read_other(JsonFields& root, State& state) {
  const json* object = root.object("other");
  if (!object) return;
  JsonFields fields(*object, root.path_of("other"), root.fault());
  Variant other;
  fields.text("scene", other.scene);
  fields.text("mode", other.mode);
  read_parameters(fields, other.parameters);
  read_edits(fields, other.edits);
  fields.text("layer", other.layer);
  fields.text("own_layer", other.own_layer);
  state.other = std::move(other);
}

void read_lesson(JsonFields& root, State& state) {
  const json* object = root.object("lesson");
  if (!object) return;
  JsonFields fields(*object, root.path_of("lesson"), root.fault());
  LessonRun run;
  Index step = 0;
  std::vector<Index> votes;
  fields.text("id", run.lesson);
  fields.integer("step", step, 0, 1000);
  read_choice(fields, "stage", run.stage, kStageWords);
  fields.integers("votes", votes, kMostVotes);
  run.step = static_cast<std::size_t>(step);
  for (Index hands : votes) {
    if (hands < 0 || hands > kMostHands)
      return fields.fail("votes", std::to_string(hands), "numbers of hands from 0 to " + std::to_string(kMostHands));
    run.votes.push_back(static_cast<int>(hands));
  }
  state.lesson = std::move(run);
}

void read_playhead(JsonFields& root, State& state) {
  const json* object = root.object("playhead");
  if (!object) return;
  JsonFields fields(*object, root.path_of("playhead"), root.fault());
  Index phase = 0;
  fields.integer("step", state.moment.step, 0, kLargest);
  fields.integer("phase", phase, 0, 1000);
  fields.number("progress", state.moment.progress, 0, 1);
  state.moment.phase = static_cast<int>(phase);
}

void read_viewport(JsonFields& root, State& state) {
  const json* object = root.object("viewport");
  if (!object) return;
  JsonFields fields(*object, root.path_of("viewport"), root.fault());
  fields.number("zoom", state.viewport.zoom, 1e-3, 1e6);
  fields.number("x", state.viewport.x, -kHuge, kHuge);
  fields.number("y", state.viewport.y, -kHuge, kHuge);
}

void read_look(JsonFields& root, State& state) {
  read_playhead(root, state);
  root.flag("playing", state.playing);
  root.flag("loop", state.loop);
  root.number("speed", state.speed, 1e-3, 1e3);
  read_viewport(root, state);
  root.text("language", state.language);
  read_choice(root, "theme", state.theme, kThemeWords);
  root.number("text_scale", state.text_scale, 1, 2.5);
  root.flag("reduce_motion", state.reduce_motion);
  root.flag("presenting", state.presenting);
  root.flag("left_open", state.left_open);
  root.flag("right_open", state.right_open);
  root.flag("on_other", state.on_other);
  read_choice(root, "code", state.dialect, kDialectWords);
}

constexpr std::size_t kSignature = 64;  // bytes: every picture and archive has a zero among them, and no text has

Result<json> parse_json(const std::string& text, const std::string& name) {
  if (text.empty())
    return refusal(ErrorKind::kFile, "", "session_empty", "cannot read '{}': it is empty (0 bytes); expected a session", name);
  if (text.substr(0, kSignature).find('\0') != std::string::npos)
    return refusal(ErrorKind::kFile, "", "session_binary",
                   "cannot read '{}': it is no text, expected a session; a photograph is given to a scene as --set image={}", name, name);
  if (Status readable = check_json(text, name); !readable) return readable.error();
  return json::parse(text);
}

Status check_version(const json& root, const std::string& name) {
  if (!root.is_object())
    return refusal(ErrorKind::kFile, "", "session_no_object",
                   "cannot read '{}': it is {}, expected an object {{\"convscope\": {}, …}}", name, found_text(root), kSessionVersion);
  auto version = root.find("convscope");
  if (version == root.end())
    return refusal(ErrorKind::kFile, "", "session_no_version",
                   "cannot read '{}': it is no ConvScope session: the key \"convscope\" with its version is missing", name);
  if (!version->is_number_integer() || *version < 1) {
    return refusal(ErrorKind::kFile, "", "session_bad_version", "cannot read '{}': convscope is {}, expected a version from 1 to {}", name,
                   found_text(*version), kSessionVersion);
  }
  if (*version > kSessionVersion) {
    return refusal(ErrorKind::kFile, "", "session_newer",
                   "cannot read '{}': it is a session of version {}, written by a newer ConvScope; this one reads versions up to {}", name,
                   version->dump(), kSessionVersion);
  }
  return success();
}

}  // namespace

std::string session_text(const State& state) {
  nlohmann::ordered_json root;
  root["convscope"] = kSessionVersion;
  root["scene"] = state.scene;
  root["mode"] = state.mode;
  root["parameters"] = parameters_json(state.parameters);
  root["edits"] = edits_json(state.edits);
  root["image"] = state.image;
  root["pin"] = {{"kind", word_of(state.pin.kind, kTargetWords)}, {"stage", state.pin.stage}, {"index", state.pin.index}};
  root["divider"] = state.divider;
  if (state.other) root["other"] = other_json(*state.other);
  if (state.lesson) root["lesson"] = lesson_json(*state.lesson);
  root["playhead"] = {{"step", state.moment.step}, {"phase", state.moment.phase}, {"progress", state.moment.progress}};
  root["playing"] = state.playing;
  root["loop"] = state.loop;
  root["speed"] = state.speed;
  root["viewport"] = {{"zoom", state.viewport.zoom}, {"x", state.viewport.x}, {"y", state.viewport.y}};
  root["language"] = state.language;
  root["theme"] = word_of(state.theme, kThemeWords);
  root["text_scale"] = state.text_scale;
  root["reduce_motion"] = state.reduce_motion;
  root["presenting"] = state.presenting;
  root["left_open"] = state.left_open;
  root["right_open"] = state.right_open;
  if (state.on_other) root["on_other"] = true;
  root["code"] = word_of(state.dialect, kDialectWords);
  return root.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<State> parse_session(const std::string& text, const std::string& name) {
  Result<json> root = parse_json(text, name);
  if (!root) return root.error();
  Status version = check_version(*root, name);
  if (!version) return version.error();
  State state;
  Fault fault{name, {}};
  JsonFields fields(*root, "", fault);
  fields.text("scene", state.scene);
  fields.text("mode", state.mode);
  read_parameters(fields, state.parameters);
  read_edits(fields, state.edits);
  fields.text("image", state.image);
  read_pin(fields, state);
  fields.number("divider", state.divider, 0, 1);
  read_other(fields, state);
  read_lesson(fields, state);
  read_look(fields, state);
  if (fault.error) return *fault.error;
  return state;
}

Status save_session(const std::string& path, const State& state) {
  remove_dead_parts(folder_of(path));
  return write_file_atomically(path, session_text(state));
}

Result<State> load_session(const std::string& path) {
  Result<std::string> text = read_file(path, kSessionLimit);
  if (!text) return text.error();
  return parse_session(*text, path);
}

}  // namespace convscope

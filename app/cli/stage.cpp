#include "app/cli/stage.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "app/catalog/check_session.h"
#include "app/cli/report.h"
#include "app/export/installed.h"

namespace convscope {
namespace {

Error wrong(std::string sentence, std::string attribute) { return Error{ErrorKind::kUsage, std::move(sentence), std::move(attribute)}; }

template <class List, class Name>
std::string names_of(const List& list, Name name) {
  std::string text;
  for (const auto& each : list) text += (text.empty() ? "" : ", ") + std::string(name(each));
  return text.empty() ? "none" : text;
}

std::string same_name(const std::string& name) { return name; }

Status set_mode(const Scene& scene, const std::string& value, State& state) {
  if (std::find(scene.modes.begin(), scene.modes.end(), value) == scene.modes.end())
    return wrong(fmt::format("scene '{}' has no view '{}'; it has {}", scene.id, value, names_of(scene.modes, same_name)), "mode");
  state.mode = value;
  return success();
}

Status set_preset(const Scene& scene, const std::string& value, State& state) {
  for (const Preset& preset : scene.presets)
    if (preset.id == value) {
      for (const auto& [name, chosen] : preset.parameters) state.parameters[name] = chosen;
      return success();
    }
  std::string known = names_of(scene.presets, [](const Preset& each) { return each.id; });
  return wrong(fmt::format("scene '{}' has no preset '{}'; it has {}", scene.id, value, known), "preset");
}

// One NAME=VALUE: a control of the scene, or its view (mode), preset or photograph (image).
Status apply_setting(const Scene& scene, const std::string& setting, State& state) {
  std::size_t equals = setting.find('=');
  if (equals == std::string::npos || equals == 0) return wrong(fmt::format("--set needs NAME=VALUE, got '{}'", setting), "set");
  std::string name = setting.substr(0, equals), value = setting.substr(equals + 1);
  if (name == "mode") return set_mode(scene, value, state);
  if (name == "preset") return set_preset(scene, value, state);
  if (name == "image" && scene.on_image) {  // a shipped one or the person's own
    state.image = value;
    return success();
  }
  if (!has_parameter(scene, name)) {
    std::string known = names_of(scene.controls, [](const Control& each) { return each.name; });
    return wrong(fmt::format("scene '{}' has no parameter '{}'; it has {}, and mode, preset", scene.id, name, known), name);
  }
  Result<AttributeValue> parsed = parse_parameter(scene, name, value);
  if (!parsed) return parsed.error();
  state.parameters[name] = *parsed;
  return success();
}

constexpr std::string_view kLayer = "layer=";  // of a comparison: whose output is compared

// Each in turn, in the scene as the ones before left it; the layer that is named goes to `layer`.
Status apply_settings(const std::vector<Scene>& scenes, const std::vector<std::string>& settings, State& state, std::string* layer) {
  for (const std::string& setting : settings) {
    if (layer && setting.starts_with(kLayer)) {
      *layer = setting.substr(kLayer.size());
      continue;
    }
    Result<const Scene*> scene = find_scene(scenes, state.scene);
    if (!scene) return scene.error();
    if (Status set = apply_setting(in_mode(**scene, state.mode), setting, state); !set) return set;
  }
  return success();
}

Status apply_comparison(const StageOptions& options, const std::vector<Scene>& scenes, State& state) {
  if (!options.compare.empty()) {
    Result<const Scene*> scene = find_scene(scenes, options.compare);
    if (!scene) return scene.error();
    state.other = Variant{};
    state.other->scene = (*scene)->id;
  }
  if (!state.other && options.other_settings.empty()) return success();
  if (!state.other) return wrong("--set-other needs --compare SCENE: there is nothing to compare with", "set-other");
  State other;
  other.scene = state.other->scene;
  other.mode = state.other->mode;
  other.parameters = state.other->parameters;
  Status set = apply_settings(scenes, options.other_settings, other, &state.other->layer);
  state.other->mode = other.mode;
  state.other->parameters = other.parameters;
  return set;
}

bool names_a_file(const std::string& subject) {
  std::error_code ignored;
  return subject.ends_with(".json") || subject.find('/') != std::string::npos || std::filesystem::is_regular_file(subject, ignored);
}

// The state that a scene's name or a session's file stands for.
Status read_subject(const StageOptions& options, Stage& stage) {
  stage.session = names_a_file(options.subject);
  if (stage.session) {
    Result<State> state = load_known_session(stage.catalog, options.subject);
    if (!state) return state.error();
    stage.state = std::move(state).value();
  } else {
    Result<const Scene*> scene = find_scene(stage.catalog.scenes, options.subject);
    if (!scene) return scene.error();
    stage.state.scene = (*scene)->id;
  }
  return success();
}

Status apply_looks(const StageOptions& options, Stage& stage) {
  if (!options.language.empty()) {
    if (!stage.catalog.languages.count(options.language)) {
      std::string known = names_of(stage.catalog.languages, [](const auto& each) { return each.first; });
      return wrong(fmt::format("unknown language '{}'; known are {}", options.language, known), "lang");
    }
    stage.state.language = options.language;
  }
  if (!options.theme.empty()) {
    Result<ThemeName> theme = parse_theme(options.theme);
    if (!theme) return theme.error();
    stage.state.theme = *theme;
  }
  if (options.text_scale) {
    if (!(*options.text_scale >= 1 && *options.text_scale <= 2.5))
      return wrong(fmt::format("--text-scale {} is not between 1 and 2.5", *options.text_scale), "text_scale");
    stage.state.text_scale = *options.text_scale;
  }
  stage.view = {options.sum, options.legend, options.caption, options.transparent};
  return success();
}

// What cannot be shown of a session is said of its file.
Error in_session(const std::string& file, Error error) {
  error.message = fmt::format("cannot show '{}': {}", file, error.message);
  return error;
}

Status compute(const StageOptions& options, Stage& stage) {
  Result<DeviceChoice> choice = parse_device(options.device);
  if (!choice) return choice.error();
  Result<std::string> shaders = find_shaders();
  if (!shaders) return shaders.error();
  DeviceOptions device_options;
  device_options.shader_folder = *shaders;
  device_options.watch_shaders = false;
  Result<std::unique_ptr<Device>> device = make_device(*choice, device_options);
  if (!device) return device.error();
  stage.device = std::move(device).value();
  Photographs photographs(stage.catalog.assets + "/images");
  Result<std::shared_ptr<const Model>> model = evaluate(stage.catalog.scenes, stage.state, *stage.device, photographs);
  if (!model && stage.session) return in_session(options.subject, model.error());
  if (!model) return model.error();
  stage.model = *model;
  return success();
}

}  // namespace

void add_stage_options(CLI::App& command, StageOptions& options) {
  command.add_option("subject", options.subject, "a scene (convscope list scenes) or a session's file")
      ->required()
      ->type_name("SCENE|SESSION");
  command.add_option("--set", options.settings, "a parameter of the scene, its mode, preset or image; may be given often")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--compare", options.compare,
                  "a second scene, or the same one, side by side on the same input; layer=NAME in --set or --set-other names the layer "
                  "whose output is compared")
      ->type_name("SCENE");
  command.add_option("--set-other", options.other_settings, "like --set, of the scene compared with; may be given often")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command.add_option("--size", options.size, "pixels")->type_name("WxH")->capture_default_str();
  command.add_option("--lang", options.language, "en or zh");
  command.add_option("--theme", options.theme, "light, dark, print or projector");
  command.add_option("--text-scale", options.text_scale, "1 to 2.5");
  command.add_option("--device", options.device, "auto, gpu, cpu or reference")->capture_default_str();
  command.add_flag("--caption,!--no-caption", options.caption, "title and parameters in the picture");
  command.add_flag("--legend,!--no-legend", options.legend, "what colours and hatches mean (on by default)");
  command.add_flag("--sum,!--no-sum", options.sum, "the written-out sum under the stage (on by default)");
  command.add_flag("--transparent", options.transparent, "no background");
  command.add_option("-o,--output", options.output, "the file to write; its ending says the format")->required();
}

Result<FrameSize> parse_size(const std::string& text) {
  FrameSize size{0, 0};
  const char* end = text.data() + text.size();
  auto width = std::from_chars(text.data(), end, size.width);
  bool fine = width.ec == std::errc() && width.ptr != end && (*width.ptr == 'x' || *width.ptr == 'X');
  if (fine) {
    auto height = std::from_chars(width.ptr + 1, end, size.height);
    fine = height.ec == std::errc() && height.ptr == end;
  }
  if (!fine) return wrong(fmt::format("--size needs WIDTHxHEIGHT in pixels, such as 1280x720, got '{}'", text), "size");
  if (size.width < 1 || size.height < 1 || size.width > kMostExportSide || size.height > kMostExportSide)
    return wrong(fmt::format("--size {}x{}: each side must be 1 to {}", size.width, size.height, kMostExportSide), "size");
  return size;
}

Result<Stage> open_stage(const StageOptions& options) {
  Stage stage;
  Result<FrameSize> size = parse_size(options.size);
  if (!size) return size.error();
  stage.size = *size;
  if (Status known = check_export_path(options.output); !known) return known.error();
  Result<Catalog> catalog = load_installed();
  if (!catalog) return catalog.error();
  stage.catalog = std::move(catalog).value();
  if (Status read = read_subject(options, stage); !read) return read.error();
  if (Status compared = apply_comparison(options, stage.catalog.scenes, stage.state); !compared) return compared.error();
  std::string* layer = stage.state.other ? &stage.state.other->own_layer : nullptr;
  if (Status set = apply_settings(stage.catalog.scenes, options.settings, stage.state, layer); !set) return set.error();
  if (Status looks = apply_looks(options, stage); !looks) return looks.error();
  if (Status computed = compute(options, stage); !computed) return computed.error();
  return stage;
}

void add_moment_options(CLI::App& command, MomentOptions& options) {
  command.add_option("--step", options.step, "counted from 1 as the transport shows it; default: where the scene or session opens");
  command.add_option("--phase", options.phase, "a phase's name, or a fraction 0..1 of the step; default: the step's end");
}

Result<Moment> parse_moment(const Stage& stage, const MomentOptions& options) {
  const Timeline& timeline = stage.model->timeline;
  const Scene& scene = *stage.model->scene;
  if (options.step && (*options.step < 1 || *options.step > timeline.steps()))
    return wrong(fmt::format("--step {}: scene '{}' has steps 1 to {}", *options.step, scene.id, timeline.steps()), "step");
  // A scene opens at its first step; on a photograph, whose corner shows little, at the cell it names.
  Moment opening = stage.session   ? clamped(timeline, stage.state.moment)
                   : scene.on_image ? opening_moment(scene, *stage.model)
                                    : step_end(timeline, 0);
  if (stage.session && !options.step && stage.state.moment.step >= timeline.steps())
    remark(fmt::format("playhead.step is {} in the session, but scene '{}' has steps 0 to {}; this is its last one",
                       stage.state.moment.step, scene.id, timeline.steps() - 1));
  if (!options.step && options.phase.empty()) return opening;
  Index at = options.step ? *options.step - 1 : opening.step;
  const std::string& phase = options.phase;
  if (phase.empty()) return step_end(timeline, at);
  const std::vector<PhaseSpec>& phases = timeline.phases(at);
  for (std::size_t i = 0; i < phases.size(); ++i)
    if (phases[i].name == phase) return Moment{at, static_cast<int>(i), 1};
  double fraction = 0;
  auto read = std::from_chars(phase.data(), phase.data() + phase.size(), fraction);
  if (read.ec != std::errc() || read.ptr != phase.data() + phase.size() || !(fraction >= 0 && fraction <= 1)) {
    std::string known = names_of(phases, [](const PhaseSpec& each) { return each.name; });
    return wrong(fmt::format("--phase '{}' is neither a fraction from 0 to 1 nor a phase of scene '{}'; it has {}", phase, scene.id, known),
                 "phase");
  }
  if (fraction == 1) return step_end(timeline, at);
  return moment_in_step(timeline, at, fraction * timeline.step_seconds(at));
}

}  // namespace convscope

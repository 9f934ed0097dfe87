#include "app/lessons/lesson.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <tuple>

#include "app/lessons/wait.h"
#include "app/scenes/controls.h"
#include "app/session/file.h"
#include "engine/base/refusal.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostBytes = 1 << 20;

// The step that names the scene (or session) which `step` shows.
std::size_t opening_of(const Lesson& lesson, std::size_t step) {
  while (step > 0 && lesson.steps[step].scene.empty() && lesson.steps[step].session.empty()) --step;
  return step;
}

// Where one looks is the person's, what is shown is the session's.
Result<State> session_state(const Lesson& lesson, const LessonStep& step, const State& look) {
  Result<State> loaded = load_session(lesson.folder + "/" + step.session);
  if (!loaded) return lesson_fault(lesson.manifest(), step.line_of("session"), loaded.error());
  State state = look;
  state.scene = loaded->scene;
  state.mode = loaded->mode;
  state.parameters = loaded->parameters;
  state.edits = loaded->edits;
  state.image = loaded->image;
  state.pin = loaded->pin;
  state.divider = loaded->divider;
  state.other = loaded->other;
  return state;
}

State clean(const State& look) {
  State state = look;
  const State fresh;
  state.parameters.clear();
  state.edits.clear();
  state.mode.clear();
  state.image.clear();
  state.pin = fresh.pin;
  state.divider = fresh.divider;
  state.other = fresh.other;
  state.on_other = false;
  return state;
}

Status apply(const Lesson& lesson, const LessonStep& step, const std::vector<Scene>& scenes, State& state) {
  auto fault = [&](int line, const Error& error) { return lesson_fault(lesson.manifest(), line, error); };
  Result<const Scene*> found = find_scene(scenes, state.scene);
  if (!found) return fault(step.line_of(step.scene.empty() ? "session" : "scene"), found.error());
  state.scene = (*found)->id;
  if (!step.mode.empty()) {
    Status known = check_mode(**found, step.mode);
    if (!known) return fault(step.line_of("mode"), known.error());
    state.mode = step.mode;
  }
  if (!step.image.empty()) state.image = step.image;
  const Scene& scene = in_mode(**found, state.mode);
  for (const Setting& setting : step.set) {
    if (setting.name == "image")
      return fault(setting.line, impossible("", "lesson_image_is_no_parameter", "a photograph is chosen by the step's own key \"image\""));
    Result<AttributeValue> value = fitted(scene, setting.name, setting.value);
    if (!value) return fault(setting.line, value.error());
    state.parameters[setting.name] = *value;
  }
  return success();
}

std::string data_folder() {
  if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data) return data;
  const char* home = std::getenv("HOME");
  return home && *home ? std::string(home) + "/.local/share" : "";
}

int phase_of(const std::vector<PhaseSpec>& phases, const std::string& name) {
  for (std::size_t i = 0; i < phases.size(); ++i) {
    const std::string& each = phases[i].name;
    if (each == name || each.rfind(name + ":", 0) == 0) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

int LessonStep::line_of(const std::string& key) const {
  auto found = lines.find(key);
  return found == lines.end() ? line : found->second;
}

Result<LessonText> load_text(const Lesson& lesson, const std::string& language) {
  const std::string file = lesson.folder + "/" + language + ".md";
  std::error_code failure;
  if (!fs::exists(file, failure))
    return lesson_fault(lesson.manifest(), lesson.languages_line,
                        impossible("", "lesson_language_missing", "the language \"{0}\" is missing: expected {0}.md", language));
  Result<std::string> markdown = read_file(file, kMostBytes);
  if (!markdown) return markdown.error();
  return parse_lesson_text(*markdown, file);
}

Result<Lesson> load_lesson(const std::string& folder) {
  Result<Lesson> lesson = read_manifest(folder);
  if (!lesson) return lesson;
  for (const std::string& language : lesson->languages) {
    Result<LessonText> text = load_text(*lesson, language);
    if (!text) return text.error();
    lesson->texts[language] = std::move(text).value();
  }
  return lesson;
}

std::vector<Lesson> load_lessons(const std::vector<std::string>& folders, std::vector<Error>& faults) {
  std::vector<Lesson> lessons;
  for (const std::string& folder : folders) {
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator(folder, missing)) {
      if (!fs::exists(entry.path() / kManifest, missing)) continue;
      Result<Lesson> lesson = load_lesson(entry.path().string());
      if (lesson) lessons.push_back(std::move(lesson).value());
      else faults.push_back(lesson.error());
    }
  }
  auto before = [](const Lesson& a, const Lesson& b) { return std::tie(a.number, a.id) < std::tie(b.number, b.id); };
  std::sort(lessons.begin(), lessons.end(), before);
  return lessons;
}

bool is_lesson_folder(const std::string& path) {
  std::error_code failure;
  return std::filesystem::exists(std::filesystem::path(path) / kManifest, failure);
}

std::vector<std::string> lesson_folders(const std::string& assets) {
  std::vector<std::string> folders{assets + "/lessons"};
  const std::string data = data_folder();
  if (!data.empty()) folders.push_back(data + "/convscope/lessons");
  return folders;
}

Result<State> start_of(const Lesson& lesson, std::size_t step, const std::vector<Scene>& scenes, const State& look) {
  const std::size_t opening = opening_of(lesson, step);
  State state = clean(look);
  for (std::size_t i = opening; i <= step; ++i) {
    const LessonStep& each = lesson.steps[i];
    if (!each.scene.empty()) state.scene = each.scene;
    if (!each.session.empty()) {
      Result<State> loaded = session_state(lesson, each, state);
      if (!loaded) return loaded;
      state = std::move(loaded).value();
    }
    Status applied = apply(lesson, each, scenes, state);
    if (!applied) return applied.error();
  }
  return state;
}

Result<Moment> moment_of(const Mark& mark, const Timeline& timeline) {
  Index first = 0, steps = timeline.steps();
  if (!mark.segment.empty()) {
    std::size_t s = 0;
    std::string known;
    for (; s < timeline.segments.size() && timeline.segments[s].name != mark.segment; ++s)
      known += (known.empty() ? "" : ", ") + timeline.segments[s].name;
    if (s == timeline.segments.size())
      return impossible("", "mark_no_segment", "the timeline has no segment \"{}\"; it has {}", mark.segment, known);
    first = timeline.first_step(s);
    steps = timeline.segments[s].steps;
  }
  const Index step = mark.step.value_or(1);
  if ((step < 1 || step > steps) && mark.segment.empty())
    return impossible("", "mark_beyond_end", "step {} is beyond the end: the timeline has {} steps", step, steps);
  if (step < 1 || step > steps)
    return impossible("", "mark_beyond_segment", "step {} is beyond the end: the segment \"{}\" has {} steps", step, mark.segment, steps);
  Moment moment = step_end(timeline, first + step - 1);
  if (mark.phase.empty()) return moment;
  const std::vector<PhaseSpec>& phases = timeline.phases(moment.step);
  const int phase = phase_of(phases, mark.phase);
  if (phase < 0) {
    std::string known;
    for (const PhaseSpec& each : phases) known += (known.empty() ? "" : ", ") + each.name;
    return impossible("", "mark_no_phase", "the step has no phase \"{}\"; it has {}", mark.phase, known);
  }
  moment.phase = phase;
  return moment;
}

}  // namespace convscope

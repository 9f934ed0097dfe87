// {"lesson": 1, "number": 1, "minutes": 20, "languages": ["en", "zh"], "steps": [{"id": "window", "scene": "stride", "set": {"stride": 2},
//  "at": {"segment": "output", "step": 3, "phase": "sum"}, "touch": ["stride"], "wait": [{"output": "output", "shape": [3, 3]}]}, …]}
#include <algorithm>
#include <filesystem>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "app/lessons/lesson.h"
#include "app/scenes/json_place.h"
#include "app/session/json_syntax.h"
#include "engine/base/refusal.h"
#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kMostBytes = 1 << 20, kMostSteps = 100;

std::string id_of(const JsonPlace& p) {
  const std::string id = p.text();
  if (!is_id(id)) p.expected("small letters, digits and _");
  return id;
}

std::vector<Setting> settings_of(const JsonPlace& p) {
  std::vector<Setting> settings;
  for (const std::string& name : p.keys()) settings.push_back({name, p.at(name).attribute(), p.at(name).line()});
  return settings;
}

Mark mark_of(const JsonPlace& p) {
  p.allow({"segment", "step", "phase"});
  Mark mark;
  mark.line = p.line();
  if (p.has("segment")) mark.segment = p.at("segment").text();
  if (p.has("step")) mark.step = p.at("step").whole();
  if (mark.step && *mark.step < 1) p.at("step").expected("a step from 1, as the transport counts them");
  if (p.has("phase")) mark.phase = p.at("phase").text();
  return mark;
}

WaitCondition parameter_wait(const JsonPlace& p, WaitCondition wait) {
  p.allow({"parameter", "is", "from", "to"});
  if (p.has("is")) wait.is = p.at("is").attribute();
  if (p.has("from")) wait.from = p.at("from").number();
  if (p.has("to")) wait.to = p.at("to").number();
  if (wait.is.has_value() == (wait.from || wait.to))
    p.fail(impossible("", "lesson_is_or_range", "expected either \"is\" or \"from\" and \"to\" (or one of them)"));
  return wait;
}

WaitCondition output_wait(const JsonPlace& p, WaitCondition wait) {
  p.allow({"output", "shape"});
  wait.shape = p.at("shape").list([](const JsonPlace& size) {
    if (size.whole() < 1) size.expected("a size from 1");
    return size.whole();
  });
  if (wait.shape.empty()) p.at("shape").expected("the sizes of the last axes, as in [3, 3]");
  return wait;
}

WaitCondition wait_of(const JsonPlace& p) {
  const std::vector<std::pair<std::string, WaitKind>> kKinds = {
      {"parameter", WaitKind::kParameter}, {"output", WaitKind::kOutput}, {"reached", WaitKind::kReached},
      {"pinned", WaitKind::kPinned},       {"edited", WaitKind::kEdited}, {"mode", WaitKind::kMode}};
  for (const auto& [key, kind] : kKinds) {
    if (!p.has(key)) continue;
    WaitCondition wait;
    wait.kind = kind;
    wait.line = p.at(key).line();
    if (kind != WaitKind::kReached) wait.name = p.at(key).text();
    if (kind == WaitKind::kParameter) return parameter_wait(p, std::move(wait));
    if (kind == WaitKind::kOutput) return output_wait(p, std::move(wait));
    p.allow({key});
    if (kind == WaitKind::kReached) wait.mark = mark_of(p.at(key));
    return wait;
  }
  p.expected("one of the keys parameter, output, reached, pinned, edited, mode");
}

QuestionSource question_of(const JsonPlace& p) {
  const std::vector<std::string>& kinds = question_kind_words();
  p.allow({"kind", "stage", "cell", "tensor", "seed"});
  QuestionSource question;
  question.line = p.line();
  auto kind = std::find(kinds.begin(), kinds.end(), p.at("kind").text());
  if (kind == kinds.end()) p.at("kind").expected("one of " + fmt::format("{}", fmt::join(kinds, ", ")));
  question.kind = static_cast<QuestionKind>(kind - kinds.begin());
  if (p.has("stage")) question.stage = p.at("stage").text();
  if (p.has("cell")) question.cell = p.at("cell").list([](const JsonPlace& each) { return each.whole(); });
  if (p.has("tensor")) question.tensor = p.at("tensor").text();
  if (p.has("seed")) question.seed = static_cast<std::uint32_t>(p.at("seed").whole());
  return question;
}

void read_place(const JsonPlace& p, LessonStep& step) {
  if (p.has("scene") && p.has("session"))
    p.fail(impossible("", "lesson_scene_or_session", "expected either \"scene\" or \"session\""));
  if (p.has("scene")) step.scene = p.at("scene").text();
  if (p.has("scene") && step.scene.empty()) p.at("scene").expected("the id of a scene");
  if (p.has("session")) {
    step.session = p.at("session").text();
    if (step.session.empty() || step.session.find('/') != std::string::npos) p.at("session").expected("a file in the lesson's folder");
  }
  if (p.has("mode")) step.mode = p.at("mode").text();
  if (p.has("image")) step.image = p.at("image").text();
  if (p.has("set")) step.set = settings_of(p.at("set"));
}

LessonStep step_of(const JsonPlace& p) {
  p.allow({"id", "scene", "session", "mode", "image", "set", "at", "play", "touch", "wait", "question"});
  LessonStep step;
  step.line = p.line();
  for (const std::string& key : p.keys()) step.lines[key] = p.at(key).line();
  step.id = id_of(p.at("id"));
  read_place(p, step);
  if (p.has("at")) step.at = mark_of(p.at("at"));
  if (p.has("play")) step.play = p.at("play").flag();
  if (p.has("touch")) {
    step.touch = p.at("touch").list([](const JsonPlace& each) { return Setting{each.text(), true, each.line()}; });
  }
  if (p.has("wait")) step.wait = p.at("wait").list(wait_of);
  if (p.has("wait") && step.wait.empty()) p.at("wait").expected("at least one condition");
  if (p.has("question")) step.question = question_of(p.at("question"));
  if (step.question && !step.wait.empty())
    p.at("wait").fail(impossible("", "lesson_asks_and_waits", "a step asks a question or waits for something, not both"));
  return step;
}

void check_steps(const JsonPlace& p, const std::vector<LessonStep>& steps) {
  if (steps.empty()) p.expected("at least one step");
  if (steps.size() > kMostSteps)
    p.fail(impossible("", "lesson_too_many_steps", "{} steps; a lesson has at most {}", steps.size(), kMostSteps));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (std::size_t earlier = 0; earlier < i; ++earlier)
      if (steps[earlier].id == steps[i].id)
        p.at(i).at("id").fail(impossible("", "lesson_id_twice", "the id {} is that of steps[{}]", steps[i].id, earlier));
  }
  const LessonStep& first = steps.front();
  if (first.scene.empty() && first.session.empty())
    p.at(std::size_t{0}).fail(impossible("", "lesson_first_step", "the first step needs a \"scene\" or a \"session\""));
}

// Steps that cannot be read are left out, each with its fault.
Lesson lesson_of(const JsonPlace& p, std::vector<Error>& faults) {
  p.allow({"lesson", "number", "minutes", "languages", "steps"});
  Lesson lesson;
  const Index version = p.at("lesson").whole();
  if (version != kLessonVersion)
    p.at("lesson").fail(
        impossible("", "lesson_version", "version {} of the format; this program reads version {}", version, kLessonVersion));
  constexpr Index kMostNumber = 100000;
  lesson.number = static_cast<int>(std::clamp<Index>(p.at("number").whole(), 0, kMostNumber));
  if (p.has("minutes")) lesson.minutes = static_cast<int>(std::clamp<Index>(p.at("minutes").whole(), 0, kMostNumber));
  lesson.languages_line = p.at("languages").line();
  lesson.languages = p.at("languages").list(id_of);
  if (lesson.languages.empty()) p.at("languages").expected("at least one language, as in [\"en\", \"zh\"]");
  for (std::size_t i = 0; i < lesson.languages.size(); ++i)
    if (std::count(lesson.languages.begin(), lesson.languages.end(), lesson.languages[i]) > 1)
      p.at("languages").at(i).fail(impossible("", "lesson_language_twice", "the language \"{}\" stands twice", lesson.languages[i]));
  const std::vector<JsonPlace> steps = p.at("steps").list([](const JsonPlace& step) { return step; });
  for (const JsonPlace& step : steps) {
    try {
      lesson.steps.push_back(step_of(step));
    } catch (const Error& fault) {
      faults.push_back(fault);
    }
  }
  if (faults.empty()) check_steps(p.at("steps"), lesson.steps);
  return lesson;
}

Error syntax_error(const std::string& file, const std::string& text, const Json::parse_error& error) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte == 0 ? 0 : error.byte - 1, text.size()));
  return lesson_fault(file, static_cast<int>(std::count(text.begin(), end, '\n')) + 1,
                      quoting(json_fault(text, error.byte, error.what()), "lesson_no_json", "this is not JSON: {}"));
}

Result<Lesson> parse_manifest(const std::string& text, const std::string& file, std::vector<Error>& faults) {
  try {
    const Json json = Json::parse(text);
    const JsonLines lines = find_json_lines(text);
    if (!lines.given_twice.empty()) {
      const std::string& path = lines.given_twice.front();
      const Error twice = impossible("", "file_key_twice", "this key stands twice in one object");
      return lesson_fault(file, lines.of(path), at_place(path + ": ", twice));
    }
    Lesson lesson = lesson_of({json, file, "", &lines}, faults);
    if (!faults.empty()) return faults.front();
    return lesson;
  } catch (const Error& error) {
    return error;
  } catch (const Json::parse_error& error) {
    return syntax_error(file, text, error);
  } catch (const Json::exception& error) {  // a number beyond double
    return lesson_fault(file, 1, impossible("", "lesson_huge_number", "a number in it is larger than 1.8e308"));
  }
}

}  // namespace

const std::vector<std::string>& question_kind_words() {
  static const std::vector<std::string> kWords = {"output_size", "cell_value",      "reaching_inputs", "receptive_field",
                                                  "parameters",  "multiplications", "which_picture"};
  return kWords;
}

Error lesson_fault(const std::string& file, int line, Error fault) {
  return at_place(fmt::format("{}:{}: ", file, std::max(1, line)), std::move(fault));
}

Result<Lesson> read_manifest(const std::string& folder, std::vector<Error>* faults) {
  const std::string file = folder + "/" + kManifest;
  Result<std::string> text = read_file(file, kMostBytes);
  if (!text) {
    if (faults) *faults = {text.error()};
    return text.error();
  }
  std::vector<Error> found;
  Result<Lesson> lesson = parse_manifest(std::string(without_mark(*text)), file, found);
  if (!lesson && found.empty()) found.push_back(lesson.error());
  if (faults) *faults = std::move(found);
  if (!lesson) return lesson;
  lesson->folder = folder;
  std::filesystem::path path = std::filesystem::path(folder).lexically_normal();
  lesson->id = (path.has_filename() ? path : path.parent_path()).filename().string();
  return lesson;
}

}  // namespace convscope

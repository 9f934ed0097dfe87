#include "app/lessons/check.h"

#include <algorithm>
#include <filesystem>

#include "app/lessons/question.h"
#include "app/lessons/wait.h"
#include "app/scenes/controls.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

namespace fs = std::filesystem;

// "en", "pt_br": two or three small letters, and perhaps two of a country.
bool could_be_language(const std::string& name) {
  const std::size_t letters = std::min(name.find('_'), name.size());
  return is_id(name) && (letters == 2 || letters == 3) && (letters == name.size() || name.size() == letters + 3);
}

class Checker {
 public:
  Checker(Lesson lesson, const LessonGround& ground) : lesson_(std::move(lesson)), ground_(ground) {}

  std::vector<Error> run() {
    check_texts();
    for (std::size_t i = 0; i < lesson_.steps.size(); ++i) check_step(i);
    return std::move(faults_);
  }

 private:
  // Steps that stand on one another have a fault of the first in common: it is told once.
  void tell(const Error& fault) {
    const auto told = [&](const Error& each) { return each.message == fault.message; };
    if (std::none_of(faults_.begin(), faults_.end(), told)) faults_.push_back(fault);
  }
  void fault(int line, const Error& error) { tell(lesson_fault(lesson_.manifest(), line, error)); }

  // ---- texts ----------------------------------------------------------------------------------------------------------------

  void check_texts() {
    for (const std::string& language : lesson_.languages) check_language(language);
    std::error_code failure;
    for (const auto& entry : fs::directory_iterator(lesson_.folder, failure)) {
      const std::string language = entry.path().stem().string();
      if (!could_be_language(language)) continue;  // README.md
      const bool named = std::find(lesson_.languages.begin(), lesson_.languages.end(), language) != lesson_.languages.end();
      if (entry.path().extension() != ".md" || named) continue;
      fault(lesson_.languages_line,
            impossible("", "lesson_language_unnamed", "expected \"{0}\" among the languages: {0}.md is there", language));
    }
  }

  void check_language(const std::string& language) {
    Result<LessonText> text = load_text(lesson_, language);
    if (!text) return tell(text.error());
    for (const LessonStep& step : lesson_.steps)
      if (!text->find(step.id))
        fault(step.line, impossible("", "lesson_section_missing", "the step \"{0}\" has no section {{#{0}}} in {1}.md", step.id, language));
    for (const LessonSection& section : text->sections) {
      auto is_it = [&](const LessonStep& step) { return step.id == section.id; };
      if (std::any_of(lesson_.steps.begin(), lesson_.steps.end(), is_it)) continue;
      const Error extra = impossible("", "lesson_section_of_nothing", "no step of the manifest has the id \"{}\"", section.id);
      tell(lesson_fault(text->file, section.line, extra));
    }
  }

  // ---- steps ----------------------------------------------------------------------------------------------------------------

  void check_step(std::size_t index) {
    const LessonStep& step = lesson_.steps[index];
    Result<StepStart> start = open_step(lesson_, index, ground_);
    if (!start) return tell(start.error());
    check_touch(step, *start->model);
    if (step.question) check_question(*step.question, *start);
    if (!step.wait.empty()) check_waits(index, *start);
  }

  void check_touch(const LessonStep& step, const Model& model) {
    if (!step.touch) return;
    for (const Setting& each : *step.touch) {
      if (each.name == "cells" || each.name == "mode" || has_parameter(*model.scene, each.name)) continue;
      std::string known;
      for (const Control& control : model.scene->controls) known += control.name + ", ";
      fault(each.line, impossible("", "lesson_no_control", "scene {} has no control \"{}\"; it has {}and cells, mode", model.scene->id,
                                  each.name, known));
    }
  }

  void check_waits(std::size_t index, const StepStart& start) {
    const LessonStep& step = lesson_.steps[index];
    const std::size_t before = faults_.size();
    const Result<StepStart> judged = judged_step(lesson_, index, ground_);
    for (const WaitCondition& wait : step.wait) {
      const bool of_the_start = wait.kind == WaitKind::kMode || wait.kind == WaitKind::kParameter || !judged;
      Status possible = check_wait(wait, step, of_the_start ? *start.model : *judged->model);
      if (!possible) fault(wait.line, quoting(possible.error(), "lesson_never", "this can never be: {}"));
    }
    if (faults_.size() > before) return;
    if (is_complete(step, start.state, *start.model))
      return fault(step.line_of("wait"),
                   impossible("", "lesson_already_fulfilled", "what the step waits for is already fulfilled when it starts"));
    if (!completing_state(lesson_, index, ground_))
      fault(step.line_of("wait"), impossible("", "lesson_nothing_fulfils",
                                             "this can never be: no value of one or two parameters that may be touched fulfils it"));
  }

  void check_question(const QuestionSource& question, const StepStart& start) {
    Result<Question> made = make_question(*start.model, question, start.state.moment);
    if (!made) fault(question.line, made.error());
  }

  Lesson lesson_;
  const LessonGround& ground_;
  std::vector<Error> faults_;
};

// The line of what an impossible state is to blame for: the parameter the refusal names, else all that was set.
int blamed_line(const LessonStep& step, const Error& error) {
  for (const Setting& setting : step.set)
    if (setting.name == error.attribute) return setting.line;
  if (error.attribute == "image" || error.kind == ErrorKind::kFile) return step.line_of("image");
  return step.line_of("set");
}

}  // namespace

Result<StepStart> open_step(const Lesson& lesson, std::size_t index, const LessonGround& ground, const State& look) {
  const LessonStep& step = lesson.steps[index];
  Result<State> state = start_of(lesson, index, ground.scenes, look);
  if (!state) return state.error();
  Result<std::shared_ptr<const Model>> model = evaluate(ground.scenes, *state, ground.device, ground.photographs);
  if (!model)
    return lesson_fault(lesson.manifest(), blamed_line(step, model.error()), quoting(model.error(), "lesson_impossible", "impossible: {}"));
  state->moment = opening_moment(*(*model)->scene, **model);
  if (step.at) {
    Result<Moment> moment = moment_of(*step.at, (*model)->timeline);
    if (!moment) return lesson_fault(lesson.manifest(), step.at->line, moment.error());
    state->moment = *moment;
  }
  return StepStart{*state, *model};
}

std::vector<Error> check_lesson(const std::string& folder, const LessonGround& ground) {
  std::vector<Error> unreadable;
  Result<Lesson> lesson = read_manifest(folder, &unreadable);
  if (!lesson) return unreadable;
  return Checker(std::move(lesson).value(), ground).run();
}

}  // namespace convscope

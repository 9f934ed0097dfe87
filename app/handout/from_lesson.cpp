#include <fmt/format.h>

#include "app/handout/handout.h"
#include "app/lessons/question.h"
#include "app/lessons/text.h"

namespace convscope {
namespace {

Result<HandoutPart> part_of(const Lesson& lesson, std::size_t at, const LessonGround& ground, const Words& words, const State& look,
                            const LessonText& text) {
  const LessonStep& step = lesson.steps[at];
  Result<StepStart> start = open_step(lesson, at, ground, look);
  if (!start) return start.error();
  HandoutPart part;
  part.number = std::to_string(at + 1);
  part.figure = {start->model, start->state, start->state.moment, {}};
  if (const LessonSection* section = text.find(step.id)) {
    part.title = section->title;
    part.paragraphs = section->paragraphs;
  }
  // What moves from its mark on is shown where it arrives.
  if (step.play) part.figure.moment = step_end(start->model->timeline, start->state.moment.step);
  if (!step.question) return part;
  Result<Question> question = make_question(*start->model, *step.question, start->state.moment);
  if (!question) return lesson_fault(lesson.manifest(), step.question->line, question.error());
  part.paragraphs.push_back(question_text(*question, words));
  for (const Choice& choice : question->choices)
    part.choices.push_back({choice_text(choice, words), reason(choice, words), choice.picture});
  part.figure.question = std::move(question).value();
  return part;
}

}  // namespace

Result<Handout> lesson_handout(const Catalog& catalog, const Lesson& lesson, const LessonGround& ground, const std::string& language) {
  const auto text = lesson.texts.find(language);
  if (text == lesson.texts.end()) {
    return Error{ErrorKind::kUsage, fmt::format("lesson '{}' has no text in the language '{}'", lesson.id, language), "lang"};
  }
  State look;
  look.language = language;
  Handout handout;
  handout.language = language;
  handout.title = text->second.title;
  handout.summary = text->second.summary;
  for (std::size_t at = 0; at < lesson.steps.size(); ++at) {
    Result<HandoutPart> part = part_of(lesson, at, ground, catalog.words(language), look, text->second);
    if (!part) return part.error();
    handout.parts.push_back(*std::move(part));
  }
  return handout;
}

}  // namespace convscope

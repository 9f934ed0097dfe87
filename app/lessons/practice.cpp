#include "app/lessons/practice.h"

#include <algorithm>

#include "app/scenes/controls.h"

namespace convscope {
namespace {

// Without its cell: the seed draws that again.
QuestionSource source_of(const Question& question, const Model& model, std::uint32_t seed) {
  QuestionSource source;
  source.kind = question.kind;
  source.seed = seed;
  source.tensor = question.tensor;
  source.stage = model.layers[static_cast<std::size_t>(question.stage)].name;
  return source;
}

bool asks_the_same(const Question& a, const Question& b) { return a.kind == b.kind && a.stage == b.stage && a.cell == b.cell; }

// Parameters of another mode are not this one's: a step may set its own only.
LessonStep step_of(const Scene& scene, const State& state, const QuestionSource& source) {
  LessonStep step;
  step.id = "question_" + std::to_string(source.seed);
  step.scene = state.scene;
  step.mode = state.mode;
  step.image = state.image;
  for (const auto& [name, value] : state.parameters)
    if (find_control(scene, name) != nullptr) step.set.push_back({name, value, 0});
  step.question = source;
  return step;
}

LessonText text_of(const std::vector<LessonStep>& steps, const Model& model, const Words& words) {
  LessonText text;
  text.title = words("practice.title");
  for (const LessonStep& step : steps) {
    LessonSection section;
    section.id = step.id;
    section.title = words("scene." + model.scene->id + ".title");
    section.paragraphs.push_back(words.format("practice.seed", {{"seed", std::to_string(step.question->seed)}}));
    text.sections.push_back(std::move(section));
  }
  return text;
}

}  // namespace

Result<Lesson> practice_lesson(const Model& model, const State& state, std::uint32_t seed,
                               const std::map<std::string, Words>& languages) {
  Lesson lesson;
  lesson.id = kPracticeLesson;
  lesson.practice = true;
  constexpr std::uint32_t kMostTried = 40;
  std::vector<Question> asked;
  for (std::uint32_t at = seed; at < seed + kMostTried && lesson.steps.size() < kPracticeQuestions; ++at) {
    Result<Question> question = random_question(model, at);
    if (!question) return question.error();
    const bool again = std::any_of(asked.begin(), asked.end(), [&](const Question& each) { return asks_the_same(each, *question); });
    if (again) continue;
    lesson.steps.push_back(step_of(*model.scene, state, source_of(*question, model, at)));
    asked.push_back(std::move(question).value());
  }
  for (const auto& [code, words] : languages) {
    lesson.languages.push_back(code);
    lesson.texts[code] = text_of(lesson.steps, model, words);
  }
  return lesson;
}

}  // namespace convscope

#include "app/lessons/run.h"

#include <algorithm>
#include <numeric>

namespace convscope {
namespace {

// What follows the text, or the motion, of a step.
RunStage task_of(const LessonStep& step) {
  if (step.question) return RunStage::kAsked;
  return step.wait.empty() ? RunStage::kMoving : RunStage::kWaiting;
}

// Practice has no text to read first.
RunStage first_stage(const Lesson& lesson) { return lesson.practice ? RunStage::kAsked : RunStage::kText; }

LessonRun at_step(const LessonRun& run, const Lesson& lesson, std::size_t step) { return {run.lesson, step, first_stage(lesson), {}}; }

LessonRun after_step(const LessonRun& run, const Lesson& lesson) {
  if (run.step + 1 < lesson.steps.size()) return at_step(run, lesson, run.step + 1);
  LessonRun over = run;
  over.stage = RunStage::kOver;
  return over;
}

LessonRun in_stage(LessonRun run, RunStage stage) {
  run.stage = stage;
  return run;
}

}  // namespace

LessonRun begin_lesson(const Lesson& lesson) { return {lesson.id, 0, first_stage(lesson), {}}; }

LessonRun forward(const LessonRun& run, const Lesson& lesson, bool complete) {
  const LessonStep& step = lesson.steps[std::min(run.step, lesson.steps.size() - 1)];
  switch (run.stage) {
    case RunStage::kText: return in_stage(run, step.play ? RunStage::kMoving : task_of(step));
    case RunStage::kMoving: return task_of(step) == RunStage::kMoving ? after_step(run, lesson) : in_stage(run, task_of(step));
    case RunStage::kWaiting: return complete ? after_step(run, lesson) : run;
    case RunStage::kAsked: return reveal(run);
    case RunStage::kRevealed: return after_step(run, lesson);
    case RunStage::kOver: return run;
  }
  return run;
}

LessonRun back(const LessonRun& run, const Lesson& lesson) {
  if (run.stage == RunStage::kOver) return at_step(run, lesson, lesson.steps.size() - 1);
  if (run.stage != first_stage(lesson) || run.step == 0) return at_step(run, lesson, run.step);
  return at_step(run, lesson, run.step - 1);
}

LessonRun go_to(const LessonRun& run, const Lesson& lesson, std::size_t step) {
  return step < lesson.steps.size() ? at_step(run, lesson, step) : run;
}

LessonRun vote(const LessonRun& run, const Question& question, std::size_t choice, int count) {
  if (run.stage != RunStage::kAsked || choice >= question.choices.size()) return run;
  LessonRun voted = run;
  voted.votes.resize(question.choices.size(), 0);
  voted.votes[choice] = std::max(0, voted.votes[choice] + count);
  return voted;
}

LessonRun reveal(const LessonRun& run) { return run.stage == RunStage::kAsked ? in_stage(run, RunStage::kRevealed) : run; }

bool is_held(const LessonRun& run, const Lesson& lesson) {
  if (run.step >= lesson.steps.size() || !lesson.steps[run.step].question) return false;
  return run.stage != RunStage::kRevealed && run.stage != RunStage::kOver;
}

int hands(const LessonRun& run) { return std::accumulate(run.votes.begin(), run.votes.end(), 0); }

std::optional<std::size_t> most_frequent_mistake(const LessonRun& run, const Question& question) {
  std::optional<std::size_t> most;
  for (std::size_t i = 0; i < std::min(run.votes.size(), question.choices.size()); ++i) {
    if (question.choices[i].is_right() || run.votes[i] == 0) continue;
    if (!most || run.votes[i] > run.votes[*most]) most = i;
  }
  return most;
}

}  // namespace convscope

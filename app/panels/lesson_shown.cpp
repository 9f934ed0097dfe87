#include "app/panels/lesson_shown.h"

#include "app/lessons/wait.h"

namespace convscope {

std::size_t steps_done(const LessonShown& shown) {
  return shown.run.stage == RunStage::kOver ? shown.lesson->steps.size() : shown.run.step;
}

const LessonShown* asked_on_stage(const LessonShown* lesson, const Model& model) {
  return lesson != nullptr && lesson->shows_question() && !model.comparison ? lesson : nullptr;
}

bool cells_may_change(const LessonShown* lesson) {
  if (lesson == nullptr || lesson->run.stage == RunStage::kOver) return true;
  return !lesson->held && may_touch(lesson->step(), "cells");
}

QuestionPlace question_place(const LessonShown& shown) {
  QuestionPlace place;
  for (std::size_t i = 0; i < shown.lesson->steps.size(); ++i) {
    if (!shown.lesson->steps[i].question) continue;
    ++place.count;
    if (i == shown.run.step) place.number = place.count;
  }
  return place;
}

}  // namespace convscope

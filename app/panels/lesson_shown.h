// The lesson that runs, as the panels read it. The controller makes it after every change; no panel computes any of it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/lessons/lesson.h"
#include "app/lessons/question.h"
#include "app/session/lesson_run.h"

namespace convscope {

struct LessonShown {
  std::shared_ptr<const Lesson> lesson;
  LessonRun run;                            // its step is one of the lesson's
  const LessonText* text = nullptr;         // in the window's language, else in the first that the lesson has
  const LessonSection* section = nullptr;   // the step's part of it
  std::optional<Question> question{};       // what the step asks, of the layer as the step starts
  std::optional<State> start{};             // how that is; only where the step asks
  std::vector<bool> fulfilled{};            // what the step waits for, one by one
  bool complete = false;                    // all of it; true where it waits for nothing
  double completed_at = -1;                 // on Ui::now's clock; negative: not in this step
  bool as_asked = false;                    // everything stands as in what the step asks about
  double shown = 0;                         // how far the answer has been shown, 0..1
  bool held = false;                        // the answer is held back: neither the stage plays nor does anything change

  const LessonStep& step() const { return lesson->steps[run.step]; }
  // Whether the stage is that of the question: until its answer is shown, and then as long as nothing is changed.
  bool shows_question() const { return question && as_asked && (held || asks()); }
  bool asks() const { return run.stage == RunStage::kAsked || run.stage == RunStage::kRevealed; }
};

// The lesson whose question is the stage; null: the stage is the scene's own.
const LessonShown* asked_on_stage(const LessonShown* lesson, const Model& model);
// Whether cells may be changed now: no lesson says otherwise, no answer is held back.
bool cells_may_change(const LessonShown* lesson);
// Steps that are behind; of a lesson that is over, all.
std::size_t steps_done(const LessonShown& shown);
struct QuestionPlace {
  std::size_t number = 0, count = 0;  // "question 1 of 2"; from 1, 0: the step asks nothing
};
QuestionPlace question_place(const LessonShown& shown);

}  // namespace convscope

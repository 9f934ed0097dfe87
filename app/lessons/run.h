// Where a person is in a lesson, as a value, and what keys make of it: text first, then motion; a step that waits; a question that is
// held back until it is revealed. No window and no clock: whether a wait is over is told, not looked up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/lessons/lesson.h"
#include "app/lessons/question.h"

namespace convscope {

enum class RunStage {
  kText,      // its text is read; the stage stands still at the step's moment
  kMoving,    // the stage plays, or is explored
  kWaiting,   // for what the person is asked to do
  kAsked,     // the stage holds the answer back; hands are counted
  kRevealed,  // the answer has been shown
  kOver,      // the last step is behind
};

struct LessonRun {
  std::string lesson;       // its id
  std::size_t step = 0;
  RunStage stage = RunStage::kText;
  std::vector<int> votes;   // hands, by choice of the step's question; nothing is stored beyond the step
  bool operator==(const LessonRun&) const = default;
};

LessonRun begin_lesson(const Lesson& lesson);
// PgDn, or a presenter's clicker. `complete`: what the step waits for is fulfilled; until then a waiting step stays. While a question is
// asked, the first press reveals it.
LessonRun forward(const LessonRun& run, const Lesson& lesson, bool complete);
// PgUp: to the begin of the step, from there to the step before.
LessonRun back(const LessonRun& run, const Lesson& lesson);
// A key of a choice: one hand more, or with Shift one less (never below 0). Only while a question is asked.
LessonRun vote(const LessonRun& run, const Question& question, std::size_t choice, int hands);
// Enter: shows the answer to a question that is asked.
LessonRun reveal(const LessonRun& run);

// Whether the output and the transport are held back.
bool is_held(const LessonRun& run, const Lesson& lesson);
int hands(const LessonRun& run);
// The wrong choice with the most hands, whose mistake is worth a word; nothing when nobody chose wrong.
std::optional<std::size_t> most_frequent_mistake(const LessonRun& run, const Question& question);

}  // namespace convscope

// What keys make of where a person is in a lesson: text first, then motion; a step that waits; a question that is
// held back until it is revealed. No window and no clock: whether a wait is over is told, not looked up.
#pragma once

#include <optional>

#include "app/lessons/lesson.h"
#include "app/lessons/question.h"
#include "app/session/lesson_run.h"

namespace convscope {

LessonRun begin_lesson(const Lesson& lesson);
// PgDn, or a presenter's clicker. `complete`: what the step waits for is fulfilled; until then a waiting step stays. While a question is
// asked, the first press reveals it.
LessonRun forward(const LessonRun& run, const Lesson& lesson, bool complete);
// PgUp: to the begin of the step, from there to the step before.
LessonRun back(const LessonRun& run, const Lesson& lesson);
// To the begin of a step, from 0; beyond the last: stays.
LessonRun go_to(const LessonRun& run, const Lesson& lesson, std::size_t step);
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

// A step in words: what it waits for, what may be changed in it, what comes next. No ImGui.
#pragma once

#include <string>

#include "app/canvas/marked_text.h"
#include "app/i18n/words.h"
#include "app/lessons/lesson.h"
#include "app/panels/lesson_shown.h"

namespace convscope {

// "Make the output 3 × 3", "Set stride to 2", "Pin a cell of the input".
std::string wait_text(const Words& words, const Scene& scene, const WaitCondition& wait);
// "In this step only these change: padding, stride." Of a step without a limit: everything may be changed.
std::string touch_text(const Words& words, const LessonStep& step);
// Why the lesson does not let this be changed now: a parameter, "cells", "mode"; "": it may be, or none runs.
std::string lock_reason(const Words& words, const LessonShown* shown, const std::string& what);
// One sentence for the place in the step: what the person does now.
std::string guidance(const Words& words, const Scene& scene, const LessonShown& shown);
// The first sentence of the step's text; empty when there is none.
MarkedRuns first_sentence(const LessonShown& shown);

// Of an answered question: how many chose the most frequent wrong answer, and the mistake that leads to it; "" when nobody chose wrong.
std::string common_mistake(const Words& words, const LessonShown& shown);

}  // namespace convscope

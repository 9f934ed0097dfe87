// What is wrong with a lesson, before it is given: every fault with file, line and what was expected.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/lessons/lesson.h"
#include "app/scenes/model.h"

namespace convscope {

// What a lesson stands on.
struct LessonGround {
  const std::vector<Scene>& scenes;
  Device& device;
  Photographs& photographs;
};

// One error a fault, in the order of the steps; none when the lesson can be given. Messages begin with "file:line: ".
std::vector<Error> check_lesson(const std::string& folder, const LessonGround& ground);

struct StepStart {
  State state;  // with its moment
  std::shared_ptr<const Model> model;
};
// Where a step starts, computed. Refuses what start_of refuses, settings that are impossible together, marks beyond the end.
Result<StepStart> open_step(const Lesson& lesson, std::size_t step, const LessonGround& ground, const State& look = {});
// A step that waits, with the mode and the parameters that it waits for: the other conditions are judged there, as a person comes to them.
// Where these are impossible by themselves, its start.
Result<StepStart> judged_step(const Lesson& lesson, std::size_t step, const LessonGround& ground);
// A state that completes a step that waits: what is asked for is done, and sizes of outputs are looked for among the values of one or two
// parameters that may be touched, the same along all axes or another along each. Nothing: none of these does.
std::optional<State> completing_state(const Lesson& lesson, std::size_t step, const LessonGround& ground);

}  // namespace convscope

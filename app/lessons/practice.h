// Practice: a lesson made on the spot, whose steps are questions drawn by a seed from the scene as it stands. No file holds it.
#pragma once

#include "app/lessons/question.h"

namespace convscope {

inline constexpr const char* kPracticeLesson = "practice";  // its id: no folder of a lesson that is shipped has this name
inline constexpr std::size_t kPracticeQuestions = 10;

// The n-th question of practice with a seed is random_question(model, seed + n): the command line asks the same. Questions that would ask
// the same thing again are left out. Refuses what random_question refuses.
Result<Lesson> practice_lesson(const Model& model, const State& state, std::uint32_t seed,
                               const std::map<std::string, Words>& languages);

}  // namespace convscope

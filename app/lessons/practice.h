// Practice: a lesson made on the spot, whose steps are questions drawn by a seed from the scene as it stands. No file holds it.
#pragma once

#include "app/lessons/question.h"

namespace convscope {

inline constexpr const char* kPracticeLesson = "practice";  // its id: no folder of a lesson that is shipped has this name
inline constexpr std::size_t kPracticeQuestions = 10;

// Its questions are random_question(model, seed), (model, seed + 1), …, as the command line asks them by their seeds, without those that
// would ask the same thing again. Refuses what random_question refuses.
Result<Lesson> practice_lesson(const Model& model, const State& state, std::uint32_t seed,
                               const std::map<std::string, Words>& languages);

}  // namespace convscope

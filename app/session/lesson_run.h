// Where a person is in a lesson, as a value. What keys make of it: app/lessons/run.h.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

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
  std::string lesson;       // its id; of one that lies elsewhere than lessons do, its folder
  std::size_t step = 0;
  RunStage stage = RunStage::kText;
  std::vector<int> votes;   // hands, by choice of the step's question; they are gone with the step
  bool operator==(const LessonRun&) const = default;
};

}  // namespace convscope

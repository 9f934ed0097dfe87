// The hint of a first start: three things to do, each ends when the person did it, in any order.
#pragma once

#include <array>

namespace convscope {

enum class FirstStep { kPlay, kChange, kHover };  // press Space · drag a slider · point at a cell
inline constexpr int kFirstSteps = 3;

class FirstSteps {
 public:
  void did(FirstStep step) { done_[static_cast<std::size_t>(step)] = true; }
  bool done(FirstStep step) const { return done_[static_cast<std::size_t>(step)]; }
  bool finished() const { return done_[0] && done_[1] && done_[2]; }
  // The first that is not done; of no meaning once finished.
  FirstStep current() const { return !done_[0] ? FirstStep::kPlay : !done_[1] ? FirstStep::kChange : FirstStep::kHover; }

 private:
  std::array<bool, kFirstSteps> done_{};
};

}  // namespace convscope

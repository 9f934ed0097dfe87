// On its way from one setting to the next: what was set before, and how far the stage has gone over. Single changes glide; what is
// dragged follows at once, unless each of its steps is to be seen.
#pragma once

#include <memory>

#include "app/session/state.h"

namespace convscope {

inline constexpr double kGlideSeconds = 0.65;

struct Glide {
  std::shared_ptr<const State> now, before;  // before: null while it rests
  double changed = -1;                       // when, in seconds; negative: not yet
};

struct GlideShown {
  const State* before = nullptr;  // as long as `glide` is not followed again
  double share = 1;               // 0..1 of the way
};

// To be called in every frame, with its time.
GlideShown follow(Glide& glide, const State& state, double now, bool each_step = false);

}  // namespace convscope

#include "app/panels/glide.h"

namespace convscope {

GlideShown follow(Glide& glide, const State& state, double now, bool each_step) {
  constexpr double kDragged = 0.25;  // changes that follow each other sooner are one drag
  const bool same_scene = glide.now && glide.now->scene == state.scene && glide.now->mode == state.mode;
  if (!same_scene) {
    glide = {std::make_shared<const State>(state), nullptr, -1};
  } else if (glide.now->parameters != state.parameters) {
    const bool single = each_step || glide.changed < 0 || now - glide.changed > kDragged;
    glide.before = single && !state.reduce_motion ? glide.now : nullptr;
    glide.now = std::make_shared<const State>(state);
    glide.changed = now;
  }
  if (!glide.before) return {};
  const double share = (now - glide.changed) / kGlideSeconds;
  if (share >= 1) glide.before = nullptr;
  return glide.before ? GlideShown{glide.before.get(), share} : GlideShown{};
}

}  // namespace convscope

// Taps on their way from one rate to another: a stage that shows a dilated kernel lets them glide apart or together when the rate changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/views/kit.h"

namespace convscope {

// The controls of the scene that are rates which its view shows on their way; empty: none.
std::vector<std::string> rate_controls(const Scene& scene);
// Down and across; one number where the control has one.
std::vector<Index> rate_in(const Scene& scene, const State& state, const std::string& control);

// From one tap to the next along an axis, in cells.
struct TapGap {
  Index from = 1, to = 1;  // rates
  double share = 1;        // of the way between them
  double apart() const { return number(from) + number(to - from) * share; }
  // How wide the inserted zeros of a gap are, those that stay whole first.
  std::vector<double> zeros() const;
};

// While the stage goes over to another rate: the gaps of both axes. Nothing while it rests.
std::optional<std::vector<TapGap>> gliding_gaps(const ViewContext& context, const std::string& control);
// How strongly to draw what is only seen on that way: it comes at its begin and goes at its end.
double seen_on_the_way(const ViewContext& context);

}  // namespace convscope

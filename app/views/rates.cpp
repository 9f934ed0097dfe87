#include "app/views/rates.h"

#include <algorithm>

#include "app/scenes/controls.h"

namespace convscope {

std::vector<std::string> rate_controls(const Scene& scene) {
  if (scene.view == "dilated_stack") return {"rate_1", "rate_2", "rate_3"};
  const bool shows_taps = scene.view == "dilated" || scene.view == "photo_filters";
  return shows_taps && find_control(scene, "dilation") ? std::vector<std::string>{"dilation"} : std::vector<std::string>{};
}

std::vector<Index> rate_in(const Scene& scene, const State& state, const std::string& control) {
  const AttributeValue* value = find_parameter(scene, state, control);
  const auto* numbers = value ? std::get_if<std::vector<Index>>(value) : nullptr;
  const Control* known = find_control(scene, control);
  if (!numbers || numbers->empty() || !known) return {1};
  std::vector<Index> rates = *numbers;
  rates.resize(static_cast<std::size_t>(known->axes), rates.front());
  return rates;
}

std::vector<double> TapGap::zeros() const {
  const Index whole = std::min(from, to) - 1, all = std::max(from, to) - 1;
  std::vector<double> widths(static_cast<std::size_t>(all), 1.0);
  for (Index i = whole; i < all; ++i) widths[static_cast<std::size_t>(i)] = (apart() - 1 - number(whole)) / number(all - whole);
  return widths;
}

std::optional<std::vector<TapGap>> gliding_gaps(const ViewContext& context, const std::string& control) {
  if (context.before == nullptr || context.state.reduce_motion) return std::nullopt;
  const Scene& scene = *context.model.scene;
  const std::vector<Index> before = rate_in(scene, *context.before, control), now = rate_in(scene, context.state, control);
  if (before == now || before.size() != now.size()) return std::nullopt;
  std::vector<TapGap> gaps;
  for (std::size_t axis = 0; axis < now.size(); ++axis)
    gaps.push_back({before[axis], now[axis], ease_in_out(std::clamp(context.gone_over, 0.0, 1.0))});
  if (gaps.size() == 1) gaps.push_back(gaps.front());  // one number for both
  return gaps;
}

double seen_on_the_way(const ViewContext& context) {
  constexpr double kEdge = 0.15;  // of the way
  const double way = std::clamp(context.gone_over, 0.0, 1.0);
  return std::min({1.0, way / kEdge, (1 - way) / kEdge});
}

}  // namespace convscope

// The three phases of scene 5 as headings over its stage.
#include "app/views/many_channels.h"

namespace convscope {
namespace {

void draw_rail(Pen& pen, double x, double right, double y, int number, const std::string& words, RailState state) {
  const Theme& t = pen.theme();
  Color color = state == RailState::kLater ? t.faint : t.accent;
  bool now = state == RailState::kNow;
  double r = pen.type(12);
  pen.circle({x + r, y}, r, now ? t.accent : t.surface, {color, 1.5});
  pen.text({x + r, y}, std::to_string(number), {kLabelSize, Weight::kBold, Anchor::kMiddle}, now ? t.on_accent : color);
  pen.whole({x + 2 * r + 10, y}, words, {15, Weight::kSemiBold}, color, right - x - 2 * r - 10);
  pen.rect({x, y + pen.type(20), right - x, 3}, state == RailState::kLater ? t.line : color, 1.5);
}

}  // namespace

void draw_rails(const ViewContext& context, Pen& pen, const Work& work, double y, const RailPlaces& places) {
  const Words& words = context.words;
  auto state = [](double before, double share) {
    return share >= 1 ? RailState::kDone : before >= 1 ? RailState::kNow : RailState::kLater;
  };
  const double filtered = work.filtered.empty() ? 1 : work.filtered.back();
  const bool last = work.drop >= 1;
  draw_rail(pen, places.left, places.filtered, y, 1, words("view.rail_filter"), filtered < 1 ? RailState::kNow : RailState::kDone);
  draw_rail(pen, places.filtered + 24, places.sum, y, 2, words("view.rail_merge"), state(filtered, work.merge));
  const RailState bias = work.merge < 1 ? RailState::kLater : last ? RailState::kDone : RailState::kNow;
  draw_rail(pen, places.sum + 24, places.output, y, 3, words("view.rail_bias"), bias);
}

}  // namespace convscope

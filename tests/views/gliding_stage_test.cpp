// A stage on its way from one setting to the next.
#include <cmath>

#include "app/views/kit.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

using GlidingStage = Stage;

const TextItem* text_item(const DisplayList& list, const std::string& wanted) {
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text) == wanted) return text;
  return nullptr;
}

TEST_F(GlidingStage, BarsGrowAndThenRowsChangePlacesOnTheWayToAnotherFigure) {
  auto made = model({"cost", "", {{"figure", std::string("memory")}, {"order", std::string("ascending")}}});
  State before = state_;
  before.parameters.clear();
  const Theme theme = make_theme(ThemeName::kLight);
  const auto drawn = [&](const State& state, const State* from, double way) {
    ViewContext context{*made, state, {0, 0, 1}, {}, theme, catalog_.languages.at("en"), *catalog_.fonts, 928, 700, {}};
    context.before = from;
    context.gone_over = way;
    return build_view(context);
  };
  const Words& words = catalog_.languages.at("en");
  const auto name_of = [&](const char* id) { return words.format(std::string("variant.") + id, {{"groups", "4"}}); };
  const auto row_of = [&](const DisplayList& list, const char* id) {
    const TextItem* name = text_item(list, name_of(id));
    EXPECT_NE(name, nullptr) << id;
    return name ? name->at.y : 0;
  };
  const auto bar_of = [&](const DisplayList& list, const char* id) {  // all parts of it
    const double y = row_of(list, id);
    double left = 1e9, right = 0;
    for (const Item& item : list.items) {
      auto* rect = std::get_if<RectItem>(&item);
      if (!rect || !rect->target.none() || std::abs(rect->box.center().y - y) > 0.5) continue;
      left = std::min(left, rect->box.x);
      right = std::max(right, rect->box.right());
    }
    return right - left;
  };
  constexpr double kThin = 3;  // the thinnest parts are drawn a little wider than they are
  const DisplayList old = drawn(before, nullptr, 1), begin = drawn(state_, &before, 0), grown = drawn(state_, &before, 0.45),
                    half = drawn(state_, &before, 0.72), end = drawn(state_, &before, 1), rest = drawn(state_, nullptr, 1);
  bool moved = false, changed = false;
  for (const char* id : {"standard", "depthwise_separable", "grouped"}) {
    EXPECT_NEAR(row_of(begin, id), row_of(old, id), 1e-6) << id;
    EXPECT_NEAR(row_of(grown, id), row_of(old, id), 1e-6) << id << ": never both at once";
    EXPECT_NEAR(row_of(end, id), row_of(rest, id), 1e-6) << id;
    EXPECT_NEAR(bar_of(begin, id), bar_of(old, id), kThin) << id;
    EXPECT_NEAR(bar_of(grown, id), bar_of(rest, id), kThin) << id;
    const double from = row_of(old, id), to = row_of(rest, id);
    if (from != to) {
      EXPECT_TRUE(row_of(half, id) > std::min(from, to) && row_of(half, id) < std::max(from, to)) << id;
    }
    moved = moved || from != to;
    changed = changed || std::abs(bar_of(old, id) - bar_of(rest, id)) > 2 * kThin;
  }
  EXPECT_TRUE(moved && changed);
  state_.reduce_motion = true;
  const DisplayList cut = drawn(state_, &before, 0.3);
  EXPECT_NEAR(row_of(cut, "standard"), row_of(rest, "standard"), 1e-6);
}

}  // namespace
}  // namespace convscope

#include "app/panels/neighbourhood.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

// 20 × 20 cells of 10 pixels from (100, 50) on a stage of 400 × 300.
DisplayList grid() {
  DisplayList list;
  list.width = 400;
  list.height = 300;
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 20; ++x) {
      Target target{TargetKind::kInput, 0, y * 20 + x};
      list.items.push_back(RectItem{{100.0 + 10 * x, 50.0 + 10 * y, 10, 10}, {}, {}, 0, target});
    }
  list.items.push_back(TextItem{});
  return list;
}

constexpr Target kMiddle{TargetKind::kInput, 0, 10 * 20 + 10};

TEST(Neighbourhood, ShowsNineCellsAroundThePinnedOneInTheMiddleOfTheStage) {
  auto view = neighbourhood(grid(), kMiddle, 30);
  ASSERT_TRUE(view);
  EXPECT_NEAR(view->zoom, 300.0 / 90, 1e-9);
  EXPECT_NEAR(205 * view->zoom + view->x, 200, 1e-9);
  EXPECT_NEAR(155 * view->zoom + view->y, 150, 1e-9);
}

TEST(Neighbourhood, ShowsNothingFromBeyondTheStage) {
  DisplayList list = grid();
  std::get<RectItem>(list.items[0]).box = {0, 0, 10, 10};
  auto view = neighbourhood(list, {TargetKind::kInput, 0, 0}, 30);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->x, 0);
  EXPECT_EQ(view->y, 0);
  Box seen = seen_part(list, *view);
  EXPECT_NEAR(seen.w, 120, 1e-9);
  EXPECT_NEAR(seen.h, 90, 1e-9);
}

TEST(Neighbourhood, IsNotNeededForCellsThatCanBeReadNorForACellThatIsNotThere) {
  EXPECT_FALSE(neighbourhood(grid(), kMiddle, 10));
  EXPECT_FALSE(neighbourhood(grid(), {TargetKind::kOutput, 0, 3}, 30));
  EXPECT_FALSE(neighbourhood(grid(), {}, 30));
}

TEST(Neighbourhood, FindsTheCellOfAPicture) {
  DisplayList list;
  list.width = list.height = 200;
  auto pixels = std::make_shared<Pixels>(Pixels{100, 100, {}});
  list.items.push_back(ImageItem{{0, 0, 200, 200}, pixels, {}, {TargetKind::kOutput, 0, -1}});
  auto view = neighbourhood(list, {TargetKind::kOutput, 0, 50 * 100 + 50}, 30);
  ASSERT_TRUE(view);
  EXPECT_NEAR(101 * view->zoom + view->x, 100, 1e-9);
}

TEST(Map, HasNoText) { EXPECT_EQ(map_of(grid()).items.size(), 400U); }

}  // namespace
}  // namespace convscope

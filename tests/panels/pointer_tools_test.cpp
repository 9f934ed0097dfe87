// The spotlight and the marks that a lecturer draws by hand.
#include "app/panels/pointer_tools.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

TEST(Spotlight, ATapLeavesItOnAndAnotherPutsItOut) {
  Spotlight light;
  press_spotlight(light, 10);
  release_spotlight(light, 10.1);
  EXPECT_TRUE(light.on);
  press_spotlight(light, 20);
  EXPECT_FALSE(light.on);
  release_spotlight(light, 20.1);
  EXPECT_FALSE(light.on);
}

TEST(Spotlight, HeldItGoesOutWithTheKey) {
  Spotlight light;
  press_spotlight(light, 10);
  EXPECT_TRUE(light.on);
  release_spotlight(light, 11);
  EXPECT_FALSE(light.on);
}

TEST(Spotlight, StaysOnAfterATapWhateverElseLetsItsKeyGo) {
  Spotlight light;
  press_spotlight(light, 10);
  release_spotlight(light, 10.1);
  release_spotlight(light, 30);  // the same letter was typed in a field, or the window lost the keyboard
  EXPECT_TRUE(light.on);
}

TEST(Spotlight, TheWheelWidensItWithinBounds) {
  Spotlight light;
  const double before = light.radius;
  widen_spotlight(light, 1);
  EXPECT_GT(light.radius, before);
  widen_spotlight(light, -1);
  EXPECT_NEAR(light.radius, before, 1e-12);
  widen_spotlight(light, 1000);
  EXPECT_LT(light.radius, 1) << "never the whole window";
  widen_spotlight(light, -1000);
  EXPECT_GT(light.radius, 0);
}

Marks drawn(std::initializer_list<Point> points, double ended) {
  Marks marks;
  for (const Point& point : points) put_pen(marks, point);
  lift_pen(marks, ended);
  return marks;
}

TEST(Marks, AStrokeGoesOnWhileThePenIsDownAndANewOneBeginsWithTheNext) {
  Marks marks = drawn({{0, 0}, {10, 0}, {20, 0}}, 1);
  ASSERT_EQ(marks.strokes.size(), 1U);
  EXPECT_EQ(marks.strokes[0].points.size(), 3U);
  put_pen(marks, {100, 100});
  ASSERT_EQ(marks.strokes.size(), 2U);
  EXPECT_EQ(marks.strokes[1].points.size(), 1U);
}

TEST(Marks, StandThenFadeThenAreGone) {
  Marks marks = drawn({{0, 0}, {10, 0}}, 100);
  double stood = 100;
  while (strength_of(marks.strokes[0], stood) == 1) stood += 0.01;
  EXPECT_GE(stood, 103) << "there is time to speak of it";
  EXPECT_NEAR(*next_fading(marks, 100), stood - 100, 0.02) << "the window sleeps until then";
  EXPECT_EQ(*next_fading(marks, stood + 0.1), 0);
  const double faint = strength_of(marks.strokes[0], stood + 0.4);
  EXPECT_LT(faint, 1);
  EXPECT_GT(faint, 0);
  fade_marks(marks, stood + 0.4);
  EXPECT_EQ(marks.strokes.size(), 1U);
  fade_marks(marks, stood + 5);
  EXPECT_TRUE(marks.strokes.empty());
  EXPECT_FALSE(next_fading(marks, stood + 5)) << "nothing more to wake up for";
}

TEST(Marks, WhileThePenIsDownNothingFades) {
  Marks marks;
  put_pen(marks, {1, 1});
  fade_marks(marks, 1e6);
  EXPECT_EQ(marks.strokes.size(), 1U);
  EXPECT_FALSE(next_fading(marks, 1e6));
}

double roughness(const std::vector<Point>& line) {  // of turns, per step
  double sum = 0;
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const double before = std::atan2(line[i].y - line[i - 1].y, line[i].x - line[i - 1].x);
    const double after = std::atan2(line[i + 1].y - line[i].y, line[i + 1].x - line[i].x);
    sum = std::max(sum, std::abs(std::remainder(after - before, 2 * std::acos(-1.0))));
  }
  return sum;
}

TEST(Marks, AreSmootherThanTheHandAndStayWhereItWent) {
  std::vector<Point> shaky;
  for (int i = 0; i <= 40; ++i) shaky.push_back({i * 6.0, (i % 2 == 0 ? 1.5 : -1.5) + 40 * std::sin(i * 0.15)});
  const std::vector<Point> line = smoothed(shaky);
  EXPECT_LT(roughness(line), roughness(shaky) / 3);
  EXPECT_EQ(line.front().x, shaky.front().x);
  EXPECT_EQ(line.back().x, shaky.back().x);
  for (const Point& p : line) {
    double nearest = 1e9;
    for (const Point& q : shaky) nearest = std::min(nearest, std::hypot(p.x - q.x, p.y - q.y));
    EXPECT_LT(nearest, 6) << p.x << ", " << p.y;
  }
}

}  // namespace
}  // namespace convscope

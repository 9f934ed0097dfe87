#include "app/scenes/expression.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

std::optional<Index> number(std::string_view name, int axis) {
  if (name == "channels") return 6;
  if (name == "kernel") return axis == 0 ? 3 : 5;
  return std::nullopt;
}

Index value(const char* text) {
  Result<Index> result = evaluate_expression(text, number);
  EXPECT_TRUE(result) << result.error().message;
  return result ? *result : -999;
}

std::string fault(const char* text) {
  Result<Index> result = evaluate_expression(text, number);
  EXPECT_FALSE(result) << text;
  return result ? "" : result.error().message;
}

TEST(Expression, ComputesWithControlsAndTheirAxes) {
  EXPECT_EQ(value("7"), 7);
  EXPECT_EQ(value("channels"), 6);
  EXPECT_EQ(value("kernel.0 * 10 + kernel.1"), 35);
  EXPECT_EQ(value("2 * (kernel.1 - 1) + 1"), 9);
  EXPECT_EQ(value("10 - 3 - 2"), 5) << "from the left";
  EXPECT_EQ(value("12 / 4 / 3"), 1);
}

TEST(Expression, DividesTowardsMinusInfinityAndByZeroNotAtAll) {
  EXPECT_EQ(value("7 / 2"), 3);
  EXPECT_EQ(value("(0 - 7) / 2"), -4);
  EXPECT_EQ(value("channels / 0"), 6);
}

TEST(Expression, StaysWithinBoundsWhateverIsMultiplied) {
  EXPECT_EQ(value("99999999999999999999 * 99999999999999999999"), Index{1} << 40);
  EXPECT_EQ(value("(0 - 9999999999999) * 9999999999999"), -(Index{1} << 40));
}

TEST(Expression, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(fault("height"), "\"height\": no control of the scene gives the number \"height\"");
  EXPECT_EQ(fault("3 +"), "\"3 +\": expected a number or a name at \"\"");
  EXPECT_EQ(fault("(3"), "\"(3\": expected \")\" at \"\"");
  EXPECT_EQ(fault("3 4"), "\"3 4\": expected +, -, * or / at \"4\"");
}

}  // namespace
}  // namespace convscope

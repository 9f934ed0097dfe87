#include "app/panels/typed.h"

#include <gtest/gtest.h>

#include "app/panels/number_text.h"

using namespace convscope;

namespace {

TypedFault fault_of(std::string_view text) {
  auto parsed = parse_whole(text, 0, 8);
  const auto* problem = std::get_if<TypedProblem>(&parsed);
  EXPECT_NE(problem, nullptr) << text;
  return problem ? problem->fault : TypedFault::kEmpty;
}

}  // namespace

TEST(Typed, EveryKindOfBadTextHasItsOwnReason) {
  EXPECT_EQ(fault_of("abc"), TypedFault::kNotANumber);
  EXPECT_EQ(fault_of("3x"), TypedFault::kNotANumber);
  EXPECT_EQ(fault_of("0x10"), TypedFault::kNotANumber);
  EXPECT_EQ(fault_of("nan"), TypedFault::kNotFinite);
  EXPECT_EQ(fault_of("-INF"), TypedFault::kNotFinite);
  EXPECT_EQ(fault_of("-1"), TypedFault::kTooSmall);
  EXPECT_EQ(fault_of("\u22121"), TypedFault::kTooSmall);
  EXPECT_EQ(fault_of("9"), TypedFault::kTooLarge);
  EXPECT_EQ(fault_of("1e999"), TypedFault::kTooLarge);
  EXPECT_EQ(fault_of("2.5"), TypedFault::kNotWhole);
  EXPECT_EQ(fault_of("   "), TypedFault::kEmpty);
}

TEST(Typed, TakesNumbersAsPeopleWriteThem) {
  EXPECT_EQ(std::get<Index>(parse_whole(" 3 ", 0, 8)), 3);
  EXPECT_EQ(std::get<Index>(parse_whole("3.0", 0, 8)), 3);
  EXPECT_EQ(std::get<Index>(parse_whole("\uFF13", 0, 8)), 3);  // full-width 3
  EXPECT_DOUBLE_EQ(std::get<double>(parse_real("\u22120.5", -1, 1)), -0.5);
  EXPECT_DOUBLE_EQ(std::get<double>(parse_real("1e-3", -1, 1)), 0.001);
}

TEST(Typed, TheReasonHoldsTheTextAndTheRange) {
  auto parsed = parse_whole("nine and much more than fits", 0, 8);
  const auto& problem = std::get<TypedProblem>(parsed);
  EXPECT_TRUE(problem.typed.starts_with("nine and"));
  EXPECT_LE(problem.typed.size(), 28u);
  EXPECT_EQ(problem.minimum, 0);
  EXPECT_EQ(problem.maximum, 8);
}

TEST(NumberText, LongNumbersAreSetApartAndShortOnesAreNot) {
  EXPECT_EQ(grouped(1'228'800), "1\u2009228\u2009800");
  EXPECT_EQ(grouped(53'952), "53\u2009952");
  EXPECT_EQ(grouped(1792), "1792");
  EXPECT_EQ(grouped(-12'345), "\u221212\u2009345");
}

TEST(NumberText, ValuesHaveATrueMinusAndNoEmptyDecimals) {
  EXPECT_EQ(value_text(-0.25), "\u22120.25");
  EXPECT_EQ(value_text(3), "3");
  EXPECT_EQ(value_text(-0.0), "0");
  EXPECT_EQ(value_text(-0.00001), "0");
  EXPECT_EQ(value_text(100), "100");
}

TEST(NumberText, ClocksCountMinutesAndHours) {
  EXPECT_EQ(clock_text(7.2), "0:07");
  EXPECT_EQ(clock_text(65), "1:05");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(-1), "0:00");
}

// What is impossible is answered beside the control that can undo it, in a sentence with the values.
#include <limits>

#include "scenes/shipped.h"

namespace convscope {
namespace {

class Refusals : public ShippedScenes {
 protected:
  void expect(const State& state, const std::string& control, std::initializer_list<const char*> parts) {
    const Error error = refusal(state);
    EXPECT_EQ(error.attribute, control) << error.message;
    EXPECT_EQ(exit_code(error.kind), 2) << error.message;
    for (const char* part : parts)
      EXPECT_NE(error.message.find(part), std::string::npos) << "\"" << part << "\" is not in: " << error.message;
  }
};

TEST_F(Refusals, OfAKernelThatSpansMoreThanTheInputShowBesideWhatMakesItLarge) {
  expect(state_of("one_channel", {{"kernel", list({5})}}), "kernel", {"5", "3"});
  expect(state_of("one_channel", {{"kernel", list({3})}, {"dilation", list({2})}}), "dilation", {"5", "3"});
}

TEST_F(Refusals, OfNumbersOutOfRangeShowBesideTheirControl) {
  expect(state_of("stride", {{"stride", list({0})}}), "stride", {"0"});
  expect(state_of("stride", {{"stride", list({2, 70})}}), "stride", {"70"});
  expect(state_of("padding", {{"padding", list({-1})}}), "padding", {"-1"});
  expect(state_of("one_channel", {{"input", list({100000})}}), "input", {"100000", "12"});
  expect(state_of("many_filters", {{"batch", list({0})}}), "batch", {"0"});
}

TEST_F(Refusals, OfAPaddingThatHasTooLittleToCopyShowBesideThePadding) {
  expect(state_of("padding", {{"padding", list({4})}, {"padding_mode", word("reflect")}}), "padding", {"reflect", "4"});
  expect(state_of("padding", {{"padding", list({5})}, {"padding_mode", word("circular")}}), "padding", {"circular", "5", "4"});
}

TEST_F(Refusals, OfSameWithAStrideShowBesideThePadding) {
  expect(state_of("stride", {{"padding", word("same")}}), "padding", {"same", "2"});
}

TEST_F(Refusals, OfNumbersThatAreNotFiniteCoverParametersAndCells) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  expect(state_of("padding", {{"padding_value", AttributeValue{nan}}}), "padding_value", {"nan"});
  State state = state_of("one_channel");
  state.edits[{"input", {0, 0, 1, 1}}] = nan;
  expect(state, "input", {"nan"});
  state = state_of("one_channel");
  state.edits[{"weight", {0, 0, 1, 1}}] = infinity;
  expect(state, "kernel", {"inf"});
  state = state_of("many_channels");
  state.edits[{"bias", {0}}] = 1e300;  // finite, but no float
  expect(state, "bias", {"1e+300"});
}

TEST_F(Refusals, OfUnknownNamesListTheKnown) {
  const Error error = refusal(state_of("no_such_scene"));
  EXPECT_EQ(error.kind, ErrorKind::kUsage);
  EXPECT_NE(error.message.find("one_channel, padding, stride"), std::string::npos) << error.message;
  expect(state_of("photo_filters", {{"filter", word("prewitt")}}), "filter", {"sobel", "prewitt"});
}

TEST_F(Refusals, OfAnEvenGaussianSayThatItMustBeOdd) {
  expect(state_of("photo_filters", {{"filter", word("gaussian")}, {"gaussian_size", list({4})}}), "gaussian_size", {"odd", "4"});
}

TEST_F(Refusals, OfPhotographsShowBesideThePhotograph) {
  State state = state_of("photo_filters");
  state.image = "kitten";
  const Error unknown = refusal(state);
  EXPECT_EQ(unknown.attribute, "image");
  EXPECT_NE(unknown.message.find("chelsea"), std::string::npos) << unknown.message;
  state.image = CONVSCOPE_SOURCE_DIR "/assets/images/LICENSE";
  const Error text = refusal(state);
  EXPECT_EQ(text.attribute, "image");
  EXPECT_EQ(text.kind, ErrorKind::kFile);
  EXPECT_NE(text.message.find("LICENSE"), std::string::npos) << text.message;
}

}  // namespace
}  // namespace convscope

// The numbers that every scene must show, worked by hand or taken from the storyboards.
#include <algorithm>
#include <iterator>

#include "scenes/shipped.h"

namespace convscope {
namespace {

using Numbers = ShippedScenes;

TEST_F(Numbers, OfOneChannelAreThoseWorkedByHand) {
  auto made = model("one_channel");
  EXPECT_EQ(made->first().output().extents, (Extents{1, 1, 2, 2}));
  EXPECT_EQ(values(made->first().output()), (std::vector<float>{25, 31, 43, 49}));
  EXPECT_EQ(made->first().trace().gather(3).result, 49);
  EXPECT_EQ(made->timeline.steps(), 4);
}

TEST_F(Numbers, FollowAnEditedCell) {
  State state = state_of("one_channel");
  state.edits[{"input", {0, 0, 0, 1}}] = 12;   // 2 becomes 12: read with weight 1 by the first output, with 0 by the second
  state.edits[{"weight", {0, 0, 1, 1}}] = 4;   // 3 becomes 4: meets 5, 6, 8, 9
  EXPECT_EQ(values(model(state)->first().output()), (std::vector<float>{25 + 10 + 5, 31 + 6, 43 + 8, 49 + 9}));
}

TEST_F(Numbers, OfPaddingAreTheStoryboards) {
  auto made = model("padding");
  EXPECT_EQ(made->first().output().extents, (Extents{1, 1, 6, 6}));
  // Reflected at the 3 of the corner the first window reads 8 7 1 / 2 9 5 / 4 1 3, and that of (1, 1) reads 9 5 9 / 1 3 1 / 9 5 9.
  EXPECT_EQ(made->first().output().at({0, 0, 0, 0}), 8 + 1 + 2 * 9 + 4 + 3);
  EXPECT_EQ(made->first().output().at({0, 0, 1, 1}), 4 * 9 + 2 * 3);
}

TEST_F(Numbers, OfStrideLeaveTwoColumnsUnread) {
  auto made = model("stride");
  EXPECT_EQ(made->first().output().extents, (Extents{1, 1, 3, 3}));
  Tensor read = made->first().trace().times_read();
  for (Index y = 0; y < 7; ++y) {
    for (Index x = 0; x < 11; ++x) EXPECT_EQ(read.at({y, x}) == 0, x >= 9) << y << ", " << x;
  }
}

TEST_F(Numbers, OfManyChannelsComeFromAllOfThemAndOneBias) {
  auto made = model("many_channels");
  EXPECT_EQ(made->first().output().extents, (Extents{1, 1, 2, 2}));
  EXPECT_EQ(made->first().layer->cost().parameters, 3 * 3 * 3 + 1);
  GatherStep step = made->first().trace().gather(3);
  ASSERT_EQ(step.channel_sums.size(), 3u);
  // Channel R at (1, 1): corners 3 2 1 3 and the middle 2, each with weight 1.
  EXPECT_EQ(step.channel_sums[0], 3 + 2 + 1 + 3 + 2);
  EXPECT_EQ(step.bias, 2.0);
  EXPECT_EQ(step.result, step.channel_sums[0] + step.channel_sums[1] + step.channel_sums[2] + 2);
  EXPECT_EQ(made->first().output()[3], static_cast<float>(step.result));
  EXPECT_TRUE(model("many_channels", {{"bias", AttributeValue{false}}})->first().bias().absent());
  EXPECT_EQ(model("many_channels", {{"bias", AttributeValue{false}}})->first().output()[3], static_cast<float>(step.result - 2));
}

TEST_F(Numbers, OfManyChannelsHaveAPhaseForEachChannel) {
  std::vector<std::string> names;
  auto made = model("many_channels");
  for (const PhaseSpec& phase : made->timeline.phases(0)) names.push_back(phase.name);
  EXPECT_EQ(names, (std::vector<std::string>{"arrive", "filter:0", "filter:1", "filter:2", "merge", "bias", "drop"}));
  EXPECT_EQ(model("many_channels", {{"channels", list({1})}})->timeline.phases(0).size(), 5u);
  // More channels do not make a step longer than three do.
  auto seconds = [](const std::shared_ptr<const Model>& each) { return each->timeline.step_seconds(0); };
  EXPECT_NEAR(seconds(model("many_channels", {{"channels", list({12})}})), seconds(model("many_channels")),
              1e-9);
}

TEST_F(Numbers, OfManyFiltersAreTheStoryboards) {
  auto made = model("many_filters");
  EXPECT_EQ(made->first().weight().extents, (Extents{2, 3, 3, 3}));
  EXPECT_EQ(made->first().output().extents, (Extents{2, 2, 2, 2}));
  EXPECT_EQ(values(made->first().output()), (std::vector<float>{8, -1, 10, -2, -1, 5, 2, -3, 4, 6, 0, 10, 0, 1, 5, 6}));
  EXPECT_EQ(made->first().layer->cost().parameters, 56);
  EXPECT_EQ(model("many_filters", {{"batch", list({4})}})->first().layer->cost().parameters, 56);
  EXPECT_EQ(model("many_filters", {{"filters", list({3})}})->first().layer->cost().parameters, 84);
}

struct PresetSize {
  const char* id;
  Index input, output;
};
constexpr PresetSize kCatalogue[] = {{"no_padding", 4, 2},          {"arbitrary_padding", 5, 6}, {"same_padding", 5, 5},
                                     {"full_padding", 5, 7},        {"strides", 5, 2},           {"padding_strides", 5, 3},
                                     {"padding_strides_odd", 6, 3}, {"dilation", 7, 3}};

TEST_F(Numbers, OfTheCatalogueAreTheSizesEveryTeacherKnows) {
  for (const char* id : {"one_channel", "padding", "stride"}) {
    ASSERT_EQ(scene(id).presets.size(), std::size(kCatalogue)) << id;
    for (const PresetSize& wanted : kCatalogue) {
      const auto& presets = scene(id).presets;
      auto preset = std::find_if(presets.begin(), presets.end(), [&](const Preset& each) { return each.id == wanted.id; });
      ASSERT_NE(preset, presets.end()) << id << " lacks " << wanted.id;
      auto made = model(id, preset->parameters);
      ASSERT_NE(made, nullptr) << id << " " << wanted.id;
      EXPECT_EQ(made->first().input().extents, (Extents{1, 1, wanted.input, wanted.input})) << id << " " << wanted.id;
      EXPECT_EQ(made->first().output().extents, (Extents{1, 1, wanted.output, wanted.output})) << id << " " << wanted.id;
    }
  }
}

TEST_F(Numbers, OfThePaddingRowAreItsSizes) {
  const auto size = [&](Index input, Index kernel, AttributeValue padding, Index stride = 1) {
    return model("padding", {{"input", list({input})},
                             {"kernel", list({kernel})},
                             {"padding", padding},
                             {"stride", list({stride})},
                             {"padding_mode", word("zeros")}})
        ->first().output().extents[2];
  };
  EXPECT_EQ(size(4, 3, list({0})), 2);
  EXPECT_EQ(size(4, 3, list({1})), 4);
  EXPECT_EQ(size(4, 3, list({2})), 6);
  EXPECT_EQ(size(5, 4, word("full")), 8);
  EXPECT_EQ(size(5, 3, word("same")), 5);
  EXPECT_EQ(size(5, 3, word("valid")), 3);
  EXPECT_EQ(size(5, 3, list({0}), 2), 2);
  EXPECT_EQ(size(5, 3, list({1}), 2), 3);
  EXPECT_EQ(size(6, 3, list({1}), 2), 3);
}

TEST_F(Numbers, OfFourSidesComeAsTopLeftBottomRight) {
  auto made = model("padding", {{"padding", list({1, 2, 0, 3})}, {"padding_mode", word("zeros")}});
  EXPECT_EQ(made->first().output().extents, (Extents{1, 1, 4 + 1 + 0 - 2, 4 + 2 + 3 - 2}));
  EXPECT_EQ(made->first().trace().gather(0).top, -1);
  EXPECT_EQ(made->first().trace().gather(0).left, -2);
}

TEST_F(Numbers, OfOldCellsStayWhenTheInputGrows) {
  auto small = model("one_channel", {{"input", list({5, 6})}}), large = model("one_channel", {{"input", list({7, 9})}});
  for (Index y = 0; y < 5; ++y) {
    for (Index x = 0; x < 6; ++x) EXPECT_EQ(small->first().input().at({0, 0, y, x}), large->first().input().at({0, 0, y, x}));
  }
  EXPECT_EQ(large->first().input().at({0, 0, 2, 2}), 9);
  for (float value : large->first().input().data) {
    EXPECT_GE(value, 0);
    EXPECT_LE(value, 9);
    EXPECT_EQ(value, static_cast<float>(static_cast<int>(value)));
  }
}

TEST_F(Numbers, OfEditsSurviveAResize) {
  State state = state_of("one_channel", {{"input", list({6})}});
  state.edits[{"input", {0, 0, 4, 5}}] = -7;
  EXPECT_EQ(model(state)->first().input().at({0, 0, 4, 5}), -7);
  state.parameters["input"] = list({3});
  EXPECT_EQ(values(model(state)->first().output()), (std::vector<float>{25, 31, 43, 49}));
  state.parameters["input"] = list({6});
  EXPECT_EQ(model(state)->first().input().at({0, 0, 4, 5}), -7);
}

TEST_F(Numbers, AreTheSameEachTime) {
  for (const Scene& each : scenes_)
    EXPECT_EQ(values(model(each.id)->first().output()), values(model(each.id)->first().output())) << each.id;
}

TEST_F(Numbers, OfTheOpeningStepLieInTheOutput) {
  for (const Scene& each : scenes_) {
    auto made = model(each.id);
    Moment moment = opening_moment(each, *made);
    EXPECT_EQ(moment, clamped(made->timeline, moment)) << each.id;
  }
  auto made = model("many_filters", {{"batch", list({1})}, {"kernel", list({4})}});
  EXPECT_EQ(opening_moment(scene("many_filters"), *made).step, 0);  // its usual cell is not there
}

}  // namespace
}  // namespace convscope

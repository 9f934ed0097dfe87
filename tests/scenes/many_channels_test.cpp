// Scene 5 on a photograph: what each channel gives by itself and what they give together are the same numbers.
#include "scenes/shipped.h"

namespace convscope {
namespace {

class ManyChannelsOnAPhotograph : public ShippedScenes {
 protected:
  std::shared_ptr<const Model> on_photograph(const std::string& detector, std::map<CellKey, double> edits = {}) {
    State state = state_of("many_channels", {{"detector", word(detector)}});
    state.mode = "photograph";
    state.edits = std::move(edits);
    return model(state);
  }
};

TEST_F(ManyChannelsOnAPhotograph, TheFilteredChannelsAndTheBiasAddUpToTheOutput) {
  for (const char* detector : {"red", "blue", "edges"}) {
    auto made = on_photograph(detector);
    ASSERT_NE(made, nullptr);
    const Tensor &filtered = made->layer("filtered").output(), &output = made->layer("output").output();
    const Index plane = output.count();
    ASSERT_EQ(filtered.count(), 3 * plane);
    for (Index i = 0; i < plane; i += 997)
      EXPECT_EQ(output[i], filtered[i] + filtered[plane + i] + filtered[2 * plane + i] + 50) << detector << " pixel " << i;
  }
}

TEST_F(ManyChannelsOnAPhotograph, AChangedWeightIsChangedInBothLayers) {
  auto before = on_photograph("red"), after = on_photograph("red", {{{"red", {0, 1, 1, 1}}, 7}});
  EXPECT_EQ(after->layer("filtered").weight().at({1, 0, 1, 1}), 7);
  EXPECT_EQ(after->layer("output").weight().at({0, 1, 1, 1}), 7);
  const Index plane = before->layer("output").output().count(), pixel = 40 * before->photograph->width + 30;
  EXPECT_NE(before->layer("filtered").output()[plane + pixel], after->layer("filtered").output()[plane + pixel]);
}

TEST_F(ManyChannelsOnAPhotograph, APictureOfEveryPlaneIsKeptOnOneScale) {
  auto made = on_photograph("red");
  ASSERT_EQ(made->planes.at("filtered").size(), 3u);
  ASSERT_EQ(made->planes.at("input").size(), 3u);
  EXPECT_FALSE(made->planes.at("input")[0].is_signed);
  for (const Picture& plane : made->planes.at("filtered")) {
    EXPECT_TRUE(plane.is_signed);
    EXPECT_EQ(plane.limit, made->planes.at("filtered")[0].limit);
  }
}

}  // namespace
}  // namespace convscope

// Scenes 21 and 8: what a cell on top of a stack sees of the image, and the sizes of volumes.
#include "engine/graph/receptive_field.h"
#include "scenes/shipped.h"

namespace convscope {
namespace {

class FieldScene : public ShippedScenes {
 protected:
  double field(const std::string& preset) {
    State state = state_of("receptive_field");
    for (const Preset& each : scene("receptive_field").presets)
      if (each.id == preset) state.parameters = each.parameters;
    auto made = model(state);
    return receptive_fields(*made->pipeline).back().axes.at(0).size;
  }
};

TEST_F(FieldScene, FollowsFromKernelsAndStrides) {
  EXPECT_EQ(field("field_halves"), 5);  // conv 3 s2, pool 2 s2
  EXPECT_EQ(field("field_three"), 7);   // three 3 × 3
  EXPECT_EQ(field("field_one_seven"), 7);
  EXPECT_EQ(field("field_opening"), 15);
  EXPECT_EQ(field("field_resnet"), 11);
  EXPECT_EQ(field("field_alexnet"), 51);
}

TEST_F(FieldScene, ShrinksFromFifteenToTenWhereTheSecondLayerKeepsItsStrideAtOne) {
  auto made = model("receptive_field", {{"stride_2", list({1})}});
  EXPECT_EQ(receptive_fields(*made->pipeline).back().axes.at(0).size, 10);
}

TEST_F(FieldScene, IsWhatTheTapsReachInTheMiddleOfTheImage) {
  auto made = model("receptive_field");
  const Index cell = flat_index(made->last().output().extents, {0, 0, 4, 4});
  EXPECT_EQ(made->pipeline->receptive_field(made->last().name, cell, {}).at("input").size(), 15u * 15u);
}

using VolumeScene = ShippedScenes;

TEST_F(VolumeScene, MakesFourByFourByFourOfSixWithAFilterOfThree) {
  auto made = model("volume");
  EXPECT_EQ(made->last().output().extents, Extents({1, 1, 4, 4, 4}));
  EXPECT_EQ(made->last().output()[flat_index(made->last().output().extents, {0, 0, 2, 0, 2})], 17);  // 9 + 3 + 5
}

TEST_F(VolumeScene, CollapsesToOneLayerWhereTheFilterIsAsDeepAsTheInput) {
  EXPECT_EQ(model("volume", {{"kernel_depth", list({6})}})->last().output().extents, Extents({1, 1, 1, 4, 4}));
}

}  // namespace
}  // namespace convscope

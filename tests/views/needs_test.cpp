// A scene's file that names a view is told what it lacks before anything is drawn.
#include "app/views/needs.h"

#include <gtest/gtest.h>

#include <string>

namespace convscope {
namespace {

Scene pooled_scene(const std::string& view, const std::vector<std::string>& stages) {
  Scene scene;
  scene.id = "mine";
  scene.view = view;
  scene.tensors["input"] = {};
  for (const std::string& name : stages) {
    scene.stages.emplace_back();
    scene.stages.back().name = name;
  }
  return scene;
}

std::string fault_of(const Scene& scene) {
  const Status fits = check_views({scene});
  return fits ? "" : fits.error().message;
}

TEST(ViewNeeds, AreMetByEveryShippedScene) {
  const auto scenes = load_scenes(CONVSCOPE_SOURCE_DIR "/assets/scenes");
  ASSERT_TRUE(scenes) << scenes.error().message;
  const Status fits = check_views(*scenes);
  EXPECT_TRUE(fits) << fits.error().message;
}

TEST(ViewNeeds, AnUnknownViewIsToldWithTheKnownOnes) {
  const std::string fault = fault_of(pooled_scene("many_chanels", {"output"}));
  EXPECT_EQ(fault.rfind("the scene mine names the unknown view \"many_chanels\"; known are one_channel, ", 0), 0U) << fault;
}

TEST(ViewNeeds, AStageThatIsCalledOtherwiseIsTold) {
  EXPECT_EQ(fault_of(pooled_scene("pooling", {"maximum", "average"})), "");
  EXPECT_EQ(fault_of(pooled_scene("pooling", {"pooled"})),
            "the scene mine is drawn by the view pooling, which needs a stage or tensor called \"maximum\" "
            "(it looks for maximum, average); "
            "the scene has input, pooled");
}

TEST(ViewNeeds, TooFewStagesAreTold) {
  EXPECT_EQ(fault_of(pooled_scene("depthwise_separable", {"depthwise"})),
            "the scene mine is drawn by the view depthwise_separable, which tells of 2 stages; the scene has depthwise");
}

TEST(ViewNeeds, EveryModeIsLookedAt) {
  Scene scene = pooled_scene("pooling", {"maximum", "average"});
  scene.modes = {"windows", "border"};
  EXPECT_NE(fault_of(scene).find("\"ceil\""), std::string::npos) << fault_of(scene);
}

}  // namespace
}  // namespace convscope

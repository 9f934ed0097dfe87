// What a drag of an element of the stage does to the state.
#include "app/panels/stage_drag.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

const Target kPoint{TargetKind::kControl, 0, 3};

Scene scene_with_controls() {
  Scene scene;
  Control kernel;
  kernel.name = "kernel";
  kernel.maximum = 7;
  kernel.axes = 2;
  kernel.value = std::vector<Index>{3, 3};
  Control turn;
  turn.name = "turn";
  turn.type = AttributeType::kNumber;
  turn.minimum = -180;
  turn.maximum = 180;
  turn.value = 30.0;
  Control bias;
  bias.name = "bias";
  bias.type = AttributeType::kFlag;
  bias.value = true;
  Control figure;
  figure.name = "figure";
  figure.type = AttributeType::kChoice;
  figure.choices = {"multiplications", "parameters", "memory"};
  figure.value = std::string("multiplications");
  scene.controls = {kernel, turn, bias, figure};
  return scene;
}

TEST(StageDrag, ChangesOneNumberOfAControlByWholeStepsWithinItsRange) {
  const Scene scene = scene_with_controls();
  const Handle handle{kPoint, {"kernel", {}, 1, 3, 20, 1}, {}};
  State state;
  drag_handle(scene, handle, {31, 500}, state);
  EXPECT_EQ(std::get<std::vector<Index>>(state.parameters.at("kernel")), (std::vector<Index>{3, 5}));  // 1.55 steps are two
  drag_handle(scene, handle, {4000, 0}, state);
  EXPECT_EQ(std::get<std::vector<Index>>(state.parameters.at("kernel")), (std::vector<Index>{3, 7}));
  drag_handle(scene, handle, {-4000, 0}, state);
  EXPECT_EQ(std::get<std::vector<Index>>(state.parameters.at("kernel")), (std::vector<Index>{3, 1}));
  drag_handle(scene, handle, {9, 0}, state);  // back where it was taken: the scene's own value is no change
  EXPECT_EQ(state.parameters.count("kernel"), 0U);
}

TEST(StageDrag, GoesFromStopToStopHoweverFarApartTheirValuesAre) {
  const Scene scene = scene_with_controls();
  Handle knob{kPoint, {"kernel", {}, 0, 3, 50, 1}, {}};
  knob.across.stops = {1, 3, 6};
  const auto dragged = [&](double by) {
    State state;
    drag_handle(scene, knob, {by, 0}, state);
    auto set = state.parameters.find("kernel");
    return set == state.parameters.end() ? Index{3} : std::get<std::vector<Index>>(set->second)[0];
  };
  EXPECT_EQ(dragged(24), 3);
  EXPECT_EQ(dragged(26), 6);
  EXPECT_EQ(dragged(400), 6);  // the last one
  EXPECT_EQ(dragged(-26), 1);
  EXPECT_EQ(dragged(-400), 1);
}

TEST(StageDrag, GoesBothWaysOnItsOwnAxes) {
  const Scene scene = scene_with_controls();
  State state;
  drag_handle(scene, {kPoint, {"turn", {}, 0, 30, 2, 5}, {"offset", {0, 1, 2, 3}, 0, 0.25, -40, 0.1}}, {21, 30}, state);
  EXPECT_DOUBLE_EQ(std::get<double>(state.parameters.at("turn")), 40);
  EXPECT_NEAR(state.edits.at({"offset", {0, 1, 2, 3}}), -0.5, 1e-12);
}

TEST(StageDrag, AClickSetsWhatHasNoLength) {
  const Scene scene = scene_with_controls();
  const Handle heading{kPoint, {"figure", {}, 0, 2, 0, 1}, {"kernel", {}, 0, 5, 0, 1}};
  ASSERT_TRUE(is_pressed(heading));
  State state;
  press_handle(scene, heading, state);
  EXPECT_EQ(std::get<std::string>(state.parameters.at("figure")), "memory");
  EXPECT_EQ(std::get<std::vector<Index>>(state.parameters.at("kernel")), (std::vector<Index>{5, 3}));
  drag_handle(scene, heading, {50, 50}, state);  // and a drag changes nothing
  EXPECT_EQ(std::get<std::string>(state.parameters.at("figure")), "memory");
  press_handle(scene, {kPoint, {"figure", {}, 0, 0, 0, 1}, {}}, state);
  EXPECT_EQ(state.parameters.count("figure"), 0U);
  EXPECT_FALSE(is_pressed({kPoint, {"kernel", {}, 1, 3, 20, 1}, {}}));
}

TEST(StageDrag, APressSetsAFlagAndTakesItBack) {
  Scene scene;
  Control flag;
  flag.name = "nearest";
  flag.type = AttributeType::kFlag;
  flag.value = false;
  scene.controls.push_back(flag);
  State state;
  press_handle(scene, {kPoint, {"nearest", {}, 0, 1, 0, 1}, {}}, state);
  EXPECT_EQ(std::get<bool>(state.parameters.at("nearest")), true);
  press_handle(scene, {kPoint, {"nearest", {}, 0, 0, 0, 1}, {}}, state);
  EXPECT_EQ(state.parameters.count("nearest"), 0U) << "what stands at the scene's default is not kept";
}

TEST(StageDrag, LeavesTheStateWhereTheAxisNamesNoNumber) {
  const Scene scene = scene_with_controls();
  State state;
  drag_handle(scene, {kPoint, {"bias", {}, 0, 0, 10, 1}, {"nothing", {}, 0, 0, 10, 1}}, {100, 100}, state);
  EXPECT_TRUE(state.parameters.empty());
  EXPECT_TRUE(state.edits.empty());
}

}  // namespace
}  // namespace convscope

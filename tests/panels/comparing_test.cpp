// Beginning, changing, swapping and leaving a comparison, as the window does it.
#include "app/panels/comparing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "app/panels/controller.h"

namespace convscope {
namespace {

using Sizes = std::vector<Index>;

class Comparing : public testing::Test {
 protected:
  void SetUp() override { start("one_channel"); }
  void start(const std::string& scene) {
    State first;
    first.scene = scene;
    auto made = Controller::create(catalog_, first, make_device(DeviceChoice::kCpu).value());
    ASSERT_TRUE(made.ok()) << made.error().message;
    controller_ = std::move(made).value();
  }
  void change(std::function<void(State&)> edit) { controller_->perform(act::Change{std::move(edit), ""}); }
  const Comparison& both() const { return *controller_->model().comparison; }

  Catalog catalog_ = Catalog::load(std::string(CONVSCOPE_SOURCE_DIR) + "/assets").value();
  std::unique_ptr<Controller> controller_;
};

TEST_F(Comparing, EveryOfferedPairCanBeCompared) {
  ASSERT_GE(catalog_.comparisons.size(), 5U);
  for (const auto& [id, pair] : catalog_.comparisons) {
    start("padding");
    change([&pair = pair](State& s) { compare_pair(s, pair); });
    EXPECT_EQ(controller_->problem(), nullptr) << id << ": " << (controller_->problem() ? controller_->problem()->message : "");
    ASSERT_NE(controller_->model().comparison, nullptr) << id;
    EXPECT_FALSE(both().difference.absent()) << id;
    for (const auto& [code, words] : catalog_.languages) EXPECT_TRUE(words.has("compare.pair." + id)) << code << " " << id;
  }
}

TEST_F(Comparing, WhatThePanelOfTheSecondChangesLeavesTheFirstAsItIs) {
  change([](State& s) { compare_with_same(s); });
  EXPECT_EQ(both().largest, 0);
  const Action asked = act::Change{[](State& s) { s.parameters["dilation"] = Sizes{2}; }, ""};
  controller_->perform(for_other(asked, controller_->model().comparison));
  EXPECT_EQ(controller_->state().parameters.count("dilation"), 0U);
  EXPECT_EQ(std::get<Sizes>(controller_->state().other->parameters.at("dilation")), (Sizes{2}));
  controller_->run(ActionId::kUndo);
  EXPECT_EQ(controller_->state().other->parameters.count("dilation"), 0U);
}

TEST_F(Comparing, ACellOfTheInputIsChangedForBothAndAWeightForOne) {
  change([](State& s) { compare_with_same(s); });
  const auto input = [](State& s) { s.edits[{"input", {0, 0, 0, 0}}] = 9; };
  controller_->perform(for_other(act::Change{input, ""}, controller_->model().comparison));
  EXPECT_EQ(both().first.input()[0], 9);
  EXPECT_EQ(both().other.input()[0], 9);
  EXPECT_EQ(both().largest, 0);
  const auto weight = [](State& s) { s.edits[{"weight", {0, 0, 0, 0}}] = 5; };
  controller_->perform(for_other(act::Change{weight, ""}, controller_->model().comparison));
  EXPECT_NE(both().first.compared().weight()[0], 5);
  EXPECT_EQ(both().other.compared().weight()[0], 5);
}

TEST_F(Comparing, SwappedTheDifferenceHasTheOtherSign) {
  change([](State& s) {
    compare_with_same(s);
    s.other->parameters["dilation"] = Sizes{2, 2};
    s.parameters["padding"] = s.other->parameters["padding"] = Sizes{1};
    s.edits[{"input", {0, 0, 1, 1}}] = 7;
  });
  ASSERT_EQ(controller_->problem(), nullptr);
  const Comparison before = both();
  controller_->run(ActionId::kSwapSides);
  ASSERT_EQ(controller_->problem(), nullptr);
  EXPECT_EQ(both().first.output().data, before.other.output().data);
  EXPECT_EQ(both().other.output().data, before.first.output().data);
  for (Index i = 0; i < both().difference.count(); ++i) EXPECT_EQ(both().difference[i], -before.difference[i]);
}

TEST_F(Comparing, EscapeLeavesWithTheSideThatWasShown) {
  start("stride");
  change([](State& s) { compare_with(s, "dilated"); });
  ASSERT_NE(controller_->model().comparison, nullptr);
  controller_->run(ActionId::kOtherSide);
  controller_->run(ActionId::kEscape);
  EXPECT_EQ(controller_->model().comparison, nullptr);
  EXPECT_EQ(controller_->state().scene, "dilated");
  controller_->run(ActionId::kUndo);
  EXPECT_EQ(controller_->state().scene, "stride");
  EXPECT_NE(controller_->model().comparison, nullptr);
}

TEST_F(Comparing, TwoThatCannotReadOneInputAreRefusedWithASentence) {
  change([](State& s) { compare_with(s, "volume"); });
  EXPECT_EQ(controller_->model().comparison, nullptr);
  EXPECT_FALSE(controller_->state().other);
  ASSERT_FALSE(controller_->memory().toasts.empty());
  EXPECT_NE(controller_->memory().toasts.back().text.find("both must read the same"), std::string::npos)
      << controller_->memory().toasts.back().text;
}

TEST_F(Comparing, SwappedTheSettingsOfTheSecondAreItsOwnAgain) {
  change([](State& s) {
    compare_with(s, "stride");
    s.other->parameters["stride"] = Sizes{3, 3};
  });
  ASSERT_EQ(controller_->problem(), nullptr);
  controller_->run(ActionId::kSwapSides);
  EXPECT_EQ(std::get<Sizes>(controller_->state().parameters.at("stride")), (Sizes{3, 3}));
  controller_->run(ActionId::kSwapSides);
  EXPECT_EQ(controller_->state().scene, "one_channel");
  EXPECT_EQ(controller_->state().parameters.count("stride"), 0U);
}

TEST_F(Comparing, CopiedIsTheSideThatIsShownOrPinned) {
  change([](State& s) {
    compare_with_same(s);
    s.other->parameters["dilation"] = Sizes{2, 2};
  });
  const auto code = [&](bool of_other) {
    controller_->perform(act::Look{[of_other](State& s) { s.on_other = of_other; }});
    controller_->run(ActionId::kCopyCode);
    return controller_->take_wishes().clipboard.value_or("");
  };
  EXPECT_EQ(code(false).find("dilation"), std::string::npos);
  EXPECT_NE(code(true).find("dilation"), std::string::npos);
  change([](State& s) { s.pin = {TargetKind::kOutput, kOtherStages, 0}; });
  controller_->run(ActionId::kCopy);
  const Tensor& output = both().other.output();
  const std::string copied = controller_->take_wishes().clipboard.value_or("");
  EXPECT_EQ(std::count(copied.begin(), copied.end(), '\n'), output.extents[output.extents.rank() - 2]) << copied;
}

TEST_F(Comparing, ARefusedComparisonLeavesThePanelsAsTheyWere) {
  change([](State&) {});
  controller_->perform(act::Change{[](State& s) { compare_with(s, "volume"); }, "", [](State& s) { s.left_open = false; }});
  EXPECT_NE(controller_->problem(), nullptr);
  EXPECT_TRUE(controller_->state().left_open);
  controller_->perform(act::Change{[](State& s) { compare_with_same(s); }, "", [](State& s) { s.left_open = false; }});
  EXPECT_FALSE(controller_->state().left_open);
}

TEST_F(Comparing, WhatTheInputDecidesIsNoSettingOfTheSecond) {
  change([](State& s) { compare_with(s, "stride"); });
  const Scene& scene = *both().other.model->scene;
  EXPECT_TRUE(only_shapes(scene, both().other.source, "input"));
  EXPECT_FALSE(only_shapes(scene, both().other.source, "stride"));
}

}  // namespace
}  // namespace convscope

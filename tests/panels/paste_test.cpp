// A pasted layer and what the panels then tell of: the layer itself, also where it only plays along with another one.
#include <gtest/gtest.h>

#include "app/panels/controller.h"
#include "app/panels/scene_facts.h"

namespace convscope {
namespace {

class Pasting : public testing::Test {
 protected:
  void SetUp() override {
    State state;
    state.scene = "padding";
    auto controller = Controller::create(catalog_, state, make_device(DeviceChoice::kCpu).value());
    ASSERT_TRUE(controller) << controller.error().message;
    controller_ = std::move(controller).value();
  }
  const State& state() const { return controller_->state(); }
  void paste(const std::string& code) { controller_->perform(act::Paste{code}); }
  std::string told() const { return told_layer(controller_->model(), state()).name; }
  std::string copied() const { return told_layer(controller_->model(), state()).layer->code(CodeDialect::kPyTorch); }

  Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<Controller> controller_;
};

TEST_F(Pasting, AWayOfGoingUpIsTheOneThatThePanelsTellOf) {
  paste("nn.Upsample(scale_factor=2, mode='bilinear')");
  ASSERT_EQ(state().scene, "going_up");
  EXPECT_EQ(told(), "bilinear");
  EXPECT_NE(copied().find("bilinear"), std::string::npos) << copied();
  EXPECT_EQ(state().pin.kind, TargetKind::kOutput);
  EXPECT_GE(state().pin.index, 0);
  EXPECT_LT(state().pin.index, controller_->model().layer("bilinear").layer->output().count());
  paste("nn.Upsample(scale_factor=3)");
  EXPECT_EQ(told(), "nearest");
  EXPECT_EQ(state().pin.index, -1) << "it plays by itself";
  EXPECT_EQ(copied().find("bilinear"), std::string::npos) << copied();
  paste("nn.MaxUnpool2d(2)");
  EXPECT_EQ(told(), "unpooled");
}

TEST_F(Pasting, IsOneStepOfUndoWithWhatItPins) {
  paste("nn.Upsample(scale_factor=2, mode='bilinear')");
  paste("nn.Upsample(scale_factor=4, mode='bilinear')");
  controller_->run(ActionId::kUndo);
  EXPECT_EQ(state().scene, "going_up");
  EXPECT_EQ(told(), "bilinear");
  controller_->run(ActionId::kUndo);
  EXPECT_EQ(state().scene, "padding");
  EXPECT_EQ(state().pin.index, -1);
}

TEST_F(Pasting, ACellOfTheLayerThatPlaysLeavesThePanelsWithIt) {
  paste("nn.AvgPool2d(2)");
  ASSERT_EQ(state().scene, "pooling");
  EXPECT_EQ(told(), "average") << "it plays along with the maximum";
  const int maximum = controller_->model().index_of("maximum");
  controller_->perform(act::Change{[maximum](State& s) { s.pin = {TargetKind::kOutput, maximum, 0}; }, ""});
  EXPECT_EQ(told(), "maximum");
  controller_->perform(act::Change{[maximum](State& s) { s.pin = {TargetKind::kInput, maximum + 1, 0}; }, ""});
  EXPECT_EQ(told(), "maximum") << "only a cell of an output is its layer's own";
}

}  // namespace
}  // namespace convscope

// A change whose computation was given up is made later, together with what came in between; never half.
#include <gtest/gtest.h>

#include "app/panels/controller.h"
#include "app/panels/input_queue.h"

namespace convscope {
namespace {

using Sizes = std::vector<Index>;

// The CPU, which gives up as long as it is told to.
class Impatient : public Device {
 public:
  Impatient(std::unique_ptr<Device> device, const bool& gives_up) : device_(std::move(device)), gives_up_(gives_up) {}
  std::string name() const override { return device_->name(); }
  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override {
    if (gives_up_) return computation_stopped();
    return device_->run(layer, tensors);
  }
  Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) override { return device_->run_winners(layer, tensors); }

 private:
  std::unique_ptr<Device> device_;
  const bool& gives_up_;
};

class HeldChange : public testing::Test {
 protected:
  void SetUp() override {
    Result<Catalog> catalog = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets");
    ASSERT_TRUE(catalog) << catalog.error().message;
    catalog_ = std::move(catalog).value();
    State state;
    state.scene = "padding";
    auto controller = Controller::create(catalog_, state, std::make_unique<Impatient>(make_device(DeviceChoice::kCpu).value(), gives_up_));
    ASSERT_TRUE(controller) << controller.error().message;
    controller_ = std::move(controller).value();
    shown_ = controller_->model().last().output().extents;
  }
  void set(const std::string& name, Index number) {
    controller_->perform(act::Change{[name, number](State& s) { s.parameters[name] = Sizes{number, number}; }, ""});
  }
  bool has(const std::string& name) const { return controller_->state().parameters.count(name) > 0; }

  Catalog catalog_;
  bool gives_up_ = false;
  std::unique_ptr<Controller> controller_;
  Extents shown_;
};

TEST_F(HeldChange, LeavesStateAndModelAsTheyWereAndIsNoProblem) {
  gives_up_ = true;
  set("stride", 2);
  EXPECT_FALSE(has("stride"));
  EXPECT_EQ(controller_->model().last().output().extents, shown_);
  EXPECT_EQ(controller_->problem(), nullptr);
  EXPECT_TRUE(controller_->memory().toasts.empty());
  EXPECT_FALSE(controller_->session().can_undo());
}

TEST_F(HeldChange, IsMadeOnceThereIsTime) {
  gives_up_ = true;
  set("stride", 2);
  EXPECT_TRUE(controller_->make_held_changes());
  EXPECT_FALSE(has("stride")) << "given up once more";
  gives_up_ = false;
  EXPECT_TRUE(controller_->make_held_changes());
  EXPECT_TRUE(has("stride"));
  EXPECT_NE(controller_->model().last().output().extents, shown_);
  EXPECT_FALSE(controller_->make_held_changes());
}

TEST_F(HeldChange, IsMadeTogetherWithTheNext) {
  gives_up_ = true;
  set("stride", 2);
  gives_up_ = false;
  set("padding", 2);
  EXPECT_TRUE(has("stride") && has("padding"));
  controller_->run(ActionId::kUndo);
  EXPECT_FALSE(has("stride") || has("padding"));
}

TEST_F(HeldChange, LooksWhereItSaidOnceItIsMade) {
  gives_up_ = true;
  const auto fold = [](State& s) { s.right_open = false; };
  controller_->perform(act::Change{[](State& s) { s.parameters["stride"] = Sizes{2, 2}; }, "", fold});
  EXPECT_TRUE(controller_->state().right_open);
  gives_up_ = false;
  EXPECT_TRUE(controller_->make_held_changes());
  EXPECT_FALSE(controller_->state().right_open);
}

TEST_F(HeldChange, IsNotTriedOnceMoreByTheKeyThatGoesOn) {
  gives_up_ = true;
  controller_->run(ActionId::kNextStride);
  gives_up_ = false;
  EXPECT_TRUE(controller_->make_held_changes());
  EXPECT_EQ(std::get<Sizes>(controller_->state().parameters.at("stride")).front(), 2);
}

TEST_F(HeldChange, IsForgottenWhenItIsTakenBack) {
  set("padding", 2);
  gives_up_ = true;
  set("stride", 2);
  gives_up_ = false;
  controller_->run(ActionId::kUndo);
  EXPECT_FALSE(controller_->make_held_changes());
  EXPECT_TRUE(has("padding")) << "only the last one was taken back";
}

TEST_F(HeldChange, OwnsWhatItNeedsHoweverItWasAskedFor) {
  gives_up_ = true;
  controller_->run(ActionId::kChoose, 5);
  const std::vector<Preset>& presets = controller_->model().scene->presets;
  gives_up_ = false;
  EXPECT_TRUE(controller_->make_held_changes());
  ASSERT_GE(presets.size(), 5U);
  EXPECT_EQ(controller_->state().parameters.size(), presets[4].parameters.size());
  for (const auto& [name, value] : presets[4].parameters) EXPECT_TRUE(has(name)) << name;
  gives_up_ = true;
  controller_->run(ActionId::kNextStride);
  gives_up_ = false;
  EXPECT_TRUE(controller_->make_held_changes());
  EXPECT_EQ(std::get<Sizes>(controller_->state().parameters.at("stride")).front(), 3);
}

TEST(InputQueue, AWishIsAPressNotAMoveUnlessSomethingIsDragged) {
  InputQueue queue;
  queue.push(input::Move{{3, 4}});
  queue.push(input::Button{0, false});
  queue.push(input::Key{65, false, false, false, false, false});
  queue.push(input::Focus{true});
  EXPECT_FALSE(queue.has_wish(false));
  EXPECT_TRUE(queue.has_wish(true));
  queue.push(input::Button{0, true});
  EXPECT_TRUE(queue.has_wish(false));
}

}  // namespace
}  // namespace convscope

// What panels and keys ask for, carried out: the unsaved question, the keys of a presentation, what a crash left behind.
#include "app/panels/controller.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "app/session/file.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

using Numbers = std::vector<Index>;

class Shell : public testing::Test {
 protected:
  void SetUp() override {
    Result<Catalog> catalog = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets");
    ASSERT_TRUE(catalog) << catalog.error().message;
    catalog_ = std::move(catalog).value();
    start("padding");
  }
  void start(const std::string& scene) {
    auto device = make_device(DeviceChoice::kCpu);
    ASSERT_TRUE(device) << device.error().message;
    State state;
    state.scene = scene;
    auto controller = Controller::create(catalog_, state, std::move(device).value());
    ASSERT_TRUE(controller) << controller.error().message;
    controller_ = std::move(controller).value();
  }
  void stride(Index number) {
    controller_->perform(act::Change{[number](State& s) { s.parameters["stride"] = Numbers{number, number}; }, ""});
  }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string other_session() {
    State other;
    other.scene = "many_channels";
    EXPECT_TRUE(save_session(path("other.json"), other));
    return path("other.json");
  }
  Dialog dialog() { return controller_->memory().dialog; }
  const AttributeValue* value(const std::string& name) {
    auto set = controller_->state().parameters.find(name);
    return set != controller_->state().parameters.end() ? &set->second : nullptr;
  }

  TemporaryFolder folder_;
  Catalog catalog_;
  std::unique_ptr<Controller> controller_;
};

TEST_F(Shell, AsksBeforeUnsavedWorkIsLeftAndGoesOnOnceItIsSaved) {
  controller_->perform(act::Save{path("mine.json")});
  stride(2);
  controller_->run(ActionId::kQuit);
  EXPECT_EQ(dialog(), Dialog::kUnsaved);
  EXPECT_FALSE(controller_->take_wishes().close);
  controller_->run(ActionId::kSave);
  EXPECT_EQ(dialog(), Dialog::kNone);
  EXPECT_TRUE(controller_->take_wishes().close);
}

TEST_F(Shell, ASaveLongAfterTheQuestionWasAnsweredWithStayQuitsNothing) {
  controller_->perform(act::Save{path("mine.json")});
  stride(2);
  controller_->run(ActionId::kQuit);
  controller_->perform(act::Show{Dialog::kNone});
  controller_->run(ActionId::kSave);
  EXPECT_FALSE(controller_->take_wishes().close);
}

TEST_F(Shell, ASaveThatFailsQuitsNothing) {
  controller_->perform(act::Save{path("mine.json")});
  stride(2);
  controller_->run(ActionId::kQuit);
  controller_->perform(act::Save{path("no/such/folder.json")});
  EXPECT_FALSE(controller_->take_wishes().close);
  EXPECT_TRUE(controller_->session().unsaved());
}

TEST_F(Shell, OpeningOverWorkWithoutANameAsksForTheNameAndThenOpens) {
  stride(2);
  controller_->open_file(other_session());
  EXPECT_EQ(dialog(), Dialog::kUnsaved);
  EXPECT_EQ(controller_->state().scene, "padding");
  controller_->run(ActionId::kSave);
  EXPECT_EQ(dialog(), Dialog::kSave);
  controller_->perform(act::Save{path("mine.json")});
  EXPECT_EQ(controller_->state().scene, "many_channels");
  EXPECT_TRUE(std::filesystem::exists(path("mine.json")));
}

TEST_F(Shell, OpeningWithNothingToLoseAsksNothing) {
  controller_->perform(act::Change{[](State& s) { s.scene = "stride"; }, ""});  // choosing a scene is no work
  controller_->open_file(other_session());
  EXPECT_EQ(dialog(), Dialog::kNone);
  EXPECT_EQ(controller_->state().scene, "many_channels");
}

TEST_F(Shell, AFileThatCannotBeOpenedIsRefusedBeforeAnythingIsAsked) {
  stride(2);
  controller_->open_file(path("missing.json"));
  EXPECT_EQ(dialog(), Dialog::kNone);
  ASSERT_EQ(controller_->memory().toasts.size(), 1U);
  EXPECT_TRUE(controller_->memory().toasts[0].warning);
}

TEST_F(Shell, LeavingWithoutSavingOpensWhatWasAskedFor) {
  stride(2);
  controller_->open_file(other_session());
  controller_->perform(act::Discard{});
  EXPECT_EQ(dialog(), Dialog::kNone);
  EXPECT_EQ(controller_->state().scene, "many_channels");
}

TEST_F(Shell, WorkThatACrashLeftBehindIsUnsavedWork) {
  controller_->keep_in(folder_.path());
  stride(2);
  controller_->advance(0, 10);
  controller_->shut_down();  // it has no file: it comes back
  start("padding");
  controller_->keep_in(folder_.path());
  ASSERT_NE(value("stride"), nullptr);
  EXPECT_TRUE(controller_->session().unsaved());
}

TEST_F(Shell, TheNextStrideGoesAroundAndPassesOverWhatTheLayerRefuses) {
  controller_->run(ActionId::kNextStride);
  ASSERT_NE(value("stride"), nullptr);
  EXPECT_EQ(*value("stride"), AttributeValue(Numbers{2, 2}));

  for (int i = 0; i < 10 && value("stride") != nullptr; ++i) {
    controller_->run(ActionId::kNextStride);
    EXPECT_EQ(controller_->problem(), nullptr);
  }
  EXPECT_EQ(value("stride"), nullptr) << "back at the scene's own";
}

TEST_F(Shell, TheNextPaddingIsOneMoreThanTheScenes) {
  const Scene& scene = **find_scene(catalog_.scenes, "stride");
  start("stride");
  const auto& standard = std::get<Numbers>(parameter(scene, controller_->state(), "padding"));
  controller_->run(ActionId::kNextPadding);
  ASSERT_NE(value("padding"), nullptr);
  EXPECT_EQ(std::get<Numbers>(*value("padding")).front(), standard.front() + 1);
}

TEST_F(Shell, DigitsChooseTheFilterOrThePresetOfThatNumberAndNoOther) {
  const Scene& padding = **find_scene(catalog_.scenes, "padding");
  controller_->run(ActionId::kChoose, 2);
  EXPECT_EQ(controller_->state().parameters, padding.presets[1].parameters);
  controller_->run(ActionId::kChoose, 9);
  EXPECT_EQ(controller_->state().parameters, padding.presets[1].parameters);
  start("photo_filters");
  controller_->run(ActionId::kChoose, 1);
  ASSERT_NE(value("filter"), nullptr);
  EXPECT_EQ(*value("filter"), AttributeValue(std::string("blur")));
}

}  // namespace
}  // namespace convscope

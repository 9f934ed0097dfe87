// What panels and keys ask for, carried out: the unsaved question, the keys of a presentation, what a crash left behind.
#include "app/panels/controller.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/i18n/sentence.h"
#include "app/session/file.h"
#include "engine/io/file_handle.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

using Sizes = std::vector<Index>;

// A GPU whose programs are compiled aside for as long as a test says: meanwhile the CPU computes.
class CompilingGpu : public Device {
 public:
  explicit CompilingGpu(const bool& busy) : busy_(busy), cpu_(*make_device(DeviceChoice::kCpu)) {}
  std::string name() const override { return "gpu: slow to compile"; }
  bool compiling() const override { return busy_; }
  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override { return told(cpu_->run(layer, tensors)); }
  Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) override { return told(cpu_->run_winners(layer, tensors)); }

 private:
  Result<RunResult> told(Result<RunResult> result) const {
    if (!result) return result;
    result->stand_in = busy_;
    if (!busy_) result->device = name();
    return result;
  }

  const bool& busy_;
  std::unique_ptr<Device> cpu_;
};

// Fails with a sentence that no control is to blame for.
class FailingDevice : public Device {
 public:
  explicit FailingDevice(const bool& fails) : fails_(fails), cpu_(*make_device(DeviceChoice::kCpu)) {}
  std::string name() const override { return "cpu"; }
  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override {
    if (fails_) return file_error(FileAccess::kRead, "tensor", ENOENT);
    return cpu_->run(layer, tensors);
  }
  Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) override { return run(layer, tensors); }

 private:
  const bool& fails_;
  std::unique_ptr<Device> cpu_;
};

class Shell : public testing::Test {
 protected:
  void SetUp() override { start("padding"); }
  void start(const std::string& scene) {
    auto device = make_device(DeviceChoice::kCpu);
    ASSERT_TRUE(device) << device.error().message;
    start(scene, std::move(device).value());
  }
  void start(const std::string& scene, std::unique_ptr<Device> device) {
    State state;
    state.scene = scene;
    auto controller = Controller::create(catalog_, state, std::move(device));
    ASSERT_TRUE(controller) << controller.error().message;
    controller_ = std::move(controller).value();
  }
  void stride(Index number) {
    controller_->perform(act::Change{[number](State& s) { s.parameters["stride"] = Sizes{number, number}; }, ""});
  }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string other_session() {
    State other;
    other.scene = "many_channels";
    EXPECT_TRUE(save_session(path("other.json"), other));
    return path("other.json");
  }
  void speak_chinese() {
    controller_->perform(act::Look{[](State& s) { s.language = "zh"; }});
  }
  std::string toast() {
    const auto& toasts = controller_->memory().toasts;
    return toasts.empty() ? "" : toasts.back().text;
  }
  // Exports the step on the screen, to its end.
  void export_to(const std::string& file) {
    act::StartExport wish;
    wish.request.path = file;
    controller_->perform(wish);
    for (double now = 1; controller_->exporting().running; ++now) {
      controller_->advance(0, now);
      std::this_thread::yield();
    }
  }
  Dialog dialog() { return controller_->memory().dialog; }
  const AttributeValue* value(const std::string& name) {
    auto set = controller_->state().parameters.find(name);
    return set != controller_->state().parameters.end() ? &set->second : nullptr;
  }

  TemporaryFolder folder_;
  Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
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

TEST_F(Shell, ASessionThatNamesWhatThereIsNotIsRefusedAndWhatIsOpenStays) {
  std::ofstream(path("typo.json")) << R"({"convscope": 1, "scene": "stride", "mode": "sideways"})";
  controller_->open_file(path("typo.json"));
  EXPECT_EQ(controller_->state().scene, "padding");
  EXPECT_NE(toast().find("mode is \"sideways\""), std::string::npos) << toast();
}

TEST_F(Shell, ASessionBeyondTheEndOpensAtTheLastStepAndSaysSo) {
  std::ofstream(path("far.json")) << R"({"convscope": 1, "scene": "stride", "playhead": {"step": 5000}})";
  controller_->open_file(path("far.json"));
  EXPECT_EQ(controller_->state().scene, "stride");
  EXPECT_EQ(controller_->state().moment.step, controller_->model().timeline.steps() - 1);
  EXPECT_NE(toast().find("5000"), std::string::npos) << toast();
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
  EXPECT_EQ(*value("stride"), AttributeValue(Sizes{2, 2}));

  for (int i = 0; i < 10 && value("stride") != nullptr; ++i) {
    controller_->run(ActionId::kNextStride);
    EXPECT_EQ(controller_->problem(), nullptr);
  }
  EXPECT_EQ(value("stride"), nullptr) << "back at the scene's own";
}

TEST_F(Shell, TheNextPaddingIsOneMoreThanTheScenes) {
  const Scene& scene = **find_scene(catalog_.scenes, "stride");
  start("stride");
  const auto& standard = std::get<Sizes>(parameter(scene, controller_->state(), "padding"));
  controller_->run(ActionId::kNextPadding);
  ASSERT_NE(value("padding"), nullptr);
  EXPECT_EQ(std::get<Sizes>(*value("padding")).front(), standard.front() + 1);
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

TEST_F(Shell, WhatTheCpuComputedDuringACompilationIsComputedByTheGpuAfterIt) {
  bool busy = true;
  start("padding", std::make_unique<CompilingGpu>(busy));
  EXPECT_EQ(controller_->model().device, "cpu");
  EXPECT_FALSE(controller_->advance(0, 1));
  const double next = controller_->next_event(1);
  EXPECT_GT(next, 0);
  EXPECT_LE(next, 0.1);

  busy = false;
  EXPECT_TRUE(controller_->advance(0, 1.1)) << "the device's name changed on the screen";
  EXPECT_EQ(controller_->model().device, "gpu: slow to compile");
  EXPECT_LT(controller_->next_event(1.1), 0) << "nothing is left to wait for";
  EXPECT_FALSE(controller_->advance(0, 1.2));
}

TEST_F(Shell, ADeviceThatNeedsNoCompilationIsNotAskedAgain) {
  EXPECT_EQ(controller_->model().device, "cpu");
  EXPECT_FALSE(controller_->advance(0, 1));
  EXPECT_LT(controller_->next_event(1), 0);
}

TEST_F(Shell, RefusalsAreInTheLanguageOfTheWindow) {
  speak_chinese();
  controller_->open_file("/no/such.json");
  EXPECT_EQ(toast(), "无法读取“/no/such.json”：没有这个文件或文件夹");
  controller_->open_file("/no/such.png");
  EXPECT_EQ(toast(), "无法读取“/no/such.png”：没有这个文件或文件夹");
  controller_->open_file(folder_.write("newer.json", R"({"convscope": 999})"));
  EXPECT_NE(toast().find("版本 999"), std::string::npos) << toast();
  controller_->open_file(folder_.write("typed.json", R"({"convscope": 1, "speed": "fast"})"));
  EXPECT_NE(toast().find("应为 0.001 到 1000 之间的数"), std::string::npos) << toast();
  controller_->open_file(folder_.write("text.png", "hello"));
  EXPECT_NE(toast().find("不是 PNG、JPEG 或 BMP 图像"), std::string::npos) << toast();
  stride(1000);
  ASSERT_NE(controller_->problem(), nullptr);
  const std::string told = sentence(controller_->words(), *controller_->problem());
  EXPECT_NE(told.find("stride 必须在 1 到"), std::string::npos) << told;
}

TEST_F(Shell, ARefusalThatBelongsToNoControlIsToldInTheLanguageOfTheWindow) {
  bool fails = false;
  start("padding", std::make_unique<FailingDevice>(fails));
  speak_chinese();
  fails = true;
  stride(2);
  EXPECT_EQ(toast(), "无法读取“tensor”：没有这个文件或文件夹");
  EXPECT_EQ(value("stride"), nullptr) << "the last good state stays";
}

TEST_F(Shell, AnExportTellsItsEndOnceInTheOpenDialogElseInANote) {
  controller_->perform(act::Show{Dialog::kExport});
  export_to(path("no/such/folder.svg"));
  EXPECT_NE(controller_->exporting().failure.find("No such file"), std::string::npos) << controller_->exporting().failure;
  EXPECT_EQ(toast(), "") << "the dialog's foot tells it";
  controller_->perform(act::Show{Dialog::kNone});
  export_to(path("no/such/folder.svg"));
  EXPECT_EQ(toast(), controller_->exporting().failure);
  export_to(path("good.svg"));
  EXPECT_NE(toast().find("good.svg"), std::string::npos) << toast();
}

class OnAPhotograph : public Shell {
 protected:
  void SetUp() override {
    Shell::SetUp();
    if (!HasFatalFailure()) start("photo_filters");
  }
  Index width() const { return controller_->model().last().output().extents[3]; }
  Index step() const { return controller_->state().moment.step; }
};

TEST_F(OnAPhotograph, AnotherPhotographOpensWhereItShowsSomethingNotAtTheStepOfTheLastOne) {
  controller_->perform(act::Look{[&](State& s) { s.moment = {20 * width() + 30, 0, 0.5}; }});
  controller_->perform(act::Change{[](State& s) { s.image = "chelsea"; }, ""});
  EXPECT_EQ(controller_->state().moment, opening_moment(*controller_->model().scene, controller_->model()));
  controller_->perform(act::Look{[&](State& s) { s.moment.step = 5 * width() + 7; }});
  controller_->perform(act::Change{[](State& s) { s.parameters["filter"] = std::string("blur"); }, ""});
  EXPECT_EQ(step(), 5 * width() + 7) << "another filter on it stays where one looks";
}

TEST_F(OnAPhotograph, TheWindowMovesByAPixelOrByTenAndStopsAtTheEdge) {
  controller_->perform(act::Look{[&](State& s) { s.moment = {20 * width() + 30, 0, 0.5}; s.playing = true; }});
  controller_->run(ActionId::kWindowRight, 1);
  EXPECT_EQ(step(), 20 * width() + 31);
  EXPECT_FALSE(controller_->state().playing);
  EXPECT_EQ(controller_->state().moment, step_end(controller_->model().timeline, step())) << "its sum stands there";
  controller_->run(ActionId::kWindowDown, 10);
  EXPECT_EQ(step(), 30 * width() + 31);
  for (int i = 0; i < 5; ++i) controller_->run(ActionId::kWindowLeft, 10);
  EXPECT_EQ(step(), 30 * width()) << "not in the row above";
}

TEST_F(OnAPhotograph, APinnedPixelMovesInstead) {
  controller_->perform(act::Change{[&](State& s) { s.pin = {TargetKind::kOutput, 0, 5 * width() + 5}; }, ""});
  const Index before = step();
  controller_->run(ActionId::kWindowUp, 1);
  EXPECT_EQ(controller_->state().pin.index, 4 * width() + 5);
  EXPECT_EQ(step(), before);
}

TEST_F(OnAPhotograph, TheDividerMovesInStepsOfWhichUndoMakesOne) {
  const double begin = controller_->state().divider;
  controller_->run(ActionId::kDividerLeft);
  controller_->run(ActionId::kDividerLeft);
  EXPECT_NEAR(controller_->state().divider, begin - 0.1, 1e-9);
  for (int i = 0; i < 30; ++i) controller_->run(ActionId::kDividerRight);
  EXPECT_EQ(controller_->state().divider, 1);
  controller_->run(ActionId::kUndo);
  EXPECT_EQ(controller_->state().divider, begin);
}

TEST_F(OnAPhotograph, TheWeightsAreTypedFromTheFirstOn) {
  controller_->run(ActionId::kEditWeights);
  EXPECT_EQ(controller_->state().pin, (Target{TargetKind::kWeight, 0, 0}));
  EXPECT_TRUE(controller_->memory().panels.cell.focus);
}

TEST_F(OnAPhotograph, WhatWasBeforeIsShownWithoutMovingTheDividerAndIsNoWork) {
  const double divider = controller_->state().divider;
  controller_->run(ActionId::kShowBefore);
  EXPECT_EQ(shown_divider(controller_->state()), 1);
  EXPECT_EQ(controller_->state().divider, divider);
  EXPECT_FALSE(controller_->session().unsaved());
}

TEST_F(Shell, TheKeysOfAPhotographDoNothingElsewhere) {
  const State before = controller_->state();
  for (ActionId action : {ActionId::kWindowRight, ActionId::kDividerLeft, ActionId::kEditWeights, ActionId::kShowBefore})
    controller_->run(action, 1);
  EXPECT_TRUE(same_work(before, controller_->state()));
  EXPECT_EQ(controller_->state().moment, before.moment);
  EXPECT_FALSE(controller_->state().show_before);
}

}  // namespace
}  // namespace convscope

#include "app/panels/export_plan.h"

#include <gtest/gtest.h>

#include "app/panels/export_job.h"
#include "app/panels/first_steps.h"
#include "app/panels/time_left.h"

using namespace convscope;

namespace {

Scene padding_scene() {
  Scene scene;
  scene.id = "padding";
  Control kernel, padding, mode;
  kernel.name = "kernel";
  kernel.value = std::vector<Index>{3, 3};
  padding.name = "padding";
  padding.value = std::vector<Index>{1, 1, 1, 1};
  mode.name = "padding_mode";
  mode.value = std::string("zeros");
  scene.controls = {kernel, padding, mode};
  return scene;
}

}  // namespace

TEST(ExportPlan, TheFormatsStandInTheOrderOfTheirNumbers) {
  for (const FormatFacts& facts : export_formats()) EXPECT_EQ(&facts_of(facts.format), &facts);
}

TEST(ExportPlan, TheSuggestedNameTellsTheParametersApart) {
  Scene scene = padding_scene();
  State state;
  EXPECT_EQ(suggested_name(scene, state, ExportFormat::kMp4), "padding_k3_p1.mp4");
  state.parameters["padding"] = std::vector<Index>{0, 2, 1, 0};
  EXPECT_EQ(suggested_name(scene, state, ExportFormat::kSvg), "padding_k3_p0x2x1x0.svg");
}

TEST(ExportPlan, AnotherFormatChangesTheEndingAndKeepsTheName) {
  EXPECT_EQ(renamed("mine.gif", ExportFormat::kMp4), "mine.mp4");
  EXPECT_EQ(renamed("mine.v2", ExportFormat::kPng), "mine.v2.png");
  EXPECT_EQ(renamed("mine.GIF", ExportFormat::kFrames), "mine");
  EXPECT_EQ(renamed("mine.apng", ExportFormat::kPng), "mine.png");
}

TEST(ExportPlan, FramesGoIntoAFolderWithNumbers) {
  ExportSettings settings;
  settings.format = ExportFormat::kFrames;
  settings.folder = "/data/ada";
  settings.name = "padding";
  EXPECT_EQ(request_of(settings, {}, 25, {928, 700}).path, "/data/ada/padding/%05d.png");
}

TEST(ExportPlan, OwnSizesStayWithinWhatCanBeDrawnAndAreMadeEvenOnlyWhereTheFormatNeedsIt) {
  ExportSettings settings;
  settings.size = ExportSize::kOwn;
  settings.own = {641, 100'000};
  for (ExportFormat format : {ExportFormat::kGif, ExportFormat::kPng, ExportFormat::kFrames, ExportFormat::kMp4, ExportFormat::kWebm}) {
    settings.format = format;
    FrameSize size = size_of(settings, {928, 700});
    EXPECT_EQ(size.width, format == ExportFormat::kMp4 || format == ExportFormat::kWebm ? 642 : 641);
    EXPECT_EQ(size.height, kLargestSide);
  }
}

TEST(ExportPlan, TheRangeStaysWithinTheStepsAndMayBeGivenBackwards) {
  ExportSettings settings;
  settings.format = ExportFormat::kGif;
  settings.range = ExportRange::kFromTo;
  settings.from = 90;
  settings.to = 3;
  StepRange range = steps_of(settings, {}, 25);
  EXPECT_EQ(range.first, 3);
  EXPECT_EQ(range.last, 24);
}

TEST(ExportPlan, ProposesWhatCanBeWatchedAndOtherwiseTheStepOnTheScreen) {
  EXPECT_EQ(opening_range(25), ExportRange::kAll);
  EXPECT_EQ(opening_range(240'000), ExportRange::kStep) << "a photograph's pixels";
}

TEST(ExportPlan, ASinglePictureIsOfTheStepOnTheScreen) {
  ExportSettings settings;
  settings.format = ExportFormat::kSvg;
  Moment moment;
  moment.step = 12;
  StepRange range = steps_of(settings, moment, 25);
  EXPECT_EQ(range.first, 12);
  EXPECT_EQ(range.last, 12);
}

TEST(ExportPlan, AClearBackgroundIsOnlyAskedOfFormatsThatHaveOne) {
  ExportSettings settings;
  settings.options.transparent = true;
  settings.format = ExportFormat::kMp4;
  EXPECT_FALSE(request_of(settings, {}, 25, {928, 700}).options.transparent);
  settings.format = ExportFormat::kPng;
  EXPECT_TRUE(request_of(settings, {}, 25, {928, 700}).options.transparent);
}

TEST(ExportPlan, RatiosAreInLowestTerms) {
  EXPECT_EQ(ratio_text({1920, 1080}), "16 : 9");
  EXPECT_EQ(ratio_text({1000, 1000}), "1 : 1");
  EXPECT_EQ(ratio_text({1856, 1402}), "1.32 : 1");
}

TEST(TimeLeft, FollowsTheRateAndStandsStillWhilePaused) {
  TimeLeft left;
  left.tell(10, 0, 100, false);
  EXPECT_FALSE(left.seconds());
  left.tell(11, 10, 100, false);
  ASSERT_TRUE(left.seconds());
  EXPECT_NEAR(*left.seconds(), 9, 1e-9);
  left.tell(500, 10, 100, true);
  EXPECT_NEAR(*left.seconds(), 9, 1e-9);
  EXPECT_NEAR(left.frames_per_second(), 10, 1e-9);
}

TEST(TimeLeft, OneSlowSecondDoesNotTurnTheEstimateOver) {
  TimeLeft left;
  left.tell(0, 0, 1000, false);
  left.tell(1, 100, 1000, false);
  left.tell(2, 110, 1000, false);
  ASSERT_TRUE(left.seconds());
  EXPECT_LT(*left.seconds(), 30);  // at 10 a second alone it would be 89
  left.tell(3, 1000, 1000, false);
  EXPECT_EQ(*left.seconds(), 0);
}

TEST(FirstSteps, EndWhenEachWasDoneInAnyOrder) {
  FirstSteps steps;
  EXPECT_EQ(steps.current(), FirstStep::kPlay);
  steps.did(FirstStep::kChange);
  EXPECT_EQ(steps.current(), FirstStep::kPlay);
  steps.did(FirstStep::kPlay);
  EXPECT_EQ(steps.current(), FirstStep::kHover);
  EXPECT_FALSE(steps.finished());
  steps.did(FirstStep::kHover);
  EXPECT_TRUE(steps.finished());
}

TEST(ExportJob, TellsItsOutcomeOnceItIsDone) {
  ExportJob job([](ExportProgress& progress) -> Status {
    progress.frames = 3;
    progress.frame = 3;
    return Error{ErrorKind::kFile, "The disk is full.", ""};
  });
  while (!job.finished()) std::this_thread::yield();
  EXPECT_EQ(job.frame(), 3);
  ASSERT_FALSE(job.outcome().ok());
  EXPECT_EQ(job.outcome().error().message, "The disk is full.");
}

TEST(ExportJob, CancelEndsEvenAPausedExport) {
  ExportJob job([](ExportProgress& progress) -> Status {
    while (!progress.cancel) std::this_thread::yield();
    while (progress.pause) std::this_thread::yield();
    return Error{ErrorKind::kCancelled, "The export was cancelled.", ""};
  });
  job.set_paused(true);
  job.cancel();
  while (!job.finished()) std::this_thread::yield();
  EXPECT_EQ(job.outcome().error().kind, ErrorKind::kCancelled);
}

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <thread>

#include "app/export/export.h"
#include "film/program_output.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

// Scene 3 as it opens, computed by the reference.
class Export : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string assets = std::string(CONVSCOPE_SOURCE_DIR) + "/assets";
    catalog_ = std::make_unique<Catalog>(Catalog::load(assets).value());
    device_ = make_device(DeviceChoice::kReference).value();
    state_.scene = find_scene(catalog_->scenes, "3").value()->id;
    Photographs photographs(assets + "/images");
    model_ = evaluate(catalog_->scenes, state_, *device_, photographs).value();
  }
  static void TearDownTestSuite() {
    model_.reset();
    device_.reset();
    catalog_.reset();
  }
  static const Timeline& timeline() { return model_->timeline; }
  ExportRequest request(const std::string& name) const {
    ExportRequest request;
    request.path = folder_.file(name);
    request.size = {320, 180};
    request.last_step = 1;
    return request;
  }
  Status write(const ExportRequest& request) { return export_to_file(*catalog_, *model_, state_, request, progress_); }

  static inline std::unique_ptr<Catalog> catalog_;
  static inline std::unique_ptr<Device> device_;
  static inline State state_;
  static inline std::shared_ptr<const Model> model_;
  TemporaryFolder folder_;
  ExportProgress progress_;
};

TEST_F(Export, AFilmLastsAsLongAsItsSteps) {
  ExportRequest film = request("a.gif");
  EXPECT_EQ(frame_count(*model_, film), static_cast<int>(std::lround(2 * timeline().step_seconds(0) * film.fps)));
  film.seconds_per_step = 0.4;
  EXPECT_EQ(frame_count(*model_, film), 20);
  film.last_step = 0;
  film.fps = 0.1;
  EXPECT_EQ(frame_count(*model_, film), 1) << "never none";
}

TEST_F(Export, FramesRunFromTheFirstStepToTheEndOfTheLast) {
  ExportRequest film = request("a.gif");
  film.first_step = 3;
  film.last_step = 7;
  int frames = frame_count(*model_, film);
  EXPECT_EQ(frame_moment(*model_, film, 0), (Moment{3, 0, 0}));
  EXPECT_EQ(frame_moment(*model_, film, frames - 1), step_end(timeline(), 7));
  double before = -1;
  for (int i = 0; i < frames; ++i) {
    Moment moment = frame_moment(*model_, film, i);
    EXPECT_GE(moment.step, 3);
    EXPECT_LE(moment.step, 7);
    double now = seconds_of(timeline(), moment);
    EXPECT_GE(now, before) << "frame " << i;
    before = now;
  }
}

TEST_F(Export, EveryStepBeginsOnItsFrameWhateverThePace) {
  ExportRequest film = request("a.gif");
  film.last_step = timeline().steps() - 1;
  film.seconds_per_step = 1;
  film.fps = 30;
  for (Index step = 0; step < timeline().steps(); ++step) {
    EXPECT_EQ(frame_moment(*model_, film, static_cast<int>(step) * 30).step, step);
    EXPECT_EQ(frame_moment(*model_, film, static_cast<int>(step) * 30 + 29).step, step);
  }
}

TEST_F(Export, ShotsCoverAllFramesAndRestsAreDrawnOnce) {
  ExportRequest film = request("a.gif");
  film.last_step = timeline().steps() - 1;
  std::vector<Shot> shots = film_shots(*model_, film);
  int frames = 0;
  for (const Shot& shot : shots) {
    EXPECT_EQ(shot.frame, frames);
    for (int i = 1; i < shot.length; ++i) EXPECT_EQ(frame_moment(*model_, film, shot.frame + i), frame_moment(*model_, film, shot.frame));
    frames += shot.length;
  }
  EXPECT_EQ(frames, frame_count(*model_, film));
  EXPECT_LT(shots.size(), static_cast<std::size_t>(frames) * 9 / 10);
}

TEST_F(Export, PicturesAreOfTheirFormatAndSize) {
  ExportRequest picture = request("a.png");
  picture.size = {1920, 1080};
  ASSERT_TRUE(write(picture).ok());
  EXPECT_NE(tests::program_output("file " + picture.path).find("1920 x 1080"), std::string::npos);
  picture.path = folder_.file("a.svg");
  ASSERT_TRUE(write(picture).ok());
  std::string svg = tests::program_output("cat " + picture.path);
  EXPECT_NE(svg.find("width=\"1920\" height=\"1080\" viewBox=\"0 0 1280 720\""), std::string::npos);
  EXPECT_NE(svg.find("</text>"), std::string::npos);
  picture.path = folder_.file("a.PDF");
  ASSERT_TRUE(write(picture).ok());
  EXPECT_EQ(tests::program_output("head -c 5 " + picture.path), "%PDF-");
}

TEST_F(Export, LegendAndCaptionFollowTheOptions) {
  ExportRequest picture = request("a.svg");
  picture.size = {1280, 720};
  std::string title = catalog_->languages.at("en")("scene." + state_.scene + ".title");
  auto title_lines = [&](bool caption) {
    picture.options.caption = caption;
    EXPECT_TRUE(write(picture).ok());
    return std::stoi(tests::program_output("grep -c '" + title + "' " + picture.path));
  };
  EXPECT_GT(title_lines(true), title_lines(false));
  DisplayList with = frame(*catalog_, *model_, state_, {}, {1280, 720}, {true, true, false, false});
  DisplayList without = frame(*catalog_, *model_, state_, {}, {1280, 720}, {true, false, false, false});
  EXPECT_GT(with.items.size(), without.items.size());
  EXPECT_EQ(frame(*catalog_, *model_, state_, {}, {1280, 720}, {true, true, false, true}).background.a, 0);
}

TEST_F(Export, NumberedFramesAreOnePerFrame) {
  ExportRequest film = request("frames/%05d.svg");
  film.seconds_per_step = 0.5;
  film.fps = 10;
  ASSERT_TRUE(write(film).ok());
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.file("frames"))) count += entry.path().extension() == ".svg" ? 1 : 0;
  EXPECT_EQ(count, 10);
  EXPECT_TRUE(std::filesystem::exists(folder_.file("frames/00010.svg")));
}

TEST_F(Export, AnOddSizeIsRoundedUpForMp4) {
  if (tests::program_output("ffprobe -version 2>/dev/null").empty()) GTEST_SKIP() << "ffmpeg is not installed";
  ExportRequest film = request("a.mp4");
  film.size = {321, 181};
  film.seconds_per_step = 0.2;
  Status written = write(film);
  ASSERT_TRUE(written.ok()) << written.error().message;
  EXPECT_EQ(
      tests::program_output("ffprobe -v error -count_frames -show_entries stream=width,height,nb_read_frames -of csv=p=0 " + film.path),
      "322,182,10\n");
}

TEST_F(Export, WhatCannotBeIsRefusedWithItsValuesAndLeavesNothing) {
  auto message = [this](ExportRequest asked) {
    Status written = write(asked);
    return written.ok() ? std::string("written") : written.error().message;
  };
  EXPECT_NE(message(request("a.bmp")).find(".png .svg .pdf"), std::string::npos);
  ExportRequest large = request("a.png");
  large.size = {100000, 10};
  EXPECT_NE(message(large).find("100000 × 10"), std::string::npos);
  ExportRequest late = request("a.gif");
  late.last_step = timeline().steps();
  EXPECT_NE(message(late).find("the scene has steps 1:"), std::string::npos);
  ExportRequest fast = request("a.gif");
  fast.fps = 1000;
  EXPECT_NE(message(fast).find("1000 frames a second"), std::string::npos);
  ExportRequest nowhere = request("no/such/folder/a.png");
  EXPECT_NE(message(nowhere).find("No such file or directory"), std::string::npos);
  EXPECT_TRUE(folder_.names().empty());
}

TEST_F(Export, ACancelledFilmLeavesNothing) {
  ExportRequest film = request("frames/%05d.png");
  film.last_step = timeline().steps() - 1;
  std::thread person([this] {
    while (progress_.frame < 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    progress_.cancel = true;
  });
  Status written = write(film);
  person.join();
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::kCancelled);
  EXPECT_TRUE(folder_.names().empty());
}

TEST_F(Export, TheSameFrameIsTheSameFile) {
  ExportRequest picture = request("a.png");
  ASSERT_TRUE(write(picture).ok());
  std::string first = tests::program_output("md5sum < " + picture.path);
  ASSERT_TRUE(write(picture).ok());
  EXPECT_EQ(tests::program_output("md5sum < " + picture.path), first);
}

}  // namespace
}  // namespace convscope

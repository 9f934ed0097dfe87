#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "app/canvas/sinks.h"
#include "app/film/film.h"
#include "film/program_output.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

constexpr int kWidth = 96, kHeight = 54;

// A square that moves with the frame's number.
Pixels moving_square(int frame) {
  Pixels pixels{kWidth, kHeight, std::vector<std::uint8_t>(std::size_t{kWidth} * kHeight * 4, 255)};
  for (int y = 10; y < 30; ++y)
    for (int x = 0; x < 20; ++x) std::memcpy(&pixels.rgba[static_cast<std::size_t>((y * kWidth + x + frame) * 4)], "\x00\x6b\xa8\xff", 4);
  return pixels;
}

FilmSpec film(const std::string& path, std::vector<Shot> shots) {
  FilmSpec spec;
  spec.path = path;
  spec.format = film_format(path).value();
  spec.width = kWidth;
  spec.height = kHeight;
  spec.fps = 20;
  spec.shots = std::move(shots);
  return spec;
}

// 20 pictures, every fifth of which rests for 5 frames: 36 frames.
std::vector<Shot> resting_shots() {
  std::vector<Shot> shots;
  int frame = 0;
  for (int i = 0; i < 20; ++i) {
    shots.push_back({frame, i % 5 == 4 ? 5 : 1});
    frame += shots.back().length;
  }
  return shots;
}

bool have(const char* program) { return !tests::program_output(std::string(program) + " -version 2>/dev/null").empty(); }

class Film : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!have("ffmpeg") || !have("ffprobe")) GTEST_SKIP() << "ffmpeg is not installed";
  }
  std::string probe(const std::string& path, const std::string& entries, const std::string& more = "") {
    return tests::program_output("ffprobe -v error -select_streams v:0 " + more + " -show_entries " + entries + " -of csv=p=0 " + path);
  }
  TemporaryFolder folder_;
  ExportProgress progress_;
};

TEST_F(Film, EveryFormatHasItsSizeAndItsDuration) {
  for (const char* name : {"film.gif", "film.mp4", "film.webm", "film.apng"}) {
    std::string path = folder_.file(name);
    Status written = write_film(film(path, resting_shots()), moving_square, progress_);
    ASSERT_TRUE(written.ok()) << written.error().message;
    EXPECT_EQ(probe(path, "stream=width,height").substr(0, 5), "96,54") << name;
    EXPECT_EQ(progress_.frame, 36);
    EXPECT_EQ(progress_.frames, 36);
  }
  EXPECT_NEAR(std::stod(probe(folder_.file("film.gif"), "format=duration")), 36 / 20.0, 0.011);
  EXPECT_NEAR(std::stod(probe(folder_.file("film.mp4"), "format=duration")), 36 / 20.0, 0.001);
  EXPECT_EQ(folder_.names().size(), 4u) << "nothing else stays";
}

TEST_F(Film, AWebpIsWritten) {
  Status written = write_film(film(folder_.file("film.webp"), resting_shots()), moving_square, progress_);
  ASSERT_TRUE(written.ok()) << written.error().message;
  EXPECT_GT(std::filesystem::file_size(folder_.file("film.webp")), 500u);
}

TEST_F(Film, Mp4HoldsEveryFrameAndGifEveryPicture) {
  ASSERT_TRUE(write_film(film(folder_.file("a.mp4"), resting_shots()), moving_square, progress_).ok());
  ASSERT_TRUE(write_film(film(folder_.file("a.gif"), resting_shots()), moving_square, progress_).ok());
  EXPECT_EQ(std::stoi(probe(folder_.file("a.mp4"), "stream=nb_read_frames", "-count_frames")), 36);
  EXPECT_EQ(std::stoi(probe(folder_.file("a.gif"), "stream=nb_read_frames", "-count_frames")), 20);
}

TEST_F(Film, AThousandRestsKeepTheirLengths) {
  std::vector<Shot> shots;
  for (int i = 0; i < 1000; ++i) shots.push_back({2 * i, 2});
  auto draw = [](int frame) { return moving_square(frame / 2 % 60); };
  Status written = write_film(film(folder_.file("a.gif"), shots), draw, progress_);
  ASSERT_TRUE(written.ok()) << written.error().message;
  EXPECT_NEAR(std::stod(probe(folder_.file("a.gif"), "format=duration")), 2000 / 20.0, 0.011);
}

TEST_F(Film, AGifKeepsTheColoursOfAFlatPictureExactly) {
  ASSERT_TRUE(write_film(film(folder_.file("a.gif"), {{0, 1}, {10, 1}}), moving_square, progress_).ok());
  std::string raw =
      tests::program_output("ffmpeg -v error -i " + folder_.file("a.gif") + " -fps_mode passthrough -f rawvideo -pix_fmt rgba -");
  Pixels second = moving_square(10);
  ASSERT_EQ(raw.size(), 2 * second.rgba.size());
  EXPECT_EQ(std::memcmp(raw.data() + second.rgba.size(), second.rgba.data(), second.rgba.size()), 0);
}

TEST_F(Film, PicturesComeInOrderAndEachIsDrawnOnce) {
  std::atomic<int> drawn{0};
  auto draw = [&drawn](int frame) {
    ++drawn;
    std::this_thread::sleep_for(std::chrono::milliseconds(frame % 3));
    return moving_square(frame);
  };
  ASSERT_TRUE(write_film(film(folder_.file("a.mp4"), resting_shots()), draw, progress_).ok());
  EXPECT_EQ(drawn, 20);
  ASSERT_TRUE(write_film(film(folder_.file("b.mp4"), resting_shots()), moving_square, progress_).ok());
  std::string decode = " -f rawvideo -pix_fmt rgba - | md5sum";
  EXPECT_EQ(tests::program_output("ffmpeg -v error -i " + folder_.file("a.mp4") + decode),
            tests::program_output("ffmpeg -v error -i " + folder_.file("b.mp4") + decode));
}

TEST_F(Film, ACancelLeavesNothingAndComesQuickly) {
  std::vector<Shot> many;
  for (int i = 0; i < 50000; ++i) many.push_back({i, 1});
  auto draw = [](int frame) { return moving_square(frame % 60); };
  for (const char* name : {"a.gif", "a.mp4", "a.apng"}) {
    progress_.cancel = false;
    std::thread person([this] {
      while (progress_.frame < 40) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      progress_.cancel = true;
    });
    Status written = write_film(film(folder_.file(name), many), draw, progress_);
    person.join();
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().kind, ErrorKind::kCancelled);
    EXPECT_LT(progress_.frame, 50000);
    EXPECT_TRUE(folder_.names().empty()) << name;
  }
}

TEST_F(Film, ACancelledFilmLeavesTheOlderOneAsItWas) {
  folder_.write("a.gif", "older");
  progress_.cancel = true;
  EXPECT_FALSE(write_film(film(folder_.file("a.gif"), resting_shots()), moving_square, progress_).ok());
  EXPECT_EQ(std::filesystem::file_size(folder_.file("a.gif")), 5u);
  EXPECT_EQ(folder_.names().size(), 1u);
}

TEST_F(Film, AFailureOfFfmpegIsToldInItsWords) {
  FilmSpec spec = film(folder_.file("a.mp4"), {{0, 1}});
  spec.width = kWidth;
  folder_.write("ffmpeg", "#!/bin/sh\necho 'the encoder is out of sorts' >&2\nexit 3\n");
  ::chmod(folder_.file("ffmpeg").c_str(), 0755);
  std::string path = std::getenv("PATH");
  ::setenv("PATH", (folder_.path() + ":" + path).c_str(), 1);
  Status written = write_film(spec, moving_square, progress_);
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::kProgram);
  EXPECT_NE(written.error().message.find("code 3: the encoder is out of sorts"), std::string::npos) << written.error().message;
  EXPECT_EQ(folder_.names().size(), 1u) << "only the made-up ffmpeg";
}

TEST(FilmWithoutFfmpeg, SaysSoAndWhatStillWorks) {
  TemporaryFolder folder;
  ExportProgress progress;
  std::string path = std::getenv("PATH");
  ::setenv("PATH", folder.path().c_str(), 1);
  for (const char* name : {"a.gif", "a.mp4"}) {
    Status written = write_film(film(folder.file(name), {{0, 1}}), moving_square, progress);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().kind, ErrorKind::kProgram);
    EXPECT_NE(written.error().message.find("ffmpeg is not installed"), std::string::npos) << written.error().message;
    EXPECT_NE(written.error().message.find("PNG, SVG, PDF and numbered frames"), std::string::npos) << written.error().message;
  }
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_TRUE(folder.names().empty());
}

TEST(FilmSpec, RefusesWhatCannotBeAndNamesTheValues) {
  ExportProgress progress;
  auto message = [&progress](const FilmSpec& spec) {
    Status written = write_film(spec, moving_square, progress);
    return written.ok() ? std::string("written") : written.error().message;
  };
  FilmSpec odd = film("/nowhere/a.mp4", {{0, 1}});
  odd.width = 97;
  EXPECT_NE(message(odd).find("97 × 54"), std::string::npos);
  FilmSpec slow = film("/nowhere/a.gif", {{0, 1}});
  slow.fps = 0;
  EXPECT_NE(message(slow).find("0 frames a second"), std::string::npos);
  EXPECT_NE(message(film("/nowhere/a.gif", {{0, 1}})).find("'/nowhere/a.gif': No such file or directory"), std::string::npos);
  TemporaryFolder folder;
  std::filesystem::create_directory(folder.file("a.gif"));
  EXPECT_NE(message(film(folder.file("a.gif"), {{0, 1}})).find("Is a directory"), std::string::npos);
}

TEST(FilmFormat, FollowsFromTheEnding) {
  EXPECT_EQ(film_format("a/b.GIF"), FilmFormat::kGif);
  EXPECT_EQ(film_format("a.webm"), FilmFormat::kWebm);
  EXPECT_EQ(film_format("gif"), std::nullopt);
  EXPECT_EQ(film_format("a.png"), std::nullopt);
}

Result<std::string> number_as_bytes(int frame) { return std::to_string(frame); }

TEST(Sequence, NumbersFilesFromOneAndRepeatsResting) {
  TemporaryFolder folder;
  ExportProgress progress;
  ASSERT_TRUE(write_sequence(folder.file("frames/%03d.txt"), {{0, 1}, {1, 2}, {3, 1}}, number_as_bytes, progress).ok());
  for (const char* name : {"001", "002", "003", "004"})
    EXPECT_TRUE(std::filesystem::exists(folder.file(std::string("frames/") + name + ".txt"))) << name;
  EXPECT_EQ(tests::program_output("cat " + folder.file("frames/*")), "0113");
  EXPECT_EQ(folder.names().size(), 1u);
}

TEST(Sequence, GoesIntoAFolderThatIsThereAndLeavesTheRestOfIt) {
  TemporaryFolder folder;
  ExportProgress progress;
  folder.write("mine.txt", "mine");
  ASSERT_TRUE(write_sequence(folder.file("%d.txt"), {{0, 2}}, number_as_bytes, progress).ok());
  EXPECT_EQ(folder.names().size(), 3u);
}

TEST(Sequence, TakesThePlaceOfAnEarlierOneAndTouchesNothingElse) {
  TemporaryFolder folder;
  ExportProgress progress;
  ASSERT_TRUE(write_sequence(folder.file("%02d.txt"), {{0, 4}}, number_as_bytes, progress).ok());
  folder.write("12.txt", "mine");      // after a gap: not of that export
  folder.write("5.txt", "mine, too");  // another way to write a number
  ASSERT_TRUE(write_sequence(folder.file("%02d.txt"), {{7, 4}}, number_as_bytes, progress).ok());
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"01.txt", "02.txt", "03.txt", "04.txt", "12.txt", "5.txt"}));
  EXPECT_EQ(file_bytes(folder.file("04.txt")), "7");
  EXPECT_EQ(file_bytes(folder.file("12.txt")), "mine");
}

TEST(Sequence, IsRefusedWhereFilesOfALongerOneWouldFollowAndThoseStay) {
  TemporaryFolder folder;
  ExportProgress progress;
  ASSERT_TRUE(write_sequence(folder.file("%02d.txt"), {{3, 9}}, number_as_bytes, progress).ok());
  Status written = write_sequence(folder.file("%02d.txt"), {{7, 4}}, number_as_bytes, progress);
  ASSERT_FALSE(written.ok());
  EXPECT_NE(written.error().message.find("5 files go on after them, from '05.txt' to '09.txt'"), std::string::npos)
      << written.error().message;
  EXPECT_EQ(folder.names().size(), 9u);
  EXPECT_EQ(file_bytes(folder.file("02.txt")), "3");
}

TEST(Sequence, AFolderInTheWayOfAFrameLeavesTheEarlierFramesWhereTheyWere) {
  TemporaryFolder folder;
  ExportProgress progress;
  ASSERT_TRUE(write_sequence(folder.file("%d.txt"), {{1, 2}}, number_as_bytes, progress).ok());
  std::filesystem::create_directory(folder.file("3.txt"));
  EXPECT_FALSE(write_sequence(folder.file("%d.txt"), {{8, 3}}, number_as_bytes, progress).ok());
  EXPECT_EQ(folder.names(), (std::vector<std::string>{"1.txt", "2.txt", "3.txt"}));
  EXPECT_EQ(file_bytes(folder.file("1.txt")), "1");
}

TEST(Sequence, AFailureHalfwayLeavesTheFolderAsItWas) {
  TemporaryFolder folder;
  ExportProgress progress;
  auto make = [](int frame) -> Result<std::string> {
    if (frame == 5) return Error{ErrorKind::kMemory, "no picture of frame 5", ""};
    return std::string("x");
  };
  std::vector<Shot> shots;
  for (int i = 0; i < 9; ++i) shots.push_back({i, 1});
  for (const char* pattern : {"%d.txt", "frames/%d.txt"}) {
    Status written = write_sequence(folder.file(pattern), shots, make, progress);
    ASSERT_FALSE(written.ok());
    EXPECT_EQ(written.error().message, "no picture of frame 5");
    EXPECT_TRUE(folder.names().empty()) << pattern;
  }
}

TEST(Sequence, ACancelLeavesNothing) {
  TemporaryFolder folder;
  ExportProgress progress;
  auto make = [&progress](int frame) -> Result<std::string> {
    if (frame == 7) progress.cancel = true;
    return std::string("x");
  };
  std::vector<Shot> shots;
  for (int i = 0; i < 100; ++i) shots.push_back({i, 1});
  Status written = write_sequence(folder.file("frames/%d.txt"), shots, make, progress);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::kCancelled);
  EXPECT_TRUE(folder.names().empty());
}

TEST(Sequence, APatternWithoutANumberIsRefused) {
  ExportProgress progress;
  for (const char* pattern : {"frames/a.png", "frames/%s.png", "frames/%05d%d.png"}) {
    Status written = write_sequence(pattern, {{0, 1}}, number_as_bytes, progress);
    ASSERT_FALSE(written.ok()) << pattern;
    EXPECT_EQ(written.error().kind, ErrorKind::kUsage) << pattern;
  }
}

TEST(Sequence, AnUnwritableFolderIsNamed) {
  ExportProgress progress;
  Status written = write_sequence("/proc/frames/%d.png", {{0, 1}}, number_as_bytes, progress);
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind, ErrorKind::kFile);
  EXPECT_NE(written.error().message.find("/proc/frames"), std::string::npos);
}

}  // namespace
}  // namespace convscope

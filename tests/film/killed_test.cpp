// An export that is killed in the middle (kill -9, a power cut) leaves nothing, at the latest once the next one began.
#include <gtest/gtest.h>

#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include "app/film/film.h"
#include "film/program_output.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

using Names = std::vector<std::string>;
constexpr int kSide = 64, kShots = 200, kFatalShot = 120;

std::vector<Shot> shots() {
  std::vector<Shot> shots;
  for (int i = 0; i < kShots; ++i) shots.push_back({i, 1});
  return shots;
}

// Noise, so that the film's file grows while it is made.
Pixels noise(int frame) {
  Pixels pixels{kSide, kSide, std::vector<std::uint8_t>(std::size_t{kSide} * kSide * 4, 255)};
  auto state = static_cast<std::uint32_t>(frame) * 2654435761u + 1;
  for (std::uint8_t& value : pixels.rgba) value = static_cast<std::uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
  return pixels;
}

FilmSpec film(const std::string& path) {
  FilmSpec spec;
  spec.path = path;
  spec.format = film_format(path).value();
  spec.width = spec.height = kSide;
  spec.shots = shots();
  return spec;
}

// A GIF's palette asks for single frames of the whole film first; it is drawn once for that, the second time is the middle.
void killed_in_the_middle(const std::string& path) {
  ExportProgress progress;
  auto draw = [&progress](int frame) {
    if (frame == kFatalShot && progress.frame > 0) ::kill(::getpid(), SIGKILL);
    return noise(frame);
  };
  (void)write_film(film(path), draw, progress);
}

void frames_killed_in_the_middle(const std::string& pattern) {
  ExportProgress progress;
  auto make = [](int frame) -> Result<std::string> {
    if (frame == kFatalShot) ::kill(::getpid(), SIGKILL);
    return std::string("frame");
  };
  (void)write_sequence(pattern, shots(), make, progress);
}

TEST(KilledFilm, LeavesNothingAndTheOlderFileAsItWas) {
  if (tests::program_output("ffmpeg -version 2>/dev/null").empty()) GTEST_SKIP() << "ffmpeg is not installed";
  for (const char* name : {"a.mp4", "a.gif", "a.webp", "a.apng"}) {
    TemporaryFolder folder;
    EXPECT_EXIT(killed_in_the_middle(folder.file(name)), testing::KilledBySignal(SIGKILL), "");
    EXPECT_EQ(folder.names(), Names{}) << name;
    folder.write(name, "older");
    EXPECT_EXIT(killed_in_the_middle(folder.file(name)), testing::KilledBySignal(SIGKILL), "");
    EXPECT_EQ(folder.names(), Names{name});
    EXPECT_EQ(file_bytes(folder.file(name)), "older");
  }
}

TEST(KilledFrames, AreGoneOnceTheNextExportBegan) {
  for (const char* pattern : {"%03d.png", "frames/%03d.png"}) {
    TemporaryFolder folder;
    EXPECT_EXIT(frames_killed_in_the_middle(folder.file(pattern)), testing::KilledBySignal(SIGKILL), "");
    ASSERT_EQ(folder.names().size(), 1u) << "only the hidden place stays";
    EXPECT_EQ(folder.names()[0].front(), '.');
    ExportProgress progress;
    ASSERT_TRUE(write_sequence(folder.file("frames/%d.txt"), {{0, 1}}, [](int) { return std::string("x"); }, progress).ok());
    EXPECT_EQ(folder.names(), Names{"frames"}) << pattern;
  }
}

// Two exports into one folder: the second begins and ends while the first is at work.
TEST(Frames, OfALivingExportAreLeftAlone) {
  TemporaryFolder folder;
  std::mutex mutex;
  std::condition_variable changed;
  bool middle = false, second_done = false;
  ExportProgress first, second;
  std::thread other([&] {
    auto make = [&](int frame) -> Result<std::string> {
      if (frame != kFatalShot) return std::string("x");
      std::unique_lock lock(mutex);
      middle = true;
      changed.notify_all();
      changed.wait(lock, [&] { return second_done; });
      return std::string("x");
    };
    EXPECT_TRUE(write_sequence(folder.file("first/%d.txt"), shots(), make, first).ok());
  });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return middle; });
  }
  EXPECT_TRUE(write_sequence(folder.file("second/%d.txt"), {{0, 1}}, [](int) { return std::string("x"); }, second).ok());
  {
    std::lock_guard lock(mutex);
    second_done = true;
  }
  changed.notify_all();
  other.join();
  EXPECT_EQ(folder.names(), (Names{"first", "second"}));
}

}  // namespace
}  // namespace convscope

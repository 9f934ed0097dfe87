// What render, export and screenshot refuse: one sentence with what, where and the values, the right exit code, nothing left behind.
#include <gtest/gtest.h>

#include "support/run_program.h"
#include "support/sample_files.h"

namespace convscope {
namespace {

using Arguments = std::vector<std::string>;

class BadRequest : public testing::Test {
 protected:
  // Runs in the folder with the reference as its device; afterwards there must be nothing new.
  std::string refused(int code, Arguments arguments, RunOptions options = {}) {
    std::vector<std::string> before = folder_.names();
    arguments.insert(arguments.end(), {"--device", "reference"});
    options.folder = folder_.path();
    ProgramRun run = run_program(arguments, options);
    EXPECT_EQ(run.code, code) << arguments[0] << " " << arguments[2] << ": " << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(folder_.names(), before) << arguments[0];
    return sentence(run);
  }
  void expect(int code, const Arguments& arguments, const std::vector<std::string>& parts, const RunOptions& options = {}) {
    std::string said = refused(code, arguments, options);
    for (const std::string& part : parts) EXPECT_NE(said.find(part), std::string::npos) << "\"" << part << "\" is not in: " << said;
  }
  TemporaryFolder folder_;
};

struct Command {
  std::string name, output;
};
const Command kRender{"render", "a.png"}, kExport{"export", "a.gif"}, kScreenshot{"screenshot", "a.png"};
const Command kAll[] = {kRender, kExport, kScreenshot};

TEST_F(BadRequest, AStepThatTheSceneDoesNotHave) {
  for (const Command& command : {kRender, kScreenshot}) {
    for (const char* step : {"0", "-1", "37", "99999999999"})
      expect(2, {command.name, "padding", "--step", step, "-o", command.output}, {std::string("--step ") + step, "'padding'", "1 to 36"});
    expect(2, {command.name, "padding", "--step", "seven", "-o", command.output}, {"--step", "seven"});
  }
  for (const char* steps : {"0:3", "3:1", "1:37", "a:b", "-2:4", "1:2:3", "1.5:3"})
    expect(2, {"export", "padding", "--steps=" + std::string(steps), "-o", "a.gif"}, {steps, "1 ≤ A ≤ B ≤ 36"});
}

TEST_F(BadRequest, APhaseThatTheSceneDoesNotHave) {
  for (const Command& command : {kRender, kScreenshot})
    for (const char* phase : {"1.01", "-0.5", "nan", "dance", "0.5x"})
      expect(2, {command.name, "padding", "--phase=" + std::string(phase), "-o", command.output},
             {phase, "from 0 to 1", "'padding'", "sum"});
}

TEST_F(BadRequest, ASizeThatCannotBe) {
  for (const Command& command : kAll) {
    for (const char* size : {"0x0", "0x720", "1280x0", "60000x60000", "8193x10", "-5x5"})
      expect(2, {command.name, "padding", "--size=" + std::string(size), "-o", command.output}, {size, "1 to 8192"});
    for (const char* size : {"720p", "1280", "1280x", "x", "99999999999x1", "12.5x10", "1280x720x3"})
      expect(2, {command.name, "padding", "--size=" + std::string(size), "-o", command.output}, {size, "WIDTHxHEIGHT"});
  }
}

TEST_F(BadRequest, APaceThatCannotBe) {
  for (const char* fps : {"0", "-3", "121", "nan", "inf"})
    expect(2, {"export", "padding", "--fps=" + std::string(fps), "-o", "a.gif"}, {"frames a second", "at most 120"});
  expect(2, {"export", "padding", "--fps=quick", "-o", "a.gif"}, {"quick"});
  for (const char* pace : {"-1", "nan"}) expect(2, {"export", "padding", "--seconds-per-step=" + std::string(pace), "-o", "a.gif"}, {pace});
  for (const char* pace : {"1e9", "inf"})
    expect(2, {"export", "padding", "--seconds-per-step=" + std::string(pace), "-o", "a.gif"}, {"frames", "at most 200000"});
}

TEST_F(BadRequest, TextOfASizeThatCannotBe) {
  for (const Command& command : kAll)
    for (const char* scale : {"0", "0.5", "3", "nan"})
      expect(2, {command.name, "padding", "--text-scale", scale, "-o", command.output}, {"--text-scale", scale, "1 and 2.5"});
  expect(2, {"screenshot", "padding", "--scale", "9", "-o", "a.png"}, {"--scale", "9", "4"});
}

TEST_F(BadRequest, AFileThatTheCommandDoesNotWrite) {
  expect(2, {"render", "padding", "-o", "a.gif"}, {"'a.gif'", "'convscope export'"});
  expect(2, {"screenshot", "padding", "-o", "a.svg"}, {".png", "'a.svg'"});
  expect(2, {"sheet", "-o", "a.svg"}, {".png", "'a.svg'"});
  for (const Command& command : kAll) expect(2, {command.name, "padding", "-o", "a.bmp"}, {"'a.bmp'", ".png"});
}

TEST_F(BadRequest, AFolderThatCannotBeWritten) {
  folder_.write("file", "mine");
  for (const Command& command : kAll) {
    expect(1, {command.name, "padding", "-o", "missing/" + command.output},
           {"'missing/" + command.output + "'", "No such file or directory"});
    expect(1, {command.name, "padding", "-o", "file/" + command.output}, {"'file/" + command.output + "'", "Not a directory"});
    // The kernel's own folder refuses everyone, the superuser included.
    expect(1, {command.name, "padding", "-o", "/sys/" + command.output}, {"'/sys/" + command.output + "'"});
  }
  expect(1, {"export", "padding", "-o", "missing/frames/%05d.png"}, {"'missing/frames'", "No such file or directory"});
  expect(1, {"export", "padding", "-o", "file/%05d.png"}, {"'file'", "Not a directory"});
  EXPECT_EQ(file_bytes(folder_.file("file")), "mine");
}

TEST_F(BadRequest, AFolderWhereAFrameShouldStand) {
  std::filesystem::create_directories(folder_.file("3.png"));
  expect(1, {"export", "padding", "--size", "64x36", "--steps", "1", "-o", "%d.png"}, {"3.png'", "Is a directory"});
}

TEST_F(BadRequest, WithoutFfmpegTheSentenceSaysWhatWorks) {
  RunOptions options;
  options.environment = {{"PATH", "/nowhere"}};
  for (const char* name : {"a.gif", "a.mp4", "a.webm", "a.webp", "a.apng"})
    expect(1, {"export", "padding", "-o", name},
           {"'" + std::string(name) + "'", "ffmpeg", "not installed", "PNG, SVG, PDF and numbered frames"}, options);
}

TEST_F(BadRequest, ASessionThatCannotBeRead) {
  folder_.write("newer.json", "{\"convscope\": 7, \"scene\": \"padding\"}");
  folder_.write("cut.json", "{\"convscope\": 1,\n \"scene\": \"padd");
  folder_.write("empty.json", "");
  folder_.write("list.json", "[1, 2]");
  folder_.write("lost.json", "{\"convscope\": 1, \"scene\": \"no_such_scene\"}");
  for (const Command& command : kAll) {
    expect(1, {command.name, "newer.json", "-o", command.output}, {"'newer.json'", "version 7", "up to 1"});
    expect(1, {command.name, "cut.json", "-o", command.output}, {"'cut.json'", "line 2"});
    expect(1, {command.name, "empty.json", "-o", command.output}, {"'empty.json'"});
    expect(1, {command.name, "list.json", "-o", command.output}, {"'list.json'"});
    expect(1, {command.name, "none.json", "-o", command.output}, {"'none.json'", "No such file or directory"});
    expect(2, {command.name, "lost.json", "-o", command.output}, {"no_such_scene"});
  }
}

TEST_F(BadRequest, APhotographThatCannotBeRead) {
  folder_.write("huge.png", png_signature() + png_ihdr(60000, 60000, 2) + png_chunk("IEND", ""));
  for (const Command& command : kAll) {
    expect(1, {command.name, "photo_filters", "--set", "image=./huge.png", "-o", command.output},
           {"huge.png'", "60000×60000", "8192×8192"});
    expect(2, {command.name, "photo_filters", "--set", "filter=dream", "-o", command.output}, {"filter", "dream", "sobel"});
  }
}

}  // namespace
}  // namespace convscope

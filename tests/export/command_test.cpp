// The subcommands render and export, as a person runs them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "film/program_output.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

struct Answer {
  std::string said;  // both streams
  int code = 0;
};

Answer run(const std::string& arguments) {
  std::string text = tests::program_output(std::string(CONVSCOPE_PROGRAM) + " " + arguments + " 2>&1; echo \" code $?\"");
  std::size_t at = text.rfind(" code ");
  return {text.substr(0, at), std::stoi(text.substr(at + 6))};
}

TEST(Render, DrawsASceneByNumberAndById) {
  TemporaryFolder folder;
  Answer by_number = run("render 3 --device reference --size 640x360 -o " + folder.file("a.svg"));
  EXPECT_EQ(by_number.code, 0) << by_number.said;
  EXPECT_EQ(by_number.said, "");
  Answer by_id = run("render padding --device reference --size 640x360 -o " + folder.file("b.svg"));
  EXPECT_EQ(by_id.code, 0) << by_id.said;
  EXPECT_EQ(tests::program_output("cat " + folder.file("a.svg")), tests::program_output("cat " + folder.file("b.svg")));
}

TEST(Render, StepPhaseLanguageThemeAndSettingsChangeThePicture) {
  TemporaryFolder folder;
  auto picture = [&folder](const std::string& options) {
    Answer answer = run("render padding --device reference --size 960x540 " + options + " -o " + folder.file("a.svg"));
    EXPECT_EQ(answer.code, 0) << answer.said;
    return tests::program_output("cat " + folder.file("a.svg"));
  };
  std::string plain = picture("");
  EXPECT_EQ(picture("--step 1 --phase 1"), plain) << "the default is the end of step 1";
  for (const char* options :
       {"--step 5", "--phase 0", "--lang zh", "--theme dark", "--set padding=1", "--caption", "--no-legend", "--text-scale 1.5"})
    EXPECT_NE(picture(options), plain) << options;
}

TEST(ExportedFiles, SaysWhatIsWrittenWhereAFormatNeedsEvenSides) {
  TemporaryFolder folder;
  if (std::system("command -v ffmpeg > /dev/null") != 0) GTEST_SKIP() << "ffmpeg is not installed";
  auto said = [&](const std::string& file) {
    return run("export 3 --device reference --size 321x181 --steps 1:1 --fps 5 -o " + folder.file(file)).said;
  };
  const std::string mp4 = said("a.mp4"), gif = said("a.gif");
  EXPECT_NE(mp4.find("322 × 182"), std::string::npos) << mp4;
  EXPECT_NE(mp4.find("321 × 181 was asked for"), std::string::npos) << mp4;
  EXPECT_NE(gif.find("321 × 181"), std::string::npos) << gif;
  EXPECT_EQ(gif.find("asked"), std::string::npos) << gif;
}

TEST(ExportedFiles, AShorterExportIsNotMixedWithALongerOneInTheSameFolder) {
  TemporaryFolder folder;
  auto frames = [&](const std::string& steps) {
    return run("export 3 --device reference --size 320x180 --fps 2 --seconds-per-step 1 --steps " + steps + " -o " +
               folder.file("f/%03d.svg"));
  };
  EXPECT_EQ(frames("1:4").code, 0);
  const std::string second = file_bytes(folder.file("f/002.svg"));
  const Answer refused = frames("3:4");
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.said.find("4 files go on after them, from '005.svg' to '008.svg'"), std::string::npos) << refused.said;
  EXPECT_EQ(file_bytes(folder.file("f/002.svg")), second);
  EXPECT_TRUE(std::filesystem::exists(folder.file("f/008.svg")));
}

TEST(Sheet, ShowsEverySceneOnOnePage) {
  TemporaryFolder folder;
  auto size = [&folder](const std::string& options) {
    Answer answer = run("sheet --device cpu --width 200 " + options + " -o " + folder.file("a.png"));
    EXPECT_EQ(answer.code, 0) << answer.said;
    const std::string png = file_bytes(folder.file("a.png"));  // width and height stand in bytes 16 to 23
    auto byte = [&png](std::size_t at) { return static_cast<int>(static_cast<unsigned char>(png[at])); };
    auto number = [&](std::size_t at) { return byte(at + 2) * 256 + byte(at + 3); };
    return png.size() > 24 ? std::pair{number(16), number(20)} : std::pair{0, 0};
  };
  const auto one_column = size("--columns 1"), three = size("--columns 3 --lang zh --theme dark");
  EXPECT_EQ(one_column.first, 16 + 200 + 16);
  EXPECT_EQ(three.first, 16 + 3 * (200 + 16));
  const int row = 134 + 26 + 16, scenes = (one_column.second - 16) / row;
  EXPECT_EQ(one_column.second, 16 + scenes * row);
  EXPECT_EQ(three.second, 16 + (scenes + 2) / 3 * row);
}

TEST(Render, AScenesPhotographIsShownWhereItOpensInTheWindow) {
  TemporaryFolder folder;
  auto picture = [&folder](const std::string& options) {
    Answer answer = run("render photo_filters --device cpu --size 640x360 " + options + " -o " + folder.file("a.svg"));
    EXPECT_EQ(answer.code, 0) << answer.said;
    return file_bytes(folder.file("a.svg"));
  };
  std::string opening = picture("");
  EXPECT_NE(opening.find("output[110, 186]"), std::string::npos) << "the cell that the scene's file names";
  EXPECT_EQ(picture("--phase 1"), opening);
  EXPECT_EQ(picture("--step " + std::to_string(110 * 600 + 186 + 1)), opening);
  EXPECT_NE(picture("--phase 0"), opening);
  EXPECT_NE(picture("--step 1"), opening);
}

TEST(Render, WrongUseIsOneSentenceWithTheKnownNamesAndExitCode2) {
  TemporaryFolder folder;
  const std::string out = " --device reference -o " + folder.file("a.png");
  struct Case {
    std::string arguments, says;
  };
  for (const Case& each : {Case{"render no_such_scene" + out, "padding"}, Case{"render 3 --set stride=0" + out, "stride"},
                           Case{"render 3 --set colour=red" + out, "it has"}, Case{"render 3 --set padding" + out, "NAME=VALUE"},
                           Case{"render 3 --step 999" + out, "steps 1 to"}, Case{"render 3 --phase dance" + out, "it has"},
                           Case{"render 3 --size 0x10" + out, "1 to 8192"}, Case{"render 3 --lang fr" + out, "known are en, zh"},
                           Case{"render 3 --theme pink" + out, "light, dark"},
                           Case{"render 3 -o " + folder.file("a.bmp"), ".png .svg .pdf"}, Case{"export 3 --steps 9:2" + out, "A:B"}}) {
    Answer answer = run(each.arguments);
    EXPECT_EQ(answer.code, 2) << each.arguments;
    EXPECT_NE(answer.said.find(each.says), std::string::npos) << each.arguments << "\n" << answer.said;
    EXPECT_EQ(answer.said.find('\n'), answer.said.size() - 1) << each.arguments << "\n" << answer.said;
  }
  EXPECT_TRUE(folder.names().empty());
}

TEST(Render, AnUnwritableFolderIsAFailure) {
  Answer answer = run("render 3 --device reference -o /proc/a.png");
  EXPECT_EQ(answer.code, 1);
  EXPECT_NE(answer.said.find("/proc/a.png"), std::string::npos) << answer.said;
}

TEST(ExportCommand, WritesTheStepsAskedFor) {
  TemporaryFolder folder;
  Answer answer =
      run("export 3 --device reference --size 320x180 --steps 2:3 --fps 10 --seconds-per-step 0.5 -o " + folder.file("frames/%05d.png"));
  EXPECT_EQ(answer.code, 0) << answer.said;
  EXPECT_NE(answer.said.find("10 frames of 320 × 180"), std::string::npos) << answer.said;
  EXPECT_TRUE(std::filesystem::exists(folder.file("frames/00010.png")));
  EXPECT_FALSE(std::filesystem::exists(folder.file("frames/00011.png")));
}

TEST(ExportCommand, WithoutFfmpegSaysWhatStillWorks) {
  TemporaryFolder folder;
  std::string text = tests::program_output("PATH=/nowhere " + std::string(CONVSCOPE_PROGRAM) +
                                           " export 3 --device reference --size 320x180 -o " + folder.file("a.gif") + " 2>&1");
  EXPECT_NE(text.find("ffmpeg is not installed"), std::string::npos) << text;
  EXPECT_NE(text.find("numbered frames"), std::string::npos) << text;
  EXPECT_TRUE(folder.names().empty());
}

TEST(ExportCommand, AnInterruptLeavesNothing) {
  TemporaryFolder folder;
  // The interrupt comes once the hidden folder is there, so while frames are being made.
  Answer answer;
  std::string command = "sh -c '" + std::string(CONVSCOPE_PROGRAM) + " export 3 --device reference --size 1920x1080 --fps 60 -o " +
                        folder.file("frames/%05d.png") + " & p=$!; while [ $(ls -A " + folder.path() +
                        " | wc -l) = 0 ]; do sleep 0.05; done; kill -TERM $p; wait $p; echo code $?' 2>&1";
  std::string text = tests::program_output(command);
  EXPECT_NE(text.find("was cancelled"), std::string::npos) << text;
  EXPECT_NE(text.find("code 1"), std::string::npos) << text;
  EXPECT_TRUE(folder.names().empty());
}

// What a shell does at ctrl-C, but not to be caught. `when` tells that the export, process $p, is in its middle.
std::string killed_when(const std::string& when, const std::string& path) {
  std::string command = "sh -c '" + std::string(CONVSCOPE_PROGRAM) + " export 3 --device reference --size 1920x1080 --fps 60 -o " + path +
                        " & p=$!; while " + when + "; do sleep 0.05; done; sleep 0.3; kill -KILL $p; wait $p; echo code $?' 2>/dev/null";
  return tests::program_output(command);
}

TEST(ExportCommand, AKillOfAFilmLeavesNothing) {
  if (tests::program_output("ffmpeg -version 2>/dev/null").empty()) GTEST_SKIP() << "ffmpeg is not installed";
  for (const char* name : {"a.mp4", "a.gif"}) {
    TemporaryFolder folder;
    EXPECT_EQ(killed_when("[ -z \"$(cat /proc/$p/task/$p/children)\" ]", folder.file(name)), "code 137\n") << "once ffmpeg runs";
    EXPECT_TRUE(folder.names().empty()) << name;
  }
}

TEST(ExportCommand, AKillOfNumberedFramesLeavesNothingOnceTheNextExportBegan) {
  TemporaryFolder folder;
  std::string empty = "[ $(ls -A " + folder.path() + " | wc -l) = 0 ]";
  EXPECT_EQ(killed_when(empty, folder.file("frames/%05d.png")), "code 137\n");
  EXPECT_EQ(folder.names().size(), 1u);
  EXPECT_EQ(run("render 3 --device reference --size 64x36 -o " + folder.file("a.png")).code, 0);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"a.png"});
}

}  // namespace
}  // namespace convscope

// The real program under real clicks and keys.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

TEST_F(Window, PlaysAndStopsWithTheSpaceBar) {
  Desktop& d = *desktop_;
  d.key("space");
  EXPECT_TRUE(d.shows("playing", "true"));
  EXPECT_TRUE(d.reaches([](const Shown& s) { return std::stoi(s["step"]) >= 1; }));
  d.key("space");
  EXPECT_TRUE(d.shows("playing", "false"));
}

TEST_F(Window, StepsForwardAndBackByKeysAndButtons) {
  Desktop& d = *desktop_;
  d.key("shift+Right shift+Right shift+Right");
  EXPECT_TRUE(d.shows("step", "3"));
  d.key("shift+Left");
  EXPECT_TRUE(d.shows("step", "2"));
  d.click("transport.end");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return std::stoi(s["step"]) > 3; }));
  d.click("transport.start");
  EXPECT_TRUE(d.shows("step", "0"));
}

TEST_F(Window, LosesNoneOfTwentyKeysThatArriveAtOnce) {
  Desktop& d = *desktop_;
  std::string keys;
  for (int i = 0; i < 20; ++i) keys += "shift+Right ";
  d.key(keys);
  EXPECT_TRUE(d.shows("step", "20"));
}

TEST_F(Window, ChangesTheStrideByDraggingAndUndoesItAsOneStep) {
  Desktop& d = *desktop_;
  std::string before = d.shown()["output_shape"], stride = d.shown()["parameter.stride"];
  d.drag("parameter.stride", 0.02, 0.98);
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return s["parameter.stride"] != stride; }));
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return s["output_shape"] != before || !s["problem"].empty(); }));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("output_shape", before));
  EXPECT_TRUE(d.shows("scene", "padding"));
}

TEST_F(Window, RefusesAStrideOfZeroBesideItsControlAndKeepsTheLastPicture) {
  Desktop& d = *desktop_;
  std::string before = d.shown()["output_shape"];
  type_number("parameter.stride.value", "parameter.stride", "0");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return !s["problem"].empty(); }));
  EXPECT_TRUE(d.shows("problem_attribute", "stride"));
  EXPECT_EQ(d.shown()["output_shape"], before);
}

TEST_F(Window, SwitchesTheLanguageAndTheTheme) {
  Desktop& d = *desktop_;
  d.key("ctrl+l");
  EXPECT_TRUE(d.shows("language", "zh"));
  d.key("ctrl+t");
  EXPECT_TRUE(d.shows("theme", "dark"));
  d.key("ctrl+l");
  EXPECT_TRUE(d.shows("language", "en"));
}

TEST_F(Window, PinsAnOutputCellAndEscapeLetsItGo) {
  Desktop& d = *desktop_;
  d.key("End");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s["step"] != "0"; }));
  d.click("stage.output.2");
  EXPECT_TRUE(d.shows("pin", "4.2"));
  d.key("Escape");
  EXPECT_TRUE(d.shows("pin", "0.-1"));
}

TEST_F(Window, ZoomsAtThePointerAndADoubleClickFitsAgain) {
  Desktop& d = *desktop_;
  d.click("stage", 4, 3);
  EXPECT_TRUE(d.reaches([](const Shown& s) { return std::stod(s["zoom"]) > 1.5; }));
  d.key("ctrl+0");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return std::stod(s["zoom"]) == 1; }));
}

TEST_F(Window, OpensWithoutComputeShadersAndSaysThatTheCpuComputes) {
  desktop_.reset();
  setenv("MESA_GL_VERSION_OVERRIDE", "3.3", 1);  // as a driver that came before them
  open(1280, 720);
  unsetenv("MESA_GL_VERSION_OVERRIDE");
  Desktop& d = *desktop_;
  EXPECT_TRUE(d.shows("device", "cpu"));
  EXPECT_NE(d.shown()["fallback"].find("compute shaders came with 4.3"), std::string::npos) << d.shown()["fallback"];
  d.rest_on("foot.device");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["tooltip"].find("4.3") != std::string::npos; })) << "the badge tells why";
  d.key("shift+Right");
  EXPECT_TRUE(d.shows("step", "1"));
}

// Whether an autosave below the folder holds this text.
bool autosave_holds(const std::string& folder, const std::string& text) {
  std::error_code none_yet;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, none_yet)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream stream(entry.path());
    const std::string held{std::istreambuf_iterator<char>(stream), {}};
    if (held.find(text) != std::string::npos) return true;
  }
  return false;
}

TEST_F(Window, BringsTheSessionBackAfterAKill) {
  Desktop& d = *desktop_;
  d.click("scene.one_channel");
  ASSERT_TRUE(d.shows("scene", "one_channel"));
  d.key("shift+Right shift+Right");
  ASSERT_TRUE(d.shows("step", "2"));
  // The autosave follows within two seconds of the last change; the kill comes when it holds the scene.
  ASSERT_TRUE(d.reaches([&](const Shown&) { return autosave_holds(d.folder() + "/state", "one_channel"); }));
  d.kill_program();
  d.start_program({});
  EXPECT_TRUE(d.shows("scene", "one_channel"));
}

}  // namespace
}  // namespace convscope::tests

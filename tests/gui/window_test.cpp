// The real program under real clicks and keys.
#include <gtest/gtest.h>

#include <filesystem>

#include "gui/desktop.h"

namespace convscope::tests {
namespace {

class Window : public ::testing::Test {
 protected:
  void SetUp() override {
    if (auto reason = Desktop::missing()) GTEST_SKIP() << *reason;
    desktop_ = std::make_unique<Desktop>(1280, 720, std::vector<std::string>{});
    Desktop& d = *desktop_;
    // The padding scene, standing at its beginning.
    d.click("scene.padding");
    ASSERT_TRUE(d.shows("scene", "padding"));
    d.key("Home");
    ASSERT_TRUE(d.shows("playing", "false"));
    ASSERT_TRUE(d.shows("step", "0"));
  }
  std::unique_ptr<Desktop> desktop_;
};

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

}  // namespace
}  // namespace convscope::tests

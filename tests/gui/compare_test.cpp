// Two variants compared in the real window: chosen from the dialog, changed by the panel of B, swapped, left.
#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

class ComparedWindow : public Window {
 protected:
  void compare_with_itself() {
    Desktop& d = *desktop_;
    d.key("c");
    ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("compare.same") != 0; }));
    d.click("compare.same");
    ASSERT_TRUE(d.shows("other", "padding"));
    ASSERT_TRUE(d.shows("difference", "0"));
    ASSERT_TRUE(d.shows("on_other", "true"));
  }
};

TEST_F(ComparedWindow, ComparesTheSceneWithItselfUntilASettingOfBMakesADifference) {
  Desktop& d = *desktop_;
  compare_with_itself();
  d.click("choice.padding_mode.zeros");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return !s["difference"].empty() && s["difference"] != "0"; }));
  const std::string difference = d.shown()["difference"];
  d.key("x");
  EXPECT_TRUE(d.shows("on_other", "false"));
  EXPECT_EQ(d.shown()["difference"], difference);
  d.key("Right");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["phase"] != "0" || s["step"] != "0"; }));
  d.key("Escape");
  EXPECT_TRUE(d.shows("other", ""));
  EXPECT_TRUE(d.shows("scene", "padding"));
}

TEST_F(ComparedWindow, ComparesByTheKeysOfTheDrawing) {
  Desktop& d = *desktop_;
  compare_with_itself();
  d.key("Tab");
  EXPECT_TRUE(d.shows("on_other", "false"));
  d.key("Tab");
  EXPECT_TRUE(d.shows("on_other", "true"));
  const std::string whole = d.shown()["zoom"];
  d.key("d");
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return std::stod(s["zoom"]) > 1.5 * std::stod(whole); }));
  d.key("d");
  EXPECT_TRUE(d.shows("zoom", whole));
}

TEST_F(ComparedWindow, ResettingAllByThePaletteResetsTheSideThatIsShown) {
  Desktop& d = *desktop_;
  compare_with_itself();
  d.click("choice.padding_mode.zeros");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return !s["difference"].empty() && s["difference"] != "0"; }));
  d.key("ctrl+k");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s["typing"] == "true"; }));
  d.type("reset all param");
  d.key("Return");
  EXPECT_TRUE(d.shows("difference", "0"));
}

}  // namespace
}  // namespace convscope::tests

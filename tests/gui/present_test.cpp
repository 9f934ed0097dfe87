// Presentation and full screen.
#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

TEST_F(Window, PresentsAndReturns) {
  Desktop& d = *desktop_;
  d.key("F5");
  EXPECT_TRUE(d.shows("presenting", "true"));
  d.key("Next Next");  // to the end of the first phase, then of the second
  EXPECT_TRUE(d.shows("phase", "1"));
  d.key("Escape");
  EXPECT_TRUE(d.shows("presenting", "false"));
}

TEST_F(Window, ChangesStridePaddingAndPresetByKeysWhilePresenting) {
  Desktop& d = *desktop_;
  d.key("s");  // only while presenting
  d.key("F5");
  ASSERT_TRUE(d.shows("presenting", "true"));
  EXPECT_EQ(d.shown()["parameter.stride"], "");
  d.key("s");
  EXPECT_TRUE(d.shows("parameter.stride", "2,2"));
  d.key("p");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return !s["parameter.padding"].empty(); }));
  d.key("1");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["preset"] == "no_padding"; }));
  d.key("b");
  EXPECT_TRUE(d.shows("blank", "true"));
  d.key("b Escape");
  EXPECT_TRUE(d.shows("presenting", "false"));
}

class LargeDisplay : public Window {
 protected:
  void SetUp() override { open(1700, 1060); }
};

TEST_F(LargeDisplay, IsFilledWithF11AndGivenBack) {
  Desktop& d = *desktop_;
  ASSERT_TRUE(d.shows("window", "1600x1000"));
  d.key("F11");
  EXPECT_TRUE(d.shows("window", "1700x1060"));
  d.key("F11");
  EXPECT_TRUE(d.shows("window", "1600x1000"));
}

}  // namespace
}  // namespace convscope::tests

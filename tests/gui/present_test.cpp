// Presentation, what one points with in it, the notes beside it, and full screen.
#include <chrono>
#include <thread>

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

TEST_F(Window, GrowsIntoThePresentationAndBackWithItsStepAsItStands) {
  Desktop& d = *desktop_;
  d.key("shift+Right shift+Right");
  ASSERT_TRUE(d.shows("step", "2"));
  const int narrow = d.place("stage").w;
  d.key("F5");
  ASSERT_TRUE(d.shows("grown", "1"));
  EXPECT_GT(d.place("stage").w, narrow + 300);
  EXPECT_EQ(d.shown().boxes.count("sidebar.find"), 0U);
  EXPECT_EQ(d.shown()["step"], "2");
  d.key("F5");
  ASSERT_TRUE(d.shows("grown", "0"));
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return s.boxes.count("stage") != 0 && s.boxes.at("stage").w == narrow; }));
  EXPECT_EQ(d.shown()["step"], "2");
}

void rest(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

TEST_F(Window, AtRestTheTransportGoesBackAndNothingIsDrawnUntilThePointerMoves) {
  Desktop& d = *desktop_;
  d.rest_on("stage");
  d.key("F5");
  ASSERT_TRUE(d.shows("grown", "1"));
  ASSERT_TRUE(d.shows("transport_faded", "1"));
  rest(0.5);
  const std::string frame = d.shown()["frame"];
  rest(1.5);
  EXPECT_EQ(d.shown()["frame"], frame) << "it costs nothing";
  d.key("Right");
  ASSERT_TRUE(d.reaches([&](const Shown& s) { return s["frame"] != frame; }));
  EXPECT_EQ(d.shown()["transport_faded"], "1") << "a remote control leaves it as it is";
  d.rest_on("transport.play");
  EXPECT_TRUE(d.shows("transport_faded", "0"));
}

int brightness(const std::string& color) {  // 0..765
  if (color.size() != 7) return -1;
  int sum = 0;
  for (std::size_t i : {1U, 3U, 5U}) sum += std::stoi(color.substr(i, 2), nullptr, 16);
  return sum;
}

TEST_F(Window, ASpotlightDimsAllButACircleRoundThePointer) {
  Desktop& d = *desktop_;
  d.key("F5");
  ASSERT_TRUE(d.shows("grown", "1"));
  for (const char* theme : {"light", "dark"}) {
    ASSERT_TRUE(d.shows("theme", theme));
    d.xdotool("mousemove 600 280");
    const std::string before = d.shown()["frame"];
    d.xdotool("mousemove 640 300");
    ASSERT_TRUE(d.reaches([&](const Shown& s) { return s["frame"] != before; })) << "what lies under the pointer is drawn";
    const int corner = brightness(d.color(20, 20)), at_pointer = brightness(d.color(660, 330));
    d.key("o");
    ASSERT_TRUE(d.reaches([](const Shown& s) { return !s["spotlight"].empty(); }));
    EXPECT_TRUE(d.reaches([&](const Shown&) { return brightness(d.color(20, 20)) < corner * 0.8; })) << theme;
    EXPECT_EQ(brightness(d.color(660, 330)), at_pointer) << theme;
    d.xdotool("mousemove 60 60");
    EXPECT_TRUE(d.reaches([&](const Shown&) { return brightness(d.color(20, 20)) == corner; })) << "it follows the pointer";
    const std::string narrow = d.shown()["spotlight"], zoom = d.shown()["zoom"];
    d.xdotool("mousemove 640 300 click 4 click 4");
    EXPECT_TRUE(d.reaches([&](const Shown& s) { return !s["spotlight"].empty() && s["spotlight"] > narrow; }));
    EXPECT_EQ(d.shown()["zoom"], zoom) << "the wheel is the spotlight's";
    d.key("o");
    EXPECT_TRUE(d.shows("spotlight", ""));
    d.key("t");
  }
  d.hold("o");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return !s["spotlight"].empty(); }));
  rest(0.6);
  d.let_go("o");
  EXPECT_TRUE(d.shows("spotlight", ""));
}

TEST_F(Window, MarksAreDrawnByHandAndFadeAndTouchNothing) {
  Desktop& d = *desktop_;
  d.key("F5");
  ASSERT_TRUE(d.shows("grown", "1"));
  const Shown before = d.shown();
  const std::string paper = d.color(640, 200);
  d.key("m");
  ASSERT_TRUE(d.shows("pen", "true"));
  d.xdotool("mousemove 500 200 mousedown 1 mousemove 560 200 mousemove 640 200 mousemove 720 200 mouseup 1 mousemove 700 420");
  ASSERT_TRUE(d.shows("marks", "1"));
  EXPECT_TRUE(d.reaches([&](const Shown&) { return d.color(640, 200) != paper; }))
      << "the stroke is seen; " << paper << " before, now " << d.color(560, 200) << " " << d.color(640, 200) << " " << d.color(719, 200);
  for (const char* fact : {"pin", "zoom", "step"}) EXPECT_EQ(d.shown()[fact], before.facts.at(fact)) << fact;
  EXPECT_TRUE(d.shows("marks", "0")) << "and leaves by itself";
  EXPECT_TRUE(d.reaches([&](const Shown&) { return d.color(640, 200) == paper; }));
  const std::string stroke = "mousemove 500 300 mousedown 1 mousemove 600 320 mouseup 1";
  d.xdotool(stroke);
  ASSERT_TRUE(d.shows("marks", "1"));
  d.key("Delete");
  EXPECT_TRUE(d.shows("marks", "0"));
  EXPECT_EQ(d.shown()["pen"], "true");
  d.xdotool(stroke);
  ASSERT_TRUE(d.shows("marks", "1"));
  d.key("Escape");
  EXPECT_TRUE(d.shows("marks", "0"));
  EXPECT_TRUE(d.shows("pen", "false"));
  EXPECT_EQ(d.shown()["presenting"], "true") << "the presentation goes on";
  d.key("Escape");
  EXPECT_TRUE(d.shows("presenting", "false"));
}

TEST_F(Window, BlanksTheScreenAndShowsItAgain) {
  Desktop& d = *desktop_;
  d.key("F5");
  ASSERT_TRUE(d.shows("grown", "1"));
  const std::string shown = d.color(640, 15);
  d.key("b");
  EXPECT_TRUE(d.reaches([&](const Shown&) { return d.color(640, 15) == "#000000"; }));
  d.key("b");
  EXPECT_TRUE(d.reaches([&](const Shown&) { return d.color(640, 15) == shown; }));
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

TEST_F(LargeDisplay, NotesStandInAWindowOfTheirOwnThatClosesNothingElse) {
  Desktop& d = *desktop_;
  constexpr const char* kTitle = "Notes - ConvScope";
  auto opens = [&](int count) { return d.reaches([&](const Shown&) { return d.windows(kTitle) == count; }); };
  d.key("n");
  ASSERT_TRUE(opens(1));
  d.key("F5");
  EXPECT_TRUE(d.shows("presenting", "true")) << "the keys stay with the program's window";
  d.key("n");
  ASSERT_TRUE(opens(0));
  EXPECT_TRUE(d.running());
  d.key("n");
  ASSERT_TRUE(opens(1));
  d.ask_to_close("Notes");
  ASSERT_TRUE(opens(0));
  EXPECT_TRUE(d.running());
  d.key("Escape");
  EXPECT_TRUE(d.shows("presenting", "false"));
}

class FullDisplay : public Window {
 protected:
  void SetUp() override { open(1920, 1080); }
};

TEST_F(FullDisplay, APresentationHasNoSmallText) {
  Desktop& d = *desktop_;
  d.key("F11");
  ASSERT_TRUE(d.shows("window", "1920x1080"));
  d.key("F5");
  ASSERT_TRUE(d.shows("grown", "1"));
  for (const char* keys : {"", "s", "p", "shift+Right", "ctrl+l"}) {
    if (*keys != 0) d.key(keys);
    rest(0.3);
    const std::string smallest = d.shown()["smallest_text"];
    ASSERT_FALSE(smallest.empty());
    EXPECT_GE(std::stod(smallest), 27.99) << "after " << keys;
  }
}

}  // namespace
}  // namespace convscope::tests

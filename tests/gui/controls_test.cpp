// The wheel, the list of scenes by keys, tooltips, large text.
#include <fstream>

#include "gui/window_fixture.h"

namespace convscope::tests {
namespace {

TEST_F(Window, ChangesANumberByOneStepWithTheWheelAndThePanelStands) {
  Desktop& d = *desktop_;
  Place before = d.shown().boxes["parameter.stride"];
  d.wheel("parameter.stride", 1);
  EXPECT_TRUE(d.shows("parameter.stride", "2,2"));
  d.wheel("parameter.stride", 1);
  EXPECT_TRUE(d.shows("parameter.stride", "3,3"));
  d.wheel("parameter.stride", -1);
  EXPECT_TRUE(d.shows("parameter.stride", "2,2"));
  EXPECT_EQ(d.shown().boxes["parameter.stride"].y, before.y);
}

TEST_F(Window, ScrollsThePanelWithTheWheelBesideTheControls) {
  Desktop& d = *desktop_;
  Place before = d.shown().boxes["parameter.stride"];
  d.wheel("label.padding_mode", -1);
  auto scrolled = [&](const Shown& s) {
    return s.boxes.count("parameter.stride") == 0 || s.boxes.at("parameter.stride").y < before.y - 20;
  };
  EXPECT_TRUE(d.reaches(scrolled));
  EXPECT_EQ(d.shown()["parameter.stride"], "");
}

TEST_F(Window, WalksTheListOfScenesByKeysAndTypingSearches) {
  Desktop& d = *desktop_;
  d.key("Down");
  EXPECT_TRUE(d.shows("sidebar.at", "preset.no_padding"));
  d.key("Up Up");
  EXPECT_TRUE(d.shows("sidebar.at", "scene.one_channel"));
  EXPECT_EQ(d.shown()["scene"], "padding");
  d.key("Return");
  EXPECT_TRUE(d.shows("scene", "one_channel"));
  d.type("lapl");  // begins with the key of the loop
  EXPECT_TRUE(d.shows("palette.query", "lapl"));
  d.key("Return");
  EXPECT_TRUE(d.shows("scene", "photo_filters"));
  EXPECT_TRUE(d.shows("parameter.filter", "laplacian"));
  EXPECT_EQ(d.shown()["loop"], "false");
}

TEST_F(Window, EscapeGivesTheKeysBackToThePlayer) {
  Desktop& d = *desktop_;
  d.key("Down");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return !s["sidebar.at"].empty(); }));
  d.key("Escape");
  EXPECT_TRUE(d.shows("sidebar.at", ""));
  d.key("l");
  EXPECT_TRUE(d.shows("loop", "true"));
}

TEST_F(Window, ShowsATooltipAlsoWhileItPlays) {
  Desktop& d = *desktop_;
  d.key("l space");
  ASSERT_TRUE(d.shows("playing", "true"));
  d.rest_on("transport.loop");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["playing"] == "true" && !s["tooltip"].empty(); }));
  d.rest_on("stage");
  EXPECT_TRUE(d.shows("tooltip", ""));
}

TEST_F(Window, KeepsItsNameBesideTheFoldButtonAtTheLargestText) {
  Desktop& d = *desktop_;
  std::ofstream(d.folder() + "/large.json") << R"({"convscope": 1, "scene": "padding", "text_scale": 2.5})";
  d.drop(d.folder() + "/large.json");
  ASSERT_TRUE(d.shows("text_scale", "2.5"));
  ASSERT_TRUE(d.shows("left_open", "false"));  // large text folds the list away
  d.key("bracketleft");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("sidebar.title") != 0 && s.boxes.at("sidebar.title").x >= 24; }));
  Shown shown = d.shown();
  Place title = shown.boxes["sidebar.title"], fold = shown.boxes["sidebar.fold"], search = shown.boxes["sidebar.search"];
  EXPECT_LE(title.x + title.w, fold.x);
  EXPECT_LE(fold.y + fold.h, search.y);
}

TEST_F(Window, ShowsTheSizeOfAGaussianOnlyForTheGaussian) {
  Desktop& d = *desktop_;
  d.key("ctrl+k");
  d.type("on a photograph");  // at once: the field takes what comes before it has the keyboard
  ASSERT_TRUE(d.shows("palette.query", "on a photograph"));
  d.key("Return");
  ASSERT_TRUE(d.shows("scene", "photo_filters"));
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("image.coffee") != 0; }));
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["thumbnails"] == "7"; }));
  EXPECT_EQ(d.shown()["controls"].find("gaussian_size"), std::string::npos);
  d.key("2");
  EXPECT_TRUE(d.shows("parameter.filter", "gaussian"));
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["controls"].find("gaussian_size") != std::string::npos; }));
  d.click("image.chelsea");
  EXPECT_TRUE(d.shows("image", "chelsea"));
}

TEST_F(Window, OnAPhotographArrowsMoveTheWindowBracketsTheDividerAndBShowsItAsItWasWhileHeld) {
  Desktop& d = *desktop_;
  ASSERT_NO_FATAL_FAILURE(enter("photo_filters"));
  d.key("Right");
  EXPECT_TRUE(d.shows("step", "1"));
  d.key("ctrl+Right");
  EXPECT_TRUE(d.shows("step", "11"));
  d.key("Down");
  EXPECT_TRUE(d.reaches([](const Shown& s) { return std::stoi(s["step"]) > 100; }));
  d.key("Up");
  EXPECT_TRUE(d.shows("step", "11"));
  EXPECT_EQ(d.shown()["sidebar.at"], "") << "the list of scenes is not walked";
  d.key("bracketleft bracketleft");
  EXPECT_TRUE(d.shows("divider", "0.5"));
  EXPECT_EQ(d.shown()["left_open"], "true");
  d.hold("b");
  EXPECT_TRUE(d.shows("divider", "1"));
  d.let_go("b");
  EXPECT_TRUE(d.shows("divider", "0.5"));
  d.key("w");
  EXPECT_TRUE(d.shows("pin", "2.0"));
  EXPECT_TRUE(d.shows("typing", "true"));
}

TEST_F(Window, AClickOnTheHeadOfAStageJumpsToIt) {
  Desktop& d = *desktop_;
  ASSERT_NO_FATAL_FAILURE(enter("depthwise_separable"));
  d.click("stage.segment.1");
  EXPECT_TRUE(d.shows("step", "12"));
  d.click("stage.segment.0");
  EXPECT_TRUE(d.shows("step", "0"));
}

TEST_F(Window, ASamplePointIsDraggedAndUndoneAsOneStep) {
  enter("deformable");
  Desktop& d = *desktop_;
  d.key("End");  // the points stand where they read
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s["step"] != "0"; }));
  std::string point;
  for (const auto& [name, box] : d.shown().boxes)
    if (name.rfind("stage.offset.", 0) == 0) point = name;
  ASSERT_FALSE(point.empty());
  const Place before = d.shown().boxes[point];
  d.drag(point, 0.5, 4);  // three and a half widths of the point to the right
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return s.boxes.count(point) != 0 && s.boxes.at(point).x > before.x + before.w; }));
  EXPECT_TRUE(d.shows("problem", ""));
  d.key("ctrl+z");
  EXPECT_TRUE(d.reaches([&](const Shown& s) { return s.boxes.count(point) != 0 && s.boxes.at(point).x == before.x; }));
}

TEST_F(Window, AHeadingOfTheCostTableSortsAndIsUndone) {
  ASSERT_NO_FATAL_FAILURE(open(1600, 1000));  // wide enough for all that can be pressed
  ASSERT_NO_FATAL_FAILURE(enter("cost"));
  Desktop& d = *desktop_;
  d.click("stage.control.103");  // values moved
  EXPECT_TRUE(d.shows("parameter.figure", "memory"));
  d.click("stage.control.101");  // the sorted one again
  EXPECT_TRUE(d.shows("parameter.order", "ascending"));
  EXPECT_TRUE(d.shows("problem", ""));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("parameter.order", ""));  // what stands at the scene's default is not kept
  EXPECT_TRUE(d.shows("parameter.figure", "memory"));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("parameter.figure", ""));
}

TEST_F(Window, AVolumeIsTurnedByHandAndUndoneAsOneStep) {
  enter("volume");
  Desktop& d = *desktop_;
  d.drag("stage.control.0", 0.4, 0.6);
  EXPECT_TRUE(d.reaches([](const Shown& s) { return !s["parameter.turn"].empty() && std::stoi(s["parameter.turn"]) < 40; }));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("parameter.turn", ""));
}

TEST_F(Window, ALayerOfTheStackIsTakenAwayOnTheStage) {
  ASSERT_NO_FATAL_FAILURE(open(1600, 1000));  // wide enough for all that can be pressed
  ASSERT_NO_FATAL_FAILURE(enter("receptive_field"));
  Desktop& d = *desktop_;
  d.click("stage.control.3");  // its name
  EXPECT_TRUE(d.shows("parameter.layer_1", "pool"));
  d.click("stage.control.4");  // its cross
  EXPECT_TRUE(d.shows("parameter.layer_1", "off"));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("parameter.layer_1", "pool"));
}

TEST_F(Window, TheWaysOfSeeingATransposedConvolutionKeepThePlace) {
  ASSERT_NO_FATAL_FAILURE(enter("transposed"));
  Desktop& d = *desktop_;
  d.key("End");  // the last output cell, [4, 4]
  ASSERT_TRUE(d.shows("step", "25"));
  d.click("header.mode.1");
  ASSERT_TRUE(d.shows("mode", "stamp"));
  EXPECT_TRUE(d.shows("step", "3")) << "the stamp of input [1, 1]";
  d.click("header.mode.2");
  ASSERT_TRUE(d.shows("mode", "matrix"));
  EXPECT_TRUE(d.shows("step", "25"));
  d.click("header.mode.0");
  EXPECT_TRUE(d.shows("step", "25"));
}

TEST_F(Window, TheKernelsEndIsDraggedOnTheCheckerboardAndACureIsOnePressAway) {
  ASSERT_NO_FATAL_FAILURE(enter("checkerboard"));
  Desktop& d = *desktop_;
  d.key("End");
  ASSERT_TRUE(d.reaches([](const Shown& s) { return s.boxes.count("stage.control.0") != 0; }));
  d.drag("stage.control.0", 0.5, 3);  // two and a half widths of the ring
  EXPECT_TRUE(d.reaches([](const Shown& s) { return s["parameter.kernel"] > "3"; }));
  d.key("ctrl+z");
  EXPECT_TRUE(d.shows("parameter.kernel", "")) << "the scene's own";
  d.click("stage.preset.3");
  EXPECT_TRUE(d.shows("parameter.cure", "resized"));
  d.click("stage.preset.0");
  EXPECT_TRUE(d.shows("parameter.cure", "")) << "none, as the scene opens";
}

TEST_F(Window, AModeOnAPhotographOpensAtItsPlaceAndHasItsOwnPresets) {
  Desktop& d = *desktop_;
  ASSERT_NO_FATAL_FAILURE(enter("dilated"));
  d.click("header.mode.2");
  ASSERT_TRUE(d.shows("mode", "photograph"));
  EXPECT_TRUE(d.reaches([](const Shown& s) { return std::stoi(s["step"]) > 1000; })) << "not in the picture's corner";
  d.click("preset.photo_rate_4");
  EXPECT_TRUE(d.shows("parameter.dilation", "4"));
  EXPECT_EQ(d.shown()["problem"], "");
}

}  // namespace
}  // namespace convscope::tests

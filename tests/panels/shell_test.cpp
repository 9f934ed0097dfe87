// Layout, playback and keys: what the shell decides without drawing.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>

#include "app/catalog/catalog.h"
#include "app/panels/keys.h"
#include "app/panels/layout.h"
#include "app/panels/playback.h"
#include "app/theme/theme.h"

namespace convscope {
namespace {

TEST(Layout, IsTheDesignsAtSixteenHundredByAThousand) {
  Layout l = lay_out(1600, 1000, {});
  EXPECT_EQ(l.sidebar.w, 256);
  EXPECT_EQ(l.right.x, 1240);
  EXPECT_EQ(l.stage.x, 288);
  EXPECT_EQ(l.stage.y, 144);
  EXPECT_EQ(l.stage.w, 928);
  EXPECT_EQ(l.stage.h, 700);
  EXPECT_EQ(l.transport.y, 860);
  EXPECT_FALSE(l.compact);
}

TEST(Layout, LeavesTheStageAtLeastFortyFivePercentOfTheWidthAtEverySizeAndTextScale) {
  for (double w : {1024.0, 1280.0, 1600.0, 1920.0, 2560.0})
    for (double scale : {1.0, 1.5, 2.5}) {
      Layout l = lay_out(w, w * 9 / 16, {1, 1, scale});
      EXPECT_GE(l.stage.w, 0.45 * w - 40) << w << " at " << scale;
      EXPECT_LE(l.stage.right(), l.right.x) << w << " at " << scale;
      EXPECT_GE(l.stage.x, l.sidebar.right()) << w << " at " << scale;
      EXPECT_LE(l.stage.bottom(), l.transport.y) << w << " at " << scale;
      EXPECT_LE(l.header.bottom(), l.stage.y) << w << " at " << scale;
    }
}

TEST(Layout, GivesFoldedPanelsToTheStage) {
  Layout open = lay_out(1280, 720, {}), folded = lay_out(1280, 720, {0, 0, 1});
  EXPECT_EQ(folded.sidebar.w, 0);
  EXPECT_EQ(folded.right.w, 0);
  EXPECT_GT(folded.stage.w, open.stage.w + 400);
}

TEST(Sidebar, NamesOfScenesAndPresetsHaveRoomInASmallWindow) {
  const Catalog catalog = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  const double sidebar = lay_out(1280, 720, {}).sidebar.w, row = sidebar - 24 - 4, scene_indent = 16, preset_indent = 36;
  for (const auto& [language, words] : catalog.languages) {
    const auto expect_room = [&, &words = words, &language = language](const std::string& key, double indent) {
      const double needed = catalog.fonts->width(words(key), kSmallestText, Face::kWords, Weight::kSemiBold);
      EXPECT_LE(needed, row - indent) << language << " " << key << ": " << words(key);
    };
    for (const Scene& scene : catalog.scenes) {
      expect_room("scene." + scene.id + ".title", scene_indent);
      for (const Preset& preset : scene.presets) expect_room("preset." + preset.id, preset_indent);
      for (const Scene& variant : scene.variants)
        for (const Preset& preset : variant.presets) expect_room("preset." + preset.id, preset_indent);
    }
  }
}

TEST(Transport, WordsOfPhasesHaveRoomInASmallWindow) {
  const Catalog catalog = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  const double room = lay_out(1280, 720, {}).transport.w * 0.25 + 8;
  for (const auto& [language, words] : catalog.languages)
    for (const Scene& scene : catalog.scenes) {
      std::vector<const Scene*> all{&scene};
      for (const Scene& variant : scene.variants) all.push_back(&variant);
      for (const Scene* each : all)
        for (const SegmentSource& segment : each->timeline)
          for (const auto& phase : segment.phases) {
            const std::string text = words.format("phase." + phase.name.substr(0, phase.name.find(':')), {{"channel", "2"}});
            const double needed = catalog.fonts->width(text, kSmallestText, Face::kWords, Weight::kRegular);
            EXPECT_LE(needed, room) << language << " " << phase.name << ": " << text;
          }
    }
}

Timeline three_steps() {
  return plain_timeline(3, {{"arrive", 200, 100}, {"sum", 300, 400}});
}

TEST(Playback, StopsAtTheEndOfTheLastStep) {
  Timeline t = three_steps();
  Played p = played(t, {2, 1, 0.5}, 10, 1, false);
  EXPECT_TRUE(p.ended);
  EXPECT_EQ(p.moment, step_end(t, 2));
}

TEST(Playback, InManyShortFramesTakesAsLongAsTheTimelineIs) {
  Timeline t = three_steps();
  constexpr double kFrame = 1.0 / 60;
  Played p;
  p.moment = {0, 0, 0};
  int frames = 0;
  for (; !p.ended && frames < 10'000; ++frames) p = played(t, p.moment, kFrame, 1, false, p.rested);
  EXPECT_NEAR(frames * kFrame, t.total_seconds(), 2 * kFrame);
}

TEST(Playback, BeginsAnewInALoop) {
  Timeline t = three_steps();
  Played p = played(t, {0, 0, 0}, t.total_seconds() + 0.1, 1, true);
  EXPECT_FALSE(p.ended);
  EXPECT_EQ(p.moment.step, 0);
}

TEST(Playback, GoesTwiceAsFarAtTwiceTheSpeed) {
  Timeline t = three_steps();
  EXPECT_EQ(played(t, {0, 0, 0}, 1, 2, false).moment, played(t, {0, 0, 0}, 2, 1, false).moment);
}

TEST(Playback, RestsLongerWhenPresented) {
  EXPECT_DOUBLE_EQ(presented(three_steps()).step_seconds(0), (200 + 150 + 300 + 600) / 1000.0);
}

TEST(Playback, JumpsToTheNextRowAndBackToTheBeginningOfThisOne) {
  EXPECT_EQ(next_row(6, 5, 25, 1, 25), 10);
  EXPECT_EQ(next_row(24, 5, 25, 1, 25), 24);
  EXPECT_EQ(previous_row(7, 5, 25, 1), 5);
  EXPECT_EQ(previous_row(5, 5, 25, 1), 0);
}

TEST(Playback, JumpsByWholeFiltersWhereThereAreSeveral) { EXPECT_EQ(next_row(6, 5, 25, 4, 100), 25); }

constexpr KeyPlace kDesk{}, kStage{true, false}, kPhotograph{false, true}, kPhotographOnStage{true, true};

TEST(Keys, AreUnambiguous) {
  std::map<std::tuple<int, bool, bool, bool, bool, bool>, std::vector<KeyBinding>> seen;
  for (const KeyBinding& b : key_bindings())
    if (b.key != 0)
      seen[{b.key, b.control, b.shift, only_on_photograph(b.action), only_in_lesson(b.action), only_with_samples(b.action)}].push_back(b);
  for (const auto& [key, bindings] : seen) EXPECT_EQ(bindings.size(), 1U) << binding_text(bindings[0]);
}

TEST(Keys, TabChoosesSamplingPointsWhereThereAreSomeElseASide) {
  constexpr KeyPlace kSamples{false, false, false, true}, kSamplesOnPhotograph{false, true, false, true};
  for (const KeyPlace& place : {kSamples, kSamplesOnPhotograph}) {
    EXPECT_EQ(binding_for(GLFW_KEY_TAB, false, false, place)->action, ActionId::kNextSample);
    EXPECT_EQ(binding_for(GLFW_KEY_TAB, false, true, place)->action, ActionId::kPreviousSample);
  }
  EXPECT_EQ(binding_for(GLFW_KEY_TAB, false, false, kDesk)->action, ActionId::kOtherSide);
  EXPECT_EQ(binding_for(GLFW_KEY_TAB, false, true, kDesk), nullptr);
}

TEST(Keys, BlankTheScreenOnlyInAPresentation) {
  EXPECT_EQ(binding_for('B', false, false, kDesk), nullptr);
  for (const KeyPlace& place : {kStage, kPhotographOnStage}) {
    ASSERT_NE(binding_for('B', false, false, place), nullptr);
    EXPECT_EQ(binding_for('B', false, false, place)->action, ActionId::kBlank);
  }
}

TEST(Keys, OfAPhotographTakeThePlaceOfTheOthersThere) {
  auto action = [](int key, bool control, const KeyPlace& place) {
    const KeyBinding* binding = binding_for(key, control, false, place);
    return binding != nullptr ? std::optional(binding->action) : std::nullopt;
  };
  EXPECT_EQ(action(GLFW_KEY_RIGHT, false, kDesk), ActionId::kPhaseForward);
  EXPECT_EQ(action(GLFW_KEY_RIGHT, false, kPhotograph), ActionId::kWindowRight);
  EXPECT_EQ(action(GLFW_KEY_UP, false, kDesk), std::nullopt);
  EXPECT_EQ(action(GLFW_KEY_UP, false, kPhotograph), ActionId::kWindowUp);
  EXPECT_EQ(action('[', false, kDesk), ActionId::kLeftPanel);
  EXPECT_EQ(action('[', false, kPhotograph), ActionId::kDividerLeft);
  EXPECT_EQ(action(']', false, kPhotographOnStage), ActionId::kDividerRight);
  EXPECT_EQ(action('W', false, kDesk), std::nullopt);
  EXPECT_EQ(action('W', false, kPhotograph), ActionId::kEditWeights);
  EXPECT_EQ(action('W', false, kPhotographOnStage), std::nullopt) << "there are no fields";
  EXPECT_EQ(action('B', false, kPhotograph), ActionId::kShowBefore);
  EXPECT_EQ(action(GLFW_KEY_PAGE_DOWN, false, kPhotograph), ActionId::kPhaseForward) << "the phases keep a key";
  ASSERT_NE(binding_for(GLFW_KEY_DOWN, true, false, kPhotograph), nullptr);
  EXPECT_EQ(binding_for(GLFW_KEY_DOWN, true, false, kPhotograph)->number, 10);
}

TEST(Keys, AreKnownByTheirActionWhateverIsHeld) {
  EXPECT_TRUE(is_key_of(ActionId::kShowBefore, 'B'));
  EXPECT_FALSE(is_key_of(ActionId::kShowBefore, 'W'));
}

TEST(Playback, TheWindowStaysInItsPlane) {
  constexpr Index kWidth = 5, kHeight = 4;
  EXPECT_EQ(moved_in_plane(0, kWidth, kHeight, 1, 0), 1);
  EXPECT_EQ(moved_in_plane(7, kWidth, kHeight, -1, 2), 16);
  EXPECT_EQ(moved_in_plane(7, kWidth, kHeight, 10, 10), 19);
  EXPECT_EQ(moved_in_plane(20 + 7, kWidth, kHeight, -10, -10), 20) << "the second plane's corner";
}

TEST(Keys, AreNamedAsOnTheKeyboard) {
  EXPECT_EQ(key_text(ActionId::kSaveAs), "Ctrl+Shift+S");
  EXPECT_EQ(key_text(ActionId::kPresent), "F5");
}

}  // namespace
}  // namespace convscope

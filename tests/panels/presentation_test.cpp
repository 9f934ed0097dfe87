// A presentation: how it comes and rests, and that a class can read every word of it, from the last row and through a pale lamp.
#include "app/panels/presentation.h"

#include "panels/whole_window.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

constexpr double kFrame = 1.0 / 60;

// Frames until nothing moves any more.
double seconds_of_motion(PresentationMotion& motion, bool presenting, double now) {
  double seconds = 0;
  while (motion.advance(presenting, false, false, kFrame, now + seconds) && seconds < 5) seconds += kFrame;
  return seconds;
}

TEST(PresentationMotion, GrowsInAQuarterOfASecondAndGoesTheSameWayBack) {
  PresentationMotion motion;
  motion.advance(false, false, false, kFrame, 0);
  EXPECT_EQ(motion.grown, 0);
  EXPECT_NEAR(seconds_of_motion(motion, true, 1), 0.25, 2 * kFrame);
  EXPECT_EQ(motion.grown, 1);
  EXPECT_NEAR(seconds_of_motion(motion, false, 2), 0.25, 2 * kFrame);
  EXPECT_EQ(motion.grown, 0);
}

TEST(PresentationMotion, IsThereAtOnceWhereItBeginsThatWayOrMotionIsReduced) {
  PresentationMotion begun;
  EXPECT_FALSE(begun.advance(true, false, false, kFrame, 0));
  EXPECT_EQ(begun.grown, 1);
  PresentationMotion reduced;
  reduced.advance(false, false, true, kFrame, 0);
  EXPECT_FALSE(reduced.advance(true, false, true, kFrame, 1));
  EXPECT_EQ(reduced.grown, 1);
}

TEST(PresentationMotion, ThePointerHidesAfterTwoSecondsOfTheClockHoweverFewFramesThereWere) {
  PresentationMotion motion;
  motion.advance(true, true, false, kFrame, 10);
  EXPECT_FALSE(motion.pointer_hides(10));
  EXPECT_NEAR(motion.wake(10), 2, 0.05);
  EXPECT_FALSE(motion.pointer_hides(11.9));
  EXPECT_TRUE(motion.advance(true, false, false, 0.1, 12.02)) << "one frame, as the window wakes for it";
  EXPECT_TRUE(motion.pointer_hides(12.02));
  seconds_of_motion(motion, true, 12.1);
  EXPECT_EQ(motion.faded, 1);
  EXPECT_LT(motion.wake(20), 0) << "then nothing is drawn any more";
  EXPECT_FALSE(motion.advance(true, false, false, kFrame, 30));
  motion.advance(true, true, false, kFrame, 31);
  EXPECT_NEAR(seconds_of_motion(motion, true, 31), 0.1, 2 * kFrame) << "and any movement brings it back";
  EXPECT_EQ(motion.faded, 0);
}

TEST(PresentationLayout, ItsSmallestTextIsTwentyEightPixelsOnAFullScreenAndInProportionOnOthers) {
  const double expected[][3] = {{1920, 1080, 28}, {1280, 720, 28 * 2 / 3.0}, {2560, 1440, 28 * 4 / 3.0}, {1600, 1000, 28 * 5 / 6.0}};
  for (const auto& [width, height, least] : expected) {
    const PresentationLayout l = lay_out_presentation(width, height, 1);
    EXPECT_NEAR(l.text_scale * kSmallestText, least, 0.01) << width;
    EXPECT_GE(l.note_size, least - 0.01) << width;
    EXPECT_GT(l.title_size, l.note_size) << width;
  }
  EXPECT_EQ(lay_out_presentation(1280, 720, 2.5).text_scale, 2.5) << "larger where the person wants it";
}

// The middle of every stretch, as it begins and at the end of its phases.
std::vector<Moment> told_moments(const Timeline& timeline) {
  std::vector<Moment> moments;
  for (std::size_t s = 0; s < timeline.segments.size(); ++s) {
    const Index first = timeline.first_step(s), middle = first + timeline.segments[s].steps / 2;
    moments.push_back({first, 0, 0.4});
    for (int phase = 0; phase < static_cast<int>(timeline.segments[s].phases.size()); ++phase) moments.push_back({middle, phase, 1});
  }
  return moments;
}

class EveryPresentedScene : public Stage, public testing::WithParamInterface<std::string> {
 protected:
  std::vector<ShownSetting> modes() const { return modes_of(GetParam()); }
};

TEST_P(EveryPresentedScene, HasNoTextBelowTwentyEightPixelsOnAFullScreenInBothLanguages) {
  for (const ShownSetting& setting : modes()) {
    auto m = model(setting);
    ASSERT_NE(m, nullptr);
    state_.presenting = true;
    for (const auto& [width, height] : {std::pair{1920.0, 1080.0}, std::pair{1280.0, 720.0}}) {
      const PresentationLayout l = lay_out_presentation(width, height, 1);
      const double least = kLeastPresentedText * height / 1080;
      ASSERT_NEAR(l.text_scale * kSmallestText, least, 0.01);
      for (const Moment& moment : told_moments(m->timeline))
        for (const char* language : {"en", "zh"}) {
          const std::string where = setting.scene + " " + setting.mode + " " + language + " step " + std::to_string(moment.step) +
                                    " phase " + std::to_string(moment.phase) + " at " + std::to_string(static_cast<int>(width));
          const Theme theme = make_theme(ThemeName::kDark, l.text_scale);
          expect_well_set(view(*m, moment, language, l.stage.w, l.stage.h, theme), *catalog_.fonts, l.text_scale, where);
        }
    }
  }
}

TEST_P(EveryPresentedScene, StandsOutSevenToOneBeforeAProjectorInBothLanguages) {
  for (const ShownSetting& setting : modes()) {
    auto m = model(setting);
    ASSERT_NE(m, nullptr);
    state_.presenting = true;
    const PresentationLayout l = lay_out_presentation(1920, 1080, 1);
    for (const Moment& moment : told_moments(m->timeline)) {
      if (moment.progress < 1) continue;  // what appears is paler on its way
      for (const char* language : {"en", "zh"}) {
        const Theme theme = make_theme(ThemeName::kProjector, l.text_scale);
        const Contrast lowest = lowest_contrast(view(*m, moment, language, l.stage.w, l.stage.h, theme));
        EXPECT_GE(lowest.ratio, 7) << setting.scene << " " << setting.mode << " " << language << " step " << moment.step << ": '"
                                   << lowest.text << "'";
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Scenes, EveryPresentedScene, testing::ValuesIn(shipped_ids()), [](const auto& each) { return each.param; });

// The tokens that the panels write with, on the grounds they write on.
TEST(ProjectorTheme, HasInksThatStandOutSevenToOneFromItsGrounds) {
  const Theme t = make_theme(ThemeName::kProjector);
  const std::pair<const char*, Color> inks[] = {
      {"ink", t.ink},       {"muted", t.muted}, {"faint", t.faint},       {"input", t.input},    {"weight", t.weight},
      {"output", t.output}, {"bias", t.bias},   {"gradient", t.gradient}, {"warning", t.warning}};
  for (const auto& [name, ink] : inks)
    for (const Color& ground : {t.bg, t.surface, t.sunken, t.select}) EXPECT_GE(contrast(ink, ground), 7) << name;
  EXPECT_GE(contrast(t.on_accent, t.accent), 7);
}

class PresentedWindow : public WholeWindow {
 protected:
  void show(const State& state) {
    open(state);
    if (!IsSkipped()) draw();
  }
  void draw() { draw_frame({1920, 1080, 1}); }
};

TEST_F(PresentedWindow, WritesNothingSmallInAnySceneTitleCaptionOrTransportIncluded) {
  State first;
  first.scene = "padding";
  first.presenting = true;
  show(first);
  if (IsSkipped()) return;
  for (const Scene& scene : catalog_.scenes)
    for (const auto& [code, words] : catalog_.languages) {
      controller_->perform(act::Change{[&](State& s) { s.scene = scene.id; }, ""});
      ASSERT_EQ(controller_->problem(), nullptr) << scene.id;
      controller_->perform(act::Look{[&, code = code](State& s) { s.language = code; }});
      draw();
      EXPECT_GE(graphics_->painter().smallest_text(), kLeastPresentedText - 0.01) << scene.id << " " << code;
      EXPECT_LT(graphics_->painter().smallest_text(), 100) << "something was written";
    }
}

TEST_F(PresentedWindow, AllPicturesOfAQuestionAreSeenAtOnce) {
  State first;
  first.scene = "padding";
  first.presenting = true;
  first.reduce_motion = true;
  show(first);
  if (IsSkipped()) return;
  frontend_->probe().keep_texts();
  controller_->perform(act::BeginLesson{"dilated_field"});
  controller_->perform(act::LessonGoTo{6});
  controller_->perform(act::LessonForward{});
  for (int i = 0; i < 3; ++i) draw();
  for (const char* letter : {"A", "B", "C", "D"}) {
    const auto& texts = frontend_->probe().texts();
    const auto found = std::find_if(texts.begin(), texts.end(), [&](const WrittenText& each) { return each.text == letter; });
    ASSERT_NE(found, texts.end()) << letter;
    EXPECT_LE(found->box.bottom() + 100, found->visible.bottom()) << letter << ": its picture, below it, is out of sight";
  }
  EXPECT_GE(graphics_->painter().smallest_text(), kLeastPresentedText - 0.01);
}

TEST_F(PresentedWindow, ItsDialogsAndNotesAreLargeToo) {
  State first;
  first.scene = "padding";
  first.presenting = true;
  show(first);
  if (IsSkipped()) return;
  for (Dialog dialog : {Dialog::kKeys, Dialog::kPalette}) {
    controller_->perform(act::Show{dialog});
    draw();
    draw();
    EXPECT_GE(graphics_->painter().smallest_text(), kLeastPresentedText - 0.01) << static_cast<int>(dialog);
  }
  controller_->perform(act::Show{Dialog::kNone});
  controller_->perform(act::Toast{"said", false});
  draw();
  draw();
  EXPECT_GE(graphics_->painter().smallest_text(), kLeastPresentedText - 0.01);
}

}  // namespace
}  // namespace convscope

// The checkerboard's stage: the weights of its stamps, and row, sentence and map that tell the same numbers.
#include "app/views/kit.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class CheckerboardStage : public Stage {
 protected:
  DisplayList draw(const ShownSetting& setting, double width, double height, const std::string& language = "en", double text_scale = 1) {
    made_ = model(setting);
    Theme theme = make_theme(ThemeName::kLight);
    theme.text_scale = text_scale;
    const DisplayList list = view(*made_, step_end(made_->timeline, made_->timeline.steps() - 1), language, width, height, theme);
    expect_well_set(list, *catalog_.fonts, text_scale, setting.mode + " " + language);
    return list;
  }
  // How often this very text stands on the stage.
  static Index times(const DisplayList& list, const std::string& wanted) {
    return std::count_if(list.items.begin(), list.items.end(), [&](const Item& item) {
      auto* text = std::get_if<TextItem>(&item);
      return text && text_of(*text) == wanted;
    });
  }
  std::shared_ptr<const Model> made_;
};

TEST_F(CheckerboardStage, EveryStampShowsTheWeightsOfItsLayer) {
  for (const char* weights : {"equal", "cancelling", "uneven"}) {
    const DisplayList list = draw({"checkerboard", "", {{"stamp_weights", std::string(weights)}}}, 1164, 724);
    const Tensor& stamp = made_->layer("line").weight();
    const bool plain = weights == std::string("equal");
    EXPECT_EQ(mentions(list, "all weights 1"), plain);
    EXPECT_EQ(mentions(list, "stamps per cell"), plain);
    if (plain) continue;
    for (float weight : stamp.data) EXPECT_GE(times(list, number_text(weight, decimals_of(stamp))), 4) << weights << " " << weight;
  }
}

// 0.75 + 0.75 = 1.5 must not read 0.8 + 0.8 = 1.5.
TEST_F(CheckerboardStage, WeightsThatHaveNoRoomAreColoursAndNotRounded) {
  for (double scale : {1.0, 1.62, 2.43}) {
    const DisplayList list = draw({"checkerboard", "", {{"stamp_weights", std::string("cancelling")}}}, 1748, 847, "en", scale);
    EXPECT_EQ(times(list, "0.8"), 0) << scale;
    EXPECT_EQ(times(list, "1.5"), 0) << scale;
  }
}

TEST_F(CheckerboardStage, TheSentenceOnTheInsideSaysWhereItIsWhenTheRowIsTooShortForIt) {
  for (Index inputs : {4, 5, 6}) {
    const DisplayList list =
        draw({"checkerboard", "", {{"kernel", numbers({5})}, {"cure", std::string("smoothed")}, {"input", numbers({inputs})}}}, 1164, 724);
    EXPECT_EQ(mentions(list, "painted unevenly inside: 7 8 7 8"), inputs > 4) << inputs;
    EXPECT_EQ(mentions(list, "further inside a longer row, unevenly: 7 8 7 8"), inputs == 4) << inputs;
  }
}

TEST_F(CheckerboardStage, ThePresetOfTheFaintGridShowsTheInsideInRowAndMap) {
  const Scene& scene = **find_scene(catalog_.scenes, "checkerboard");
  for (const Preset& preset : scene.presets) {
    const DisplayList list = draw({"checkerboard", "", preset.parameters}, 1164, 724);
    EXPECT_FALSE(mentions(list, "longer row")) << preset.id;
  }
}

// ---- bars, knobs and legends ----------------------------------------------------------------------------------------------------

// Widths of the filled bars, from left to right; what is not filled is the track of all of them.
struct Bars {
  std::vector<double> tracks, filled;
};

Bars bars_of(const DisplayList& list, const Theme& theme) {
  Bars bars;
  for (const Item& item : list.items) {
    auto* rect = std::get_if<RectItem>(&item);
    if (!rect || rect->box.h != 5) continue;
    (rect->fill == theme.sunken ? bars.tracks : bars.filled).push_back(rect->box.w);
  }
  return bars;
}

TEST_F(CheckerboardStage, BarsBesideEachOtherHaveOneScaleThatIsNamed) {
  const ShownSetting coarse{"checkerboard", "stack", {{"kernel", numbers({4})}, {"stride", numbers({3})}}};
  const DisplayList list = draw(coarse, 744, 536);
  const Bars bars = bars_of(list, make_theme(ThemeName::kLight));
  ASSERT_EQ(bars.tracks.size(), 4U);
  ASSERT_EQ(bars.filled.size(), 3U);
  constexpr double kRipples[] = {1.6875, 2.53125, 4.271484375};  // 3/(16/9), 8/(16/9)², 24/(16/9)³
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(bars.filled[i] / bars.tracks[i], kRipples[i] / 4.5, 1e-4) << i;
  EXPECT_EQ(times(list, "450 %"), 4);
  EXPECT_EQ(times(draw({"checkerboard", "", {}}, 744, 536), "150 %"), 4);
}

TEST_F(CheckerboardStage, TheAmplifierIsNamedWhereverItStands) {
  for (const char* language : {"en", "zh"})
    for (const char* mode : {"overlap", "gradient"})
      for (const auto& [width, height] : {std::pair{744.0, 536.0}, {1164.0, 724.0}}) {
        const DisplayList list = draw({"checkerboard", mode, {}}, width, height, language);
        EXPECT_NE(find_handle(list, {TargetKind::kControl, 0, 10}), nullptr);
        EXPECT_TRUE(says(list, catalog_.languages.at(language)("parameter.amplify"))) << mode << " " << language << " " << width;
      }
}

TEST_F(CheckerboardStage, TheLegendSaysWhatTheColoursOfTheGradientMean) {
  for (const auto& [gain, told] : {std::pair{Index{1}, "mean ± 100 %"}, {Index{4}, "mean ± 25 %"}})
    EXPECT_TRUE(mentions(draw({"checkerboard", "gradient", {{"amplify", numbers({gain})}}}, 744, 536), told)) << gain;
}

TEST_F(CheckerboardStage, LargeTextCutsNoName) {
  for (const char* language : {"en", "zh"})
    for (const char* mode : {"stack", "gradient"}) {
      const DisplayList list = draw({"checkerboard", mode, {}}, 606, 466, language, 1.5);
      EXPECT_FALSE(mentions(list, "\u2026")) << mode << " " << language;
      const std::string one = mode == std::string("stack") ? "view.checkerboard.row_input" : "view.checkerboard.unfed";
      EXPECT_TRUE(says(list, catalog_.languages.at(language)(one))) << mode << " " << language;
    }
}

}  // namespace
}  // namespace convscope

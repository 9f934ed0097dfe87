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

}  // namespace
}  // namespace convscope

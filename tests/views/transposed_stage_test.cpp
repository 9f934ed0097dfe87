// The transposed convolution's stages: what they are about keeps its room, and what is drawn is named.
#include <set>

#include "app/views/kit.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class TransposedStage : public Stage {
 protected:
  DisplayList draw(const ShownSetting& setting, Index step, double width, double height, const std::string& language = "en") {
    made_ = model(setting);
    const Moment moment = step < 0 ? opening_moment(*made_->scene, *made_) : step_end(made_->timeline, step);
    const DisplayList list = view(*made_, moment, language, width, height, make_theme(ThemeName::kLight));
    expect_well_set(list, *catalog_.fonts, 1, setting.mode + " " + language);
    return list;
  }
  // Cells of this kind on which their number is written.
  std::set<Index> read(const DisplayList& list, TargetKind kind, const Tensor& tensor) const {
    std::set<Index> cells;
    for (const Item& item : list.items) {
      auto* text = std::get_if<TextItem>(&item);
      if (!text) continue;
      const Target cell = hit(list, text->at);
      if (cell.kind == kind && text_of(*text) == number_text(tensor[cell.index], decimals_of(tensor))) cells.insert(cell.index);
    }
    return cells;
  }
  std::shared_ptr<const Model> made_;
};

TEST_F(TransposedStage, InputAndWeightsKeepTheirNumbersHoweverFarTheInputIsSpread) {
  struct Case {
    Index kernel, stride, padding, input;
  };
  for (const Case& each : {Case{5, 4, 1, 5}, Case{3, 4, 0, 6}, Case{5, 2, 0, 8}, Case{3, 2, 0, 2}})
    for (const auto& [width, height] : {std::pair{744.0, 536.0}, {1164.0, 724.0}}) {
      const DisplayList list = draw({"transposed",
                                     "",
                                     {{"kernel", numbers({each.kernel, each.kernel})},
                                      {"stride", numbers({each.stride, each.stride})},
                                      {"padding", numbers({each.padding})},
                                      {"input", numbers({each.input, each.input})}}},
                                    40, width, height);
      const LayerModel& layer = made_->layers.front();
      const std::string where = std::to_string(each.kernel) + " " + std::to_string(each.stride) + " at " + std::to_string(width);
      EXPECT_EQ(read(list, TargetKind::kInput, layer.input()).size(), static_cast<std::size_t>(layer.input().count())) << where;
      EXPECT_EQ(read(list, TargetKind::kWeight, layer.weight()).size(), static_cast<std::size_t>(layer.weight().count())) << where;
      EXPECT_TRUE(says(list, catalog_.languages.at("en")("view.transposed.turned"))) << where;
    }
}

TEST_F(TransposedStage, ThePhotographShowsItsWeightsAndItsSentenceInTheDefaultWindow) {
  for (const char* language : {"en", "zh"}) {
    const DisplayList list = draw({"transposed", "photograph", {}}, -1, 744, 536, language);
    for (const char* weight : {"0.0625", "0.1875", "0.5625"}) EXPECT_TRUE(says(list, weight)) << weight;
    EXPECT_TRUE(mentions(list, language == std::string("en") ? "pixels times weights" : "\u53cc\u7ebf\u6027")) << language;
  }
}

TEST_F(TransposedStage, TheLegendNamesTheDotsWhereTheyAreDrawn) {
  for (const auto& [input, drawn] : {std::pair{Index{2}, true}, {Index{8}, false}}) {
    const DisplayList list = draw({"transposed", "stamp", {{"input", numbers({input, input})}}}, 2, 744, 536);
    EXPECT_EQ(says(list, "a dot for each stamp"), drawn) << input;
  }
}

}  // namespace
}  // namespace convscope

// Plates and knobs on the stage that stand for a control, and what the stage shows when it is set.
#include "app/views/kit.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

class Knobs : public Stage {
 protected:
  DisplayList draw(const ShownSetting& setting, Index step = -1, const std::string& language = "en") {
    made_ = model(setting);
    const Index at = step < 0 ? made_->timeline.steps() - 1 : step;
    const Moment end{at, static_cast<int>(made_->timeline.at(at).phases.size()) - 1, 1};
    return view(*made_, end, language, 1280, 720, make_theme(ThemeName::kLight));
  }
  const Handle* plate(const DisplayList& list, Index index, const std::string& control) const {
    const Handle* handle = find_handle(list, {TargetKind::kControl, 0, index});
    return handle && handle->across.name == control ? handle : nullptr;
  }
  // What is written upon the cells of a layer's output.
  std::map<Index, std::string> written(const DisplayList& list, const std::string& layer) const {
    std::map<Index, std::string> texts;
    for (const Item& item : list.items) {
      auto* text = std::get_if<TextItem>(&item);
      if (!text) continue;
      const Target cell = hit(list, text->at);
      if (cell.kind == TargetKind::kOutput && cell.stage == made_->index_of(layer)) texts[cell.index] = text_of(*text);
    }
    return texts;
  }
  std::map<Index, Color> colors(const DisplayList& list, const std::string& layer) const {
    std::map<Index, Color> all;
    for (const Item& item : list.items)
      if (auto* rect = std::get_if<RectItem>(&item); rect && rect->target.kind == TargetKind::kOutput &&
                                                     rect->target.stage == made_->index_of(layer) && rect->fill.a > 0)
        all[rect->target.index] = rect->fill;
    return all;
  }
  std::shared_ptr<const Model> made_;
};

// ---- the nearest kernel that splits -----------------------------------------------------------------------------------------

TEST_F(Knobs, APressTakesTheNearestKernelThatSplitsAndAnotherOneGoesBack) {
  struct Case {
    ShownSetting setting;
    const char *take, *back;
  };
  for (const Case& each : {Case{{"separable", "split", {{"filter", std::string("emboss")}}}, "Take the nearest that splits",
                                "Back to the kernel asked for"},
                           Case{{"flattened", "best", {}}, "Take the nearest", "Back to mine"}}) {
    ShownSetting setting = each.setting;
    const DisplayList asked = draw(setting);
    ASSERT_NE(plate(asked, 0, "nearest"), nullptr) << setting.scene;
    EXPECT_EQ(plate(asked, 0, "nearest")->across.value, 1);
    EXPECT_EQ(plate(asked, 0, "nearest")->across.length, 0) << "pressed, not dragged";
    EXPECT_TRUE(says(asked, each.take));
    setting.parameters["nearest"] = true;
    const DisplayList taken = draw(setting);
    ASSERT_NE(plate(taken, 0, "nearest"), nullptr) << setting.scene;
    EXPECT_EQ(plate(taken, 0, "nearest")->across.value, 0);
    EXPECT_TRUE(says(taken, each.back));
  }
  EXPECT_EQ(plate(draw({"separable", "split", {{"filter", std::string("sobel")}}}), 0, "nearest"), nullptr) << "it splits already";
}

TEST_F(Knobs, TheListOfFiltersTellsOfTheOneAskedForAlsoWhereTheNearestStandsInItsPlace) {
  for (bool nearest : {false, true}) {
    const DisplayList list = draw({"separable", "split", {{"filter", std::string("emboss")}, {"nearest", nearest}}});
    std::string kept;
    for (const Item& item : list.items)
      if (auto* text = std::get_if<TextItem>(&item); text && text->anchor == Anchor::kEnd)
        if (hit(list, {text->at.x - 9, text->at.y}) == Target{TargetKind::kPreset, 0, 3}) kept = text_of(*text);
    EXPECT_EQ(kept, "55 %") << nearest;
  }
}

// ---- the checkerboard's amplifier -------------------------------------------------------------------------------------------

TEST_F(Knobs, TheGridIsAmplifiedInEveryModeOfTheCheckerboard) {
  for (const ShownSetting& mode : modes_of("checkerboard")) {
    const DisplayList list = draw(mode);
    const Handle* knob = plate(list, 10, "amplify");
    ASSERT_NE(knob, nullptr) << mode.mode;
    EXPECT_GT(knob->across.length, 0);
  }
}

TEST_F(Knobs, AmplifyingStrengthensTheColoursOfTheMapAndLeavesItsNumbers) {
  for (const auto& [mode, layer] : {std::pair{"overlap", "map"}, std::pair{"gradient", "strided"}}) {
    const DisplayList plain = draw({"checkerboard", mode, {}});
    const auto numbers_of_plain = written(plain, layer);
    const auto colors_of_plain = colors(plain, layer);
    const DisplayList strong = draw({"checkerboard", mode, {{"amplify", numbers({3})}}});
    EXPECT_EQ(written(strong, layer), numbers_of_plain) << mode;
    EXPECT_FALSE(numbers_of_plain.empty());
    const auto now = colors(strong, layer);
    const Index middle = 4 * 9 + 4, beside = 4 * 9 + 3;  // painted four times, and twice
    ASSERT_EQ(made_->layer(layer).output()[middle], 4);
    EXPECT_EQ(now.at(middle), cividis(1));
    EXPECT_NE(colors_of_plain.at(middle), now.at(middle)) << mode;
    EXPECT_NE(colors_of_plain.at(beside), now.at(beside)) << mode;
  }
}

// ---- 1×1 with an activation after it ----------------------------------------------------------------------------------------

TEST_F(Knobs, TheActivationBendsTheSumsOfTheFullyConnectedLayerOfAPixel) {
  const DisplayList list = draw({"pointwise", "layer", {}});
  const Tensor &bent = made_->layer("output").output(), &sums = made_->layer("layer").output();
  const auto results = written(list, "output");
  EXPECT_EQ(results.size(), static_cast<std::size_t>(bent.count()));
  bool cut = false;
  for (const auto& [cell, text] : results) {
    EXPECT_EQ(text, number_text(bent[cell], 0));
    cut = cut || (sums[cell] < 0 && text == "0");
  }
  EXPECT_TRUE(cut) << "a negative sum stands as 0";
  for (const auto& [cell, text] : written(list, "layer")) EXPECT_EQ(text, number_text(sums[cell], 0));
  const std::size_t cells = results.size();
  const DisplayList without = draw({"pointwise", "layer", {{"relu", false}}});
  EXPECT_FALSE(says(without, "ReLU"));
  EXPECT_EQ(written(without, "layer").size(), cells);
}

TEST_F(Knobs, TheActivationCutsTheNegativeMapsOfAPhotograph) {
  const DisplayList list = draw({"pointwise", "photograph", {}}, 221 * 600 + 349);
  for (const char* map : {"grey", "red_green", "blue_yellow"}) {
    const auto sum = written(list, map), bent = written(list, std::string(map) + "_relu");
    ASSERT_EQ(bent.size(), 1U) << map;
    const auto& [pixel, text] = *bent.begin();
    const double value = made_->layer(map).output()[pixel];
    EXPECT_EQ(text, number_text(std::max(0.0, value), 1)) << map;
    EXPECT_EQ(sum.at(pixel), number_text(value, 1)) << map;
  }
  EXPECT_FALSE(says(draw({"pointwise", "photograph", {{"relu", false}}}, 0), "ReLU"));
}

}  // namespace
}  // namespace convscope

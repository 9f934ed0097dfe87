// Before a class: the large letters of a presentation leave headings, numbers and sums where they were in the window.
#include "app/views/kit.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

struct Screen {
  double width, height, scale;
};
constexpr Screen kScreens[] = {{1164, 564, 1.62}, {1748, 847, 2.43}};  // the stages of 1280 × 720 and 1920 × 1080

class PresentedStage : public Stage {
 protected:
  DisplayList draw(const Model& model, const Moment& moment, const Screen& screen, const std::string& language = "en") {
    const Theme theme = make_theme(ThemeName::kProjector, screen.scale);
    const DisplayList list = view(model, moment, language, screen.width, screen.height, theme);
    expect_well_set(list, *catalog_.fonts, screen.scale, state_.scene + " " + language);
    return list;
  }
  // Cells of that kind with their very number in them.
  static std::size_t numbered(const DisplayList& list, const Tensor& tensor, TargetKind kind, int stage) {
    std::set<Index> found;
    for (const Item& item : list.items) {
      auto* text = std::get_if<TextItem>(&item);
      const Target cell = text ? hit(list, text->at) : Target{};
      if (!text || cell.kind != kind || cell.stage != stage) continue;
      if (text_of(*text) == number_text(tensor[cell.index], decimals_of(tensor))) found.insert(cell.index);
    }
    return found.size();
  }
};

TEST_F(PresentedStage, TheWayBackHasItsHeadingsItsNumbersAndBothSums) {
  auto made = model({"backward", "", {}});
  const Moment end = step_end(made->timeline, made->timeline.first_step(1) + 4);
  const LayerModel &to_input = made->layer("input_grad"), &to_weights = made->layer("weight_grad");
  for (const Screen& screen : kScreens)
    for (const char* language : {"en", "zh"}) {
      const DisplayList list = draw(*made, end, screen, language);
      const Words& words = catalog_.languages.at(language);
      for (const char* heading : {"view.backward.to_input", "view.backward.to_weights"}) EXPECT_TRUE(says(list, words(heading))) << heading;
      EXPECT_TRUE(mentions(list, "∂L/∂" + words("view.input") + "["));
      EXPECT_TRUE(mentions(list, "∂L/∂" + words("view.weights") + "["));
      const int input_stage = made->index_of("input_grad"), weight_stage = made->index_of("weight_grad");
      EXPECT_EQ(numbered(list, to_input.input(), TargetKind::kInput, input_stage), 4u);
      EXPECT_EQ(numbered(list, to_input.weight(), TargetKind::kWeight, input_stage), 9u);
      EXPECT_EQ(numbered(list, to_input.output(), TargetKind::kOutput, input_stage), 5u);
      EXPECT_EQ(numbered(list, to_weights.input(), TargetKind::kInput, weight_stage), 16u);
    }
}

TEST_F(PresentedStage, GreyCellsWithoutNumbersAreExplained) {
  for (const auto& [stride, side, explained] : {std::tuple<Index, Index, bool>{1, 4, false}, {1, 9, true}, {2, 9, true}}) {
    auto made = model({"backward", "", {{"input", numbers({side, side})}, {"stride", numbers({stride, stride})}}});
    const DisplayList list = draw(*made, step_end(made->timeline, made->timeline.first_step(1) + 4), kScreens[0]);
    EXPECT_EQ(mentions(list, "negative"), explained) << side << " stride " << stride;
  }
}

TEST_F(PresentedStage, NormalisationKeepsItsScale) {
  auto made = model({"small_layers", "", {}});
  for (const Screen& screen : kScreens) EXPECT_TRUE(says(draw(*made, {made->timeline.first_step(1), 1, 1}, screen), "\u22122"));
}

TEST_F(PresentedStage, TheFullyConnectedCardHasTheNumbersThatItsSumTellsOf) {
  auto made = model({"small_layers", "", {}});
  const LayerModel& layer = made->layer("fully_connected");
  const int stage = made->index_of("fully_connected");
  for (const Screen& screen : kScreens) {
    const DisplayList list = draw(*made, step_end(made->timeline, 2), screen);
    EXPECT_EQ(numbered(list, layer.input(), TargetKind::kInput, stage), 8u) << screen.width;
    EXPECT_EQ(numbered(list, layer.weight(), TargetKind::kWeight, stage), 24u) << screen.width;
    EXPECT_EQ(numbered(list, layer.output(), TargetKind::kOutput, stage), 3u) << screen.width;
  }
}

// A name that was cut ends right behind a letter; "2 1 2 1 …" goes on.
bool is_cut(const std::string& text) {
  constexpr std::string_view kMore = "…";
  const bool ends = text.size() > kMore.size() && text.compare(text.size() - kMore.size(), kMore.size(), kMore) == 0;
  return ends && text[text.size() - kMore.size() - 1] != ' ';
}

TEST_F(PresentedStage, NoNameOfAnySceneIsCutThereOrInAWindow) {
  constexpr Screen kWindows[] = {kScreens[0], kScreens[1], {744, 536, 1}, {1240, 836, 1}, {744, 536, 1.5}};
  const auto expect_whole_names = [](const DisplayList& list, const std::string& where) {
    for (const Item& item : list.items) {
      const auto* text = std::get_if<TextItem>(&item);
      EXPECT_FALSE(text && is_cut(text_of(*text))) << where << ": " << text_of(*text);
    }
  };
  for (const std::string& id : shipped_ids())
    for (const ShownSetting& setting : modes_of(id)) {
      auto made = model(setting);
      for (const Screen& screen : kWindows)
        for (const char* language : {"en", "zh"})
          for (const Moment& moment : {Moment{0, 0, 0.5}, step_end(made->timeline, made->timeline.steps() / 2)})
            expect_whole_names(draw(*made, moment, screen, language),
                               id + " " + setting.mode + " " + language + " " + std::to_string(screen.scale));
    }
}

TEST_F(PresentedStage, TheKernelIsSeenToTurnOverOrNot) {
  auto made = model({"convolution", "", {}});
  for (const Screen& screen : kScreens)
    for (const char* language : {"en", "zh"}) {
      const DisplayList list = draw(*made, {0, 0, 0.7}, screen, language);
      const Words& words = catalog_.languages.at(language);
      for (const char* said : {"view.lane.turned", "view.lane.as_it_is"}) {
        EXPECT_TRUE(says(list, words(said))) << screen.width << " over the copy: " << said;
        EXPECT_TRUE(says(list, "g  " + words(said))) << screen.width << " in the bar: " << said;
      }
    }
}

TEST_F(PresentedStage, TheFilterThatThreePassesAmountToIsShown) {
  auto made = model({"flattened", "", {}});
  for (const Screen& screen : kScreens)
    for (const char* language : {"en", "zh"}) EXPECT_TRUE(says(draw(*made, step_end(made->timeline, 0), screen, language), "\u22124"));
}

TEST_F(PresentedStage, EveryLaneOfADepthwiseLayerKeepsItsNumbers) {
  for (Index multiplier : {1, 2}) {
    auto made = model({"depthwise", "", {{"multiplier", numbers({multiplier})}}});
    const LayerModel& layer = made->layers.front();
    for (const Screen& screen : kScreens)
      for (const char* language : {"en", "zh"}) {
        const DisplayList list = draw(*made, step_end(made->timeline, 9), screen, language);
        EXPECT_EQ(numbered(list, layer.input(), TargetKind::kInput, 0), 48u) << screen.width;
        EXPECT_EQ(numbered(list, layer.weight(), TargetKind::kWeight, 0), static_cast<std::size_t>(27 * multiplier)) << screen.width;
      }
  }
}

TEST_F(PresentedStage, AChannelShuffleShowsTheMatrixWhileItIsTransposedAndThenThePaths) {
  auto made = model({"channel_shuffle", "", {}});
  for (const Screen& screen : kScreens)
    for (const auto& [segment, matrix] : {std::pair{std::size_t{0}, true}, {1, true}, {2, false}}) {
      const DisplayList list = draw(*made, {made->timeline.first_step(segment), 0, 0.9}, screen);
      const Words& words = catalog_.languages.at("en");
      EXPECT_EQ(says(list, words("view.transpose")), matrix) << segment;
      EXPECT_EQ(says(list, words.format("view.group_name", {{"group", "A"}})), !matrix) << segment;
    }
}

TEST_F(PresentedStage, ASplitKernelHasTheNumbersOfBothItsPartsTheNamesOfItsPicturesAndNoEmptyList) {
  auto made = model({"separable", "split", {}});
  for (const Screen& screen : kScreens)
    for (const char* language : {"en", "zh"}) {
      const DisplayList list = draw(*made, {0, 3, 1}, screen, language);
      const Words& words = catalog_.languages.at(language);
      for (const char* name : {"picture", "with_kernel", "with_split", "difference"})
        EXPECT_TRUE(says(list, words(std::string("view.split.") + name))) << name;
      EXPECT_FALSE(says(list, words("view.split.kept_by_one")));
      for (const char* part : {"best", "lost"})
        for (float weight : made->layer(part).output().data) {
          const std::string text = number_text(weight, 1);
          EXPECT_TRUE(says(list, text.ends_with(".0") ? text.substr(0, text.size() - 2) : text)) << part << " " << weight;
        }
    }
}

}  // namespace
}  // namespace convscope

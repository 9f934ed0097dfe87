// What a small stage and large maps still show: compact forms, and numbers that give way to colour and to one image.
#include <set>

#include "app/views/kit.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

constexpr double kDefaultWidth = 744, kDefaultHeight = 536;  // the stage of a window of 1280 × 720 with both panels open

class SmallStage : public Stage {
 protected:
  DisplayList draw(const ShownSetting& setting, Index step, double width = kDefaultWidth, double height = kDefaultHeight,
                   const std::string& language = "en") {
    auto made = model(setting);
    const DisplayList list =
        view(*made, step_end(made->timeline, step), language, width, height, make_theme(ThemeName::kLight));
    expect_well_set(list, *catalog_.fonts, 1, setting.scene + " " + language);
    return list;
  }
};

TEST_F(SmallStage, TheStackOfLayersStandsBesideThePyramidInTheDefaultWindow) {
  const ShownSetting opening{"receptive_field", "", {}};
  for (const char* language : {"en", "zh"}) {
    const DisplayList list = draw(opening, 20, kDefaultWidth, kDefaultHeight, language);
    std::map<std::string, const Handle*> by_name;
    for (const Handle& handle : list.handles) by_name[handle.across.name] = &handle;
    for (const char* name : {"kernel_1", "stride_2", "padding_3", "kernel_4", "layer_4"}) {
      ASSERT_TRUE(by_name.count(name)) << name;
      bool pressed = false;  // the number or the name lies open to the pointer
      for (const Item& item : list.items)
        if (auto* rect = std::get_if<RectItem>(&item); rect && rect->target == by_name[name]->target)
          pressed = pressed || hit(list, rect->box.center()) == rect->target;
      EXPECT_TRUE(pressed) << name;
    }
    const Words& words = catalog_.languages.at(language);
    for (Index map = 1; map <= 4; ++map) EXPECT_TRUE(says(list, words.format("view.field.map", {{"number", std::to_string(map)}})));
    EXPECT_TRUE(says(list, "15 × 15"));
  }
}

TEST_F(SmallStage, TheForwardLayerIsSeenBesideTheGradientsInTheDefaultWindow) {
  const ShownSetting opening{"backward", "", {}};
  auto made = model(opening);
  const int forward = made->index_of("forward");
  const LayerModel& layer = made->layer("forward");
  const DisplayList list = draw(opening, made->timeline.first_step(1) + 6);
  const std::map<TargetKind, const Tensor*> tensors{
      {TargetKind::kInput, &layer.input()}, {TargetKind::kWeight, &layer.weight()}, {TargetKind::kOutput, &layer.output()}};
  std::map<TargetKind, std::set<Index>> read;
  for (const Item& item : list.items) {
    auto* text = std::get_if<TextItem>(&item);
    if (!text) continue;
    const Target cell = hit(list, text->at);
    auto tensor = tensors.find(cell.kind);
    if (cell.stage != forward || tensor == tensors.end()) continue;
    EXPECT_EQ(text_of(*text), number_text((*tensor->second)[cell.index], decimals_of(*tensor->second)));
    read[cell.kind].insert(cell.index);
  }
  for (const auto& [kind, tensor] : tensors) EXPECT_EQ(read[kind].size(), static_cast<std::size_t>(tensor->count()));
}

TEST_F(SmallStage, TheNumberOfGroupsIsDraggedOnTheStageOfTheDefaultWindow) {
  const DisplayList list = draw({"grouped", "", {}}, 0);
  const Handle* knob = find_handle(list, {TargetKind::kControl, 0, 0});
  ASSERT_NE(knob, nullptr);
  EXPECT_EQ(knob->across.stops, (std::vector<double>{1, 2, 3, 6}));
}

TEST_F(SmallStage, MapsThatGoUpTurnFromNumbersToColourAndThenToOneImage) {
  const auto cells_of = [&](Index side, Index factor) {
    const ShownSetting setting{"going_up", "four_ways", {{"input", numbers({side, side})}, {"factor", numbers({factor})}}};
    auto made = model(setting);
    const Index step = made->layer("nearest").output().count() / 2;
    const DisplayList list = draw(setting, step, 928, 700);
    const int stage = made->index_of("bilinear");
    std::array<Index, 3> found{};  // numbers, colours, images
    for (const Item& item : list.items) {
      if (auto* text = std::get_if<TextItem>(&item)) {
        const Target cell = hit(list, text->at);
        found[0] += cell.kind == TargetKind::kOutput && cell.stage == stage;
      }
      if (auto* rect = std::get_if<RectItem>(&item)) found[1] += rect->target.kind == TargetKind::kOutput && rect->target.stage == stage;
      if (auto* image = std::get_if<ImageItem>(&item)) {
        if (image->target.kind != TargetKind::kOutput || image->target.stage != stage) continue;
        ++found[2];
        EXPECT_EQ(image->pixels->width, side * factor);
      }
    }
    EXPECT_TRUE(says(list, catalog_.languages.at("en")("view.up.bilinear"))) << side;
    return found;
  };
  const auto numbered = cells_of(3, 2), coloured = cells_of(20, 2), pictured = cells_of(64, 4);
  EXPECT_GT(numbered[0], 0);
  EXPECT_EQ(coloured[0], 0);
  EXPECT_GE(coloured[1], 40 * 40);
  EXPECT_EQ(coloured[2], 0);
  EXPECT_EQ(pictured[0], 0);
  EXPECT_EQ(pictured[1], 0);
  EXPECT_EQ(pictured[2], 1);
}

TEST_F(SmallStage, TheColoursOfALargeMapFollowItsNumbers) {
  const ShownSetting setting{"going_up", "four_ways", {{"input", numbers({40, 40})}}};
  auto made = model(setting);
  const Tensor& output = made->layer("nearest").output();
  const DisplayList list = draw(setting, output.count() - 1, 928, 700);
  const ImageItem* map = nullptr;
  for (const Item& item : list.items)
    if (auto* image = std::get_if<ImageItem>(&item); image && image->target == Target{TargetKind::kOutput, made->index_of("nearest"), 0})
      map = image;
  ASSERT_NE(map, nullptr);
  const auto tone = [&](Index cell) {
    const auto* pixel = &map->pixels->rgba[static_cast<std::size_t>(cell * 4)];
    return pixel[0] + pixel[1] + pixel[2];
  };
  Index compared = 0;
  for (Index cell = 1; cell < output.count(); ++cell) {
    if (output[cell] == output[cell - 1]) continue;
    EXPECT_EQ(tone(cell) < tone(cell - 1), output[cell] > output[cell - 1]) << cell;
    ++compared;
  }
  EXPECT_GT(compared, 500);
}

using SmallLayersStage = SmallStage;

TEST_F(SmallLayersStage, NamesAllFiveLayersAndEachCanBePressed) {
  auto made = model({"small_layers", "", {}});
  const std::vector<std::string> kCards{"fully_connected", "normalisation", "dropout", "add", "concatenate"};
  const Timeline& line = made->timeline;
  ASSERT_EQ(line.segments.size(), kCards.size());
  for (const char* language : {"en", "zh"})
    for (const auto& [width, height] : {std::pair{kDefaultWidth, kDefaultHeight}, {600.0, 420.0}, {560.0, 700.0}, {480.0, 580.0}})
      for (std::size_t playing = 0; playing < kCards.size(); ++playing) {
        const DisplayList list = draw({"small_layers", "", {}}, line.first_step(playing), width, height, language);
        std::vector<Index> framed, pressed;
        std::string said;
        for (const Item& item : list.items) {
          if (auto* text = std::get_if<TextItem>(&item)) said += text_of(*text) + " ";
          auto* rect = std::get_if<RectItem>(&item);
          if (!rect || rect->target.kind != TargetKind::kSegment) continue;
          pressed.push_back(rect->target.index);
          if (rect->stroke.width == 2) framed.push_back(rect->target.index);
          EXPECT_EQ(hit(list, rect->box.center()), rect->target) << "nothing lies above it";
        }
        const std::string where = std::string(language) + " " + std::to_string(width) + " card " + kCards[playing];
        EXPECT_EQ(pressed, (std::vector<Index>{0, 1, 2, 3, 4})) << where;
        EXPECT_EQ(framed, std::vector<Index>{static_cast<Index>(playing)}) << where;
        for (const std::string& card : kCards) {
          std::string title = catalog_.languages.at(language)("view.card." + card);
          title = title.substr(0, title.find(' '));  // longer ones break into lines
          EXPECT_NE(said.find(title), std::string::npos) << where << ": " << title;
        }
      }
}

TEST_F(SmallLayersStage, ALargeStageShowsTheCardsThemselves) {
  auto made = model({"small_layers", "", {}});
  const DisplayList list = view(*made, {0, 0, 1}, "en", 1100, 760, make_theme(ThemeName::kLight));
  for (const Item& item : list.items) {
    auto* rect = std::get_if<RectItem>(&item);
    EXPECT_FALSE(rect && rect->target.kind == TargetKind::kSegment);
  }
  for (const char* card : {"fully_connected", "normalisation", "dropout", "add", "concatenate"})
    EXPECT_TRUE(says(list, catalog_.languages.at("en")(std::string("view.card.") + card))) << card;
}

TEST_F(SmallLayersStage, DropoutAtItsEndsSaysThatNothingOrAllIsDropped) {
  for (const auto& [p, told] : {std::pair{0.0, "nothing is dropped"}, {0.5, "kept × 1 / (1 − 0.50)"}, {1.0, "every cell is dropped"}}) {
    auto made = model({"small_layers", "", {{"p", p}}});
    const DisplayList list = view(*made, step_end(made->timeline, 6), "en", 744, 536, make_theme(ThemeName::kLight));
    EXPECT_TRUE(mentions(list, told)) << told;
    EXPECT_EQ(mentions(list, "The rest grows"), p == 0.5);
  }
}

TEST_F(SmallLayersStage, NormalisationPlaysLineByLineOverAScale) {
  auto made = model({"small_layers", "", {}});
  const Index step = made->timeline.first_step(1);
  std::vector<Index> dots;
  for (const Moment& moment : {Moment{step, 0, 0}, Moment{step, 0, 1}, Moment{step, 1, 1}}) {
    const DisplayList list = view(*made, moment, "en", 744, 536, make_theme(ThemeName::kLight));
    dots.push_back(0);
    for (const Item& item : list.items)
      if (auto* circle = std::get_if<CircleItem>(&item)) dots.back() += circle->radius > 5;
    for (const char* tick : {"\u22122", "0", "6"}) EXPECT_TRUE(says(list, tick)) << tick;
  }
  EXPECT_EQ(dots, (std::vector<Index>{8, 16, 24}));
}

TEST_F(SmallStage, TheBorderOfADilatedGradientFollowsFromTheRate) {
  const auto said = [&](Index dilation) {
    auto made = model({"backward", "", {{"input", numbers({7, 7})}, {"dilation", numbers({dilation, dilation})}}});
    return view(*made, step_end(made->timeline, 3), "en", 1200, 760, make_theme(ThemeName::kLight));
  };
  EXPECT_TRUE(mentions(said(1), "k − 1 − p = 2"));
  EXPECT_TRUE(mentions(said(2), "d(k − 1) − p = 4"));
}

TEST_F(SmallStage, SharesOfNeighboursThatCoincideAtABorderAddUp) {
  const DisplayList border = draw({"going_up", "", {{"input", numbers({5, 5})}}}, 19);  // the last cell of the second row
  EXPECT_TRUE(says(border, "0.75"));
  EXPECT_TRUE(says(border, "0.25"));
  EXPECT_FALSE(says(border, "0.19"));
  EXPECT_TRUE(says(draw({"going_up", "", {{"input", numbers({5, 5})}}}, 11), "0.19"));
}

TEST_F(SmallStage, ALargeInputStaysOnTheStage) {
  const DisplayList list = draw({"stride", "", {{"input", numbers({224, 224})}}}, 0);
  Index pictures = 0;
  for (const Item& item : list.items) {
    const auto* image = std::get_if<ImageItem>(&item);
    if (image == nullptr) continue;
    ++pictures;
    EXPECT_LE(image->box.bottom(), kDefaultHeight - 90) << "above the written sum";
  }
  EXPECT_GT(pictures, 0);
}

TEST_F(SmallStage, OutputPaddingAddsARowAndAColumnOfZerosAtTheEnd) {
  const auto hatched = [&](Index more) {
    const ShownSetting setting{"transposed", "", {{"input", numbers({3, 3})}, {"stride", numbers({2, 2})}, {"padding", numbers({1, 1})},
                                                  {"output_padding", numbers({more, more})}}};
    const DisplayList list = draw(setting, 1);
    return std::count_if(list.items.begin(), list.items.end(), [](const Item& item) { return std::holds_alternative<HatchItem>(item); });
  };
  EXPECT_EQ(hatched(1) - hatched(0), 8 * 8 - 7 * 7);
}

TEST_F(SmallStage, AKernelAndItsCopyStayInTheirLane) {
  constexpr double kWidth = 404, kHeight = 380;  // the stage of a window of 900 × 600
  const DisplayList list = draw({"convolution", "", {}}, 3, kWidth, kHeight);
  double right = 0;  // of the weights of the first lane
  for (const Item& item : list.items)
    if (auto* rect = std::get_if<RectItem>(&item); rect && rect->target.kind == TargetKind::kWeight && rect->target.stage == 0)
      right = std::max(right, rect->box.right());
  EXPECT_GT(right, kWidth / 4);
  EXPECT_LT(right, kWidth / 2 - 8) << "clear of the line between the lanes";
}

TEST_F(SmallStage, TheFilterThatThreePassesAmountToIsShown) {
  for (const char* language : {"en", "zh"})
    EXPECT_TRUE(says(draw({"flattened", "", {}}, 0, kDefaultWidth, kDefaultHeight, language), "−4")) << language;  // only there
}

TEST_F(SmallStage, TheLadderOfSizesAndTheNamesOfAllWaysDownHaveRoom) {
  const DisplayList list = draw({"going_down", "", {{"resolution", numbers({225})}}}, 8);
  for (const char* name : {"Max pooling", "Average pooling", "Strided convolution", "Bilinear"}) EXPECT_TRUE(says(list, name)) << name;
  EXPECT_TRUE(mentions(list, "225 is not 7"));
}

TEST_F(SmallStage, AnActivationsTableStandsUnderItsPlot) {
  const DisplayList list = draw({"activations", "", {{"activation", std::string("relu6")}}}, 3);
  EXPECT_TRUE(says(list, "f′(x)"));
  EXPECT_TRUE(says(list, "0 | 1"));
}

TEST_F(SmallStage, ADeformableSumNamesWhatEachSampleReadsItsWeightAndItsMask) {
  for (const bool masked : {false, true}) {
    const ShownSetting setting{"deformable", "", {{"offsets", std::string("rotation")}, {"mask", masked}}};
    const DisplayList list = draw(setting, 40);
    EXPECT_EQ(mentions(list, masked ? "8.36·1·0.9 + " : "8.36·1 + "), true);
    EXPECT_TRUE(mentions(list, "reads 8.36"));
    EXPECT_EQ(mentions(list, "mask 0.90"), masked);
  }
}

TEST_F(SmallStage, ASampleAtHomeLiesOnItsPixelsCornerAndNotUnderIt) {
  const DisplayList list = draw({"deformable", "", {{"offsets", std::string("hand")}}}, 40);
  const auto dot = std::find_if(list.items.begin(), list.items.end(), [](const Item& item) {
    auto* circle = std::get_if<CircleItem>(&item);
    return circle && circle->radius == 13;
  });
  ASSERT_NE(dot, list.items.end());
  const Point at = std::get<CircleItem>(*dot).center;
  EXPECT_TRUE(std::none_of(dot, list.items.end(), [&](const Item& item) {
    auto* rect = std::get_if<RectItem>(&item);
    return rect && rect->box.contains(at);
  }));
}

TEST_F(SmallStage, NegativeResultsOfADeformableLayerGoTheOtherWay) {
  const ShownSetting setting{"deformable", "photograph", {{"filter", std::string("sobel")}, {"offsets", std::string("rotation")}}};
  auto made = model(setting);
  const Index columns = made->layer("deformed").output().extents[3], step = 118 * columns + 176;
  ASSERT_LT(made->layer("deformed").output()[step], made->layer("standard").output()[step]);
  ASSERT_LT(made->layer("standard").output()[step], 0);
  const Theme theme = make_theme(ThemeName::kLight);
  const DisplayList list = view(*made, step_end(made->timeline, step), "en", kDefaultWidth, kDefaultHeight, theme);
  std::vector<Box> bars;
  for (const Item& item : list.items)
    if (auto* rect = std::get_if<RectItem>(&item); rect && rect->radius == 3 && (rect->fill == theme.faint || rect->fill == theme.output))
      bars.push_back(rect->box);
  ASSERT_EQ(bars.size(), 2u);
  EXPECT_NEAR(bars[0].right(), bars[1].right(), 0.01) << "both end at 0";
  EXPECT_LT(bars[1].x, bars[0].x);
}

TEST_F(SmallStage, WhatShuffledGroupsReachIsCountedWhenItHasBeenSeen) {
  auto made = model({"shuffled_grouped", "forward", {}});
  for (const auto& [phase, counted] : {std::pair{1, false}, {3, true}}) {
    const DisplayList list = view(*made, {4, phase, 1}, "en", kDefaultWidth, kDefaultHeight, make_theme(ThemeName::kLight));
    EXPECT_EQ(mentions(list, "3 of 9 maps"), counted);
    EXPECT_EQ(mentions(list, "hear of input 4"), counted);
  }
}

TEST_F(SmallStage, ChannelsAreNumberedAllOfThemOrNone) {
  const auto numbered = [&](const ShownSetting& setting, Index channels) {
    const DisplayList list = draw(setting, 3);
    std::vector<Index> times(static_cast<std::size_t>(channels));
    for (Index c = 0; c < channels; ++c)
      times[static_cast<std::size_t>(c)] = std::count_if(list.items.begin(), list.items.end(), [&](const Item& item) {
        auto* text = std::get_if<TextItem>(&item);
        return text && text->anchor == Anchor::kMiddle && text_of(*text) == std::to_string(c);
      });
    return times;
  };
  const ShownSetting grouped{"shuffled_grouped", "", {{"groups", numbers({6})}, {"channels", numbers({12})}}};
  EXPECT_EQ(numbered(grouped, 12), std::vector<Index>(12, 8));
  const std::vector<Index> shuffled = numbered({"channel_shuffle", "", {{"groups", numbers({4})}, {"channels", numbers({24})}}}, 24);
  for (Index c = 0; c < 24; ++c) EXPECT_GE(shuffled[static_cast<std::size_t>(c)], 2) << c << ": in the matrix and above its path";
}

TEST_F(SmallStage, ANoteLeavesNoSingleCharacterOnItsLastLine) {
  const DisplayList list = draw({"many_filters", "", {}}, 0, kDefaultWidth, kDefaultHeight, "zh");
  EXPECT_FALSE(says(list, "同。"));
  EXPECT_TRUE(says(list, "本都相同。")) << "as many lines as before, a little narrower";
}

}  // namespace
}  // namespace convscope

// What single scenes' stages show, how they move, and how they answer the pointer.
#include <cmath>

#include "app/canvas/sinks.h"
#include "app/views/kit.h"
#include "engine/reference/reference.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

TEST_F(Stage, WritesAtTheEndOfEveryStepTheSumThatTheEngineComputed) {
  Theme theme = make_theme(ThemeName::kLight);
  for (const char* scene : {"one_channel", "padding", "stride", "many_channels"}) {
    auto m = model({scene, "", {}});
    ASSERT_NE(m, nullptr);
    const LayerModel& layer = m->first();
    int decimals = decimals_of(layer.output());
    for (Index step = 0; step < m->timeline.steps(); ++step) {
      DisplayList list = view(*m, step_end(m->timeline, step), "en", 928, 700, theme);
      std::string wanted = number_text(layer.output()[step], decimals), sum;
      for (const Item& item : list.items)
        if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text).rfind("output[", 0) == 0) sum = text_of(*text);
      ASSERT_FALSE(sum.empty()) << scene << " step " << step;
      EXPECT_EQ(sum.substr(sum.rfind("=  ") + 3), wanted) << scene << " step " << step << ": " << sum;
    }
  }
}

TEST_F(Stage, WritesTheSumOfAMapBetweenTwoLayersUnderItsOwnName) {
  struct Case {
    const char* scene;
    std::size_t segment;
    const char* lead;
  };
  for (const Case& each : {Case{"depthwise_separable", 0, "filtered[0, 0, 0]"}, Case{"depthwise_separable", 1, "output[0, 0, 0]"},
                           Case{"flattened", 0, "one map[0, 0]"}, Case{"flattened", 1, "map[0, 0]"},
                           Case{"flattened", 2, "output[0, 0]"}}) {
    auto m = model({each.scene, "", {}});
    const Moment end = step_end(m->timeline, m->timeline.first_step(each.segment));
    const DisplayList list = view(*m, end, "en", 1700, 900, make_theme(ThemeName::kLight));
    const bool begins = std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
      auto* text = std::get_if<TextItem>(&item);
      return text && text_of(*text).rfind(each.lead, 0) == 0;
    });
    EXPECT_TRUE(begins) << each.lead;
  }
}

TEST_F(Stage, TellsBothSizesWhereThePaddingIsUneven) {
  const auto told = [&](std::vector<Index> padding, double width, const std::string& wanted) {
    auto m = model({"padding", "", {{"padding", std::move(padding)}}});
    return mentions(view(*m, step_end(m->timeline, 0), "en", width, 800, make_theme(ThemeName::kLight)), wanted);
  };
  EXPECT_TRUE(told({1, 2, 3, 0}, 1300, "Size: 4 + 1 + 3 − 3 + 1 = 6, 4 + 2 + 0 − 3 + 1 = 4."));
  EXPECT_TRUE(told({1, 2, 3, 0}, 744, "Size: 6 × 4."));
  EXPECT_TRUE(told({1, 1, 1, 1}, 1300, "Size: 4 + 2·1 − 3 + 1 = 4."));
}

TEST_F(Stage, ShowsABiasOnlyWhereTheLayerHasOne) {
  Theme theme = make_theme(ThemeName::kLight);
  for (bool bias : {true, false}) {
    auto m = model({"many_channels", "", {{"bias", bias}}});
    ASSERT_NE(m, nullptr);
    DisplayList list = view(*m, {0, static_cast<int>(m->timeline.phases(0).size()) - 1, 1}, "en", 928, 700, theme);
    auto is_bias = [](const Item& item) {
      auto* rect = std::get_if<RectItem>(&item);
      return rect && rect->target.kind == TargetKind::kBias;
    };
    EXPECT_EQ(std::any_of(list.items.begin(), list.items.end(), is_bias), bias);
    EXPECT_EQ(says(list, "no bias"), !bias);
  }
}

TEST_F(Stage, WritesEveryProductOfASmallFilterOnAPhotographAlsoWhereNumbersAreLong) {
  auto m = model({"photo_filters", "", {{"filter", std::string("laplacian")}, {"grey", false}}});
  ASSERT_NE(m, nullptr);
  Theme theme = make_theme(ThemeName::kDark);
  const Scene& scene = *m->scene;
  Moment moment = opening_moment(scene, *m);
  DisplayList list = view(*m, moment, "en", 928, 700, theme);
  for (const Term& term : m->first().trace().gather(moment.step).terms)
    EXPECT_TRUE(says(list, number_text(term.product, 0))) << "the product " << term.product;
}

TEST_F(Stage, TellsTheColoursOfASignedResultAsTheyAre) {
  Theme theme = make_theme(ThemeName::kLight);
  for (bool grey : {true, false}) {
    auto m = model({"photo_filters", "", {{"filter", std::string("sobel")}, {"grey", grey}}});
    ASSERT_NE(m, nullptr);
    DisplayList list = view(*m, opening_moment(*m->scene, *m), "en", 1280, 720, theme);
    auto speaks_of_red = [](const Item& item) {
      auto* text = std::get_if<TextItem>(&item);
      return text && text_of(*text).find("Red: above zero") != std::string::npos;
    };
    EXPECT_EQ(std::any_of(list.items.begin(), list.items.end(), speaks_of_red), grey);
  }
}

TEST_F(Stage, AnswersWhatLiesUnderThePointer) {
  auto m = model({"one_channel", "", {}});
  ASSERT_NE(m, nullptr);
  Theme theme = make_theme(ThemeName::kLight);
  DisplayList list = view(*m, {0, 0, 1}, "en", 928, 700, theme);
  int inputs = 0, weights = 0, outputs = 0;
  for (const Item& item : list.items) {
    auto* rect = std::get_if<RectItem>(&item);
    if (!rect || rect->target.none()) continue;
    Target found = hit(list, rect->box.center());
    EXPECT_EQ(found, rect->target);
    inputs += found.kind == TargetKind::kInput;
    weights += found.kind == TargetKind::kWeight;
    outputs += found.kind == TargetKind::kOutput;
  }
  EXPECT_GE(inputs, 9);
  EXPECT_GE(weights, 4);
  EXPECT_GE(outputs, 4);
}

TEST_F(Stage, IsTheSameListForTheSameStateAndMoment) {
  auto m = model({"padding", "", {}});
  ASSERT_NE(m, nullptr);
  Theme theme = make_theme(ThemeName::kDark);
  Moment moment{5, 1, 0.4};
  EXPECT_EQ(svg_text(view(*m, moment, "zh", 928, 700, theme), *catalog_.fonts),
            svg_text(view(*m, moment, "zh", 928, 700, theme), *catalog_.fonts));
}

// Everything but the pixels of photographs, which do not move.
std::string drawing_of(DisplayList list, const Fonts& fonts) {
  std::erase_if(list.items, [](const Item& item) { return std::holds_alternative<ImageItem>(item); });
  return svg_text(list, fonts);
}

TEST_F(Stage, MovesWithinAPhaseAndIsCutToItsEndWhenMotionIsReduced) {
  Theme theme = make_theme(ThemeName::kLight);
  for (const char* scene : {"one_channel", "padding", "stride", "many_channels", "many_filters", "photo_filters"}) {
    auto m = model({scene, "", {}});
    ASSERT_NE(m, nullptr);
    for (Index step : {Index{0}, Index{2}})
      for (int phase = 0; phase < static_cast<int>(m->timeline.phases(0).size()); ++phase) {
        auto drawn = [&](double progress) { return drawing_of(view(*m, {step, phase, progress}, "en", 928, 700, theme), *catalog_.fonts); };
        std::string half = drawn(0.5), end = drawn(1),
                    where = std::string(scene) + " step " + std::to_string(step) + " " +
                            m->timeline.phases(0)[static_cast<std::size_t>(phase)].name;
        bool still = std::string(scene) == "photo_filters" && step == 0 && phase == 0;  // its first window is there at once
        EXPECT_EQ(half == end, still) << where;
        state_.reduce_motion = true;
        EXPECT_EQ(drawn(0.5), end) << where;
        state_.reduce_motion = false;
      }
  }
}

int dots(const DisplayList& list) {
  return static_cast<int>(std::count_if(list.items.begin(), list.items.end(), [](const Item& item) {
    auto* circle = std::get_if<CircleItem>(&item);
    return circle && circle->radius <= 6;
  }));
}

TEST_F(Stage, GathersADotForEveryProductAndIsStillAgainAtTheEnd) {
  Theme theme = make_theme(ThemeName::kLight);
  for (const char* scene : {"one_channel", "padding", "stride", "many_filters"}) {
    auto m = model({scene, "", {}});
    ASSERT_NE(m, nullptr);
    EXPECT_EQ(dots(view(*m, {1, 2, 0.5}, "en", 928, 700, theme)), static_cast<int>(m->first().trace().gather(1).terms.size())) << scene;
    for (int phase = 0; phase < 4; ++phase)
      EXPECT_EQ(dots(view(*m, {1, phase, 1}, "en", 928, 700, theme)), 0) << scene << " phase " << phase;
  }
}

std::size_t hatched(const DisplayList& list) {
  return static_cast<std::size_t>(
      std::count_if(list.items.begin(), list.items.end(), [](const Item& item) { return std::holds_alternative<HatchItem>(item); }));
}

TEST_F(Stage, LetsTheBorderArriveBeforeTheFirstWindowOnly) {
  auto m = model({"padding", "", {}});
  ASSERT_NE(m, nullptr);
  Theme theme = make_theme(ThemeName::kLight);
  std::size_t before = hatched(view(*m, {0, 0, 0.3}, "en", 928, 700, theme)), after = hatched(view(*m, {0, 0, 1}, "en", 928, 700, theme));
  EXPECT_EQ(after - before, static_cast<std::size_t>(8 * 8 - 4 * 4));
  EXPECT_EQ(hatched(view(*m, {1, 0, 0.3}, "en", 928, 700, theme)), after);
}

TEST_F(Stage, ShowsAClassWhatLiesAroundTheWindowWhereTheWholeCouldNotBeRead) {
  auto m = model({"one_channel", "", {{"input", numbers({12})}, {"padding", numbers({3})}}});
  ASSERT_NE(m, nullptr);
  Theme theme = make_theme(ThemeName::kLight, 1.5);
  Index step = 4 * 17 + 5;
  auto cells = [&](TargetKind kind) {
    DisplayList list = view(*m, {step, 3, 1}, "en", 1280, 640, theme);
    expect_well_set(list, *catalog_.fonts, 1.5, "presenting");
    return std::count_if(list.items.begin(), list.items.end(), [&](const Item& item) {
      auto* rect = std::get_if<RectItem>(&item);
      return rect && rect->target.kind == kind;
    });
  };
  Index whole = cells(TargetKind::kOutput);
  state_.presenting = true;
  Index part = cells(TargetKind::kOutput);
  EXPECT_GE(whole, 17 * 17);
  EXPECT_LE(part, 2 * 9 * 9);  // a cell may be drawn in two layers
  EXPECT_GE(part, 5 * 5);
}

TEST_F(Stage, ABarOfTheStrideRulerIsAsWideAsItsWindowHoweverManyWindowsOverlap) {
  for (Index kernel : {2, 3, 4, 5, 7}) {
    auto m = model({"stride", "", {{"kernel", numbers({kernel})}, {"stride", numbers({1})}, {"input", numbers({11})}}});
    ASSERT_NE(m, nullptr);
    const std::size_t stops = static_cast<std::size_t>(m->last().output().extents[3]);
    const DisplayList list = view(*m, step_end(m->timeline, 0), "en", 928, 700, make_theme(ThemeName::kLight));
    std::map<long, std::vector<double>> by_width;  // tenths of a pixel → left edges
    for (const Item& item : list.items)
      if (auto* rect = std::get_if<RectItem>(&item); rect && rect->box.h < 32 && rect->target.none())
        by_width[std::lround(rect->box.w * 10)].push_back(rect->box.x);
    bool found = false;
    for (auto& [width, lefts] : by_width) {
      std::sort(lefts.begin(), lefts.end());
      if (lefts.size() != stops) continue;
      const double cell = (lefts.back() - lefts.front()) / static_cast<double>(stops - 1);  // a stride of one cell
      found = found || std::abs(static_cast<double>(width) / 10 + 6 - cell * static_cast<double>(kernel)) < 0.2;
    }
    EXPECT_TRUE(found) << "kernel " << kernel;
  }
}

TEST_F(Stage, TheLegendIsWholeOnASmallPicture) {
  for (const char* id : {"one_channel", "padding", "stride", "many_channels", "many_filters"}) {
    auto m = model({id, "", {}});
    ASSERT_NE(m, nullptr);
    for (const std::string language : {"en", "zh"}) {
      const Words& words = catalog_.languages.at(language);
      const Theme theme = make_theme(ThemeName::kLight);
      auto drawn = [&](double width, double height) {
        return build_view({*m, state_, step_end(m->timeline, 0), {}, theme, words, *catalog_.fonts, width, height, {}});
      };
      const DisplayList large = drawn(1600, 1000), small = drawn(640, 360);
      auto in_bar = [](const DisplayList& list, const std::string& wanted) {
        return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
          auto* text = std::get_if<TextItem>(&item);
          return text && text->at.y > list.height - 70 && text_of(*text) == wanted;
        });
      };
      int entries = 0;
      for (const char* key : {"legend.window", "legend.unreached", "legend.padding", "legend.input", "legend.waits", "legend.not_yet",
                              "legend.bias", "legend.one_sample", "legend.one_filter", "legend.their_map"}) {
        if (!in_bar(large, words(key))) continue;
        ++entries;
        EXPECT_TRUE(in_bar(small, words(key))) << id << " " << language << " " << key;
      }
      EXPECT_GT(entries, 1) << id;
    }
  }
}

TEST_F(Stage, TheCaptionOfAnExportTellsThePaddingModeUnlessItIsZeros) {
  auto caption = [&](const std::string& mode) {
    auto m = model({"padding", "", {{"padding_mode", mode}, {"padding_value", 2.5}}});
    ViewOptions options;
    options.caption = true;
    const DisplayList list = build_view({*m, state_, step_end(m->timeline, 0), {}, make_theme(ThemeName::kLight),
                                         catalog_.languages.at("en"), *catalog_.fonts, 1280, 720, options});
    std::string text;
    for (const Item& item : list.items)
      if (auto* words = std::get_if<TextItem>(&item); words && text_of(*words).find("   ") != std::string::npos) text += text_of(*words);
    return text;
  };
  EXPECT_NE(caption("reflect").find("Padding mode reflect"), std::string::npos) << caption("reflect");
  EXPECT_NE(caption("constant").find("Padding mode constant 2.5"), std::string::npos) << caption("constant");
  EXPECT_EQ(caption("zeros").find("Padding mode"), std::string::npos) << caption("zeros");
}

TEST_F(Stage, CrossesEveryCellThatNoWindowReadsAlsoInThePadding) {
  const auto crossed = [&](Index input, Index padding) {
    auto m = model({"stride", "", {{"input", numbers({input})}, {"stride", numbers({2})}, {"padding", numbers({padding})}}});
    const DisplayList list = view(*m, step_end(m->timeline, m->timeline.steps() - 1), "en", 928, 700, make_theme(ThemeName::kLight));
    Index count = 0;  // a cross is two lines across; the legend's is one more
    for (const Item& item : list.items)
      if (auto* line = std::get_if<PathItem>(&item); line && line->points.size() == 2) {
        const Point a = line->points[0], b = line->points[1];
        count += a.x != b.x && std::abs(std::abs(b.x - a.x) - (b.y - a.y)) < 1e-6;
      }
    return count / 2 - 1;
  };
  EXPECT_EQ(crossed(6, 1), 8 * 8 - 7 * 7);  // the last row and column are padding
  EXPECT_EQ(crossed(6, 0), 6 * 6 - 5 * 5);
}

TEST_F(Stage, TriesTheStopThatDoesNotFitAtTheEndOfTheFirstRow) {
  auto m = model({"stride", "", {}});
  ASSERT_NE(m, nullptr);
  Theme theme = make_theme(ThemeName::kLight);
  auto red_frames = [&](const Moment& moment) {
    DisplayList list = view(*m, moment, "en", 928, 700, theme);
    return std::count_if(list.items.begin(), list.items.end(), [&](const Item& item) {
      auto* rect = std::get_if<RectItem>(&item);
      return rect && rect->stroke.dash > 0 && rect->stroke.color == theme.warning && rect->box.h > 100;
    });
  };
  EXPECT_EQ(red_frames({1, 3, 1}), 0);
  EXPECT_EQ(red_frames({2, 2, 1}), 0);
  EXPECT_EQ(red_frames({2, 3, 1}), 1);
  EXPECT_EQ(red_frames({5, 0, 0.5}), 1);
}

}  // namespace
}  // namespace convscope

// The stage of a comparison: what it says is what the two engines computed, everything on it can be read, both halves answer together.
#include "app/scenes/comparison.h"

#include "app/canvas/sinks.h"
#include "app/views/comparison.h"
#include "app/views/kit.h"
#include "support/golden.h"
#include "views/lettering.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

struct Compared {
  const char* name;
  ShownSetting first;
  Variant other;
};

Variant variant(const std::string& scene, std::map<std::string, AttributeValue> parameters = {}, const std::string& layer = "",
                const std::string& own_layer = "") {
  return {scene, "", std::move(parameters), {}, layer, own_layer};
}

std::vector<Compared> pairs() {
  return {
      {"dilated", {"one_channel", "", {{"input", numbers({9})}, {"kernel", numbers({5})}, {"padding", numbers({2})}}},
       variant("one_channel", {{"kernel", numbers({3})}, {"dilation", numbers({2})}, {"padding", numbers({2})}})},
      {"depthwise", {"many_filters", "", {{"batch", numbers({1})}, {"filters", numbers({4})}, {"bias", false}}},
       variant("depthwise_separable")},
      {"pooling", {"pooling", "", {}}, variant("stride", {{"kernel", numbers({2})}, {"stride", numbers({2})}})},
      {"shapes", {"one_channel", "", {{"input", numbers({6})}}}, variant("one_channel", {{"stride", numbers({2})}})},
      {"layers", {"pooling", "", {}}, variant("pooling", {}, "average")},
      {"same", {"stride", "", {}}, variant("stride")},
      {"borders", {"padding", "", {}}, variant("padding", {{"padding_mode", std::string("zeros")}})}};
}

class ComparedStage : public Stage {
 protected:
  std::shared_ptr<const Model> both(const ShownSetting& first, const Variant& other) {
    state_ = {};
    state_.scene = first.scene;
    state_.mode = first.mode;
    state_.parameters = first.parameters;
    state_.other = other;
    auto result = evaluate(catalog_.scenes, state_, *device_, photographs_);
    EXPECT_TRUE(result.ok()) << first.scene << ": " << (result.ok() ? "" : result.error().message);
    return result.ok() ? *result : nullptr;
  }
  static bool mentions(const DisplayList& list, const std::string& part) {
    return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
      auto* text = std::get_if<TextItem>(&item);
      return text && text_of(*text).find(part) != std::string::npos;
    });
  }
  static Point center_of(const DisplayList& list, const Target& target, bool last) {
    Point found{-1, -1};
    for (const Item& item : list.items)
      if (auto* rect = std::get_if<RectItem>(&item); rect && rect->target == target) {
        found = rect->box.center();
        if (!last) return found;
      }
    return found;
  }
};

TEST_F(ComparedStage, CanBeReadInBothLanguagesAtEverySizeWhileItMoves) {
  constexpr double kSizes[][2] = {{1280, 720}, {1920, 1080}, {928, 620}, {744, 536}};
  for (const Compared& pair : pairs()) {
    auto m = both(pair.first, pair.other);
    ASSERT_NE(m, nullptr) << pair.name;
    const Index middle = m->timeline.steps() / 2;
    const Moment end = step_end(m->timeline, m->timeline.steps() - 1);
    for (const Moment& moment : {Moment{0, 0, 0.4}, Moment{middle, 1, 0.5}, step_end(m->timeline, middle), end})
      for (const auto& size : kSizes)
        for (const char* language : {"en", "zh"})
          for (double scale : {1.0, 1.5, 2.5}) {
            const std::string where = std::string(pair.name) + " " + language + " " + std::to_string(static_cast<int>(size[0])) + " ×" +
                                      std::to_string(scale).substr(0, 3) + " step " + std::to_string(moment.step);
            const DisplayList list = view(*m, moment, language, size[0], size[1], make_theme(ThemeName::kLight, scale));
            expect_well_set(list, *catalog_.fonts, scale, where);
          }
  }
}

TEST_F(ComparedStage, StandsOutFromItsGroundInEveryTheme) {
  for (const Compared& pair : pairs()) {
    auto m = both(pair.first, pair.other);
    ASSERT_NE(m, nullptr);
    for (ThemeName name : {ThemeName::kLight, ThemeName::kDark, ThemeName::kPrint, ThemeName::kProjector}) {
      const Contrast lowest = lowest_contrast(view(*m, step_end(m->timeline, 1), "en", 1280, 720, make_theme(name)));
      const double least = name == ThemeName::kProjector ? 7 : 4.5;
      EXPECT_GE(lowest.ratio, least) << pair.name << " theme " << static_cast<int>(name) << ": '" << lowest.text << "'";
    }
  }
}

TEST_F(ComparedStage, WritesTheSubtractionOfTheTwoOutputsAtEveryStep) {
  auto m = both(pairs()[0].first, pairs()[0].other);
  ASSERT_NE(m, nullptr);
  const Comparison& c = *m->comparison;
  for (Index step : {Index{0}, Index{17}, m->timeline.steps() - 1}) {
    const DisplayList list = view(*m, step_end(m->timeline, step), "en", 1280, 720, make_theme(ThemeName::kLight));
    const double a = c.first.output()[step], b = c.other.output()[step];
    EXPECT_TRUE(says(list, number_text(a, 0) + " − " + factor_text(b, 0) + " = " + number_text(a - b, 0))) << step;
  }
}

TEST_F(ComparedStage, AKernelBetweenPicturesIsWrittenOrTellsItsSigns) {
  const Theme theme = make_theme(ThemeName::kLight);
  auto m = both({"photo_filters", "", {}}, variant("photo_filters"));
  ASSERT_NE(m, nullptr);
  const DisplayList written = view(*m, step_end(m->timeline, 0), "en", 744, 536, theme);
  for (double weight : {-2.0, -1.0, 2.0}) EXPECT_TRUE(says(written, number_text(weight, 0))) << weight;
  const DisplayList small = view(*m, step_end(m->timeline, 0), "en", 400, 300, theme);
  const auto cells = [&](Color ground) {
    return std::count_if(small.items.begin(), small.items.end(), [&](const Item& item) {
      auto* rect = std::get_if<RectItem>(&item);
      return rect && rect->box.w < 20 && rect->fill == ground;
    });
  };
  constexpr double kHalf = 0.10 + 0.62 / 2;  // 1 of a Sobel kernel's 2
  EXPECT_EQ(cells(mix(theme.surface, theme.muted, kHalf)), 4) << "-1 twice on either side";
  EXPECT_EQ(cells(mix(theme.surface, theme.weight, kHalf)), 4);
}

TEST_F(ComparedStage, SaysThatEqualSettingsDifferNowhere) {
  auto m = both({"stride", "", {}}, variant("stride"));
  ASSERT_NE(m, nullptr);
  EXPECT_TRUE(mentions(view(*m, step_end(m->timeline, 0), "en", 1280, 720, make_theme(ThemeName::kLight)), "Every difference is 0"));
  m = both({"padding", "", {}}, variant("padding", {{"padding_mode", std::string("zeros")}}));
  ASSERT_NE(m, nullptr);
  EXPECT_FALSE(mentions(view(*m, step_end(m->timeline, 0), "en", 1280, 720, make_theme(ThemeName::kLight)), "Every difference is 0"));
}

TEST_F(ComparedStage, SaysWhichShapesAreComparedAndThatTheSmallerOneWaits) {
  auto m = both({"one_channel", "", {{"input", numbers({4})}}}, variant("one_channel", {{"stride", numbers({2})}}));
  ASSERT_NE(m, nullptr);
  const DisplayList list = view(*m, step_end(m->timeline, 2), "en", 1280, 720, make_theme(ThemeName::kLight));
  EXPECT_TRUE(mentions(list, "1 × 1 × 3 × 3"));
  EXPECT_TRUE(says(list, "has no cell [0, 2]: it waits"));
}

// Shares of 0, inserted zeros and places that no value falls on are no products.
TEST_F(ComparedStage, CountsTheProductsThatACellIsMadeOf) {
  const struct {
    ShownSetting first;
    Variant other;
    const char* told;
  } kCases[] = {
      {{"deformable", "", {{"offsets", std::string("zero")}}}, variant("deformable"), " = 9 products"},
      {{"transposed", "", {}}, variant("transposed", {{"stride", numbers({1})}}), " = 1 product"},
      {{"one_channel", "", {}}, variant("one_channel"), " = 4 products"},
  };
  for (const auto& [first, other, told] : kCases) {
    const auto m = both(first, other);
    ASSERT_NE(m, nullptr);
    EXPECT_TRUE(mentions(view(*m, step_end(m->timeline, 0), "en", 1280, 720, make_theme(ThemeName::kLight)), told)) << first.scene;
  }
}

TEST_F(ComparedStage, NamesEveryLayerThatAShippedSceneEndsWith) {
  for (const Scene& scene : catalog_.scenes) {
    std::vector<std::string> modes = scene.modes;
    if (modes.empty()) modes.emplace_back();
    for (const std::string& mode : modes) {
      Variant same = variant(scene.id);
      same.mode = mode;
      const auto m = both({scene.id, mode, {}}, same);
      if (m == nullptr) continue;
      const std::string layer = m->comparison->first.compared().name;
      for (const char* language : {"en", "zh"})
        EXPECT_TRUE(layer == "output" || m->comparison->first.whole() || catalog_.languages.at(language).has("compare.layer." + layer))
            << scene.id << " " << mode << ": " << layer;
    }
  }
}

TEST_F(ComparedStage, NamesTheCostsOfBoth) {
  auto m = both(pairs()[1].first, pairs()[1].other);
  ASSERT_NE(m, nullptr);
  const DisplayList list = view(*m, step_end(m->timeline, 0), "en", 1280, 720, make_theme(ThemeName::kLight));
  for (Index count : {m->comparison->first.cost.macs, m->comparison->other.cost.macs, m->comparison->other.cost.parameters})
    EXPECT_TRUE(says(list, count_text(count))) << count;
}

TEST_F(ComparedStage, ACellUnderThePointerAnswersOnBothSides) {
  auto m = both(pairs()[0].first, pairs()[0].other);
  ASSERT_NE(m, nullptr);
  const Theme theme = make_theme(ThemeName::kLight);
  const Moment end = step_end(m->timeline, m->timeline.steps() - 1);
  const DisplayList still = view(*m, end, "en", 1280, 720, theme);
  const Target cell{TargetKind::kOutput, 0, 12};
  const Point left = center_of(still, cell, false);
  ASSERT_GE(left.x, 0);
  EXPECT_EQ(hit(still, left), cell);
  int halves = 0;
  for (double from : {0.0, 640.0})
    halves += std::any_of(still.items.begin(), still.items.end(), [&](const Item& item) {
      auto* rect = std::get_if<RectItem>(&item);
      return rect && rect->target == cell && rect->box.x >= from && rect->box.x < from + 640 && rect->box.y < 500;
    });
  EXPECT_EQ(halves, 2) << "the cell stands on both sides";
  const DisplayList hovered =
      build_view({*m, state_, end, cell, theme, catalog_.languages.at("en"), *catalog_.fonts, 1280, 720, {}});
  for (const char* side : {"output A[1, 3]", "output B[1, 3]"}) EXPECT_TRUE(mentions(hovered, side)) << side;
}

TEST_F(ComparedStage, SaysWhereTheSameIndexIsAnotherPlaceAndCrossesWhatItCallsCrossed) {
  struct Case {
    ShownSetting first;
    Variant other;
    bool apart;
  };
  const ShownSetting small{"one_channel", "", {{"input", numbers({6})}}};
  Variant four = variant("transposed", {{"enlarge", std::string("four")}});
  four.mode = "photograph";
  for (const Case& each : {Case{{"transposed", "photograph", {}}, four, true},
                           Case{small, variant("one_channel", {{"stride", numbers({2})}}), true},
                           Case{{"transposed", "", {}}, variant("transposed", {{"output_padding", numbers({1, 1})}}), false}}) {
    auto m = both(each.first, each.other);
    ASSERT_NE(m, nullptr);
    const Moment end = step_end(m->timeline, m->timeline.steps() - 1);
    for (const auto& [width, height] : {std::pair{744.0, 536.0}, {1164.0, 724.0}}) {
      const DisplayList list = view(*m, end, "en", width, height, make_theme(ThemeName::kLight));
      expect_well_set(list, *catalog_.fonts, 1, each.first.scene);
      EXPECT_EQ(mentions(list, "One index") || mentions(list, "index, which is"), each.apart) << each.first.scene << " " << width;
      EXPECT_TRUE(mentions(list, "Crossed:")) << each.first.scene << " " << width;
      const Box card = difference_card(width, height, 1);
      const auto strokes = std::count_if(list.items.begin(), list.items.end(), [&](const Item& item) {
        auto* path = std::get_if<PathItem>(&item);
        return path && path->points.size() == 2 && card.contains(path->points.front());
      });
      EXPECT_GT(strokes, 2) << "crosses on the map, " << each.first.scene << " " << width;
    }
    const DisplayList low = view(*m, end, "en", 744, 380, make_theme(ThemeName::kLight));  // one line, and no map
    EXPECT_EQ(mentions(low, "One index") || mentions(low, "index, which is"), each.apart) << each.first.scene;
    EXPECT_FALSE(mentions(low, "Crossed")) << each.first.scene;
  }
}

TEST_F(ComparedStage, IsDrawnAsItWasAgreed) {
  auto m = both({"one_channel", "", {}}, variant("one_channel", {{"dilation", numbers({2})}, {"padding", numbers({1})}}));
  ASSERT_NE(m, nullptr);
  const DisplayList list = view(*m, step_end(m->timeline, 1), "en", 960, 600, make_theme(ThemeName::kLight));
  EXPECT_TRUE(tests::equals_golden("comparison.svg", svg_text(list, *catalog_.fonts, 1, SvgLetters::kNamed)));
}

}  // namespace
}  // namespace convscope

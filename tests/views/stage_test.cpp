// Every scene's stage: no text leaves it, overlaps another or is too small, in both languages, at several sizes and settings;
// what the picture says at the end of a step is what the engine computed.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "app/canvas/sinks.h"
#include "app/catalog/catalog.h"
#include "app/views/kit.h"
#include "app/views/view.h"
#include "engine/reference/reference.h"

namespace convscope {
namespace {

struct Setting {
  std::string scene, mode;
  std::map<std::string, AttributeValue> parameters;
};

std::vector<Index> numbers(std::initializer_list<Index> list) { return list; }

std::vector<Setting> settings() {
  return {{"one_channel", "", {}},
          {"one_channel", "", {{"input", numbers({5, 7})}, {"kernel", numbers({3})}, {"padding", numbers({1})}, {"stride", numbers({2})}}},
          {"one_channel", "", {{"input", numbers({12})}, {"dilation", numbers({2})}}},
          {"padding", "", {}},
          {"padding", "", {{"padding", numbers({1, 0, 2, 3})}, {"padding_mode", std::string("circular")}}},
          {"padding", "", {{"padding", numbers({0})}, {"input", numbers({9, 6})}, {"padding_mode", std::string("zeros")}}},
          {"stride", "", {}},
          {"stride", "", {{"stride", numbers({1})}, {"input", numbers({6})}}},
          {"stride", "", {{"stride", numbers({4, 5})}, {"input", numbers({13, 16})}, {"kernel", numbers({2, 3})}}},
          {"stride", "", {{"stride", numbers({1})}, {"input", numbers({9, 12})}, {"kernel", numbers({7})}, {"padding", numbers({2})}}},
          {"many_channels", "", {}},
          {"many_channels", "", {{"channels", numbers({5})}, {"kernel", numbers({2})}, {"padding", numbers({1})}}},
          {"many_channels", "", {{"channels", numbers({1})}, {"bias", false}}},
          {"many_channels", "", {{"channels", numbers({17})}, {"input", numbers({5, 4})}}},
          {"many_filters", "table", {}},
          {"many_filters", "table", {{"batch", numbers({5})}, {"filters", numbers({7})}}},
          {"many_filters", "connections", {}},
          {"photo_filters", "", {}},
          {"photo_filters", "", {{"filter", std::string("gaussian")}, {"gaussian_size", numbers({9})}, {"grey", false}}}};
}

class Stage : public ::testing::Test {
 protected:
  Stage()
      : catalog_(Catalog::load(std::string(CONVSCOPE_SOURCE_DIR) + "/assets").value()),
        device_(make_device(DeviceChoice::kCpu).value()),
        photographs_(catalog_.assets + "/images") {}

  std::shared_ptr<const Model> model(const Setting& setting) {
    state_ = {};
    state_.scene = setting.scene;
    state_.mode = setting.mode;
    state_.parameters = setting.parameters;
    auto result = evaluate(catalog_.scenes, state_, *device_, photographs_);
    EXPECT_TRUE(result.ok()) << setting.scene << ": " << (result.ok() ? "" : result.error().message);
    return result.ok() ? *result : nullptr;
  }

  DisplayList view(const Model& model, const Moment& moment, const std::string& language, double width, double height, const Theme& theme) {
    return build_view({model, state_, moment, {}, theme, catalog_.languages.at(language), *catalog_.fonts, width, height, {}});
  }

  Catalog catalog_;
  std::unique_ptr<Device> device_;
  Photographs photographs_;
  State state_;
};

std::string text_of(const TextItem& item) {
  std::string text;
  for (const TextRun& run : item.runs) text += run.text;
  return text;
}

// The ink of a line of digits and letters: narrower than the line's box, so that neighbours may stand close.
Box ink_of(const Fonts& fonts, const TextItem& item) {
  Box box = fonts.bounds(item);
  return {box.x + 0.5, item.at.y - item.size * 0.34, box.w - 1, item.size * 0.68};
}

bool overlap(const Box& a, const Box& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

// A line of digits must not straddle the edge of a cell: it lies in it or beside it.
bool straddles(const Box& ink, const Box& cell) {
  bool inside = ink.x >= cell.x - 1 && ink.right() <= cell.right() + 1 && ink.y >= cell.y - 1 && ink.bottom() <= cell.bottom() + 1;
  return overlap(ink, cell) && !inside;
}

bool crosses(const Box& ink, Point a, Point b) {  // the segment and the box
  double from = 0, to = 1, dx = b.x - a.x, dy = b.y - a.y;
  auto cut = [&](double delta, double low, double high) {
    if (delta == 0) return low <= 0 && high >= 0;
    double t0 = std::min(low / delta, high / delta), t1 = std::max(low / delta, high / delta);
    from = std::max(from, t0);
    to = std::min(to, t1);
    return true;
  };
  return cut(dx, ink.x - a.x, ink.right() - a.x) && cut(dy, ink.y - a.y, ink.bottom() - a.y) && from < to;
}

struct Lettering {
  std::vector<const TextItem*> texts;
  std::vector<Box> inks;
  std::vector<Box> cells;                          // boxes that stand for a value
  std::vector<std::size_t> order;                  // of the texts among the items
  struct Line {
    Point from, to;
    std::size_t order;
  };
  std::vector<Line> lines;
  std::vector<std::pair<Box, std::size_t>> plates; // opaque boxes hide the lines below them
  bool hidden(const Line& line, std::size_t text) const {
    return std::any_of(plates.begin(), plates.end(), [&](const auto& plate) {
      const Box &p = plate.first, &ink = inks[text];
      return plate.second > line.order && plate.second < order[text] && ink.x >= p.x - 3 && ink.right() <= p.right() + 3 &&
             ink.y >= p.y - 3 && ink.bottom() <= p.bottom() + 3;
    });
  }
};

Lettering lettering_of(const DisplayList& list, const Fonts& fonts) {
  Lettering all;
  for (std::size_t at = 0; at < list.items.size(); ++at) {
    const Item& item = list.items[at];
    if (auto* text = std::get_if<TextItem>(&item); text && !text_of(*text).empty()) {
      all.order.push_back(at);
      all.texts.push_back(text);
      all.inks.push_back(ink_of(fonts, *text));
    } else if (auto* rect = std::get_if<RectItem>(&item)) {
      bool value =
          rect->target.kind == TargetKind::kInput || rect->target.kind == TargetKind::kWeight || rect->target.kind == TargetKind::kOutput;
      if (value) all.cells.push_back(rect->box);
      if (rect->fill.a == 255) all.plates.push_back({rect->box, at});
    } else if (auto* path = std::get_if<PathItem>(&item); path && path->points.size() == 2) {
      all.lines.push_back({path->points[0], path->points[1], at});
    }
  }
  return all;
}

void expect_well_set(const DisplayList& list, const Fonts& fonts, double text_scale, const std::string& where) {
  Lettering all = lettering_of(list, fonts);
  int faults = 0;
  auto fault = [&](std::size_t i, const std::string& what) {
    const Box& b = all.inks[i];
    if (++faults <= 4)
      ADD_FAILURE() << where << ": '" << text_of(*all.texts[i]) << "' " << what << " (" << b.x << ", " << b.y << " to " << b.right() << ", "
                    << b.bottom() << ")";
  };
  for (std::size_t i = 0; i < all.texts.size(); ++i) {
    const Box& ink = all.inks[i];
    if (ink.x < 0 || ink.y < 0 || ink.right() > list.width + 0.5 || ink.bottom() > list.height + 0.5) fault(i, "leaves the stage");
    if (all.texts[i]->size < kSmallestText * text_scale - 0.01) fault(i, "is too small: " + std::to_string(all.texts[i]->size));
    for (std::size_t j = i + 1; j < all.texts.size(); ++j)
      if (overlap(ink, all.inks[j])) fault(i, "overlaps '" + text_of(*all.texts[j]) + "'");
    for (const Box& cell : all.cells)
      if (straddles(ink, cell)) fault(i, "lies across the edge of a cell");
    for (const Lettering::Line& line : all.lines)
      if (crosses(ink, line.from, line.to) && !all.hidden(line, i)) fault(i, "is crossed by a line");
  }
}

std::vector<Moment> telling_moments(const Timeline& timeline) {
  int last = static_cast<int>(timeline.phases(0).size()) - 1;
  Index middle = timeline.steps() / 2;
  return {{middle, last, 1}, {0, 0, 0.4}, {middle, 1, 0.5}, {middle, last - 1, 0.5}};
}

TEST_F(Stage, NoTextLeavesItsPlaceOverlapsAnotherOrIsTooSmallAtAnyTextSize) {
  constexpr double kSizes[][2] = {{744, 536}, {928, 700}, {1280, 720}};
  for (const Setting& setting : settings()) {
    auto m = model(setting);
    ASSERT_NE(m, nullptr);
    for (double scale : {1.0, 1.5, 2.5})
      for (const Moment& moment : telling_moments(m->timeline))
        for (const auto& size : kSizes)
          for (const char* language : {"en", "zh"}) {
            Theme theme = make_theme(ThemeName::kLight, scale);
            std::string where = setting.scene + " " + setting.mode + " " + m->first().layer->code(CodeDialect::kPyTorch) + " " +
                                std::to_string(static_cast<int>(size[0])) + " " + language + " ×" + std::to_string(scale).substr(0, 3) +
                                " phase " + std::to_string(moment.phase);
            expect_well_set(view(*m, moment, language, size[0], size[1], theme), *catalog_.fonts, scale, where);
          }
  }
}

TEST_F(Stage, SaysAtTheEndOfEveryStepWhatTheEngineComputed) {
  Theme theme = make_theme(ThemeName::kLight);
  for (const char* scene : {"one_channel", "padding", "stride", "many_channels"}) {
    auto m = model({scene, "", {}});
    ASSERT_NE(m, nullptr);
    int decimals = decimals_of(m->first().output());
    for (Index step = 0; step < m->timeline.steps(); ++step) {
      DisplayList list = view(*m, {step, static_cast<int>(m->timeline.phases(0).size()) - 1, 1}, "en", 928, 700, theme);
      std::string wanted = number_text(m->first().output()[step], decimals), sum;
      for (const Item& item : list.items)
        if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text).rfind("output[", 0) == 0) sum = text_of(*text);
      ASSERT_FALSE(sum.empty()) << scene << " step " << step;
      EXPECT_EQ(sum.substr(sum.rfind("=  ") + 3), wanted) << scene << " step " << step << ": " << sum;
      EXPECT_DOUBLE_EQ(m->first().trace().gather(step).result, m->first().output()[step]) << scene << " step " << step;
    }
  }
}

bool says(const DisplayList& list, const std::string& wanted) {
  return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
    auto* text = std::get_if<TextItem>(&item);
    return text && text_of(*text) == wanted;
  });
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

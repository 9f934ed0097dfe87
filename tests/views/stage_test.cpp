// Every scene's stage: no text leaves it, overlaps another or is too small, in both languages, at several sizes and settings;
// what the picture says at the end of a step is what the engine computed.
#include <gtest/gtest.h>

#include <map>
#include <string>

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
          {"many_channels", "", {}},
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
  Stage() : catalog_(Catalog::load(std::string(CONVSCOPE_SOURCE_DIR) + "/assets").value()), device_(make_device(DeviceChoice::kCpu).value()), photographs_(catalog_.assets + "/images") {}

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

void expect_well_set(const DisplayList& list, const Fonts& fonts, const std::string& where) {
  std::vector<const TextItem*> texts;
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item); text && !text->runs.empty() && !text_of(*text).empty()) texts.push_back(text);
  int faults = 0;
  for (std::size_t i = 0; i < texts.size() && faults < 4; ++i) {
    Box box = ink_of(fonts, *texts[i]);
    bool inside = box.x >= 0 && box.y >= 0 && box.right() <= list.width + 0.5 && box.bottom() <= list.height + 0.5;
    bool readable = texts[i]->size >= kSmallestText - 0.01;
    EXPECT_TRUE(inside) << where << ": '" << text_of(*texts[i]) << "' leaves the stage at " << box.x << ", " << box.y << " to " << box.right() << ", " << box.bottom();
    EXPECT_TRUE(readable) << where << ": '" << text_of(*texts[i]) << "' has size " << texts[i]->size;
    faults += !inside + !readable;
    for (std::size_t j = i + 1; j < texts.size() && faults < 4; ++j) {
      bool clash = overlap(box, ink_of(fonts, *texts[j]));
      EXPECT_FALSE(clash) << where << ": '" << text_of(*texts[i]) << "' overlaps '" << text_of(*texts[j]) << "'";
      faults += clash;
    }
  }
}

TEST_F(Stage, NoTextLeavesItOverlapsAnotherOrIsTooSmall) {
  constexpr double kSizes[][2] = {{744, 536}, {928, 700}, {1280, 720}};
  Theme theme = make_theme(ThemeName::kLight);
  for (const Setting& setting : settings()) {
    auto m = model(setting);
    ASSERT_NE(m, nullptr);
    Moment moment{m->timeline.steps / 2, static_cast<int>(m->timeline.phases.size()) - 1, 1};
    for (const auto& size : kSizes)
      for (const char* language : {"en", "zh"}) {
        std::string where = setting.scene + " " + setting.mode + " " + m->layer->code(CodeDialect::kPyTorch) + " " + std::to_string(static_cast<int>(size[0])) + " " + language;
        expect_well_set(view(*m, moment, language, size[0], size[1], theme), *catalog_.fonts, where);
      }
  }
}

TEST_F(Stage, SaysAtTheEndOfEveryStepWhatTheEngineComputed) {
  Theme theme = make_theme(ThemeName::kLight);
  for (const char* scene : {"one_channel", "padding", "stride", "many_channels"}) {
    auto m = model({scene, "", {}});
    ASSERT_NE(m, nullptr);
    int decimals = decimals_of(m->output);
    for (Index step = 0; step < m->timeline.steps; ++step) {
      DisplayList list = view(*m, {step, static_cast<int>(m->timeline.phases.size()) - 1, 1}, "en", 928, 700, theme);
      std::string wanted = number_text(m->output[step], decimals), sum;
      for (const Item& item : list.items)
        if (auto* text = std::get_if<TextItem>(&item); text && text_of(*text).rfind("output[", 0) == 0) sum = text_of(*text);
      ASSERT_FALSE(sum.empty()) << scene << " step " << step;
      EXPECT_EQ(sum.substr(sum.rfind("=  ") + 3), wanted) << scene << " step " << step << ": " << sum;
      EXPECT_DOUBLE_EQ(m->trace().gather(step).result, m->output[step]) << scene << " step " << step;
    }
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
  EXPECT_EQ(view(*m, moment, "zh", 928, 700, theme).items.size(), view(*m, moment, "zh", 928, 700, theme).items.size());
}

}  // namespace
}  // namespace convscope

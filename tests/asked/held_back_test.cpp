// The stage of a question gives nothing away before the answer is shown, and says it afterwards: of every question of every shipped lesson,
// and of every kind of question about every layer of every scene.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "app/asked/asked.h"
#include "app/catalog/catalog.h"
#include "app/lessons/check.h"
#include "app/views/kit.h"
#include "views/lettering.h"

namespace convscope {
namespace {

constexpr QuestionKind kEveryKind[] = {QuestionKind::kOutputSize,     QuestionKind::kCellValue,  QuestionKind::kReachingInputs,
                                       QuestionKind::kReceptiveField, QuestionKind::kParameters, QuestionKind::kMultiplications,
                                       QuestionKind::kPicture};
constexpr double kSizes[][2] = {{640, 470}, {928, 700}, {1280, 720}};

std::vector<std::string> shipped_ids() {
  const std::vector<Scene> scenes = load_scenes(CONVSCOPE_SOURCE_DIR "/assets/scenes").value();
  std::vector<std::string> ids;
  for (const Scene& scene : scenes) ids.push_back(scene.id);
  return ids;
}

std::string text_of(const TextItem& item) {
  std::string text;
  for (const TextRun& run : item.runs) text += run.text;
  return text;
}

std::vector<std::string> texts_of(const DisplayList& list) {
  std::vector<std::string> texts;
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item)) texts.push_back(text_of(*text));
  return texts;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// As a number or a size of its own: "13" stands in "= 13" and not in "131" or "−13".
bool names(const std::string& text, const std::string& answer) {
  for (std::size_t at = text.find(answer); at != std::string::npos; at = text.find(answer, at + 1)) {
    const std::string before = text.substr(0, at), after = text.substr(at + answer.size());
    const bool begins = before.empty() || (!is_digit(before.back()) && before.back() != '.' && !before.ends_with("−"));
    const bool goes_on = after.rfind(" × ", 0) == 0 || (after.size() > 1 && after[0] == '.' && is_digit(after[1]));
    const bool ends = after.empty() || (!is_digit(after.front()) && !goes_on);
    if (begins && ends && !before.ends_with(" × ")) return true;
  }
  return false;
}

// In the bar, or beside the name of the output: where a text says what it all comes to.
bool concludes_with(const DisplayList& list, const std::string& answer) {
  const std::vector<std::string> texts = texts_of(list);
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
    if (text.rfind("k = ", 0) == 0) return false;  // a layer's kernel
    for (const char* sign : {"=", "←", "→"})
      if (const std::size_t at = text.rfind(sign); at != std::string::npos && names(text.substr(at), answer)) return true;
    return false;
  });
}

bool shows(const DisplayList& list, const std::shared_ptr<const Pixels>& picture) {
  return std::any_of(list.items.begin(), list.items.end(), [&](const Item& item) {
    auto* image = std::get_if<ImageItem>(&item);
    return image && image->pixels == picture;
  });
}

bool points_at_output(const DisplayList& list) {
  return std::any_of(list.items.begin(), list.items.end(), [](const Item& item) {
    return std::visit(
        [](const auto& each) {
          if constexpr (requires { each.target; })
            return each.target.kind == TargetKind::kOutput;
          else
            return false;
        },
        item);
  });
}

bool has_links(const DisplayList& list) {
  return std::any_of(list.items.begin(), list.items.end(), [](const Item& item) { return std::holds_alternative<CurveItem>(item); });
}

// The shape beside the output's name: the text that begins where the output's name ends, on its line.
std::string output_shape(const DisplayList& list, const std::string& output) {
  const TextItem* name = nullptr;
  for (const Item& item : list.items)
    if (auto* text = std::get_if<TextItem>(&item)) {
      if (name && std::abs(text->at.y - name->at.y) < 0.5 && text->at.x > name->at.x) return text_of(*text);
      if (text_of(*text) == output) name = text;
    }
  return "";
}

class HeldBack : public testing::TestWithParam<std::string> {
 protected:
  std::shared_ptr<const Model> model(const std::string& scene, const std::string& mode = "",
                                     std::map<std::string, AttributeValue> parameters = {}) {
    state_ = {};
    state_.scene = scene;
    state_.mode = mode;
    state_.parameters = std::move(parameters);
    Result<std::shared_ptr<const Model>> made = evaluate(catalog_.scenes, state_, *device_, photographs_);
    EXPECT_TRUE(made) << scene << ": " << (made ? "" : made.error().message);
    return made ? *made : nullptr;
  }

  DisplayList stage_of(const Model& model, const Question& question, double shown, const std::string& language = "en", double width = 928,
                       double height = 700, double scale = 1, Target hover = {}) {
    const Theme theme = make_theme(ThemeName::kLight, scale);
    const Words& words = catalog_.languages.at(language);
    return build_asked({model, state_, {}, hover, theme, words, *catalog_.fonts, width, height, {}}, question, shown);
  }

  void expect_nothing_told(const Model& model, const Question& question, const Target& hover = {}) {
    const Choice& right = question.choices[question.right()];
    const DisplayList held = stage_of(model, question, 0, "en", 928, 700, 1, hover), whole = stage_of(model, question, 1);
    const std::string answer = choice_text(right, catalog_.languages.at("en"));
    const std::vector<std::string> texts = texts_of(held);
    EXPECT_TRUE(std::count(texts.begin(), texts.end(), "?") > 0 || texts.back().ends_with("?"));
    EXPECT_FALSE(points_at_output(held)) << "a pointer over the output would be answered";
    switch (question.kind) {
      case QuestionKind::kOutputSize:
        EXPECT_TRUE(output_shape(held, "output") == "? × ?" || output_shape(held, "output") == "?");
        EXPECT_FALSE(concludes_with(held, counted_last(right)));
        EXPECT_FALSE(concludes_with(held, count_text(static_cast<Index>(right.value.back()))));
        EXPECT_TRUE(output_shape(whole, "output").ends_with(last_two(right))) << output_shape(whole, "output") << " is not " << answer;
        break;
      case QuestionKind::kReachingInputs:
        EXPECT_FALSE(has_links(held));
        [[fallthrough]];
      case QuestionKind::kCellValue:
      case QuestionKind::kReceptiveField:
      case QuestionKind::kParameters:
      case QuestionKind::kMultiplications:
        EXPECT_FALSE(concludes_with(held, answer)) << answer;
        EXPECT_TRUE(concludes_with(whole, answer) || concludes_with(whole, grouped(right))) << answer;
        break;
      case QuestionKind::kPicture:
        EXPECT_FALSE(shows(held, right.picture));
        EXPECT_TRUE(shows(whole, right.picture));
        EXPECT_FALSE(concludes_with(held, answer));
        break;
    }
  }

  void expect_legible(const Model& model, const Question& question, const std::string& where) {
    for (double shown : {0.0, 0.5, 1.0})
      for (const auto& size : kSizes)
        for (const char* language : {"en", "zh"})
          for (double scale : {1.0, 1.5, 2.5})
            expect_well_set(stage_of(model, question, shown, language, size[0], size[1], scale), *catalog_.fonts, scale,
                            where + " " + language + " " + std::to_string(static_cast<int>(size[0])) + " ×" +
                                std::to_string(scale).substr(0, 3) + " shown " + std::to_string(shown).substr(0, 3));
  }

  static std::string last_two(const Choice& right) {
    std::string text;
    for (std::size_t i = right.value.size() > 1 ? right.value.size() - 2 : 0; i < right.value.size(); ++i)
      text += (text.empty() ? "" : " × ") + count_text(static_cast<Index>(right.value[i]));
    return text;
  }
  const Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<Device> device_ = make_device(DeviceChoice::kCpu).value();
  Photographs photographs_{catalog_.assets + "/images"};
  State state_;

 private:
  static std::string counted_last(const Choice& right) { return std::to_string(static_cast<Index>(right.value.back())); }
  static std::string grouped(const Choice& right) { return right.value.empty() ? "" : count_text(static_cast<Index>(right.value.front())); }
};

TEST_P(HeldBack, IsNothingOfTheAnswerWhateverIsAskedOfAScene) {
  const Scene& scene = **find_scene(catalog_.scenes, GetParam());
  for (const std::string& mode : scene.modes.empty() ? std::vector<std::string>{""} : scene.modes) {
    const auto m = model(scene.id, mode);
    ASSERT_NE(m, nullptr);
    for (std::size_t stage = 0; stage < m->layers.size(); ++stage)
      for (QuestionKind kind : kEveryKind) {
        Result<Question> question = make_question(*m, kind, static_cast<int>(stage), std::nullopt, "", 3);
        if (!question) continue;
        SCOPED_TRACE(testing::Message() << scene.id << " " << mode << " " << m->layers[stage].name << " "
                                        << question_kind_words()[static_cast<std::size_t>(kind)]);
        expect_nothing_told(*m, *question);
        const Index cell = std::max<Index>(0, question->cell);
        expect_nothing_told(*m, *question, {TargetKind::kOutput, static_cast<int>(stage), cell});
        state_.pin = {TargetKind::kOutput, static_cast<int>(stage), cell};
        expect_nothing_told(*m, *question);
        state_.pin = {};
      }
  }
}

TEST_P(HeldBack, CanBeReadInBothLanguagesAtAnyTextSize) {
  const Scene& scene = **find_scene(catalog_.scenes, GetParam());
  const auto m = model(scene.id);
  ASSERT_NE(m, nullptr);
  for (QuestionKind kind : kEveryKind)
    for (std::size_t stage = 0; stage < m->layers.size(); ++stage)
      if (Result<Question> question = make_question(*m, kind, static_cast<int>(stage), std::nullopt, "", 3)) {
        expect_legible(*m, *question, scene.id + " " + m->layers[stage].name + " " + question_kind_words()[static_cast<std::size_t>(kind)]);
        break;
      }
}

INSTANTIATE_TEST_SUITE_P(Scenes, HeldBack, testing::ValuesIn(shipped_ids()), [](const auto& each) { return each.param; });

class HeldBackInLessons : public HeldBack {};

TEST_P(HeldBackInLessons, IsNothingOfTheAnswer) {
  std::vector<Error> faults;
  std::size_t asked = 0;
  for (const Lesson& lesson : load_lessons({catalog_.assets + "/lessons"}, faults)) {
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
      if (!lesson.steps[i].question) continue;
      const StepStart start = open_step(lesson, i, {catalog_.scenes, *device_, photographs_}).value();
      const Question question = make_question(*start.model, *lesson.steps[i].question, start.state.moment).value();
      SCOPED_TRACE(lesson.id + " " + lesson.steps[i].id);
      state_ = start.state;
      expect_nothing_told(*start.model, question);
      expect_legible(*start.model, question, lesson.id + " " + lesson.steps[i].id);
      ++asked;
    }
  }
  EXPECT_GT(asked, 15u);
}

INSTANTIATE_TEST_SUITE_P(Shipped, HeldBackInLessons, testing::Values("all"));

// The sheet with the "?" is the same for every answer.
class QuestionSheet : public HeldBack {
 protected:
  Box sheet(const std::string& scene, Index stride, Index padding) {
    const auto m = model(scene, "", {{"stride", std::vector<Index>{stride}}, {"padding", std::vector<Index>{padding}}});
    const Question question = make_question(*m, QuestionKind::kOutputSize, 0, std::nullopt, "", 1).value();
    const DisplayList held = stage_of(*m, question, 0);
    Box found;
    for (const Item& item : held.items)
      if (auto* rect = std::get_if<RectItem>(&item); rect && rect->stroke.dash > 0) found = rect->box;
    return found;
  }
};

TEST_P(QuestionSheet, HasTheSameSizeAndPlaceWhateverTheAnswer) {
  const Box one = sheet("stride", 1, 0), other = sheet("stride", 3, 2);
  EXPECT_GT(one.w, 0);
  EXPECT_EQ(one.w, other.w);
  EXPECT_EQ(one.h, other.h);
  EXPECT_EQ(one.x, other.x);
  EXPECT_EQ(one.y, other.y);
}

INSTANTIATE_TEST_SUITE_P(Stride, QuestionSheet, testing::Values("stride"));

// What a class reasons with.
class Workings : public HeldBack {
 protected:
  std::vector<std::string> held(const Model& model, QuestionKind kind, const std::string& stage, std::optional<Index> cell) {
    const Question question = make_question(model, kind, model.index_of(stage), cell, "", 1).value();
    held_ = stage_of(model, question, 0);
    return texts_of(held_);
  }
  std::size_t rects(Color fill) const {
    return static_cast<std::size_t>(std::count_if(held_.items.begin(), held_.items.end(), [&](const Item& item) {
      auto* rect = std::get_if<RectItem>(&item);
      return rect && rect->fill == fill;
    }));
  }
  DisplayList held_;
};

bool has(const std::vector<std::string>& texts, const std::string& text) { return std::count(texts.begin(), texts.end(), text) > 0; }

TEST_P(Workings, OfAPoolAreItsKindItsStrideAndTheWindowsValues) {
  const auto m = model("pooling");
  const std::vector<std::string> most = held(*m, QuestionKind::kCellValue, "maximum", 0);
  EXPECT_TRUE(has(most, "the largest"));
  EXPECT_TRUE(has(most, "stride 2"));
  EXPECT_TRUE(has(held(*m, QuestionKind::kCellValue, "average", 0), "the mean"));
  const LayerModel& layer = m->layer("maximum");
  for (const Term& term : layer.trace().gather(0).terms) {  // in the input and once more by itself
    const std::string value = number_text(term.data, 0);
    const auto of_input = std::count(layer.input().data.begin(), layer.input().data.end(), static_cast<float>(term.data));
    EXPECT_GT(std::count(most.begin(), most.end(), value), of_input) << value;
  }
}

TEST_P(Workings, OfATransposedLayerAreTwoStampsAndTheirStrideWhateverTheInputsSize) {
  std::vector<std::size_t> cells;
  for (Index input : {2, 5}) {
    const auto m = model("transposed", "", {{"input", std::vector<Index>{input}}});
    EXPECT_TRUE(has(held(*m, QuestionKind::kOutputSize, "output", std::nullopt), "stride 2"));
    Theme theme = make_theme(ThemeName::kLight, 1);
    const ViewContext context{*m, state_, {}, {}, theme, catalog_.languages.at("en"), *catalog_.fonts, 928, 700, {}};
    const Pen pen(context, held_);
    cells.push_back(rects(pen.pale(Role::kWeight, 0.35)));
  }
  EXPECT_EQ(cells, (std::vector<std::size_t>{18, 18}));
}

TEST_P(Workings, OfAnActivationAreItsFormulaAndItsCurveButNoWayToTheValue) {
  const auto m = model("activations", "", {{"activation", std::string("relu")}});
  const std::vector<std::string> texts = held(*m, QuestionKind::kCellValue, "activated", 0);
  EXPECT_TRUE(std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return text.rfind("y = max(0, x)", 0) == 0; }));
  const Theme theme = make_theme(ThemeName::kLight, 1);
  const auto curves = std::count_if(held_.items.begin(), held_.items.end(), [&](const Item& item) {
    auto* path = std::get_if<PathItem>(&item);
    return path && path->stroke.color == theme.output && path->points.size() > 50;
  });
  EXPECT_EQ(curves, 1);
  const auto points = std::count_if(held_.items.begin(), held_.items.end(), [&](const Item& item) {
    auto* circle = std::get_if<CircleItem>(&item);
    return circle && circle->fill == theme.output;
  });
  EXPECT_EQ(points, 0) << "a point on the curve or on the axis of y tells the answer";
}

// An equal input elsewhere would tell the answer.
TEST_P(Workings, OfAnActivationAreNoOtherOutputs) {
  const auto m = model("activations", "", {{"activation", std::string("sigmoid")}});
  const Tensor& output = m->layer("activated").output();
  const std::vector<std::string> texts = held(*m, QuestionKind::kCellValue, "activated", output.count() - 1);
  for (float value : output.data) EXPECT_FALSE(has(texts, number_text(value, decimals_of(output)))) << value;
}

INSTANTIATE_TEST_SUITE_P(Workings, Workings, testing::Values(""));

}  // namespace
}  // namespace convscope

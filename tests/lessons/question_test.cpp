// Questions about every scene, in every mode, with many seeds: the right answer is the engine's, every wrong one is another and explained.
#include "app/lessons/question.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "app/catalog/catalog.h"
#include "app/lessons/check.h"
#include "engine/ops/axis.h"

namespace convscope {
namespace {

constexpr QuestionKind kEveryKind[] = {QuestionKind::kOutputSize,     QuestionKind::kCellValue,  QuestionKind::kReachingInputs,
                                       QuestionKind::kReceptiveField, QuestionKind::kParameters, QuestionKind::kMultiplications,
                                       QuestionKind::kPicture};

class Questions : public testing::Test {
 protected:
  std::shared_ptr<const Model> model(const std::string& scene, std::map<std::string, AttributeValue> parameters = {},
                                     const std::string& mode = "") {
    State state;
    state.scene = scene;
    state.mode = mode;
    state.parameters = std::move(parameters);
    Result<std::shared_ptr<const Model>> made = evaluate(catalog_.scenes, state, *device_, photographs_);
    EXPECT_TRUE(made) << made.error().message;
    return made.value();
  }
  static AttributeValue whole(Index number) { return std::vector<Index>{number}; }
  static std::string answer(const Question& question) { return question.choices[question.right()].text; }
  static const Choice* by(const Question& question, const std::string& mistake) {
    for (const Choice& each : question.choices)
      if (each.mistake == mistake) return &each;
    return nullptr;
  }

  const Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<Device> device_ = make_device(DeviceChoice::kCpu).value();
  Photographs photographs_{catalog_.assets + "/images"};
};

TEST_F(Questions, ForgottenFloorIsTheFirstMistakeOfAStrideThatDoesNotDivide) {
  auto stride = model("stride", {{"input", whole(6)}, {"kernel", whole(3)}, {"stride", whole(2)}, {"padding", whole(1)}});
  const Question question = make_question(*stride, QuestionKind::kOutputSize, 0, std::nullopt, "", 1).value();
  EXPECT_EQ(answer(question), "3 × 3");
  ASSERT_TRUE(by(question, "forgotten_floor"));
  EXPECT_EQ(by(question, "forgotten_floor")->text, "4 × 4");
  EXPECT_EQ(reason(*by(question, "forgotten_floor"), catalog_.languages.at("en")),
            "5 / 2 is 2.50, and only whole steps count: one window more would hang over the edge.");
}

// d = 3, k = 3: k̂ = 7, so 9 → 3; with k in its place 7, with d·k = 9 it is 1.
TEST_F(Questions, KInsteadOfItsSpanIsAMistakeOfDilatedLayers) {
  auto dilated = model("dilated", {{"input", whole(9)}, {"dilation", whole(3)}});
  std::set<std::string> answers;
  for (std::uint32_t seed = 1; seed < 30; ++seed) {
    const Question question = make_question(*dilated, QuestionKind::kOutputSize, 0, std::nullopt, "", seed).value();
    EXPECT_EQ(answer(question), "3 × 3");
    for (const Choice& each : question.choices)
      if (!each.is_right()) answers.insert(each.mistake + ": " + each.text);
  }
  EXPECT_TRUE(answers.count("dilation_forgotten: 7 × 7"));
  EXPECT_TRUE(answers.count("holes_counted: 1 × 1"));
}

// 1…9 under 0 1 / 2 3: the lower left window is 4 5 / 7 8, and 5 + 14 + 24 = 43; turned it is 12 + 10 + 7 = 29.
TEST_F(Questions, TheTurnedKernelGivesAnotherValue) {
  const Question question = make_question(*model("one_channel"), QuestionKind::kCellValue, 0, 2, "", 1).value();
  EXPECT_EQ(answer(question), "43");
  ASSERT_TRUE(by(question, "value_kernel_turned"));
  EXPECT_EQ(by(question, "value_kernel_turned")->text, "29");
}

TEST_F(Questions, AStackSeesLessThanTheSumOfItsSpans) {
  auto stack = model("dilated", {}, "stack");
  const Question question =
      make_question(*stack, QuestionKind::kReceptiveField, stack->index_of("stack_3"), std::nullopt, "stack_input", 1).value();
  EXPECT_EQ(answer(question), "15");
  ASSERT_TRUE(by(question, "field_kernels_added"));
  EXPECT_EQ(by(question, "field_kernels_added")->text, "17");
}

// Kernels of 3 with dilations 1, 2, 4 span 3, 5 and 9 cells: 9 of the map below, 9 + 4 = 13 of the one below that, 13 + 2 = 15 of the
// input.
TEST_F(Questions, AStackComesWithWhatIsSeenOfEveryRow) {
  auto stack = model("dilated", {}, "stack");
  const Question question =
      make_question(*stack, QuestionKind::kReceptiveField, stack->index_of("stack_3"), std::nullopt, "stack_input", 1).value();
  ASSERT_EQ(question.field.size(), 4u);
  EXPECT_FALSE(question.field[0].window);
  const Index seen[] = {15, 13, 9, 1};
  const double width[] = {1, 3, 7, 15};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(question.field[i].seen, seen[i]) << i;
    EXPECT_EQ(question.field[i].width, width[i]) << i;
  }
}

// The stage draws these cells, and the right choice names them.
TEST_F(Questions, TheCellsThatReachComeWithTheQuestion) {
  auto stride = model("stride");
  const LayerModel& layer = stride->first();
  const Question question = make_question(*stride, QuestionKind::kReachingInputs, 0, 0, "", 1).value();
  std::vector<Index> read;
  for (const Term& term : layer.trace().gather(0).terms)
    if (term.tap.data.slot == 0) read.push_back(term.tap.data.index);
  std::sort(read.begin(), read.end());
  EXPECT_FALSE(read.empty());
  EXPECT_EQ(question.reaching, read);
  EXPECT_EQ(question.tensor, layer.inputs.front());
}

// Without its name nobody could say what a layer without weights makes of its input.
TEST_F(Questions, TheSettingNamesALayerWithoutWeights) {
  const Words& words = catalog_.languages.at("en");
  auto setting = [&](const Model& model, const char* stage) {
    const Question question =
        make_question(model, QuestionKind::kCellValue, model.index_of(stage), std::nullopt, "", 1).value();
    return question_setting(model, question, words);
  };
  auto pooling = model("pooling");
  EXPECT_EQ(setting(*pooling, "maximum"), "Input 6 × 6, max pooling, kernel 2 × 2, stride 2");
  EXPECT_EQ(setting(*pooling, "average"), "Input 6 × 6, average pooling, kernel 2 × 2, stride 2");
  EXPECT_EQ(setting(*model("activations", {{"activation", std::string("relu")}}), "activated"), "Input 5 × 5, ReLU");
}

TEST_F(Questions, TheShuffleLetsEveryInputReachAnOutput) {
  auto shuffled = model("shuffled_grouped");
  auto asked = [&](const char* stage) {
    const Question question =
        make_question(*shuffled, QuestionKind::kReachingInputs, shuffled->index_of(stage), 4, "input", 1).value();
    return choice_text(question.choices[question.right()], catalog_.languages.at("en"));
  };
  EXPECT_EQ(asked("second"), "channels 0–8");
  EXPECT_EQ(asked("plain"), "channels 3–5");
}

TEST_F(Questions, GroupsAreForgottenWhenWeightsAreCounted) {
  auto grouped = model("grouped", {{"groups", whole(2)}});  // 6 → 6 channels, 3 × 3
  const Question question = make_question(*grouped, QuestionKind::kParameters, 0, std::nullopt, "", 1).value();
  EXPECT_EQ(answer(question), "162");
  ASSERT_TRUE(by(question, "cost_groups_forgotten"));
  EXPECT_EQ(by(question, "cost_groups_forgotten")->text, "324");
}

// ---- every scene ------------------------------------------------------------------------------------------------------------------

// The number that a text says, with a true minus.
double number_of(std::string text) {
  const bool negative = text.rfind("−", 0) == 0;
  if (negative) text.erase(0, std::string("−").size());
  double number = NAN;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return negative ? -number : number;
}

// Counted at the taps: the weights and biases that any of them meets, and the products with a weight.
Index learned(const LayerModel& layer) {
  std::set<std::pair<int, Index>> met;
  std::vector<Tap> taps;
  for (Index cell = 0; cell < layer.layer->output().count(); ++cell) {
    taps.clear();
    layer.layer->taps_to(cell, layer.tensors, taps);
    for (const Tap& tap : taps) {
      const Ref& number = tap.kind == TapKind::kBias ? tap.data : tap.weight;
      if (!number.none()) met.insert({number.slot, number.index});
    }
  }
  return static_cast<Index>(met.size());
}

Index products(const LayerModel& layer) {
  Index count = 0;
  std::vector<Tap> taps;
  for (Index cell = 0; cell < layer.layer->output().count(); ++cell) {
    taps.clear();
    layer.layer->taps_to(cell, layer.tensors, taps);
    count += std::count_if(taps.begin(), taps.end(), [](const Tap& tap) { return tap.kind != TapKind::kBias && !tap.weight.none(); });
  }
  return count;
}

// From the first to the last cell of the last axis that the middle cell's taps lead back to, layer by layer; borders and all.
Index seen(const Model& model, const Question& question) {
  PlaceRange places{0, 0};
  std::vector<Tap> taps;
  for (int at = question.stage; at >= 0;) {
    const LayerModel& layer = model.layers[static_cast<std::size_t>(at)];
    const Extents& output = layer.layer->output();
    // What the taps of one cell span, and how far those of the next one lie.
    auto span_of = [&](Index position) {
      Cell cell{};
      cell[static_cast<std::size_t>(output.rank() - 1)] = position;
      taps.clear();
      layer.layer->taps_to(flat_index(output, cell), layer.tensors, taps);
      PlaceRange span{INT64_MAX, INT64_MIN};
      for (const Tap& tap : taps) {
        if (tap.kind == TapKind::kBias) continue;
        const Extents& input = layer.input().extents;
        const bool inside = tap.kind == TapKind::kCell && !tap.data.none();
        const Index place = inside ? cell_of(input, tap.data.index)[static_cast<std::size_t>(input.rank() - 1)] : tap.at[2];
        span.first = std::min(span.first, place);
        span.last = std::max(span.last, place);
      }
      return span;
    };
    const Index middle = (output[output.rank() - 1] - 1) / 2;
    const PlaceRange here = span_of(middle), next = middle + 1 < output[output.rank() - 1] ? span_of(middle + 1) : here;
    const Index jump = next.first - here.first, width = places.last - places.first;
    places = {0, width * jump + here.last - here.first};
    if (layer.inputs.front() == question.tensor) break;
    at = model.index_of(layer.inputs.front());
  }
  return places.last - places.first + 1;
}

void expect_picture(const LayerModel& layer, const Question& question) {
  for (const Choice& each : question.choices) ASSERT_TRUE(each.picture);
  const Pixels& right = *question.choices[question.right()].picture;
  const Extents& map = layer.output().extents;
  const Index side = (std::max(map[2], map[3]) + 191) / 192;  // cells that a pixel stands for
  EXPECT_EQ(right.height, (map[2] + side - 1) / side);
  EXPECT_EQ(right.width, (map[3] + side - 1) / side);
  for (std::size_t i = 0; i < question.choices.size(); ++i)
    for (std::size_t j = i + 1; j < question.choices.size(); ++j)
      EXPECT_FALSE(question.choices[i].picture->rgba == question.choices[j].picture->rgba) << i << " and " << j << " are one picture";
}

void expect_true_to_engine(const Model& model, const Question& question) {
  const LayerModel& layer = model.layers[static_cast<std::size_t>(question.stage)];
  const Choice& right = question.choices[question.right()];
  const Extents& output = layer.layer->output();
  switch (question.kind) {
    case QuestionKind::kOutputSize:
      for (std::size_t i = 0; i < right.value.size(); ++i)
        EXPECT_EQ(right.value[i], static_cast<double>(output[output.rank() - static_cast<int>(right.value.size() - i)]));
      break;
    case QuestionKind::kCellValue: {
      const double computed = static_cast<double>(layer.output()[question.cell]);
      EXPECT_NEAR(number_of(right.text), computed, 0.005 + 1e-5 * std::abs(computed)) << right.text;
      break;
    }
    case QuestionKind::kReachingInputs: {
      // Every cell that reads it, asked from the other side, and no more than those.
      std::size_t cells = 0;
      for (Index cell = 0; cell < layer.input().count(); ++cell) {
        const std::vector<Index> readers = layer.layer->readers_of(cell, layer.tensors);
        cells += std::find(readers.begin(), readers.end(), question.cell) != readers.end() ? 1u : 0u;
      }
      std::size_t product = 1, along = 0;
      for (double each : right.value) {
        if (each >= 0) ++along;
        else product *= std::exchange(along, 0u);
      }
      EXPECT_EQ(product, cells);
      break;
    }
    case QuestionKind::kParameters: EXPECT_EQ(right.value.front(), static_cast<double>(learned(layer))); break;
    case QuestionKind::kMultiplications: EXPECT_EQ(right.value.front(), static_cast<double>(products(layer))); break;
    case QuestionKind::kReceptiveField: EXPECT_EQ(right.value.front(), static_cast<double>(seen(model, question))); break;
    case QuestionKind::kPicture: expect_picture(layer, question); break;
  }
}

void expect_fair(const Question& question, const std::map<std::string, Words>& languages) {
  EXPECT_GE(question.choices.size(), kFewestChoices);
  EXPECT_LE(question.choices.size(), kMostChoices);
  EXPECT_EQ(std::count_if(question.choices.begin(), question.choices.end(), [](const Choice& each) { return each.is_right(); }), 1);
  for (const auto& [code, words] : languages) {
    std::set<std::string> texts;
    const std::string asked = question_text(question, words);
    EXPECT_EQ(asked.find('{'), std::string::npos) << asked;
    EXPECT_EQ(asked.find("(missing"), std::string::npos) << asked;
    for (const Choice& each : question.choices) {
      const std::string text = choice_text(each, words), why = reason(each, words);
      EXPECT_TRUE(texts.insert(text).second) << code << ": " << text << " stands twice";
      EXPECT_EQ(why.empty(), each.is_right());
      EXPECT_EQ(why.find('{'), std::string::npos) << code << ": " << each.mistake << ": " << why;
      EXPECT_EQ(why.find("(missing"), std::string::npos) << code << ": " << each.mistake;
      EXPECT_EQ(text.find("(missing"), std::string::npos) << code << ": " << text;
    }
  }
}

constexpr Index kSmall = 4096;  // cells of an input that is asked from the other side

TEST_F(Questions, AreFairAndTrueInEveryModeOfEverySceneWithEverySeed) {
  std::map<QuestionKind, std::size_t> asked;
  for (const Scene& scene : catalog_.scenes) {
    std::vector<std::string> modes = scene.modes.empty() ? std::vector<std::string>{""} : scene.modes;
    for (const std::string& mode : modes) {
      if (in_mode(scene, mode).on_image) continue;  // the same operators on many more cells
      const std::shared_ptr<const Model> shown = model(scene.id, {}, mode);
      for (std::size_t stage = 0; stage < shown->layers.size(); ++stage) {
        for (QuestionKind kind : kEveryKind) {
          if (kind == QuestionKind::kReachingInputs && shown->layers[stage].input().count() > kSmall) continue;
          for (std::uint32_t seed = 1; seed <= 4; ++seed) {
            Result<Question> question = make_question(*shown, kind, static_cast<int>(stage), std::nullopt, "", seed);
            if (!question) break;
            SCOPED_TRACE(testing::Message() << scene.id << " " << mode << " " << shown->layers[stage].name << " kind "
                                            << static_cast<int>(kind) << " seed " << seed);
            expect_fair(*question, catalog_.languages);
            expect_true_to_engine(*shown, *question);
            ++asked[kind];
          }
        }
      }
    }
  }
  for (QuestionKind kind : kEveryKind) EXPECT_GE(asked[kind], 16u) << question_kind_words()[static_cast<std::size_t>(kind)];
}

TEST_F(Questions, WhichPictureShowsWhatForgottenPartsOfALayerMake) {
  auto sobel = model("photo_filters", {{"filter", std::string("sobel")}});
  std::set<std::string> mistakes;
  std::set<std::size_t> places;
  for (std::uint32_t seed = 1; seed < 12; ++seed) {
    const Question question = make_question(*sobel, QuestionKind::kPicture, 0, std::nullopt, "", seed).value();
    expect_fair(question, catalog_.languages);
    expect_picture(sobel->layers[0], question);
    places.insert(question.right());
    for (const Choice& each : question.choices) mistakes.insert(each.mistake);
  }
  EXPECT_GT(places.size(), 1u) << "the right picture always stands in one place";
  EXPECT_TRUE(mistakes.count("picture_kernel_turned"));      // signs exchanged
  EXPECT_TRUE(mistakes.count("picture_kernel_transposed"));  // edges from top to bottom
  EXPECT_TRUE(mistakes.count("picture_filter_laplacian"));
  EXPECT_FALSE(mistakes.count("picture_filter_blur")) << "grey where the others are signed";
}

// 5 → 13 is no whole factor.
TEST_F(Questions, AboutEnlargingAreAskedOnlyOfWholeFactors) {
  auto up = model("going_up");
  for (std::size_t stage = 0; stage < up->layers.size(); ++stage) {
    const LayerModel& layer = up->layers[stage];
    if (layer.layer->op() != "interpolate") continue;
    Result<Question> question = make_question(*up, QuestionKind::kOutputSize, static_cast<int>(stage), std::nullopt, "", 1);
    const Index from = layer.input().extents[3], to = layer.output().extents[3];
    EXPECT_EQ(question.ok(), to % from == 0);
  }
}

TEST_F(Questions, CanBeDrawnFromEverySceneAndTheSameSeedAsksTheSame) {
  for (const Scene& scene : catalog_.scenes) {
    if (scene.id == "channel_shuffle" || scene.id == "cost" || scene.on_image) continue;  // too few mistakes, or none of these kinds
    const std::shared_ptr<const Model> shown = model(scene.id);
    for (std::uint32_t seed = 1; seed <= 3; ++seed) {
      Result<Question> once = random_question(*shown, seed), again = random_question(*shown, seed);
      ASSERT_TRUE(once) << scene.id << ": " << once.error().message;
      EXPECT_EQ(once->kind, again->kind);
      EXPECT_EQ(once->cell, again->cell);
      ASSERT_EQ(once->choices.size(), again->choices.size());
      for (std::size_t i = 0; i < once->choices.size(); ++i) EXPECT_EQ(once->choices[i].mistake, again->choices[i].mistake);
    }
  }
}

}  // namespace
}  // namespace convscope

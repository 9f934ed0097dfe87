#include "app/lessons/unusual.h"
#include "app/lessons/question.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/core.h>

#include "app/lessons/mistakes.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

// The same on every machine, whatever its library's distributions do.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t count) { return engine_() % count; }

 private:
  std::mt19937 engine_;
};

constexpr QuestionKind kKinds[] = {QuestionKind::kOutputSize,     QuestionKind::kCellValue,  QuestionKind::kReachingInputs,
                                   QuestionKind::kReceptiveField, QuestionKind::kParameters, QuestionKind::kMultiplications,
                                   QuestionKind::kPicture};

const std::string& word_of(QuestionKind kind) { return question_kind_words()[static_cast<std::size_t>(kind)]; }

bool says_the_same(const Choice& a, const Choice& b) {
  if (a.picture && b.picture) return look_alike(*a.picture, *b.picture);
  return a.text == b.text && a.places == b.places;
}

// Pictures have no order of their own: they are shuffled, and named by letters.
void shuffle_pictures(std::vector<Choice>& choices, Dice& dice) {
  for (std::size_t i = choices.size(); i > 1; --i) std::swap(choices[i - 1], choices[dice.below(i)]);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    choices[i].text = std::string(1, static_cast<char>('A' + i));
    choices[i].value = {static_cast<double>(i)};
  }
}

// Those that say something of their own, most plausible first.
std::vector<Choice> distinct(const Draft& draft) {
  std::vector<Choice> kept;
  for (const Choice& each : draft.wrong) {
    auto same = [&](const Choice& other) { return says_the_same(each, other); };
    if (!same(draft.right) && std::none_of(kept.begin(), kept.end(), same)) kept.push_back(each);
  }
  return kept;
}

// The most plausible mistake is always among the choices, the others are drawn.
std::vector<Choice> chosen(const Draft& draft, Dice& dice) {
  std::vector<Choice> from = distinct(draft), choices{draft.right};
  for (bool first = true; !from.empty() && choices.size() < kMostChoices; first = false) {
    const auto at = static_cast<std::ptrdiff_t>(first ? 0 : dice.below(from.size()));
    choices.push_back(std::move(from[static_cast<std::size_t>(at)]));
    from.erase(from.begin() + at);
  }
  if (draft.right.picture) shuffle_pictures(choices, dice);
  std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) { return a.value < b.value; });
  return choices;
}

bool asks_about_a_cell(QuestionKind kind) { return kind == QuestionKind::kCellValue || kind == QuestionKind::kReachingInputs; }

Result<Draft> draft(const Model& model, QuestionKind kind, int stage, Index cell, const std::string& tensor) {
  const LayerModel& layer = model.layers[static_cast<std::size_t>(stage)];
  switch (kind) {
    case QuestionKind::kOutputSize:
      return draft_output_size(layer);
    case QuestionKind::kCellValue:
      return draft_cell_value(layer, cell);
    case QuestionKind::kReachingInputs:
      return draft_reaching_inputs(model, stage, cell, tensor);
    case QuestionKind::kReceptiveField:
      return draft_receptive_field(model, stage, tensor);
    case QuestionKind::kParameters:
      return draft_parameters(layer);
    case QuestionKind::kMultiplications:
      return draft_multiplications(layer);
    case QuestionKind::kPicture:
      return draft_picture(model, layer);
  }
  return impossible("", "asked_nothing", "it is asked nothing");
}

Result<Draft> fit_draft(const Model& model, const Question& question) {
  Result<Draft> made = draft(model, question.kind, question.stage, question.cell, question.tensor);
  if (made && distinct(*made).size() + 1 < kFewestChoices)
    return impossible("", "asked_too_few", "too few plausible mistakes give another answer");
  return made;
}

// The cell given, or one of those drawn by the seed about which there is something to ask.
Result<Draft> draft_of_some_cell(const Model& model, Question& question, const std::optional<Index>& cell, Dice& dice) {
  constexpr int kTries = 12;
  const Index cells = model.layers[static_cast<std::size_t>(question.stage)].layer->output().count();
  if (!asks_about_a_cell(question.kind)) return fit_draft(model, question);
  question.cell = cell.value_or(0);
  for (int i = 0; i < kTries && !cell; ++i) {
    question.cell = static_cast<Index>(dice.below(static_cast<std::size_t>(cells)));
    if (Result<Draft> made = fit_draft(model, question)) return made;
  }
  return fit_draft(model, question);
}

}  // namespace

std::string counted(Index number) {
  std::string digits = std::to_string(std::abs(number)), text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits.size() > 4 && i > 0 && (digits.size() - i) % 3 == 0) text += "\u2009";
    text += digits[i];
  }
  return (number < 0 ? "\u2212" : "") + text;
}

std::string decimal(double number, int decimals) {
  std::string text = fmt::format("{:.{}f}", std::abs(number), decimals);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return (number < 0 && !zero ? "\u2212" : "") + text;
}

Choice size_choice(std::string mistake, const std::vector<Index>& sizes) {
  Choice choice;
  choice.mistake = std::move(mistake);
  for (Index size : sizes) {
    choice.text += (choice.text.empty() ? "" : " × ") + counted(size);
    choice.value.push_back(static_cast<double>(size));
  }
  return choice;
}

Choice count_choice(std::string mistake, Index count) { return size_choice(std::move(mistake), {count}); }

Choice with_numbers(Choice choice, Numbers numbers) {
  choice.numbers = std::move(numbers);
  choice.numbers["wrong"] = choice.text;
  return choice;
}

std::size_t Question::right() const {
  auto found = std::find_if(choices.begin(), choices.end(), [](const Choice& each) { return each.is_right(); });
  return static_cast<std::size_t>(found - choices.begin());
}

Result<Question> make_question(const Model& model, QuestionKind kind, int stage, const std::optional<Index>& cell,
                               const std::string& tensor, std::uint32_t seed) {
  Question question;
  question.kind = kind;
  question.stage = stage;
  question.tensor = tensor;
  Dice dice(seed);
  Result<Draft> made = draft_of_some_cell(model, question, cell, dice);
  if (!made) {
    const std::string& name = model.layers[static_cast<std::size_t>(stage)].name;
    return quoting(made.error(), "asked_in_vain", "{} cannot be asked of {}: {}", word_of(kind), name);
  }
  question.choices = chosen(*made, dice);
  question.numbers = made->numbers;
  if (!made->tensor.empty()) question.tensor = made->tensor;
  question.reaching = std::move(made->reaching);
  question.field = std::move(made->field);
  question.numbers["layer"] = model.layers[static_cast<std::size_t>(stage)].name;
  return question;
}

Result<Question> make_question(const Model& model, const QuestionSource& source, const Moment& moment) {
  int stage = model.playing(moment);
  if (!source.stage.empty()) stage = model.index_of(source.stage);
  if (stage < 0) {
    std::string known;
    for (const LayerModel& layer : model.layers) known += (known.empty() ? "" : ", ") + layer.name;
    return impossible("", "no_such_stage", "scene {} has no stage \"{}\"; it has {}", model.scene->id, source.stage, known);
  }
  if (source.cell.empty()) return make_question(model, source.kind, stage, std::nullopt, source.tensor, source.seed);
  const Extents& output = model.layers[static_cast<std::size_t>(stage)].layer->output();
  if (static_cast<int>(source.cell.size()) != output.rank())
    return impossible("", "asked_cell_axes", "the cell has {} numbers, the output {}", source.cell.size(), output.text());
  Cell cell{};
  for (int axis = 0; axis < output.rank(); ++axis) {
    const Index at = source.cell[static_cast<std::size_t>(axis)];
    cell[static_cast<std::size_t>(axis)] = at;
    if (at < 0 || at >= output[axis])
      return impossible("", "asked_cell_outside", "the cell lies outside the output {}: its number {} is {}", output.text(), axis + 1, at);
  }
  return make_question(model, source.kind, stage, flat_index(output, cell), source.tensor, source.seed);
}

Result<Question> random_question(const Model& model, std::uint32_t seed) {
  Dice dice(seed);
  std::vector<std::pair<QuestionKind, int>> left;
  for (QuestionKind kind : kKinds)
    for (std::size_t stage = 0; stage < model.layers.size(); ++stage) left.emplace_back(kind, static_cast<int>(stage));
  while (!left.empty()) {
    const std::size_t at = dice.below(left.size());
    const auto [kind, stage] = left[at];
    if (Result<Question> made = make_question(model, kind, stage, std::nullopt, "", seed)) return made;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return impossible("", "asked_of_nothing", "nothing can be asked of scene {} as it stands", model.scene->id);
}

std::string question_text(const Question& question, const Words& words) {
  return words.format("question." + word_of(question.kind), question.numbers);
}

std::string unusual_attribute(const Layer& layer, const std::string& name) {
  const Attributes& attributes = layer.attributes();
  if (!attributes.has(name)) return "";
  const AttributeValue& value = attributes.values().at(name);
  const auto* numbers = std::get_if<std::vector<Index>>(&value);
  if (!numbers || numbers->empty()) return attribute_text(value);
  const Index usual = name == "padding" || name == "output_padding" ? 0 : 1;
  const bool same = std::all_of(numbers->begin(), numbers->end(), [&](Index each) { return each == numbers->front(); });
  if (same) return numbers->front() == usual ? "" : counted(numbers->front());
  std::string text;
  for (Index each : *numbers) text += (text.empty() ? "" : ", ") + counted(each);
  return text;
}

namespace {

std::string kernel_text(const std::vector<Index>& sizes) {
  std::string text;
  for (Index each : sizes) text += (text.empty() ? "" : " × ") + counted(each);
  return text;
}

}  // namespace

std::string question_setting(const Model& model, const Question& question, const Words& words) {
  const LayerModel& layer = model.layers[static_cast<std::size_t>(question.stage)];
  auto sizes = [](const Extents& extents, int from) {
    std::string text;
    for (int axis = std::min(from, extents.rank() - 1); axis < extents.rank(); ++axis)
      text += (text.empty() ? "" : " × ") + counted(extents[axis]);
    return text;
  };
  const Extents& input = layer.input().extents;
  std::string text = words.format("setting.input", {{"value", sizes(input, input.rank() > 2 && input[1] == 1 ? 2 : 1)}});
  auto add = [&](const std::string& key, const std::string& value) {
    text += words("place.between") + words.format("setting." + key, {{"value", value}});
  };
  if (layer.layer->combine() == Combine::kMax) text += words("place.between") + words("setting.max_pooling");
  if (layer.layer->combine() == Combine::kMean) text += words("place.between") + words("setting.mean_pooling");
  if (const std::string name = "choice.activation." + layer.layer->op(); words.has(name)) text += words("place.between") + words(name);
  const Attributes& attributes = layer.layer->attributes();
  if (attributes.has("kernel_size"))
    add("kernel", kernel_text(attributes.integers("kernel_size")));
  else if (layer.weight().extents.rank() > 2)
    add("kernel", sizes(layer.weight().extents, 2));
  const Extents& output = layer.output().extents;
  if (layer.weight().extents.rank() > 2 && (input[1] > 1 || output[1] > 1)) add("filters", counted(output[1]));
  for (const char* name : {"stride", "padding", "output_padding", "dilation", "groups"})
    if (const std::string value = unusual_attribute(*layer.layer, name); !value.empty()) add(name, value);
  if ((question.kind == QuestionKind::kParameters || question.kind == QuestionKind::kCellValue) && !layer.bias().absent())
    text += words("place.between") + words("setting.bias");
  return text;
}

std::string choice_text(const Choice& choice, const Words& words) {
  std::string text = choice.text;
  for (const auto& [axis, where] : choice.places) {
    if (!text.empty()) text += words("place.between");
    text += words.format("place." + axis, {{"where", where}});
  }
  return text;
}

std::string reason(const Choice& choice, const Words& words) {
  return choice.is_right() ? "" : words.format("mistake." + choice.mistake, choice.numbers);
}

}  // namespace convscope

// Predict, then reveal: a question about what is on the stage. The right answer is the engine's; the wrong ones come from mistakes that
// people make, computed from the same parameters, each with the sentence that explains it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/i18n/words.h"
#include "app/lessons/lesson.h"
#include "app/scenes/model.h"
#include "engine/ops/axis.h"

namespace convscope {

using Numbers = std::map<std::string, std::string>;  // what stands in a sentence, by placeholder

struct Choice {
  std::string mistake;          // that leads to it; "" = the right answer. Its sentence: mistake.<name>
  std::string text;             // "3 × 3", "−9"; empty when it names places
  std::vector<std::pair<std::string, std::string>> places;  // axis (words: place.<axis>) and where along it, from 0: "2–4", "1, 3, 5"
  std::shared_ptr<const Pixels> picture;  // kPicture: a pixel a cell, all of a question on one scale; the text is then a letter
  std::vector<double> value;    // what the text says, in numbers; choices are sorted by it
  Numbers numbers;
  bool is_right() const { return mistake.empty(); }
};

// kReceptiveField: the tensor that is seen, or what a layer with a window makes of the row below. From the engine's closed form.
struct FieldRow {
  std::optional<Axis> window;  // of the layer that makes it; nothing: the tensor itself
  Index seen = 1;              // of its cells, side by side, by the asked one
  double width = 1, jump = 1;  // in cells of the tensor: what one of its cells sees, and how far from that the next one sees
};

struct Question {
  QuestionKind kind = QuestionKind::kOutputSize;
  int stage = 0;
  Index cell = -1;              // of the stage's output, flat; -1: it is about the whole output
  std::string tensor;           // seen from
  std::vector<Index> reaching;  // kReachingInputs: the cells of that tensor which reach the cell, flat, ascending
  std::vector<FieldRow> field;  // kReceptiveField: from the tensor up to the asked stage
  std::vector<Choice> choices;  // 3 or 4; one is right, no two say the same
  Numbers numbers;              // of the sentence that asks
  std::size_t right() const;
};

inline constexpr std::size_t kFewestChoices = 3, kMostChoices = 4;

// Refuses (kImpossible) what cannot be asked of the layer, or has too few plausible mistakes that give another answer. Without a cell
// one is chosen by the seed. `tensor`: see QuestionSource.
Result<Question> make_question(const Model& model, QuestionKind kind, int stage, const std::optional<Index>& cell,
                               const std::string& tensor, std::uint32_t seed);
// A step's question at its moment; refuses stages and cells that there are not.
Result<Question> make_question(const Model& model, const QuestionSource& source, const Moment& moment);
// Any question about any layer of the scene, for practice: the same seed asks the same.
Result<Question> random_question(const Model& model, std::uint32_t seed);

std::string question_text(const Question& question, const Words& words);
// What is known of the layer asked about: "Input 6 × 6, kernel 3 × 3, stride 2, padding 1". What is as usual is left out.
std::string question_setting(const Model& model, const Question& question, const Words& words);
std::string choice_text(const Choice& choice, const Words& words);
// Why a wrong choice is wrong: the mistake that leads to it, with its numbers. Of the right one "".
std::string reason(const Choice& choice, const Words& words);

}  // namespace convscope

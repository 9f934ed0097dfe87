// For this room's sources only: what each kind of question is drawn up from, before choices are chosen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/lessons/question.h"
#include "app/lessons/window.h"

namespace convscope {

struct Draft {
  Choice right;
  std::vector<Choice> wrong;  // most plausible first; may say the same as the right one or as each other
  Numbers numbers;
  std::string tensor;  // as in Question, when it is about one
  std::vector<Index> reaching;
  std::vector<FieldRow> field;
};

Result<Draft> draft_output_size(const LayerModel& layer);
Result<Draft> draft_cell_value(const LayerModel& layer, Index cell);
Result<Draft> draft_reaching_inputs(const Model& model, int stage, Index cell, const std::string& tensor);
Result<Draft> draft_receptive_field(const Model& model, int stage, const std::string& tensor);
Result<Draft> draft_parameters(const LayerModel& layer);
Result<Draft> draft_multiplications(const LayerModel& layer);
Result<Draft> draft_picture(const Model& model, const LayerModel& layer);
// Whether nobody could tell the pictures apart on two small cards.
bool look_alike(const Pixels& a, const Pixels& b);

// Whether later weights meet earlier cells.
bool turns_its_kernel(const GatherStep& step);
std::string counted(Index number);                      // "1 228 800", with thin spaces and a true minus
std::string decimal(double number, int decimals);       // with a true minus
Choice size_choice(std::string mistake, const std::vector<Index>& sizes);
Choice count_choice(std::string mistake, Index count);
Choice with_numbers(Choice choice, Numbers numbers);

}  // namespace convscope

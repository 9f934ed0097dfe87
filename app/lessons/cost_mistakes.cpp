// Weights N·(C/g)·k·k (+ N), products weights·H′·W′; and what a forgotten factor makes of them.
#include <fmt/core.h>

#include "app/lessons/mistakes.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

Numbers numbers_of(const WeightsOf& w) {
  return {{"filters", counted(w.filters)}, {"channels", counted(w.channels())}, {"groups", counted(w.groups)},
          {"window", counted(w.window)},   {"side", counted(w.side)},           {"per_group", counted(w.per_group)},
          {"cells", counted(w.cells)},     {"inputs", counted(w.inputs)}};
}

void add(Draft& draft, const WeightsOf& w, const char* mistake, Index count) {
  if (count >= 1) draft.wrong.push_back(with_numbers(count_choice(mistake, count), numbers_of(w)));
}

}  // namespace

Result<Draft> draft_parameters(const LayerModel& model) {
  const std::optional<WeightsOf> found = weights_of(*model.layer);
  if (!found) return impossible("", "asked_no_convolution", "it is no convolution");
  const WeightsOf& w = *found;
  Draft draft;
  draft.right = count_choice("", model.layer->cost().parameters);
  draft.numbers = numbers_of(w);
  if (w.groups > 1) add(draft, w, "cost_groups_forgotten", w.kernels() * w.groups + w.biases);
  if (w.biases > 0) add(draft, w, "cost_bias_forgotten", w.kernels());
  if (w.per_group > 1) add(draft, w, "cost_channels_forgotten", w.filters * w.window + w.biases);
  if (w.filters > 1) add(draft, w, "cost_filters_forgotten", w.per_group * w.window + w.biases);
  if (w.window > w.side) add(draft, w, "cost_side_once", w.filters * w.per_group * w.side + w.biases);
  if (w.groups > 1) add(draft, w, "cost_groups_twice", w.kernels() / w.groups + w.biases);
  add(draft, w, "cost_weights_not_shared", w.kernels() * w.cells + w.biases);
  return draft;
}

Result<Draft> draft_multiplications(const LayerModel& model) {
  const std::optional<WeightsOf> found = weights_of(*model.layer);
  if (!found) return impossible("", "asked_no_convolution", "it is no convolution");
  const WeightsOf& w = *found;
  const Index places = w.samples * w.cells;  // at which every filter stands
  Draft draft;
  draft.right = count_choice("", model.layer->cost().multiplications);
  draft.numbers = numbers_of(w);
  if (w.groups > 1) add(draft, w, "cost_groups_forgotten", w.kernels() * w.groups * places);
  if (w.per_group > 1) add(draft, w, "cost_channels_forgotten", w.filters * w.window * places);
  if (w.filters > 1) add(draft, w, "cost_filters_forgotten", w.per_group * w.window * places);
  add(draft, w, "cost_inputs_counted", w.samples * w.kernels() * w.inputs);
  if (w.window > w.side) add(draft, w, "cost_side_once", w.filters * w.per_group * w.side * places);
  add(draft, w, "cost_cells_forgotten", w.kernels());
  return draft;
}

}  // namespace convscope

// Weights N·(C/g)·k·k (+ N), products weights·H′·W′; and what a forgotten factor makes of them.
#include <fmt/core.h>

#include "app/lessons/mistakes.h"

namespace convscope {
namespace {

struct Weights {
  Index filters = 1, per_group = 1, groups = 1, window = 1, side = 1;
  Index kernels() const { return filters * per_group * window; }
};

// Of convolutions forward; the shape of their weight says it: [N, C/g, k…].
std::optional<Weights> weights_of(const Layer& layer) {
  const std::string& op = layer.op();
  if (op != "conv1d" && op != "conv2d" && op != "conv3d" && op != "convolve") return std::nullopt;
  const Extents& weight = layer.shapes()[1];
  Weights w;
  w.filters = weight[0];
  w.per_group = weight[1];
  w.groups = layer.shapes()[0][1] / weight[1];
  for (int axis = 2; axis < weight.rank(); ++axis) w.window *= weight[axis];
  w.side = weight[2];
  return w;
}

bool has_bias(const Layer& layer) { return layer.shapes().size() > 2 && !layer.shapes()[2].empty(); }

Index plane(const Extents& extents) {
  Index cells = 1;
  for (int axis = 2; axis < extents.rank(); ++axis) cells *= extents[axis];
  return cells;
}

Numbers numbers_of(const Layer& layer, const Weights& w) {
  return {{"filters", counted(w.filters)}, {"channels", counted(w.per_group * w.groups)}, {"groups", counted(w.groups)},
          {"window", counted(w.window)},   {"side", counted(w.side)},                     {"per_group", counted(w.per_group)},
          {"cells", counted(plane(layer.output()))}, {"inputs", counted(plane(layer.shapes()[0]))}};
}

void add(Draft& draft, const Layer& layer, const Weights& w, const char* mistake, Index count) {
  if (count >= 1) draft.wrong.push_back(with_numbers(count_choice(mistake, count), numbers_of(layer, w)));
}

}  // namespace

Result<Draft> draft_parameters(const LayerModel& model) {
  const Layer& layer = *model.layer;
  const std::optional<Weights> w = weights_of(layer);
  if (!w) return no_question("it is no convolution");
  Draft draft;
  draft.right = count_choice("", layer.cost().parameters);
  draft.numbers = numbers_of(layer, *w);
  const Index bias = has_bias(layer) ? w->filters : 0;
  if (w->groups > 1) add(draft, layer, *w, "cost_groups_forgotten", w->kernels() * w->groups + bias);
  if (bias > 0) add(draft, layer, *w, "cost_bias_forgotten", w->kernels());
  if (w->per_group > 1) add(draft, layer, *w, "cost_channels_forgotten", w->filters * w->window + bias);
  if (w->filters > 1) add(draft, layer, *w, "cost_filters_forgotten", w->per_group * w->window + bias);
  if (w->window > w->side) add(draft, layer, *w, "cost_side_once", w->filters * w->per_group * w->side + bias);
  if (w->groups > 1) add(draft, layer, *w, "cost_groups_twice", w->kernels() / w->groups + bias);
  add(draft, layer, *w, "cost_weights_not_shared", w->kernels() * plane(layer.output()) + bias);
  return draft;
}

Result<Draft> draft_multiplications(const LayerModel& model) {
  const Layer& layer = *model.layer;
  const std::optional<Weights> w = weights_of(layer);
  if (!w) return no_question("it is no convolution");
  Draft draft;
  draft.right = count_choice("", layer.cost().multiplications);
  draft.numbers = numbers_of(layer, *w);
  const Index cells = plane(layer.output());
  if (w->groups > 1) add(draft, layer, *w, "cost_groups_forgotten", w->kernels() * w->groups * cells);
  if (w->per_group > 1) add(draft, layer, *w, "cost_channels_forgotten", w->filters * w->window * cells);
  if (w->filters > 1) add(draft, layer, *w, "cost_filters_forgotten", w->per_group * w->window * cells);
  add(draft, layer, *w, "cost_inputs_counted", w->kernels() * plane(layer.shapes()[0]));
  if (w->window > w->side) add(draft, layer, *w, "cost_side_once", w->filters * w->per_group * w->side * cells);
  add(draft, layer, *w, "cost_cells_forgotten", w->kernels());
  return draft;
}

}  // namespace convscope

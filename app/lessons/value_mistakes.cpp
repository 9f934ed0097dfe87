// The value of an output cell: y = Σ x·w + b over its window;
// and what it becomes when the window, the weights or the sum are taken wrongly.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/core.h>

#include "app/lessons/mistakes.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

using Shift = std::array<Index, 3>;  // (z, y, x)

struct Cellwise {
  const LayerModel& layer;
  GatherStep step;
  std::vector<std::pair<std::string, double>> wrong;

  void add(const std::string& mistake, double value) { wrong.emplace_back(mistake, value); }
};

// What stands at place (z, y, x) of the input, in the channel and sample that the tap reads; 0 outside.
double value_at(const LayerModel& layer, Index sample, Index channel, const Shift& at) {
  const Tensor& input = layer.input();
  const int rank = input.extents.rank();
  Cell cell{};
  cell[0] = sample;
  cell[1] = channel;
  for (int axis = 2; axis < rank; ++axis) {
    const Index place = at[static_cast<std::size_t>(3 - (rank - axis))];
    if (place < 0 || place >= input.extents[axis]) return 0;
    cell[static_cast<std::size_t>(axis)] = place;
  }
  return static_cast<double>(input.at(cell));
}

// The terms' values when every tap reads elsewhere.
std::vector<double> moved_values(const Cellwise& cell, const auto& place_of) {
  std::vector<double> values;
  for (const Term& term : cell.step.terms)
    values.push_back(value_at(cell.layer, cell.step.position[0], term.tap.channel, place_of(term.tap)));
  return values;
}

double combined(const Cellwise& cell, const std::vector<double>& values) {
  double sum = 0, most = -HUGE_VAL;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Term& term = cell.step.terms[i];
    sum += values[i] * term.weight * term.tap.coefficient;
    most = std::max(most, values[i]);
  }
  if (cell.layer.layer->combine() == Combine::kMax) return most;
  if (cell.layer.layer->combine() == Combine::kMean) return sum / static_cast<double>(std::max<std::size_t>(1, values.size()));
  return sum + cell.step.bias.value_or(0);
}

// Reads of a sliding window that stands, or reaches, where it should not.
void add_window_slips(Cellwise& cell) {
  const std::optional<WindowOf> window = window_of(*cell.layer.layer);
  if (!window || window->axes.empty()) return;
  const std::size_t axes = window->axes.size();
  // By axis, what is added to the place that a tap reads.
  auto slip = [&](const char* mistake, auto by) {
    auto place_of = [&](const Tap& tap) {
      Shift at = tap.at;
      for (std::size_t i = 0; i < axes; ++i) {
        const std::size_t a = 3 - axes + i;
        at[a] += by(window->axes[i], cell.step.position[2 + i], tap.element[a]);
      }
      return at;
    };
    cell.add(mistake, combined(cell, moved_values(cell, place_of)));
  };
  slip("value_stride_forgotten", [](const Axis& a, Index position, Index) { return -(a.stride - 1) * position; });
  slip("value_padding_forgotten", [](const Axis& a, Index, Index) { return a.begin; });
  slip("value_dilation_forgotten", [](const Axis& a, Index, Index element) { return -(a.dilation - 1) * element; });
  slip("value_window_late", [](const Axis& a, Index, Index) { return a.stride; });
}

// Weights of each input channel in the opposite order.
double turned_sum(const GatherStep& step) {
  std::map<Index, std::vector<const Term*>> by_channel;
  for (const Term& term : step.terms) by_channel[term.tap.channel].push_back(&term);
  double sum = step.bias.value_or(0);
  for (const auto& [channel, terms] : by_channel)
    for (std::size_t i = 0; i < terms.size(); ++i) sum += terms[i]->data * terms[terms.size() - 1 - i]->weight * terms[i]->tap.coefficient;
  return sum;
}

void add_sum_slips(Cellwise& cell) {
  const GatherStep& step = cell.step;
  const bool turns = turns_its_kernel(step);
  double plain = 0, first = 0;
  for (const Term& term : step.terms) plain += term.data;
  if (!step.channel_sums.empty()) first = step.channel_sums.front();
  if (!cell.layer.weight().absent()) cell.add(turns ? "value_kernel_not_turned" : "value_kernel_turned", turned_sum(step));
  if (step.bias) cell.add("value_bias_forgotten", step.sum);
  if (step.bias && step.channels.size() > 1)
    cell.add("value_bias_per_channel", step.sum + *step.bias * static_cast<double>(step.channels.size()));
  if (step.channels.size() > 1) cell.add("value_one_channel", first + step.bias.value_or(0));
  add_window_slips(cell);
  if (!cell.layer.weight().absent()) cell.add("value_weights_forgotten", plain + step.bias.value_or(0));
  cell.add("value_mean_taken", step.sum / static_cast<double>(step.terms.size()));
}

void add_pool_slips(Cellwise& cell) {
  const GatherStep& step = cell.step;
  double sum = 0, most = -HUGE_VAL, least = HUGE_VAL;
  std::size_t real = 0;
  for (const Term& term : step.terms) {
    sum += term.data;
    most = std::max(most, term.data);
    least = std::min(least, term.data);
    real += term.tap.kind == TapKind::kCell ? 1 : 0;
  }
  const auto count = static_cast<double>(step.terms.size());
  if (cell.layer.layer->combine() == Combine::kMax) {
    cell.add("value_mean_for_max", sum / count);
    cell.add("value_zero_padding", std::max(0.0, most));
    cell.add("value_least", least);
  } else {
    cell.add("value_max_for_mean", most);
    if (real > 0) cell.add("value_padding_left_out", sum / static_cast<double>(real));
    cell.add("value_not_divided", sum);
  }
  add_window_slips(cell);
}

// One input cell, one output cell: an activation.
void add_function_slips(Cellwise& cell) {
  const double x = cell.step.terms.front().data;
  cell.add("value_as_it_was", x);
  cell.add("value_cut_at_zero", std::max(0.0, x));
  cell.add("value_sign_turned", -x);
  cell.add("value_cut_at_one", std::min(1.0, x));
}

// A function of one value alone: it reads one tensor, a cell for a cell, and changes some value.
bool is_activation(const LayerModel& layer, const GatherStep& step) {
  if (layer.tensors.size() != 1 || step.terms.size() != 1 || step.terms.front().tap.coefficient != 1) return false;
  if (step.terms.front().tap.data.index != step.cell) return false;  // cells that only change their places
  constexpr double kTried[] = {-4, -0.5, 8};
  return std::any_of(std::begin(kTried), std::end(kTried),
                     [&](double x) { return layer.layer->finish(x, step.cell, layer.tensors) != x; });
}

bool is_whole(double number) { return number == std::round(number); }

Choice value_choice(const std::string& mistake, double value, int decimals) {
  Choice choice;
  choice.mistake = mistake;
  choice.text = decimal(value, decimals);
  choice.value = {value};
  return choice;
}

}  // namespace

bool turns_its_kernel(const GatherStep& step) {
  const Tap& first = step.terms.front().tap;
  bool turned = false;
  for (const Term& term : step.terms)
    for (std::size_t axis = 0; axis < term.tap.at.size(); ++axis) {
      const Index together = (term.tap.at[axis] - first.at[axis]) * (term.tap.element[axis] - first.element[axis]);
      if (together > 0) return false;
      turned = turned || together < 0;
    }
  return turned;
}

Result<Draft> draft_cell_value(const LayerModel& layer, Index index) {
  Cellwise cell{layer, layer.trace().gather(index), {}};
  const GatherStep& step = cell.step;
  if (step.terms.empty() || !std::isfinite(step.result))
    return impossible("", "asked_no_value", "this cell has no value that comes from its input");
  // A window's weights; those of a normalisation stand one for each channel.
  const bool window = layer.weight().absent() || layer.weight().extents.rank() > 1;
  const bool weighted = window && std::any_of(step.terms.begin(), step.terms.end(), [](const Term& term) {
    return !term.tap.weight.none() && term.tap.data.slot == 0;
  });
  if (layer.layer->combine() != Combine::kSum) add_pool_slips(cell);
  else if (is_activation(layer, step)) add_function_slips(cell);
  else if (weighted) add_sum_slips(cell);
  else return impossible("", "asked_no_sum", "its cells are no sum over a window");
  bool whole = is_whole(step.result);
  for (const auto& [mistake, value] : cell.wrong) whole = whole && (is_whole(value) || mistake == "value_mean_taken");
  const int decimals = whole ? 0 : 2;
  Draft draft;
  draft.right = value_choice("", step.result, decimals);
  const Numbers numbers{{"terms", counted(static_cast<Index>(step.terms.size()))},
                        {"channels", counted(static_cast<Index>(step.channels.size()))},
                        {"bias", decimal(step.bias.value_or(0), decimals)}};
  for (const auto& [mistake, value] : cell.wrong) {
    if (!std::isfinite(value) || (whole && !is_whole(value))) continue;
    draft.wrong.push_back(with_numbers(value_choice(mistake, value, decimals), numbers));
  }
  const Extents& output = layer.layer->output();
  std::string place;
  for (int axis = std::min(output.rank() - 1, output[1] > 1 ? 1 : 2); axis < output.rank(); ++axis)
    place += (place.empty() ? "" : ", ") + counted(step.position[static_cast<std::size_t>(axis)]);
  draft.numbers["cell"] = place;
  return draft;
}

}  // namespace convscope

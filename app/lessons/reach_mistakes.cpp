// Which input cells an output cell reads: along each axis {p·s − p₀ + e·d}, within the input; and how far a stack of layers sees:
// size′ = size + (k̂ − 1)·jump, jump′ = jump·s.
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/core.h>

#include "app/lessons/chain.h"
#include "app/lessons/mistakes.h"
#include "engine/base/refusal.h"
#include "engine/graph/receptive_field.h"

namespace convscope {
namespace {

using Places = std::set<Index>;
using Region = std::vector<Places>;  // by axis of a tensor
constexpr Index kMostCells = 1 << 16;

// "2–4" or "1, 3, 5".
std::string places_text(const Places& places) {
  const bool in_a_row = *places.rbegin() - *places.begin() + 1 == static_cast<Index>(places.size());
  if (in_a_row && places.size() > 2) return fmt::format("{}–{}", *places.begin(), *places.rbegin());
  std::string text;
  for (Index each : places) text += (text.empty() ? "" : ", ") + std::to_string(each);
  return text;
}

// The axes that a choice names: channels when there are several, then what space there is.
std::vector<std::pair<std::string, int>> named_axes(const Extents& extents) {
  std::vector<std::pair<std::string, int>> axes;
  const int rank = extents.rank();
  if (rank > 1 && extents[1] > 1) axes.emplace_back("channels", 1);
  if (rank == 5) axes.emplace_back("slices", 2);
  if (rank >= 4 && (extents[rank - 2] > 1)) axes.emplace_back("rows", rank - 2);
  if (rank >= 3 && (extents[rank - 1] > 1)) axes.emplace_back(rank == 3 ? "cells" : "columns", rank - 1);
  return axes;
}

Choice region_choice(const std::string& mistake, const Extents& extents, const Region& region) {
  constexpr double kBetween = -1;
  Choice choice;
  choice.mistake = mistake;
  for (const auto& [name, axis] : named_axes(extents)) {
    const Places& places = region[static_cast<std::size_t>(axis)];
    choice.places.emplace_back(name, places_text(places));
    for (Index each : places) choice.value.push_back(static_cast<double>(each));
    choice.value.push_back(kBetween);
  }
  return choice;
}

Result<Region> region_of(const Extents& extents, const std::set<Index>& cells) {
  if (cells.empty()) return impossible("", "asked_unreached", "no input cell reaches it");
  if (static_cast<Index>(cells.size()) > kMostCells) return impossible("", "asked_too_many_cells", "too many cells reach it");
  Region region(static_cast<std::size_t>(extents.rank()));
  for (Index flat : cells) {
    const Cell cell = cell_of(extents, flat);
    for (std::size_t axis = 0; axis < region.size(); ++axis) region[axis].insert(cell[axis]);
  }
  std::size_t product = 1;
  for (const Places& places : region) product *= places.size();
  if (product != cells.size()) return impossible("", "asked_no_rows", "the cells that reach it are no whole rows and columns");
  return region;
}

// Along one axis: {first + e·step} within the input.
Places inside(Index input, Index first, Index step, Index count) {
  Places places;
  for (Index e = 0; e < count; ++e)
    if (const Index at = first + e * step; at >= 0 && at < input) places.insert(at);
  return places;
}

void add_window_slips(const LayerModel& layer, Index cell, const Region& right, Draft& draft) {
  const std::optional<WindowOf> window = window_of(*layer.layer);
  if (!window || window->axes.empty()) return;
  const Extents& input = layer.layer->shapes()[0];
  const Cell at = cell_of(layer.layer->output(), cell);
  const std::size_t axes = window->axes.size();
  auto slip = [&](const char* mistake, auto places_of) {
    Region region = right;
    for (std::size_t i = 0; i < axes; ++i) {
      region[2 + i] = places_of(window->axes[i], at[2 + i]);
      if (region[2 + i].empty()) return;
    }
    const Axis& a = window->axes.back();
    const Numbers numbers{{"s", counted(a.stride)}, {"p", counted(a.begin)}, {"d", counted(a.dilation)}, {"k", counted(a.kernel)},
                          {"first", counted(a.reads(at[1 + axes], 0))}};
    draft.wrong.push_back(with_numbers(region_choice(mistake, input, region), numbers));
  };
  slip("reach_stride_forgotten", [](const Axis& a, Index p) { return inside(a.input, p - a.begin, a.dilation, a.kernel); });
  slip("reach_dilation_forgotten", [](const Axis& a, Index p) { return inside(a.input, a.reads(p, 0), 1, a.kernel); });
  slip("reach_holes_filled", [](const Axis& a, Index p) { return inside(a.input, a.reads(p, 0), 1, a.span()); });
  slip("reach_padding_forgotten", [](const Axis& a, Index p) { return inside(a.input, p * a.stride, a.dilation, a.kernel); });
  slip("reach_not_clipped", [](const Axis& a, Index p) {
    return inside(a.input, std::clamp<Index>(a.reads(p, 0), 0, std::max<Index>(0, a.input - a.span())), a.dilation, a.kernel);
  });
  slip("reach_window_centred", [](const Axis& a, Index p) {
    return inside(a.input, p * a.stride - (a.kernel - 1) / 2 * a.dilation, a.dilation, a.kernel);
  });
  slip("reach_one_late", [](const Axis& a, Index p) { return inside(a.input, a.reads(p + 1, 0), a.dilation, a.kernel); });
}

// The inputs whose stamps of k̂ cells, s apart, cover cell p: those i with p + p₀ − i·s = e·d.
void add_stamp_slips(const LayerModel& layer, Index cell, const Region& right, Draft& draft) {
  const std::optional<WindowOf> window = window_of(*layer.layer);
  if (!window || window->transposed.empty()) return;
  const Cell at = cell_of(layer.layer->output(), cell);
  const std::size_t axes = window->transposed.size();
  auto slip = [&](const char* mistake, auto places_of) {
    Region region = right;
    for (std::size_t i = 0; i < axes; ++i) {
      region[2 + i] = places_of(window->transposed[i], at[2 + i]);
      if (region[2 + i].empty()) return;
    }
    const TransposedAxis& a = window->transposed.back();
    const Numbers numbers{{"s", counted(a.stride)}, {"span", counted(a.span())}};
    draft.wrong.push_back(with_numbers(region_choice(mistake, layer.layer->shapes()[0], region), numbers));
  };
  using T = TransposedAxis;
  slip("reach_transposed_one", [](const T& a, Index p) { return inside(a.input, (p + a.begin) / a.stride, 1, 1); });
  slip("reach_transposed_unspread", [](const T& a, Index p) { return inside(a.input, p + a.begin - a.span() + 1, 1, a.span()); });
  slip("reach_transposed_forward", [](const T& a, Index p) { return inside(a.input, p * a.stride - a.begin, a.dilation, a.kernel); });
}

// A layer without weights that has groups moves whole channels: each output channel is one input channel.
bool shuffles(const Layer& layer) { return layer.attributes().has("groups") && layer.shapes().size() == 1; }

// Groups of channels, mixed up.
void add_channel_slips(const Layer& layer, const Extents& input, Index channel, const Region& right, Draft& draft) {
  const Index channels = input.rank() > 1 ? input[1] : 1;
  if (channels < 2) return;
  const Attributes& attributes = layer.attributes();
  const Index groups = attributes.has("groups") ? attributes.integers("groups").front() : 1;
  const Index width = std::max<Index>(1, channels / groups), outputs = std::max<Index>(1, layer.output()[1] / groups);
  const Index group = shuffles(layer) ? channel % groups : channel / outputs;
  auto slip = [&](const char* mistake, Places places) {
    Region region = right;
    region[1] = std::move(places);
    if (region[1].empty() || *region[1].rbegin() >= channels) return;
    const Numbers numbers{
        {"groups", counted(groups)}, {"width", counted(width)}, {"channels", counted(channels)}, {"channel", counted(channel)}};
    draft.wrong.push_back(with_numbers(region_choice(mistake, input, region), numbers));
  };
  slip("reach_same_channel", {std::min(channel, channels - 1)});
  Places own, across, all;
  for (Index c = 0; c < channels; ++c) {
    all.insert(c);
    if (c / width == group) own.insert(c);
    if (c % width == channel % width) across.insert(c);
  }
  if (groups > 1) slip("reach_own_group", own);
  slip("reach_all_channels", all);
  if (groups > 1) slip("reach_one_per_group", across);
  if (shuffles(layer)) slip("reach_shuffled_back", {channel % width * groups + channel / width});
}

NamedTensors named(const Model& model) {
  NamedTensors tensors;
  for (const auto& [name, tensor] : model.tensors) tensors[name] = &tensor;
  return tensors;
}

// What one cell of a layer sees of a tensor along the last axis; nothing: no whole number of cells through a stack of windows.
std::optional<FieldAxis> field_of(const Model& model, const std::string& layer, const std::string& tensor) {
  for (const NodeField& field : receptive_fields(*model.pipeline, tensor))
    if (field.node == layer && !field.axes.empty() && field.axes.back().size == std::round(field.axes.back().size))
      return field.axes.back();
  return std::nullopt;
}

// A layer without a window sees a cell for a cell: it makes no row of its own.
Result<std::vector<FieldRow>> field_rows(const Model& model, const std::vector<const LayerModel*>& layers, const std::string& tensor) {
  const std::string& top = layers.back()->name;
  std::vector<FieldRow> rows(1);
  std::vector<std::string> names{tensor};
  for (const LayerModel* layer : layers) {
    const std::optional<WindowOf> window = window_of(*layer->layer);
    if (window && window->axes.empty()) return impossible("", "asked_transposed", "it sees its input through a transposed layer");
    if (!window) continue;
    const std::optional<FieldAxis> field = field_of(model, layer->name, tensor);
    if (!field) return impossible("", "asked_no_stack", "it sees its input through no stack of windows");
    rows.push_back({window->axes.back(), 1, field->size, field->jump});
    names.push_back(layer->name);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (names[i] == top) continue;
    const std::optional<FieldAxis> seen = field_of(model, top, names[i]);
    if (!seen) return impossible("", "asked_no_stack", "it sees its input through no stack of windows");
    rows[i].seen = static_cast<Index>(seen->size);
  }
  return rows;
}

Choice width_choice(const char* mistake, Index width) { return count_choice(mistake, width); }

}  // namespace

Result<Draft> draft_reaching_inputs(const Model& model, int stage, Index cell, const std::string& tensor) {
  const LayerModel& layer = model.layers[static_cast<std::size_t>(stage)];
  std::set<Index> cells;
  const std::string from = tensor.empty() ? layer.inputs.front() : tensor;
  if (from == layer.inputs.front()) {
    for (const Term& term : layer.trace().gather(cell).terms)
      if (term.tap.data.slot == 0) cells.insert(term.tap.data.index);
  } else {
    const ReachedCells reached = model.pipeline->receptive_field(layer.name, cell, named(model));
    if (auto found = reached.find(from); found != reached.end()) cells.insert(found->second.begin(), found->second.end());
  }
  auto seen = model.tensors.find(from);
  if (seen == model.tensors.end()) return impossible("", "asked_no_tensor", "there is no tensor {}", from);
  const Extents& extents = seen->second.extents;
  Result<Region> region = region_of(extents, cells);
  if (!region) return region.error();
  if (named_axes(extents).empty()) return impossible("", "asked_one_cell", "its input is one cell");
  Draft draft;
  draft.right = region_choice("", extents, *region);
  draft.tensor = from;
  draft.reaching.assign(cells.begin(), cells.end());
  if (from == layer.inputs.front()) {
    add_window_slips(layer, cell, *region, draft);
    add_stamp_slips(layer, cell, *region, draft);
  }
  const Extents& output = layer.layer->output();
  const Cell at = cell_of(output, cell);
  add_channel_slips(*layer.layer, extents, output.rank() > 1 ? at[1] : 0, *region, draft);
  std::string place;
  for (int axis = output.rank() > 1 && output[1] > 1 ? 1 : std::min(2, output.rank() - 1); axis < output.rank(); ++axis)
    place += (place.empty() ? "" : ", ") + std::to_string(at[static_cast<std::size_t>(axis)]);
  draft.numbers["cell"] = place;
  return draft;
}

Result<Draft> draft_receptive_field(const Model& model, int stage, const std::string& tensor) {
  Draft draft;
  draft.tensor = tensor;
  const std::vector<const LayerModel*> layers = layers_from(model, stage, draft.tensor);
  if (layers.empty()) return impossible("", "asked_no_stack", "it sees its input through no stack of windows");
  Result<std::vector<FieldRow>> rows = field_rows(model, layers, draft.tensor);
  if (!rows) return rows.error();
  if (rows->size() < 2) return impossible("", "asked_no_window", "it sees its input through no window");
  Index kernels = 0, grown = 1, undilated = 1, unstrided = 1, jump = 1, product = 1;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const Axis& a = *(*rows)[i].window;
    kernels += a.span();
    grown += (a.span() - 1) * jump;
    undilated += (a.kernel - 1) * jump;
    unstrided += a.span() - 1;
    product = std::min(kLargestSize, product * a.kernel);
    jump *= a.stride;
  }
  draft.field = std::move(rows).value();
  const Index seen = draft.field.front().seen;
  if (grown != seen) return impossible("", "asked_no_plain_stack", "its layers are no plain stack of windows");
  draft.right = width_choice("", seen);
  const Axis& top = *draft.field.back().window;
  const Numbers numbers{{"kernels", counted(kernels)}, {"last", counted(top.span())},    {"field", counted(seen)},
                        {"d", counted(top.dilation)},  {"k", counted(top.kernel)}};
  for (auto [mistake, width] : {std::pair{"field_kernels_added", kernels}, {"field_last_layer_only", top.span()},
                                {"field_dilation_forgotten", undilated}, {"field_strides_forgotten", unstrided},
                                {"field_growth_only", seen - 1}, {"field_kernels_multiplied", product},
                                {"field_holes_counted", draft.field.size() == 2 ? top.dilation * top.kernel : 0}})
    if (width >= 1) draft.wrong.push_back(with_numbers(width_choice(mistake, width), numbers));
  draft.numbers = numbers;
  return draft;
}

}  // namespace convscope

// o = ⌊(i + p + p − k̂)/s⌋ + 1, k̂ = d·(k − 1) + 1; transposed o = s·(i − 1) + k̂ − p − p + a;
// and what becomes of them when a part is forgotten.
#include <algorithm>
#include <functional>

#include <fmt/core.h>

#include "app/lessons/mistakes.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

struct Slip {
  const char* name;
  std::function<Index(const Axis&)> size;
};
struct TransposedSlip {
  const char* name;
  std::function<Index(const TransposedAxis&)> size;
};

// Windows that a kernel spanning `span` has on `padded` cells; 0 when it does not fit.
Index windows(Index padded, Index span, Index stride) { return padded < span ? 0 : (padded - span) / stride + 1; }

std::vector<Slip> slips() {
  return {
      {"forgotten_floor", [](const Axis& a) { return a.ceil ? 0 : (a.padded() - a.span() + a.stride - 1) / a.stride + 1; }},
      {"forgotten_ceil", [](const Axis& a) { return a.ceil ? windows(a.padded(), a.span(), a.stride) : 0; }},
      {"padding_once", [](const Axis& a) { return windows(a.input + a.begin, a.span(), a.stride); }},
      {"dilation_forgotten", [](const Axis& a) { return windows(a.padded(), a.kernel, a.stride); }},
      {"forgotten_one", [](const Axis& a) { return (a.padded() - a.span()) / a.stride; }},
      {"padding_forgotten", [](const Axis& a) { return windows(a.input, a.span(), a.stride); }},
      {"stride_forgotten", [](const Axis& a) { return windows(a.padded(), a.span(), 1); }},
      {"holes_counted", [](const Axis& a) { return a.dilation == 1 ? 0 : windows(a.padded(), a.dilation * a.kernel, a.stride); }},
      {"size_kept", [](const Axis& a) { return a.input; }},
      {"only_divided", [](const Axis& a) { return a.stride == 1 ? 0 : a.input / a.stride; }},
      {"kernel_forgotten", [](const Axis& a) { return a.padded() / a.stride; }},
  };
}

std::vector<TransposedSlip> transposed_slips() {
  using T = TransposedAxis;
  auto plain = [](const T& a, Index gaps) { return a.stride * gaps + a.span() - a.begin - a.end + a.output_padding; };
  return {
      {"forward_formula", [](const T& a) { return windows(a.input + a.begin + a.end, a.span(), a.stride); }},
      {"output_padding_forgotten", [](const T& a) { return a.output() - a.output_padding; }},
      {"gaps_miscounted", [plain](const T& a) { return plain(a, a.input); }},
      {"only_multiplied", [](const T& a) { return a.stride * a.input; }},
      {"padding_added", [](const T& a) { return a.output() + 2 * (a.begin + a.end); }},
      {"transposed_padding_forgotten", [](const T& a) { return a.output() + a.begin + a.end; }},
      {"transposed_stride_forgotten", [](const T& a) { return a.input - 1 + a.span() - a.begin - a.end + a.output_padding; }},
      {"transposed_kernel_forgotten", [](const T& a) { return a.stride * (a.input - 1) + 1; }},
  };
}

Numbers numbers_of(const Axis& a) {
  const Index over = a.padded() - a.span();
  return {{"i", counted(a.input)},   {"k", counted(a.kernel)},         {"s", counted(a.stride)},      {"d", counted(a.dilation)},
          {"p", counted(a.begin)},   {"span", counted(a.span())},      {"padded", counted(a.padded())}, {"over", counted(over)},
          {"steps", decimal(static_cast<double>(over) / static_cast<double>(a.stride), over % a.stride == 0 ? 0 : 2)},
          {"o", counted(a.output())}, {"dk", counted(a.dilation * a.kernel)}};
}

Numbers numbers_of(const TransposedAxis& a) {
  return {{"i", counted(a.input)},           {"gaps", counted(a.input - 1)}, {"k", counted(a.kernel)},
          {"s", counted(a.stride)},          {"p", counted(a.begin)},        {"span", counted(a.span())},
          {"a", counted(a.output_padding)}, {"o", counted(a.output())},     {"spread", counted(a.spread())}};
}

std::vector<Index> spatial(const Extents& extents, std::size_t axes) {
  std::vector<Index> sizes;
  for (std::size_t i = 0; i < axes; ++i) sizes.push_back(extents[extents.rank() - static_cast<int>(axes - i)]);
  return sizes;
}

// Whether channels are part of the answer: a layer on one channel that makes one is about its plane alone.
bool tells_channels(const Layer& layer) { return layer.shapes()[0][1] != 1 || layer.output()[1] != 1; }

std::vector<Index> with_channels(const Layer& layer, Index channels, std::vector<Index> sizes) {
  if (tells_channels(layer)) sizes.insert(sizes.begin(), channels);
  return sizes;
}

template <class AxisKind, class SlipKind>
void add_slips(const Layer& layer, const std::vector<AxisKind>& axes, const std::vector<SlipKind>& list, Draft& draft) {
  for (const SlipKind& slip : list) {
    std::vector<Index> sizes;
    const AxisKind* differs = nullptr;  // the first axis on which the mistake shows: its numbers explain it
    for (const AxisKind& axis : axes) {
      sizes.push_back(slip.size(axis));
      if (!differs && sizes.back() != axis.output()) differs = &axis;
    }
    if (!differs || *std::min_element(sizes.begin(), sizes.end()) < 1) continue;
    const Choice choice = size_choice(slip.name, with_channels(layer, layer.output()[1], sizes));
    draft.wrong.push_back(with_numbers(choice, numbers_of(*differs)));
  }
}

void add_channel_slips(const Layer& layer, std::size_t axes, Draft& draft) {
  if (!tells_channels(layer) || layer.shapes().size() < 2 || layer.shapes()[1].empty()) return;
  const Index in = layer.shapes()[0][1], out = layer.output()[1];
  const std::vector<Index> right = spatial(layer.output(), axes);
  const Numbers numbers{{"in", counted(in)}, {"out", counted(out)}, {"product", counted(in * out)}};
  auto add = [&](const char* name, Index channels) {
    draft.wrong.insert(draft.wrong.begin(), with_numbers(size_choice(name, with_channels(layer, channels, right)), numbers));
  };
  if (in > 1 && in * out <= kLargestSize) add("channels_multiplied", in * out);
  if (in != out) add("channels_kept", in);
}

// interpolate: the size follows from a factor, or is given.
Result<Draft> draft_resize(const Layer& layer) {
  const Extents &input = layer.shapes()[0], &output = layer.output();
  if (input.rank() < 3 || output.rank() != input.rank()) return impossible("", "asked_no_size", "its output has no size of its own");
  const auto space = static_cast<std::size_t>(input.rank() - 2);
  const std::vector<Index> from = spatial(input, space), to = spatial(output, space);
  const Index factor = to[0] / std::max<Index>(1, from[0]);
  bool whole = factor >= 2;
  for (std::size_t axis = 0; axis < space; ++axis) whole = whole && to[axis] == from[axis] * factor;
  if (!whole) return impossible("", "asked_no_factor", "it does not enlarge its input by a whole factor");
  Draft draft;
  draft.right = size_choice("", with_channels(layer, output[1], to));
  const Numbers numbers{{"i", counted(from.back())}, {"factor", counted(factor)}, {"o", counted(to.back())}};
  auto add = [&](const char* name, auto size) {
    std::vector<Index> sizes;
    for (Index each : from) sizes.push_back(size(each));
    draft.wrong.push_back(with_numbers(size_choice(name, with_channels(layer, output[1], sizes)), numbers));
  };
  add("factor_squared", [&](Index each) { return each * factor * factor; });
  add("factor_added", [&](Index each) { return each + factor; });
  add("gaps_only", [&](Index each) { return (each - 1) * factor + 1; });
  return draft;
}

}  // namespace

Result<Draft> draft_output_size(const LayerModel& model) {
  const Layer& layer = *model.layer;
  const std::optional<WindowOf> window = window_of(layer);
  if (!window && layer.attributes().has("scale_factor")) return draft_resize(layer);
  if (!window) return impossible("", "asked_size_of_no_window", "its output's size follows from no window");
  Draft draft;
  const std::size_t axes = window->axes.size() + window->transposed.size();
  draft.right = size_choice("", with_channels(layer, layer.output()[1], spatial(layer.output(), axes)));
  if (!window->axes.empty()) {
    add_slips(layer, window->axes, slips(), draft);
    draft.numbers = numbers_of(window->axes.front());
  } else {
    add_slips(layer, window->transposed, transposed_slips(), draft);
    draft.numbers = numbers_of(window->transposed.front());
  }
  add_channel_slips(layer, axes, draft);
  return draft;
}

}  // namespace convscope

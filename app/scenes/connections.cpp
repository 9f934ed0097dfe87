#include "app/scenes/connections.h"

#include <map>

#include "engine/ops/axis.h"
#include "engine/reference/reference.h"

namespace convscope {
namespace {

constexpr double kSharedWeights[] = {1, -1, 2, -2, 3};
constexpr Index kMostShared = 5;

struct LargeLayer {  // the first layer of many networks
  Index channels = 3, filters = 64, side = 224, kernel = 3;
};

double own_weight(Index output, Index input) { return static_cast<double>((output * 5 + input * 3 + (output * input) % 4) % 4) - 1; }

// One row of the model's layer: its width, kernel, stride and padding across.
std::shared_ptr<const Layer> row_layer(const Layer& whole) {
  std::vector<Axis> axes(2);
  for (int a = 0; a < 2; ++a) {
    Axis& axis = axes[static_cast<std::size_t>(a)];
    axis.input = whole.shapes()[0][a + 2];
    axis.kernel = whole.shapes()[1][a + 2];
    axis.stride = per_axis(whole.attributes(), "stride", 2).value()[static_cast<std::size_t>(a)];
  }
  const Status resolved = resolve_padding(whole.attributes(), axes);
  CONVSCOPE_CHECK(resolved.ok(), "the layer was checked when it was made");
  Attributes given;
  given.set("stride", std::vector<Index>{1, axes[1].stride});
  given.set("padding", std::vector<Index>{0, axes[1].begin, 0, axes[1].end});
  const Shapes shapes{Extents{1, 1, 1, axes[1].input}, Extents{1, 1, 1, axes[1].kernel}, Extents{}};
  auto row = find_operator("conv2d").value()->layer(given, shapes);
  CONVSCOPE_CHECK(row.ok(), "a row of a layer that fits");
  return *row;
}

std::vector<double> computed(const Layer& layer, const Tensor& row, const Tensor& weight) {
  const Tensor64 exact = reference(layer, {&row, &weight, nullptr});
  return {exact.data.begin(), exact.data.end()};
}

// A filter for every output, as wide as the row.
std::vector<double> computed_by_full(const Tensor& row, Index outputs, const std::vector<float>& weights) {
  const Tensor weight(Extents{outputs, 1, 1, row.count()}, weights);
  auto full = find_operator("conv2d").value()->layer({}, {row.extents, weight.extents, Extents{}});
  CONVSCOPE_CHECK(full.ok(), "kernels as wide as the row fit");
  return computed(**full, row, weight);
}

// Which of the shared weights meets an input, by output: from the taps. What lies in the padding is no input.
std::map<std::pair<Index, Index>, int> bands(const Layer& row) {
  std::map<std::pair<Index, Index>, int> shared;
  for (Index o = 0; o < row.output().count(); ++o) {
    std::vector<Tap> taps;
    row.taps_to(o, {}, taps);
    for (const Tap& tap : taps)
      if (tap.kind != TapKind::kPadding) shared[{o, tap.data.index}] = static_cast<int>(tap.weight.index);
  }
  return shared;
}

}  // namespace

ConnectionExample connection_example(const LayerModel& layer, ConnectionKind kind) {
  ConnectionExample e;
  const std::shared_ptr<const Layer> across = row_layer(*layer.layer);
  const Index inputs = across->shapes()[0].count(), outputs = across->output().count(), kernel = across->shapes()[1].count();
  Tensor row(across->shapes()[0]), shared_weights(across->shapes()[1]);
  for (Index i = 0; i < inputs; ++i) row[i] = layer.input()[i];
  for (Index k = 0; k < kernel; ++k) shared_weights[k] = static_cast<float>(kSharedWeights[k % kMostShared]);
  const auto band = bands(*across);
  std::vector<float> weights(static_cast<std::size_t>(outputs * inputs), 0.0f);
  for (Index o = 0; o < outputs; ++o) {
    for (Index i = 0; i < inputs; ++i) {
      const auto met = band.find({o, i});
      if (kind != ConnectionKind::kFull && met == band.end()) continue;
      const int shared = kind == ConnectionKind::kShared ? met->second : -1;
      const double weight = shared >= 0 ? static_cast<double>(shared_weights[shared]) : own_weight(o, i);
      weights[static_cast<std::size_t>(o * inputs + i)] = static_cast<float>(weight);
      e.links.push_back({i, o, weight, shared});
    }
  }
  e.inputs.assign(row.data.begin(), row.data.end());
  e.outputs = kind == ConnectionKind::kShared ? computed(*across, row, shared_weights) : computed_by_full(row, outputs, weights);
  e.weights = kind == ConnectionKind::kShared ? kernel : static_cast<Index>(e.links.size());
  const Extents &in = layer.input().extents, &o = layer.output().extents, &w = layer.weight().extents;
  LargeLayer large;
  Index plane = large.side * large.side;
  auto count = [&](Index from, Index to, Index per_output, Index shared) {
    return kind == ConnectionKind::kFull ? from * to : kind == ConnectionKind::kLocal ? to * per_output : shared;
  };
  e.weights_of_model = count(in[1] * in[2] * in[3], o[1] * o[2] * o[3], w[1] * w[2] * w[3], w.count());
  Index per_output = large.channels * large.kernel * large.kernel;
  e.weights_of_large = count(large.channels * plane, large.filters * plane, per_output, large.filters * per_output);
  return e;
}

}  // namespace convscope

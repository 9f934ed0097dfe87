#include "app/scenes/connections.h"

#include "engine/reference/reference.h"

namespace convscope {
namespace {

constexpr Index kInputs = 7, kKernel = 3, kOutputs = kInputs - kKernel + 1;
constexpr double kSharedWeights[kKernel] = {1, -1, 2};

struct LargeLayer {  // the first layer of many networks
  Index channels = 3, filters = 64, side = 224, kernel = 3;
};

double own_weight(Index output, Index input) { return static_cast<double>((output * 5 + input * 3 + (output * input) % 4) % 4) - 1; }

// Outputs of a convolution of 1 × kInputs with `filters` kernels of 1 × width.
Tensor convolve_row(const Tensor& row, Index filters, Index width, const std::vector<float>& weights) {
  Tensor weight(Extents{filters, 1, 1, width}, weights);
  auto example = find_operator("conv2d").value()->layer({}, {row.extents, weight.extents, Extents{}});
  CONVSCOPE_CHECK(example.ok(), "shapes of the example fit");
  Tensor64 exact = reference(**example, {&row, &weight, nullptr});
  Tensor out(exact.extents);
  for (Index i = 0; i < out.count(); ++i) out[i] = static_cast<float>(exact[i]);
  return out;
}

Tensor first_row(const LayerModel& layer) {
  constexpr float kFallback[kInputs] = {2, 0, 1, 2, 1, 3, 0};
  Tensor row(Extents{1, 1, 1, kInputs});
  for (Index i = 0; i < kInputs; ++i) row[i] = i < layer.input().extents[3] ? layer.input()[i] : kFallback[i];
  return row;
}

}  // namespace

ConnectionExample connection_example(const LayerModel& layer, ConnectionKind kind) {
  ConnectionExample e;
  Tensor row = first_row(layer);
  std::vector<float> weights(static_cast<std::size_t>(kOutputs * kInputs), 0.0f);
  for (Index o = 0; o < kOutputs; ++o) {
    for (Index i = 0; i < kInputs; ++i) {
      bool in_band = i >= o && i < o + kKernel;
      if (kind != ConnectionKind::kFull && !in_band) continue;
      int shared = kind == ConnectionKind::kShared ? static_cast<int>(i - o) : -1;
      double weight = shared >= 0 ? kSharedWeights[shared] : own_weight(o, i);
      weights[static_cast<std::size_t>(o * kInputs + i)] = static_cast<float>(weight);
      e.links.push_back({i, o, weight, shared});
    }
  }
  Tensor out = kind == ConnectionKind::kShared ? convolve_row(row, 1, kKernel, {1, -1, 2}) : convolve_row(row, kOutputs, kInputs, weights);
  e.inputs.assign(row.data.begin(), row.data.end());
  e.outputs.assign(out.data.begin(), out.data.end());
  e.weights = kind == ConnectionKind::kShared ? kKernel : static_cast<Index>(e.links.size());
  const Extents &in = layer.input().extents, &o = layer.output().extents, &w = layer.weight().extents;
  LargeLayer large;
  Index plane = large.side * large.side;
  auto count = [&](Index inputs, Index outputs, Index per_output, Index shared) {
    return kind == ConnectionKind::kFull ? inputs * outputs : kind == ConnectionKind::kLocal ? outputs * per_output : shared;
  };
  e.weights_of_model = count(in[1] * in[2] * in[3], o[1] * o[2] * o[3], w[1] * w[2] * w[3], w.count());
  Index per_output = large.channels * large.kernel * large.kernel;
  e.weights_of_large = count(large.channels * plane, large.filters * plane, per_output, large.filters * per_output);
  return e;
}

}  // namespace convscope

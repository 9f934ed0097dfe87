// y = finish(combine over taps of coefficient · (data or value) · weight · scale), in double precision, in the taps' order.
#include "engine/reference/reference.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace convscope {
namespace {

double read(const TensorSet& tensors, const Ref& ref) {
  const auto slot = static_cast<std::size_t>(ref.slot);
  CONVSCOPE_CHECK(slot < tensors.size() && tensors[slot] != nullptr, "a tap reads slot " + std::to_string(ref.slot) + ", which is absent");
  return static_cast<double>((*tensors[slot])[ref.index]);
}

// The larger; a NaN wins, as in PyTorch.
double larger(double a, double b) { return std::isnan(a) || a > b ? a : b; }

double fold(const Layer& layer, const TensorSet& tensors, Index cell, const std::vector<Tap>& taps) {
  if (layer.combine() == Combine::kMax) {
    double most = -std::numeric_limits<double>::infinity();
    for (const Tap& tap : taps) most = larger(tap_product(tap, tensors), most);
    return most;
  }
  double sum = 0;
  for (const Tap& tap : taps) sum += tap_product(tap, tensors);
  return layer.combine() == Combine::kMean ? sum / layer.divisor(cell, tensors) : sum;
}

constexpr double kTapsPerShare = 1 << 16;  // a few milliseconds: how soon a share can be stopped
constexpr Index kMostCellsPerShare = 256;

Index cells_per_share(const Layer& layer) {
  const double taps = std::max(layer.gpu_plan().reads, static_cast<double>(layer.cost().macs));
  const double cells = static_cast<double>(layer.output().count()) * kTapsPerShare / std::max(taps, 1.0);
  return static_cast<Index>(std::clamp(cells, 1.0, static_cast<double>(kMostCellsPerShare)));
}

// compute(cell, taps of the cell) for all cells, on all cores.
template <class Compute>
Tensor64 for_all_cells(const Layer& given, const TensorSet& tensors, const Cancelled& cancelled, const Compute& compute) {
  const std::shared_ptr<const Layer> prepared = given.prepared(tensors);
  const Layer& layer = prepared ? *prepared : given;
  Tensor64 output(layer.output());
  const Index cells = output.count(), per_share = cells_per_share(layer);
  on_all_cores((cells + per_share - 1) / per_share, [&](Index share) {
    std::vector<Tap> taps;
    for (Index cell = share * per_share; cell < std::min(cells, (share + 1) * per_share); ++cell) {
      taps.clear();
      layer.taps_to(cell, tensors, taps);
      output[cell] = compute(cell, taps);
    }
  }, cancelled);
  return output;
}

}  // namespace

double tap_product(const Tap& tap, const TensorSet& tensors) {
  if (!tap.stamped) return 0;
  double product = tap.data.none() ? tap.value : read(tensors, tap.data);
  if (tap.coefficient != 1) product *= tap.coefficient;
  if (!tap.weight.none()) product *= read(tensors, tap.weight);
  if (!tap.scale.none()) product *= read(tensors, tap.scale);
  return product;
}

double reference_cell(const Layer& layer, const TensorSet& tensors, Index cell) {
  std::vector<Tap> taps;
  layer.taps_to(cell, tensors, taps);
  return layer.finish(fold(layer, tensors, cell, taps), cell, tensors);
}

Tensor64 reference(const Layer& layer, const TensorSet& tensors, const Cancelled& cancelled) {
  return for_all_cells(layer, tensors, cancelled, [&](Index cell, const std::vector<Tap>& taps) {
    return layer.finish(fold(layer, tensors, cell, taps), cell, tensors);
  });
}

Tensor64 reference_winners(const Layer& layer, const TensorSet& tensors, const Cancelled& cancelled) {
  CONVSCOPE_CHECK(layer.names_winner(), layer.op() + " names no winners");
  const Extents& input = layer.shapes().front();
  Index plane = 1;
  for (int axis = 2; axis < input.rank(); ++axis) plane *= input[axis];
  return for_all_cells(layer, tensors, cancelled, [&](Index, const std::vector<Tap>& taps) {
    const Tap* winner = nullptr;
    double most = 0;
    for (const Tap& tap : taps) {
      const double product = tap_product(tap, tensors);
      if (tap.data.none() || (winner && !(product > most) && !std::isnan(product))) continue;
      winner = &tap;
      most = product;
    }
    return winner ? static_cast<double>(winner->data.index % plane) : -1.0;
  });
}

double absolute_sum(const Layer& layer, const TensorSet& tensors, Index cell) {
  std::vector<Tap> taps;
  layer.taps_to(cell, tensors, taps);
  double sum = 0;
  for (const Tap& tap : taps) sum += std::abs(tap_product(tap, tensors));
  return sum;
}

double error_bound(const Layer& layer, const TensorSet& tensors, Index cell, double unit_roundoff) {
  std::vector<Tap> taps;
  layer.taps_to(cell, tensors, taps);
  double magnitude = 0, products = 0;
  for (const Tap& tap : taps) {
    const double product = std::abs(tap_product(tap, tensors));
    const bool largest = layer.combine() == Combine::kMax;
    magnitude = largest ? (std::isfinite(product) ? std::max(magnitude, product) : magnitude) : magnitude + product;
    if (tap.kind != TapKind::kBias) products = largest ? 1 : products + 1;
  }
  const double combined = fold(layer, tensors, cell, taps);
  const double value = layer.finish(combined, cell, tensors);
  double roundings = products + 1;
  if (layer.combine() == Combine::kMean) {
    magnitude /= std::abs(layer.divisor(cell, tensors));
    ++roundings;
  }
  const double rounding = roundings * unit_roundoff;
  const double error = rounding / (1 - rounding) * magnitude + products * std::ldexp(1.0, -126);
  return layer.finish_error(error, combined, cell, tensors, unit_roundoff) + unit_roundoff * std::abs(value);
}

}  // namespace convscope

// Products of two single precision numbers are exact in double precision: rounding them once gives the single precision product, whatever
// the compiler fuses.
#include "engine/ops/resampling.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

float product(float a, float b) { return static_cast<float>(static_cast<double>(a) * static_cast<double>(b)); }

float aligned_step(Index input, Index output) {
  return output > 1 ? static_cast<float>(input - 1) / static_cast<float>(output - 1) : 0.0f;
}

}  // namespace

Index ResampledAxis::nearest(Index position) const {
  return std::min(static_cast<Index>(std::floor(product(static_cast<float>(position), step))), input - 1);
}

Neighbours ResampledAxis::neighbours(Index position) const {
  if (input == output) return {position, position, 1, 0};
  const float at = static_cast<float>(position);
  const float place = align_corners ? product(at, step) : std::max(product(at + 0.5f, step) - 0.5f, 0.0f);
  const Index first = std::min(static_cast<Index>(std::floor(place)), input - 1);
  const float share = std::clamp(place - static_cast<float>(first), 0.0f, 1.0f);
  return {first, std::min(first + 1, input - 1), 1 - share, share};
}

ResampledAxis resampled_to(Index input, Index output, bool align_corners) {
  const float step = align_corners ? aligned_step(input, output) : static_cast<float>(input) / static_cast<float>(output);
  return {input, output, align_corners, step};
}

ResampledAxis resampled_by(Index input, double factor, bool align_corners) {
  const Index output = static_cast<Index>(scaled_size(input, factor));
  return {input, output, align_corners, align_corners ? aligned_step(input, output) : static_cast<float>(1 / factor)};
}

double scaled_size(Index input, double factor) { return std::floor(static_cast<double>(input) * factor); }

}  // namespace convscope

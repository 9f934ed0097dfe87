// Planes with their padding written out around them, in rows of whole texels (four floats). No GL here.
#pragma once

#include "engine/gpu/pass.h"
#include "engine/tensor/tensor.h"
#include "shaders/include/params.h"

namespace convscope {

struct PaddedPlanes {
  Index planes = 0, height = 0, width = 0;  // of the source
  Index top = 0, left = 0, bottom = 0, right = 0;
  int mode = PAD_CONSTANT;
  float value = 0;

  Index rows() const { return height + top + bottom; }
  Index row_floats() const { return (left + width + right + 3) / 4 * 4; }
  Index count() const { return planes * rows() * row_floats(); }
};

// More than this is not laid out: a wide padding under a large stride asks for memory that nothing reads.
inline constexpr Index kMostPaddedFloats = Index{1} << 28;

PaddedPlanes padded_planes(const params::Conv2d& conv, float padding_value);
// Writes all planes, count() floats; what fills a row up to whole texels is 0.
void write_padded(const PaddedPlanes& shape, const float* from, float* to);
// The planes of `tensor`, which outlives the pass.
PassInput padded_input(const PaddedPlanes& shape, const Tensor& tensor);

}  // namespace convscope

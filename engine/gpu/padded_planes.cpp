#include "engine/gpu/padded_planes.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/gpu/content_hash.h"

namespace convscope {
namespace {

// Where the padded position `at` of an axis finds its value; -1: nowhere.
Index padded_source(Index at, Index size, int mode) {
  if (at >= 0 && at < size) return at;
  switch (mode) {
    case PAD_REFLECT: return std::clamp<Index>(at < 0 ? -at : 2 * (size - 1) - at, 0, size - 1);
    case PAD_REPLICATE: return std::clamp<Index>(at, 0, size - 1);
    case PAD_CIRCULAR: return (at + size) % size;
    default: return -1;
  }
}

void write_row(const PaddedPlanes& shape, const float* row, float* to) {
  auto cell = [&](Index at) {
    Index source = row ? padded_source(at, shape.width, shape.mode) : -1;
    return source < 0 ? shape.value : row[source];
  };
  for (Index x = 0; x < shape.left; ++x) to[x] = cell(x - shape.left);
  if (row) {
    std::memcpy(to + shape.left, row, static_cast<std::size_t>(shape.width) * sizeof(float));
  } else {
    std::fill_n(to + shape.left, shape.width, shape.value);
  }
  for (Index x = shape.left + shape.width; x < shape.left + shape.width + shape.right; ++x) to[x] = cell(x - shape.left);
  std::fill(to + shape.left + shape.width + shape.right, to + shape.row_floats(), 0.0f);
}

}  // namespace

PaddedPlanes padded_planes(const params::Conv2d& conv, float padding_value) {
  return {Index{conv.batch} * conv.input_channels, conv.input_height, conv.input_width, conv.pad_top, conv.pad_left,
          conv.pad_bottom, conv.pad_right, conv.padding_mode, padding_value};
}

void write_padded(const PaddedPlanes& shape, const float* from, float* to) {
  for (Index plane = 0; plane < shape.planes; ++plane) {
    for (Index y = 0; y < shape.rows(); ++y) {
      Index source = padded_source(y - shape.top, shape.height, shape.mode);
      write_row(shape, source < 0 ? nullptr : from + (plane * shape.height + source) * shape.width, to);
      to += shape.row_floats();
    }
  }
}

PassInput padded_input(const PaddedPlanes& shape, const Tensor& tensor) {
  std::uint64_t layout = 1;  // as they lie is 0
  for (Index number : {shape.planes, shape.height, shape.width, shape.top, shape.left, shape.bottom, shape.right, Index{shape.mode},
                       Index{std::bit_cast<std::int32_t>(shape.value)}}) {
    layout = mix_hash(layout, static_cast<std::uint64_t>(number));
  }
  const float* cells = tensor.data.data();
  return {shape.count(), [shape, cells](float* to) { write_padded(shape, cells, to); }, &tensor.data, layout};
}

}  // namespace convscope

// A row of outputs is a row of sums; every (c, ky, kx) in turn adds its weight times a shifted row of the padded input.
#include "engine/gpu/conv2d_cpu.h"

#include <algorithm>
#include <vector>

#include "engine/gpu/padded_planes.h"

namespace convscope {
namespace {

constexpr Index kMostRowsPerTask = 16;
constexpr Index kProductsPerTask = Index{1} << 22;  // a few milliseconds: how soon it can be stopped

struct Work {
  params::Conv2d conv;
  PaddedPlanes shape;
  std::vector<float> padded;
  const float* weights = nullptr;
  const float* bias = nullptr;  // nullptr: none
  float* output = nullptr;
};

// `plane` is n·Cout + channel.
void compute_row(const Work& work, Index plane, Index oy, float* sums) {
  const params::Conv2d& conv = work.conv;
  const Index channels = conv.input_channels / conv.groups, width = conv.output_width, step = conv.stride_x;
  const Index n = plane / conv.output_channels, oc = plane % conv.output_channels;
  const Index first = n * conv.input_channels + oc / (conv.output_channels / conv.groups) * channels;
  const float* weight = work.weights + oc * channels * conv.kernel_height * conv.kernel_width;
  std::fill_n(sums, width, 0.0f);
  for (Index c = 0; c < channels; ++c) {
    for (Index ky = 0; ky < conv.kernel_height; ++ky) {
      const Index y = (first + c) * work.shape.rows() + oy * conv.stride_y + ky * conv.dilation_y;
      const float* row = work.padded.data() + y * work.shape.row_floats();
      for (Index kx = 0; kx < conv.kernel_width; ++kx) {
        const float factor = *weight++;
        const float* from = row + kx * conv.dilation_x;
        if (step == 1) {
          for (Index x = 0; x < width; ++x) sums[x] += factor * from[x];
        } else {
          for (Index x = 0; x < width; ++x) sums[x] += factor * from[x * step];
        }
      }
    }
  }
  if (work.bias) {
    for (Index x = 0; x < width; ++x) sums[x] += work.bias[oc];
  }
}

std::vector<float> turned(const params::Conv2d& conv, const Tensor& weight) {
  std::vector<float> kernels = weight.data;
  const auto size = static_cast<std::ptrdiff_t>(Index{conv.kernel_height} * conv.kernel_width);
  for (auto kernel = kernels.begin(); kernel != kernels.end(); kernel += size) std::reverse(kernel, kernel + size);
  return kernels;
}

Index rows_per_task(const params::Conv2d& conv) {
  const Index window = Index{conv.kernel_height} * conv.kernel_width;
  const Index products = Index{conv.output_width} * (conv.input_channels / conv.groups) * window;
  return std::clamp<Index>(kProductsPerTask / std::max<Index>(products, 1), 1, kMostRowsPerTask);
}

}  // namespace

Tensor conv2d_on_cpu(const PlanarConvolution& planar, const TensorSet& tensors, const Extents& extents,
                     const Cancelled& cancelled) {
  const params::Conv2d& conv = planar.sizes;
  Tensor output(extents);
  const std::vector<float> kernels = planar.turned ? turned(conv, *tensors[1]) : std::vector<float>();
  Work work{conv,    padded_planes(conv, planar.padding_value),
            {},      planar.turned ? kernels.data() : tensors[1]->data.data(),
            nullptr, output.data.data()};
  if (conv.has_bias) work.bias = tensors[2]->data.data();
  work.padded.resize(static_cast<std::size_t>(work.shape.count()));
  write_padded(work.shape, tensors[0]->data.data(), work.padded.data());

  const Index height = conv.output_height, rows = rows_per_task(conv), bands = (height + rows - 1) / rows;
  on_all_cores(Index{conv.batch} * conv.output_channels * bands, [&work, height, rows, bands](Index task) {
    const Index plane = task / bands, first = task % bands * rows;
    for (Index oy = first; oy < std::min(first + rows, height); ++oy) {
      compute_row(work, plane, oy, work.output + (plane * height + oy) * work.conv.output_width);
    }
  }, cancelled);
  return output;
}

}  // namespace convscope

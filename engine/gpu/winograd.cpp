#include "engine/gpu/winograd.h"

#include <algorithm>
#include <bit>
#include <vector>

#include "engine/gpu/content_hash.h"
#include "engine/gpu/conv_tile.h"
#include "engine/gpu/padded_planes.h"
#include "engine/gpu/parameter_block.h"

namespace convscope {
namespace {

constexpr Index kKernel = 3;
constexpr Index kProducts = 36;   // of a 6×6 tile
constexpr Index kBlock = 8;       // outputs along an axis of two tiles, which one texel's four numbers are: 2×2 tiles
constexpr Index kReach = 2;       // what a tile reads beyond its outputs
constexpr int kScratchTiles = 4, kScratchSums = 5;  // buffers of the pass: the output, three inputs, then these

// G of g → G g Gᵀ.
constexpr double kKernelTransform[6][3] = {{1.0 / 4, 0, 0},          {-1.0 / 6, -1.0 / 6, -1.0 / 6}, {-1.0 / 6, 1.0 / 6, -1.0 / 6},
                                           {1.0 / 24, 1.0 / 12, 1.0 / 6}, {1.0 / 24, -1.0 / 12, 1.0 / 6}, {0, 0, 1}};

Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }
std::int32_t field(Index number) { return static_cast<std::int32_t>(number); }

// The cells of equal remainder by the dilation: grids of `height` × `width` outputs at most, each a plane of whole blocks.
struct Grids {
  explicit Grids(const params::Conv2d& conv)
      : dilation_y(conv.dilation_y), dilation_x(conv.dilation_x), height(ceil_div(conv.output_height, dilation_y)),
        width(ceil_div(conv.output_width, dilation_x)), blocks_down(ceil_div(height, kBlock)), blocks_across(ceil_div(width, kBlock)) {}
  Index dilation_y, dilation_x, height, width, blocks_down, blocks_across;

  Index count() const { return dilation_y * dilation_x; }
  Index blocks() const { return blocks_down * blocks_across; }
  Index input_rows() const { return blocks_down * kBlock + kReach; }
  Index input_row_floats() const { return blocks_across * kBlock + 4; }  // two columns beyond the outputs, two to fill the texel
  Index output_row_floats() const { return blocks_across * kBlock; }
};

// Batch and grids, then channels; `padded` are the planes with their padding around them.
void write_grids(const params::Conv2d& conv, const Grids& grids, const PaddedPlanes& padded, const float* planes, float* to) {
  const Index rows = grids.input_rows(), pitch = grids.input_row_floats();
  for (Index n = 0; n < conv.batch; ++n) {
    for (Index grid = 0; grid < grids.count(); ++grid) {
      const Index first_y = grid / grids.dilation_x, first_x = grid % grids.dilation_x;
      for (Index c = 0; c < conv.input_channels; ++c) {
        const float* plane = planes + (n * conv.input_channels + c) * padded.rows() * padded.row_floats();
        for (Index row = 0; row < rows; ++row, to += pitch) {
          const Index y = first_y + row * grids.dilation_y;
          for (Index column = 0; column < pitch; ++column) {
            const Index x = first_x + column * grids.dilation_x;
            to[column] = y < padded.rows() && x < padded.row_floats() ? plane[y * padded.row_floats() + x] : 0.0f;
          }
        }
      }
    }
  }
}

void collect_grids(const params::Conv2d& conv, const Grids& grids, const float* from, float* to) {
  const Index plane_floats = grids.blocks_down * kBlock * grids.output_row_floats();
  for (Index n = 0; n < conv.batch; ++n) {
    for (Index oc = 0; oc < conv.output_channels; ++oc) {
      for (Index y = 0; y < conv.output_height; ++y) {
        for (Index x = 0; x < conv.output_width; ++x) {
          const Index grid = y % grids.dilation_y * grids.dilation_x + x % grids.dilation_x;
          const float* plane = from + ((n * grids.count() + grid) * conv.output_channels + oc) * plane_floats;
          *to++ = plane[y / grids.dilation_y * grids.output_row_floats() + x / grids.dilation_x];
        }
      }
    }
  }
}

// G g Gᵀ of every kernel, in planes of its 36 numbers: 36, Cout, C.
std::vector<float> transformed_kernels(const params::Conv2d& conv, const float* kernels) {
  const Index count = Index{conv.output_channels} * (conv.input_channels / conv.groups);
  std::vector<float> transformed(static_cast<std::size_t>(kProducts * count));
  for (Index at = 0; at < count; ++at) {
    const float* kernel = kernels + at * kKernel * kKernel;
    for (Index i = 0; i < 6; ++i) {
      for (Index j = 0; j < 6; ++j) {
        double sum = 0;
        for (Index y = 0; y < kKernel; ++y) {
          for (Index x = 0; x < kKernel; ++x)
            sum += kKernelTransform[i][y] * static_cast<double>(kernel[y * kKernel + x]) * kKernelTransform[j][x];
        }
        transformed[static_cast<std::size_t>((i * 6 + j) * count + at)] = static_cast<float>(sum);
      }
    }
  }
  return transformed;
}

// The 36 products of all tiles, summed over the channels: a pointwise convolution, a group per product and group of channels.
TileWork sums_of(const params::Conv2d& conv, const Grids& grids) {
  TileWork work;
  work.groups = kProducts * conv.groups;
  work.input_channels = conv.input_channels / conv.groups;
  work.output_channels = conv.output_channels / conv.groups;
  work.output_width = Index{conv.batch} * grids.count() * grids.blocks() * 4;
  work.input_row_texels = work.input_plane_texels = work.output_width / 4;
  return work;
}

PassStep transform_step(const char* shader, const char* define, const params::Conv2d& conv, const Grids& grids, Index channels) {
  params::Winograd block;
  set_divisor(channels, block.channels, block.channels_inverse, block.channels_shift);
  set_divisor(grids.blocks(), block.blocks, block.blocks_inverse, block.blocks_shift);
  set_divisor(grids.blocks_across, block.blocks_across, block.blocks_across_inverse, block.blocks_across_shift);
  const Index planes = Index{conv.batch} * grids.count();
  block.product_texels = field(planes * grids.blocks());
  block.input_row_texels = field(grids.input_row_floats() / 4);
  block.input_plane_texels = field(grids.input_rows() * grids.input_row_floats() / 4);
  block.output_row_texels = field(grids.output_row_floats() / 4);
  block.output_plane_texels = field(grids.blocks_down * kBlock * grids.output_row_floats() / 4);
  block.has_bias = conv.has_bias;
  PassStep step;
  step.shader = shader;
  step.defines = {{define, "1"}};
  step.parameters = fields_of(block);
  step.items = planes * channels * grids.blocks();
  step.work = static_cast<double>(step.items) * 4 * 4 * kProducts;
  return step;
}

PassInput grids_input(const params::Conv2d& conv, const Grids& grids, float padding_value, const Tensor& tensor) {
  const PaddedPlanes padded = padded_planes(conv, padding_value);
  PassInput input = padded_input(padded, tensor);
  auto pad = std::move(input.arrange);
  input.layout = mix_hash(mix_hash(mix_hash(input.layout, 4), static_cast<std::uint64_t>(grids.dilation_y)),
                          static_cast<std::uint64_t>(grids.dilation_x));
  input.floats = conv.batch * grids.count() * conv.input_channels * grids.input_rows() * grids.input_row_floats();
  input.arrange = [=](float* to) {
    std::vector<float> planes(static_cast<std::size_t>(padded.count()));
    pad(planes.data());
    write_grids(conv, grids, padded, planes.data(), to);
  };
  return input;
}

PassInput kernels_input(const params::Conv2d& conv, const TileWork& sums, const Tile& tile, const Tensor& kernels) {
  const Index channels = sums.input_channels;
  WeightView view{nullptr, sums.output_channels * channels, channels, 1, 0, 0};
  PassInput input;
  input.floats = tile_weight_floats(sums, tile);
  input.source = &kernels.data;
  input.layout = mix_hash(tile_weight_layout(sums, tile, view), 4);
  input.arrange = [=, &kernels](float* to) {
    const std::vector<float> transformed = transformed_kernels(conv, kernels.data.data());
    WeightView of = view;
    of.first = transformed.data();
    write_tile_weights(sums, tile, of, to);
  };
  return input;
}

}  // namespace

std::optional<Pass> winograd_pass(const params::Conv2d& conv, float padding_value, const TensorSet& tensors, int accumulators) {
  if (conv.kernel_height != kKernel || conv.kernel_width != kKernel || conv.stride_y != 1 || conv.stride_x != 1) return std::nullopt;
  const Grids grids(conv);
  const TileWork sums = sums_of(conv, grids);
  const Tile tile = choose_tile(sums, accumulators);
  Pass pass;
  pass.texels = TexelFormat::kFourFloats;
  pass.inputs = {grids_input(conv, grids, padding_value, *tensors[0]), kernels_input(conv, sums, tile, *tensors[1]),
                 plain_input(tensors.size() > 2 ? tensors[2] : nullptr)};
  pass.scratch = {kProducts * conv.input_channels * sums.output_width, sums.output_floats()};
  if (padded_planes(conv, padding_value).count() > kMostPaddedFloats ||
      *std::max_element(pass.scratch.begin(), pass.scratch.end()) > kMostPaddedFloats) {
    return std::nullopt;
  }
  PassStep tiles = transform_step("ops/winograd_tiles.comp", "SHADER_winograd_tiles", conv, grids, conv.input_channels);
  tiles.buffers = {kScratchTiles, kFirstPassInput};
  PassStep products = tile_step(sums, tile);
  products.buffers = {kScratchSums, kScratchTiles, kFirstPassInput + 1, kFirstPassInput + 2};
  PassStep outputs = transform_step("ops/winograd_outputs.comp", "SHADER_winograd_outputs", conv, grids, conv.output_channels);
  outputs.buffers = {kPassOutput, kScratchSums, kFirstPassInput + 1, kFirstPassInput + 2};
  pass.steps = {tiles, products, outputs};
  pass.output_floats = conv.batch * grids.count() * conv.output_channels * grids.blocks_down * kBlock * grids.output_row_floats();
  pass.collect = [conv, grids](const float* from, float* to) { collect_grids(conv, grids, from, to); };
  return pass;
}

}  // namespace convscope

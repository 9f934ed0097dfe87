// Winograd's form of conv2d against the definition, within the bound that engine/gpu/winograd.h tells.
#include <cmath>

#include "engine/gpu/planar_convolution.h"
#include "engine/gpu/forms.h"
#include "engine/gpu/padded_planes.h"
#include "engine/reference/reference.h"
#include "gpu/gpu_support.h"

namespace convscope {
namespace {

constexpr double kUnitRoundoff = 1.0 / (1 << 24);  // llvmpipe rounds as IEEE says
const BakedConv2d kKinds[] = {{3, 3, 1, 1, 1, 1, 9}, {3, 3, 1, 1, 2, 3, 5}, {3, 3, 1, 1, 4, 1, 1}};

using Matrix = std::vector<std::vector<double>>;
const Matrix kTile = {{4, 0, 5, 0, 1, 0}, {0, 4, 4, 1, 1, 0}, {0, 4, 4, 1, 1, 0},
                      {0, 2, 1, 2, 1, 0}, {0, 2, 1, 2, 1, 0}, {0, 4, 0, 5, 0, 1}};
const Matrix kKernel = {
    {1. / 4, 0, 0}, {1. / 6, 1. / 6, 1. / 6}, {1. / 6, 1. / 6, 1. / 6}, {1. / 24, 1. / 12, 1. / 6}, {1. / 24, 1. / 12, 1. / 6}, {0, 0, 1}};
const Matrix kOutput = {{1, 1, 1, 1, 1, 0}, {0, 1, 1, 2, 2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, 1, 8, 8, 1}};

// |M| · |m| · |M|ᵀ of one place.
template <class At>
double surrounded(const Matrix& matrix, std::size_t row, std::size_t column, std::size_t size, At at) {
  double sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) sum += matrix[row][i] * matrix[column][j] * std::abs(at(i, j));
  }
  return sum;
}

class Bounds {
 public:
  explicit Bounds(const RandomConv2d& conv) : random_(conv), conv_(conv2d_parameters(conv.layer->gpu_plan())) {
    shape_ = padded_planes(conv_, static_cast<float>(conv.layer->gpu_plan().padding_value));
    padded_.resize(static_cast<std::size_t>(shape_.count()));
    write_padded(shape_, conv.input.data.data(), padded_.data());
  }
  double of(Index cell) const {
    const Index x = cell % conv_.output_width, y = cell / conv_.output_width % conv_.output_height;
    const Index map = cell / (Index{conv_.output_width} * conv_.output_height), oc = map % conv_.output_channels,
                n = map / conv_.output_channels;
    const Index tile_y = y / conv_.dilation_y % 4, tile_x = x / conv_.dilation_x % 4;
    const Index first_y = y - tile_y * conv_.dilation_y, first_x = x - tile_x * conv_.dilation_x;
    const Index channels = conv_.input_channels / conv_.groups, first = oc / (conv_.output_channels / conv_.groups) * channels;
    double sum =
        surrounded(kOutput, static_cast<std::size_t>(tile_y), static_cast<std::size_t>(tile_x), 6, [&](std::size_t i, std::size_t j) {
          double products = 0;
          for (Index c = 0; c < channels; ++c) {
            products += surrounded(kTile, i, j, 6,
                                   [&](std::size_t a, std::size_t b) {
                                     return padded(n * conv_.input_channels + first + c, first_y + static_cast<Index>(a) * conv_.dilation_y,
                                                   first_x + static_cast<Index>(b) * conv_.dilation_x);
                                   }) *
                        surrounded(kKernel, i, j, 3, [&](std::size_t a, std::size_t b) {
                          return static_cast<double>(random_.weight[(oc * channels + c) * 9 + static_cast<Index>(a * 3 + b)]);
                        });
          }
          return products;
        });
    if (!random_.bias.absent()) sum += std::abs(static_cast<double>(random_.bias[oc]));
    const double roundings = static_cast<double>(channels + 40) * kUnitRoundoff;
    return roundings / (1 - roundings) * sum;
  }

 private:
  double padded(Index plane, Index y, Index x) const {
    if (y >= shape_.rows() || x >= shape_.row_floats()) return 0;
    return static_cast<double>(padded_[static_cast<std::size_t>((plane * shape_.rows() + y) * shape_.row_floats() + x)]);
  }
  const RandomConv2d& random_;
  params::Conv2d conv_;
  PaddedPlanes shape_;
  std::vector<float> padded_;
};

// Empty when every cell is within its bound.
std::string beyond_bound(const RandomConv2d& conv, const Tensor& output) {
  const Tensor64 exact = reference(*conv.layer, conv.tensors());
  if (!(output.extents == exact.extents)) return "size " + output.extents.text();
  const Bounds bounds(conv);
  for (Index cell = 0; cell < exact.count(); ++cell) {
    const double error = std::abs(static_cast<double>(output[cell]) - exact[cell]);
    if (!(error <= bounds.of(cell))) return "cell " + std::to_string(cell) + " is off by " + std::to_string(error);
  }
  return "";
}

TEST(Winograd, EverySizePaddingDilationAndGroupStaysWithinItsBound) {
  auto device = gpu_of(Conv2dForm::kWinograd);
  RandomConv2ds convs(21);
  for (int i = 0; i < 60; ++i) {
    RandomConv2d conv = convs.next(i % 2 ? Values::kWhole : Values::kReal, kKinds[static_cast<std::size_t>(i) % std::size(kKinds)]);
    auto result = device->run(*conv.layer, conv.tensors());
    ASSERT_TRUE(result.ok()) << conv.text << ": " << result.error().message;
    ASSERT_EQ(beyond_bound(conv, result->output), "") << conv.text;
  }
}

TEST(Winograd, IsTakenOnlyWhenAskedForAndOnlyForThreeByThreeAtStrideOne) {
  auto steps = [](const RandomConv2d& conv, Conv2dForm form) {
    return choose_pass(*conv.layer, conv.tensors(), {form}).steps.size();
  };
  RandomConv2ds convs(22);
  const RandomConv2d right = convs.next(Values::kReal, kKinds[0]);
  EXPECT_EQ(steps(right, Conv2dForm::kWinograd), 3u);
  EXPECT_EQ(steps(right, Conv2dForm::kBest), 1u);
  EXPECT_EQ(steps(right, Conv2dForm::kTiled), 1u);
  EXPECT_EQ(steps(convs.next(Values::kReal, {3, 3, 2, 1, 1, 1, 9}), Conv2dForm::kWinograd), 1u);
  EXPECT_EQ(steps(convs.next(Values::kReal, {3, 2, 1, 1, 1, 1, 9}), Conv2dForm::kWinograd), 1u);
}

TEST(Winograd, WorkInPartsIsTheWholeBitForBit) {
  DeviceOptions whole, parts;
  whole.conv2d_form = parts.conv2d_form = Conv2dForm::kWinograd;
  parts.products_per_dispatch = 1000;
  parts.seconds_per_dispatch = 0;
  auto first = device_of(DeviceChoice::kGpu, whole), second = device_of(DeviceChoice::kGpu, parts);
  RandomConv2ds convs(23);
  for (int i = 0; i < 12; ++i) {
    RandomConv2d conv = convs.next(Values::kReal, kKinds[static_cast<std::size_t>(i) % std::size(kKinds)]);
    ASSERT_EQ(first->run(*conv.layer, conv.tensors()).value().output.data, second->run(*conv.layer, conv.tensors()).value().output.data)
        << conv.text;
  }
}

TEST(Winograd, EverySeededFaultInItsShadersIsCaught) {
  struct Mutant {
    const char* what;
    const char* file;
    const char* from;
    const char* to;
  };
  const Mutant mutants[] = {
      {"a wrong factor of the tiles", "include/winograd.glsl", "v[1] = c + d - 4.0", "v[1] = c + d - 3.0"},
      {"a wrong factor of the outputs", "include/winograd.glsl", "sum + 4.0 * far_sum", "sum + 2.0 * far_sum"},
      {"a row too far", "ops/winograd_tiles.comp", "place.row * 8 *", "place.row * 7 *"},
      {"the wrong neighbour", "ops/winograd_tiles.comp", "line[5] = vec2(b.y, c.y)", "line[5] = vec2(b.y, b.y)"},
      {"an unwritten tile", "ops/winograd_tiles.comp", "if (ours)", "if (ours && place.column == 0)"},
      {"a dropped bias", "ops/winograd_outputs.comp", "has_bias != 0", "has_bias == 2"},
      {"tiles changed over", "ops/winograd_outputs.comp", "vec4(cells[0].y, cells[1].y", "vec4(cells[0].z, cells[1].z"},
      {"the first plane for all", "ops/winograd_outputs.comp", "(place.plane * channels + place.channel)", "(place.channel)"},
  };
  for (const Mutant& mutant : mutants) {
    ShaderCopy shaders;
    shaders.replace(mutant.file, mutant.from, mutant.to);
    RandomConv2ds convs(24);
    auto next = [&](int i) { return convs.next(Values::kReal, kKinds[i % 2 * 2]); };
    EXPECT_TRUE(comes_out_wrong(*gpu_of(Conv2dForm::kWinograd, shaders), 12, next, [](const RandomConv2d& conv, const Tensor& output) {
      return beyond_bound(conv, output).empty();
    })) << mutant.what;
  }
}

}  // namespace
}  // namespace convscope

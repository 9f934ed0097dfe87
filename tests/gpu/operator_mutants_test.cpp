// Checks that can fail: a seeded fault in a plain shader is caught by the stored cases of its operator.
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/reference/reference.h"
#include "gpu/gpu_support.h"
#include "support/stored_cases.h"

namespace convscope {
namespace {

struct ShaderFault {
  const char *what, *family, *op, *file, *from, *to;
};

constexpr const char* kConvolution = "include/convolution.glsl";
constexpr const char* kPadding = "include/padding.glsl";
constexpr const char* kTransposed = "include/transposed.glsl";
constexpr const char* kInputGrad = "ops/conv2d_input_grad.comp";
constexpr const char* kWeightGrad = "ops/conv2d_weight_grad.comp";
constexpr const char* kDeform = "ops/deform_conv2d.comp";
constexpr const char* kMaxPool = "include/max_pool.glsl";
constexpr const char* kAvgPool = "include/avg_pool.glsl";
constexpr const char* kPooling = "include/pooling.glsl";
constexpr const char* kBatchNorm = "ops/batch_norm.comp";
constexpr const char* kInterpolate = "ops/interpolate.comp";

const ShaderFault kFaults[] = {
    {"a dropped tap", "convolutions", "conv3d", kConvolution, "kz < kernel_depth;", "kz < max(kernel_depth - 1, 1);"},
    {"a turned kernel", "convolutions", "conv1d", kConvolution, "filter_at + element)", "filter_at + window - 1 - element)"},
    {"a kernel that is not turned", "convolutions", "convolve", kConvolution, "filter_at + window - 1 - element)", "filter_at + element)"},
    {"shifted padding", "convolutions", "conv3d", kConvolution, "- pad_front", "- pad_front + 1"},
    {"ignored dilation", "convolutions", "conv1d", kConvolution, "kx * dilation_x", "kx"},
    {"ignored stride", "convolutions", "conv3d", kConvolution, "oz * stride_z", "oz"},
    {"the first group for all", "convolutions", "conv1d", kConvolution, "(output_channels / groups) * channels;",
     "(output_channels / groups) * 0;"},
    {"a dropped bias", "convolutions", "conv3d", kConvolution, "sum += READ(bias_cells, oc)", "sum += 0.0"},
    {"an unwritten cell", "convolutions", "conv1d", kConvolution, "if (item_is_ours())", "if (item_is_ours() && cell % 11 != 10)"},
    {"a mirror that repeats the edge", "convolutions", "conv3d", kPadding, "at < 0 ? -at :", "at < 0 ? -at - 1 :"},
    {"a circle that is not closed", "convolutions", "conv1d", kPadding, "at + size :", "at + size - 1 :"},
    {"a dropped tap", "transposed", "conv_transpose2d", kTransposed, "kx = kernel_width - 1; kx >= 0", "kx = kernel_width - 1; kx > 0"},
    {"ignored stride", "transposed", "conv_transpose3d", kTransposed, "at % stride != 0", "at % stride < 0"},
    {"ignored padding", "transposed", "conv_transpose1d", kTransposed, "ox + pad_left", "ox"},
    {"ignored dilation", "transposed", "conv_transpose3d", kTransposed, "kz * dilation_z", "kz"},
    {"cells beyond the end", "transposed", "conv_transpose2d", kTransposed, "|| at / stride >= size", "|| at / stride > size"},
    {"the first group for all", "transposed", "conv_transpose1d", kTransposed, "oc / filters * channels", "0"},
    {"a dropped bias", "transposed", "conv_transpose2d", kTransposed, "sum += READ(bias_cells, oc)", "sum += 0.0"},
    {"copies forgotten", "gradients", "conv2d_input_grad", kInputGrad, "return 3;", "return 2;"},
    {"the mirror's own place twice", "gradients", "conv2d_input_grad", kInputGrad, "if (copy == index) return NOWHERE;", ""},
    {"an edge copied once", "gradients", "conv2d_input_grad", kInputGrad, "(index == size - 1 ? after : 0)", "0"},
    {"ignored stride", "gradients", "conv2d_input_grad", kInputGrad, "start % stride != 0", "start % stride < 0"},
    {"the first group for all", "gradients", "conv2d_input_grad", kInputGrad, "channel / channels * filters", "0"},
    {"the first of the batch only", "gradients", "conv2d_weight_grad", kWeightGrad, "n < batch", "n < 1"},
    {"swapped axes", "gradients", "conv2d_weight_grad", kWeightGrad, "ky * dilation_y", "kx * dilation_y"},
    {"the padding's constant forgotten", "gradients", "conv2d_weight_grad", kWeightGrad, "float value = padding_value;",
     "float value = 0.0;"},
    {"swapped offsets", "deformable", "deform_conv2d", kDeform, "READ(offset_cells, offset_at);",
     "READ(offset_cells, offset_at + places);"},
    {"no interpolation", "deformable", "deform_conv2d", kDeform, "below = y - floor(y)", "below = 0.0"},
    {"a row below the last", "deformable", "deform_conv2d", kDeform, "upper + 1 < input_height", "upper < input_height"},
    {"a dropped mask", "deformable", "deform_conv2d", kDeform, "if (has_mask != 0)", "if (has_mask > 1)"},
    {"the first offset group for all", "deformable", "deform_conv2d", kDeform, "channel / (input_channels / offset_groups)", "0"},
    {"the last of equal cells", "max_pooling", "max_pool2d", kMaxPool, "value > most", "value >= most"},
    {"a dropped tap", "max_pooling", "max_pool3d", kMaxPool, "ez < kernel_depth;", "ez < max(kernel_depth - 1, 1);"},
    {"ignored dilation", "max_pooling", "max_pool1d", kMaxPool, "ex * dilation_x", "ex"},
    {"shifted padding", "max_pooling", "max_pool2d", kPooling, "- pad_top", "- pad_top + 1"},
    {"ignored stride", "max_pooling", "max_pool1d", kPooling, "ox * stride_x", "ox"},
    {"cells beyond the padding counted", "average_pooling", "avg_pool2d", kAvgPool, "input_size() + pad_after())",
     "begin + kernel_size())"},
    {"padding left out", "average_pooling", "avg_pool1d", kAvgPool, "if (count_include_pad != 0)", "if (count_include_pad > 1)"},
    {"ignored override", "average_pooling", "avg_pool3d", kAvgPool, "divisor_override != 0 ?", "false ?"},
    {"a dropped cell", "pooling_edges", "global_avg_pool2d", "ops/global_avg_pool2d.comp", "at < plane_cells;",
     "at < max(plane_cells - 1, 1);"},
    {"the first plane for all", "unpooling", "max_unpool2d", "ops/max_unpool2d.comp", "cell / output_plane * input_plane", "0"},
    {"nearest rounded up", "interpolate", "interpolate", kInterpolate, "int(floor(place)), size - 1", "int(ceil(place)), size - 1"},
    {"middles of cells forgotten", "interpolate", "interpolate", kInterpolate, "(float(position) + 0.5)", "(float(position) + 0.0)"},
    {"corners not aligned", "interpolate", "interpolate", kInterpolate, "align_corners == 0", "align_corners < 2"},
    {"rows that are not mixed", "interpolate", "interpolate", kInterpolate, "row == 0 ? 1.0 - lower : lower", "row == 0 ? 1.0 : 0.0"},
    {"a dropped bias", "linear", "linear", "ops/linear.comp", "sum += READ(bias_cells, cell % outputs)", "sum += 0.0"},
    {"a dropped tap", "linear", "linear", "ops/linear.comp", "i < inputs;", "i < max(inputs - 1, 1);"},
    {"swapped axes", "blocks", "unfold", "ops/unfold.comp", "ey * dilation_y", "ex * dilation_y"},
    {"shifted padding", "blocks", "unfold", "ops/unfold.comp", "- pad_left", "- pad_left + 1"},
    {"overlaps that replace", "blocks", "fold", "ops/fold.comp", "sum += READ(", "sum = READ("},
    {"ignored stride", "blocks", "fold", "ops/fold.comp", "from_begin % step_size != 0", "from_begin % step_size < 0"},
    {"ignored dilation", "blocks", "fold", "ops/fold.comp", "element * dilation;", "element;"},
    {"shifted padding", "blocks", "fold", "ops/fold.comp", "at + pad ", "at + pad + 1 "},
    {"ignored dilation", "gradients", "conv2d_input_grad", kInputGrad, "kx * dilation_x", "kx"},
    {"shifted padding", "gradients", "conv2d_input_grad", kInputGrad, "place_x + pad_left", "place_x + pad_left + 1"},
    {"a turned kernel", "gradients", "conv2d_input_grad", kInputGrad, "* kernel_width + kx)", "* kernel_width + kernel_width - 1 - kx)"},
    {"ignored dilation", "gradients", "conv2d_weight_grad", kWeightGrad, "kx * dilation_x", "kx"},
    {"a dropped tap", "gradients", "conv2d_weight_grad", kWeightGrad, "oy < output_height", "oy < max(output_height - 1, 1)"},
    {"ignored dilation", "deformable", "deform_conv2d", kDeform, "% kernel_width * dilation_x", "% kernel_width"},
    {"shifted padding", "deformable", "deform_conv2d", kDeform, "- pad_left", "- pad_left + 1"},
    {"a dropped bias", "deformable", "deform_conv2d", kDeform, "sum += READ(bias_cells, oc)", "sum += 0.0"},
    {"swapped inputs", "small_layers", "cat", "ops/cat.comp", "at < input_row", "at >= other_row"},
    {"the second input forgotten", "small_layers", "add", "ops/add.comp", "alpha * READ(other_cells, from_other)", "0.0"},
    {"an axis repeated that is not", "small_layers", "add", "ops/add.comp", "rest % size * other_step", "0"},
    {"a dropped bias", "small_layers", "batch_norm", kBatchNorm, "y += READ(bias_cells, channel)", "y += 0.0"},
    {"the mean forgotten", "small_layers", "batch_norm", kBatchNorm, "- READ(mean_cells, channel)", "- 0.0"},
    {"no epsilon", "small_layers", "batch_norm", kBatchNorm, "+ epsilon", "+ 0.0"},
    {"the same seed for all", "small_layers", "dropout", "ops/dropout.comp", "mix_bits(uint(seed))", "mix_bits(0u)"},
    {"kept cells not scaled", "small_layers", "dropout", "ops/dropout.comp", ">= limit ? scale", ">= limit ? 1.0"},
    {"channels as they were", "channels", "channel_shuffle", "ops/channel_shuffle.comp", "(from - channel)", "(from - from)"},
    {"no lower end", "activations", "relu", "ops/relu.comp", "? x : 0.0", "? x : x"},
    {"no upper end", "activations", "relu6", "ops/relu6.comp", "clamp(x, 0.0, 6.0)", "max(x, 0.0)"},
    {"one slope for all", "activations", "leaky_relu", "ops/leaky_relu.comp", "x * negative_slope", "x * 0.01"},
    {"a turned curve", "activations", "sigmoid", "ops/sigmoid.comp", "exp(-x)", "exp(x)"},
    {"the input forgotten", "activations", "silu", "ops/silu.comp", "return x * (", "return (1.0) * ("},
    {"one form for both", "activations", "hardsigmoid", "ops/hardsigmoid.comp", "linear_form != 0", "linear_form < 0"},
    {"another slope", "activations", "hardswish", "ops/hardswish.comp", "/ 6.0)", "/ 5.0)"},
};

bool are_winners_right(Device& device, const StoredCase& c) {
  auto winners = device.run_winners(*c.layer, c.tensors());
  EXPECT_TRUE(winners.ok()) << c.name << ": " << winners.error().message;
  return !winners.ok() || winners->output.data == c.winners.data;
}

bool is_right(Device& device, const StoredCase& c) {
  if (!c.winners.absent() && !are_winners_right(device, c)) return false;
  auto result = device.run(*c.layer, c.tensors());
  EXPECT_TRUE(result.ok()) << c.name << ": " << result.error().message;
  if (!result.ok()) return true;
  for (Index cell = 0; cell < c.output.count(); ++cell) {
    const double bound = c.integer ? 0 : error_bound(*c.layer, c.tensors(), cell, 1.0 / (1 << 24));
    if (!(std::abs(static_cast<double>(result->output[cell]) - reference_cell(*c.layer, c.tensors(), cell)) <= bound)) return false;
  }
  return true;
}

TEST(GpuOperatorMutants, EverySeededFaultInAShaderIsCaught) {
  std::string loaded;
  std::vector<StoredCase> cases;
  for (const ShaderFault& fault : kFaults) {
    if (loaded != fault.family) cases = load_stored_cases(loaded = fault.family);
    ShaderCopy shaders;
    shaders.replace(fault.file, fault.from, fault.to);
    auto device = gpu_of(Conv2dForm::kPlain, shaders);
    auto catches = [&](const StoredCase& c) { return c.layer->op() == fault.op && !is_right(*device, c); };
    EXPECT_TRUE(std::any_of(cases.begin(), cases.end(), catches)) << fault.op << ": " << fault.what << " passed every stored case";
    if (HasFailure()) return;
  }
}

TEST(GpuOperatorMutants, EveryOperatorHasAFaultOfItsOwn) {
  for (const Operator* op : all_operators()) {
    const bool has = std::any_of(std::begin(kFaults), std::end(kFaults), [op](const ShaderFault& fault) { return fault.op == op->id(); });
    EXPECT_TRUE(has || op->id() == "conv2d") << op->id() << " has none in kFaults";
  }
}

TEST(GpuOperatorMutants, AnUnwrittenCellOfAnyOperatorIsCaught) {
  ShaderCopy shaders;
  shaders.replace("include/item.glsl", "< item_count", "< item_count && item_position() != item_count / 2");
  auto device = gpu_of(Conv2dForm::kPlain, shaders);
  std::map<std::string, int> caught;
  for (const std::string& family : stored_families()) {
    for (const StoredCase& c : load_stored_cases(family)) {
      int& of_operator = caught[c.layer->op()];
      if (of_operator < 3 && !is_right(*device, c)) ++of_operator;
    }
  }
  EXPECT_EQ(caught.size() + 1, all_operators().size()) << "conv2d has cases of its own";
  for (const auto& [op, times] : caught) EXPECT_EQ(times, 3) << op;
}

}  // namespace
}  // namespace convscope

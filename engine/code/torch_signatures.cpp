// PyTorch's layers: their names, their arguments in PyTorch's order, their defaults.
#include "engine/code/signatures.h"
#include "engine/code/torch_readers.h"

namespace convscope {
namespace {

using namespace torch;

void add_modules(std::vector<CodeSignature>& table) {
  for (const CodeSignature& each : std::initializer_list<CodeSignature>{
           {"nn", "Conv#d",
            "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros', "
            "device=None, "
            "dtype=None",
            0, convolution},
           {"nn", "ConvTranspose#d",
            "in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, "
            "padding_mode='zeros', device=None, dtype=None",
            0, transposed},
           {"nn", "MaxPool#d", "kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False", 0, max_pooling},
           {"nn", "BatchNorm#d", "num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None", 0,
            normalisation}}) {
    add_for_axes(table, each);
  }
  const char* const average = "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None";
  table.insert(table.end(),
               {{"nn", "AvgPool1d", "kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True", 1, average_pooling},
                {"nn", "AvgPool2d", average, 2, average_pooling},
                {"nn", "AvgPool3d", average, 3, average_pooling},
                {"nn", "AdaptiveAvgPool2d", "output_size", 2, global_pooling},
                {"nn", "MaxUnpool2d", "kernel_size, stride=None, padding=0", 2, unpooling},
                {"nn", "Linear", "in_features, out_features, bias=True, device=None, dtype=None", 0, linear},
                {"nn", "Dropout", "p=0.5, inplace=False", 0, dropout},
                {"nn", "ReLU", "inplace=False", 0, relu},
                {"nn", "ReLU6", "inplace=False", 0, relu6},
                {"nn", "LeakyReLU", "negative_slope=0.01, inplace=False", 0, leaky_relu},
                {"nn", "Sigmoid", "", 0, sigmoid},
                {"nn", "SiLU", "inplace=False", 0, silu},
                {"nn", "Hardsigmoid", "inplace=False", 0, hardsigmoid},
                {"nn", "Hardswish", "inplace=False", 0, hardswish},
                {"nn", "Upsample", "size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None", 0,
                 interpolation},
                {"nn", "ChannelShuffle", "groups", 0, shuffle},
                {"nn", "Unfold", "kernel_size, dilation=1, padding=0, stride=1", 2, blocks},
                {"nn", "Fold", "output_size, kernel_size, dilation=1, padding=0, stride=1", 2, blocks}});
}

void add_functions(std::vector<CodeSignature>& table) {
  for (const CodeSignature& each : std::initializer_list<CodeSignature>{
           {"F", "conv#d", "input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1", 0, convolution_function},
           {"F", "conv_transpose#d", "input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1", 0,
            transposed_function},
           {"F", "max_pool#d", "input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False", 0,
            max_pooling}}) {
    add_for_axes(table, each);
  }
  const char* const average = "input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None";
  table.insert(
      table.end(),
      {{"F", "avg_pool1d", "input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True", 1, average_pooling},
       {"F", "avg_pool2d", average, 2, average_pooling},
       {"F", "avg_pool3d", average, 3, average_pooling},
       {"F", "adaptive_avg_pool2d", "input, output_size", 2, global_pooling},
       {"F", "max_unpool2d", "input, indices, kernel_size, stride=None, padding=0, output_size=None", 2, unpooling},
       {"F", "linear", "input, weight, bias=None", 0, linear_function},
       {"F", "batch_norm", "input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05", 0,
        normalisation},
       {"F", "dropout", "input, p=0.5, training=True, inplace=False", 0, dropout},
       {"F", "relu", "input, inplace=False", 0, relu},
       {"F", "relu6", "input, inplace=False", 0, relu6},
       {"F", "leaky_relu", "input, negative_slope=0.01, inplace=False", 0, leaky_relu},
       {"F", "sigmoid", "input", 0, sigmoid},
       {"F", "silu", "input, inplace=False", 0, silu},
       {"F", "hardsigmoid", "input, inplace=False", 0, hardsigmoid},
       {"F", "hardswish", "input, inplace=False", 0, hardswish},
       {"F", "interpolate",
        "input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False", 0,
        interpolation},
       {"F", "channel_shuffle", "input, groups", 0, shuffle},
       {"F", "unfold", "input, kernel_size, dilation=1, padding=0, stride=1", 2, blocks},
       {"F", "fold", "input, output_size, kernel_size, dilation=1, padding=0, stride=1", 2, blocks},
       {"nn.grad", "conv2d_input", "input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1", 2, gradient},
       {"nn.grad", "conv2d_weight", "input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1", 2, gradient},
       {"torch", "relu", "input", 0, relu},
       {"torch", "sigmoid", "input", 0, sigmoid},
       {"torch", "clamp", "input, min=None, max=None", 0, clamp},
       {"torch", "cat", "tensors, dim=0", 0, concatenation},
       {"torch", "add", "input, other, *, alpha=1", 0, addition},
       {"torch._C._nn", "max_unpool2d", "input, indices, output_size", 2, unpooling},
       {"torchvision.ops", "deform_conv2d", "input, offset, weight, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), mask=None",
        2, deformable},
       {"torchvision.ops", "DeformConv2d", "in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True",
        2, deformable}});
}

}  // namespace

const std::vector<CodeSignature>& torch_signatures() {
  static const std::vector<CodeSignature> kTable = [] {
    std::vector<CodeSignature> table;
    add_modules(table);
    add_functions(table);
    return table;
  }();
  return kTable;
}

}  // namespace convscope

// Lines as people write them, and the layer that PyTorch or Keras makes of them.
#include "engine/code/read_code.h"

#include <gtest/gtest.h>

#include "support/layers.h"
#include "support/one_word.h"

namespace convscope {
namespace {

struct Line {
  const char* code;
  const char* op;
  GivenAttributes attributes;
  std::vector<Index> kernel;
  std::optional<Index> channels_in, channels_out;
  std::optional<bool> bias;
};

void PrintTo(const Line& line, std::ostream* out) { *out << tests::one_word(line.code); }

class Lines : public testing::TestWithParam<Line> {};

TEST_P(Lines, AreTheLayerTheySay) {
  const Line& line = GetParam();
  const Result<CodeLayer> layer = read_code(line.code);
  ASSERT_TRUE(layer.ok()) << layer.error().message;
  EXPECT_EQ(layer->op, line.op);
  Attributes wanted;
  for (const auto& [name, value] : line.attributes) wanted.set(name, value);
  for (const auto& [name, value] : wanted.values()) {
    ASSERT_TRUE(layer->attributes.has(name)) << name;
    EXPECT_EQ(attribute_text(layer->attributes.values().at(name)), attribute_text(value)) << name;
  }
  for (const auto& [name, value] : layer->attributes.values()) EXPECT_TRUE(wanted.has(name)) << name << " = " << attribute_text(value);
  EXPECT_EQ(layer->kernel, line.kernel);
  EXPECT_EQ(layer->channels_in, line.channels_in);
  EXPECT_EQ(layer->channels_out, line.channels_out);
  EXPECT_EQ(layer->bias, line.bias);
}

INSTANTIATE_TEST_SUITE_P(
    PyTorch, Lines,
    testing::Values(
        Line{"nn.Conv2d(3, 64, 3, stride=2, padding=1, groups=1)",
             "conv2d",
             {{"stride", numbers({2})}, {"padding", numbers({1})}, {"groups", numbers({1})}},
             {3, 3},
             3,
             64,
             true},
        Line{"self.conv = nn.Conv2d(3, 64, kernel_size=(3, 5), bias=False)", "conv2d", {}, {3, 5}, 3, 64, false},
        Line{"conv = torch.nn.Conv2d(in_channels=8, out_channels=8, kernel_size=3, groups=8)",
             "conv2d",
             {{"groups", numbers({8})}},
             {3, 3},
             8,
             8,
             true},
        Line{"nn.Conv2d(1, 1, 3, 2, 1, 2, 1, False, 'reflect')",
             "conv2d",
             {{"stride", numbers({2})},
              {"padding", numbers({1})},
              {"dilation", numbers({2})},
              {"groups", numbers({1})},
              {"padding_mode", word("reflect")}},
             {3, 3},
             1,
             1,
             false},
        Line{"Conv2d(4, 4, (1, 1), padding='same', dilation=2)",
             "conv2d",
             {{"padding", word("same")}, {"dilation", numbers({2})}},
             {1, 1},
             4,
             4,
             true},
        Line{"nn.Conv1d(16, 33, 3, stride=2)", "conv1d", {{"stride", numbers({2})}}, {3}, 16, 33, true},
        Line{"nn.Conv3d(16, 33, (3, 5, 2), stride=(2, 1, 1), padding=(4, 2, 0))",
             "conv3d",
             {{"stride", numbers({2, 1, 1})}, {"padding", numbers({4, 2, 0})}},
             {3, 5, 2},
             16,
             33,
             true},
        Line{"nn.ConvTranspose2d(16, 8, 3, 2, 1, 1, bias=False)",
             "conv_transpose2d",
             {{"stride", numbers({2})}, {"padding", numbers({1})}, {"output_padding", numbers({1})}},
             {3, 3},
             16,
             8,
             false},
        Line{"y = F.conv2d(x, w, stride=2, padding=(1, 2))",
             "conv2d",
             {{"stride", numbers({2})}, {"padding", numbers({1, 2})}},
             {},
             {},
             {},
             false},
        Line{"return F.conv2d(x, self.weight, self.bias, 1, 1)",
             "conv2d",
             {{"stride", numbers({1})}, {"padding", numbers({1})}},
             {},
             {},
             {},
             true},
        Line{"F.conv2d(x, w.flip(-2, -1))", "convolve", {}, {}, {}, {}, false},
        Line{"F.conv2d(x, torch.flip(w, dims=(2, 3)))", "convolve", {}, {}, {}, {}, false},
        Line{"nn.MaxPool2d(2)", "max_pool2d", {{"kernel_size", numbers({2})}}, {}, {}, {}, {}},
        Line{"nn.MaxPool2d(3, 2, 1, ceil_mode=True)",
             "max_pool2d",
             {{"kernel_size", numbers({3})}, {"stride", numbers({2})}, {"padding", numbers({1})}, {"ceil_mode", true}},
             {},
             {},
             {},
             {}},
        Line{"x = F.max_pool2d(x, kernel_size=(2, 2))", "max_pool2d", {{"kernel_size", numbers({2, 2})}}, {}, {}, {}, {}},
        Line{"nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False, divisor_override=4)",
             "avg_pool2d",
             {{"kernel_size", numbers({3})},
              {"stride", numbers({1})},
              {"padding", numbers({1})},
              {"count_include_pad", false},
              {"divisor_override", numbers({4})}},
             {},
             {},
             {},
             {}},
        Line{"nn.AdaptiveAvgPool2d((1, 1))", "global_avg_pool2d", {}, {}, {}, {}, {}},
        Line{"nn.BatchNorm2d(64)", "batch_norm", {{"eps", 1e-5}}, {}, 64, {}, true},
        Line{"nn.Linear(512, 10)", "linear", {}, {}, 512, 10, true}, Line{"nn.Dropout()", "dropout", {{"p", 0.5}}, {}, {}, {}, {}},
        Line{"nn.LeakyReLU(0.2, inplace=True)", "leaky_relu", {{"negative_slope", 0.2}}, {}, {}, {}, {}},
        Line{"nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)",
             "interpolate",
             {{"scale_factor", std::vector<double>{2}}, {"mode", word("bilinear")}, {"align_corners", true}},
             {},
             {},
             {},
             {}},
        Line{"F.interpolate(x, size=(8, 6))", "interpolate", {{"size", numbers({8, 6})}, {"mode", word("nearest")}}, {}, {}, {}, {}},
        Line{"nn.ChannelShuffle(3)", "channel_shuffle", {{"groups", numbers({3})}}, {}, {}, {}, {}},
        Line{"nn.Unfold(kernel_size=3, padding=1)", "unfold", {{"kernel_size", numbers({3})}, {"padding", numbers({1})}}, {}, {}, {}, {}},
        Line{"torch.cat((x, other), dim=1)", "cat", {{"dim", numbers({1})}}, {}, {}, {}, {}},
        Line{"x = x + other", "add", {{"alpha", 1.0}}, {}, {}, {}, {}}));

INSTANTIATE_TEST_SUITE_P(
    Keras, Lines,
    testing::Values(Line{"layers.Conv2D(64, 3, strides=2, padding=\"valid\", dilation_rate=1)",
                         "conv2d",
                         {{"stride", numbers({2})}, {"dilation", numbers({1})}},
                         {3, 3},
                         {},
                         64,
                         true},
                    Line{"keras.layers.Conv2D(filters=8, kernel_size=(3, 3), padding='same', use_bias=False)",
                         "conv2d",
                         {{"padding", word("same")}},
                         {3, 3},
                         {},
                         8,
                         false},
                    Line{"x = tf.keras.layers.Conv2D(8, 3, dilation_rate=2, padding='SAME', data_format='channels_first')(x)",
                         "conv2d",
                         {{"padding", word("same")}, {"dilation", numbers({2})}},
                         {3, 3},
                         {},
                         8,
                         true},
                    Line{"layers.Conv1D(8, 3, padding='causal', dilation_rate=2)",
                         "conv1d",
                         {{"padding", numbers({4, 0})}, {"dilation", numbers({2})}},
                         {3},
                         {},
                         8,
                         true},
                    Line{"layers.Conv2DTranspose(8, 3, strides=2)", "conv_transpose2d", {{"stride", numbers({2})}}, {3, 3}, {}, 8, true},
                    // 2·i outputs: one fewer than (i − 1)·2 + 3.
                    Line{"layers.Conv2DTranspose(8, 3, strides=2, padding='same')",
                         "conv_transpose2d",
                         {{"stride", numbers({2})}, {"padding", numbers({0, 0, 1, 1})}},
                         {3, 3},
                         {},
                         8,
                         true},
                    // 3·i outputs of a kernel of 2: one more than (i − 1)·3 + 2.
                    Line{"layers.Conv1DTranspose(8, 2, strides=3)",
                         "conv_transpose1d",
                         {{"stride", numbers({3})}, {"output_padding", numbers({1})}},
                         {2},
                         {},
                         8,
                         true},
                    Line{"layers.MaxPooling2D()", "max_pool2d", {{"kernel_size", numbers({2})}, {"stride", numbers({2})}}, {}, {}, {}, {}},
                    Line{"layers.AveragePooling2D(3, strides=1, padding='same')",
                         "avg_pool2d",
                         {{"kernel_size", numbers({3})}, {"stride", numbers({1})}, {"padding", word("same")}, {"count_include_pad", false}},
                         {},
                         {},
                         {},
                         {}},
                    Line{"layers.Dense(10)", "linear", {}, {}, {}, 10, true}, Line{"layers.ReLU(max_value=6)", "relu6", {}, {}, {}, {}, {}},
                    Line{"layers.ReLU(negative_slope=0.1)", "leaky_relu", {{"negative_slope", 0.1}}, {}, {}, {}, {}},
                    Line{"layers.LeakyReLU(alpha=0.2)", "leaky_relu", {{"negative_slope", 0.2}}, {}, {}, {}, {}},
                    Line{"layers.Activation('swish')", "silu", {}, {}, {}, {}, {}},
                    Line{"layers.UpSampling2D((2, 3), interpolation='bilinear')",
                         "interpolate",
                         {{"scale_factor", std::vector<double>{2, 3}}, {"mode", word("bilinear")}},
                         {},
                         {},
                         {},
                         {}},
                    Line{"layers.BatchNormalization()", "batch_norm", {{"eps", 0.001}}, {}, {}, {}, true}));

INSTANTIATE_TEST_SUITE_P(
    AmongOtherLines, Lines,
    testing::Values(Line{"import torch.nn as nn\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
                         "        self.conv = nn.Conv2d(3, 8, 3)\n\n    def forward(self, x):\n        return self.conv(x)\n",
                         "conv2d",
                         {},
                         {3, 3},
                         3,
                         8,
                         true},
                    Line{"(conv1): Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)",
                         "conv2d",
                         {{"stride", numbers({2, 2})}, {"padding", numbers({3, 3})}},
                         {7, 7},
                         3,
                         64,
                         false},
                    Line{">>> m = nn.MaxPool2d(3, stride=2)\n>>> output = m(input)",
                         "max_pool2d",
                         {{"kernel_size", numbers({3})}, {"stride", numbers({2})}},
                         {},
                         {},
                         {},
                         {}},
                    Line{"    nn.Conv2d(3, 8, 3),", "conv2d", {}, {3, 3}, 3, 8, true},
                    Line{"('conv', nn.Conv2d(3, 8, 3)),", "conv2d", {}, {3, 3}, 3, 8, true},
                    Line{"model.add(layers.Conv2D(8, 3))", "conv2d", {}, {3, 3}, {}, 8, true},
                    Line{"conv = nn.Conv2d(\n    3,      # 输入通道\n    8,      # 输出通道\n    3,\n)", "conv2d", {}, {3, 3}, 3, 8, true},
                    Line{"nn.Conv2d(1, 2 * 4, 3, padding=3 // 2)", "conv2d", {{"padding", numbers({1})}}, {3, 3}, 1, 8, true},
                    Line{"x = F.pad(x, (1, 0, 1, 0))\ny = nn.Conv2d(1, 1, 3)(x)",
                         "conv2d",
                         {{"padding", numbers({1, 1, 0, 0})}, {"padding_mode", word("zeros")}},
                         {3, 3},
                         1,
                         1,
                         true},
                    Line{"pad = nn.ReflectionPad2d(1)\nconv = nn.Conv2d(1, 1, 3)",
                         "conv2d",
                         {{"padding", numbers({1, 1})}, {"padding_mode", word("reflect")}},
                         {3, 3},
                         1,
                         1,
                         true},
                    Line{"layers.ZeroPadding2D(((1, 0), (2, 0)))\nlayers.Conv2D(1, 3)",
                         "conv2d",
                         {{"padding", numbers({1, 2, 0, 0})}, {"padding_mode", word("zeros")}},
                         {3, 3},
                         {},
                         1,
                         true}));

TEST(ReadCode, KerasPadsForAStrideByTheInput) {
  const Result<CodeLayer> layer = read_code("layers.Conv2D(8, 3, strides=2, padding='same')");
  ASSERT_TRUE(layer.ok());
  EXPECT_TRUE(layer->same_for_input);
  EXPECT_FALSE(layer->attributes.has("padding"));
  // TensorFlow: 224 cells, stride 2, kernel 3: nothing before, one behind; 7 cells: one on both sides.
  EXPECT_EQ(pad_same({224, 7}, {3, 3}, {2, 2}), (std::vector<Index>{0, 1, 1, 1}));
}

TEST(ReadCode, RemarksSayWhatTheCodeSaysAndTheLayerDoesNot) {
  auto remarks = [](const char* code) {
    std::vector<std::string> keys;
    const Result<CodeLayer> layer = read_code(code);
    for (const Error& remark : layer.value().remarks) keys.push_back(remark.key);
    return keys;
  };
  using Keys = std::vector<std::string>;
  EXPECT_EQ(remarks("nn.Conv2d(1, 1, 3)"), Keys{});
  EXPECT_EQ(remarks("layers.Conv2D(8, 3)"), Keys{"code_channels_last"});
  EXPECT_EQ(remarks("layers.Conv2D(8, 3, data_format='channels_first')"), Keys{});
  EXPECT_EQ(remarks("layers.Conv2D(8, 3, activation='relu', data_format='channels_first')"), Keys{"code_left_out"});
  EXPECT_EQ(remarks("layers.Conv2D(8, 3, strides=2, dilation_rate=2, data_format='channels_first')"), Keys{"code_strides_with_rates"});
  EXPECT_EQ(remarks("nn.Conv2d(1, 1, 3)\nnn.CrossEntropyLoss()"), Keys{"code_line_left_out"});
}

TEST(ReadCode, OnlyWhatCallsALayerLooksLikeCode) {
  for (const char* code : {"nn.Conv2d(3, 64, 3)", "nn.LSTM(3", "x = layers.Conv2D(", "F.gelu(x)", "nn.Sequential("})
    EXPECT_TRUE(looks_like_code(code)) << code;
  for (const char* text : {"", "stride", "conv2d", "f(x)", "3 (2)", "nn.Conv2d", "relu(x)"}) EXPECT_FALSE(looks_like_code(text)) << text;
}

}  // namespace
}  // namespace convscope

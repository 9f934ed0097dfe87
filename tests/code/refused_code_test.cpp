// Lines that PyTorch, Keras or this program refuses: one sentence with the place.
#include <gtest/gtest.h>

#include "engine/code/read_code.h"
#include "support/one_word.h"

namespace convscope {
namespace {

struct Refused {
  const char* code;
  const char* sentence;  // how it begins
};

void PrintTo(const Refused& refused, std::ostream* out) { *out << tests::one_word(refused.code); }

class RefusedLines : public testing::TestWithParam<Refused> {};

TEST_P(RefusedLines, SayWhereAndWhat) {
  const Result<CodeLayer> layer = read_code(GetParam().code);
  ASSERT_FALSE(layer.ok()) << layer->op;
  EXPECT_EQ(layer.error().message.substr(0, std::string(GetParam().sentence).size()), GetParam().sentence);
  EXPECT_EQ(layer.error().kind, ErrorKind::kUsage);
  EXPECT_FALSE(layer.error().key.empty());
}

INSTANTIATE_TEST_SUITE_P(
    NoPython, RefusedLines,
    testing::Values(Refused{"nn.Conv2d(3, 64", "line 1, column 10: \"(\" is never closed"},
                    Refused{"nn.Conv2d(3, 64, 3))", "line 1, column 20: nothing opens this \")\""},
                    Refused{"nn.Conv2d(3, [64, 3)", "line 1, column 20: nothing opens this \")\""},
                    Refused{"nn.Conv2d(3, 64 3)", "line 1, column 17: \",\" or \")\" is expected here, there is 3"},
                    Refused{"nn.Conv2d(3,, 64)", "line 1, column 13: a value is expected here, there is ,"},
                    Refused{"nn.Conv2d(3, 64, padding='same)", "line 1, column 26: a text that begins with ' is never closed"},
                    Refused{"nn.Conv2d(3, 64, 3a)", "line 1, column 18: a number is expected here, there is 3a"},
                    Refused{"nn.Conv2d(*args)", "line 1, column 11: a value is expected here, there is *"},
                    Refused{"x = 1\nnn.Conv2d(3, 64, stride=)", "line 2, column 25: a value is expected here, there is )"}));

INSTANTIATE_TEST_SUITE_P(
    WrongArguments, RefusedLines,
    testing::Values(
        Refused{"nn.Conv2d(3, 64)", "line 1, column 1: nn.Conv2d needs its argument kernel_size"},
        Refused{"nn.Conv2d(3, 64, 3, strides=2)",
                "line 1, column 21: nn.Conv2d has no argument strides; it has in_channels, out_channels, kernel_size, stride, padding, "
                "dilation, groups, "
                "bias, padding_mode, device, dtype"},
        Refused{"layers.Conv2D(64, 3, stride=2)",
                "line 1, column 22: layers.Conv2D has no argument stride; it has filters, kernel_size, strides"},
        Refused{"nn.Conv2d(3, 64, 3, in_channels=3)", "line 1, column 21: the argument in_channels is given twice"},
        Refused{"nn.MaxPool2d(2, 2, 0, 1, False, True, 7)", "line 1, column 39: nn.MaxPool2d takes no more arguments, here is one more: 7"},
        Refused{"torch.add(x, y, 2)", "line 1, column 17: torch.add takes no more arguments"},
        Refused{"nn.Conv2d(c_in, 64, 3)", "line 1, column 11: in_channels takes a whole number of at least 1, it is c_in"},
        Refused{"nn.Conv2d(3, 64, 3.0)", "line 1, column 18: kernel_size takes a whole number of at least 1, or 2 of them, it is 3.0"},
        Refused{"nn.Conv2d(3, 64, (3, 3, 3))",
                "line 1, column 18: kernel_size takes a whole number of at least 1, or 2 of them, it is (3, 3, 3)"},
        Refused{"nn.Conv2d(3, 64, 3, stride=0)", "line 1, column 28: stride takes a whole number of at least 1, or 2 of them, it is 0"},
        Refused{"nn.Conv2d(3, 64, 3, padding=-1)", "line 1, column 29: padding takes a whole number of at least 0, or 2 of them, it is -1"},
        Refused{"nn.Conv2d(3, 64, 3, padding='full')", "line 1, column 29: padding takes one of valid, same, it is 'full'"},
        Refused{"nn.Conv2d(3, 64, 3, padding_mode='edge')",
                "line 1, column 34: padding_mode takes one of zeros, reflect, replicate, circular, it is 'edge'"},
        Refused{"nn.Conv2d(3, 64, 3, bias=0)", "line 1, column 26: bias takes True or False, it is 0"},
        Refused{"nn.Conv2d(3, 64, 3, stride=2, padding='same')",
                "line 1, column 39: padding=\"same\" needs stride 1 in PyTorch, the stride is 2"},
        Refused{"nn.Conv2d(3, 64, 3, groups=2)", "line 1, column 28: groups 2 does not divide the 3 input channels"},
        Refused{"nn.Conv2d(4, 63, 3, groups=2)", "line 1, column 28: groups 2 does not divide the 63 output channels"},
        Refused{"nn.MaxPool2d(3, padding=2)", "line 1, column 25: a pooling's padding is at most half its kernel 3, it is 2"},
        Refused{"nn.AdaptiveAvgPool2d(7)", "line 1, column 22: output_size takes 1, the mean of a whole map, it is 7"},
        Refused{"nn.Dropout(1.5)", "line 1, column 12: p takes a chance from 0 to 1, it is 1.5"},
        Refused{"F.interpolate(x)", "line 1, column 1: F.interpolate takes either size or scale_factor"},
        Refused{"layers.Activation('tanh')", "line 1, column 19: activation takes one of relu, relu6"},
        Refused{"nn.Conv2d(99999999999, 1, 3)", "line 1, column 11: in_channels takes a whole number of at least 1, it is 99999999999"}));

INSTANTIATE_TEST_SUITE_P(
    NoLayer, RefusedLines,
    testing::Values(
        Refused{"", "there is no layer in this text"}, Refused{"hello world", "there is no layer in this text"},
        Refused{"x = torch.randn(1, 3, 8, 8)", "there is no layer in this text"},
        Refused{"import torch\nself.rnn = nn.LSTM(3, 4)",
                "line 2, column 12: nn.LSTM is no layer that can be shown here; there are Conv1d"},
        Refused{"F.gelu(x)", "line 1, column 1: F.gelu is no layer that can be shown here; there are conv1d"},
        Refused{"nn.Sequential(\n    nn.Conv2d(3, 8, 3),\n    nn.ReLU())",
                "line 1, column 1: nn.Sequential holds several layers; paste one of them"},
        Refused{"a = nn.Conv2d(3, 8, 3)\nb = nn.Conv2d(8, 8, 3)",
                "line 2, column 5: nn.Conv2d is a second layer, nn.Conv2d stands in line 1; paste one of them"},
        Refused{"F.relu(F.conv2d(x, w))", "line 1, column 8: F.conv2d is a second layer, F.relu stands in line 1; paste one of them"},
        Refused{"x = F.pad(x, (1, 1, 1, 1))\nnn.ReLU()", "line 1, column 5: F.pad cannot be shown before nn.ReLU"},
        Refused{"x = F.pad(x, (1, 1, 1, 1))\nnn.Conv2d(1, 1, 3, padding=1)", "line 1, column 5: F.pad pads, and nn.Conv2d pads once more"},
        Refused{"x = F.pad(x, (1, 1, 1, 1))\nnn.MaxPool2d(2)", "line 1, column 5: nn.MaxPool2d pads with -inf alone"},
        Refused{"x = F.pad(x, (1, 1, 1))\nnn.Conv2d(1, 1, 3)", "line 1, column 14: pad takes 2, 4 or 6 whole numbers, it is (1, 1, 1)"}));

}  // namespace
}  // namespace convscope

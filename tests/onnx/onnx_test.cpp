// Tests that we did not write: every case of one Conv, ConvTranspose, MaxPool, AveragePool, GlobalAveragePool, GlobalMaxPool or MaxUnpool
// in Debian's libonnx-testdata, on the shaders and by the definition, with ONNX's own tolerance.
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "gpu/gpu_support.h"
#include "onnx/onnx_model.h"

namespace convscope {
namespace {

namespace fs = std::filesystem;
const char* const kFolder = "/usr/share/libonnx-testdata/data";
constexpr std::size_t kCases = 94;  // of libonnx-testdata 1.12; later ones have more
constexpr double kRelative = 1e-3, kAbsolute = 1e-7;

using Sizes = std::vector<Index>;

// One axis of ONNX's words.
struct OnnxAxis {
  Index input = 1, kernel = 1, stride = 1, dilation = 1, begin = 0, end = 0;
  Index span() const { return dilation * (kernel - 1) + 1; }
};

struct Translated {
  std::string op;
  Attributes attributes;
  TensorSet tensors;
  std::shared_ptr<const Tensor> made = nullptr;  // a tensor that the case has in other terms
};

Sizes space_of(const Extents& extents) {
  Sizes sizes;
  for (int axis = 2; axis < extents.rank(); ++axis) sizes.push_back(extents[axis]);
  return sizes;
}

std::vector<OnnxAxis> axes_of(const OnnxNode& node, const Extents& input, const Sizes& kernel) {
  const std::size_t count = kernel.size();
  const Sizes ones(count, 1), strides = node.integers("strides", ones), dilations = node.integers("dilations", ones);
  const Sizes pads = node.integers("pads", Sizes(2 * count, 0)), space = space_of(input);
  std::vector<OnnxAxis> axes;
  for (std::size_t i = 0; i < count; ++i) axes.push_back({space[i], kernel[i], strides[i], dilations[i], pads[i], pads[count + i]});
  return axes;
}

std::string auto_pad(const OnnxNode& node) { return node.has("auto_pad") ? node.attributes.at("auto_pad").text : "NOTSET"; }

void share(Index total, bool upper, OnnxAxis& axis) {
  axis.begin = upper ? total / 2 : total - total / 2;
  axis.end = total - axis.begin;
}

void set_window(const std::vector<OnnxAxis>& axes, bool dilated, Attributes& attributes) {
  Sizes stride, dilation, padding;
  for (const OnnxAxis& axis : axes) {
    stride.push_back(axis.stride);
    dilation.push_back(axis.dilation);
    padding.push_back(axis.begin);
  }
  for (const OnnxAxis& axis : axes) padding.push_back(axis.end);
  attributes.set("stride", stride);
  attributes.set("padding", padding);
  if (dilated) attributes.set("dilation", dilation);
}

const Tensor* tensor_at(const OnnxCase& c, std::size_t input) {
  const OnnxNode& node = c.nodes.front();
  return input < node.inputs.size() && !node.inputs[input].empty() ? &c.tensors.at(node.inputs[input]) : nullptr;
}

std::string with_axes(const std::string& name, std::size_t axes) { return name + std::to_string(axes) + "d"; }

// SAME: as many outputs as strides fit into the input.
void pad_same(const OnnxNode& node, std::vector<OnnxAxis>& axes) {
  const std::string kind = auto_pad(node);
  if (kind == "NOTSET" || kind == "VALID") return;
  for (OnnxAxis& axis : axes) {
    const Index outputs = (axis.input + axis.stride - 1) / axis.stride;
    share(std::max<Index>(0, (outputs - 1) * axis.stride + axis.span() - axis.input), kind == "SAME_UPPER", axis);
  }
}

Translated convolution(const OnnxCase& c) {
  const OnnxNode& node = c.nodes.front();
  std::vector<OnnxAxis> axes = axes_of(node, tensor_at(c, 0)->extents, space_of(tensor_at(c, 1)->extents));
  pad_same(node, axes);
  Translated to{with_axes("conv", axes.size()), {}, {tensor_at(c, 0), tensor_at(c, 1), tensor_at(c, 2)}};
  set_window(axes, true, to.attributes);
  to.attributes.set("groups", Sizes{node.integer("group", 1)});
  return to;
}

// A wanted size decides the padding; what no padding can give is output padding.
Translated transposed(const OnnxCase& c) {
  const OnnxNode& node = c.nodes.front();
  std::vector<OnnxAxis> axes = axes_of(node, tensor_at(c, 0)->extents, space_of(tensor_at(c, 1)->extents));
  Sizes more = node.integers("output_padding", Sizes(axes.size(), 0)), wanted = node.integers("output_shape", {});
  const std::string kind = auto_pad(node);
  if (wanted.empty() && kind.rfind("SAME", 0) == 0) {
    for (const OnnxAxis& axis : axes) wanted.push_back(axis.input * axis.stride);
  }
  for (std::size_t i = 0; i < axes.size() && !wanted.empty(); ++i) {
    OnnxAxis& axis = axes[i];
    const Index size = wanted[wanted.size() - axes.size() + i];
    const Index total = axis.stride * (axis.input - 1) + more[i] + axis.span() - size;
    share(std::max<Index>(0, total), kind == "SAME_UPPER", axis);
    more[i] += std::max<Index>(0, -total);
  }
  Translated to{with_axes("conv_transpose", axes.size()), {}, {tensor_at(c, 0), tensor_at(c, 1), tensor_at(c, 2)}};
  set_window(axes, true, to.attributes);
  to.attributes.set("output_padding", more);
  to.attributes.set("groups", Sizes{node.integer("group", 1)});
  return to;
}

Translated pooling(const OnnxCase& c, const std::string& op) {
  const OnnxNode& node = c.nodes.front();
  const Sizes kernel = node.integers("kernel_shape", {});
  std::vector<OnnxAxis> axes = axes_of(node, tensor_at(c, 0)->extents, kernel);
  pad_same(node, axes);
  Translated to{with_axes(op, axes.size()), {}, {tensor_at(c, 0)}};
  set_window(axes, op == "max_pool", to.attributes);
  to.attributes.set("kernel_size", kernel);
  to.attributes.set("ceil_mode", node.integer("ceil_mode", 0) != 0);
  if (op == "avg_pool") to.attributes.set("count_include_pad", node.integer("count_include_pad", 0) != 0);
  return to;
}

Translated unpooling(const OnnxCase& c) {
  const OnnxNode& node = c.nodes.front();
  Translated to{"max_unpool2d", {}, {tensor_at(c, 0), tensor_at(c, 1)}};
  to.attributes.set("kernel_size", node.integers("kernel_shape", {}));
  to.attributes.set("stride", node.integers("strides", {1, 1}));
  const Tensor* size = tensor_at(c, 2);
  if (!size) return to;
  const Index width = static_cast<Index>((*size)[3]);
  to.attributes.set("output_size", Sizes{static_cast<Index>((*size)[2]), width});
  // ONNX's indices count the plane of the size that the kernel gives, PyTorch's that of the output.
  const Index default_width = (to.tensors[0]->extents[3] - 1) * node.integers("strides", {1, 1})[1] + node.integers("kernel_shape", {})[1];
  Tensor indices = *to.tensors[1];
  for (float& index : indices.data) {
    const Index at = static_cast<Index>(index);
    index = static_cast<float>(at / default_width * width + at % default_width);
  }
  to.made = std::make_shared<const Tensor>(std::move(indices));
  to.tensors[1] = to.made.get();
  return to;
}

Translated translate(const OnnxCase& c) {
  const std::string& op = c.nodes.front().op;
  if (op == "Conv") return convolution(c);
  if (op == "ConvTranspose") return transposed(c);
  if (op == "MaxPool") return pooling(c, "max_pool");
  if (op == "AveragePool") return pooling(c, "avg_pool");
  if (op == "MaxUnpool") return unpooling(c);
  if (op == "GlobalAveragePool") return {"global_avg_pool2d", {}, {tensor_at(c, 0)}};
  Translated whole{"max_pool2d", {}, {tensor_at(c, 0)}};  // GlobalMaxPool
  whole.attributes.set("kernel_size", space_of(tensor_at(c, 0)->extents));
  return whole;
}

// ONNX counts winners over the whole tensor, with storage_order 1 down the columns.
Tensor onnx_indices(const OnnxCase& c, Tensor winners) {
  const Extents& input = tensor_at(c, 0)->extents;
  const Index width = input[input.rank() - 1], plane = input.count() / (input[0] * input[1]), height = plane / width;
  const Index outputs = winners.count() / (input[0] * input[1]);
  for (Index i = 0; i < winners.count(); ++i) {
    const Index at = static_cast<Index>(winners[i]);
    const bool by_columns = c.nodes.front().integer("storage_order", 0) == 1;
    winners[i] = static_cast<float>(i / outputs * plane + (by_columns ? at % width * height + at / width : at));
  }
  return winners;
}

void expect_close(const Tensor& got, const Tensor& wanted, const std::string& what) {
  ASSERT_EQ(got.extents, wanted.extents) << what;
  for (Index cell = 0; cell < wanted.count(); ++cell) {
    const double right = wanted[cell];
    ASSERT_LE(std::abs(static_cast<double>(got[cell]) - right), kAbsolute + kRelative * std::abs(right)) << what << " cell " << cell;
  }
}

void expect_case(const OnnxCase& c, Device& device) {
  const Translated to = translate(c);
  const std::string what = c.name + " as " + to.op + " on " + device.name();
  const Operator& op = *find_operator(to.op).value();
  Shapes shapes;
  for (const Tensor* tensor : to.tensors) shapes.push_back(tensor ? tensor->extents : Extents());
  auto layer = op.layer(to.attributes, shapes);
  ASSERT_TRUE(layer.ok()) << what << ": " << layer.error().message;
  TensorSet tensors = to.tensors;
  tensors.resize(op.slots().size(), nullptr);
  auto result = device.run(**layer, tensors);
  ASSERT_TRUE(result.ok()) << what << ": " << result.error().message;
  expect_close(result->output, c.outputs.at(0), what);
  if (c.outputs.size() < 2) return;
  auto winners = device.run_winners(**layer, tensors);
  ASSERT_TRUE(winners.ok()) << what << ": " << winners.error().message;
  expect_close(onnx_indices(c, winners->output), c.outputs[1], what + ", indices");
}

std::vector<OnnxCase> all_cases() {
  const std::vector<std::string> ops = {"Conv",          "ConvTranspose", "MaxPool", "AveragePool", "GlobalAveragePool",
                                        "GlobalMaxPool", "MaxUnpool"};
  std::vector<OnnxCase> cases;
  for (const char* kind : {"node", "pytorch-converted", "pytorch-operator"}) {
    const fs::path folder = fs::path(kFolder) / kind;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (!fs::exists(entry.path() / "model.onnx")) continue;
      const std::vector<OnnxNode> nodes = load_onnx_nodes(entry.path().string());
      if (nodes.size() == 1 && std::count(ops.begin(), ops.end(), nodes.front().op) != 0)
        cases.push_back(load_onnx_case(entry.path().string()));
    }
  }
  return cases;
}

TEST(OnnxTests, AllPassOnTheShadersAndByTheDefinition) {
  if (!fs::exists(kFolder)) GTEST_SKIP() << kFolder << " (libonnx-testdata) is not installed";
  const std::vector<OnnxCase> cases = all_cases();
  EXPECT_GE(cases.size(), kCases);
  for (DeviceChoice choice : {DeviceChoice::kGpu, DeviceChoice::kReference}) {
    auto device = device_of(choice);
    for (const OnnxCase& c : cases) expect_case(c, *device);
  }
}

}  // namespace
}  // namespace convscope

#include "engine/ops/convolution_gradient.h"

#include <fmt/core.h>

#include "engine/ops/code_text.h"
#include "engine/ops/convolution.h"
#include "engine/ops/convolution_text.h"

namespace convscope {
namespace {

constexpr std::size_t kSizes = 4;

void add_window(const GradientFacts& facts, bool with_padding, Arguments& arguments) {
  add_unless(arguments, "stride", of_each(facts.axes, &Axis::stride), 1);
  if (with_padding) add_unless(arguments, "padding", of_each(facts.axes, &Axis::begin), 0);
  add_unless(arguments, "dilation", of_each(facts.axes, &Axis::dilation), 1);
  if (facts.groups != 1) arguments.push_back("groups=" + std::to_string(facts.groups));
}

}  // namespace

std::vector<AttributeSpec> gradient_attributes(const std::string& size) {
  std::vector<AttributeSpec> table{sizes_spec(size)};
  for (AttributeSpec& spec : convolution_attributes()) table.push_back(std::move(spec));
  return table;
}

Result<Extents> gradient_size(const std::string& op, const Attributes& attributes, const std::string& name, const std::string& layout) {
  if (!attributes.has(name)) return refusal(ErrorKind::kUsage, name, "needs_attribute", "{} needs {}", op, name);
  const std::vector<Index>& sizes = attributes.integers(name);
  if (sizes.size() == kSizes) return Extents(sizes);
  return refusal(ErrorKind::kUsage, name, "wrong_size_count", "{} takes {} sizes ({}), {} were given ({})", name, kSizes, layout,
                 sizes.size(), attribute_text(sizes));
}

Result<std::vector<Axis>> forward_axes(const Attributes& attributes, const Extents& input, const Extents& weight, const std::string& slot,
                                       const Extents& grad) {
  Status channels = check_convolution_channels(input[1], weight, attributes.integers("groups").front());
  if (!channels) return channels.error();
  Result<std::vector<Axis>> axes = window_axes(attributes, input, kernel_of(weight));
  if (!axes) return axes.error();
  const Extents output{input[0], weight[0], (*axes)[0].output(), (*axes)[1].output()};
  Status same = check_same(slot, grad, output, "the output of that convolution");
  if (!same) return same.error();
  return axes;
}

std::string torch_gradient_code(const GradientFacts& facts, const std::string& function, const std::string& of) {
  const bool zeros = facts.axes.front().mode == PaddingMode::kZeros;
  if (zeros && even_sides(facts.axes)) {
    std::string size;
    for (int axis = 0; axis < facts.size.rank(); ++axis) size += fmt::format("{}{}", axis == 0 ? "" : ", ", facts.size[axis]);
    Arguments arguments = of == "x" ? Arguments{"(" + size + ")", "w", "grad"} : Arguments{"x", "(" + size + ")", "grad"};
    add_window(facts, true, arguments);
    return call("nn.grad." + function, arguments);
  }
  Arguments arguments{"padded", "w"};
  add_window(facts, false, arguments);
  const std::string pad = torch_pad(facts.axes, facts.attributes.word("padding_mode"), facts.padding_value, "padded");
  return pad + "\n" + call("y = F.conv2d", arguments) + "\ntorch.autograd.grad(y, " + of + ", grad)";
}

std::string keras_gradient_code(const std::string& of) {
  const std::string watched = of == "x" ? "    tape.watch(x)\n" : "";
  const std::string variable = of == "x" ? "x" : "layer.kernel";
  return "with tf.GradientTape() as tape:\n" + watched + "    y = layer(x)  # the forward Conv2D\ntape.gradient(y, " + variable + ", grad)";
}

}  // namespace convscope

#include "gpu/random_conv2d.h"

#include <algorithm>

namespace convscope {
namespace {

const std::vector<std::string> kModes = {"zeros", "constant", "reflect", "replicate", "circular"};

std::string describe(const RandomConv2d& conv, const Attributes& attributes) {
  std::string text = "input " + conv.input.extents.text() + " weight " + conv.weight.extents.text();
  if (!conv.bias.absent()) text += " with bias";
  for (const auto& [name, value] : attributes.values()) text += " " + name + "=" + attribute_text(value);
  return text;
}

}  // namespace

Tensor RandomConv2ds::tensor(const Extents& extents, Values values) {
  Tensor made(extents);
  std::normal_distribution<float> real;
  for (float& value : made.data) value = values == Values::kWhole ? static_cast<float>(whole(-9, 9)) : real(random_);
  return made;
}

RandomConv2d RandomConv2ds::next(Values values) {
  return next(values, {whole(1, 5), whole(1, 5), whole(1, 3), whole(1, 3), whole(1, 3), whole(1, 3), whole(1, 4)});
}

RandomConv2d RandomConv2ds::next(Values values, const BakedConv2d& baked) {
  Index groups = whole(1, 3), channels = whole(1, 5);
  const std::string& mode = kModes[static_cast<std::size_t>(whole(0, 4))];
  Index span_y = baked.dilation_y * (baked.kernel_height - 1) + 1, span_x = baked.dilation_x * (baked.kernel_width - 1) + 1;
  Index height = whole(4, 19), width = whole(4, 23);
  std::vector<Index> pads = {whole(0, 3), whole(0, 3), whole(0, 3), whole(0, 3)};  // top, left, bottom, right; below every height and width
  height = std::max(height, span_y - pads[0] - pads[2]);
  width = std::max(width, span_x - pads[1] - pads[3]);

  RandomConv2d conv;
  conv.input = tensor({whole(1, 2), groups * channels, height, width}, values);
  conv.weight = tensor({groups * baked.group_outputs, channels, baked.kernel_height, baked.kernel_width}, values);
  if (whole(0, 1)) conv.bias = tensor({groups * baked.group_outputs}, values);
  Attributes attributes;
  attributes.set("stride", std::vector<Index>{baked.stride_y, baked.stride_x});
  attributes.set("dilation", std::vector<Index>{baked.dilation_y, baked.dilation_x});
  attributes.set("padding", pads);
  attributes.set("padding_mode", mode);
  if (mode == "constant") attributes.set("padding_value", static_cast<double>(whole(-3, 3)));
  attributes.set("groups", std::vector<Index>{groups});
  conv.text = describe(conv, attributes);
  auto layer = find_operator("conv2d").value()->layer(attributes, {conv.input.extents, conv.weight.extents, conv.bias.extents});
  CONVSCOPE_CHECK(layer.ok(), conv.text + ": " + layer.error().message);
  conv.layer = *layer;
  return conv;
}

}  // namespace convscope

// What the two gradients of conv2d share: their attributes, the sizes that they are told, and their lines of code.
#pragma once

#include <string>
#include <vector>

#include "engine/ops/layer_base.h"

namespace convscope {

// The size that the gradient has (input_size, weight_size), then conv2d's attributes.
std::vector<AttributeSpec> gradient_attributes(const std::string& size);
// The four sizes that attribute `name` says: "conv2d_input_grad needs input_size", "input_size takes 4 sizes (N, C, H, W), 2 were given
// (5,7)".
Result<Extents> gradient_size(const std::string& op, const Attributes& attributes, const std::string& name, const std::string& layout);

// The axes of the forward convolution of an input and weights of these sizes, checked, and that the tensor in `slot` has the shape of
// its output.
Result<std::vector<Axis>> forward_axes(const Attributes& attributes, const Extents& input, const Extents& weight, const std::string& slot,
                                       const Extents& grad);

struct GradientFacts {
  std::vector<Axis> axes;  // of the forward convolution: height, width
  Extents size;            // of the gradient
  Index groups = 1;
  double padding_value = 0;
  const Attributes& attributes;
};
// PyTorch: nn.grad.<function>(…) where its padding is PyTorch's own, else the convolution and autograd for `of` ("x" or "w").
std::string torch_gradient_code(const GradientFacts& facts, const std::string& function, const std::string& of);
// Keras: a tape around the layer.
std::string keras_gradient_code(const std::string& of);

}  // namespace convscope

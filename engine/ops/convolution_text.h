// A convolution's line of code in other libraries.
#pragma once

#include <string>
#include <vector>

#include "engine/ops/axis.h"
#include "engine/ops/text.h"

namespace convscope {

struct ConvolutionFacts {
  std::vector<Axis> axes;  // one to three
  Index channels_in = 1, channels_out = 1, groups = 1;
  bool bias = false;
  bool turned = false;  // the kernel by 180°
  double padding_value = 0;
  const Attributes& attributes;
};
// Only what differs from the other library's defaults is written; padding that it cannot express stands on a line of its own before.
std::string convolution_code(CodeDialect dialect, const ConvolutionFacts& facts);

// One number per axis.
template <class AnyAxis>
std::vector<Index> of_each(const std::vector<AnyAxis>& axes, Index AnyAxis::*field) {
  std::vector<Index> numbers;
  for (const AnyAxis& axis : axes) numbers.push_back(axis.*field);
  return numbers;
}
// Begins, then ends.
template <class AnyAxis>
std::vector<Index> sides_of(const std::vector<AnyAxis>& axes) {
  std::vector<Index> sides = of_each(axes, &AnyAxis::begin);
  for (const AnyAxis& axis : axes) sides.push_back(axis.end);
  return sides;
}
template <class AnyAxis>
bool even_sides(const std::vector<AnyAxis>& axes) {
  return of_each(axes, &AnyAxis::begin) == of_each(axes, &AnyAxis::end);
}

// name=…, when it is not `standard` on every axis.
void add_unless(std::vector<std::string>& arguments, const std::string& name, const std::vector<Index>& numbers, Index standard);

// x = F.pad(x, …), or another name than x for the result: PyTorch's own line for padding that its layers do not take.
std::string torch_pad(const std::vector<Axis>& axes, const std::string& mode, double value, const std::string& result = "x");
// pads = …, then the Pad node that makes "padded" of "x".
std::string onnx_pad(const std::vector<Axis>& axes, double value);

}  // namespace convscope

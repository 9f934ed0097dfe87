// What max and average pooling of one to three axes share: the walk of a window over each plane, its attributes, its checks.
// Every channel is pooled on its own: y[n, c, p] combines input[n, c, p·s − begin + e·d] over the elements e of the window.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/ops/code_text.h"
#include "engine/ops/layer_base.h"
#include "engine/ops/volume.h"

namespace convscope {

// The taps of one output cell are listed in memory: so many at most.
inline constexpr Index kLargestWindow = Index{1} << 22;
// Indices are kept in single precision, which names no more cells of a plane one by one.
inline constexpr Index kMostNamedCells = Index{1} << 24;

class PoolLayer : public LayerBase {
 public:
  // `padding_value` stands wherever the window lies outside the input, beyond the padding (ceil mode) too.
  PoolLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes, double padding_value);
  // By element, z then y then x.
  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const final;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const final;
  WindowSteps windows(std::size_t /*slot*/) const override { return walked(axes_); }
  std::vector<FormulaLine> formula() const override;
  std::string code(CodeDialect dialect) const final;

 protected:
  const std::vector<Axis>& axes() const { return axes_; }         // as many as the operator has
  const std::array<Axis, 3>& three() const { return three_; }     // axes in front that are not there are one long
  const Volume& output_volume() const { return out_; }
  Index window() const { return three_[0].kernel * three_[1].kernel * three_[2].kernel; }
  bool ceil() const { return axes_.front().ceil; }
  std::vector<Index> numbers(Index Axis::*number) const;
  // Half the kernel, the same on both sides, is the most that PyTorch's layers pad themselves.
  bool torch_pads_itself() const;
  // kernel, stride and, where it pads itself, the padding; of an ONNX node with its name and tensors in front.
  Arguments torch_window() const;
  Arguments onnx_window(const std::string& node) const;
  // The shader and the fields of a Pooling in shaders/include/params.h up to the padding's ends.
  GpuPlan window_plan() const;

 private:
  virtual std::string torch_code() const = 0;
  virtual std::string keras_code() const = 0;
  virtual std::string onnx_code() const = 0;

  std::vector<Axis> axes_;
  std::array<Axis, 3> three_;
  Volume in_, out_;
  double padding_value_;
};

// "N, C, H, W" for one to three axes.
std::string pooling_layout(std::size_t axes);
// Refuses windows of more than kLargestWindow cells.
Status check_window(const std::vector<Index>& kernel);
// kernel_size (required), stride (kernel_size when absent), padding, ceil_mode.
std::vector<AttributeSpec> pooling_attributes();
// The checked axes of a window of kernel_size; gives `attributes` the stride that follows. Refuses, besides what every window refuses: no
// kernel_size, another rank, windows of more than kLargestWindow cells, padding of more than half the kernel (PyTorch's rule for padding
// given as it takes it) or, where begins and ends are given each, padding that a window could lie in whole.
Result<std::vector<Axis>> pooling_axes(const Operator& op, Attributes& attributes, const Extents& input, std::size_t count);
Extents pooled_extents(const Extents& input, const std::vector<Axis>& axes);

// ---- code -------------------------------------------------------------------------------------------------------------------
std::vector<Index> numbers_of(const std::vector<Axis>& axes, Index Axis::*number);
bool is_padded(const std::vector<Axis>& axes);
bool pads_evenly(const std::vector<Axis>& axes);  // begin = end on every axis
// What Keras's padding="same" gives at stride 1: the size stays, the odd one is at the end.
bool pads_same(const std::vector<Axis>& axes);
// "x = F.pad(x, (…), value=…)", last axis first, as PyTorch wants it.
std::string torch_padding(const std::vector<Axis>& axes, const std::string& value);
// "x = np.pad(x, ((0, 0), (0, 0), (1, 1)), constant_values=…)"
std::string numpy_padding(const std::vector<Axis>& axes, const std::string& value);
// [begins, ends]
std::vector<Index> onnx_pads(const std::vector<Axis>& axes);

}  // namespace convscope

// What every operator and every layer holds: id, slots and attribute table; resolved attributes, shapes and output.
// An operator derives from OperatorBase, says its table, and makes its layer from attributes and shapes that are checked so far.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/refusal.h"
#include "engine/ops/axis.h"
#include "engine/ops/operator.h"
#include "engine/ops/window_step.h"

namespace convscope {

class LayerBase : public Layer, public SeesThroughWindow {
 public:
  LayerBase(const Operator& op, Attributes attributes, Shapes shapes, Extents output)
      : op_(op), attributes_(std::move(attributes)), shapes_(std::move(shapes)), output_(output) {}
  const std::string& op() const override { return op_.id(); }
  const Attributes& attributes() const override { return attributes_; }
  const Shapes& shapes() const override { return shapes_; }
  const Extents& output() const override { return output_; }
  bool names_winner() const override { return op_.names_winner(); }

 protected:
  const Extents& shape(int slot) const { return shapes_[static_cast<std::size_t>(slot)]; }
  bool has(int slot) const { return !shape(slot).empty(); }
  // Values of all slots that are given, and of the output: what is read and written once.
  Index values_moved() const;

 private:
  const Operator& op_;
  Attributes attributes_;
  Shapes shapes_;
  Extents output_;
};

class OperatorBase : public Operator {
 public:
  OperatorBase(std::string id, std::vector<SlotSpec> slots, std::vector<AttributeSpec> attributes)
      : id_(std::move(id)), slots_(std::move(slots)), attributes_(std::move(attributes)) {}
  const std::string& id() const override { return id_; }
  const std::vector<SlotSpec>& slots() const override { return slots_; }
  const std::vector<AttributeSpec>& attributes() const override { return attributes_; }
  Result<std::shared_ptr<const Layer>> layer(const Attributes& given, const Shapes& shapes) const final;

 protected:
  using Made = Result<std::shared_ptr<const Layer>>;
  // Says in the operator's own words what is wrong with ranks or sizes, before the words that all share. Nothing is checked yet.
  virtual Status check_given(const Shapes& /*one per slot*/) const { return success(); }
  // `attributes` are resolved. `shapes` has one entry per slot; required ones are there, sizes are 1 to kLargestSize.
  // What it makes must not allocate: the memory budget is checked afterwards, and the output's size with it.
  virtual Made make(Attributes attributes, Shapes shapes) const = 0;

 private:
  std::string id_;
  std::vector<SlotSpec> slots_;
  std::vector<AttributeSpec> attributes_;
};

// ---- checks that operators share ------------------------------------------------------------------------------------------
// Refuses another rank: "conv2d reads an input of 4 axes (N, C, H, W), it has 3 (3×5×5)".
Status check_rank(std::string_view op, const std::string& slot, const Extents& extents, int rank, std::string_view layout);
// Refuses another shape: "the bias must hold 16 values (one per output channel), its shape is 8".
Status check_vector(const std::string& slot, const Extents& extents, Index values, std::string_view meaning);
Status check_same(const std::string& slot, const Extents& extents, const Extents& wanted, std::string_view of);
// "max_pool2d needs kernel_size", where an optional one is asked for after all.
Error missing_attribute(std::string_view op, const std::string& name);
// "output_size takes 2 numbers, 3 were given (1,2,3)"
Status check_count(const std::string& name, const std::vector<Index>& given, std::size_t count);

// ---- rows of attribute tables ----------------------------------------------------------------------------------------------
AttributeSpec per_axis_spec(std::string name, Index standard, Index minimum);      // stride, dilation, output_padding
AttributeSpec required_per_axis_spec(std::string name, Index minimum);             // optional in the table: `make` asks for it
AttributeSpec optional_per_axis_spec(std::string name, Index minimum);             // stride of pooling: kernel_size when absent
AttributeSpec padding_spec(std::vector<std::string> words = {});
AttributeSpec integer_spec(std::string name, Index standard, Index minimum);       // groups
AttributeSpec number_spec(std::string name, double standard);                      // eps, p, negative_slope
AttributeSpec optional_numbers_spec(std::string name);                             // scale_factor
AttributeSpec flag_spec(std::string name, bool standard);
AttributeSpec choice_spec(std::string name, std::vector<std::string> choices);     // the first is the default
AttributeSpec sizes_spec(std::string name);                                        // output_size: optional
// "zeros" …, and the constant: padding_mode, padding_value.
std::vector<AttributeSpec> padding_mode_specs();

// The axes of a sliding window over the last axes of `input` (one per entry of `kernel`), with whatever of stride, dilation, padding,
// padding_mode and ceil_mode the attributes have; checked. Named long | tall, wide | deep, tall, wide.
Result<std::vector<Axis>> window_axes(const Attributes& attributes, const Extents& input, const std::vector<Index>& kernel);

}  // namespace convscope

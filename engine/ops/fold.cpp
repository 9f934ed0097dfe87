// y[n, c, y, x] = Σ over the windows of an image of output_size that meet (y, x), of the number that their column holds for it.
// The transpose of unfold (col2im): overlaps add up, what lies in the padding is left out.
#include <fmt/core.h>

#include "engine/ops/blocks.h"
#include "engine/ops/code_text.h"

namespace convscope {
namespace {

class FoldLayer final : public LayerBase {
 public:
  FoldLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, const Blocks& blocks)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), blocks_(blocks) {}

  // A column is a place on a line, its rows are channels.
  void taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const override {
    for (Index at : blocks_.cells_at(cell)) {
      Tap& tap = taps.emplace_back();
      tap.data = {0, at};
      tap.at = {0, 0, at % blocks_.columns()};
      tap.element = blocks_.cell(at).element;
      tap.channel = at / blocks_.columns() % blocks_.rows();
    }
  }
  std::vector<Index> users_of(Ref datum, const TensorSet& /*tensors*/) const override {
    const BlockCell to = blocks_.cell(datum.index);
    if (!blocks_.is_on_image(to)) return {};
    return {blocks_.image().flat(to.n, to.c, to.at)};
  }
  // Each value is added once.
  Cost cost() const override {
    Cost cost;
    cost.flops = shape(0).count();
    cost.memory = values_moved();
    return cost;
  }
  std::vector<FormulaLine> formula() const override { return blocks_.formula(); }
  std::string code(CodeDialect dialect) const override {
    const Axis &tall = blocks_.tall(), &wide = blocks_.wide();
    if (dialect == CodeDialect::kKeras) return "# Keras has no fold: the gradient of\n# tf.image.extract_patches";
    if (dialect == CodeDialect::kOnnx) {
      Arguments arguments{"\"Col2Im\"", "[\"x\", \"image\", \"block\"]", "[\"y\"]"};
      if (tall.stride != 1 || wide.stride != 1) arguments.push_back("strides=" + list_text({tall.stride, wide.stride}));
      if (tall.begin + tall.end + wide.begin + wide.end != 0)
        arguments.push_back("pads=" + list_text({tall.begin, wide.begin, tall.end, wide.end}));
      if (tall.dilation != 1 || wide.dilation != 1) arguments.push_back("dilations=" + list_text({tall.dilation, wide.dilation}));
      return fmt::format("image = {}\nblock = {}\n", list_text({tall.input, wide.input}), list_text({tall.kernel, wide.kernel})) +
             call("helper.make_node", arguments);
    }
    const bool even = tall.begin == tall.end && wide.begin == wide.end;
    Arguments arguments = blocks_.torch_arguments(even);
    const Index height = even ? tall.input : tall.padded(), width = even ? wide.input : wide.padded();
    arguments.insert(arguments.begin(), fmt::format("({}, {})", height, width));
    const std::string fold = call("nn.Fold", arguments);
    if (even) return fold;
    return fold + fmt::format("\ny = y[..., {}:{}, {}:{}]", tall.begin, tall.begin + tall.input, wide.begin, wide.begin + wide.input);
  }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    blocks_.add_fields(plan);
    plan.reads = static_cast<double>(output().count()) * static_cast<double>(blocks_.tall().kernel * blocks_.wide().kernel);
    return plan;
  }

 private:
  Blocks blocks_;
};

class Fold final : public OperatorBase {
 public:
  Fold() : OperatorBase("fold", {{"input", true}}, attributes_of_fold()) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override;

 private:
  static std::vector<AttributeSpec> attributes_of_fold() {
    std::vector<AttributeSpec> attributes = block_attributes();
    attributes.insert(attributes.begin(), sizes_spec("output_size"));
    return attributes;
  }
};

OperatorBase::Made Fold::make(Attributes attributes, Shapes shapes) const {
  const Extents& input = shapes[0];
  Status rank = check_rank(id(), "input", input, 3, "N, C·kh·kw, L");
  if (!rank) return rank.error();
  for (const char* name : {"output_size", "kernel_size"}) {
    if (!attributes.has(name)) return missing_attribute(id(), name);
  }
  const std::vector<Index>& size = attributes.integers("output_size");
  Status two = check_count("output_size", size, 2);
  if (!two) return two.error();
  Result<std::vector<Index>> kernel = per_axis(attributes, "kernel_size", 2);
  if (!kernel) return kernel.error();
  const Index window = (*kernel)[0] * (*kernel)[1];
  if (input[1] % window != 0) {
    return impossible("kernel_size", "window_not_dividing_rows", "a window of {}×{} does not divide the {} rows of the input {}",
                      (*kernel)[0], (*kernel)[1], input[1], input.text());
  }
  const Extents output{input[0], input[1] / window, size[0], size[1]};
  Result<Blocks> blocks = blocks_of(*this, attributes, output);
  if (!blocks) return blocks.error();
  if (blocks->columns() != input[2]) {
    return impossible("output_size", "blocks_differ", "an output {}×{} has {}×{} = {} windows, the input {} has {} columns", size[0],
                      size[1], blocks->tall().output(), blocks->wide().output(), blocks->columns(), input.text(), input[2]);
  }
  return Made(std::make_shared<FoldLayer>(*this, std::move(attributes), std::move(shapes), output, *blocks));
}

const Fold kFold;

}  // namespace

const Operator& fold_operator() { return kFold; }

}  // namespace convscope

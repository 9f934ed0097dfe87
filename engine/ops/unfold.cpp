// y[n, (c·kh + ey)·kw + ex, ly·lw + lx] = input[n, c, ly·sh − pt + ey·dh, lx·sw − pl + ex·dw]; 0 in the padding.
// Known as im2col: a product with the filters as rows makes it a convolution.
#include <fmt/core.h>

#include "engine/ops/blocks.h"
#include "engine/ops/code_text.h"
#include "engine/ops/pooling.h"

namespace convscope {
namespace {

class UnfoldLayer final : public LayerBase {
 public:
  UnfoldLayer(const Operator& op, Attributes attributes, Shapes shapes, const Blocks& blocks)
      : LayerBase(op, std::move(attributes), shapes, Extents{shapes[0][0], blocks.rows(), blocks.columns()}), blocks_(blocks) {}

  void taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const override {
    const BlockCell from = blocks_.cell(cell);
    Tap& tap = taps.emplace_back();
    tap.at = from.at;
    tap.element = from.element;
    tap.channel = from.c;
    if (blocks_.is_on_image(from)) {
      tap.data = {0, blocks_.image().flat(from.n, from.c, from.at)};
    } else {
      tap.kind = TapKind::kPadding;
    }
  }
  std::vector<Index> users_of(Ref datum, const TensorSet& /*tensors*/) const override { return blocks_.cells_at(datum.index); }
  Cost cost() const override {
    Cost cost;
    cost.memory = values_moved();
    return cost;
  }
  std::vector<FormulaLine> formula() const override { return blocks_.formula(); }
  std::string code(CodeDialect dialect) const override {
    const Axis &tall = blocks_.tall(), &wide = blocks_.wide();
    const std::vector<Axis> axes{tall, wide};
    if (dialect == CodeDialect::kPyTorch) {
      if (pads_evenly(axes)) return call("nn.Unfold", blocks_.torch_arguments(true));
      return torch_padding(axes, "") + "\n" + call("nn.Unfold", blocks_.torch_arguments(false));
    }
    if (dialect == CodeDialect::kOnnx) return "# ONNX has no im2col: Conv with\n# one-hot filters";
    const std::string padding = is_padded(axes) ? numpy_padding(axes, "") + "\n" : "";
    return padding + "# channels last, channel innermost\n" +
           call("tf.image.extract_patches", {"x", fmt::format("[1, {}, {}, 1]", tall.kernel, wide.kernel),
                                             fmt::format("[1, {}, {}, 1]", tall.stride, wide.stride),
                                             fmt::format("[1, {}, {}, 1]", tall.dilation, wide.dilation), "\"VALID\""});
  }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    blocks_.add_fields(plan);
    plan.reads = static_cast<double>(output().count());
    return plan;
  }

 private:
  Blocks blocks_;
};

class Unfold final : public OperatorBase {
 public:
  Unfold() : OperatorBase("unfold", {{"input", true}}, block_attributes()) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    Status rank = check_rank(id(), "input", shapes[0], 4, pooling_layout(2));
    if (!rank) return rank.error();
    Result<Blocks> blocks = blocks_of(*this, attributes, shapes[0]);
    if (!blocks) return blocks.error();
    return Made(std::make_shared<UnfoldLayer>(*this, std::move(attributes), std::move(shapes), *blocks));
  }
};

const Unfold kUnfold;

}  // namespace

const Operator& unfold_operator() { return kUnfold; }

}  // namespace convscope

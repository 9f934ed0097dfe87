// dL/dw of a conv2d: dw[o, c, e] = Σ over n, p of grad[n, o, p] · x[n, first(o) + c, p·s − begin + e·d], with what stands in the padding:
// the output's gradient is the kernel that walks over the input, spread by the stride and striding by the dilation.
#include "engine/ops/convolution.h"
#include "engine/ops/convolution_gradient.h"
#include "engine/ops/window_text.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kGrad = 1;  // slots

class WeightGradLayer final : public LayerBase {
 public:
  WeightGradLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), axes_(std::move(axes)), tall_(axes_[0]), wide_(axes_[1]),
        groups_(this->attributes().integers("groups").front()), padding_value_(padding_value_of(this->attributes())), in_(shape(kInput)),
        grad_(shape(kGrad)), filters_(this->output()) {}

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> readers_of(Index cell, const TensorSet& tensors) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override;
  Cost cost() const override { return dense_cost(output().count(), grad_.n * grad_.plane(), 0, 0, values_moved()); }
  std::vector<FormulaLine> formula() const override { return window_formula(axes_); }
  std::string code(CodeDialect dialect) const override;
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    add_convolution_fields(plan, in_, grad_, listed(three_axes(axes_)), groups_, false);
    plan.padding_value = padding_value_;
    return plan;
  }

 private:
  Index filters_per_group() const { return filters_.n / groups_; }

  std::vector<Axis> axes_;  // of the forward convolution
  Axis tall_, wide_;
  Index groups_;
  double padding_value_;
  Volume in_, grad_, filters_;
};

void WeightGradLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  const VolumeCell weight = filters_.cell(cell);
  const Index channel = weight.n / filters_per_group() * filters_.c + weight.c;
  taps.reserve(taps.size() + static_cast<std::size_t>(grad_.n * grad_.plane()));
  for (Index n = 0; n < grad_.n; ++n) {
    for (Index oy = 0; oy < grad_.size[1]; ++oy) {
      const Index y = tall_.reads(oy, weight.at[1]);
      const std::optional<Index> from_y = tall_.source(y);
      for (Index ox = 0; ox < grad_.size[2]; ++ox) {
        const Index x = wide_.reads(ox, weight.at[2]);
        const std::optional<Index> from_x = wide_.source(x);
        Tap& tap = taps.emplace_back();
        if (from_y && from_x) {
          tap.data = {kInput, in_.flat(n, channel, {0, *from_y, *from_x})};
        } else {
          tap.value = padding_value_;
        }
        tap.kind = from_y == y && from_x == x ? TapKind::kCell : TapKind::kPadding;
        tap.weight = {kGrad, grad_.flat(n, weight.n, {0, oy, ox})};
        tap.at = {0, y, x};
        tap.element = {0, oy, ox};
        tap.channel = channel;
      }
    }
  }
}

std::vector<Index> WeightGradLayer::readers_of(Index cell, const TensorSet& /*tensors*/) const {
  const VolumeCell in = in_.cell(cell);
  const Index first = in.c / filters_.c * filters_per_group();
  const std::array<std::vector<Index>, 3> elements{std::vector<Index>{0}, tall_.elements_meeting(in.at[1]),
                                                   wide_.elements_meeting(in.at[2])};
  std::vector<Index> readers;
  for (Index filter = first; filter < first + filters_per_group(); ++filter) {
    const std::vector<Index> cells = filters_.cells(filter, in.c % filters_.c, 1, elements);
    readers.insert(readers.end(), cells.begin(), cells.end());
  }
  return readers;
}

// A gradient's cell is met by every weight of its filter.
std::vector<Index> WeightGradLayer::users_of(Ref datum, const TensorSet& tensors) const {
  if (datum.slot == kInput) return readers_of(datum.index, tensors);
  const Index weights = filters_.c * filters_.plane(), filter = grad_.cell(datum.index).c;
  std::vector<Index> users(static_cast<std::size_t>(weights));
  for (Index i = 0; i < weights; ++i) users[static_cast<std::size_t>(i)] = filter * weights + i;
  return users;
}

std::string WeightGradLayer::code(CodeDialect dialect) const {
  switch (dialect) {
    case CodeDialect::kPyTorch: return torch_gradient_code({axes_, output(), groups_, padding_value_, attributes()}, "conv2d_weight", "w");
    case CodeDialect::kKeras: return keras_gradient_code("w");
    case CodeDialect::kOnnx: return "# ONNX has no operator for gradients";
  }
  return "";
}

class WeightGrad final : public OperatorBase {
 public:
  WeightGrad() : OperatorBase("conv2d_weight_grad", {{"input", true}, {"grad", true}}, gradient_attributes("weight_size")) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    Status rank = check_rank(id(), "input", shapes[kInput], 4, input_layout(2));
    if (!rank) return rank.error();
    Result<Extents> size = gradient_size(id(), attributes, "weight_size", weight_layout(2, "Cout, Cin/groups"));
    if (!size) return size.error();
    Result<std::vector<Axis>> axes = forward_axes(attributes, shapes[kInput], *size, "grad", shapes[kGrad]);
    if (!axes) return axes.error();
    return Made(std::make_shared<WeightGradLayer>(*this, std::move(attributes), std::move(shapes), *size, *std::move(axes)));
  }
};

const WeightGrad kWeightGrad;

}  // namespace

const Operator& conv2d_weight_grad_operator() { return kWeightGrad; }

}  // namespace convscope

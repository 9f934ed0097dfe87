// dL/dx of a conv2d: dx[n, c, y, x] = Σ over o of c's group, over the places (own, and copies in the padding) where x[n, c, y, x] stands,
// over e of grad~[n, o, place + begin − e·d] · weight[o, c mod Cin/g, e]; grad~ is the output's gradient with s − 1 zeros inserted between
// neighbours. For zero padding that is the transposed convolution; padding of a constant has no gradient.
#include "engine/ops/convolution.h"
#include "engine/ops/convolution_gradient.h"
#include "engine/ops/convolution_text.h"
#include "engine/ops/pooling.h"
#include "engine/ops/transposed_convolution.h"
#include "engine/ops/window_text.h"

namespace convscope {
namespace {

constexpr int kGrad = 0, kWeight = 1;  // slots

class InputGradLayer final : public LayerBase {
 public:
  InputGradLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<Axis> axes)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), axes_(std::move(axes)), tall_(axes_[0]), wide_(axes_[1]),
        back_tall_(transpose_of(tall_)), back_wide_(transpose_of(wide_)), groups_(this->attributes().integers("groups").front()),
        grad_(shape(kGrad)), filters_(shape(kWeight)), out_(this->output()) {}

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> readers_of(Index cell, const TensorSet& tensors) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override;
  WindowSteps windows(std::size_t slot) const override {
    return slot == kGrad && !copies() ? walked({back_tall_, back_wide_}) : WindowSteps{};  // a copied cell is seen from two places
  }
  Cost cost() const override;
  std::vector<FormulaLine> formula() const override { return transposed_formula({back_tall_, back_wide_}); }
  std::string code(CodeDialect dialect) const override;
  GpuPlan gpu_plan() const override;

 private:
  bool copies() const { return tall_.mode != PaddingMode::kZeros && tall_.mode != PaddingMode::kConstant; }
  Index filters_per_group() const { return filters_.n / groups_; }

  std::vector<Axis> axes_;  // of the forward convolution
  Axis tall_, wide_;
  TransposedAxis back_tall_, back_wide_;
  Index groups_;
  Volume grad_, filters_, out_;
};

std::vector<Index> listed_places(const Axis& axis, Index index) {
  std::vector<Index> places;
  for (const PlaceRange& range : axis.places_of(index)) {
    for (Index place = range.first; place <= range.last; ++place) places.push_back(place);
  }
  return places;
}

void InputGradLayer::taps_to(Index cell, const TensorSet& /*tensors*/, std::vector<Tap>& taps) const {
  const VolumeCell out = out_.cell(cell);
  const std::vector<Index> rows = listed_places(tall_, out.at[1]), columns = listed_places(wide_, out.at[2]);
  const Index first = out.c / filters_.c * filters_per_group(), window = filters_.plane();
  for (Index filter = first; filter < first + filters_per_group(); ++filter) {
    const Index weights = (filter * filters_.c + out.c % filters_.c) * window;
    for (Index row : rows) {
      for (Index ey = tall_.kernel - 1; ey >= 0; --ey) {
        const Index y = back_tall_.reads(row, ey);
        const std::optional<Index> from_y = back_tall_.source(y);
        for (Index column : columns) {
          for (Index ex = wide_.kernel - 1; ex >= 0; --ex) {
            const Index x = back_wide_.reads(column, ex);
            const std::optional<Index> from_x = back_wide_.source(x);
            Tap& tap = taps.emplace_back();
            if (from_y && from_x) {
              tap.data = {kGrad, grad_.flat(out.n, filter, {0, *from_y, *from_x})};
            } else {
              tap.kind = back_tall_.is_inside(y) && back_wide_.is_inside(x) ? TapKind::kInserted : TapKind::kPadding;
              tap.stamped = false;
            }
            tap.weight = {kWeight, weights + ey * wide_.kernel + ex};
            tap.at = {0, y, x};
            tap.element = {0, ey, ex};
            tap.channel = filter;
          }
        }
      }
    }
  }
}

std::vector<Index> InputGradLayer::readers_of(Index cell, const TensorSet& /*tensors*/) const {
  const VolumeCell grad = grad_.cell(cell);
  const Index first = grad.c / filters_per_group() * filters_.c;
  return out_.cells(grad.n, first, filters_.c, {std::vector<Index>{0}, tall_.sources_of(grad.at[1]), wide_.sources_of(grad.at[2])});
}

std::vector<Index> InputGradLayer::users_of(Ref datum, const TensorSet& tensors) const {
  if (datum.slot == kGrad) return readers_of(datum.index, tensors);
  const VolumeCell weight = filters_.cell(datum.index);
  return cells_of_channel(out_, weight.n / filters_per_group() * filters_.c + weight.c);
}

// The forward convolution's products, each once more; over the gradient with its zeros, the whole window at every place.
Cost InputGradLayer::cost() const {
  const Index places = copies() ? tall_.padded() * wide_.padded() : tall_.input * wide_.input;
  Cost cost;
  cost.parameters = shape(kWeight).count();
  cost.multiplications = cost.macs = shape(kGrad).count() * filters_.c * filters_.plane();
  cost.macs_zeros_inserted = out_.n * out_.c * places * filters_per_group() * filters_.plane();
  cost.flops = 2 * cost.macs;
  cost.memory = values_moved();
  return cost;
}

std::string InputGradLayer::code(CodeDialect dialect) const {
  switch (dialect) {
    case CodeDialect::kPyTorch:
      return torch_gradient_code({axes_, output(), groups_, padding_value_of(attributes()), attributes()}, "conv2d_input", "x");
    case CodeDialect::kKeras: return keras_gradient_code("x");
    case CodeDialect::kOnnx:
      return std::string("# x is the gradient of the output\n") +
             (copies() ? "# ONNX does not add up the padding's copies\n" : "") +
             transposed_code(dialect, {{back_tall_, back_wide_}, filters_.n, out_.c, groups_, false});
  }
  return "";
}

GpuPlan InputGradLayer::gpu_plan() const {
  GpuPlan plan;
  plan.shader = op();
  add_convolution_fields(plan, out_, grad_, listed(three_axes(axes_)), groups_, false);
  plan.reads = static_cast<double>(*cost().macs_zeros_inserted);  // it tries every kernel element at every place
  return plan;
}

// A cell that replicate padding copies far and wide would have more taps than can be listed, though others have few.
Status check_copies(const std::vector<Axis>& axes, Index filters) {
  if (axes.front().mode != PaddingMode::kReplicate) return success();
  double taps = static_cast<double>(filters), places = 1;
  for (const Axis& axis : axes) {
    const Index most = 1 + (axis.input == 1 ? axis.begin + axis.end : std::max(axis.begin, axis.end));
    places *= static_cast<double>(most);
    taps *= static_cast<double>(most) * static_cast<double>(axis.kernel);
  }
  if (taps <= static_cast<double>(kLargestWindow)) return success();
  return impossible("padding", "too_many_copies", "the padding copies a corner to {} places, whose gradients cannot all be added up",
                    static_cast<Index>(places));
}

class InputGrad final : public OperatorBase {
 public:
  InputGrad() : OperatorBase("conv2d_input_grad", {{"input", true}, {"weight", true}}, gradient_attributes("input_size")) {}

 protected:
  Status check_given(const Shapes& shapes) const override {
    return check_convolution_shapes(id(), shapes[kGrad], shapes[kWeight], 2, "Cout, Cin/groups");
  }
  Made make(Attributes attributes, Shapes shapes) const override {
    const Extents& weight = shapes[kWeight];
    Result<Extents> size = gradient_size(id(), attributes, "input_size", input_layout(2));
    if (!size) return size.error();
    Result<std::vector<Axis>> axes = forward_axes(attributes, *size, weight, "input", shapes[kGrad]);
    if (!axes) return axes.error();
    Status copies = check_copies(*axes, weight[0] / attributes.integers("groups").front());
    if (!copies) return copies.error();
    return Made(std::make_shared<InputGradLayer>(*this, std::move(attributes), std::move(shapes), *size, *std::move(axes)));
  }
};

const InputGrad kInputGrad;

}  // namespace

const Operator& conv2d_input_grad_operator() { return kInputGrad; }

}  // namespace convscope

// y is input and after it other, along the axis dim; all other sizes are equal.
#include <fmt/core.h>

#include "engine/ops/elementwise.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kOther = 1;

class CatLayer final : public LayerBase {
 public:
  CatLayer(const Operator& op, Attributes attributes, Shapes shapes, const Extents& whole, int axis)
      : LayerBase(op, std::move(attributes), std::move(shapes), whole), axis_(axis) {}

  // A row is what lies together in memory: all cells of one place on the axes before dim.
  void taps_to(Index cell, const TensorSet&, std::vector<Tap>& taps) const override {
    const Index length = row(kInput) + row(kOther), at = cell % length;
    const int slot = at < row(kInput) ? kInput : kOther;
    Tap& tap = taps.emplace_back();
    tap.data = {static_cast<std::int8_t>(slot), cell / length * row(slot) + at - (slot == kOther ? row(kInput) : 0)};
    place_tap(tap, shape(slot), tap.data.index);
  }
  std::vector<Index> users_of(Ref datum, const TensorSet&) const override {
    const Index own = row(datum.slot), before = datum.slot == kOther ? row(kInput) : 0;
    return {datum.index / own * (row(kInput) + row(kOther)) + before + datum.index % own};
  }
  WindowSteps windows(std::size_t slot) const override { return own_place(shape(static_cast<int>(slot)), output()); }
  Cost cost() const override {
    Cost cost;
    cost.memory = values_moved();
    return cost;
  }
  std::vector<FormulaLine> formula() const override {
    auto line = [](std::string whole, std::string a, std::string b) -> FormulaLine {
      return {{std::move(whole), Role::kOutput},
              {" = ", Role::kPlain},
              {std::move(a), Role::kInput},
              {" + ", Role::kPlain},
              {std::move(b), Role::kInput}};
    };
    auto size = [this](const Extents& extents) { return std::to_string(extents[axis_]); };
    return {line(fmt::format("o[{}]", axis_), fmt::format("a[{}]", axis_), fmt::format("b[{}]", axis_)),
            line(size(output()), size(shape(kInput)), size(shape(kOther)))};
  }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return fmt::format("torch.cat((x, other), dim={})", axis_);
      case CodeDialect::kKeras: return fmt::format("layers.Concatenate(axis={})([x, other])", axis_);
      case CodeDialect::kOnnx: return fmt::format("helper.make_node(\"Concat\",\n    [\"x\", \"other\"], [\"y\"], axis={})", axis_);
    }
    return "";
  }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    for (Index field : {row(kInput), row(kOther)}) plan.add(field);
    plan.reads = static_cast<double>(output().count());
    return plan;
  }

 private:
  Index row(int slot) const {
    Index cells = 1;
    for (int axis = axis_; axis < output().rank(); ++axis) cells *= shape(slot)[axis];
    return cells;
  }
  int axis_;
};

class Cat final : public OperatorBase {
 public:
  Cat() : OperatorBase("cat", {{"input", true}, {"other", true}}, {integer_spec("dim", 0, -kMaxRank)}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    const Extents &a = shapes[kInput], &b = shapes[kOther];
    const Index dim = attributes.integers("dim").front();
    if (dim < -a.rank() || dim >= a.rank()) {
      return impossible("dim", "no_such_axis", "dim goes from {} to {} for an input of {} axes, it is {}", -a.rank(), a.rank() - 1,
                        a.rank(), dim);
    }
    const int axis = static_cast<int>(dim < 0 ? dim + a.rank() : dim);
    Extents whole = a;
    if (b.rank() == a.rank()) whole[axis] = b[axis];
    if (whole != b) {
      return impossible("other", "shapes_do_not_join",
                        "shapes {} and {} cannot be joined along axis {}: all other sizes must be equal", a.text(), b.text(), axis);
    }
    whole[axis] = a[axis] + b[axis];
    return Made(std::make_shared<CatLayer>(*this, std::move(attributes), std::move(shapes), whole, axis));
  }
};

const Cat kCat;

}  // namespace

const Operator& cat_operator() { return kCat; }

}  // namespace convscope

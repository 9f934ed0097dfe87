// y = input + alpha · other, of equal shapes or broadcast as PyTorch does: shapes are aligned at their last axes, and an axis of 1 (or
// one that is not there) is repeated along the other's.
#include <fmt/core.h>

#include <algorithm>

#include "engine/ops/elementwise.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kOther = 1;

// How far one step along each axis of the output moves in a tensor that is broadcast to it; 0: repeated. The last axis is the last.
std::array<Index, kMaxRank> steps_of(const Extents& extents) {
  std::array<Index, kMaxRank> steps{};
  Index step = 1;
  for (int back = 0; back < extents.rank(); ++back) {
    const Index size = extents[extents.rank() - 1 - back];
    if (size > 1) steps[static_cast<std::size_t>(kMaxRank - 1 - back)] = step;
    step *= size;
  }
  return steps;
}

std::array<Index, kMaxRank> sizes_of(const Extents& extents) {
  std::array<Index, kMaxRank> sizes;
  sizes.fill(1);
  for (int axis = 0; axis < extents.rank(); ++axis) sizes[static_cast<std::size_t>(kMaxRank - extents.rank() + axis)] = extents[axis];
  return sizes;
}

class AddLayer final : public LayerBase {
 public:
  AddLayer(const Operator& op, Attributes attributes, Shapes shapes, const Extents& sum)
      : LayerBase(op, std::move(attributes), std::move(shapes), sum) {}

  void taps_to(Index cell, const TensorSet&, std::vector<Tap>& taps) const override {
    for (int slot : {kInput, kOther}) {
      Tap& tap = taps.emplace_back();
      place_tap(tap, output(), cell);
      tap.data = {static_cast<std::int8_t>(slot), source(slot, cell)};
      if (slot == kOther) tap.coefficient = alpha();
    }
  }
  std::vector<Index> users_of(Ref datum, const TensorSet&) const override;
  WindowSteps windows(std::size_t slot) const override { return own_place(shape(static_cast<int>(slot)), output()); }
  Cost cost() const override {
    Cost cost;
    cost.flops = output().count() * (alpha() == 1 ? 1 : 2);  // an addition a cell, and a product where there is a factor
    cost.memory = values_moved();
    return cost;
  }
  std::vector<FormulaLine> formula() const override {
    const RoleText plus{alpha() == 1 ? " + " : fmt::format(" + {}·", alpha()), Role::kPlain};
    FormulaLine sum{{"y", Role::kOutput}, {" = ", Role::kPlain}, {"a", Role::kInput}, plus, {"b", Role::kInput}};
    FormulaLine sizes{{output().text(), Role::kOutput}, {" = ", Role::kPlain}, {shape(kInput).text(), Role::kInput}, {" + ", Role::kPlain},
                      {shape(kOther).text(), Role::kInput}};
    return {sum, sizes};
  }
  std::string code(CodeDialect dialect) const override {
    const std::string times = alpha() == 1 ? "" : fmt::format("{} * ", alpha());
    switch (dialect) {
      case CodeDialect::kPyTorch: return alpha() == 1 ? "x + other" : fmt::format("torch.add(x, other, alpha={})", alpha());
      case CodeDialect::kKeras: return alpha() == 1 ? "layers.Add()([x, other])" : "x + " + times + "other";
      case CodeDialect::kOnnx:
        return "helper.make_node(\"Add\",\n    [\"x\", \"other\"], [\"y\"])" + (alpha() == 1 ? "" : "  # other: " + times + "other");
    }
    return "";
  }
  // The fields of Add in shaders/include/params.h, in their order.
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    for (const auto& numbers : {sizes_of(output()), steps_of(shape(kInput)), steps_of(shape(kOther))}) {
      for (Index number : numbers) plan.add(number);
    }
    plan.add_number(alpha());
    plan.reads = 2 * static_cast<double>(output().count());
    return plan;
  }

 private:
  double alpha() const { return attributes().number("alpha"); }
  Index source(int slot, Index cell) const {
    const auto sizes = sizes_of(output()), steps = steps_of(shape(slot));
    Index from = 0;
    for (std::size_t axis = kMaxRank; axis-- > 0; cell /= sizes[axis]) from += cell % sizes[axis] * steps[axis];
    return from;
  }
};

// All places along the repeated axes.
std::vector<Index> AddLayer::users_of(Ref datum, const TensorSet&) const {
  const Extents& from = shape(datum.slot);
  const auto sizes = sizes_of(output()), own = sizes_of(from);
  const Cell place = cell_of(from, datum.index);
  std::vector<Index> users{0};
  for (std::size_t axis = 0; axis < kMaxRank; ++axis) {
    const std::size_t missing = static_cast<std::size_t>(kMaxRank - from.rank());
    const Index at = axis < missing ? 0 : place[axis - missing];
    const bool repeated = own[axis] == 1;
    std::vector<Index> longer;
    for (Index user : users) {
      for (Index i = repeated ? 0 : at; i < (repeated ? sizes[axis] : at + 1); ++i) longer.push_back(user * sizes[axis] + i);
    }
    users = std::move(longer);
  }
  return users;
}

class Add final : public OperatorBase {
 public:
  Add() : OperatorBase("add", {{"input", true}, {"other", true}}, {number_spec("alpha", 1)}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    const auto a = sizes_of(shapes[kInput]), b = sizes_of(shapes[kOther]);
    const int rank = std::max(shapes[kInput].rank(), shapes[kOther].rank());
    std::vector<Index> sum;
    for (std::size_t axis = static_cast<std::size_t>(kMaxRank - rank); axis < kMaxRank; ++axis) {
      if (a[axis] != b[axis] && a[axis] != 1 && b[axis] != 1) {
        return impossible("other", "shapes_do_not_broadcast",
                          "shapes {} and {} cannot be added: {} and {} differ, and only a 1 is repeated", shapes[kInput].text(),
                          shapes[kOther].text(), a[axis], b[axis]);
      }
      sum.push_back(std::max(a[axis], b[axis]));
    }
    return Made(std::make_shared<AddLayer>(*this, std::move(attributes), std::move(shapes), Extents(sum)));
  }
};

const Add kAdd;

}  // namespace

const Operator& add_operator() { return kAdd; }

}  // namespace convscope

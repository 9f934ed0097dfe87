// y[n, j·g + i, …] = x[n, i·(C/g) + j, …]: the channels, seen as g groups of C/g, are transposed and laid out flat again.
// PyTorch's ChannelShuffle; from ShuffleNet (Zhang et al. 2017).
#include <fmt/core.h>

#include <algorithm>

#include "engine/ops/layer_base.h"

namespace convscope {
namespace {

class ChannelShuffleLayer final : public LayerBase {
 public:
  ChannelShuffleLayer(const Operator& op, Attributes attributes, Shapes shapes, Index groups)
      : LayerBase(op, std::move(attributes), shapes, shapes[0]), groups_(groups) {}

  void taps_to(Index cell, const TensorSet&, std::vector<Tap>& taps) const override {
    const Index channel = cell / plane() % channels();
    Tap& tap = taps.emplace_back();
    tap.channel = channel % groups_ * per_group() + channel / groups_;
    tap.data = {0, cell + (tap.channel - channel) * plane()};
    const Cell place = cell_of(output(), cell);
    for (int axis = std::max(2, output().rank() - 3); axis < output().rank(); ++axis) {
      tap.at[static_cast<std::size_t>(3 - output().rank() + axis)] = place[static_cast<std::size_t>(axis)];
    }
  }
  std::vector<Index> users_of(Ref datum, const TensorSet&) const override {
    const Index channel = datum.index / plane() % channels();
    return {datum.index + (channel % per_group() * groups_ + channel / per_group() - channel) * plane()};
  }
  WindowSteps windows(std::size_t slot) const override { return own_place(shape(static_cast<int>(slot)), output()); }
  Cost cost() const override {
    Cost cost;
    cost.memory = values_moved();
    return cost;
  }
  std::vector<FormulaLine> formula() const override {
    auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
    return {{{"y", Role::kOutput}, plain("[j·g + i] = "), {"x", Role::kInput}, plain("[i·C/g + j]")},
            {{"y", Role::kOutput},
             plain(fmt::format("[j·{} + i] = ", groups_)),
             {"x", Role::kInput},
             plain(fmt::format("[i·{} + j]", per_group()))}};
  }
  std::string code(CodeDialect dialect) const override {
    const std::string grouped = fmt::format("{}, {}", groups_, per_group());
    switch (dialect) {
      case CodeDialect::kPyTorch: return fmt::format("nn.ChannelShuffle({})", groups_);
      case CodeDialect::kKeras: return fmt::format("# channels first\nlayers.Reshape(({}, -1))\nlayers.Permute((2, 1, 3))", grouped);
      case CodeDialect::kOnnx: return fmt::format("Reshape [n, {}, h, w]\nTranspose perm=[0, 2, 1, 3, 4]\nReshape [n, c, h, w]", grouped);
    }
    return "";
  }
  GpuPlan gpu_plan() const override {
    GpuPlan plan;
    plan.shader = op();
    for (Index field : {channels(), plane(), groups_}) plan.add(field);
    plan.reads = static_cast<double>(output().count());
    return plan;
  }

 private:
  Index channels() const { return output()[1]; }
  Index per_group() const { return channels() / groups_; }
  Index plane() const {
    Index cells = 1;
    for (int axis = 2; axis < output().rank(); ++axis) cells *= output()[axis];
    return cells;
  }
  Index groups_;
};

class ChannelShuffle final : public OperatorBase {
 public:
  ChannelShuffle() : OperatorBase("channel_shuffle", {{"input", true}}, {integer_spec("groups", 1, 1)}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    if (shapes[0].rank() < 3) {
      return impossible("input", "too_few_axes", "{} reads an input of 3 axes or more (N, C, …), it has {} ({})", id(), shapes[0].rank(),
                        shapes[0].text());
    }
    const Index groups = attributes.integers("groups").front(), channels = shapes[0][1];
    if (channels % groups != 0) {
      return impossible("groups", "groups_not_dividing_input", "groups {} does not divide the {} input channels", groups, channels);
    }
    return Made(std::make_shared<ChannelShuffleLayer>(*this, std::move(attributes), std::move(shapes), groups));
  }
};

const ChannelShuffle kChannelShuffle;

}  // namespace

const Operator& channel_shuffle_operator() { return kChannelShuffle; }

}  // namespace convscope

#include "engine/gpu/pass.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

constexpr double kPlainProduct = 8;  // a product takes that much longer when nothing is baked
constexpr Index kGroupItems = 64;  // local_size_x of shaders/include/item.glsl

Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }

}  // namespace

PassInput plain_input(const Tensor* tensor) {
  if (!tensor) return {};
  return {tensor->count(), [tensor](float* to) { std::copy(tensor->data.begin(), tensor->data.end(), to); }, &tensor->data, 0};
}

Pass plain_pass(const Layer& layer, const TensorSet& tensors) {
  GpuPlan plan = layer.gpu_plan();
  Pass pass;
  PassStep step;
  step.shader = "ops/" + plan.shader + ".comp";
  step.defines = plan.defines;
  step.defines.insert(step.defines.begin(), {"SHADER_" + plan.shader, "1"});
  step.parameters = plan.parameters;
  pass.padding_value = static_cast<float>(plan.padding_value);
  for (const Tensor* tensor : tensors) pass.inputs.push_back(plain_input(tensor));
  if (plan.table) {
    std::vector<float> table = plan.table(tensors);
    PassInput input;
    input.floats = static_cast<Index>(table.size());
    input.arrange = [table = std::move(table)](float* to) { std::copy(table.begin(), table.end(), to); };
    pass.inputs.push_back(std::move(input));
  }
  step.items = pass.output_floats = layer.output().count();
  step.work = kPlainProduct * (plan.reads > 0 ? plan.reads : static_cast<double>(layer.cost().macs));
  pass.steps.push_back(std::move(step));
  return pass;
}

std::function<void(const float* from, float* to)> collect_rows(Index rows, Index row_length, Index row_pitch) {
  if (row_length == row_pitch) return nullptr;
  return [=](const float* from, float* to) {
    for (Index row = 0; row < rows; ++row) std::copy_n(from + row * row_pitch, row_length, to + row * row_length);
  };
}

PartCutter::PartCutter(const PassStep& step, std::int64_t products, double seconds) : items_(step.items), seconds_(seconds) {
  const double dispatches = std::max(1.0, std::ceil(step.work / static_cast<double>(std::max<std::int64_t>(products, 1))));
  const Index wanted = static_cast<Index>(std::min(dispatches, static_cast<double>(std::max<Index>(items_, 1))));
  size_ = ceil_div(ceil_div(items_, wanted), kGroupItems) * kGroupItems;
}

PassPart PartCutter::next() {
  PassPart part{first_, std::min(size_, items_ - first_)};
  first_ += part.count;
  return part;
}

void PartCutter::took(double seconds) {
  constexpr double kMostGrowth = 2;
  const double change = seconds_ <= 0 ? 1 : std::min(kMostGrowth, seconds_ / std::max(seconds, 1e-9));
  const double wanted = std::min(static_cast<double>(size_) * change, static_cast<double>(std::max<Index>(items_, 1)));
  if (change < 1 || change >= kMostGrowth) size_ = std::max(kGroupItems, static_cast<Index>(wanted) / kGroupItems * kGroupItems);
}

GroupCounts fold_groups(Index items, int groups_per_axis) {
  Index groups = ceil_div(items, kGroupItems);
  GroupCounts counts;
  Index x = std::min<Index>(groups, groups_per_axis);
  Index y = std::min<Index>(ceil_div(groups, x), groups_per_axis);
  counts.x = static_cast<unsigned>(x);
  counts.y = static_cast<unsigned>(y);
  counts.z = static_cast<unsigned>(ceil_div(groups, x * y));
  return counts;
}

}  // namespace convscope

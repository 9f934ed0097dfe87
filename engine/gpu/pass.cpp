#include "engine/gpu/pass.h"

#include <algorithm>
#include <cmath>

namespace convscope {
namespace {

constexpr double kPlainProduct = 8;  // a product takes that much longer when nothing is baked
constexpr Index kGroupItems = 64;  // local_size_x of shaders/include/item.glsl

Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }

}  // namespace

Pass plain_pass(const Layer& layer, const TensorSet& tensors) {
  GpuPlan plan = layer.gpu_plan();
  Pass pass;
  pass.shader = "ops/" + plan.shader + ".comp";
  pass.defines = plan.defines;
  pass.defines.insert(pass.defines.begin(), {"SHADER_" + plan.shader, "1"});
  pass.parameters = plan.parameters;
  pass.padding_value = static_cast<float>(plan.padding_value);
  for (const Tensor* tensor : tensors) {
    PassInput input;
    if (tensor) {
      input.floats = tensor->count();
      input.arrange = [tensor](float* to) { std::copy(tensor->data.begin(), tensor->data.end(), to); };
    }
    pass.inputs.push_back(std::move(input));
  }
  if (plan.table) {
    std::vector<float> table = plan.table(tensors);
    PassInput input;
    input.floats = static_cast<Index>(table.size());
    input.arrange = [table = std::move(table)](float* to) { std::copy(table.begin(), table.end(), to); };
    pass.inputs.push_back(std::move(input));
  }
  pass.items = layer.output().count();
  pass.work = kPlainProduct * (plan.reads > 0 ? plan.reads : static_cast<double>(layer.cost().macs));
  pass.output_rows = 1;
  pass.row_length = pass.row_pitch = pass.items;
  return pass;
}

std::vector<PassPart> parts_of(const Pass& pass, std::int64_t products_per_dispatch) {
  double dispatches = std::max(1.0, std::ceil(pass.work / static_cast<double>(std::max<std::int64_t>(products_per_dispatch, 1))));
  Index wanted = static_cast<Index>(std::min(dispatches, static_cast<double>(std::max<Index>(pass.items, 1))));
  Index size = ceil_div(ceil_div(pass.items, wanted), kGroupItems) * kGroupItems;
  std::vector<PassPart> parts;
  for (Index first = 0; first < pass.items; first += size) parts.push_back({first, std::min(size, pass.items - first)});
  return parts;
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

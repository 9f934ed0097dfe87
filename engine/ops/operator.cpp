#include "engine/ops/operator.h"

#include <algorithm>

#include "engine/base/refusal.h"

namespace convscope {

std::vector<Index> Layer::readers_of(Index cell, const TensorSet& tensors) const { return users_of(Ref{0, cell}, tensors); }

std::vector<Index> Layer::users_of(Ref datum, const TensorSet& tensors) const {
  auto names = [&datum](const Ref& ref) { return ref.slot == datum.slot && ref.index == datum.index; };
  std::vector<Index> users;
  std::vector<Tap> taps;
  for (Index cell = 0; cell < output().count(); ++cell) {
    taps.clear();
    taps_to(cell, tensors, taps);
    auto uses = [&names](const Tap& tap) { return names(tap.data) || names(tap.weight) || names(tap.scale); };
    if (std::any_of(taps.begin(), taps.end(), uses)) users.push_back(cell);
  }
  return users;
}

double Layer::divisor(Index cell, const TensorSet& tensors) const {
  std::vector<Tap> taps;
  taps_to(cell, tensors, taps);
  return static_cast<double>(std::count_if(taps.begin(), taps.end(), [](const Tap& tap) { return tap.kind != TapKind::kBias; }));
}

Status check_memory(std::string_view op, const std::vector<NamedExtents>& tensors) {
  constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;
  double bytes = 0;
  std::string list;
  for (const NamedExtents& tensor : tensors) {
    if (tensor.extents.empty()) continue;
    double values = 1;
    for (int axis = 0; axis < tensor.extents.rank(); ++axis) values *= static_cast<double>(tensor.extents[axis]);
    bytes += 4 * values;
    list += (list.empty() ? "" : ", ") + tensor.name + " " + tensor.extents.text();
  }
  if (bytes <= static_cast<double>(kMemoryBudget)) return success();
  return refusal(ErrorKind::kMemory, "", "too_much_memory", "{} would need {} GiB for {}; the limit is {} GiB", op,
                 fmt::format("{:.3g}", bytes / kGibibyte), list, fmt::format("{:.3g}", static_cast<double>(kMemoryBudget) / kGibibyte));
}

}  // namespace convscope

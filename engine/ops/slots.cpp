#include "engine/ops/slots.h"

#include <algorithm>

#include "engine/base/check.h"

namespace convscope {

const Operator& operator_of(const Layer& layer) {
  const Result<const Operator*> found = find_operator(layer.op());
  CONVSCOPE_CHECK(found.ok(), "a layer's operator is in the list");
  return **found;
}

Extents shape_of(const Layer& layer, std::string_view slot) {
  const std::vector<SlotSpec>& slots = operator_of(layer).slots();
  for (std::size_t i = 0; i < slots.size(); ++i)
    if (slots[i].name == slot) return layer.shapes()[i];
  return {};
}

bool has_attribute(const Operator& op, std::string_view name) {
  return std::any_of(op.attributes().begin(), op.attributes().end(), [&](const AttributeSpec& each) { return each.name == name; });
}

}  // namespace convscope

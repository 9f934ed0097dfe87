// Short ways for tests to make conv2d layers.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

using GivenAttributes = std::vector<std::pair<std::string, AttributeValue>>;

inline AttributeValue numbers(std::vector<Index> list) { return AttributeValue{std::move(list)}; }
inline AttributeValue word(std::string text) { return AttributeValue{std::move(text)}; }

inline Result<std::shared_ptr<const Layer>> try_conv2d(const Shapes& shapes, const GivenAttributes& given = {}) {
  Attributes attributes;
  for (const auto& [name, value] : given) attributes.set(name, value);
  return find_operator("conv2d").value()->layer(attributes, shapes);
}

// For cases that are possible; an impossible one ends the test program with the layer's sentence.
inline std::shared_ptr<const Layer> conv2d(const Shapes& shapes, const GivenAttributes& given = {}) {
  return try_conv2d(shapes, given).value();
}

// first, first + 1, …: every cell differs from its neighbours.
inline Tensor counting(const Extents& extents, float first = 1) {
  Tensor tensor(extents);
  for (float& value : tensor.data) value = first++;
  return tensor;
}

}  // namespace convscope

// What every variant of a convolution costs on the same shapes: layers as the engine makes them, and their own counts. Nothing is computed,
// so the shapes may be as large as those of a real network. Zero padding keeps the size, biases are left out.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

struct CostShapes {
  Index channels = 64, filters = 128, side = 56, kernel = 3, groups = 4;  // the kernel is odd
};

struct CostPart {
  std::shared_ptr<const Layer> layer;
  Cost cost;
};

struct VariantCost {
  std::string id;               // words: variant.<id>
  std::vector<CostPart> parts;  // one layer after the other; empty when refused
  Cost total;
  std::optional<Error> refusal;  // why these shapes do not suit it
};

// In a fixed order, the standard convolution first.
std::vector<VariantCost> variant_costs(const CostShapes& shapes);

}  // namespace convscope

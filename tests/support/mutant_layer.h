// A layer with a seeded fault: its taps are changed, everything else is the layer's.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

using ChangeTaps = std::function<void(const Layer&, Index cell, std::vector<Tap>&)>;

class MutantLayer final : public Layer {
 public:
  MutantLayer(std::shared_ptr<const Layer> layer, ChangeTaps change) : layer_(std::move(layer)), change_(std::move(change)) {}
  const std::string& op() const override { return layer_->op(); }
  const Attributes& attributes() const override { return layer_->attributes(); }
  const Shapes& shapes() const override { return layer_->shapes(); }
  const Extents& output() const override { return layer_->output(); }
  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override {
    layer_->taps_to(cell, tensors, taps);
    change_(*layer_, cell, taps);
  }
  Combine combine() const override { return layer_->combine(); }
  double divisor(Index cell, const TensorSet& tensors) const override { return layer_->divisor(cell, tensors); }
  double finish(double combined, Index cell, const TensorSet& tensors) const override { return layer_->finish(combined, cell, tensors); }
  Cost cost() const override { return layer_->cost(); }
  std::vector<FormulaLine> formula() const override { return layer_->formula(); }
  std::string code(CodeDialect dialect) const override { return layer_->code(dialect); }
  GpuPlan gpu_plan() const override { return layer_->gpu_plan(); }

 private:
  std::shared_ptr<const Layer> layer_;
  ChangeTaps change_;
};

}  // namespace convscope

// Random access to every step of a layer: what one output cell reads (gather), or where one input cell goes (scatter).
// Nothing is stored: a step is computed from the taps when asked for. Every number drawn comes from here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

struct Term {
  Tap tap;
  double data = 0;     // the value read (the padding's value when outside)
  double weight = 1;   // 1 when there is none
  double product = 0;
  double scale = 1;      // a mask over the products; 1 when there is none
  double part = 0;       // coefficient · data: what this cell gives to a value read between cells
};

struct GatherStep {
  Index cell = 0;            // output, flat
  Cell position{};           // (n, c, y, x)
  std::vector<Term> terms;   // without the bias
  std::vector<double> channel_sums;  // per input channel that the cell reads, in order of channel (sum-combined layers)
  std::vector<Index> channels;       // their input channels
  std::optional<double> bias;
  double sum = 0;            // of the terms, without bias
  double result = 0;         // combined, biased, finished: equals the reference's cell
  std::optional<std::size_t> winner; // index into terms (max)
  // The window: smallest and largest `at` (y, x) of the terms, in input coordinates (negative = padding).
  Index top = 0, left = 0, bottom = -1, right = -1;
  Index front = 0, back = -1;        // z, for volumes
};

struct ScatterContribution {
  Index output = 0;  // flat output cell
  Term term;
};

struct ScatterStep {
  Index cell = 0;     // input, flat
  Cell position{};
  std::vector<ScatterContribution> contributions;
};

class Trace {
 public:
  // Tensors must outlive the trace; one per slot, nullptr = absent.
  Trace(std::shared_ptr<const Layer> layer, TensorSet tensors);

  const Layer& layer() const { return *layer_; }
  const TensorSet& tensors() const { return tensors_; }
  Index gather_steps() const;   // output cells
  Index scatter_steps() const;  // input cells
  GatherStep gather(Index step) const;
  ScatterStep scatter(Index step) const;
  // How often each cell of one input plane (n = 0, channel 0, group of channel 0) is read by one output plane; H×W doubles.
  Tensor times_read() const;

 private:
  std::shared_ptr<const Layer> layer_;
  TensorSet tensors_;
};

}  // namespace convscope

// A gather step is the taps of one output cell; a scatter step is the taps, of all outputs that read one input cell, which name it.
#include "engine/trace/trace.h"

#include <algorithm>
#include <cmath>

#include "engine/reference/reference.h"

namespace convscope {
namespace {

constexpr int kFirstSpatialAxis = 2;  // tensors are N, C, then space

Term term_of(const Tap& tap, const TensorSet& tensors) {
  auto read = [&tensors](const Ref& ref) { return static_cast<double>((*tensors[static_cast<std::size_t>(ref.slot)])[ref.index]); };
  Term term{tap, tap.value, 1, tap_product(tap, tensors)};
  if (!tap.data.none()) term.data = read(tap.data);
  if (!tap.weight.none()) term.weight = read(tap.weight);
  if (!tap.scale.none()) term.scale = read(tap.scale);
  term.part = tap.coefficient * term.data;
  return term;
}

void grow_window(GatherStep& step, const Tap& tap) {
  const bool first = step.bottom < step.top;
  auto grow = [first](Index at, Index& smallest, Index& largest) {
    smallest = first ? at : std::min(smallest, at);
    largest = first ? at : std::max(largest, at);
  };
  grow(tap.at[0], step.front, step.back);
  grow(tap.at[1], step.top, step.bottom);
  grow(tap.at[2], step.left, step.right);
}

void add_to_channel(GatherStep& step, const Term& term) {
  auto found = std::find(step.channels.begin(), step.channels.end(), term.tap.channel);
  if (found == step.channels.end()) {
    step.channels.push_back(term.tap.channel);
    step.channel_sums.push_back(term.product);
  } else {
    step.channel_sums[static_cast<std::size_t>(found - step.channels.begin())] += term.product;
  }
}

}  // namespace

Trace::Trace(std::shared_ptr<const Layer> layer, TensorSet tensors) : layer_(std::move(layer)), tensors_(std::move(tensors)) {
  tensors_.resize(layer_->shapes().size(), nullptr);
  for (std::size_t slot = 0; slot < tensors_.size(); ++slot) {
    const Extents given = tensors_[slot] ? tensors_[slot]->extents : Extents{};
    CONVSCOPE_CHECK_EQ(given.text(), layer_->shapes()[slot].text());
  }
}

Index Trace::gather_steps() const { return layer_->output().count(); }
Index Trace::scatter_steps() const { return layer_->shapes()[0].count(); }

GatherStep Trace::gather(Index cell) const {
  GatherStep step;
  step.cell = cell;
  step.position = cell_of(layer_->output(), cell);
  std::vector<Tap> taps;
  layer_->taps_to(cell, tensors_, taps);
  for (const Tap& tap : taps) {
    const Term term = term_of(tap, tensors_);
    if (tap.kind == TapKind::kBias) {
      step.bias = step.bias.value_or(0) + term.product;
      continue;
    }
    if (layer_->combine() == Combine::kMax) {
      if (!step.winner || term.product > step.terms[*step.winner].product || std::isnan(term.product)) step.winner = step.terms.size();
    } else {
      add_to_channel(step, term);
      step.sum += term.product;
    }
    if (tap.coefficient != 0) grow_window(step, tap);  // a neighbour of share 0 is not read
    step.terms.push_back(term);
  }
  if (step.winner) step.sum = step.terms[*step.winner].product;
  step.result = reference_cell(*layer_, tensors_, cell);
  return step;
}

ScatterStep Trace::scatter(Index cell) const {
  ScatterStep step;
  step.cell = cell;
  step.position = cell_of(layer_->shapes()[0], cell);
  std::vector<Tap> taps;
  for (Index output : layer_->readers_of(cell, tensors_)) {
    taps.clear();
    layer_->taps_to(output, tensors_, taps);
    for (const Tap& tap : taps) {
      if (tap.data.slot == 0 && tap.data.index == cell) step.contributions.push_back({output, term_of(tap, tensors_)});
    }
  }
  return step;
}

Tensor Trace::times_read() const {
  auto plane_of = [](const Extents& extents) {
    std::vector<Index> sizes;
    for (int axis = std::min(kFirstSpatialAxis, extents.rank() - 1); axis < extents.rank(); ++axis) sizes.push_back(extents[axis]);
    return Extents(sizes);
  };
  Tensor counts(plane_of(layer_->shapes()[0]));
  const Index outputs = plane_of(layer_->output()).count();
  std::vector<Tap> taps;
  for (Index output = 0; output < outputs; ++output) {
    taps.clear();
    layer_->taps_to(output, tensors_, taps);
    for (const Tap& tap : taps) {
      if (tap.data.slot == 0 && tap.data.index < counts.count()) counts[tap.data.index] += 1;
    }
  }
  return counts;
}

}  // namespace convscope

// Checks that can fail: every operator with a seeded fault in its taps is told apart from the stored numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/ops/volume.h"
#include "engine/reference/reference.h"
#include "support/mutant_layer.h"
#include "support/stored_cases.h"

namespace convscope {
namespace {

const double kRounding = std::ldexp(1.0, -24), kRough = std::ldexp(1.0, -12);  // unit roundoffs: of single precision, of a plain difference

constexpr std::size_t kFew = 20;  // of more stored cases every other is tried

// Nothing where the fault changes nothing in this case.
using MakeMutant = ChangeTaps (*)(const StoredCase&);

ChangeTaps dropped_tap(const StoredCase&) {
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    if (!taps.empty()) taps.erase(taps.begin() + static_cast<std::ptrdiff_t>(taps.size() / 2));
  };
}

ChangeTaps turned_kernel(const StoredCase&) {
  return [](const Layer& layer, Index, std::vector<Tap>& taps) {
    const Extents& weight = layer.shapes()[1];
    Index window = 1;
    for (int axis = 2; axis < weight.rank(); ++axis) window *= weight[axis];
    for (Tap& tap : taps) {
      if (!tap.weight.none()) tap.weight.index += window - 1 - 2 * (tap.weight.index % window);
    }
  };
}

ChangeTaps dropped_bias(const StoredCase& c) {
  std::vector<Tap> taps;
  c.layer->taps_to(0, c.tensors(), taps);
  if (taps.empty() || taps.back().kind != TapKind::kBias) return nullptr;
  return [](const Layer&, Index, std::vector<Tap>& changed) { changed.pop_back(); };
}

ChangeTaps shifted_reading(const StoredCase&) {
  return [](const Layer& layer, Index, std::vector<Tap>& taps) {
    for (Tap& tap : taps) {
      if (tap.kind != TapKind::kCell) continue;
      tap.data.index = (tap.data.index + 1) % layer.shapes()[static_cast<std::size_t>(tap.data.slot)].count();
    }
  };
}

ChangeTaps taps_of_the_next_cell(const StoredCase& c) {
  return [&c](const Layer& layer, Index cell, std::vector<Tap>& taps) {
    taps.clear();
    layer.taps_to((cell + 1) % layer.output().count(), c.tensors(), taps);
  };
}

// One number an axis of space: z, y, x.
Place per_axis_of(const StoredCase& c, const char* attribute) {
  Place numbers{1, 1, 1};
  if (!c.layer->attributes().has(attribute)) return numbers;
  const std::vector<Index>& given = c.layer->attributes().integers(attribute);
  const std::size_t axes = static_cast<std::size_t>(c.slots[0].extents.rank() - 2);
  for (std::size_t axis = 0; axis < axes; ++axis) numbers[3 - axes + axis] = given.size() == 1 ? given[0] : given[axis];
  return numbers;
}

// Every tap reads so much further on, and nothing outside. `zeros`: places count the zeros that the stride inserts between cells.
ChangeTaps moved(const StoredCase& c, const std::function<Place(const Tap&)>& by, bool zeros) {
  const Place stride = zeros ? per_axis_of(c, "stride") : Place{1, 1, 1};
  return [in = Volume(c.slots[0].extents), by, stride](const Layer& layer, Index cell, std::vector<Tap>& taps) {
    for (Tap& tap : taps) {
      if (tap.kind == TapKind::kBias) continue;
      const Place further = by(tap);
      Place place{};
      bool inside = true;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const Index at = tap.at[axis] + further[axis];
        place[axis] = at / stride[axis];
        inside = inside && at >= 0 && at % stride[axis] == 0 && place[axis] < in.size[axis];
      }
      const Index n = cell / (layer.output().count() / layer.output()[0]);
      tap.data = inside ? Ref{0, in.flat(n, tap.channel, place)} : Ref{};
      tap.value = layer.combine() == Combine::kMax ? -std::numeric_limits<double>::infinity() : 0;
    }
  };
}

ChangeTaps shifted_padding(const StoredCase& c) {
  return moved(c, [](const Tap&) { return Place{0, 0, 1}; }, false);
}
ChangeTaps shifted_cut(const StoredCase& c) {
  return moved(c, [](const Tap&) { return Place{0, 0, 1}; }, true);
}

// A window reads element · dilation further on; gathered backwards, so much further back.
ChangeTaps without_dilation(const StoredCase& c, Index direction) {
  const Place dilation = per_axis_of(c, "dilation");
  if (dilation == Place{1, 1, 1}) return nullptr;
  return moved(c, [dilation, direction](const Tap& tap) {
    Place further{};
    for (std::size_t axis = 0; axis < 3; ++axis) further[axis] = direction * tap.element[axis] * (1 - dilation[axis]);
    return further;
  }, direction < 0);
}
ChangeTaps ignored_dilation(const StoredCase& c) { return without_dilation(c, 1); }
ChangeTaps ignored_dilation_backwards(const StoredCase& c) { return without_dilation(c, -1); }

// The groups of a convolution, the channels of a pool: all read what the first does.
ChangeTaps first_group_for_all(const StoredCase& c) {
  const Extents& input = c.slots[0].extents;
  const Index channel_cells = input.count() / (input[0] * input[1]);
  return [channel_cells, channels = input[1]](const Layer&, Index, std::vector<Tap>& taps) {
    Index first = channels;
    for (const Tap& tap : taps) first = tap.kind == TapKind::kBias ? first : std::min(first, tap.channel);
    for (Tap& tap : taps) {
      if (tap.data.slot == 0) tap.data.index -= first * channel_cells;
    }
  };
}

ChangeTaps second_input_forgotten(const StoredCase&) {
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    std::erase_if(taps, [](const Tap& tap) { return tap.data.slot == 1; });
  };
}

ChangeTaps ignored_copies(const StoredCase&) {
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    for (Tap& tap : taps) {
      if (tap.kind == TapKind::kPadding) tap.data = {};
    }
  };
}

ChangeTaps ignored_shares(const StoredCase&) {
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    for (Tap& tap : taps) tap.coefficient = tap.coefficient == 0 ? 0 : 1;
  };
}

ChangeTaps ignored_mask(const StoredCase&) {
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    for (Tap& tap : taps) tap.scale = {};
  };
}

ChangeTaps unwritten_cell(const StoredCase&) {
  return [](const Layer& layer, Index cell, std::vector<Tap>& taps) {
    if (cell == layer.output().count() - 1) taps.clear();
  };
}

bool agrees(const Layer& layer, const StoredCase& c) {
  const Tensor64 computed = reference(layer, c.tensors());
  for (Index cell = 0; cell < computed.count(); ++cell) {
    const double tolerance = c.integer ? 0 : error_bound(*c.layer, c.tensors(), cell, kRounding);
    if (std::abs(computed[cell] - static_cast<double>(c.output[cell])) > tolerance) return false;
  }
  return true;
}

// Not where the fault only reorders a sum, or hits what is equal.
bool differs_in_value(const Layer& mutant, const StoredCase& c) {
  for (Index cell = 0; cell < c.output.count(); ++cell) {
    const double difference = reference_cell(mutant, c.tensors(), cell) - reference_cell(*c.layer, c.tensors(), cell);
    if (std::abs(difference) > error_bound(*c.layer, c.tensors(), cell, kRough)) return true;
  }
  return false;
}

using Names = std::vector<std::string>;
const Names kConvolutions{"conv1d", "conv3d", "convolve"};
const Names kTransposed{"conv_transpose1d", "conv_transpose2d", "conv_transpose3d"};
const Names kMaxPools{"max_pool1d", "max_pool2d", "max_pool3d"};
const Names kAveragePools{"avg_pool1d", "avg_pool2d", "avg_pool3d"};

Names together(const std::vector<Names>& lists) {
  Names all;
  for (const Names& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

// conv2d has stored cases and mutants of its own (mutants_test.cpp).
Names every_operator() {
  Names names;
  for (const Operator* op : all_operators()) {
    if (op->id() != "conv2d") names.push_back(op->id());
  }
  return names;
}

struct Fault {
  const char* name;
  MakeMutant make;
  Names operators;  // where it can show
};

std::vector<Fault> all_faults() {
  const Names all = every_operator(), gradients{"conv2d_input_grad", "conv2d_weight_grad"};
  const Names windows = together({kConvolutions, kMaxPools, kAveragePools, {"deform_conv2d", "unfold"}});
  const Names backwards = together({kTransposed, {"conv2d_input_grad"}});
  return {{"dropped tap", dropped_tap, all},
          {"shifted reading", shifted_reading, all},
          {"taps of the next cell", taps_of_the_next_cell, all},
          {"unwritten cell", unwritten_cell, all},
          {"turned kernel", turned_kernel, together({kConvolutions, kTransposed, gradients, {"deform_conv2d"}})},
          {"shifted padding", shifted_padding, together({windows, {"interpolate"}})},
          {"shifted padding", shifted_cut, backwards},
          {"ignored dilation", ignored_dilation, together({{"conv1d", "conv3d", "deform_conv2d", "unfold"}, kMaxPools})},
          {"ignored dilation", ignored_dilation_backwards, backwards},
          {"first group for all", first_group_for_all,
           together({windows, kTransposed, gradients, {"global_avg_pool2d", "interpolate", "max_unpool2d", "channel_shuffle"}})},
          {"dropped bias", dropped_bias, together({kConvolutions, kTransposed, {"deform_conv2d", "linear", "batch_norm"}})},
          {"second input forgotten", second_input_forgotten, {"add", "cat", "batch_norm"}},
          {"ignored copies", ignored_copies, together({kConvolutions, {"conv2d_weight_grad"}})},
          {"ignored shares", ignored_shares, {"deform_conv2d", "interpolate", "dropout", "batch_norm", "add"}},
          {"ignored mask", ignored_mask, {"deform_conv2d"}}};
}

std::map<std::string, std::vector<StoredCase>> stored_by_operator() {
  std::map<std::string, std::vector<StoredCase>> stored;
  for (const std::string& family : stored_families()) {
    for (StoredCase& c : load_stored_cases(family)) stored[c.layer->op()].push_back(std::move(c));
  }
  return stored;
}

TEST(OperatorMutants, EverySeededFaultInTheTapsIsToldApartFromTheStoredNumbers) {
  const std::map<std::string, std::vector<StoredCase>> stored = stored_by_operator();
  for (const Fault& fault : all_faults()) {
    for (const std::string& op : fault.operators) {
      const std::vector<StoredCase>& cases = stored.at(op);
      int applied = 0;
      for (std::size_t i = 0; i < cases.size(); i += cases.size() < kFew ? 1 : 2) {
        const ChangeTaps change = fault.make(cases[i]);
        if (!change) continue;
        const MutantLayer mutant(cases[i].layer, change);
        if (!differs_in_value(mutant, cases[i])) continue;
        ++applied;
        EXPECT_FALSE(agrees(mutant, cases[i])) << fault.name << " is not told apart in " << cases[i].name;
      }
      EXPECT_GE(applied, 5) << fault.name << " in " << op;
    }
  }
}

TEST(OperatorMutants, TheUnchangedLayerAgrees) {
  const ChangeTaps nothing = [](const Layer&, Index, std::vector<Tap>&) {};
  for (const auto& [op, cases] : stored_by_operator()) {
    for (const StoredCase& c : cases) EXPECT_TRUE(agrees(MutantLayer(c.layer, nothing), c)) << c.name;
  }
}

}  // namespace
}  // namespace convscope

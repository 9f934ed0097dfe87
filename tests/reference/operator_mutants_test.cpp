// Checks that can fail: convolutions of every kind with a seeded fault in their taps are told apart from the stored numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/reference/reference.h"
#include "support/mutant_layer.h"
#include "support/stored_cases.h"

namespace convscope {
namespace {

// Nothing where the fault changes nothing in this case.
using MakeMutant = ChangeTaps (*)(const StoredCase&);

ChangeTaps dropped_tap(const StoredCase&) {
  return [](const Layer&, Index, std::vector<Tap>& taps) { taps.erase(taps.begin() + static_cast<std::ptrdiff_t>(taps.size() / 2)); };
}

ChangeTaps turned_kernel(const StoredCase& c) {
  if (c.slots[1].extents.rank() < 3) return nullptr;
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
  if (taps.back().kind != TapKind::kBias) return nullptr;
  return [](const Layer&, Index, std::vector<Tap>& changed) { changed.pop_back(); };
}

ChangeTaps shifted_reading(const StoredCase&) {
  return [](const Layer& layer, Index, std::vector<Tap>& taps) {
    for (Tap& tap : taps) {
      if (tap.kind == TapKind::kCell) tap.data.index = (tap.data.index + 1) % layer.shapes()[0].count();
    }
  };
}

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
    const double tolerance = c.integer ? 0 : error_bound(*c.layer, c.tensors(), cell, std::ldexp(1.0, -24));
    if (std::abs(computed[cell] - static_cast<double>(c.output[cell])) > tolerance) return false;
  }
  return true;
}

bool differs_in_value(const Layer& mutant, const StoredCase& c) {
  for (Index cell = 0; cell < c.output.count(); ++cell) {
    const double difference = reference_cell(mutant, c.tensors(), cell) - reference_cell(*c.layer, c.tensors(), cell);
    if (std::abs(difference) > 1e-3 * absolute_sum(*c.layer, c.tensors(), cell)) return true;
  }
  return false;
}

struct Fault {
  const char* name;
  MakeMutant make;
  std::vector<const char*> families;  // where it can show
};

TEST(OperatorMutants, EverySeededFaultOfAConvolutionIsToldApartFromTheStoredNumbers) {
  const std::vector<const char*> all{"convolutions", "deformable", "gradients", "transposed"};
  const std::vector<const char*> with_bias{"convolutions", "deformable", "transposed"};
  const Fault faults[] = {{"dropped tap", dropped_tap, all},
                          {"turned kernel", turned_kernel, all},
                          {"dropped bias", dropped_bias, with_bias},
                          {"shifted reading", shifted_reading, all},
                          {"first group for all", first_group_for_all, {"convolutions", "transposed"}},
                          {"ignored copies", ignored_copies, {"convolutions", "gradients"}},
                          {"ignored shares", ignored_shares, {"deformable"}},
                          {"ignored mask", ignored_mask, {"deformable"}},
                          {"unwritten cell", unwritten_cell, all}};
  for (const Fault& fault : faults) {
    for (const char* family : fault.families) {
      int applied = 0;
      const std::vector<StoredCase> cases = load_stored_cases(family);
      for (std::size_t i = 0; i < cases.size(); i += 2) {
        const ChangeTaps change = fault.make(cases[i]);
        if (!change) continue;
        const MutantLayer mutant(cases[i].layer, change);
        if (!differs_in_value(mutant, cases[i])) continue;
        ++applied;
        EXPECT_FALSE(agrees(mutant, cases[i])) << fault.name << " is not told apart in " << cases[i].name;
      }
      EXPECT_GE(applied, 5) << fault.name << " in " << family;
    }
  }
}

TEST(OperatorMutants, TheUnchangedLayerAgrees) {
  const ChangeTaps nothing = [](const Layer&, Index, std::vector<Tap>&) {};
  for (const char* family : {"convolutions", "deformable", "gradients", "transposed"}) {
    for (const StoredCase& c : load_stored_cases(family)) EXPECT_TRUE(agrees(MutantLayer(c.layer, nothing), c)) << c.name;
  }
}

}  // namespace
}  // namespace convscope

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

// In the first cells or the last, where padding is.
template <class Is>
bool any_tap(const StoredCase& c, const Is& is) {
  constexpr Index kLooked = 30;
  const Index cells = c.layer->output().count();
  std::vector<Tap> taps;
  for (Index cell = 0; cell < cells; ++cell) {
    if (cell < kLooked || cell >= cells - kLooked) c.layer->taps_to(cell, c.tensors(), taps);
  }
  return std::any_of(taps.begin(), taps.end(), is);
}

ChangeTaps turned_kernel(const StoredCase& c) {
  const bool meets_a_window = any_tap(c, [](const Tap& tap) { return tap.weight.slot == 1; });
  if (!meets_a_window || c.slots[1].extents.rank() < 3) return nullptr;
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
  if (!any_tap(c, [](const Tap& tap) { return tap.kind == TapKind::kBias; })) return nullptr;
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

// Products are scattered, over an input that is gathered with zeros inserted.
bool scatters(const StoredCase& c) { return c.layer->cost().macs_zeros_inserted.has_value(); }
bool has_attribute(const StoredCase& c, const char* name) { return c.layer->attributes().has(name); }
// What is moved has to lie where its tap says: in rows of columns (fold), or beside more of the batch (weight gradient), it does not.
bool places_are_cells(const StoredCase& c) {
  const Volume in(c.slots[0].extents);
  return !any_tap(c, [&in](const Tap& tap) {
    if (tap.data.slot != 0 || tap.kind != TapKind::kCell) return false;
    const Place at = in.cell(tap.data.index).at;
    return at != tap.at && at != Place{0, 0, 0};
  });
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
      const Index n = cell / (layer.output().count() / layer.output()[0]) % in.n;  // a gradient of weights has more than the batch
      tap.data = inside ? Ref{0, in.flat(n, tap.channel % in.c, place)} : Ref{};
      tap.value = layer.combine() == Combine::kMax ? -std::numeric_limits<double>::infinity() : 0;
    }
  };
}

ChangeTaps shifted_padding(const StoredCase& c) {
  const bool stands_somewhere = has_attribute(c, "padding") || has_attribute(c, "align_corners");
  if (!stands_somewhere || scatters(c) || !places_are_cells(c)) return nullptr;
  return moved(c, [](const Tap&) { return Place{0, 0, 1}; }, false);
}
ChangeTaps shifted_cut(const StoredCase& c) {
  if (!scatters(c)) return nullptr;
  return moved(c, [](const Tap&) { return Place{0, 0, 1}; }, true);
}

// A window reads element · dilation further on; gathered backwards, so much further back.
ChangeTaps without_dilation(const StoredCase& c, Index direction) {
  if (!has_attribute(c, "dilation") || scatters(c) != (direction < 0) || (direction > 0 && !places_are_cells(c))) return nullptr;
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
  if (input.rank() < 3 || !any_tap(c, [](const Tap& tap) { return tap.data.slot == 0 && tap.channel > 0; })) return nullptr;
  const Index channel_cells = input.count() / (input[0] * input[1]);
  return [channel_cells, channels = input[1]](const Layer&, Index, std::vector<Tap>& taps) {
    Index first = channels;
    for (const Tap& tap : taps) first = tap.kind == TapKind::kBias ? first : std::min(first, tap.channel);
    for (Tap& tap : taps) {
      if (tap.data.slot == 0) tap.data.index = std::max<Index>(0, tap.data.index - first * channel_cells);
    }
  };
}

ChangeTaps second_input_forgotten(const StoredCase& c) {
  if (!any_tap(c, [](const Tap& tap) { return tap.data.slot == 1; })) return nullptr;
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    std::erase_if(taps, [](const Tap& tap) { return tap.data.slot == 1; });
  };
}

ChangeTaps ignored_copies(const StoredCase& c) {
  if (!any_tap(c, [](const Tap& tap) { return tap.kind == TapKind::kPadding && !tap.data.none(); })) return nullptr;
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    for (Tap& tap : taps) {
      if (tap.kind == TapKind::kPadding) tap.data = {};
    }
  };
}

ChangeTaps ignored_shares(const StoredCase& c) {
  if (!any_tap(c, [](const Tap& tap) { return tap.coefficient != 0 && tap.coefficient != 1; })) return nullptr;
  return [](const Layer&, Index, std::vector<Tap>& taps) {
    for (Tap& tap : taps) tap.coefficient = tap.coefficient == 0 ? 0 : 1;
  };
}

ChangeTaps ignored_mask(const StoredCase& c) {
  if (!any_tap(c, [](const Tap& tap) { return !tap.scale.none(); })) return nullptr;
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

struct Fault {
  const char* name;
  MakeMutant make;
  std::size_t operators;  // so many at least can show it: all of them less conv2d, which has mutants of its own, or those of a kind
};

std::vector<Fault> all_faults() {
  const std::size_t all = all_operators().size() - 1;
  return {{"dropped tap", dropped_tap, all},
          {"shifted reading", shifted_reading, all},
          {"taps of the next cell", taps_of_the_next_cell, all},
          {"unwritten cell", unwritten_cell, all},
          {"turned kernel", turned_kernel, 9},
          {"shifted padding", shifted_padding, 12},
          {"shifted cut", shifted_cut, 4},
          {"ignored dilation", ignored_dilation, 7},
          {"ignored dilation, scattered", ignored_dilation_backwards, 4},
          {"first group for all", first_group_for_all, 20},
          {"dropped bias", dropped_bias, 9},
          {"second input forgotten", second_input_forgotten, 3},
          {"ignored copies", ignored_copies, 4},
          {"ignored shares", ignored_shares, 5},
          {"ignored mask", ignored_mask, 1}};
}

std::map<std::string, std::vector<StoredCase>> stored_by_operator() {
  std::map<std::string, std::vector<StoredCase>> stored;
  for (const std::string& family : stored_families()) {
    for (StoredCase& c : load_stored_cases(family)) stored[c.layer->op()].push_back(std::move(c));
  }
  return stored;
}

// In how many cases the fault changes a number; each of them is told apart.
int times_told_apart(const Fault& fault, const std::vector<StoredCase>& cases) {
  int applied = 0;
  for (std::size_t i = 0; i < cases.size(); i += cases.size() < kFew ? 1 : 2) {
    const ChangeTaps change = fault.make(cases[i]);
    if (!change) continue;
    const MutantLayer mutant(cases[i].layer, change);
    if (!differs_in_value(mutant, cases[i])) continue;
    ++applied;
    EXPECT_FALSE(agrees(mutant, cases[i])) << fault.name << " is not told apart in " << cases[i].name;
  }
  return applied;
}

// Every fault in every operator that can show it: an operator is tried by being in the list, and its cases say what can show.
TEST(OperatorMutants, EverySeededFaultInTheTapsIsToldApartFromTheStoredNumbers) {
  const std::map<std::string, std::vector<StoredCase>> stored = stored_by_operator();
  for (const Fault& fault : all_faults()) {
    std::size_t shown = 0;
    for (const Operator* op : all_operators()) {
      if (op->id() == "conv2d") continue;
      ASSERT_EQ(stored.count(op->id()), 1u) << op->id() << " has no stored cases";
      if (times_told_apart(fault, stored.at(op->id())) >= 5) ++shown;
    }
    EXPECT_GE(shown, fault.operators) << fault.name;
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

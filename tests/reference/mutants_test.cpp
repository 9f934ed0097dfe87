// Checks that can fail: layers with a seeded fault are all told apart from PyTorch's numbers, on whole numbers by equality and on real
// ones by the error bound.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/reference/reference.h"
#include "support/mutant_layer.h"
#include "support/torch_cases.h"

namespace convscope {
namespace {

constexpr std::size_t kEvery = 3;  // of the stored cases

// The same cell (n, c, y, x) of a layer with other attributes.
ChangeTaps with_attributes(const TorchCase& c, const std::function<void(Attributes&)>& change) {
  Attributes attributes = c.layer->attributes();
  change(attributes);
  auto other = find_operator("conv2d").value()->layer(attributes, c.layer->shapes());
  if (!other.ok()) return nullptr;
  return [other = *other](const Layer& layer, Index cell, std::vector<Tap>& taps) {
    const Cell position = cell_of(layer.output(), cell);
    taps.clear();
    other->taps_to(flat_index(other->output(), position), {}, taps);
  };
}

ChangeTaps dropped_tap(const TorchCase&) {
  return [](const Layer&, Index, std::vector<Tap>& taps) { taps.erase(taps.begin()); };
}

ChangeTaps turned_kernel(const TorchCase& c) {
  if (c.weight.extents[2] * c.weight.extents[3] == 1) return nullptr;
  return [](const Layer& layer, Index, std::vector<Tap>& taps) {
    const Index plane = layer.shapes()[1][2] * layer.shapes()[1][3];
    for (Tap& tap : taps) {
      if (tap.kind != TapKind::kBias) tap.weight.index += plane - 1 - 2 * (tap.weight.index % plane);
    }
  };
}

// One column of padding moved from the right to the left.
ChangeTaps shifted_padding(const TorchCase& c) {
  if (c.layer->attributes().is_word("padding") || c.layer->attributes().integers("padding").size() != 4) return nullptr;
  std::vector<Index> sides = c.layer->attributes().integers("padding");
  if (sides[3] == 0) return nullptr;
  ++sides[1];
  --sides[3];
  return with_attributes(c, [&](Attributes& attributes) { attributes.set("padding", sides); });
}

ChangeTaps ignored_dilation(const TorchCase& c) {
  const std::vector<Index>& dilation = c.layer->attributes().integers("dilation");
  const bool matters = (dilation[0] > 1 && c.weight.extents[2] > 1) || (dilation[1] > 1 && c.weight.extents[3] > 1);
  if (!matters || c.layer->attributes().is_word("padding")) return nullptr;
  return with_attributes(c, [](Attributes& attributes) { attributes.set("dilation", std::vector<Index>{1}); });
}

ChangeTaps dropped_bias(const TorchCase& c) {
  if (c.bias.absent()) return nullptr;
  return [](const Layer&, Index, std::vector<Tap>& taps) { taps.pop_back(); };
}

ChangeTaps padding_of_zeros(const TorchCase& c) {
  if (c.layer->attributes().word("padding_mode") == "zeros") return nullptr;
  const std::vector<float>& data = c.input.data;
  if (std::none_of(data.begin(), data.end(), [](float value) { return value != 0; })) return nullptr;
  return with_attributes(c, [](Attributes& attributes) { attributes.set("padding_mode", std::string("zeros")); });
}

ChangeTaps unwritten_cell(const TorchCase&) {
  return [](const Layer& layer, Index cell, std::vector<Tap>& taps) {
    if (cell == layer.output().count() - 1) taps.clear();
  };
}

bool agrees(const Layer& layer, const TorchCase& c) {
  const Tensor64 computed = reference(layer, c.tensors());
  for (Index cell = 0; cell < computed.count(); ++cell) {
    const double tolerance = c.integer ? 0 : error_bound(*c.layer, c.tensors(), cell, std::ldexp(1.0, -24));
    if (std::abs(computed[cell] - static_cast<double>(c.output[cell])) > tolerance) return false;
  }
  return true;
}

// False when the change only reorders a sum (turning a kernel over equal cells): then there is nothing to tell apart.
bool differs_in_value(const Layer& mutant, const TorchCase& c) {
  for (Index cell = 0; cell < c.output.count(); ++cell) {
    const double difference = reference_cell(mutant, c.tensors(), cell) - reference_cell(*c.layer, c.tensors(), cell);
    if (std::abs(difference) > 1e-12 * absolute_sum(*c.layer, c.tensors(), cell)) return true;
  }
  return false;
}

TEST(Mutants, EverySeededFaultIsToldApartFromTorch) {
  struct Mutant {
    const char* name;
    ChangeTaps (*make)(const TorchCase&);
  };
  const Mutant mutants[] = {{"dropped tap", dropped_tap},         {"turned kernel", turned_kernel},
                            {"shifted padding", shifted_padding}, {"ignored dilation", ignored_dilation},
                            {"dropped bias", dropped_bias},       {"padding of zeros", padding_of_zeros},
                            {"unwritten cell", unwritten_cell}};
  const std::vector<TorchCase> cases = load_conv2d_cases();
  for (const Mutant& mutant : mutants) {
    int applied = 0, caught = 0;
    for (std::size_t i = 0; i < cases.size(); i += kEvery) {
      const TorchCase& c = cases[i];
      const ChangeTaps change = mutant.make(c);
      if (!change) continue;
      const MutantLayer layer(c.layer, change);
      if (!differs_in_value(layer, c)) continue;
      ++applied;
      if (!agrees(layer, c)) {
        ++caught;
      } else {
        ADD_FAILURE() << mutant.name << " is not told apart in " << c.name;
      }
    }
    EXPECT_EQ(caught, applied) << mutant.name;
    EXPECT_GE(applied, 60) << mutant.name;
  }
}

TEST(Mutants, TheUnchangedLayerAgrees) {
  const ChangeTaps nothing = [](const Layer&, Index, std::vector<Tap>&) {};
  for (const TorchCase& c : load_conv2d_cases()) EXPECT_TRUE(agrees(MutantLayer(c.layer, nothing), c)) << c.name;
}

}  // namespace
}  // namespace convscope

// Every operator's definition against numbers that PyTorch computed, and the identities that every layer of those must keep.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/ops/cost_text.h"
#include "engine/reference/reference.h"
#include "engine/trace/trace.h"
#include "support/arithmetic.h"
#include "support/stored_cases.h"

namespace convscope {
namespace {

constexpr double kFloatRoundoff = 1.0 / (1 << 24);

class StoredOperators : public testing::TestWithParam<std::string> {
 protected:
  std::vector<StoredCase> cases_ = load_stored_cases(GetParam());
};

// How far the definition may be from the stored number.
double tolerance(const StoredCase& c, Index cell) {
  if (c.integer) return 0;
  if (c.single) return error_bound(*c.layer, c.tensors(), cell, kFloatRoundoff);
  const double stored = std::abs(static_cast<double>(c.output[cell]));
  return kFloatRoundoff * stored + 1e-12 * (stored + absolute_sum(*c.layer, c.tensors(), cell));
}

TEST_P(StoredOperators, TheDefinitionGivesPyTorchsNumbers) {
  for (const StoredCase& c : cases_) {
    ASSERT_EQ(c.layer->output(), c.output.extents) << c.name;
    const Tensor64 computed = reference(*c.layer, c.tensors());
    for (Index cell = 0; cell < computed.count(); ++cell) {
      const double stored = c.output[cell];
      if (computed[cell] == stored) continue;  // infinities too
      ASSERT_LE(std::abs(computed[cell] - stored), tolerance(c, cell))
          << c.name << " cell " << cell << ": " << computed[cell] << ", stored " << stored;
    }
  }
}

TEST_P(StoredOperators, WinnersAreThoseOfPyTorch) {
  for (const StoredCase& c : cases_) {
    if (c.winners.absent()) continue;
    const Tensor64 computed = reference_winners(*c.layer, c.tensors());
    for (Index cell = 0; cell < computed.count(); ++cell)
      ASSERT_EQ(computed[cell], static_cast<double>(c.winners[cell])) << c.name << " cell " << cell;
  }
}

TEST_P(StoredOperators, EveryTraceStepEndsInTheDefinitionsNumber) {
  for (const StoredCase& c : cases_) {
    const Trace trace(c.layer, c.tensors());
    const Tensor64 whole = reference(*c.layer, c.tensors());
    ASSERT_EQ(trace.gather_steps(), c.output.count());
    for (Index step = 0; step < trace.gather_steps(); step += 3)
      ASSERT_EQ(trace.gather(step).result, whole[step]) << c.name << " step " << step;
  }
}

TEST_P(StoredOperators, ReadersAndUsersAreThoseThatAScanOfAllOutputsFinds) {
  for (std::size_t i = 0; i < cases_.size(); i += 7) {
    const StoredCase& c = cases_[i];
    std::vector<std::vector<std::vector<Index>>> scanned;  // by slot and cell
    for (const Tensor& tensor : c.slots) scanned.emplace_back(static_cast<std::size_t>(tensor.count()));
    auto note = [&scanned](const Ref& ref, Index output) {
      if (ref.none()) return;
      std::vector<Index>& users = scanned[static_cast<std::size_t>(ref.slot)][static_cast<std::size_t>(ref.index)];
      if (users.empty() || users.back() != output) users.push_back(output);
    };
    std::vector<Tap> taps;
    for (Index output = 0; output < c.output.count(); ++output) {
      taps.clear();
      c.layer->taps_to(output, c.tensors(), taps);
      for (const Tap& tap : taps) {
        note(tap.data, output);
        note(tap.weight, output);
        note(tap.scale, output);
      }
    }
    for (std::size_t slot = 0; slot < c.slots.size(); ++slot) {
      for (Index cell = 0; cell < c.slots[slot].count(); ++cell) {
        const std::vector<Index>& expected = scanned[slot][static_cast<std::size_t>(cell)];
        ASSERT_EQ(c.layer->users_of({static_cast<std::int8_t>(slot), cell}, c.tensors()), expected)
            << c.name << " slot " << slot << " cell " << cell;
        if (slot != 0) continue;
        ASSERT_EQ(c.layer->readers_of(cell, c.tensors()), expected) << c.name << " input cell " << cell;
      }
    }
  }
}

TEST_P(StoredOperators, ScatteringEveryInputCellGivesWhatGatheringGives) {
  for (std::size_t i = 0; i < cases_.size(); i += 5) {
    const StoredCase& c = cases_[i];
    if (!c.integer) continue;
    const Trace trace(c.layer, c.tensors());
    const bool largest = c.layer->combine() == Combine::kMax;
    const double nothing = largest ? -std::numeric_limits<double>::infinity() : 0;
    Tensor64 gathered(c.output.extents, nothing), scattered(c.output.extents, nothing);
    auto combine = [largest](double& cell, double product) { cell = largest ? std::max(cell, product) : cell + product; };
    for (Index step = 0; step < trace.gather_steps(); ++step) {
      for (const Term& term : trace.gather(step).terms) {
        if (term.tap.data.slot == 0) combine(gathered[step], term.product);
      }
    }
    for (Index step = 0; step < trace.scatter_steps(); ++step) {
      for (const ScatterContribution& each : trace.scatter(step).contributions) combine(scattered[each.output], each.term.product);
    }
    ASSERT_EQ(gathered.data, scattered.data) << c.name;
  }
}

TEST_P(StoredOperators, TheCountOfReadsThatCutsLongWorkIsAtLeastTheTaps) {
  for (const StoredCase& c : cases_) {
    const GpuPlan plan = c.layer->gpu_plan();
    const double claimed = plan.reads > 0 ? plan.reads : static_cast<double>(c.layer->cost().macs);
    double counted = 0;
    std::vector<Tap> taps;
    for (Index cell = 0; cell < c.output.count(); ++cell) {
      taps.clear();
      c.layer->taps_to(cell, c.tensors(), taps);
      for (const Tap& tap : taps) counted += tap.kind == TapKind::kCell ? 1 : 0;
    }
    ASSERT_GE(claimed, counted) << c.name;
  }
}

TEST_P(StoredOperators, TheArithmeticBesideACostGivesItsNumber) {
  for (const StoredCase& c : cases_) {
    for (const CostLine& line : cost_lines(*c.layer)) {
      if (line.formula.empty()) continue;
      ASSERT_EQ(worked_out(line.numbers), line.value) << line.name << ": " << line.numbers << "\n" << c.name;
    }
  }
}

// Of layers whose weights are a filter or a matrix, and of the weights' gradient: a product is a tap, and of a transposed layer those
// with inserted zeros are counted beside those with values.
TEST_P(StoredOperators, TheCostCountsTheTapsThatMeetAWeight) {
  for (const StoredCase& c : cases_) {
    Index products = 0;
    std::vector<Tap> taps;
    for (Index cell = 0; cell < c.output.count(); ++cell) {
      taps.clear();
      c.layer->taps_to(cell, c.tensors(), taps);
      products += std::count_if(taps.begin(), taps.end(), [](const Tap& tap) { return !tap.weight.none(); });
    }
    if (products == 0 || c.layer->op() == "batch_norm") continue;  // which is one product a cell once its weights are folded together
    if (c.layer->op() == "deform_conv2d") products /= 4;           // corners, mixed before the product
    const Cost cost = c.layer->cost();
    ASSERT_EQ(cost.macs_zeros_inserted.value_or(cost.macs), products) << c.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Every, StoredOperators, testing::ValuesIn(stored_families()), [](const auto& family) { return family.param; });

}  // namespace
}  // namespace convscope

// The definition against numbers that PyTorch computed, and the identities that every layer of those must keep.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference/reference.h"
#include "engine/trace/trace.h"
#include "support/torch_cases.h"

namespace convscope {
namespace {

constexpr double kFloatRoundoff = 1.0 / (1 << 24);

class AgainstTorch : public testing::Test {
 protected:
  static void SetUpTestSuite() { cases_ = std::make_unique<std::vector<TorchCase>>(load_conv2d_cases()); }
  static void TearDownTestSuite() { cases_.reset(); }
  static const std::vector<TorchCase>& cases() { return *cases_; }

 private:
  static inline std::unique_ptr<std::vector<TorchCase>> cases_;
};

TEST_F(AgainstTorch, TheCasesCoverEveryPaddingModeAndEveryAttribute) {
  std::map<std::string, int> seen;
  for (const TorchCase& c : cases()) {
    const Attributes& a = c.layer->attributes();
    ++seen[a.word("padding_mode")];
    ++seen[a.is_word("padding") ? a.word("padding") : std::to_string(a.integers("padding").size()) + " numbers"];
    ++seen[c.integer ? "integer" : "real"];
    ++seen[c.bias.absent() ? "no bias" : "bias"];
    if (a.integers("groups").front() > 1) ++seen["groups"];
    if (a.integers("dilation") != std::vector<Index>{1, 1}) ++seen["dilation"];
    if (a.integers("stride") != std::vector<Index>{1, 1}) ++seen["stride"];
    if (c.input.extents[0] > 1) ++seen["batch"];
    if (c.input.extents[2] != c.input.extents[3]) ++seen["not square"];
  }
  for (const char* what : {"zeros", "constant", "reflect", "replicate", "circular", "valid", "same", "same_lower", "1 numbers", "2 numbers",
                           "4 numbers", "integer", "real", "bias", "no bias", "groups", "dilation", "stride", "batch", "not square"}) {
    EXPECT_GE(seen[what], 100) << what;
  }
}

TEST_F(AgainstTorch, OutputShapesAreTheSame) {
  for (const TorchCase& c : cases()) EXPECT_EQ(c.layer->output(), c.output.extents) << c.name;
}

TEST_F(AgainstTorch, WholeNumbersAreExactAndRealOnesDifferByOneRounding) {
  for (const TorchCase& c : cases()) {
    const Tensor64 computed = reference(*c.layer, c.tensors());
    for (Index cell = 0; cell < computed.count(); ++cell) {
      const double stored = c.output[cell];
      if (c.integer) {
        ASSERT_EQ(computed[cell], stored) << c.name << " cell " << cell;
      } else {
        const double order = 1e-13 * absolute_sum(*c.layer, c.tensors(), cell);  // both sum in double precision, in other orders
        ASSERT_NEAR(computed[cell], stored, kFloatRoundoff * std::abs(stored) + order) << c.name << " cell " << cell;
      }
    }
  }
}

TEST_F(AgainstTorch, APlainFloatSumStaysWithinTheErrorBound) {
  for (const TorchCase& c : cases()) {
    if (c.integer) continue;
    const TensorSet tensors = c.tensors();
    std::vector<Tap> taps;
    for (Index cell = 0; cell < c.output.count(); ++cell) {
      taps.clear();
      c.layer->taps_to(cell, tensors, taps);
      float sum = 0;
      for (const Tap& tap : taps) sum += static_cast<float>(tap_product(tap, tensors));
      const double bound = error_bound(*c.layer, tensors, cell, kFloatRoundoff);
      ASSERT_LE(std::abs(sum - reference_cell(*c.layer, tensors, cell)), bound) << c.name << " cell " << cell;
    }
  }
}

TEST_F(AgainstTorch, ReadersAreThoseThatAScanOfAllOutputsFinds) {
  for (std::size_t i = 0; i < cases().size(); i += 5) {
    const TorchCase& c = cases()[i];
    std::vector<std::vector<Index>> scanned(static_cast<std::size_t>(c.input.count()));
    std::vector<Tap> taps;
    for (Index output = 0; output < c.output.count(); ++output) {
      taps.clear();
      c.layer->taps_to(output, c.tensors(), taps);
      for (const Tap& tap : taps) {
        if (tap.data.slot != 0) continue;
        std::vector<Index>& readers = scanned[static_cast<std::size_t>(tap.data.index)];
        if (readers.empty() || readers.back() != output) readers.push_back(output);
      }
    }
    for (Index cell = 0; cell < c.input.count(); ++cell) {
      ASSERT_EQ(c.layer->readers_of(cell, c.tensors()), scanned[static_cast<std::size_t>(cell)]) << c.name << " input cell " << cell;
    }
  }
}

TEST_F(AgainstTorch, EveryTraceStepEndsInTorchsNumber) {
  for (const TorchCase& c : cases()) {
    if (!c.integer) continue;
    const Trace trace(c.layer, c.tensors());
    ASSERT_EQ(trace.gather_steps(), c.output.count());
    for (Index step = 0; step < trace.gather_steps(); step += 3) {
      const GatherStep gather = trace.gather(step);
      double products = 0, channels = 0;
      for (const Term& term : gather.terms) products += term.data * term.weight;
      for (double sum : gather.channel_sums) channels += sum;
      ASSERT_EQ(products, gather.sum) << c.name << " step " << step;
      ASSERT_EQ(channels, gather.sum) << c.name << " step " << step;
      ASSERT_EQ(gather.sum + gather.bias.value_or(0), static_cast<double>(c.output[step])) << c.name << " step " << step;
      ASSERT_EQ(gather.result, static_cast<double>(c.output[step])) << c.name << " step " << step;
      ASSERT_EQ(gather.bias.has_value(), !c.bias.absent());
    }
  }
}

TEST_F(AgainstTorch, ScatteringEveryInputAndWhatStandsInThePaddingGivesTheSameOutput) {
  for (std::size_t i = 0; i < cases().size(); i += 4) {
    const TorchCase& c = cases()[i];
    if (!c.integer) continue;
    const Trace trace(c.layer, c.tensors());
    Tensor64 gathered(c.output.extents), scattered(c.output.extents);
    for (Index step = 0; step < trace.gather_steps(); ++step) {
      for (const Term& term : trace.gather(step).terms) {
        if (!term.tap.data.none()) gathered[step] += term.product;
      }
    }
    for (Index step = 0; step < trace.scatter_steps(); ++step) {
      for (const ScatterContribution& contribution : trace.scatter(step).contributions) {
        scattered[contribution.output] += contribution.term.product;
      }
    }
    ASSERT_EQ(gathered.data, scattered.data) << c.name;
  }
}

}  // namespace
}  // namespace convscope

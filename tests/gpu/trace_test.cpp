// What the trace tells, step for step, against what the GPU wrote: the contributions of every cell end in its number.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/reference/reference.h"
#include "engine/trace/trace.h"
#include "gpu/gpu_support.h"
#include "support/stored_cases.h"
#include "support/torch_cases.h"

namespace convscope {
namespace {

constexpr double kUnitRoundoff = 1.0 / (1 << 24);
constexpr Index kMostCells = 2000;        // of the output: every cell's step is made
constexpr int kCasesOfEachOperator = 12;  // spread over the stored ones, half of them of whole numbers where there are any

// What the contributions that are shown add up to: summed, averaged or the largest, then what the layer does to it.
double end_of(const Layer& layer, const TensorSet& tensors, const GatherStep& step) {
  double combined = 0;
  if (layer.combine() == Combine::kMax) {
    if (step.winner) return layer.finish(step.terms[*step.winner].product, step.cell, tensors);
    combined = -std::numeric_limits<double>::infinity();
  }
  for (const Term& term : step.terms) combined += term.product;
  if (layer.combine() == Combine::kMean) combined /= layer.divisor(step.cell, tensors);
  return layer.finish(combined + step.bias.value_or(0), step.cell, tensors);
}

void expect_the_end(const StoredCase& c, const Tensor& output) {
  const Trace trace(c.layer, c.tensors());
  for (Index cell = 0; cell < trace.gather_steps(); ++cell) {
    const GatherStep step = trace.gather(cell);
    const double end = end_of(*c.layer, c.tensors(), step), got = static_cast<double>(output[cell]);
    if (end == got) continue;  // infinities too
    const double bound = c.integer ? 0 : error_bound(*c.layer, c.tensors(), cell, kUnitRoundoff);
    ASSERT_LE(std::abs(end - got), bound) << c.name << " cell " << cell << ": the steps end in " << end << ", the GPU wrote " << got;
  }
}

// The same from the other side: what every input cell gives away, gathered where it arrives.
void expect_what_is_scattered(const StoredCase& c, const Tensor& output) {
  const Trace trace(c.layer, c.tensors());
  std::vector<double> arrived(static_cast<std::size_t>(output.count()), 0);
  for (Index cell = 0; cell < trace.scatter_steps(); ++cell) {
    const ScatterStep step = trace.scatter(cell);
    for (const ScatterContribution& each : step.contributions) arrived[static_cast<std::size_t>(each.output)] += each.term.product;
  }
  for (Index cell = 0; cell < output.count(); ++cell) {
    const GatherStep step = trace.gather(cell);
    double padded = step.bias.value_or(0);  // what comes from no input cell
    for (const Term& term : step.terms) padded += term.tap.data.slot == 0 ? 0 : term.product;
    ASSERT_EQ(arrived[static_cast<std::size_t>(cell)] + padded, static_cast<double>(output[cell])) << c.name << " cell " << cell;
  }
}

// conv2d's stand in a file of their own.
std::vector<StoredCase> every_case() {
  std::vector<StoredCase> all;
  for (TorchCase& c : load_conv2d_cases())
    all.push_back({c.name, c.integer, false, {c.input, c.weight, c.bias}, c.output, {}, c.layer});
  for (const std::string& family : stored_families()) {
    for (StoredCase& c : load_stored_cases(family)) all.push_back(std::move(c));
  }
  return all;
}

std::map<std::string, std::vector<StoredCase>> small_cases() {
  std::map<std::string, std::vector<StoredCase>> whole, real, chosen;
  for (StoredCase& c : every_case()) {
    if (c.output.count() <= kMostCells) (c.integer ? whole : real)[c.layer->op()].push_back(std::move(c));
  }
  for (auto* kind : {&whole, &real}) {
    for (auto& [op, cases] : *kind) {
      const std::size_t step = std::max<std::size_t>(1, cases.size() / (kCasesOfEachOperator / 2));
      for (std::size_t i = 0; i < cases.size(); i += step) chosen[op].push_back(std::move(cases[i]));
    }
  }
  return chosen;
}

TEST(TraceAgainstGpu, TheContributionsOfEveryCellEndInWhatTheGpuWrote) {
  auto device = device_of(DeviceChoice::kGpu);
  const std::map<std::string, std::vector<StoredCase>> cases = small_cases();
  for (const Operator* op : all_operators()) {
    ASSERT_TRUE(cases.count(op->id()) == 1 && cases.at(op->id()).size() >= 5) << op->id() << " has too few cases";
    for (const StoredCase& c : cases.at(op->id())) {
      auto result = device->run(*c.layer, c.tensors());
      ASSERT_TRUE(result.ok()) << c.name << ": " << result.error().message;
      expect_the_end(c, result->output);
      const auto finished = [&c](double value) { return c.layer->finish(value, 0, c.tensors()); };
      const bool is_plain_sum = c.layer->combine() == Combine::kSum && finished(3) == 3 && finished(-2) == -2;
      if (c.integer && is_plain_sum) expect_what_is_scattered(c, result->output);
      if (HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace convscope

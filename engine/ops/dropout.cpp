// y = x/(1 − p) where the cell is kept, 0·x where it is dropped (PyTorch's training mode). Which cells are dropped follows from
// (seed, cell) alone: cell c is dropped when the upper 24 bits of mix(c + mix(seed)) are below p·2²⁴. All in 32-bit integers:
//   mix(h):  h ^= h >> 16;  h *= 0x6A09E667;  h ^= h >> 15;  h *= 0xBB67AE85;  h ^= h >> 13;  h *= 0x3C6EF373;  h ^= h >> 16
// (the multipliers are the fractions of √2, √3 and √5), so every device and every run drops the same cells.
#include <fmt/core.h>

#include <cmath>

#include "engine/ops/elementwise.h"

namespace convscope {
namespace {

constexpr int kChanceBits = 24;

std::uint32_t mix(std::uint32_t h) {
  h = (h ^ (h >> 16)) * 0x6A09E667u;
  h = (h ^ (h >> 15)) * 0xBB67AE85u;
  h = (h ^ (h >> 13)) * 0x3C6EF373u;
  return h ^ (h >> 16);
}

class DropoutLayer final : public ElementwiseLayer {
 public:
  using ElementwiseLayer::ElementwiseLayer;

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override {
    ElementwiseLayer::taps_to(cell, tensors, taps);
    taps.back().coefficient = kept(cell) ? scale() : 0;
  }
  std::vector<FormulaLine> formula() const override {
    auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
    const RoleText y{"y", Role::kOutput}, x{"x", Role::kInput};
    std::vector<FormulaLine> lines{{y, plain(" = kept ? "), x, plain("/(1 \u2212 p) : 0")},
                                   {y, plain(" = kept ? "), x, plain(fmt::format("·{:.6g} : 0", scale()))}};
    for (FormulaLine& size : same_size_formula(output())) lines.push_back(std::move(size));
    return lines;
  }
  std::string code(CodeDialect dialect) const override {
    switch (dialect) {
      case CodeDialect::kPyTorch: return fmt::format("nn.Dropout({})", chance());
      case CodeDialect::kKeras: return fmt::format("layers.Dropout({})", chance());
      case CodeDialect::kOnnx:
        return "# ratio and training_mode are inputs\nhelper.make_node(\"Dropout\",\n    [\"x\", \"ratio\", \"training\"], [\"y\"])";
    }
    return "";
  }
  GpuPlan gpu_plan() const override {
    GpuPlan filled = plan();
    filled.add(seed());
    filled.add(limit());
    filled.add_number(scale());
    return filled;
  }

 private:
  double chance() const { return attributes().number("p"); }
  Index seed() const { return attributes().integers("seed").front(); }
  Index limit() const { return std::llround(std::ldexp(chance(), kChanceBits)); }
  bool kept(Index cell) const {
    const std::uint32_t h = mix(static_cast<std::uint32_t>(cell) + mix(static_cast<std::uint32_t>(seed())));
    return static_cast<Index>(h >> (32 - kChanceBits)) >= limit();
  }
  double scale() const { return chance() < 1 ? 1 / (1 - chance()) : 0; }  // with p = 1 nothing is kept
};

class Dropout final : public OperatorBase {
 public:
  Dropout() : OperatorBase("dropout", {{"input", true}}, {number_spec("p", 0.5), seed_spec()}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override {
    const double chance = attributes.number("p");
    if (chance < 0 || chance > 1) return impossible("p", "not_a_chance", "p is a chance from 0 to 1, it is {}", chance);
    return Made(std::make_shared<DropoutLayer>(*this, std::move(attributes), std::move(shapes)));
  }

 private:
  static AttributeSpec seed_spec() {
    AttributeSpec spec = integer_spec("seed", 0, 0);
    spec.maximum = INT32_MAX;
    return spec;
  }
};

const Dropout kDropout;

}  // namespace

const Operator& dropout_operator() { return kDropout; }

}  // namespace convscope

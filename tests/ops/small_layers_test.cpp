// batch_norm, dropout, add and cat by hand: numbers for a pencil, what they cost and say, and every refusal with its sentence.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference/reference.h"
#include "support/layers.h"

namespace convscope {
namespace {

Result<std::shared_ptr<const Layer>> try_layer(const char* op, const Shapes& shapes, const GivenAttributes& given = {}) {
  Attributes attributes;
  for (const auto& [name, value] : given) attributes.set(name, value);
  return find_operator(op).value()->layer(attributes, shapes);
}
std::shared_ptr<const Layer> layer_of(const char* op, const Shapes& shapes, const GivenAttributes& given = {}) {
  return try_layer(op, shapes, given).value();
}
std::string refused(const char* op, const Shapes& shapes, const GivenAttributes& given = {}) {
  auto layer = try_layer(op, shapes, given);
  return layer.ok() ? "nothing" : layer.error().message;
}
std::string plain(const FormulaLine& line) {
  std::string text;
  for (const RoleText& part : line) text += part.text;
  return text;
}
GivenAttributes one(const char* name, double value) { return {{name, AttributeValue{value}}}; }

// ---- batch_norm -------------------------------------------------------------------------------------------------------------
TEST(BatchNorm, SubtractsTheMeanDividesByTheRootThenScalesAndShifts) {
  const Tensor x({1, 2, 1, 2}, {1, 3, 10, 20}), mean({2}, {1, 10}), variance({2}, {3, 24}), weight({2}, {4, 10}), bias({2}, {100, 0});
  auto layer = layer_of("batch_norm", {x.extents, {2}, {2}, {2}, {2}}, one("eps", 1));
  EXPECT_EQ(reference(*layer, {&x, &mean, &variance, &weight, &bias}).data, (std::vector<double>{100, 104, 0, 20}));
}

TEST(BatchNorm, LinksEachCellToTheFiguresOfItsChannel) {
  auto layer = layer_of("batch_norm", {{2, 3, 2}, {3}, {3}, {3}, {3}});
  std::vector<Tap> taps;
  layer->taps_to(9, {}, taps);  // n 1, channel 1, x 1
  ASSERT_EQ(taps.size(), 3u);
  EXPECT_EQ(taps[0].data.index, 9);
  EXPECT_EQ(taps[0].weight.slot, 3);
  EXPECT_EQ(taps[1].data.slot, 1);
  EXPECT_EQ(taps[1].data.index, 1);
  EXPECT_EQ(taps[2].kind, TapKind::kBias);
  EXPECT_EQ(layer->users_of({4, 1}, {}), (std::vector<Index>{2, 3, 8, 9}));
}

TEST(BatchNorm, HasTwoParametersAChannelAndOneMultiplyAddAValue) {
  EXPECT_EQ(layer_of("batch_norm", {{2, 3, 5, 7}, {3}, {3}, {3}, {3}})->cost().parameters, 6);
  const Cost bare = layer_of("batch_norm", {{2, 3, 5, 7}, {3}, {3}})->cost();
  EXPECT_EQ(bare.parameters, 0);
  EXPECT_EQ(bare.macs, 210);
  EXPECT_EQ(bare.flops, 420);
  EXPECT_EQ(bare.memory, 426);
}

TEST(BatchNorm, SaysWhatItDoesWithWhatItHas) {
  EXPECT_EQ(plain(layer_of("batch_norm", {{2, 3}, {3}, {3}, {3}, {3}})->formula()[0]), "y = γ[c]·(x − mean[c])/√(var[c] + 1e-05) + β[c]");
  EXPECT_EQ(plain(layer_of("batch_norm", {{2, 3}, {3}, {3}}, one("eps", 0.5))->formula()[0]), "y = (x − mean[c])/√(var[c] + 0.5)");
  EXPECT_EQ(layer_of("batch_norm", {{2, 3, 5, 7}, {3}, {3}, {3}, {3}})->code(CodeDialect::kPyTorch), "nn.BatchNorm2d(3, eps=1e-05)");
  EXPECT_EQ(layer_of("batch_norm", {{2, 3}, {3}, {3}})->code(CodeDialect::kPyTorch), "nn.BatchNorm1d(3, eps=1e-05,\n    affine=False)");
}

TEST(BatchNorm, RefusesFiguresThatAreNotOnePerChannel) {
  EXPECT_EQ(refused("batch_norm", {{2, 3}, {3}}), "batch_norm needs \"running_var\"");
  EXPECT_EQ(refused("batch_norm", {{3}, {3}, {3}}), "batch_norm reads an input of 2 axes or more (N, C, …), it has 1 (3)");
  EXPECT_EQ(refused("batch_norm", {{2, 3}, {2}, {3}}), "running_mean must hold 3 values (one per channel), its shape is 2");
  EXPECT_EQ(refused("batch_norm", {{2, 3}, {3}, {3}, {3, 1}}), "weight must hold 3 values (one per channel), its shape is 3×1");
  EXPECT_EQ(refused("batch_norm", {{2, 3}, {3}, {3}}, one("eps", -1)), "eps must be at least 0, it is -1");
}

// ---- dropout ----------------------------------------------------------------------------------------------------------------
std::vector<double> dropped(double p, Index seed, Index cells) {
  const Tensor ones({cells}, 1.0f);
  return reference(*layer_of("dropout", {ones.extents}, {{"p", AttributeValue{p}}, {"seed", numbers({seed})}}), {&ones}).data;
}

TEST(Dropout, KeepsAShareOfOneMinusPScaledSoThatTheMeanStays) {
  constexpr Index kCells = 20000;
  for (double p : {0.1, 0.5, 0.9}) {
    for (Index seed : {0, 1, 2, 99}) {
      double sum = 0, kept = 0;
      for (double y : dropped(p, seed, kCells)) {
        sum += y;
        kept += y != 0 ? 1 : 0;
        EXPECT_TRUE(y == 0 || std::abs(y - 1 / (1 - p)) < 1e-12) << y;
      }
      const double spread = 5 * std::sqrt(p * (1 - p) * kCells);
      EXPECT_NEAR(kept, (1 - p) * kCells, spread) << p << " seed " << seed;
      EXPECT_NEAR(sum, kCells, spread / (1 - p));
    }
  }
}

TEST(Dropout, TheSameSeedDropsTheSameCellsAndAnotherSeedOthers) {
  constexpr Index kCells = 4000;
  EXPECT_EQ(dropped(0.5, 7, kCells), dropped(0.5, 7, kCells));
  const std::vector<double> first = dropped(0.5, 7, kCells), second = dropped(0.5, 8, kCells);
  Index equal = 0, shifted = 0;
  for (std::size_t i = 1; i < first.size(); ++i) {
    equal += first[i] == second[i] ? 1 : 0;
    shifted += first[i] == second[i - 1] ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(equal), kCells / 2.0, 160);
  EXPECT_NEAR(static_cast<double>(shifted), kCells / 2.0, 160);
}

TEST(Dropout, WithPZeroNothingChangesAndWithPOneNothingIsLeft) {
  EXPECT_EQ(dropped(0, 3, 50), std::vector<double>(50, 1));
  EXPECT_EQ(dropped(1, 3, 50), std::vector<double>(50, 0));
}

TEST(Dropout, RefusesWhatIsNoChance) {
  EXPECT_EQ(refused("dropout", {{3}}, one("p", 1.5)), "p is a chance from 0 to 1, it is 1.5");
  EXPECT_EQ(refused("dropout", {{3}}, one("p", -0.1)), "p is a chance from 0 to 1, it is -0.1");
  EXPECT_EQ(refused("dropout", {{3}}, {{"seed", numbers({-1})}}), "seed must be at least 0, it is -1");
}

TEST(Dropout, SaysTheFactorOfWhatIsKept) {
  EXPECT_EQ(plain(layer_of("dropout", {{2, 3}}, one("p", 0.2))->formula()[1]), "y = kept ? x·1.25 : 0");
  EXPECT_EQ(layer_of("dropout", {{2, 3}}, one("p", 0.2))->code(CodeDialect::kPyTorch), "nn.Dropout(0.2)");
}

// ---- add --------------------------------------------------------------------------------------------------------------------
TEST(Add, RepeatsARowAlongAColumn) {
  const Tensor column({2, 1}, {10, 20}), row({3}, {1, 2, 3});
  auto layer = layer_of("add", {column.extents, row.extents}, one("alpha", 2));
  EXPECT_EQ(layer->output(), (Extents{2, 3}));
  EXPECT_EQ(reference(*layer, {&column, &row}).data, (std::vector<double>{12, 14, 16, 22, 24, 26}));
  EXPECT_EQ(layer->users_of({1, 1}, {}), (std::vector<Index>{1, 4}));
  EXPECT_EQ(layer->readers_of(1, {}), (std::vector<Index>{3, 4, 5}));
}

TEST(Add, CostsOneAdditionACell) {
  const Cost cost = layer_of("add", {{2, 3, 5}, {3, 5}})->cost();
  EXPECT_EQ(cost.flops, 30);
  EXPECT_EQ(cost.macs, 0);
  EXPECT_EQ(cost.memory, 30 + 15 + 30);
}

TEST(Add, SaysItsSumAndSizes) {
  auto layer = layer_of("add", {{2, 3, 5}, {3, 5}}, one("alpha", 0.5));
  EXPECT_EQ(plain(layer->formula()[0]), "y = a + 0.5·b");
  EXPECT_EQ(plain(layer->formula()[1]), "2×3×5 = 2×3×5 + 3×5");
  EXPECT_EQ(layer->code(CodeDialect::kPyTorch), "torch.add(x, other, alpha=0.5)");
}

TEST(Add, RefusesShapesThatDoNotBroadcast) {
  EXPECT_EQ(refused("add", {{2, 3, 5}}), "add needs \"other\"");
  EXPECT_EQ(refused("add", {{2, 3, 5}, {2, 5}}), "shapes 2×3×5 and 2×5 cannot be added: 3 and 2 differ, and only a 1 is repeated");
  EXPECT_EQ(refused("add", {{20000, 1}, {1, 20000}}),
            "add would need 1.49 GiB for input 20000×1, other 1×20000, output 20000×20000; the limit is 1 GiB");
  EXPECT_EQ(refused("add", {{1 << 27, 1, 1, 1}, {1, 1 << 27, 1, 1}}).substr(0, 14), "add would need");
}

// ---- cat --------------------------------------------------------------------------------------------------------------------
TEST(Cat, PutsOtherBehindInputAlongTheAxis) {
  const Tensor a({2, 2}, {1, 2, 3, 4}), b({2, 1}, {7, 8});
  auto layer = layer_of("cat", {a.extents, b.extents}, {{"dim", numbers({-1})}});
  EXPECT_EQ(layer->output(), (Extents{2, 3}));
  EXPECT_EQ(reference(*layer, {&a, &b}).data, (std::vector<double>{1, 2, 7, 3, 4, 8}));
  EXPECT_EQ(layer->users_of({1, 1}, {}), (std::vector<Index>{5}));
}

TEST(Cat, NamesTheAxisInItsWords) {
  auto layer = layer_of("cat", {{1, 3, 5, 7}, {1, 2, 5, 7}}, {{"dim", numbers({-3})}});
  EXPECT_EQ(plain(layer->formula()[0]), "o[1] = a[1] + b[1]");
  EXPECT_EQ(plain(layer->formula()[1]), "5 = 3 + 2");
  EXPECT_EQ(layer->code(CodeDialect::kPyTorch), "torch.cat((x, other), dim=1)");
  EXPECT_EQ(layer->cost().memory, 2 * 5 * 35);
}

TEST(Cat, RefusesShapesThatDifferElsewhereAndAxesThatAreNotThere) {
  EXPECT_EQ(refused("cat", {{2, 3}, {2, 4}}), "shapes 2×3 and 2×4 cannot be joined along axis 0: all other sizes must be equal");
  EXPECT_EQ(refused("cat", {{2, 3}, {2, 3, 1}}), "shapes 2×3 and 2×3×1 cannot be joined along axis 0: all other sizes must be equal");
  EXPECT_EQ(refused("cat", {{2, 3}, {2, 3}}, {{"dim", numbers({2})}}), "dim goes from -2 to 1 for an input of 2 axes, it is 2");
  EXPECT_EQ(refused("cat", {{2, 3}, {2, 3}}, {{"dim", numbers({-3})}}), "dim goes from -2 to 1 for an input of 2 axes, it is -3");
}

}  // namespace
}  // namespace convscope

// linear, unfold and fold by hand, and the identities that tie them to convolution.
#include <gtest/gtest.h>

#include "support/operator_layers.h"

namespace convscope {
namespace {

using Numbers = std::vector<double>;

Tensor scrambled(const Extents& extents, Index range) {
  Tensor tensor(extents);
  for (Index i = 0; i < tensor.count(); ++i) tensor[i] = static_cast<float>((i * i * 7 + i * 3) % range - range / 2);
  return tensor;
}

Tensor single(const Tensor64& exact) { return Tensor(exact.extents, std::vector<float>(exact.data.begin(), exact.data.end())); }

// ---- linear -----------------------------------------------------------------------------------------------------------------
TEST(Linear, EveryOutputMeetsEveryInputOfItsRow) {
  const Tensor input({2, 3}, {1, 2, 3, 4, 5, 6}), weight({2, 3}, {1, 0, -1, 2, 2, 2}), bias({2}, {10, 20});
  EXPECT_EQ(answer("linear", {&input, &weight, &bias}), (Numbers{8, 32, 8, 50}));
  const Tensor line({3}, {1, 2, 3});
  EXPECT_EQ(answer("linear", {&line, &weight, nullptr}), (Numbers{-2, 12}));
  EXPECT_EQ(made("linear", {{4, 5, 7, 3}, weight.extents})->output(), (Extents{4, 5, 7, 2}));
}

TEST(Linear, CostIsThatOfAMatrixProduct) {
  const Cost cost = made("linear", {{5, 7}, {3, 7}, {3}})->cost();
  EXPECT_EQ(cost.parameters, 24);
  EXPECT_EQ(cost.macs, 5 * 3 * 7);
  EXPECT_EQ(cost.flops, 2 * 5 * 3 * 7);
  EXPECT_EQ(cost.memory, 35 + 24 + 15);
  EXPECT_EQ(made("linear", {{5, 7}, {3, 7}})->cost().flops, 5 * 3 * (2 * 7 - 1));
}

TEST(Linear, SaysItsFormulaAndItsCode) {
  auto layer = made("linear", {{5, 7}, {3, 7}, {3}});
  EXPECT_EQ(formula_of(*layer), (std::vector<std::string>{"y[o] = Σ x[i]·w[o, i] + b[o]", "i = 0 … 6, o = 0 … 2"}));
  EXPECT_EQ(layer->code(CodeDialect::kPyTorch), "nn.Linear(7, 3)");
  EXPECT_EQ(made("linear", {{5, 7}, {3, 7}})->code(CodeDialect::kPyTorch), "nn.Linear(7, 3, bias=False)");
  EXPECT_EQ(layer->code(CodeDialect::kKeras), "layers.Dense(3)");
}

TEST(Linear, RefusesTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  expect_refusals("linear",
                  {{{{5, 7}, {3, 6}}, {}, "weight", "the weights 3×6 read 6 features, the input 5×7 ends in 7", "features_differ"},
                   {{{5, 7}, {3, 7, 1}}, {}, "weight", "linear reads weight of 2 axes (out, in), it has 3 (3×7×1)", "wrong_rank"},
                   {{{5, 7}, {3, 7}, {7}}, {}, "bias", "bias must hold 3 values (one per output), its shape is 7", "wrong_length"}});
  auto huge = try_layer("linear", {{16384, 2}, {32768, 2}});
  ASSERT_FALSE(huge.ok());
  EXPECT_EQ(huge.error().kind, ErrorKind::kMemory);
}

// ---- unfold and fold ----------------------------------------------------------------------------------------------------------
TEST(Unfold, LaysEveryWindowDownAsAColumn) {
  const Tensor input = counting({1, 1, 2, 3});
  // windows 1 2 4 5 and 2 3 5 6
  EXPECT_EQ(answer("unfold", {&input}, {{"kernel_size", numbers({2})}}), (Numbers{1, 2, 2, 3, 4, 5, 5, 6}));
}

TEST(Unfold, TimesTheFiltersAsRowsIsTheConvolution) {
  const Tensor input = scrambled({1, 3, 8, 7}, 19), filters = scrambled({4, 3, 3, 2}, 11);
  const GivenAttributes steps{{"stride", numbers({2, 1})}, {"padding", numbers({1, 2})}, {"dilation", numbers({1, 2})}};
  GivenAttributes windows = steps;
  windows.emplace_back("kernel_size", numbers({3, 2}));
  const Tensor columns = single(reference(*made("unfold", {input.extents}, windows), {&input}));
  Tensor rows({1, columns.extents[2], columns.extents[1]});  // linear wants a window in a row
  for (Index l = 0; l < rows.extents[1]; ++l) {
    for (Index r = 0; r < rows.extents[2]; ++r) rows[l * rows.extents[2] + r] = columns[r * rows.extents[1] + l];
  }
  const Tensor matrix({4, 18}, filters.data);
  const Numbers products = answer("linear", {&rows, &matrix, nullptr}), convolved = answer("conv2d", {&input, &filters, nullptr}, steps);
  const Index places = rows.extents[1];
  ASSERT_EQ(products.size(), convolved.size());
  for (Index filter = 0; filter < 4; ++filter) {
    for (Index l = 0; l < places; ++l) {
      EXPECT_EQ(products[static_cast<std::size_t>(l * 4 + filter)], convolved[static_cast<std::size_t>(filter * places + l)])
          << filter << " " << l;
    }
  }
}

TEST(Fold, OfAnUnfoldingIsTheImageTimesTheWindowsThatMeetEachCell) {
  const Tensor image = scrambled({2, 2, 6, 7}, 23), ones({2, 2, 6, 7}, 1.0f);
  const GivenAttributes windows{
      {"kernel_size", numbers({3, 2})}, {"stride", numbers({2, 1})}, {"padding", numbers({1, 1})}, {"dilation", numbers({1, 2})}};
  GivenAttributes back = windows;
  back.emplace_back("output_size", numbers({6, 7}));
  auto round_trip = [&](const Tensor& x) {
    const Tensor columns = single(reference(*made("unfold", {x.extents}, windows), {&x}));
    return answer("fold", {&columns}, back);
  };
  const Numbers folded = round_trip(image), counts = round_trip(ones);
  auto layer = made("unfold", {image.extents}, windows);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    EXPECT_EQ(counts[i], static_cast<double>(layer->readers_of(static_cast<Index>(i), {}).size())) << i;
    EXPECT_EQ(folded[i], counts[i] * static_cast<double>(image.data[i])) << i;
  }
}

TEST(Fold, AddsWhereWindowsOverlapAndDropsWhatLiesInThePadding) {
  const Tensor columns({1, 2, 3}, {1, 2, 3, 10, 20, 30});
  const GivenAttributes given{{"output_size", numbers({1, 2})}, {"kernel_size", numbers({1, 2})}, {"padding", numbers({0, 1})}};
  // windows at −1, 0, 1: (1, 10), (2, 20), (3, 30)
  EXPECT_EQ(answer("fold", {&columns}, given), (Numbers{12, 23}));
  auto layer = made("fold", {columns.extents}, given);
  EXPECT_TRUE(layer->readers_of(0, {}).empty());
  EXPECT_EQ(layer->readers_of(3, {}), std::vector<Index>{0});
}

TEST(Blocks, TapsSayWindowElementAndPlace) {
  auto unfold = made("unfold", {{1, 2, 3, 3}}, {{"kernel_size", numbers({2})}, {"padding", numbers({1})}});
  std::vector<Tap> taps;
  unfold->taps_to(flat_index(unfold->output(), {0, 4 + 1, 4 + 2}), {}, taps);  // second channel, element (0, 1), window (1, 2)
  ASSERT_EQ(taps.size(), 1u);
  EXPECT_EQ(taps[0].at, (std::array<Index, 3>{0, 0, 2}));
  EXPECT_EQ(taps[0].element, (std::array<Index, 3>{0, 0, 1}));
  EXPECT_EQ(taps[0].channel, 1);
  EXPECT_EQ(taps[0].data.index, 9 + 2);
  taps.clear();
  unfold->taps_to(0, {}, taps);
  EXPECT_EQ(taps[0].kind, TapKind::kPadding);
  auto fold = made("fold", {{1, 8, 4}}, {{"output_size", numbers({3, 3})}, {"kernel_size", numbers({2})}});
  taps.clear();
  fold->taps_to(9 + 4, {}, taps);  // the middle of the second channel
  ASSERT_EQ(taps.size(), 4u);
  EXPECT_EQ(taps[0].channel, 4);
  EXPECT_EQ(taps[0].at, (std::array<Index, 3>{0, 0, 3}));
  EXPECT_EQ(taps[3].element, (std::array<Index, 3>{0, 1, 1}));
}

TEST(Blocks, SayTheirSizesAndTheirCode) {
  auto unfold = made("unfold", {{1, 2, 5, 6}}, {{"kernel_size", numbers({3})}, {"stride", numbers({2, 1})}, {"padding", numbers({1})}});
  const std::vector<std::string> formula = formula_of(*unfold);
  ASSERT_EQ(formula.size(), 6u);
  EXPECT_EQ(formula[4], "C·kh·kw = 2·3·3 = 18");
  EXPECT_EQ(formula[5], "L = 3·6 = 18");
  EXPECT_EQ(unfold->code(CodeDialect::kPyTorch), "nn.Unfold(\n    kernel_size=3, padding=1,\n    stride=(2, 1))");
  auto fold = made("fold", {{1, 8, 4}}, {{"output_size", numbers({3, 3})}, {"kernel_size", numbers({2})}});
  EXPECT_EQ(fold->code(CodeDialect::kPyTorch), "nn.Fold((3, 3), kernel_size=2)");
  EXPECT_NE(fold->code(CodeDialect::kOnnx).find("\"Col2Im\""), std::string::npos);
  EXPECT_EQ(fold->cost().flops, 32);
  EXPECT_EQ(unfold->cost().memory, 60 + 18 * 18);
}

TEST(Blocks, RefuseTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  const GivenAttributes two{{"kernel_size", numbers({2})}};
  expect_refusals("unfold",
                  {{{{1, 1, 3, 3}}, {}, "kernel_size", "unfold needs kernel_size", "needs_attribute", ErrorKind::kUsage},
                   {{{1, 3, 3}}, two, "input", "unfold reads input of 4 axes (N, C, H, W), it has 3 (1×3×3)", "wrong_rank"},
                   {{{1, 1, 3, 1}}, two, "kernel_size", "kernel 2 is larger than the input, the input is 1 wide", "kernel_exceeds_input"}});
  auto fold = [](std::vector<Index> size) {
    return GivenAttributes{{"kernel_size", numbers({2})}, {"output_size", numbers(std::move(size))}};
  };
  expect_refusals(
      "fold",
      {{{{1, 8, 4}}, two, "output_size", "fold needs output_size", "needs_attribute", ErrorKind::kUsage},
       {{{1, 8, 4}}, fold({3}), "output_size", "output_size takes 2 numbers, 1 were given (3)", "wrong_number_count", ErrorKind::kUsage},
       {{{1, 6, 4}},
        fold({3, 3}),
        "kernel_size",
        "a window of 2×2 does not divide the 6 rows of the input 1×6×4",
        "window_not_dividing_rows"},
       {{{1, 8, 5}}, fold({3, 3}), "output_size", "an output 3×3 has 2×2 = 4 windows, the input 1×8×5 has 5 columns", "blocks_differ"}});
  auto huge = try_layer("unfold", {{1, 64, 512, 512}}, {{"kernel_size", numbers({5})}, {"padding", numbers({2})}});
  ASSERT_FALSE(huge.ok());
  EXPECT_EQ(huge.error().kind, ErrorKind::kMemory);
  for (const char* op : {"unfold", "fold", "interpolate", "linear"}) expect_no_overflow(op);
}

// Small tensors may meet in one cell more often than taps can be listed in memory, which the definition and the trace do.
TEST(Layers, OfMoreTapsACellThanCanBeListedAreRefused) {
  const Extents side{1, 1, 2048, 2048}, more{1, 1, 2048, 2049};
  struct Case {
    const char* op;
    Shapes fits, beyond;
    GivenAttributes given;
  };
  const Case cases[] = {{"conv2d", {side, side}, {more, more}, {}},
                        {"conv_transpose1d", {{1, 1, 1}, {1, 1, 1 << 22}}, {{1, 1, 1}, {1, 1, (1 << 22) + 1}}, {}},
                        {"linear", {{1, 1 << 22}, {1, 1 << 22}}, {{1, (1 << 22) + 1}, {1, (1 << 22) + 1}}, {}},
                        {"conv2d_weight_grad", {side, side}, {more, more}, {{"weight_size", numbers({1, 1, 1, 1})}}}};
  for (const Case& c : cases) {
    EXPECT_TRUE(try_layer(c.op, c.fits, c.given).ok()) << c.op;
    auto refused = try_layer(c.op, c.beyond, c.given);
    ASSERT_FALSE(refused.ok()) << c.op;
    EXPECT_EQ(refused.error().kind, ErrorKind::kMemory) << c.op;
    EXPECT_EQ(refused.error().key, "too_many_taps") << c.op;
  }
  EXPECT_EQ(try_layer("conv2d", {more, more}).error().message,
            "a cell of the output reads 4196352 values, at most 4194304 are possible");
}

}  // namespace
}  // namespace convscope

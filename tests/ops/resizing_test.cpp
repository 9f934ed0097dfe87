// interpolate and max_unpool2d by hand: places and shares, sizes, indices that are none, words, and every refusal.
#include <gtest/gtest.h>

#include <limits>

#include "engine/ops/resampling.h"
#include "support/operator_layers.h"

namespace convscope {
namespace {

using Numbers = std::vector<double>;
AttributeValue factors(std::vector<double> numbers) { return AttributeValue{std::move(numbers)}; }

// ---- interpolate ------------------------------------------------------------------------------------------------------------
TEST(Interpolate, NearestRepeatsCellsAndLeavesOthersOut) {
  const Tensor line({1, 1, 4}, {1, 2, 3, 4});
  EXPECT_EQ(answer("interpolate", {&line}, {{"size", numbers({8})}}), (Numbers{1, 1, 2, 2, 3, 3, 4, 4}));
  EXPECT_EQ(answer("interpolate", {&line}, {{"size", numbers({3})}}), (Numbers{1, 2, 3}));  // ⌊0⌋, ⌊1.33⌋, ⌊2.67⌋
  EXPECT_EQ(answer("interpolate", {&line}, {{"scale_factor", factors({1.5})}}), (Numbers{1, 1, 2, 3, 3, 4}));  // 0, ⅔, 4/3, 2, 8/3, 10/3
}

TEST(Interpolate, BilinearAsksWhereTheMiddleOfACellLies) {
  const Tensor line({1, 1, 1, 2}, {0, 4});
  const GivenAttributes four{{"mode", word("bilinear")}, {"size", numbers({1, 4})}};
  EXPECT_EQ(answer("interpolate", {&line}, four), (Numbers{0, 1, 3, 4}));  // −¼ → 0, ¼, ¾, 1¼ → 1
  GivenAttributes aligned{{"mode", word("bilinear")}, {"size", numbers({1, 5})}, {"align_corners", AttributeValue{true}}};
  EXPECT_EQ(answer("interpolate", {&line}, aligned), (Numbers{0, 1, 2, 3, 4}));
}

TEST(Interpolate, ATapNamesItsNeighbourAndItsShareOfBothAxes) {
  auto layer = made("interpolate", {{1, 2, 2, 2}}, {{"mode", word("bilinear")}, {"size", numbers({4, 4})}});
  std::vector<Tap> taps;
  layer->taps_to(16 + 4 + 2, {}, taps);  // second channel, (1, 2): places ¼ and ¾
  ASSERT_EQ(taps.size(), 4u);
  const Numbers shares{0.75 * 0.25, 0.75 * 0.75, 0.25 * 0.25, 0.25 * 0.75};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(taps[i].data.index, 4 + static_cast<Index>(i));
    EXPECT_EQ(taps[i].coefficient, shares[i]);
    EXPECT_EQ(taps[i].channel, 1);
  }
  EXPECT_EQ(taps[2].at, (std::array<Index, 3>{0, 1, 0}));
  taps.clear();
  layer->taps_to(0, {}, taps);  // the corner stands on one cell
  ASSERT_EQ(taps.size(), 1u);
  EXPECT_EQ(taps[0].coefficient, 1);
}

TEST(Interpolate, AnAxisThatKeepsItsSizeIsCopied) {
  const Tensor plane = counting({1, 1, 3, 5});
  const std::vector<double> same(plane.data.begin(), plane.data.end());
  for (const char* mode : {"nearest", "bilinear"})
    EXPECT_EQ(answer("interpolate", {&plane}, {{"mode", word(mode)}, {"size", numbers({3, 5})}}), same) << mode;
}

TEST(Interpolate, ByAFactorPlacesFollowFromTheFactorAndNotFromTheSizes) {
  // 10 cells times 1.05 are 10 cells, which lie 1/1.05 apart.
  const ResampledAxis by = resampled_by(10, 1.05, false), to = resampled_to(10, 10, false);
  EXPECT_EQ(by.output, 10);
  EXPECT_EQ(by.nearest(9), 8);
  EXPECT_EQ(to.nearest(9), 9);
}

TEST(Interpolate, SharesAddUpToOneAndStayOnTheAxis) {
  for (Index input : {1, 2, 5, 17}) {
    for (Index output : {1, 3, 8, 29}) {
      for (bool aligned : {false, true}) {
        const ResampledAxis axis = resampled_to(input, output, aligned);
        for (Index position = 0; position < output; ++position) {
          const Neighbours near = axis.neighbours(position);
          EXPECT_GE(near.first, 0);
          EXPECT_LT(near.second, input);
          EXPECT_FLOAT_EQ(near.first_share + near.second_share, 1);
          EXPECT_GE(std::min(near.first_share, near.second_share), 0);
        }
      }
    }
  }
}

TEST(Interpolate, SaysItsSizesItsStepsAndItsPlace) {
  auto by = made("interpolate", {{1, 1, 5}}, {{"scale_factor", factors({1.5})}});
  EXPECT_EQ(formula_of(*by),
            (std::vector<std::string>{"ow = ⌊w·scale_factor⌋ = ⌊5·1.5⌋ = 7", "step = 1/scale_factor = 0.666667", "y[j] = x[⌊j·step⌋]"}));
  auto to =
      made("interpolate", {{1, 1, 3, 5}}, {{"mode", word("bilinear")}, {"size", numbers({5, 9})}, {"align_corners", AttributeValue{true}}});
  EXPECT_EQ(formula_of(*to), (std::vector<std::string>{"oh = 5", "step = (h − 1)/(oh − 1) = 0.5", "ow = 9", "step = (w − 1)/(ow − 1) = 0.5",
                                                       "y[j] = x[j·step]"}));
}

TEST(Interpolate, CodeIsThatOfTheOtherLibraries) {
  auto twice = made("interpolate", {{1, 1, 3, 5}}, {{"mode", word("bilinear")}, {"scale_factor", factors({2})}});
  EXPECT_EQ(twice->code(CodeDialect::kPyTorch), "F.interpolate(\n    x, scale_factor=2,\n    mode=\"bilinear\")");
  EXPECT_EQ(twice->code(CodeDialect::kKeras),
            "layers.UpSampling2D(\n    2, interpolation=\"bilinear\",\n    data_format=\"channels_first\")");
  EXPECT_NE(twice->code(CodeDialect::kOnnx).find("scales = [1, 1, 2, 2]"), std::string::npos) << twice->code(CodeDialect::kOnnx);
  EXPECT_NE(twice->code(CodeDialect::kOnnx).find("\"half_pixel\""), std::string::npos) << twice->code(CodeDialect::kOnnx);
  auto to = made("interpolate", {{1, 1, 3, 5}}, {{"size", numbers({4, 7})}});
  EXPECT_EQ(to->code(CodeDialect::kPyTorch), "F.interpolate(\n    x, size=(4, 7), mode=\"nearest\")");
  EXPECT_NE(to->code(CodeDialect::kOnnx).find("sizes = [1, 1, 4, 7]"), std::string::npos) << to->code(CodeDialect::kOnnx);
}

TEST(Interpolate, CostsFourProductsACellWhereItMixes) {
  EXPECT_EQ(made("interpolate", {{1, 2, 3, 3}}, {{"size", numbers({6})}})->cost().multiplications, 0);
  const Cost cost = made("interpolate", {{1, 2, 3, 3}}, {{"mode", word("bilinear")}, {"size", numbers({6})}})->cost();
  EXPECT_EQ(cost.multiplications, 4 * 72);
  EXPECT_EQ(cost.flops, 7 * 72);
  EXPECT_EQ(cost.memory, 18 + 72);
}

TEST(Interpolate, RefusesTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  const Shapes plane{{1, 1, 3, 5}};
  expect_refusals(
      "interpolate",
      {{plane, {}, "size", "interpolate needs size or scale_factor", "needs_either", ErrorKind::kUsage},
       {plane,
        {{"size", numbers({4})}, {"scale_factor", factors({2})}},
        "scale_factor",
        "interpolate takes size or scale_factor, not both",
        "takes_either",
        ErrorKind::kUsage},
       {plane, {{"size", numbers({4, 4, 4})}}, "size", "size takes 1 or 2 numbers, 3 were given (4,4,4)", "wrong_count", ErrorKind::kUsage},
       {plane,
        {{"scale_factor", factors({1.5, 2, 1})}},
        "scale_factor",
        "scale_factor takes 1 or 2 numbers, 3 were given (1.5,2,1)",
        "wrong_count",
        ErrorKind::kUsage},
       {plane, {{"scale_factor", factors({-1})}}, "scale_factor", "scale_factor must be larger than 0, it is -1", "factor_not_positive"},
       {plane, {{"scale_factor", factors({0.25})}}, "scale_factor", "scale_factor 0.25 leaves nothing of 3 cells", "factor_leaves_nothing"},
       {plane,
        {{"scale_factor", factors({1e30})}},
        "scale_factor",
        "scale_factor 1e+30 makes more than 268435456 of 3 cells",
        "factor_too_large"},
       {plane,
        {{"size", numbers({4})}, {"align_corners", AttributeValue{true}}},
        "align_corners",
        "align_corners goes with mode bilinear, the mode is nearest",
        "corners_need_bilinear"},
       {{{1, 1, 3}},
        {{"size", numbers({4})}, {"mode", word("bilinear")}},
        "input",
        "interpolate reads input of 4 axes (N, C, H, W), it has 3 (1×1×3)",
        "wrong_rank"},
       {{{1, 3}},
        {{"size", numbers({4})}},
        "input",
        "interpolate reads an input of 3 to 5 axes (N, C, …), it has 2 (1×3)",
        "wants_three_to_five_axes"}});
  auto huge = try_layer("interpolate", plane, {{"size", numbers({Index{1} << 20})}});
  ASSERT_FALSE(huge.ok());
  EXPECT_EQ(huge.error().kind, ErrorKind::kMemory);
}

// ---- max_unpool2d -----------------------------------------------------------------------------------------------------------
TEST(MaxUnpool, PutsValuesWhereTheirIndicesSay) {
  const Tensor values({1, 1, 1, 3}, {5, 6, 7}), indices({1, 1, 1, 3}, {3, 0, 3});
  const GivenAttributes given{{"output_size", numbers({2, 2})}};
  EXPECT_EQ(answer("max_unpool2d", {&values, &indices}, given), (Numbers{6, 0, 0, 7}));  // of two the later one stays
  auto layer = made("max_unpool2d", {values.extents, indices.extents}, given);
  EXPECT_EQ(layer->readers_of(0, {&values, &indices}), std::vector<Index>{});
  EXPECT_EQ(layer->readers_of(1, {&values, &indices}), std::vector<Index>{0});
  EXPECT_EQ(layer->readers_of(2, {&values, &indices}), std::vector<Index>{3});
}

TEST(MaxUnpool, OfAPoolingKeepsTheLargestInPlaceAndNothingElse) {
  Tensor input({2, 3, 7, 8});
  for (Index i = 0; i < input.count(); ++i) input[i] = static_cast<float>((i * 37 + 11) % 101 - 50);
  const GivenAttributes pooling{{"kernel_size", numbers({3, 2})}, {"stride", numbers({2, 3})}, {"padding", numbers({1, 0})}};
  auto pool = made("max_pool2d", {input.extents}, pooling);
  auto single = [](const Tensor64& exact) { return Tensor(exact.extents, std::vector<float>(exact.data.begin(), exact.data.end())); };
  const Tensor most = single(reference(*pool, {&input})), winners = single(reference_winners(*pool, {&input}));
  GivenAttributes unpooling = pooling;
  unpooling.emplace_back("output_size", numbers({7, 8}));
  const Numbers back = answer("max_unpool2d", {&most, &winners}, unpooling);
  std::vector<bool> won(static_cast<std::size_t>(input.count()));
  for (Index cell = 0; cell < most.count(); ++cell) {
    const Index plane = cell / (most.extents[2] * most.extents[3]) * 56;
    won[static_cast<std::size_t>(plane + static_cast<Index>(winners[cell]))] = true;
  }
  for (std::size_t i = 0; i < back.size(); ++i) EXPECT_EQ(back[i], won[i] ? static_cast<double>(input.data[i]) : 0) << i;
}

TEST(MaxUnpool, TheSizeFollowsFromTheKernelUnlessGiven) {
  const Shapes shapes{{1, 1, 3, 4}, {1, 1, 3, 4}};
  EXPECT_EQ(made("max_unpool2d", shapes, {{"kernel_size", numbers({2})}})->output(), (Extents{1, 1, 6, 8}));
  auto layer = made("max_unpool2d", shapes, {{"kernel_size", numbers({3, 2})}, {"stride", numbers({2, 1})}, {"padding", numbers({1, 0})}});
  EXPECT_EQ(layer->output(), (Extents{1, 1, 5, 5}));
  EXPECT_EQ(formula_of(*layer)[2], "   = 2·(3 − 1) + 3 − 2·1 = 5");
  EXPECT_EQ(made("max_unpool2d", shapes, {{"kernel_size", numbers({2})}, {"output_size", numbers({7, 9})}})->output(),
            (Extents{1, 1, 7, 9}));
}

TEST(MaxUnpool, IndicesThatNameNoCellAreRefusedByPlaceAndDoNoHarm) {
  const Tensor values({1, 2, 1, 2}, {1, 2, 3, 4});
  auto layer = made("max_unpool2d", {values.extents, values.extents}, {{"output_size", numbers({2, 3})}});
  const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
  for (float wrong : {6.0f, -1.0f, 1.5f, 1e30f, nan, infinity, -infinity}) {
    const Tensor indices({1, 2, 1, 2}, {0, 5, 1, wrong});
    Status data = layer->check_data({&values, &indices});
    ASSERT_FALSE(data.ok()) << wrong;
    EXPECT_EQ(data.error().key, "index_outside_plane");
    EXPECT_EQ(data.error().message.find("indices must be whole numbers from 0 to 5, at 0,1,0,1 stands "), 0u) << data.error().message;
    EXPECT_EQ(reference(*layer, {&values, &indices}).data, (Numbers{1, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0})) << wrong;
    EXPECT_TRUE(layer->readers_of(3, {&values, &indices}).empty()) << wrong;
  }
  const Tensor right({1, 2, 1, 2}, {0, 5, 5, 0});
  EXPECT_TRUE(layer->check_data({&values, &right}).ok());
}

TEST(MaxUnpool, CodeIsThatOfTheOtherLibraries) {
  auto layer = made("max_unpool2d", {{1, 1, 3, 4}, {1, 1, 3, 4}}, {{"kernel_size", numbers({2})}, {"output_size", numbers({7, 9})}});
  EXPECT_EQ(layer->code(CodeDialect::kPyTorch), "F.max_unpool2d(\n    x, indices, 2,\n    output_size=(7, 9))");
  EXPECT_NE(layer->code(CodeDialect::kOnnx).find("size = [1, 1, 7, 9]"), std::string::npos) << layer->code(CodeDialect::kOnnx);
}

TEST(MaxUnpool, RefusesTheImpossibleInOneSentenceWithItsValuesAndItsKey) {
  const Shapes shapes{{1, 1, 3, 4}, {1, 1, 3, 4}};
  expect_refusals("max_unpool2d",
                  {{shapes, {}, "output_size", "max_unpool2d needs output_size or kernel_size", "needs_either", ErrorKind::kUsage},
                   {{{1, 1, 3, 4}, {1, 1, 4, 3}},
                    {{"kernel_size", numbers({2})}},
                    "indices",
                    "indices must have the shape 1×1×3×4 (that of the input), it has 1×1×4×3",
                    "wrong_shape"},
                   {{{1, 1, 3}, {1, 1, 3}},
                    {{"kernel_size", numbers({2})}},
                    "input",
                    "max_unpool2d reads input of 4 axes (N, C, H, W), it has 3 (1×1×3)",
                    "wrong_rank"},
                   {shapes,
                    {{"output_size", numbers({7})}},
                    "output_size",
                    "output_size takes 2 numbers, 1 were given (7)",
                    "wrong_number_count",
                    ErrorKind::kUsage},
                   {shapes,
                    {{"kernel_size", numbers({2})}, {"output_size", numbers({6, 10})}},
                    "output_size",
                    "an output 10 wide does not pool to this input: 7 to 9 are possible",
                    "output_size_does_not_pool"},
                   {shapes,
                    {{"output_size", numbers({4097, 4096})}},
                    "indices",
                    "indices in single precision name at most 16777216 cells of a plane, from 3×4 to 4097×4096 are too many",
                    "plane_beyond_indices"}});
  expect_no_overflow("max_unpool2d");
}

}  // namespace
}  // namespace convscope

// Steps by hand: what one cell reads, where one cell goes, how often each is read.
#include "engine/trace/trace.h"

#include <gtest/gtest.h>

#include "support/layers.h"

namespace convscope {
namespace {

TEST(Trace, AGatherStepIsTheWrittenOutSum) {
  const Tensor input = counting({1, 1, 3, 3});
  const Tensor weight({1, 1, 2, 2}, {0, 1, 2, 3});
  const Trace trace(conv2d({input.extents, weight.extents}), {&input, &weight, nullptr});
  const GatherStep step = trace.gather(3);
  EXPECT_EQ(step.position[2], 1);
  EXPECT_EQ(step.position[3], 1);
  ASSERT_EQ(step.terms.size(), 4u);
  const double data[] = {5, 6, 8, 9}, weights[] = {0, 1, 2, 3};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(step.terms[i].data, data[i]);
    EXPECT_EQ(step.terms[i].weight, weights[i]);
    EXPECT_EQ(step.terms[i].product, data[i] * weights[i]);
  }
  EXPECT_EQ(step.sum, 49);
  EXPECT_EQ(step.result, 49);
  EXPECT_FALSE(step.bias.has_value());
  EXPECT_FALSE(step.winner.has_value());
}

TEST(Trace, TheWindowReachesIntoThePadding) {
  const Tensor input = counting({1, 1, 4, 5});
  const Tensor weight = counting({1, 1, 3, 2});
  auto layer = conv2d({input.extents, weight.extents}, {{"padding", numbers({1, 2, 0, 0})}, {"dilation", numbers({1, 2})}});
  const GatherStep step = Trace(layer, {&input, &weight, nullptr}).gather(0);
  EXPECT_EQ(step.top, -1);
  EXPECT_EQ(step.bottom, 1);
  EXPECT_EQ(step.left, -2);
  EXPECT_EQ(step.right, 0);
}

TEST(Trace, ANeighbourOfShareZeroIsNotInTheWindow) {
  const Tensor input = counting({1, 1, 6, 6}), weight = counting({1, 1, 3, 3});
  Tensor offset({1, 18, 4, 4});
  const auto layer_of = [&] {
    const Operator& op = *find_operator("deform_conv2d").value();
    const Shapes shapes{input.extents, weight.extents, offset.extents, {}, {}};
    return op.layer(Attributes{}, shapes).value();
  };
  GatherStep step = Trace(layer_of(), {&input, &weight, &offset, nullptr, nullptr}).gather(5);
  EXPECT_EQ(step.bottom - step.top, 2);
  EXPECT_EQ(step.right - step.left, 2);
  offset[5 + 16 * 0] = 0.5F;  // the first element of cell 5 reads between two rows
  step = Trace(layer_of(), {&input, &weight, &offset, nullptr, nullptr}).gather(5);
  EXPECT_EQ(step.bottom - step.top, 2);
  offset[5 + 16 * 16] = 0.5F;  // and the last one
  step = Trace(layer_of(), {&input, &weight, &offset, nullptr, nullptr}).gather(5);
  EXPECT_EQ(step.bottom - step.top, 3);
}

TEST(Trace, EveryChannelHasItsOwnSumBeforeTheyMerge) {
  const Tensor input({1, 4, 1, 1}, {1, 2, 3, 4});
  const Tensor weight({2, 2, 1, 1}, {1, 1, 1, 10});
  const Tensor bias({2}, {100, 200});
  const Trace trace(conv2d({input.extents, weight.extents, bias.extents}, {{"groups", numbers({2})}}), {&input, &weight, &bias});
  const GatherStep step = trace.gather(1);
  EXPECT_EQ(step.channels, (std::vector<Index>{2, 3}));
  EXPECT_EQ(step.channel_sums, (std::vector<double>{3, 40}));
  EXPECT_EQ(step.bias, 200);
  EXPECT_EQ(step.sum, 43);
  EXPECT_EQ(step.result, 243);
}

TEST(Trace, AScatterStepNamesEveryOutputThatReadsTheCell) {
  const Tensor input = counting({1, 1, 3, 3});
  const Tensor weight({1, 1, 2, 2}, {0, 1, 2, 3});
  const Trace trace(conv2d({input.extents, weight.extents}), {&input, &weight, nullptr});
  const ScatterStep centre = trace.scatter(4);
  ASSERT_EQ(centre.contributions.size(), 4u);
  // The centre meets the last element of the first window, and the first element of the last one.
  const double weights[] = {3, 2, 1, 0};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(centre.contributions[i].output, static_cast<Index>(i));
    EXPECT_EQ(centre.contributions[i].term.weight, weights[i]);
    EXPECT_EQ(centre.contributions[i].term.product, 5 * weights[i]);
  }
  EXPECT_EQ(trace.scatter(0).contributions.size(), 1u);
}

TEST(Trace, TimesReadMarksTheColumnThatNoWindowReaches) {
  const Tensor input = counting({2, 3, 6, 6});
  const Tensor weight = counting({4, 3, 3, 3});
  const Trace trace(conv2d({input.extents, weight.extents}, {{"stride", numbers({2})}}), {&input, &weight, nullptr});
  const Tensor times = trace.times_read();
  EXPECT_EQ(times.extents, (Extents{6, 6}));
  const float line[] = {1, 1, 2, 1, 1, 0};
  for (Index y = 0; y < 6; ++y) {
    for (Index x = 0; x < 6; ++x) EXPECT_EQ(times[y * 6 + x], line[y] * line[x]) << y << "," << x;
  }
}

TEST(Trace, TimesReadCountsCopiesInThePadding) {
  const Tensor input = counting({1, 1, 1, 3});
  const Tensor weight = counting({1, 1, 1, 1});
  const Trace trace(conv2d({input.extents, weight.extents}, {{"padding", numbers({0, 2})}, {"padding_mode", word("reflect")}}),
                    {&input, &weight, nullptr});
  EXPECT_EQ(trace.times_read().data, (std::vector<float>{2, 3, 2}));
}

}  // namespace
}  // namespace convscope

// channel_shuffle: a case by hand, and that shuffling by the other number of groups puts every channel back.
#include <gtest/gtest.h>

#include "support/operator_layers.h"

namespace convscope {
namespace {

TEST(ChannelShuffle, DealsTheGroupsOutInTurn) {
  // Channels a b c | d e f of two cells each become a d b e c f.
  const Tensor input = counting({1, 6, 2});
  EXPECT_EQ(answer("channel_shuffle", {&input}, {{"groups", numbers({2})}}), (std::vector<double>{1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12}));
}

TEST(Identities, ShuffledByGroupsThenByChannelsOfAGroupIsAsBefore) {
  for (const auto& [groups, per_group] : {std::pair<Index, Index>{1, 5}, {2, 3}, {3, 2}, {3, 7}, {4, 4}, {5, 1}}) {
    const Index channels = groups * per_group;
    for (const Extents& extents : {Extents{2, channels, 3}, Extents{2, channels, 3, 5}, Extents{1, channels, 2, 3, 2}}) {
      const Tensor input = counting(extents);
      const std::vector<double> there = answer("channel_shuffle", {&input}, {{"groups", numbers({groups})}});
      const Tensor shuffled(extents, std::vector<float>(there.begin(), there.end()));
      const std::vector<double> back = answer("channel_shuffle", {&shuffled}, {{"groups", numbers({per_group})}});
      EXPECT_EQ(back, std::vector<double>(input.data.begin(), input.data.end())) << extents.text() << " in " << groups << " groups";
      EXPECT_EQ(shuffled.data == input.data, groups == 1 || per_group == 1) << extents.text() << " in " << groups << " groups";
    }
  }
}

TEST(ChannelShuffle, MovesEachValueOnceAndSaysWhereItGoes) {
  auto layer = made("channel_shuffle", {{2, 6, 5}}, {{"groups", numbers({3})}});
  EXPECT_EQ(layer->cost().memory, 120);
  EXPECT_EQ(layer->cost().multiplications, 0);
  EXPECT_EQ(formula_of(*layer), (std::vector<std::string>{"y[j·g + i] = x[i·C/g + j]", "y[j·3 + i] = x[i·2 + j]"}));
}

TEST(ChannelShuffle, RefusesGroupsThatDoNotDivideAndInputsWithoutPlaces) {
  const char* const groups = "groups 4 does not divide the 6 input channels";
  const char* const axes = "channel_shuffle reads an input of 3 axes or more (N, C, …), it has 2 (1×6)";
  expect_refusals("channel_shuffle", {{{{1, 6, 2}}, {{"groups", numbers({4})}}, "groups", groups, "groups_not_dividing_input"},
                                      {{{1, 6}}, {}, "input", axes, "too_few_axes"}});
}

}  // namespace
}  // namespace convscope

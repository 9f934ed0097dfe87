// The numbers of the scenes that keep channels apart, group them, exchange them and mix them.
#include "app/scenes/connections.h"
#include "scenes/shipped.h"

namespace convscope {
namespace {

class Channels : public ShippedScenes {
 protected:
  // The result of one output cell, worked from the tensors alone: rows and columns of the kernel, stride 1, no padding.
  static double by_hand(const Tensor& input, Index channel, const Tensor& weight, Index filter, Index y, Index x) {
    double sum = 0;
    for (Index u = 0; u < weight.extents[2]; ++u)
      for (Index v = 0; v < weight.extents[3]; ++v)
        sum += static_cast<double>(input.at({0, channel, y + u, x + v})) * static_cast<double>(weight.at({filter, 0, u, v}));
    return sum;
  }
};

TEST_F(Channels, OfADepthwiseLayerAreFilteredAlone) {
  auto made = model("depthwise");
  const LayerModel& layer = made->first();
  EXPECT_EQ(layer.output().at({0, 1, 1, 1}), -4) << "the storyboard's sum";
  for (Index c = 0; c < 3; ++c) EXPECT_EQ(layer.output().at({0, c, 0, 1}), by_hand(layer.input(), c, layer.weight(), c, 0, 1)) << c;
  EXPECT_EQ(layer.layer->cost().parameters, 3 * 1 * 9);
}

TEST_F(Channels, OfADepthwiseLayerMakeAsManyMapsAsTheMultiplierSays) {
  auto made = model("depthwise", {{"multiplier", list({2})}});
  const LayerModel& layer = made->first();
  EXPECT_EQ(layer.output().extents, (Extents{1, 6, 2, 2}));
  EXPECT_EQ(layer.layer->cost().parameters, 3 * 2 * 9);
  for (Index map = 0; map < 6; ++map)
    EXPECT_EQ(layer.output().at({0, map, 1, 0}), by_hand(layer.input(), map / 2, layer.weight(), map, 1, 0)) << "map " << map;
}

TEST_F(Channels, SplitInTwoStagesCostWhatTheDocumentsSay) {
  auto made = model("depthwise_separable", {{"filters", list({256})}, {"input", list({12, 12})}, {"kernel", list({5, 5})}});
  ASSERT_NE(made->standard, nullptr);
  EXPECT_EQ(made->standard->cost().multiplications, 1228800);
  EXPECT_EQ(made->pipeline->cost().multiplications, 53952);
}

TEST_F(Channels, SplitInTwoStagesPlayOneAfterTheOther) {
  auto made = model("depthwise_separable");
  EXPECT_EQ(made->timeline.steps(), 3 * 4 + 4 * 4);
  EXPECT_EQ(made->timeline.first_step(1), 12);
  EXPECT_EQ(made->last().output().at({0, 2, 1, 1}), 2 * 5 - 1 * 11 + 1 * 2) << "the storyboard's sum";
  const Moment opening = opening_moment(*made->scene, *made);
  EXPECT_EQ(opening.step, 12 + 2 * 4 + 3) << "it opens on that sum, in the second stage";
}

TEST_F(Channels, InGroupsHaveAsManyTimesFewerWeightsAsThereAreGroups) {
  for (Index groups : {1, 2, 3, 6})
    EXPECT_EQ(model("grouped", {{"groups", list({groups})}})->first().layer->cost().parameters, 6 * (6 / groups) * 9) << groups;
  Error refused = refusal(state_of("grouped", {{"groups", list({4})}}));
  EXPECT_EQ(refused.attribute, "groups");
}

TEST_F(Channels, InGroupsPlayAMapAStep) {
  auto made = model("grouped");
  EXPECT_EQ(made->timeline.steps(), 6);
  for (const Term& term : made->first().trace().gather(flat_index(made->first().output().extents, {0, 3, 1, 1})).terms)
    EXPECT_EQ(term.tap.channel / 2, 1) << "map 3 reads channels 2 and 3 only";
}

TEST_F(Channels, ShuffledStandInTheOrderOfTheStoryboardAndComeBack) {
  auto made = model("channel_shuffle");
  EXPECT_EQ(values(made->first().output()), (std::vector<float>{0, 3, 6, 1, 4, 7, 2, 5, 8}));
  EXPECT_EQ(values(made->last().output()), (std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
  auto twelve = model("channel_shuffle", {{"channels", list({12})}});
  EXPECT_EQ(values(twelve->first().output()), (std::vector<float>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}));
  EXPECT_EQ(values(twelve->last().output()), (std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
  EXPECT_EQ(twelve->timeline.steps(), 1 + 4 + 1 + 1 + 3 + 1);
}

TEST_F(Channels, MixedAtOnePixelKeepHeightAndWidth) {
  auto made = model("pointwise", {{"channels", list({64})}, {"filters", list({28})}});
  EXPECT_EQ(made->first().weight().count(), 64 * 28);
  EXPECT_EQ(made->last().output().extents, (Extents{1, 28, 5, 5}));
  auto opening = model("pointwise");
  const Tensor &mixed = opening->first().output(), &bent = opening->last().output();
  EXPECT_EQ(mixed.at({0, 0, 1, 3}), 2 * 1 + 4 * 0 + 5 * 2 - 1) << "the storyboard's sum";
  EXPECT_EQ(mixed.at({0, 1, 1, 3}), -1);
  EXPECT_EQ(bent.at({0, 1, 1, 3}), 0);
  EXPECT_EQ(model("pointwise", {{"relu", AttributeValue{false}}})->last().output().at({0, 1, 1, 3}), -1);
}

TEST_F(Channels, ReachAMapFromEveryGroupOnlyAfterAShuffle) {
  auto reached = [&](const std::string& second, std::map<std::string, AttributeValue> parameters) {
    return model("shuffled_grouped", std::move(parameters))->pipeline->receptive_field(second, 4, {}).at("input");
  };
  EXPECT_EQ(reached("plain", {}), (std::vector<Index>{3, 4, 5}));
  EXPECT_EQ(reached("second", {}).size(), 9u);
  EXPECT_EQ(reached("second", {{"channels", list({12})}, {"groups", list({6})}}).size(), 4u) << "two channels a group hear of two groups";
}

TEST_F(Channels, OfAShuffleNetUnitCostAFractionOfABottleneck) {
  auto of = [](const Model& made, const std::string& stage) { return made.layer(stage).layer->cost(); };
  auto one = model("shufflenet_unit");
  EXPECT_EQ(of(*one, "compress").parameters, 4800);
  EXPECT_EQ(of(*one, "depthwise").macs, 423360);
  EXPECT_EQ(of(*one, "compress").macs + of(*one, "depthwise").macs + of(*one, "expand").macs, 7949760);
  EXPECT_EQ(one->last().output().extents, (Extents{1, 240, 28, 28}));
  State state = state_of("shufflenet_unit");
  state.mode = "stride_2";
  auto two = model(state);
  EXPECT_EQ(of(*two, "compress").macs + of(*two, "depthwise").macs + of(*two, "expand").macs, 9619680);
  EXPECT_EQ(two->last().output().extents, (Extents{1, 480, 14, 14}));
}

TEST_F(ShippedScenes, ConnectionsFollowTheWidthTheKernelTheStrideAndThePaddingOfTheLayer) {
  struct Case {
    Index input, kernel, stride, padding;
    std::size_t outputs, full, local;
  };
  for (const Case& each : {Case{7, 3, 1, 0, 5, 35, 15}, Case{7, 3, 2, 0, 3, 21, 9}, Case{4, 2, 1, 0, 3, 12, 6},
                           Case{5, 3, 1, 1, 5, 25, 13}}) {
    State state = state_of("many_filters", {{"input", list({4, each.input})}, {"kernel", list({2, each.kernel})},
                                            {"stride", list({1, each.stride})}, {"padding", list({0, each.padding})}});
    state.mode = "connections";
    auto made = model(state);
    const ConnectionExample full = connection_example(made->first(), ConnectionKind::kFull),
                            local = connection_example(made->first(), ConnectionKind::kLocal),
                            shared = connection_example(made->first(), ConnectionKind::kShared);
    EXPECT_EQ(full.inputs.size(), static_cast<std::size_t>(each.input));
    EXPECT_EQ(full.outputs.size(), each.outputs);
    EXPECT_EQ(full.links.size(), each.full);
    EXPECT_EQ(local.links.size(), each.local);
    EXPECT_EQ(shared.links.size(), each.local);
    EXPECT_EQ(shared.weights, each.kernel);
    for (std::size_t o = 0; o < each.outputs; ++o) {  // the very links make the very numbers
      double sum = 0;
      for (const Connection& link : shared.links)
        if (link.output == static_cast<Index>(o)) sum += link.weight * shared.inputs[static_cast<std::size_t>(link.input)];
      EXPECT_EQ(shared.outputs[o], sum);
    }
  }
}

}  // namespace
}  // namespace convscope

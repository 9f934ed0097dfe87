// Scene 11: what a dilated kernel spans, that zeros between its weights give the same, and what stacks of it see.
#include "engine/graph/receptive_field.h"
#include "engine/reference/reference.h"
#include "scenes/shipped.h"

namespace convscope {
namespace {

class DilatedScene : public ShippedScenes {
 protected:
  State stack(std::vector<Index> rates) {
    State state = state_of("dilated");
    state.mode = "stack";
    for (std::size_t l = 0; l < rates.size(); ++l) state.parameters["rate_" + std::to_string(l + 1)] = list({rates[l]});
    return state;
  }
  static std::vector<double> spans(const Model& model, const std::string& prefix) {
    std::vector<double> sizes;
    for (const NodeField& field : receptive_fields(*model.pipeline, prefix + "_input"))
      if (field.node.rfind(prefix, 0) == 0) sizes.push_back(field.axes.at(0).size);
    return sizes;
  }
  static std::vector<std::size_t> seen(const Model& model, const std::string& prefix) {
    std::vector<std::size_t> counts;
    for (int l = 1; l <= 3; ++l)
      counts.push_back(model.pipeline->receptive_field(prefix + "_" + std::to_string(l), 0, {}).at(prefix + "_input").size());
    return counts;
  }
};

TEST_F(DilatedScene, SpansFiveCellsAtRateTwoAndMakesThreeOfSeven) {
  auto made = model("dilated");
  EXPECT_EQ(made->last().output().extents, Extents({1, 1, 3, 3}));
  const GatherStep step = made->last().trace().gather(0);
  EXPECT_EQ(step.terms.size(), 9u);
  EXPECT_EQ(step.right - step.left + 1, 5);
  EXPECT_EQ(values(made->last().output())[4], 56);  // as the storyboard works it out
}

TEST_F(DilatedScene, GivesWhatTheKernelWithZerosBetweenItsWeightsGives) {
  auto made = model("dilated", {{"dilation", list({2, 3})}, {"input", list({9, 11})}, {"kernel", list({3, 2})}});
  const Tensor &input = made->first().input(), &weight = made->first().weight();
  Tensor spread(Extents({1, 1, 5, 4}));
  for (Index r = 0; r < 3; ++r)
    for (Index c = 0; c < 2; ++c) spread[flat_index(spread.extents, {0, 0, 2 * r, 3 * c})] = weight[r * 2 + c];
  auto layer = (*find_operator("conv2d"))->layer({}, {input.extents, spread.extents, {}});
  ASSERT_TRUE(layer) << layer.error().message;
  const Tensor64 same = reference(**layer, {&input, &spread, nullptr});
  ASSERT_EQ(same.extents, made->first().output().extents);
  for (Index cell = 0; cell < same.count(); ++cell) EXPECT_EQ(same[cell], made->first().output()[cell]) << cell;
}

TEST_F(DilatedScene, SeesThreeSevenFifteenInAStackOfGrowingRates) {
  auto made = model(stack({1, 2, 4}));
  EXPECT_EQ(spans(*made, "stack"), (std::vector<double>{3, 7, 15}));
  EXPECT_EQ(seen(*made, "stack"), (std::vector<std::size_t>{3, 7, 15}));
  EXPECT_EQ(spans(*made, "solid"), (std::vector<double>{3, 5, 7}));
}

TEST_F(DilatedScene, LeavesHolesAtAConstantRateOfTwo) {
  auto made = model(stack({2, 2, 2}));
  for (const char* prefix : {"stack", "holes"}) {
    EXPECT_EQ(spans(*made, prefix).back(), 13) << prefix;
    EXPECT_EQ(seen(*made, prefix), (std::vector<std::size_t>{3, 5, 7})) << prefix;
  }
}

TEST_F(DilatedScene, SaysWhenAStackIsWiderThanItsInput) {
  const Error error = refusal(stack({8, 8, 8}));
  EXPECT_NE(error.message.find("15"), std::string::npos) << error.message;
}

}  // namespace
}  // namespace convscope

// The costs of all variants on the same shapes, against their formulas.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/scenes/costs.h"

namespace convscope {
namespace {

const VariantCost& of(const std::vector<VariantCost>& all, const std::string& id) {
  auto found = std::find_if(all.begin(), all.end(), [&](const VariantCost& each) { return each.id == id; });
  EXPECT_NE(found, all.end()) << id;
  return *found;
}

TEST(Costs, FollowTheFormulasOfEveryVariant) {
  const Index c = 64, n = 128, k = 3, g = 4, plane = 56 * 56;
  const std::vector<VariantCost> all = variant_costs({c, n, 56, k, g});
  EXPECT_EQ(all.front().id, "standard");
  EXPECT_EQ(of(all, "standard").total.parameters, k * k * c * n);
  EXPECT_EQ(of(all, "standard").total.multiplications, k * k * c * plane * n);
  EXPECT_EQ(of(all, "standard").total.flops, (2 * k * k * c - 1) * plane * n);
  EXPECT_EQ(of(all, "standard").total.memory, plane * c + plane * n + k * k * c * n);
  EXPECT_EQ(of(all, "dilated").total.multiplications, of(all, "standard").total.multiplications);
  EXPECT_EQ(of(all, "deformable").total.parameters, k * k * c * n + k * k * c * 2 * k * k);
  EXPECT_EQ(of(all, "separable").total.parameters, k * c * c + k * c * n);
  EXPECT_EQ(of(all, "grouped").total.parameters * g, of(all, "standard").total.parameters);
  EXPECT_EQ(of(all, "flattened").total.parameters, c * n + 2 * k * n);
  EXPECT_EQ(of(all, "depthwise_separable").total.parameters, k * k * c + c * n);
  EXPECT_EQ(of(all, "pointwise").total.parameters, c * n);
  EXPECT_EQ(of(all, "pointwise_grouped").total.parameters, c * n / g);
}

TEST(Costs, OfDepthwiseSeparableAreOneOverNPlusOneOverKSquaredOfTheStandard) {
  for (Index k : {3, 5, 7}) {
    const std::vector<VariantCost> all = variant_costs({32, 96, 28, k, 2});
    const auto share = static_cast<double>(of(all, "depthwise_separable").total.multiplications) /
                       static_cast<double>(of(all, "standard").total.multiplications);
    EXPECT_NEAR(share, 1.0 / 96 + 1.0 / static_cast<double>(k * k), 1e-12) << k;
  }
}

TEST(Costs, SayWhyGroupsThatDoNotDivideAreNotPossible) {
  const std::vector<VariantCost> all = variant_costs({64, 128, 56, 3, 5});
  EXPECT_NE(of(all, "grouped").refusal.value().message.find("5"), std::string::npos);
  EXPECT_TRUE(of(all, "grouped").parts.empty());
  EXPECT_FALSE(of(all, "standard").refusal);
}

}  // namespace
}  // namespace convscope

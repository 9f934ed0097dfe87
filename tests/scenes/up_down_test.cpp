// What the scenes that go down and up and the scene of activations say in numbers.
#include "scenes/shipped.h"

#include <cmath>

#include "engine/ops/activation.h"

namespace convscope {
namespace {

using UpDown = ShippedScenes;

TEST_F(UpDown, GoingDownGivesFourAnswersToTheSameWindow) {
  auto made = model("going_down");
  EXPECT_EQ(made->layer("maximum").output()[5], 8);
  EXPECT_EQ(made->layer("average").output()[5], 4.75);
  EXPECT_EQ(made->layer("strided").output()[5], 7 * 1 + 8 * 0 + 1 * 2 - 3 * 1);
  EXPECT_EQ(values(made->layer("bilinear").output()), values(made->layer("average").output()));  // at factor 2 they agree
}

TEST_F(UpDown, BilinearReadsFourOfSixteenCellsAtFactorFour) {
  auto made = model("going_down", {{"factor", list({4})}, {"input", list({12})}});
  EXPECT_EQ(made->layer("bilinear").trace().gather(4).terms.size(), 4u);
  EXPECT_EQ(made->layer("average").trace().gather(4).terms.size(), 16u);
}

TEST_F(UpDown, HalvedFiveTimesAResolutionEndsAtItsFactor) {
  const auto last = [&](Index resolution) {
    return model("going_down", {{"resolution", list({resolution})}})->layer("half5").output().extents[2];
  };
  EXPECT_EQ(last(224), 7);
  EXPECT_EQ(last(416), 13);
  EXPECT_EQ(last(225), 7);
  EXPECT_EQ(last(255), 7);
  EXPECT_EQ(last(256), 8);
}

TEST_F(UpDown, GoingUpBringsTheSameFourValuesToTwiceTheSize) {
  auto made = model("going_up");
  EXPECT_EQ(values(made->layer("nearest").output()), (std::vector<float>{3, 3, 1, 1, 3, 3, 1, 1, 2, 2, 5, 5, 2, 2, 5, 5}));
  EXPECT_EQ(made->layer("bilinear").output()[5], 2.5625);
  EXPECT_EQ(values(made->layer("transposed").output()), (std::vector<float>{3, 0, 1, 0, 0, 13, 0, 11, 2, 0, 5, 0, 0, 7, 0, 5}));
  EXPECT_EQ(values(made->layer("unpooled").output()), (std::vector<float>{0, 0, 0, 1, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 5}));
}

TEST_F(UpDown, GoingUpChangesOnlyBilinearWithItsCornerRule) {
  auto half = model("going_up"), aligned = model("going_up", {{"align_corners", true}});
  EXPECT_NE(values(half->layer("bilinear").output()), values(aligned->layer("bilinear").output()));
  for (const char* name : {"nearest", "transposed", "unpooled"})
    EXPECT_EQ(values(half->layer(name).output()), values(aligned->layer(name).output())) << name;
}

TEST_F(UpDown, GoingUpRestoresThePhotographsSizeAndKeepsEveryWinnerInItsPlace) {
  auto made = model("going_up");
  const Tensor &thumbnail = made->layer("thumbnail").output(), &unpooled = made->layer("photo_unpooled").output();
  ASSERT_EQ(thumbnail.extents, unpooled.extents);
  for (Index i = 0; i < unpooled.count(); ++i) {
    if (unpooled[i] != 0) {
      ASSERT_EQ(unpooled[i], thumbnail[i]) << i;
    }
  }
}

double hard(double x) { return std::min(std::max(x + 3, 0.0), 6.0) / 6; }

TEST_F(UpDown, ActivationsEqualTheirClosedForms) {
  const std::map<std::string, double (*)(double)> kForms = {{"relu", [](double x) { return std::max(x, 0.0); }},
                                                            {"relu6", [](double x) { return std::min(std::max(x, 0.0), 6.0); }},
                                                            {"leaky_relu", [](double x) { return x > 0 ? x : 0.01 * x; }},
                                                            {"sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }},
                                                            {"silu", [](double x) { return x / (1 + std::exp(-x)); }},
                                                            {"hardsigmoid", hard},
                                                            {"hardswish", [](double x) { return x * hard(x); }}};
  for (const auto& [name, form] : kForms) {
    auto made = model("activations", {{"activation", word(name)}});
    const LayerModel& table = made->layer("table");
    ASSERT_EQ(values(table.input()), (std::vector<float>{-8, -3, 0, 3, 8}));
    for (Index i = 0; i < 5; ++i) EXPECT_NEAR(table.output()[i], form(table.input()[i]), 1e-6) << name << " at " << table.input()[i];
  }
}

TEST_F(UpDown, ActivationsOfferBothHardSigmoidsAndAnySlope) {
  auto linear = model("activations", {{"activation", word("hardsigmoid")}, {"form", word("linear")}});
  EXPECT_EQ(values(linear->layer("table").output()), (std::vector<float>{0, 0, 0.5, 1, 1}));
  EXPECT_EQ(model("activations", {{"activation", word("hardsigmoid")}})->layer("table").output()[1], 0);
  auto leaky = model("activations", {{"activation", word("leaky_relu")}, {"negative_slope", 0.25}});
  EXPECT_EQ(leaky->layer("table").output()[0], -2);
}

}  // namespace
}  // namespace convscope

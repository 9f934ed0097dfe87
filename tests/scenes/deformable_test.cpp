// Deformable: zero offsets are the standard convolution; fields move the samples.
#include "scenes/shipped.h"

namespace convscope {
namespace {

using Deformable = ShippedScenes;

TEST_F(Deformable, WithZeroOffsetsEqualsTheStandardConvolution) {
  auto made = model("deformable", {{"offsets", word("zero")}});
  const Tensor &deformed = made->layer("deformed").output(), &standard = made->layer("standard").output();
  ASSERT_EQ(deformed.extents, standard.extents);
  for (Index i = 0; i < deformed.count(); ++i) EXPECT_NEAR(deformed[i], standard[i], 1e-5) << i;
}

TEST_F(Deformable, HasTwoOffsetsForEveryElementAndEachFieldMovesThem) {
  for (const char* field : {"bulge", "rotation", "random"}) {
    auto made = model("deformable", {{"offsets", word(field)}});
    EXPECT_EQ(made->layer("deformed").tensor("offset").extents, (Extents{1, 18, 9, 9})) << field;
    EXPECT_NE(values(made->layer("deformed").output()), values(made->layer("standard").output())) << field;
  }
}

TEST_F(Deformable, RotationLeavesTheMiddleOfTheKernelInItsPlace) {
  auto made = model("deformable", {{"offsets", word("rotation")}, {"strength", 1.0}});
  const Tensor& field = made->layer("deformed").tensor("offset");
  EXPECT_EQ(field.at({0, 8, 4, 4}), 0);
  EXPECT_EQ(field.at({0, 9, 4, 4}), 0);
  EXPECT_NE(field.at({0, 0, 4, 4}), 0);
}

TEST_F(Deformable, TakesAnOffsetSetByHand) {
  State state = state_of("deformable", {{"offsets", word("zero")}});
  state.edits[{"offset", {0, 9, 4, 4}}] = 0.5;
  auto made = model(state);
  EXPECT_EQ(made->layer("deformed").tensor("offset").at({0, 9, 4, 4}), 0.5);
  EXPECT_NE(made->layer("deformed").output()[40], made->layer("standard").output()[40]);
}

TEST_F(Deformable, WeakensSamplesByTheMask) {
  auto plain = model("deformable", {{"offsets", word("zero")}, {"mask", false}}),
       masked = model("deformable", {{"offsets", word("zero")}, {"mask", true}});
  EXPECT_LT(masked->layer("deformed").output()[40], plain->layer("deformed").output()[40]);
}

}  // namespace
}  // namespace convscope

// Deformable: zero offsets are the standard convolution; fields move the samples.
#include <cmath>

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

// A scene's file may ask for a kernel of another size, with the offsets that it needs; the fields are those of a 3 × 3 kernel.
TEST_F(Deformable, AFieldForAnotherKernelIsRefused) {
  for (Scene& each : scenes_) {
    if (each.id != "deformable") continue;
    for (const char* source : {"offset_field", "offset_warp"}) {
      Scene scene = each;
      scene.modes.clear();
      scene.variants.clear();
      scene.tensors["offset"].from = source;
      scene.tensors["offset"].shape = {"1", "8", "10", "10"};
      scene.tensors["weight"].shape = {"1", "1", "2", "2"};
      scene.tensors["weight"].values = {1, 2, 3, 4};
      scene.tensors["weight"].values_shape = {1, 1, 2, 2};
      std::swap(each, scene);
      const std::string said = refusal(state_of("deformable")).message;
      EXPECT_NE(said.find("makes tensors of 4 axes with 18 channels"), std::string::npos) << said;
      std::swap(each, scene);
    }
  }
}

TEST_F(Deformable, WeakensSamplesByTheMask) {
  auto plain = model("deformable", {{"offsets", word("zero")}, {"mask", false}}),
       masked = model("deformable", {{"offsets", word("zero")}, {"mask", true}});
  EXPECT_LT(masked->layer("deformed").output()[40], plain->layer("deformed").output()[40]);
}

TEST_F(Deformable, WithABulgeOfStrengthOneReadsInTheMiddleLikeADilatedKernel) {
  auto made = model("deformable", {{"offsets", word("bulge")}, {"strength", 1.0}});
  const Tensor &input = made->layer("deformed").input(), &weight = made->layer("deformed").weight();
  double sum = 0;
  for (Index e = 0; e < 9; ++e)
    sum += static_cast<double>(weight[e]) * static_cast<double>(input.at({0, 0, 4 + 2 * (e / 3 - 1), 4 + 2 * (e % 3 - 1)}));
  EXPECT_EQ(sum, 6 + 3 + 2 * 7 + 3 + 6);
  EXPECT_NEAR(made->layer("deformed").output()[40], sum, 1e-4);
}

TEST_F(Deformable, ByHandStartsAtHomeAndAnotherFieldIsKeptUnderWhatWasMoved) {
  State state = state_of("deformable", {{"offsets", word("hand")}});
  state.edits[{"offset", {0, 2, 4, 4}}] = -1.5;
  auto by_hand = model(state);
  const Tensor& field = by_hand->layer("deformed").tensor("offset");
  for (Index i = 0; i < field.count(); ++i)
    EXPECT_EQ(field[i], i == flat_index(field.extents, {0, 2, 4, 4}) ? -1.5f : 0.0f) << i;
  state.parameters["offsets"] = word("rotation");
  auto on_top = model(state);
  EXPECT_EQ(on_top->layer("deformed").tensor("offset").at({0, 2, 4, 4}), -1.5f);
  EXPECT_NE(on_top->layer("deformed").tensor("offset").at({0, 0, 4, 4}), 0);
}

// ---- on a photograph ----------------------------------------------------------------------------------------------------------

class DeformedPhotograph : public Deformable {
 protected:
  std::shared_ptr<const Model> photograph(std::map<std::string, AttributeValue> parameters) {
    State state = state_of("deformable", std::move(parameters));
    state.mode = "photograph";
    return model(state);
  }
  // Between four pixels, worked from the definition.
  static double between(const Tensor& picture, double y, double x) {
    const auto top = static_cast<Index>(std::floor(y)), left = static_cast<Index>(std::floor(x));
    double sum = 0;
    for (Index r : {top, top + 1})
      for (Index c : {left, left + 1})
        sum += (1 - std::abs(y - static_cast<double>(r))) * (1 - std::abs(x - static_cast<double>(c))) * picture.at({0, 0, r, c});
    return sum;
  }
};

TEST_F(DeformedPhotograph, IsComputedAtFullSizeAndWithoutOffsetsIsTheStandardOne) {
  auto made = photograph({{"offsets", word("zero")}});
  const Tensor &deformed = made->layer("deformed").output(), &standard = made->layer("standard").output();
  ASSERT_EQ(deformed.extents, (Extents{1, 1, 300, 451}));
  for (Index i = 0; i < deformed.count(); i += 97) EXPECT_NEAR(deformed[i], standard[i], 1e-3) << i;
}

TEST_F(DeformedPhotograph, HasAllNineSamplesOfAKernelGoWhereTheirPlacesGo) {
  for (const char* field : {"bulge", "rotation"}) {
    auto made = photograph({{"offsets", word(field)}, {"strength", 1.0}});
    const Tensor& offset = made->layer("deformed").tensor("offset");
    for (Index e = 0; e < 9; ++e)
      for (Index axis : {0, 1})
        EXPECT_EQ(offset.at({0, 2 * e + axis, 120, 180}), offset.at({0, 8 + axis, 120 + e / 3 - 1, 180 + e % 3 - 1})) << field << e;
    EXPECT_NE(offset.at({0, 8, 120, 180}), 0) << field;
    EXPECT_EQ(offset.at({0, 8, 2, 3}), 0) << field << " ends before the corners";
  }
}

TEST_F(DeformedPhotograph, ReadsBetweenPixelsWhereTheFieldSendsIt) {
  auto made = photograph({{"offsets", word("bulge")}, {"strength", 1.0}, {"filter", word("own")}});
  const LayerModel& layer = made->layer("deformed");
  const double middle_y = 149.5, middle_x = 225, radius = 149.5;
  for (Index x : {150, 200, 260}) {
    const double y = 120, from_y = y - middle_y, from_x = static_cast<double>(x) - middle_x;
    const double far = std::hypot(from_y, from_x) / radius, kept = 1 - 0.75 * (1 - far) * (1 - far);
    EXPECT_NEAR(layer.output().at({0, 0, 120, x}), between(layer.input(), middle_y + from_y * kept, middle_x + from_x * kept), 0.02) << x;
  }
}

}  // namespace
}  // namespace convscope

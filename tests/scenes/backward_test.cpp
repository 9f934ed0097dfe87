// The gradients that the scene shows are those that nudging a cell and running the convolution again gives.
#include "engine/ops/operator.h"
#include "engine/reference/reference.h"
#include "scenes/shipped.h"

namespace convscope {
namespace {

using Backward = ShippedScenes;

TEST_F(Backward, OpensWithTheNumbersOfItsStoryboard) {
  auto made = model("backward");
  EXPECT_EQ(values(made->layer("input_grad").output()), (std::vector<float>{2, -1, 4, -2, 1, 5, 1, 6, 2, 0, 5, -1, 1, 3, 1, 3}));
  EXPECT_EQ(values(made->layer("weight_grad").output()), (std::vector<float>{14, 2, 2, 5, 11, 6, 5, 13, 3}));
}

// The loss whose gradient by the output is the scene's: Σ gradient · output, in double precision.
double loss(const Model& made, const Tensor& input, const Tensor& weight) {
  const LayerModel& back = made.layer("weight_grad");
  Attributes attributes;
  for (const char* name : {"stride", "padding", "dilation"}) attributes.set(name, back.layer->attributes().values().at(name));
  auto forward = find_operator("conv2d").value()->layer(attributes, {input.extents, weight.extents, Extents{}});
  EXPECT_TRUE(forward) << forward.error().message;
  const Tensor& gradient = *back.tensors[1];
  double sum = 0;
  for (Index cell = 0; cell < gradient.count(); ++cell) sum += gradient[cell] * reference_cell(**forward, {&input, &weight, nullptr}, cell);
  return sum;
}

TEST_F(Backward, EqualsFiniteDifferences) {
  const std::vector<std::map<std::string, AttributeValue>> settings = {
      {},
      {{"input", list({5})}, {"stride", list({2})}},
      {{"input", list({6, 5})}, {"kernel", list({3, 2})}, {"stride", list({2, 1})}, {"padding", list({1, 0})}},
      {{"input", list({7})}, {"kernel", list({2})}, {"dilation", list({2})}, {"padding", list({1})}}};
  for (const auto& parameters : settings) {
    auto made = model("backward", parameters);
    const LayerModel &to_input = made->layer("input_grad"), &to_weights = made->layer("weight_grad");
    const Tensor &input = to_weights.input(), &weight = to_input.weight();
    auto difference = [&](const Tensor& nudged, bool of_input, Index cell) {
      Tensor up = nudged, down = nudged;
      up[cell] += 1;  // the loss is linear in each: a whole step is exact
      down[cell] -= 1;
      return (of_input ? loss(*made, up, weight) - loss(*made, down, weight) : loss(*made, input, up) - loss(*made, input, down)) / 2;
    };
    for (Index cell = 0; cell < input.count(); ++cell) EXPECT_EQ(to_input.output()[cell], difference(input, true, cell)) << cell;
    for (Index cell = 0; cell < weight.count(); ++cell) EXPECT_EQ(to_weights.output()[cell], difference(weight, false, cell)) << cell;
  }
}

TEST_F(Backward, ShowsTheKernelAndThePatchWhenOneGradientIsOne) {
  State state = state_of("backward");
  for (Index cell = 0; cell < 4; ++cell) state.edits[{"gradient", {0, 0, cell / 2, cell % 2}}] = cell == 3 ? 1 : 0;
  auto made = model(state);
  const LayerModel &to_input = made->layer("input_grad"), &to_weights = made->layer("weight_grad");
  for (Index y = 0; y < 3; ++y)
    for (Index x = 0; x < 3; ++x) {
      EXPECT_EQ(to_input.output().at({0, 0, y + 1, x + 1}), to_input.weight().at({0, 0, y, x}));
      EXPECT_EQ(to_weights.output().at({0, 0, y, x}), to_weights.input().at({0, 0, y + 1, x + 1}));
    }
}

}  // namespace
}  // namespace convscope

// Pipelines by name: their costs by hand, and on whole numbers the single convolution that each must equal.
#include "engine/graph/recipe.h"

#include <gtest/gtest.h>

#include <random>
#include <tuple>

#include "engine/graph/svd.h"
#include "engine/reference/reference.h"
#include "support/layers.h"

namespace convscope {
namespace {

Attributes attributes(const GivenAttributes& given) {
  Attributes out;
  for (const auto& [name, value] : given) out.set(name, value);
  return out;
}

Result<NamedPipeline> try_build(const char* id, const GivenAttributes& given, const Extents& input) {
  return build_recipe(**find_recipe(id), attributes(given), input);
}
NamedPipeline build(const char* id, const GivenAttributes& given, const Extents& input) { return try_build(id, given, input).value(); }

Result<Tensor> run_reference(const Layer& layer, const TensorSet& tensors) {
  const Tensor64 output = reference(layer, tensors);
  return Tensor(output.extents, std::vector<float>(output.data.begin(), output.data.end()));
}

// Whole numbers for all that is given; `some` replaces what it names.
std::map<std::string, Tensor> numbers_for(const NamedShapes& given, const std::map<std::string, Tensor>& some = {}) {
  std::mt19937 random(7);
  std::map<std::string, Tensor> tensors = some;
  for (const auto& [name, extents] : given) {
    Tensor tensor(extents);
    for (float& value : tensor.data) value = static_cast<float>(static_cast<int>(random() % 9) - 4);
    tensors.try_emplace(name, std::move(tensor));
  }
  return tensors;
}

Tensor run(const NamedPipeline& named, const std::map<std::string, Tensor>& tensors) {
  NamedTensors given;
  for (const auto& [name, extents] : named.given) given[name] = &tensors.at(name);
  auto outputs = named.pipeline.run(given, run_reference);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs->at(named.pipeline.stages().back().node.name);
}

Tensor convolved(const Tensor& input, const Tensor& weight, const GivenAttributes& given = {}) {
  return run_reference(*conv2d({input.extents, weight.extents}, given), {&input, &weight, nullptr}).value();
}

// ---- depthwise separable ----------------------------------------------------------------------------------------------------
TEST(DepthwiseSeparable, TheTextbooksLayerNeeds53952MultiplicationsInsteadOf1228800) {
  const NamedPipeline named = build("depthwise_separable", {{"filters", numbers({256})}, {"kernel_size", numbers({5})}}, {1, 3, 12, 12});
  EXPECT_EQ(named.pipeline.output(), (Extents{1, 256, 8, 8}));
  EXPECT_EQ(named.pipeline.cost().multiplications, 53952);
  ASSERT_NE(named.standard, nullptr);
  EXPECT_EQ(named.standard->cost().multiplications, 1228800);
  EXPECT_EQ(named.pipeline.find("depthwise")->layer->cost().multiplications, 4800);
  EXPECT_EQ(named.pipeline.find("pointwise")->layer->cost().multiplications, 49152);
}

TEST(DepthwiseSeparable, EqualsTheConvolutionWhoseKernelIsTheProductOfBoth) {
  const NamedPipeline named = build("depthwise_separable",
                                    {{"filters", numbers({5})},
                                     {"kernel_size", numbers({3, 2})},
                                     {"multiplier", numbers({2})},
                                     {"stride", numbers({2, 1})},
                                     {"padding", numbers({1})}},
                                    {2, 3, 7, 5});
  const auto tensors = numbers_for(named.given);
  const Tensor &deep = tensors.at("depthwise.weight"), &point = tensors.at("pointwise.weight");
  ASSERT_EQ(deep.extents, (Extents{6, 1, 3, 2}));
  Tensor kernel({5, 3, 3, 2});
  for (Index cell = 0; cell < kernel.count(); ++cell) {
    const Cell at = cell_of(kernel.extents, cell);
    for (Index m = 0; m < 2; ++m) kernel[cell] += point.at({at[0], 2 * at[1] + m, 0, 0}) * deep.at({2 * at[1] + m, 0, at[2], at[3]});
  }
  EXPECT_EQ(run(named, tensors).data,
            convolved(tensors.at("input"), kernel, {{"stride", numbers({2, 1})}, {"padding", numbers({1})}}).data);
}

// ---- spatially separable, flattened -------------------------------------------------------------------------------------------
TEST(SpatiallySeparable, AKernelOfRankTwoIsTheSumOfTwoColumnsTimesRows) {
  const NamedPipeline named = build(
      "spatially_separable",
      {{"rank", numbers({2})}, {"padding", numbers({1, 2})}, {"stride", numbers({1, 2})}, {"dilation", numbers({2, 1})}}, {1, 2, 7, 6});
  const auto tensors = numbers_for(named.given);
  const Tensor &column = tensors.at("column.weight"), &row = tensors.at("row.weight");
  Tensor kernel({2, 1, 3, 3});
  for (Index cell = 0; cell < kernel.count(); ++cell) {
    const Cell at = cell_of(kernel.extents, cell);
    for (Index r = 0; r < 2; ++r) kernel[cell] += column.at({2 * at[0] + r, 0, at[2], 0}) * row.at({at[0], r, 0, at[3]});
  }
  EXPECT_EQ(run(named, tensors).data,
            convolved(tensors.at("input"), kernel,
                      {{"groups", numbers({2})}, {"padding", numbers({1, 2})}, {"stride", numbers({1, 2})}, {"dilation", numbers({2, 1})}})
                .data);
  EXPECT_EQ(build("spatially_separable", {}, {1, 1, 5, 5}).pipeline.cost().parameters, 6);  // instead of 9
}

TEST(SpatiallySeparable, TheSplitOfAKernelGivesItsWeights) {
  const Tensor sobel({1, 1, 3, 3}, {-1, 0, 1, -2, 0, 2, -1, 0, 1});
  const KernelSplit split = split_kernel({sobel.data.begin(), sobel.data.end()}, 3, 3);
  const NamedPipeline named = build("spatially_separable", {}, {1, 1, 6, 7});
  auto factor = [](const std::vector<double>& values, const Extents& extents) {
    return Tensor(extents, std::vector<float>(values.begin(), values.end()));
  };
  const auto tensors = numbers_for(named.given, {{"column.weight", factor(split.terms[0].column, {1, 1, 3, 1})},
                                                 {"row.weight", factor(split.terms[0].row, {1, 1, 1, 3})}});
  EXPECT_EQ(run(named, tensors).data, convolved(tensors.at("input"), sobel).data);
}

TEST(Flattened, ThreeLinesInTurnAreTheProductKernelOfCPlus2KWeightsAFilter) {
  const NamedPipeline named =
      build("flattened", {{"filters", numbers({2})}, {"kernel_size", numbers({3, 2})}, {"padding", numbers({1, 0})}}, {1, 4, 5, 6});
  const auto tensors = numbers_for(named.given);
  Tensor kernel({2, 4, 3, 2});
  for (Index cell = 0; cell < kernel.count(); ++cell) {
    const Cell at = cell_of(kernel.extents, cell);
    kernel[cell] = tensors.at("across.weight").at({at[0], at[1], 0, 0}) * tensors.at("down.weight").at({at[0], 0, at[2], 0}) *
                   tensors.at("along.weight").at({at[0], 0, 0, at[3]});
  }
  EXPECT_EQ(run(named, tensors).data, convolved(tensors.at("input"), kernel, {{"padding", numbers({1, 0})}}).data);
  EXPECT_EQ(named.pipeline.cost().parameters, 2 * (4 + 3 + 2));
  EXPECT_EQ(named.standard->cost().parameters, 2 * 4 * 6);
}

// ---- groups -------------------------------------------------------------------------------------------------------------------
std::size_t channels_that_reach(const NamedPipeline& named, Index output) {
  return named.pipeline.receptive_field("second", output, {}).at("input").size();
}

TEST(ShuffledGrouped, WithTheShuffleAllNineInputsReachAnOutputWithoutItThree) {
  for (Index output = 0; output < 9; ++output) {
    EXPECT_EQ(channels_that_reach(build("shuffled_grouped", {}, {1, 9, 1, 1}), output), 9u);
    EXPECT_EQ(channels_that_reach(build("shuffled_grouped", {{"shuffle", AttributeValue{false}}}, {1, 9, 1, 1}), output), 3u);
  }
}

TEST(PointwiseGrouped, HasItsShareOfTheWeights) {
  const NamedPipeline named = build("pointwise_grouped", {{"filters", numbers({28})}, {"groups", numbers({4})}}, {1, 64, 5, 7});
  EXPECT_EQ(named.pipeline.cost().parameters, 64 * 28 / 4);
  EXPECT_EQ(named.standard->cost().parameters, 64 * 28);
  EXPECT_EQ(named.pipeline.output(), (Extents{1, 28, 5, 7}));
}

// ---- units --------------------------------------------------------------------------------------------------------------------
std::vector<std::string> names_of(const NamedPipeline& named) {
  std::vector<std::string> names;
  for (const Pipeline::Stage& stage : named.pipeline.stages()) names.push_back(stage.node.name);
  return names;
}

TEST(ShuffleNetUnit, IsCompressShuffleDepthwiseExpandAndTheInputAdded) {
  const NamedPipeline named =
      build("shufflenet_unit", {{"groups", numbers({3})}, {"narrow", numbers({6})}, {"relu", AttributeValue{false}}}, {1, 12, 5, 7});
  EXPECT_EQ(names_of(named), (std::vector<std::string>{"compress", "shuffle", "depthwise", "expand", "sum"}));
  // hw(cm/g + 9m + mc/g) with c 12, m 6, g 3
  EXPECT_EQ(named.pipeline.cost().multiplications, 35 * (24 + 54 + 24));
  const auto tensors = numbers_for(named.given);
  const Tensor& x = tensors.at("input");
  const GivenAttributes grouped{{"groups", numbers({3})}};
  const Tensor compressed = convolved(x, tensors.at("compress.weight"), grouped);
  auto shuffle = find_operator("channel_shuffle").value()->layer(attributes(grouped), {compressed.extents}).value();
  const Tensor shuffled = run_reference(*shuffle, {&compressed}).value();
  const Tensor deep = convolved(shuffled, tensors.at("depthwise.weight"), {{"groups", numbers({6})}, {"padding", numbers({1})}});
  Tensor sum = convolved(deep, tensors.at("expand.weight"), grouped);
  for (Index cell = 0; cell < sum.count(); ++cell) sum[cell] += x[cell];
  EXPECT_EQ(run(named, tensors).data, sum.data);
}

TEST(ShuffleNetUnit, WithNormalisationAndActivationsIsThePapersUnit) {
  const NamedPipeline named = build("shufflenet_unit", {{"groups", numbers({2})}, {"batch_norm", AttributeValue{true}}}, {1, 16, 3, 3});
  EXPECT_EQ(names_of(named), (std::vector<std::string>{"compress", "compress norm", "compress relu", "shuffle", "depthwise",
                                                       "depthwise norm", "expand", "expand norm", "sum", "relu"}));
}

TEST(ShuffleNetUnit, OfStrideTwoJoinsThePooledInputWithWhatLacksOfTheFilters) {
  const NamedPipeline named = build("shufflenet_unit_stride2",
                                    {{"filters", numbers({16})}, {"groups", numbers({2})}, {"relu", AttributeValue{false}}}, {1, 8, 7, 10});
  EXPECT_EQ(names_of(named), (std::vector<std::string>{"compress", "shuffle", "depthwise", "expand", "pool", "join"}));
  EXPECT_EQ(named.pipeline.output(), (Extents{1, 16, 4, 5}));
  EXPECT_EQ(named.pipeline.find("compress")->layer->output(), (Extents{1, 4, 7, 10}));
  const auto tensors = numbers_for(named.given);
  const Tensor y = run(named, tensors);
  auto pool = find_operator("avg_pool2d")
                  .value()
                  ->layer(attributes({{"kernel_size", numbers({3})}, {"stride", numbers({2})}, {"padding", numbers({1})}}),
                          {tensors.at("input").extents})
                  .value();
  const Tensor pooled = run_reference(*pool, {&tensors.at("input")}).value();
  EXPECT_EQ((std::vector<float>(y.data.begin(), y.data.begin() + static_cast<std::ptrdiff_t>(pooled.data.size()))), pooled.data);
}

// ---- as a matrix, and resized -------------------------------------------------------------------------------------------------
TEST(Im2col, ColumnsTimesTheMatrixOfWeightsAreTheConvolution) {
  const GivenAttributes window{{"stride", numbers({2, 1})}, {"padding", numbers({1, 2})}, {"dilation", numbers({1, 2})}};
  GivenAttributes given = window;
  given.insert(given.end(), {{"filters", numbers({4})}, {"kernel_size", numbers({3, 2})}});
  const NamedPipeline named = build("im2col", given, {2, 3, 7, 6});
  auto tensors = numbers_for(named.given);
  Tensor kernel({4, 3, 3, 2}, tensors.at("product.weight").data);
  const Tensor right = convolved(tensors.at("input"), kernel, window);
  EXPECT_EQ(named.pipeline.output(), right.extents);
  EXPECT_EQ(run(named, tensors).data, right.data);
  EXPECT_EQ(named.pipeline.cost().multiplications, named.standard->cost().multiplications);
}

TEST(ResizeConv, EnlargesThenConvolvesAtTheSameSize) {
  for (const char* mode : {"nearest", "bilinear"}) {
    const NamedPipeline named =
        build("resize_conv", {{"filters", numbers({2})}, {"scale", numbers({2, 3})}, {"mode", word(mode)}}, {1, 3, 4, 5});
    EXPECT_EQ(named.pipeline.output(), (Extents{1, 2, 8, 15}));
    EXPECT_EQ(named.pipeline.stages()[0].layer->attributes().word("mode"), mode);
  }
  const NamedPipeline named = build("resize_conv", {{"kernel_size", numbers({1})}}, {1, 1, 1, 2});
  const auto tensors = numbers_for(named.given, {{"input", Tensor({1, 1, 1, 2}, {3, 5})}, {"convolve.weight", Tensor({1, 1, 1, 1}, {2})}});
  EXPECT_EQ(run(named, tensors).data, (std::vector<float>{6, 6, 10, 10, 6, 6, 10, 10}));
}

TEST(Bottleneck, CostsWhatItsThreeConvolutionsCost) {
  const NamedPipeline named = build("bottleneck", {{"relu", AttributeValue{false}}}, {1, 256, 7, 5});
  EXPECT_EQ(names_of(named), (std::vector<std::string>{"reduce", "middle", "expand", "sum"}));
  // hw(2cm + 9m²) with c 256, m 64
  EXPECT_EQ(named.pipeline.cost().multiplications, 35 * (2 * 256 * 64 + 9 * 64 * 64));
  EXPECT_EQ(named.pipeline.output(), (Extents{1, 256, 7, 5}));
  const NamedPipeline unit = build("shufflenet_unit", {{"groups", numbers({8})}, {"relu", AttributeValue{false}}}, {1, 256, 7, 5});
  EXPECT_LT(unit.pipeline.cost().multiplications * 10, named.pipeline.cost().multiplications);
}

TEST(Recipes, TheCostOfAWholeIsTheSumOfItsParts) {
  for (const char* id : {"depthwise_separable", "flattened", "shuffled_grouped", "bottleneck", "shufflenet_unit"}) {
    const NamedPipeline named = build(id, {}, {2, 9, 7, 5});
    Cost sum;
    for (const Pipeline::Stage& stage : named.pipeline.stages()) {
      const Cost part = stage.layer->cost();
      sum.parameters += part.parameters;
      sum.multiplications += part.multiplications;
      sum.macs += part.macs;
      sum.flops += part.flops;
      sum.memory += part.memory;
    }
    const Cost whole = named.pipeline.cost();
    EXPECT_EQ(std::tie(whole.parameters, whole.multiplications, whole.macs, whole.flops, whole.memory),
              std::tie(sum.parameters, sum.multiplications, sum.macs, sum.flops, sum.memory)) << id;
  }
}

// ---- stacks -------------------------------------------------------------------------------------------------------------------
std::string refused(const std::string& layers, const Extents& input = {1, 2, 9, 9}) {
  auto stack = build_stack(layers, input);
  return stack.ok() ? "nothing" : stack.error().message;
}

TEST(Stack, IsReadLayerByLayerWithWeightsThatFit) {
  auto stack = build_stack("conv2d kernel=3,5 filters=8 bias=true stride=2; relu;conv2d groups=4 ; batch_norm eps=0.001;", {2, 3, 11, 13});
  ASSERT_TRUE(stack.ok()) << stack.error().message;
  EXPECT_EQ(names_of(*stack), (std::vector<std::string>{"1 conv2d", "2 relu", "3 conv2d", "4 batch_norm"}));
  EXPECT_EQ(stack->pipeline.output(), (Extents{2, 8, 5, 5}));
  EXPECT_EQ(stack->given.at("1 conv2d.weight"), (Extents{8, 3, 3, 5}));
  EXPECT_EQ(stack->given.at("1 conv2d.bias"), (Extents{8}));
  EXPECT_EQ(stack->given.at("3 conv2d.weight"), (Extents{8, 2, 1, 1}));
  EXPECT_EQ(stack->given.at("4 batch_norm.running_var"), (Extents{8}));
}

TEST(Stack, SaysInWhichLayerTheFaultLies) {
  EXPECT_EQ(refused(" ; "), "a stack needs at least one layer, as in \"conv2d kernel=3; relu\"");
  EXPECT_EQ(refused("relu; conv9").substr(0, 29), "there is no operator \"conv9\";");
  EXPECT_EQ(refused("relu; conv2d kernel=10"), "2 conv2d: kernel 10 is larger than the input, the input is 9 tall");
  EXPECT_EQ(refused("relu slope=3"), "1 relu: it has no \"slope\"; it has nothing to set");
  EXPECT_EQ(refused("conv2d kernel"), "1 conv2d: \"kernel\" is no name=value");
  EXPECT_EQ(refused("conv2d kernel=0"), "1 conv2d: kernel must be at least 1, it is 0");
  EXPECT_EQ(refused("conv2d kernel=3,3,3"), "1 conv2d: kernel takes 1 or 2 numbers, 3 were given (3,3,3)");
  EXPECT_EQ(refused("add"), "1 add: a stack has nothing to give for its \"other\"");
}

// ---- refusals -----------------------------------------------------------------------------------------------------------------
TEST(Recipes, RefuseWhatCannotBe) {
  auto sentence = [](const char* id, const GivenAttributes& given, const Extents& input) {
    auto named = try_build(id, given, input);
    return named.ok() ? std::string("nothing") : named.error().message;
  };
  EXPECT_EQ(find_recipe("depthwise").error().message.rfind("there is no pipeline \"depthwise\"; there are: depthwise_separable, ", 0), 0u);
  EXPECT_EQ(sentence("flattened", {}, {3, 5, 5}), "flattened reads input of 4 axes (N, C, H, W), it has 3 (3×5×5)");
  EXPECT_EQ(sentence("flattened", {{"kernel_size", numbers({6})}}, {1, 3, 5, 5}),
            "down: kernel 6 is larger than the input, the input is 5 tall");
  EXPECT_EQ(sentence("flattened", {{"kernel_size", numbers({3, 3, 3})}}, {1, 3, 5, 5}),
            "kernel_size takes 1 or 2 numbers, 3 were given (3,3,3)");
  EXPECT_EQ(sentence("shufflenet_unit", {{"groups", numbers({5})}}, {1, 12, 5, 5}), "groups 5 does not divide the 12 input channels");
  EXPECT_EQ(sentence("shufflenet_unit", {{"groups", numbers({4})}, {"narrow", numbers({6})}}, {1, 12, 5, 5}),
            "groups 4 does not divide the 6 channels between");
  EXPECT_EQ(sentence("shufflenet_unit_stride2", {{"filters", numbers({12})}}, {1, 12, 5, 5}),
            "filters must exceed the 12 input channels, which stand among them; it is 12");
  EXPECT_EQ(sentence("bottleneck", {{"width", numbers({1})}}, {1, 4, 5, 5}),
            "bottleneck has no attribute \"width\"; it has narrow, relu, batch_norm");
  EXPECT_EQ(try_build("depthwise_separable", {{"filters", numbers({1 << 28})}}, {1, 1 << 20, 1, 1}).error().kind, ErrorKind::kImpossible);
  EXPECT_EQ(try_build("pointwise_grouped", {{"filters", numbers({1 << 20})}}, {1, 1 << 12, 1, 1}).error().kind, ErrorKind::kMemory);
}

}  // namespace
}  // namespace convscope

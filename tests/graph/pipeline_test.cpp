// Small graphs of operators: checked whole, run in order, followed backwards.
#include "engine/graph/pipeline.h"

#include <gtest/gtest.h>

#include "engine/reference/reference.h"
#include "support/layers.h"

namespace convscope {
namespace {

Attributes attributes(const GivenAttributes& given) {
  Attributes out;
  for (const auto& [name, value] : given) out.set(name, value);
  return out;
}

Result<Tensor> run_reference(const Layer& layer, const TensorSet& tensors) {
  const Tensor64 output = reference(layer, tensors);
  return Tensor(output.extents, std::vector<float>(output.data.begin(), output.data.end()));
}

// Depthwise 5×5 and pointwise over 12×12×3, as the textbooks count it.
const std::vector<Node> kSeparable{{"depthwise", "conv2d", attributes({{"groups", numbers({3})}}), {"image", "wide"}},
                                   {"pointwise", "conv2d", {}, {"depthwise", "deep"}}};
const NamedShapes kSeparableShapes{{"image", {1, 3, 12, 12}}, {"wide", {3, 1, 5, 5}}, {"deep", {256, 3, 1, 1}}};

TEST(Pipeline, CostsAddUpToTheTextbooksNumber) {
  auto pipeline = Pipeline::build(kSeparable, kSeparableShapes);
  ASSERT_TRUE(pipeline.ok()) << pipeline.error().message;
  EXPECT_EQ(pipeline->output(), (Extents{1, 256, 8, 8}));
  EXPECT_EQ(pipeline->cost().multiplications, 53952);
  EXPECT_EQ(pipeline->cost().parameters, 75 + 768);
  EXPECT_EQ(conv2d({{1, 3, 12, 12}, {256, 3, 5, 5}})->cost().multiplications, 1228800);
}

TEST(Pipeline, ColumnThenRowEqualsTheWholeKernel) {
  const Tensor image = counting({1, 1, 5, 7});
  const Tensor column({1, 1, 3, 1}, {3, 4, 5}), row({1, 1, 1, 3}, {1, 2, 3});
  const Tensor kernel({1, 1, 3, 3}, {3, 6, 9, 4, 8, 12, 5, 10, 15});
  auto pipeline = Pipeline::build({{"down", "conv2d", {}, {"image", "column"}}, {"across", "conv2d", {}, {"down", "row"}}},
                                  {{"image", image.extents}, {"column", column.extents}, {"row", row.extents}});
  ASSERT_TRUE(pipeline.ok()) << pipeline.error().message;
  auto outputs = pipeline->run({{"image", &image}, {"column", &column}, {"row", &row}}, run_reference);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  auto whole = run_reference(*conv2d({image.extents, kernel.extents}), {&image, &kernel, nullptr});
  EXPECT_EQ(outputs->at("across").data, whole->data);
  EXPECT_EQ(outputs->at("down").extents, (Extents{1, 1, 3, 7}));
}

TEST(Pipeline, TheReceptiveFieldOfThreeThreesIsSeven) {
  std::vector<Node> nodes;
  std::string before = "image";
  for (const char* name : {"first", "second", "third"}) {
    nodes.push_back({name, "conv2d", {}, {before, "kernel"}});
    before = name;
  }
  auto pipeline = Pipeline::build(nodes, {{"image", {1, 1, 9, 11}}, {"kernel", {1, 1, 3, 3}}});
  ASSERT_TRUE(pipeline.ok()) << pipeline.error().message;
  const ReachedCells field = pipeline->receptive_field("third", 0, {});
  EXPECT_EQ(field.at("second").size(), 9u);
  EXPECT_EQ(field.at("first").size(), 25u);
  EXPECT_EQ(field.at("image").size(), 49u);
  EXPECT_EQ(field.at("image").front(), 0);
  EXPECT_EQ(field.at("image").back(), 6 * 11 + 6);
  EXPECT_EQ(field.count("kernel"), 0u);
}

TEST(Pipeline, RateTwoAfterRateTwoLeavesGapsInTheField) {
  const Attributes rate = attributes({{"dilation", numbers({2})}});
  auto pipeline = Pipeline::build({{"first", "conv2d", rate, {"image", "kernel"}}, {"second", "conv2d", rate, {"first", "kernel"}}},
                                  {{"image", {1, 1, 1, 9}}, {"kernel", {1, 1, 1, 3}}});
  ASSERT_TRUE(pipeline.ok()) << pipeline.error().message;
  EXPECT_EQ(pipeline->receptive_field("second", 0, {}).at("image"), (std::vector<Index>{0, 2, 4, 6, 8}));
}

TEST(Pipeline, WhatDoesNotFitIsRefusedWithTheNodesName) {
  const NamedShapes given{{"image", {1, 1, 4, 4}}, {"kernel", {1, 1, 3, 3}}};
  const Node first{"first", "conv2d", {}, {"image", "kernel"}}, indices{"pool.indices", "relu", {}, {"image"}};
  const Node pool{"pool", "max_pool2d", attributes({{"kernel_size", numbers({2})}}), {"image"}};
  struct Row {
    std::vector<Node> nodes;
    const char* sentence;
  };
  const Row rows[] = {
      {{}, "a pipeline needs at least one node"},
      {{first, {"second", "conv2d", {}, {"first", "kernel"}}}, "second: kernel 3 is larger than the input, the input is 2 tall"},
      {{{"first", "conv2d", {}, {"later", "kernel"}}}, "first: there is no tensor \"later\" before it"},
      {{{"first", "conv2d", {}, {"first", "kernel"}}}, "first: there is no tensor \"first\" before it"},
      {{first, first}, "first: the name \"first\" is empty or taken"},
      {{{"image", "conv2d", {}, {"image", "kernel"}}}, "image: the name \"image\" is empty or taken"},
      {{indices, pool}, "pool: the name \"pool.indices\" of its winners is taken"},
      {{{"first", "conv2d", {}, {"image"}}}, "first: conv2d needs \"weight\""},
      {{{"first", "conv2d", {}, {"image", "kernel", "", ""}}}, "first: conv2d reads 3 tensors, 4 were named"},
  };
  for (const Row& row : rows) {
    auto pipeline = Pipeline::build(row.nodes, given);
    ASSERT_FALSE(pipeline.ok()) << row.sentence;
    EXPECT_EQ(pipeline.error().message, row.sentence);
  }
}

TEST(Pipeline, LayersThatFitAloneMayExceedTheBudgetTogether) {
  const Attributes same = attributes({{"padding", word("same")}});
  std::vector<Node> nodes;
  std::string before = "image";
  for (const char* name : {"a", "b", "c"}) {
    nodes.push_back({name, "conv2d", same, {before, "kernel"}});
    before = name;
  }
  auto pipeline = Pipeline::build(nodes, {{"image", {1, 1, 10000, 10000}}, {"kernel", {1, 1, 3, 3}}});
  ASSERT_FALSE(pipeline.ok());
  EXPECT_EQ(pipeline.error().kind, ErrorKind::kMemory);
}

TEST(Pipeline, RunningWithAnotherShapeOrWithoutATensorIsRefused) {
  auto pipeline = Pipeline::build(kSeparable, kSeparableShapes);
  const Tensor image({1, 3, 12, 12}), wide({3, 1, 5, 5}), other({1, 3, 11, 12});
  auto missing = pipeline->run({{"image", &image}, {"wide", &wide}}, run_reference);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().message, "the pipeline was checked with \"deep\" of 256×3×1×1, it was given nothing");
  auto changed = pipeline->run({{"image", &other}, {"wide", &wide}}, run_reference);
  ASSERT_FALSE(changed.ok());
  EXPECT_FALSE(changed.error().message.empty());
}

TEST(Pipeline, AFailingDeviceStopsTheRunAtItsNode) {
  auto pipeline = Pipeline::build(kSeparable, kSeparableShapes);
  const Tensor image({1, 3, 12, 12}), wide({3, 1, 5, 5}), deep({256, 3, 1, 1});
  auto lost = [](const Layer&, const TensorSet&) -> Result<Tensor> { return Error{ErrorKind::kDevice, "the context is lost", ""}; };
  auto outputs = pipeline->run({{"image", &image}, {"wide", &wide}, {"deep", &deep}}, lost);
  ASSERT_FALSE(outputs.ok());
  EXPECT_EQ(outputs.error().message, "depthwise: the context is lost");
}

}  // namespace
}  // namespace convscope

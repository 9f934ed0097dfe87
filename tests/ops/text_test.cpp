// The formula with its numbers and the code for other libraries, as a person reads them.
#include <gtest/gtest.h>

#include "support/layers.h"

namespace convscope {
namespace {

std::vector<std::string> formula(const std::shared_ptr<const Layer>& layer) {
  std::vector<std::string> lines;
  for (const FormulaLine& line : layer->formula()) {
    lines.emplace_back();
    for (const RoleText& part : line) lines.back() += part.text;
  }
  return lines;
}

TEST(Formula, OnePairOfLinesWhenHeightAndWidthAgree) {
  auto layer = conv2d({{1, 1, 5, 5}, {1, 1, 3, 3}}, {{"stride", numbers({2})}, {"padding", numbers({1})}});
  EXPECT_EQ(formula(layer), (std::vector<std::string>{
                                  "o = ⌊(i + 2p − d·(k − 1) − 1)/s⌋ + 1", "  = ⌊(5 + 2·1 − 1·(3 − 1) − 1)/2⌋ + 1 = 3"}));
}

TEST(Formula, APairPerAxisWhenTheyDifferAndBothSidesWhenTheyAreUneven) {
  auto layer = conv2d({{1, 1, 7, 11}, {1, 1, 3, 2}},
                      {{"stride", numbers({2, 3})}, {"dilation", numbers({2, 1})}, {"padding", numbers({1, 0, 2, 0})}});
  EXPECT_EQ(formula(layer), (std::vector<std::string>{
                                "oh = ⌊(h + pt + pb − d·(k − 1) − 1)/s⌋ + 1",
                                "   = ⌊(7 + 1 + 2 − 2·(3 − 1) − 1)/2⌋ + 1 = 3",
                                "ow = ⌊(w + 2p − d·(k − 1) − 1)/s⌋ + 1",
                                "   = ⌊(11 + 2·0 − 1·(2 − 1) − 1)/3⌋ + 1 = 4",
                            }));
}

TEST(Formula, ASequenceInALayerOfPlanesHasNoHeight) {
  auto layer = conv2d({{1, 1, 1, 3}, {1, 1, 1, 3}}, {{"padding", numbers({0, 2})}});
  EXPECT_EQ(formula(layer), (std::vector<std::string>{
                                "o = ⌊(i + 2p − d·(k − 1) − 1)/s⌋ + 1", "  = ⌊(3 + 2·2 − 1·(3 − 1) − 1)/1⌋ + 1 = 5"}));
  EXPECT_EQ(formula(conv2d({{1, 1, 1, 1}, {1, 1, 1, 1}})).size(), 2u) << "but one cell has its size";
  EXPECT_EQ(formula(conv2d({{1, 1, 4, 1}, {1, 1, 1, 3}}, {{"padding", numbers({0, 1})}})).size(), 4u);
}

TEST(Formula, EveryQuantityHasItsRole) {
  const FormulaLine line = conv2d({{1, 1, 5, 5}, {1, 1, 3, 3}})->formula()[1];
  ASSERT_EQ(line.size(), 6u);
  EXPECT_EQ(line[1].role, Role::kInput);
  EXPECT_EQ(line[3].role, Role::kWeight);
  EXPECT_EQ(line[5].role, Role::kOutput);
}

TEST(Code, OnlyWhatDiffersFromTheDefaultsIsWritten) {
  EXPECT_EQ(conv2d({{1, 3, 8, 8}, {4, 3, 1, 1}, {4}})->code(CodeDialect::kPyTorch), "nn.Conv2d(3, 4, kernel_size=1)");
  auto layer = conv2d({{1, 4, 9, 9}, {6, 2, 3, 5}}, {{"stride", numbers({2, 1})}, {"padding", numbers({1, 2})}, {"groups", numbers({2})}});
  EXPECT_EQ(layer->code(CodeDialect::kPyTorch),
            "nn.Conv2d(\n    4, 6, kernel_size=(3, 5),\n    stride=(2, 1), padding=(1, 2),\n    groups=2, bias=False)");
  EXPECT_EQ(layer->code(CodeDialect::kOnnx),
            "helper.make_node(\n    \"Conv\", [\"x\", \"w\"], [\"y\"],\n    kernel_shape=[3, 5],\n"
            "    strides=[2, 1],\n    pads=[1, 2, 1, 2], group=2)");
}

TEST(Code, PyTorchNamesTheModeAndSameItself) {
  auto circular = conv2d({{1, 1, 5, 5}, {1, 1, 3, 3}, {1}}, {{"padding", numbers({1})}, {"padding_mode", word("circular")}});
  EXPECT_EQ(circular->code(CodeDialect::kPyTorch), "nn.Conv2d(\n    1, 1, kernel_size=3, padding=1,\n    padding_mode=\"circular\")");
  auto same = conv2d({{1, 1, 5, 5}, {1, 1, 2, 2}, {1}}, {{"padding", word("same")}});
  EXPECT_EQ(same->code(CodeDialect::kPyTorch), "nn.Conv2d(\n    1, 1, kernel_size=2,\n    padding=\"same\")");
  EXPECT_NE(same->code(CodeDialect::kKeras).find("padding=\"same\""), std::string::npos);
}

TEST(Code, UnevenAndConstantPaddingIsALineBeforeTheLayer) {
  const GivenAttributes uneven{{"padding", numbers({1, 0, 2, 3})}};
  const Shapes shapes{{1, 1, 5, 5}, {1, 1, 3, 3}, {1}};
  EXPECT_EQ(conv2d(shapes, uneven)->code(CodeDialect::kPyTorch), "x = F.pad(x, (0, 3, 1, 2))\nnn.Conv2d(1, 1, kernel_size=3)");
  auto constant = conv2d(shapes, {{"padding", numbers({1})}, {"padding_mode", word("constant")}, {"padding_value", AttributeValue{0.5}}});
  EXPECT_EQ(constant->code(CodeDialect::kPyTorch), "x = F.pad(\n    x, (1, 1, 1, 1), value=0.5)\nnn.Conv2d(1, 1, kernel_size=3)");
  EXPECT_NE(constant->code(CodeDialect::kKeras).find("constant_values=0.5"), std::string::npos);
  EXPECT_NE(constant->code(CodeDialect::kOnnx).find("value = 0.5"), std::string::npos);
}

TEST(Code, KerasSaysThatItRefusesStridesWithDilation) {
  const Shapes shapes{{1, 1, 9, 9}, {1, 1, 3, 3}};
  auto both = conv2d(shapes, {{"stride", numbers({2})}, {"dilation", numbers({2})}});
  EXPECT_EQ(both->code(CodeDialect::kKeras).rfind("# Keras refuses", 0), 0u) << both->code(CodeDialect::kKeras);
  EXPECT_EQ(conv2d(shapes, {{"stride", numbers({2})}})->code(CodeDialect::kKeras).find("refuses"), std::string::npos);
}

TEST(Code, NoLineOutgrowsThePanel) {
  auto layer = conv2d({{1, 48, 99, 99}, {96, 12, 11, 7}},
                      {{"stride", numbers({3, 2})}, {"padding", numbers({10, 11, 12, 13})},
                      {"padding_mode", word("replicate")}, {"dilation", numbers({2, 3})}, {"groups", numbers({4})}});
  for (CodeDialect dialect : {CodeDialect::kPyTorch, CodeDialect::kKeras, CodeDialect::kOnnx}) {
    std::size_t length = 0;
    for (char letter : layer->code(dialect)) {
      length = letter == '\n' ? 0 : length + 1;
      EXPECT_LE(length, 50u) << layer->code(dialect);
    }
  }
}

}  // namespace
}  // namespace convscope

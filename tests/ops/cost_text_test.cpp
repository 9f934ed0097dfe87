// The arithmetic that stands beside a cost gives that cost, for layers of every kind; where it would not, nothing stands there.
#include "engine/ops/cost_text.h"

#include <gtest/gtest.h>

#include "support/arithmetic.h"
#include "support/layers.h"

namespace convscope {
namespace {

std::shared_ptr<const Layer> layer_of(const char* op, const Shapes& shapes) { return find_operator(op).value()->layer({}, shapes).value(); }

TEST(CostText, TheArithmeticGivesTheLayersOwnNumbers) {
  const std::shared_ptr<const Layer> layers[] = {conv2d({{1, 3, 12, 11}, {8, 3, 5, 3}, {8}}, {{"stride", numbers({2, 1})}}),
                                                 conv2d({{2, 6, 5, 7}, {4, 3, 3, 3}}, {{"groups", numbers({2})}}),
                                                 layer_of("relu", {{2, 3, 5}}),
                                                 layer_of("add", {{2, 3, 5}, {3, 5}}),
                                                 layer_of("cat", {{2, 3}, {7, 3}}),
                                                 layer_of("batch_norm", {{2, 3, 5}, {3}, {3}, {3}, {3}}),
                                                 layer_of("dropout", {{2, 3, 5}}),
                                                 layer_of("conv_transpose2d", {{2, 3, 4, 5}, {3, 4, 3, 2}}),
                                                 layer_of("conv_transpose1d", {{1, 3, 4}, {3, 4, 3}, {4}}),
                                                 layer_of("global_avg_pool2d", {{2, 3, 4, 5}}),
                                                 layer_of("channel_shuffle", {{2, 4, 5}})};
  for (const auto& layer : layers) {
    int spoken = 0;
    for (const CostLine& line : cost_lines(*layer)) {
      if (line.formula.empty()) continue;
      EXPECT_EQ(worked_out(line.numbers), line.value) << layer->op() << " " << line.name << ": " << line.numbers;
      ++spoken;
    }
    EXPECT_GE(spoken, 1) << layer->op();
  }
}

TEST(CostText, NamesEachNumberOnceInTheSameOrder) {
  std::vector<std::string> names;
  for (const CostLine& line : cost_lines(*conv2d({{1, 1, 3, 3}, {1, 1, 2, 2}}))) names.push_back(line.name);
  EXPECT_EQ(names, (std::vector<std::string>{"params", "multiplications", "macs", "flops", "memory"}));
}

TEST(CostText, ATransposedLayerIsCountedBothWaysByName) {
  std::vector<std::string> names;
  for (const CostLine& line : cost_lines(*layer_of("conv_transpose2d", {{1, 1, 2, 2}, {1, 1, 3, 3}}))) {
    names.push_back(line.name);
    EXPECT_TRUE(line.name != "macs" || line.formula + ": " + line.numbers == "input cells × weights that each meets: 1·1·2·2 × 1·3·3")
        << line.numbers;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"params", "multiplications", "macs", "macs_zeros_inserted", "flops", "memory"}));
}

// Sizes at which every product of other factors is the same number: only what is counted tells the words apart.
TEST(CostText, TheFactorsAreThoseOfWhatIsCounted) {
  auto numbers_of = [](const Layer& layer, const std::string& name) {
    for (const CostLine& line : cost_lines(layer)) {
      if (line.name == name) return line.formula + ": " + line.numbers;
    }
    return std::string("none");
  };
  Attributes attributes;
  attributes.set("input_size", std::vector<Index>{1, 4, 6, 6});
  attributes.set("stride", std::vector<Index>{2});
  attributes.set("groups", std::vector<Index>{2});
  auto back = find_operator("conv2d_input_grad").value()->layer(attributes, {{1, 6, 2, 2}, {6, 2, 3, 3}});
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(numbers_of(**back, "macs"), "input cells × weights that each meets: 1·6·2·2 × 2·3·3");
  EXPECT_EQ(numbers_of(**back, "macs_zeros_inserted"), "output cells × weights that lead to each: 1·4·6·6 × 3·3·3");
  EXPECT_EQ(numbers_of(**back, "flops"), "2 × macs, each added: 2 × 432");
  attributes.set("padding_mode", std::string("replicate"));
  attributes.set("padding", std::vector<Index>{1});
  attributes.set("input_size", std::vector<Index>{1, 4, 4, 4});
  back = find_operator("conv2d_input_grad").value()->layer(attributes, {{1, 6, 2, 2}, {6, 2, 3, 3}});
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(numbers_of(**back, "macs_zeros_inserted"), ": ") << "a cell with copies in the padding has more products than others";
  attributes = {};
  attributes.set("kernel_size", std::vector<Index>{2});
  attributes.set("output_size", std::vector<Index>{3, 2});
  attributes.set("stride", std::vector<Index>{1, 2});
  auto fold = find_operator("fold").value()->layer(attributes, {{1, 12, 2}});
  ASSERT_TRUE(fold.ok()) << fold.error().message;
  EXPECT_EQ(numbers_of(**fold, "flops"), "input cells, each added once: 1·12·2");
}

// The sentence that is said of every operator, worked out: with a bias or without, gathered or scattered.
TEST(CostText, FlopsAreWhatTheirDefinitionSays) {
  struct Row {
    const char* op;
    Shapes shapes;
    Index flops;
  };
  const Row rows[] = {{"conv2d", {{1, 2, 3, 3}, {4, 2, 2, 2}}, 16 * (2 * 8 - 1)},
                      {"conv2d", {{1, 2, 3, 3}, {4, 2, 2, 2}, {4}}, 16 * 2 * 8},
                      {"convolve", {{1, 2, 3, 3}, {4, 2, 2, 2}}, 16 * (2 * 8 - 1)},
                      {"conv_transpose2d", {{1, 2, 3, 3}, {2, 4, 2, 2}}, 2 * 18 * 16},
                      {"conv_transpose2d", {{1, 2, 3, 3}, {2, 4, 2, 2}, {4}}, 2 * 18 * 16},
                      {"linear", {{2, 5}, {3, 5}}, 6 * (2 * 5 - 1)},
                      {"linear", {{2, 5}, {3, 5}, {3}}, 6 * 2 * 5},
                      {"add", {{2, 3}, {2, 3}}, 6}};
  for (const Row& row : rows) {
    const auto layer = layer_of(row.op, row.shapes);
    EXPECT_EQ(layer->cost().flops, row.flops) << row.op;
    const bool scattered = layer->cost().macs_zeros_inserted.has_value();
    for (const CostLine& line : cost_lines(*layer)) {
      if (line.name != "flops") continue;
      EXPECT_EQ(line.formula.find("each added") != std::string::npos, scattered) << row.op << ": " << line.formula;
    }
  }
  EXPECT_NE(std::string(kFlopsDefinition).find("less the first addition of a cell without bias"), std::string::npos);
  EXPECT_NE(std::string(kFlopsDefinition).find("scatters its products onto zeros (transposed, input gradient) adds every one"),
            std::string::npos);
  Attributes doubled;
  doubled.set("alpha", 2.0);
  EXPECT_EQ(find_operator("add").value()->layer(doubled, {{2, 3}, {2, 3}}).value()->cost().flops, 12) << "a factor is a product more";
}

TEST(CostText, ALayerWithoutProductsSaysNothingOfThem) {
  for (const CostLine& line : cost_lines(*layer_of("relu", {{2, 3}}))) {
    EXPECT_EQ(line.formula.empty() && line.numbers.empty(), line.name != "memory") << line.name;
  }
}

}  // namespace
}  // namespace convscope

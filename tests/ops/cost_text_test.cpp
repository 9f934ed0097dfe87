// The arithmetic that stands beside a cost gives that cost, for layers of every kind; where it would not, nothing stands there.
#include "engine/ops/cost_text.h"

#include <gtest/gtest.h>

#include <cctype>

#include "support/layers.h"

namespace convscope {
namespace {

std::shared_ptr<const Layer> layer_of(const char* op, const Shapes& shapes) { return find_operator(op).value()->layer({}, shapes).value(); }

// Works out "1·256·8·8 × (2·75 − 1)" or "3·5 + 2", by the rules of the pencil.
Index worked_out(const std::string& text, std::size_t& at) {
  auto skip = [&](const std::string& word) {
    if (text.compare(at, word.size(), word) != 0) return false;
    at += word.size();
    return true;
  };
  auto factor = [&]() -> Index {
    if (skip("(")) {
      const Index inner = worked_out(text, at);
      EXPECT_TRUE(skip(")")) << text;
      return inner;
    }
    Index number = 0;
    EXPECT_TRUE(at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]))) << text << " at " << at;
    while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at]))) number = number * 10 + (text[at++] - '0');
    return number;
  };
  auto term = [&] {
    Index product = factor();
    while (skip("·") || skip(" × ")) product *= factor();
    return product;
  };
  Index sum = term();
  while (true) {
    if (skip(" + ")) {
      sum += term();
    } else if (skip(" \u2212 ")) {
      sum -= term();
    } else {
      return sum;
    }
  }
}

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
      std::size_t at = 0;
      EXPECT_EQ(worked_out(line.numbers, at), line.value) << layer->op() << " " << line.name << ": " << line.numbers;
      EXPECT_EQ(at, line.numbers.size()) << line.numbers;
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

TEST(CostText, ALayerWithoutProductsSaysNothingOfThem) {
  for (const CostLine& line : cost_lines(*layer_of("relu", {{2, 3}}))) {
    EXPECT_EQ(line.formula.empty() && line.numbers.empty(), line.name != "memory") << line.name;
  }
}

}  // namespace
}  // namespace convscope

// Short ways for tests to make any operator's layer, to compute it by its definition, and to try what it refuses.
#pragma once

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/reference/reference.h"
#include "support/layers.h"

namespace convscope {

inline Result<std::shared_ptr<const Layer>> try_layer(const std::string& op, const Shapes& shapes, const GivenAttributes& given = {}) {
  Attributes attributes;
  for (const auto& [name, value] : given) attributes.set(name, value);
  return find_operator(op).value()->layer(attributes, shapes);
}

// For cases that are possible; an impossible one ends the test program with the layer's sentence.
inline std::shared_ptr<const Layer> made(const std::string& op, const Shapes& shapes, const GivenAttributes& given = {}) {
  return try_layer(op, shapes, given).value();
}

inline Shapes shapes_of(const TensorSet& tensors) {
  Shapes shapes;
  for (const Tensor* tensor : tensors) shapes.push_back(tensor ? tensor->extents : Extents{});
  return shapes;
}

inline std::vector<double> answer(const std::string& op, const TensorSet& tensors, const GivenAttributes& given = {}) {
  return reference(*made(op, shapes_of(tensors), given), tensors).data;
}

inline std::vector<std::string> formula_of(const Layer& layer) {
  std::vector<std::string> lines;
  for (const FormulaLine& line : layer.formula()) {
    lines.emplace_back();
    for (const RoleText& part : line) lines.back() += part.text;
  }
  return lines;
}

struct ExpectedRefusal {
  Shapes shapes;
  GivenAttributes given;
  const char* attribute;
  const char* sentence;
  const char* key;
  ErrorKind kind = ErrorKind::kImpossible;
};

inline void expect_refusals(const std::string& op, const std::vector<ExpectedRefusal>& refusals) {
  for (const ExpectedRefusal& refusal : refusals) {
    auto layer = try_layer(op, refusal.shapes, refusal.given);
    ASSERT_FALSE(layer.ok()) << op << " does not refuse: " << refusal.sentence;
    EXPECT_EQ(layer.error().message, refusal.sentence);
    EXPECT_EQ(layer.error().attribute, refusal.attribute) << refusal.sentence;
    EXPECT_EQ(layer.error().key, refusal.key) << refusal.sentence;
    EXPECT_EQ(layer.error().kind, refusal.kind) << refusal.sentence;
  }
}

// Sizes and attributes of every magnitude, in every slot and attribute of an operator: an answer within the budget, or a sentence.
inline void expect_no_overflow(const std::string& op) {
  const Operator& the_operator = *find_operator(op).value();
  const Index extremes[] = {1, 2, 65536, kMemoryBudget / 4, Index{1} << 31, Index{1} << 62, std::numeric_limits<Index>::max()};
  for (int rank = 3; rank <= 5; ++rank) {
    for (Index size : extremes) {
      for (Index other : extremes) {
        for (Index number : extremes) {
          const std::vector<Index> sizes(static_cast<std::size_t>(rank - 2), size), others(static_cast<std::size_t>(rank - 2), other);
          std::vector<Index> all{1, 1};
          all.insert(all.end(), sizes.begin(), sizes.end());
          std::vector<Index> kernel{1, 1};
          kernel.insert(kernel.end(), others.begin(), others.end());
          Attributes attributes;
          for (const AttributeSpec& spec : the_operator.attributes()) {
            if (spec.type == AttributeType::kPerAxis || spec.type == AttributeType::kPadding)
              attributes.set(spec.name, std::vector<Index>{number});
            if (spec.type == AttributeType::kSizes) attributes.set(spec.name, kernel);
          }
          Shapes shapes{Extents(all), Extents(kernel)};
          if (the_operator.slots().size() > 2 && the_operator.slots()[2].required) shapes.push_back(Extents(all));
          auto layer = the_operator.layer(attributes, shapes);
          if (layer.ok()) {
            EXPECT_LE((*layer)->output().count(), kMemoryBudget / 4);
            EXPECT_GE((*layer)->cost().macs, 0);
          } else {
            EXPECT_FALSE(layer.error().message.empty());
          }
        }
      }
    }
  }
}

}  // namespace convscope

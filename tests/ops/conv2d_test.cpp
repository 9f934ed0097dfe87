// conv2d by hand: numbers that a person can check with a pencil.
#include <gtest/gtest.h>

#include <vector>

#include "engine/ops/operator.h"
#include "engine/reference/reference.h"

namespace convscope {
namespace {

AttributeValue numbers(std::vector<Index> list) { return AttributeValue{std::move(list)}; }

Result<std::shared_ptr<const Layer>> conv2d(const Shapes& shapes, const Attributes& attributes = {}) {
  return find_operator("conv2d").value()->layer(attributes, shapes);
}

TEST(Conv2d, TwoByTwoKernelOverOneToNineGivesTheNumbersOfTheBoard) {
  const Tensor input({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Tensor weight({1, 1, 2, 2}, {0, 1, 2, 3});
  auto layer = conv2d({input.extents, weight.extents});
  ASSERT_TRUE(layer.ok()) << layer.error().message;
  EXPECT_EQ((*layer)->output(), (Extents{1, 1, 2, 2}));
  EXPECT_EQ(reference(**layer, {&input, &weight, nullptr}).data, (std::vector<double>{25, 31, 43, 49}));
}

struct CatalogueRow {
  const char* name;
  Index input, kernel, stride, padding, dilation, output;
};

TEST(Conv2d, TheCatalogueHasTheSizesEveryTeacherKnows) {
  const CatalogueRow rows[] = {
      {"no padding, no strides", 4, 3, 1, 0, 1, 2}, {"arbitrary padding", 5, 4, 1, 2, 1, 6}, {"same padding", 5, 3, 1, 1, 1, 5},
      {"full padding", 5, 3, 1, 2, 1, 7},           {"strides", 5, 3, 2, 0, 1, 2},           {"padding and strides", 5, 3, 2, 1, 1, 3},
      {"odd", 6, 3, 2, 1, 1, 3},                    {"dilation", 7, 3, 1, 0, 2, 3},          {"padding 1 on 4", 4, 3, 1, 1, 1, 4},
      {"padding 2 on 4", 4, 3, 1, 2, 1, 6},
  };
  for (const CatalogueRow& row : rows) {
    Attributes attributes;
    attributes.set("stride", numbers({row.stride}));
    attributes.set("padding", numbers({row.padding}));
    attributes.set("dilation", numbers({row.dilation}));
    auto layer = conv2d({{1, 1, row.input, row.input}, {1, 1, row.kernel, row.kernel}}, attributes);
    ASSERT_TRUE(layer.ok()) << row.name << ": " << layer.error().message;
    EXPECT_EQ((*layer)->output(), (Extents{1, 1, row.output, row.output})) << row.name;
  }
}

}  // namespace
}  // namespace convscope

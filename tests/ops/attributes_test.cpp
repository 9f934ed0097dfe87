// Attributes as text and as values: what is taken, what is refused, and with which words.
#include "engine/ops/attributes.h"

#include <gtest/gtest.h>

#include "engine/ops/slots.h"

namespace convscope {
namespace {

const AttributeSpec& spec_of(const std::string& name) {
  for (const AttributeSpec& spec : find_operator("conv2d").value()->attributes()) {
    if (spec.name == name) return spec;
  }
  CONVSCOPE_CHECK(false, name);
}

TEST(Attributes, TextIsReadAsTheTableSays) {
  using List = std::vector<Index>;
  EXPECT_EQ(*parse_attribute(spec_of("stride"), "2"), AttributeValue(List{2}));
  EXPECT_EQ(*parse_attribute(spec_of("stride"), "2,1"), AttributeValue(List{2, 1}));
  EXPECT_EQ(*parse_attribute(spec_of("stride"), " [2, 1] "), AttributeValue(List{2, 1}));
  EXPECT_EQ(*parse_attribute(spec_of("padding"), "(1,0,2,3)"), AttributeValue(List{1, 0, 2, 3}));
  EXPECT_EQ(*parse_attribute(spec_of("padding"), "same"), AttributeValue(std::string("same")));
  EXPECT_EQ(*parse_attribute(spec_of("padding_mode"), "reflect"), AttributeValue(std::string("reflect")));
  EXPECT_EQ(*parse_attribute(spec_of("padding_value"), "-0.5"), AttributeValue(-0.5));
  EXPECT_EQ(*parse_attribute(spec_of("padding_value"), "3"), AttributeValue(3.0));
}

TEST(Slots, AreFoundByNameInTheOperatorsOrder) {
  const Operator& conv = *find_operator("conv2d").value();
  const auto layer = conv.layer({}, {Extents{1, 2, 5, 6}, Extents{4, 2, 3, 2}, Extents{}}).value();
  EXPECT_EQ(&operator_of(*layer), &conv);
  EXPECT_EQ(shape_of(*layer, "weight"), (Extents{4, 2, 3, 2}));
  EXPECT_TRUE(shape_of(*layer, "bias").empty());
  EXPECT_TRUE(shape_of(*layer, "offset").empty());
  EXPECT_TRUE(has_attribute(conv, "stride"));
  EXPECT_FALSE(has_attribute(conv, "kernel_size"));
}

TEST(Attributes, TextThatIsNoValueIsRefusedWithWhatWouldBeOne) {
  struct Row {
    const char *name, *text, *sentence;
  };
  const Row rows[] = {
      {"stride", "two", "stride takes a whole number, or one per axis, \"two\" was given"},
      {"stride", "", "stride takes a whole number, or one per axis, \"\" was given"},
      {"stride", "2,", "stride takes a whole number, or one per axis, \"2,\" was given"},
      {"stride", "1.5", "stride takes a whole number, or one per axis, \"1.5\" was given"},
      {"stride", "99999999999999999999", "stride takes a whole number, or one per axis, \"99999999999999999999\" was given"},
      {"stride", "0", "stride must be at least 1, it is 0"},
      {"groups", "2,2", "groups takes one whole number, 2 were given"},
      {"padding", "-1", "padding must be at least 0, it is -1"},
      {"padding", "sane",
       "padding takes a whole number, one per axis, begins then ends of all axes, or valid, same, same_lower, \"sane\" was given"},
      {"padding_mode", "mirror", "padding_mode takes one of zeros, constant, reflect, replicate, circular, \"mirror\" was given"},
      {"padding_value", "nan", "padding_value must be a finite number, it is nan"},
      {"padding_value", "1e999", "padding_value takes a finite number, \"1e999\" was given"},
      {"padding_value", "1x", "padding_value takes a finite number, \"1x\" was given"},
  };
  for (const Row& row : rows) {
    Result<AttributeValue> value = parse_attribute(spec_of(row.name), row.text);
    ASSERT_FALSE(value.ok()) << row.name << " took " << row.text;
    EXPECT_EQ(value.error().message, row.sentence);
    EXPECT_EQ(value.error().attribute, row.name);
  }
}

TEST(Attributes, EveryDefaultReadsBackFromItsText) {
  for (const AttributeSpec& spec : find_operator("conv2d").value()->attributes()) {
    Result<AttributeValue> value = parse_attribute(spec, attribute_text(spec.default_value));
    ASSERT_TRUE(value.ok()) << spec.name;
    EXPECT_EQ(*value, spec.default_value) << spec.name;
  }
}

TEST(Attributes, ResolvingFillsInDefaultsAndTakesAWholeNumberForARealOne) {
  Attributes given;
  given.set("padding_value", std::vector<Index>{2});
  Result<Attributes> resolved = resolve("conv2d", find_operator("conv2d").value()->attributes(), given);
  ASSERT_TRUE(resolved.ok());
  EXPECT_EQ(resolved->number("padding_value"), 2.0);
  EXPECT_EQ(resolved->integers("stride"), std::vector<Index>{1});
  EXPECT_EQ(resolved->word("padding_mode"), "zeros");
}

TEST(Attributes, AValueOfAnotherTypeIsRefused) {
  Attributes given;
  given.set("stride", std::string("same"));
  Result<Attributes> resolved = resolve("conv2d", find_operator("conv2d").value()->attributes(), given);
  ASSERT_FALSE(resolved.ok());
  EXPECT_EQ(resolved.error().message, "stride takes a whole number, or one per axis, same was given");
}

TEST(Attributes, AnOptionalOneThatIsNotGivenHasNoValue) {
  const std::vector<AttributeSpec> table{{"output_size", AttributeType::kSizes, std::vector<Index>{}, 1, 99, {}, true}};
  EXPECT_FALSE(resolve("unfold", table, {}).value().has("output_size"));
  Attributes given;
  given.set("output_size", std::vector<Index>{4, 5});
  EXPECT_EQ(resolve("unfold", table, given).value().integers("output_size"), (std::vector<Index>{4, 5}));
  given.set("output_size", std::vector<Index>{});
  EXPECT_EQ(resolve("unfold", table, given).error().message, "output_size takes a list of sizes, an empty list was given");
}

TEST(Operators, AnUnknownNameIsAnsweredWithTheKnownOnes) {
  Result<const Operator*> op = find_operator("conv2");
  ASSERT_FALSE(op.ok());
  EXPECT_EQ(op.error().message.rfind("there is no operator \"conv2\"; there are: ", 0), 0u) << op.error().message;
  EXPECT_NE(op.error().message.find("conv2d"), std::string::npos);
}

}  // namespace
}  // namespace convscope

#include "app/scenes/controls.h"
#include "scenes/shipped.h"

namespace convscope {
namespace {

class Controls : public ShippedScenes {
 protected:
  AttributeValue parsed(const std::string& id, const std::string& name, const std::string& text) {
    Result<AttributeValue> value = parse_parameter(scene(id), name, text);
    EXPECT_TRUE(value) << value.error().message;
    return value ? *value : AttributeValue{};
  }
  std::string refused(const std::string& id, const std::string& name, const std::string& text) {
    Result<AttributeValue> value = parse_parameter(scene(id), name, text);
    EXPECT_FALSE(value) << text << " was taken";
    if (value) return "";
    EXPECT_EQ(value.error().attribute, name);
    return value.error().message;
  }
};

TEST_F(Controls, AreReadFromText) {
  EXPECT_EQ(parsed("stride", "stride", "2,1"), list({2, 1}));
  EXPECT_EQ(parsed("padding", "padding", "1"), list({1}));
  EXPECT_EQ(parsed("padding", "padding", "1,0,2,1"), list({1, 0, 2, 1}));
  EXPECT_EQ(parsed("padding", "padding", "full"), word("full"));
  EXPECT_EQ(parsed("padding", "padding_mode", "circular"), word("circular"));
  EXPECT_EQ(parsed("padding", "padding_value", "-2.5"), AttributeValue{-2.5});
  EXPECT_EQ(parsed("many_channels", "bias", "false"), AttributeValue{false});
  EXPECT_EQ(parsed("many_channels", "channels", "5"), list({5}));
  EXPECT_EQ(parsed("photo_filters", "image", "chelsea"), word("chelsea"));
}

TEST_F(Controls, RefuseWhatIsOutOfRangeWithTheValues) {
  EXPECT_NE(refused("stride", "stride", "0").find("0"), std::string::npos);
  EXPECT_EQ(refused("stride", "stride", "7").find("stride"), 0u);
  refused("padding", "padding", "-1");
  refused("padding", "padding_value", "nan");
  EXPECT_EQ(refused("padding", "padding_value", "100"), "padding_value must be from -9 to 9, it is 100");
  refused("one_channel", "kernel", "2.5");
  refused("one_channel", "kernel", "");
  EXPECT_EQ(refused("padding", "padding", "1,2,3"),
            "padding takes 1 whole number, 2 (height, width) or 4 (top, left, bottom, right), or one of valid, same, full, it is 1,2,3");
  EXPECT_NE(refused("padding", "padding_mode", "mirror").find("reflect"), std::string::npos);
}

TEST_F(Controls, OfAFilterConcernOnlyTheFiltersThatHaveThem) {
  const Scene& photo = scene("photo_filters");
  auto concerned = [&](const std::string& filter, const std::string& control) {
    return concerns(photo, state_of("photo_filters", {{"filter", word(filter)}}), *find_control(photo, control));
  };
  EXPECT_TRUE(concerned("gaussian", "gaussian_size"));
  EXPECT_FALSE(concerned("sobel", "gaussian_size"));
  EXPECT_TRUE(concerned("sobel", "direction"));
  EXPECT_FALSE(concerned("blur", "direction"));
  EXPECT_TRUE(concerned("blur", "stride"));
}

TEST_F(Controls, ThatDoNotConcernAStateDoNotRefuseIt) {
  EXPECT_NE(model("photo_filters", {{"filter", word("blur")}, {"gaussian_size", list({4})}}), nullptr);
  EXPECT_EQ(refusal(state_of("photo_filters", {{"filter", word("gaussian")}, {"gaussian_size", list({4})}})).attribute, "gaussian_size");
}

TEST_F(Controls, ThatAreUnknownListTheKnownOnes) {
  EXPECT_EQ(refused("one_channel", "strides", "2"),
            "scene one_channel has no parameter 'strides'; it has input, kernel, stride, padding, dilation");
}

TEST_F(Controls, OfTheWrongTypeInAStateAreRefusedBesideTheControl) {
  EXPECT_EQ(refusal(state_of("stride", {{"stride", word("two")}})).attribute, "stride");
  EXPECT_EQ(refusal(state_of("stride", {{"stride", list({})}})).attribute, "stride");
  EXPECT_EQ(refusal(state_of("many_channels", {{"bias", list({1})}})).attribute, "bias");
  EXPECT_EQ(refusal(state_of("padding", {{"padding_mode", AttributeValue{2.0}}})).attribute, "padding_mode");
}

TEST_F(Controls, OfOtherScenesInAStateDoNotCount) {
  EXPECT_EQ(values(model("one_channel", {{"batch", list({1'000'000'000})}, {"groups", list({0})}})->first().output()),
            (std::vector<float>{25, 31, 43, 49}));
}

}  // namespace
}  // namespace convscope

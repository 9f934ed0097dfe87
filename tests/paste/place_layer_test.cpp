// Which scene a pasted layer comes into, with which controls, and what is said of what the scene cannot show.
#include <gtest/gtest.h>

#include "app/catalog/catalog.h"
#include "app/paste/paste.h"
#include "app/scenes/model.h"
#include "support/one_word.h"

namespace convscope {
namespace {

const Catalog& catalog() {
  static const Catalog kCatalog = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  return kCatalog;
}

State standing_in(const std::string& scene, const std::string& mode = "") {
  State state;
  state.scene = scene;
  state.mode = mode;
  return state;
}

std::string text_of(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& each : differences) text += (text.empty() ? "" : "; ") + each.name + " " + each.wanted + " -> " + each.shown;
  return text;
}

struct Placed {
  const char* code;
  const char* from;   // the scene that stands open
  const char* scene;  // the one that shows it
  const char* differences;
};

void PrintTo(const Placed& placed, std::ostream* out) { *out << tests::one_word(placed.code); }

class Places : public testing::TestWithParam<Placed> {};

TEST_P(Places, ShowTheLayerBestAndSayWhatIsDifferent) {
  const Placed& each = GetParam();
  const Result<CodeLayer> layer = read_code(each.code);
  ASSERT_TRUE(layer.ok()) << layer.error().message;
  const Result<Pasted> pasted = place_layer(catalog().scenes, standing_in(each.from), *layer);
  ASSERT_TRUE(pasted.ok()) << pasted.error().message;
  EXPECT_EQ(pasted->scene, each.scene);
  EXPECT_EQ(text_of(pasted->differences), each.differences);
}

INSTANTIATE_TEST_SUITE_P(
    Best, Places,
    testing::Values(Placed{"nn.Conv2d(1, 1, 2, bias=False)", "transposed", "one_channel", ""},
                    Placed{"nn.Conv2d(1, 1, 3, padding=1, bias=False)", "transposed", "padding", ""},
                    Placed{"nn.Conv2d(1, 1, 3, padding=1, padding_mode='circular', bias=False)", "transposed", "padding", ""},
                    Placed{"nn.Conv2d(1, 1, 3, stride=2, bias=False)", "transposed", "stride", ""},
                    Placed{"nn.Conv2d(1, 1, 3, stride=2)", "transposed", "stride", "bias True -> False"},
                    Placed{"nn.Conv2d(3, 1, 3)", "transposed", "many_channels", ""},
                    Placed{"nn.Conv2d(3, 2, 3, stride=2, padding=1)", "transposed", "many_filters", ""},
                    Placed{"nn.Conv2d(3, 64, 3, stride=2, padding=1, groups=1)", "transposed", "many_filters", "out_channels 64 -> 16"},
                    Placed{"nn.Conv2d(64, 28, 1, bias=False)", "transposed", "pointwise", ""},
                    Placed{"nn.Conv2d(1, 1, 3, dilation=2, bias=False)", "transposed", "dilated", ""},
                    Placed{"nn.Conv2d(8, 8, 3, groups=8, bias=False)", "transposed", "depthwise", ""},
                    Placed{"nn.Conv2d(4, 8, 3, groups=4, padding='same', bias=False)", "transposed", "depthwise", ""},
                    Placed{"layers.DepthwiseConv2D(3, depth_multiplier=2, use_bias=False)", "transposed", "depthwise", ""},
                    Placed{"nn.Conv2d(6, 12, 3, groups=3, padding=1, bias=False)", "transposed", "grouped", ""},
                    Placed{"nn.Conv2d(64, 128, 3, groups=32, padding=1, bias=False)", "transposed", "grouped",
                           "in_channels 64 -> 6; out_channels 128 -> 12; groups 32 -> 3"},
                    Placed{"F.conv2d(x, w, stride=3)", "transposed", "stride", ""},
                    Placed{"nn.Conv1d(1, 1, 3, stride=2, bias=False)", "transposed", "stride", ""},
                    Placed{"nn.Conv3d(1, 1, 3, bias=False)", "padding", "volume", ""},
                    Placed{"nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1, bias=False)", "padding", "transposed", ""},
                    Placed{"nn.MaxPool2d(3, 2, 1)", "padding", "pooling", ""},
                    Placed{"nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False)", "padding", "pooling", ""},
                    Placed{"nn.AvgPool2d(2, divisor_override=3)", "padding", "pooling", "divisor_override 3 -> "},
                    Placed{"nn.MaxUnpool2d(2)", "padding", "going_up", ""}, Placed{"nn.MaxUnpool2d(2, 2)", "padding", "going_up", ""},
                    Placed{"nn.AdaptiveAvgPool2d(1)", "padding", "pooling", ""}, Placed{"nn.LeakyReLU(0.25)", "padding", "activations", ""},
                    Placed{"nn.Hardswish()", "padding", "activations", ""}, Placed{"nn.Dropout(0.9)", "padding", "small_layers", ""},
                    Placed{"nn.ChannelShuffle(3)", "padding", "channel_shuffle", ""}, Placed{"nn.Unfold(2)", "padding", "as_matrix", ""},
                    Placed{"F.interpolate(x, scale_factor=3, mode='bilinear', align_corners=True)", "padding", "going_up", ""},
                    Placed{"nn.Upsample(scale_factor=2, mode='bilinear')", "padding", "going_up", ""},
                    Placed{"nn.Upsample(scale_factor=4)", "padding", "going_up", ""},
                    Placed{"nn.Upsample(scale_factor=2.5, mode='bilinear')", "padding", "going_up", "scale_factor 2.5, 2.5 -> 2, 2"}));

INSTANTIATE_TEST_SUITE_P(WhereItStands, Places,
                         testing::Values(Placed{"nn.Conv2d(1, 1, 3, stride=2, bias=False)", "one_channel", "one_channel", ""},
                                         Placed{"nn.Conv2d(1, 1, 3, stride=2, bias=False)", "padding", "padding", ""},
                                         Placed{"nn.Conv2d(1, 1, 1, bias=False)", "stride", "stride", ""},
                                         Placed{"nn.Conv2d(3, 1, 3)", "many_filters", "many_filters", ""},
                                         Placed{"nn.Conv2d(8, 8, 3, groups=8, bias=False)", "one_channel", "depthwise", ""}));

// The layer that the scene computes then is the code's, but for the differences that are said.
TEST(PlaceLayer, SetsControlsThatTheSceneComputesWith) {
  const Result<CodeLayer> layer = read_code("nn.Conv2d(3, 2, (3, 2), stride=(2, 1), padding=(1, 0))");
  const Result<Pasted> pasted = place_layer(catalog().scenes, standing_in("padding"), layer.value());
  ASSERT_TRUE(pasted.ok()) << pasted.error().message;
  State state = standing_in(pasted->scene, pasted->mode);
  state.parameters = pasted->parameters;
  auto device = make_device(DeviceChoice::kCpu);
  Photographs photographs(catalog().assets + "/images");
  const auto model = evaluate(catalog().scenes, state, **device, photographs);
  ASSERT_TRUE(model.ok()) << model.error().message;
  EXPECT_EQ((*model)->layer(pasted->stage).layer->code(CodeDialect::kPyTorch),
            "nn.Conv2d(\n    3, 2, kernel_size=(3, 2),\n    stride=(2, 1), padding=(1, 0))");
}

// Of stages with one operator the one that is the layer.
TEST(PlaceLayer, ChoosesTheStageThatIsTheLayer) {
  auto stage_of = [](const char* code) {
    const Result<Pasted> pasted = place_layer(catalog().scenes, standing_in("padding"), read_code(code).value());
    return pasted.ok() ? pasted->stage : pasted.error().message;
  };
  EXPECT_EQ(stage_of("nn.Upsample(scale_factor=2)"), "nearest");
  EXPECT_EQ(stage_of("nn.Upsample(scale_factor=2, mode='nearest')"), "nearest");
  EXPECT_EQ(stage_of("nn.Upsample(scale_factor=2, mode='bilinear')"), "bilinear");
  EXPECT_EQ(stage_of("layers.UpSampling2D(3, interpolation='bilinear')"), "bilinear");
  EXPECT_EQ(stage_of("nn.MaxUnpool2d(2)"), "unpooled");
  EXPECT_EQ(stage_of("nn.AvgPool2d(2)"), "average");
}

TEST(PlaceLayer, MakesTheInputAsLargeAsTheKernelNeeds) {
  const Result<CodeLayer> layer = read_code("nn.Conv2d(1, 1, 7, bias=False)");
  const Result<Pasted> pasted = place_layer(catalog().scenes, standing_in("one_channel"), layer.value());
  ASSERT_TRUE(pasted.ok()) << pasted.error().message;
  EXPECT_EQ(pasted->scene, "one_channel");
  EXPECT_EQ(attribute_text(pasted->parameters.at("input")), "7,7");
}

TEST(PlaceLayer, PadsForKerasByTheInputOfTheScene) {
  const Result<CodeLayer> layer = read_code("layers.Conv2D(1, 3, strides=2, padding='same', use_bias=False, data_format='channels_first')");
  State state = standing_in("stride");
  state.parameters["input"] = std::vector<Index>{6, 7};
  const Result<Pasted> pasted = place_layer(catalog().scenes, state, layer.value());
  ASSERT_TRUE(pasted.ok()) << pasted.error().message;
  EXPECT_EQ(pasted->scene, "stride");
  EXPECT_EQ(attribute_text(pasted->parameters.at("padding")), "0,1,1,1");
  EXPECT_EQ(text_of(pasted->differences), "");
}

TEST(PlaceLayer, RefusesWhatNoSceneShows) {
  for (const char* code : {"nn.MaxPool3d(2)", "nn.Fold((4, 4), 2)"}) {
    const Result<Pasted> pasted = place_layer(catalog().scenes, standing_in("padding"), read_code(code).value());
    ASSERT_FALSE(pasted.ok()) << code;
    EXPECT_EQ(pasted.error().key, "code_no_scene");
  }
}

TEST(PlaceLayer, SaysItInBothLanguages) {
  const Result<CodeLayer> layer = read_code("nn.Conv2d(3, 64, 3, stride=2)");
  const Result<Pasted> pasted = place_layer(catalog().scenes, standing_in("padding"), layer.value());
  ASSERT_TRUE(pasted.ok());
  EXPECT_EQ(paste_sentence(catalog().languages.at("en"), *layer, *pasted),
            "nn.Conv2d: shown in “Many filters, a batch”, with out_channels 16 instead of 64");
  const std::string chinese = paste_sentence(catalog().languages.at("zh"), *layer, *pasted);
  EXPECT_NE(chinese.find("16"), std::string::npos);
  EXPECT_EQ(chinese.find("instead"), std::string::npos);
}

}  // namespace
}  // namespace convscope

#include <algorithm>
#include <cmath>

#include "app/scenes/filters.h"
#include "app/scenes/pictures.h"
#include "scenes/shipped.h"
#include "support/sample_files.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

class Photographed : public ShippedScenes {
 protected:
  // A device that takes milliseconds for a photograph; the definition takes seconds.
  void SetUp() override {
    ShippedScenes::SetUp();
    Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kCpu);
    ASSERT_TRUE(device) << device.error().message;
    device_ = std::move(device).value();
  }
  State small_state(std::map<std::string, AttributeValue> parameters = {}) {
    State state = state_of("photo_filters", std::move(parameters));
    state.image = "chelsea";
    return state;
  }
};

TEST_F(Photographed, ScenesKeepTheSizeOfThePicture) {
  for (const PhotoFilter& filter : photo_filters()) {
    auto made = model(small_state({{"filter", word(filter.id)}}));
    EXPECT_EQ(made->first().input().extents, (Extents{1, 1, 300, 451}));
    EXPECT_EQ(made->first().output().extents, made->first().input().extents) << filter.id;
    EXPECT_EQ(made->filter, filter.id);
  }
  auto blurred = model(small_state({{"filter", word("gaussian")}, {"gaussian_size", list({31})}}));
  EXPECT_EQ(blurred->first().output().extents, (Extents{1, 1, 300, 451}));
}

TEST_F(Photographed, ScenesOpenInTheMiddleOfAPictureThatIsTooSmallForTheirStart) {
  TemporaryFolder folder;
  State state = state_of("photo_filters");
  state.image = folder.write("small.png", png_bytes(9, 7, 0, std::string(63, 'a')));
  auto made = model(state);
  EXPECT_EQ(opening_moment(*made->scene, *made), step_end(made->timeline, 3 * 9 + 4));
  auto whole = model(state_of("photo_filters"));
  const Index width = whole->last().output().extents[3];
  EXPECT_EQ(opening_moment(*whole->scene, *whole).step, whole->scene->start[2] * width + whole->scene->start[3]);
}

TEST_F(Photographed, ScenesThatTakeNoLargeOneMakeItSmallerPixelByMeanOfPixels) {
  TemporaryFolder folder;
  const std::string file = folder.write("wide.png", png_bytes(2048, 4, 0, std::string(2048, '\x10') + std::string(2048, '\x20') +
                                                                             std::string(4096, '\x40')));
  State state = state_of("deformable", {{"grey", true}});
  state.mode = "photograph";
  state.image = file;
  auto made = model(state);
  ASSERT_NE(made, nullptr);
  EXPECT_TRUE(made->photograph_scaled);
  EXPECT_EQ(made->layer("deformed").input().extents, (Extents{1, 1, 2, 1024}));
  EXPECT_EQ(made->layer("deformed").tensor("offset").extents, (Extents{1, 18, 2, 1024}));
  EXPECT_EQ(made->layer("deformed").input()[5], 0x18);
  EXPECT_EQ(made->layer("deformed").input()[1024 + 5], 0x40);
  state.image = "chelsea";
  EXPECT_FALSE(model(state)->photograph_scaled);
  State whole = small_state({{"grey", true}});
  whole.image = file;
  EXPECT_EQ(model(whole)->first().input().extents, (Extents{1, 1, 4, 2048})) << "others take it as it is";
}

TEST_F(Photographed, TransposedEnlargesAPhotographAsItIsAndMakesALargeOneSmallerBeforeFourTimes) {
  State state = state_of("transposed");
  state.mode = "photograph";
  state.image = "chelsea";
  auto made = model(state);
  EXPECT_FALSE(made->photograph_scaled);
  EXPECT_EQ(made->layer("twice").input().extents, Extents({1, 3, 300, 451}));
  EXPECT_EQ(made->layer("twice").output().extents, Extents({1, 3, 600, 902}));
  TemporaryFolder folder;
  state.image = folder.write("wide.png", png_bytes(1024, 8, 0, std::string(8192, 'a')));
  EXPECT_FALSE(model(state)->photograph_scaled);
  state.parameters["enlarge"] = word("four");
  made = model(state);
  EXPECT_TRUE(made->photograph_scaled) << "the choice decides";
  EXPECT_EQ(made->layer("four").input().extents, Extents({1, 1, 4, 600}));
  EXPECT_EQ(made->layer("four").output().extents, Extents({1, 1, 16, 2400}));
}

TEST_F(Photographed, ScenesInColourFilterEachChannelByItself) {
  auto made = model(small_state({{"grey", AttributeValue{false}}, {"filter", word("blur")}}));
  EXPECT_EQ(made->first().input().extents, (Extents{1, 3, 300, 451}));
  EXPECT_EQ(made->first().weight().extents, (Extents{3, 1, 3, 3}));
  const Cell cell{0, 2, 100, 200};
  double sum = 0;
  for (Index y = -1; y <= 1; ++y) {
    for (Index x = -1; x <= 1; ++x) sum += made->first().input().at({0, 2, 100 + y, 200 + x});
  }
  EXPECT_NEAR(made->first().output().at(cell), sum / 9, 1e-3);
}

TEST_F(Photographed, ScenesAnswerWithTheTracesSum) {
  auto made = model(small_state());
  for (Index cell : {Index{0}, Index{450}, Index{77'777}})
    EXPECT_EQ(made->first().output()[cell], static_cast<float>(made->first().trace().gather(cell).result));
}

TEST_F(Photographed, ScenesOfferGreyOnlyWhereTheyCanShowColour) {
  int offered = 0;
  for (const Scene& scene : scenes_)
    for (const std::string& mode : scene.modes.empty() ? std::vector<std::string>{""} : scene.modes) {
      const Scene& variant = in_mode(scene, mode);
      auto is_grey = [](const Control& control) { return control.name == "grey"; };
      if (std::none_of(variant.controls.begin(), variant.controls.end(), is_grey)) continue;
      ++offered;
      EXPECT_TRUE(std::any_of(variant.tensors.begin(), variant.tensors.end(), [](const auto& tensor) {
        const std::vector<std::string>& shape = tensor.second.shape;
        return tensor.second.from == "photograph" && std::find(shape.begin(), shape.end(), "image_channels") != shape.end();
      })) << scene.id << " " << mode;
    }
  EXPECT_GE(offered, 4);
}

TEST_F(Photographed, ScenesReadAGreyFileAsOneChannel) {
  State state = state_of("photo_filters", {{"grey", AttributeValue{false}}});
  state.image = "camera";
  EXPECT_EQ(model(state)->first().input().extents, (Extents{1, 1, 512, 512}));
}

TEST_F(Photographed, OwnFilterIsThePictureUntilItIsEdited) {
  State state = small_state({{"filter", word("own")}, {"grey", AttributeValue{false}}});
  auto untouched = model(state);
  EXPECT_EQ(values(untouched->first().output()), values(untouched->first().input()));
  state.edits[{"weight", {0, 0, 1, 1}}] = 2;
  auto doubled = model(state);  // an edit of one channel's kernel holds for all of them
  const LayerModel& layer = doubled->first();
  for (Index i = 0; i < layer.output().count(); i += 1009) EXPECT_EQ(layer.output()[i], 2 * layer.input()[i]);
}

TEST_F(Photographed, SobelFromTopToBottomIsItsTranspose) {
  EXPECT_EQ(values(model(small_state())->first().weight()), (std::vector<float>{-1, 0, 1, -2, 0, 2, -1, 0, 1}));
  auto down = model(small_state({{"direction", word("down")}}));
  EXPECT_EQ(values(down->first().weight()), (std::vector<float>{-1, -2, -1, 0, 0, 0, 1, 2, 1}));
}

TEST(PhotoFilters, KeepTheBrightnessOrOnlyTheChange) {
  const std::map<std::string, double> sums = {{"blur", 1},  {"gaussian", 1}, {"sharpen", 1},   {"emboss", 1},
                                              {"sobel", 0}, {"scharr", 0},   {"laplacian", 0}, {"own", 1}};
  for (const PhotoFilter& filter : photo_filters()) {
    double sum = 0;
    for (double weight : filter.weights) sum += weight;
    EXPECT_NEAR(sum, sums.at(filter.id), 1e-12) << filter.id;
    EXPECT_EQ(static_cast<Index>(filter.weights.size()), filter.size * filter.size);
  }
}

TEST(PhotoFilters, MakeAGaussianOfAnyOddSizeThatSplitsIntoARowAndAColumn) {
  for (Index size : {3, 5, 9, 31}) {
    const PhotoFilter filter = photo_filter("gaussian", size);
    const auto at = [&](Index y, Index x) { return filter.weights[static_cast<std::size_t>(y * size + x)]; };
    const Index middle = size / 2;
    for (Index y = 0; y < size; ++y) {
      for (Index x = 0; x < size; ++x) {
        EXPECT_NEAR(at(y, x) * at(middle, middle), at(y, middle) * at(middle, x), 1e-15);
        EXPECT_EQ(at(y, x), at(size - 1 - y, x));
        EXPECT_LE(at(y, x), at(middle, middle));
      }
    }
  }
}

TEST_F(Photographed, FilesAreAllReadAndFew) {
  const std::vector<std::string> names = photographs_.shipped();
  EXPECT_GE(names.size(), 4u);
  bool large = false;
  for (const std::string& name : names) {
    Result<std::shared_ptr<const Image>> image = photographs_.get(name);
    ASSERT_TRUE(image) << image.error().message;
    large = large || ((*image)->width == 1024 && (*image)->height == 1024 && (*image)->channels == 3);
  }
  EXPECT_TRUE(large) << "none is 1024 × 1024 in colour";
  EXPECT_EQ(photographs_.get("coffee")->get(), photographs_.get("coffee")->get()) << "it was read twice";
}

TEST_F(Photographed, ResultsThatSumToZeroAreShownSigned) {
  EXPECT_TRUE(model(small_state())->after().is_signed);
  EXPECT_FALSE(model(small_state({{"filter", word("sharpen")}}))->after().is_signed);
}

}  // namespace
}  // namespace convscope

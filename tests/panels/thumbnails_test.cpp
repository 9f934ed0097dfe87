#include "app/panels/thumbnails.h"

#include <gtest/gtest.h>

namespace convscope {
namespace {

Image image_of(int width, int height, int channels, std::uint8_t (*value)(int x, int y, int c)) {
  Image image{width, height, channels, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c) image.pixels.push_back(value(x, y, c));
  return image;
}

TEST(Thumbnail, IsTheMiddleOfTheImageInTheShapeAskedFor) {
  // Wide: 12 × 3 to 4 : 3 keeps the columns 4 to 7.
  Pixels small = thumbnail_of(image_of(12, 3, 1, [](int x, int, int) { return static_cast<std::uint8_t>(10 * x); }), 4, 3);
  EXPECT_EQ(small.width, 4);
  EXPECT_EQ(small.height, 3);
  EXPECT_EQ(small.rgba[0], 40);
  EXPECT_EQ(small.rgba[4 * 3], 70);
}

TEST(Thumbnail, MixesThePixelsThatEachOfItsOwnStandsFor) {
  Image striped = image_of(8, 6, 3, [](int x, int, int c) { return static_cast<std::uint8_t>(c == 1 ? 200 : 100 * (x % 2)); });
  Pixels small = thumbnail_of(striped, 4, 3);
  EXPECT_EQ(small.rgba[0], 50);
  EXPECT_EQ(small.rgba[1], 200);
  EXPECT_EQ(small.rgba[3], 255);
}

TEST(Thumbnail, OfASmallOrNarrowImageIsNoLargerThanTheImage) {
  Pixels one = thumbnail_of(image_of(1, 1, 4, [](int, int, int) { return std::uint8_t{7}; }), 160, 120);
  EXPECT_EQ(one.width, 1);
  EXPECT_EQ(one.height, 1);
  Pixels column = thumbnail_of(image_of(1, 900, 1, [](int, int, int) { return std::uint8_t{7}; }), 160, 120);
  EXPECT_GE(column.width, 1);
  EXPECT_GE(column.height, 1);
  EXPECT_EQ(column.rgba[0], 7);
}

TEST(Thumbnails, ComeOneAfterTheOtherAndAFileThatCannotBeReadHasNone) {
  Thumbnails thumbnails;
  std::string folder = CONVSCOPE_SOURCE_DIR "/assets/images/";
  thumbnails.want("chelsea", folder + "chelsea.jpg");
  thumbnails.want("chelsea", folder + "chelsea.jpg");
  thumbnails.want("nothing", folder + "nothing.jpg");
  for (int i = 0; i < 10 && thumbnails.busy(); ++i) {
    (void)thumbnails.poll();
    thumbnails.wait();
  }
  EXPECT_FALSE(thumbnails.busy());
  ASSERT_EQ(thumbnails.ready().size(), 1U);
  EXPECT_EQ(thumbnails.ready().at("chelsea")->width, kThumbnailWidth);
}

}  // namespace
}  // namespace convscope

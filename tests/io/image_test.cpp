#include "engine/io/image.h"

#include <gtest/gtest.h>

#include "support/sample_files.h"
#include "support/temporary_folder.h"

namespace convscope {
namespace {

using Pixels = std::vector<std::uint8_t>;

Image read_ok(const TemporaryFolder& folder, const std::string& bytes) {
  Result<Image> image = read_image(folder.write("x.png", bytes));
  EXPECT_TRUE(image.ok()) << image.error().message;
  return image.ok() ? std::move(image).value() : Image{};
}

std::string why_refused(const TemporaryFolder& folder, const std::string& bytes) {
  std::string path = folder.write("x.png", bytes);
  Result<Image> image = read_image(path);
  if (image.ok()) return "(it was read)";
  std::string start = "cannot read '" + path + "': ";
  EXPECT_EQ(image.error().message.substr(0, start.size()), start);
  return image.error().message.substr(start.size());
}

std::string little_endian(std::uint32_t value) {
  std::string big = big_endian(value);
  return {big.rbegin(), big.rend()};
}

// 24 bits a pixel, rows padded to four bytes, bottom row first.
std::string bmp_bytes(std::uint32_t width, std::uint32_t height, const std::string& pixels) {
  std::string bytes = "BM" + little_endian(static_cast<std::uint32_t>(54 + pixels.size())) + little_endian(0) + little_endian(54);
  bytes += little_endian(40) + little_endian(width) + little_endian(height) + std::string("\x01\x00\x18\x00", 4);
  return bytes + little_endian(0) + little_endian(static_cast<std::uint32_t>(pixels.size())) + std::string(16, '\0') + pixels;
}

std::string jpeg_segment(int marker, const std::string& data) {
  std::size_t length = data.size() + 2;
  return std::string{'\xFF', static_cast<char>(marker), static_cast<char>(length >> 8), static_cast<char>(length & 255)} + data;
}

std::string jpeg_frame(int width, int height) {
  std::string data{'\x08', static_cast<char>(height >> 8), static_cast<char>(height & 255), static_cast<char>(width >> 8),
                   static_cast<char>(width & 255)};
  return jpeg_segment(0xC0, data + std::string("\x01\x01\x11\x00", 4));
}

TEST(Image, ReadsRgbGreyAndAlphaPngs) {
  TemporaryFolder folder;
  Image rgb = read_ok(folder, png_bytes(2, 1, 2, "\x01\x02\x03\x04\x05\x06"));
  EXPECT_EQ(rgb.channels, 3);
  EXPECT_EQ(rgb.width, 2);
  EXPECT_EQ(rgb.height, 1);
  EXPECT_EQ(rgb.pixels, (Pixels{1, 2, 3, 4, 5, 6}));
  Image grey = read_ok(folder, png_bytes(1, 3, 0, "\x07\x08\x09"));
  EXPECT_EQ(grey.channels, 1);
  EXPECT_EQ(grey.pixels, (Pixels{7, 8, 9}));
  Image alpha = read_ok(folder, png_bytes(1, 1, 4, "\x07\x80"));
  EXPECT_EQ(alpha.channels, 4);
  EXPECT_EQ(alpha.pixels, (Pixels{7, 7, 7, 128}));
}

TEST(Image, ReadsABmpWithTheBottomRowFirst) {
  TemporaryFolder folder;
  Image image = read_ok(folder, bmp_bytes(1, 2, std::string("\x03\x02\x01\x00\x06\x05\x04\x00", 8)));
  EXPECT_EQ(image.pixels, (Pixels{4, 5, 6, 1, 2, 3}));
}

TEST(Image, BecomesATensorOfPlanesOrOfRoundedLuma) {
  Image image{2, 1, 3, {10, 20, 30, 255, 0, 0}};
  Tensor planes = image_tensor(image, false);
  EXPECT_EQ(planes.extents, (Extents{1, 3, 1, 2}));
  EXPECT_EQ(planes.data, (std::vector<float>{10, 255, 20, 0, 30, 0}));
  Tensor luma = image_tensor(image, true);
  EXPECT_EQ(luma.extents, (Extents{1, 1, 1, 2}));
  EXPECT_EQ(luma.data, (std::vector<float>{18, 76}));  // 18.15 and 76.245
  Image grey{1, 1, 1, {9}};
  EXPECT_EQ(image_tensor(grey, false).data, (std::vector<float>{9, 9, 9}));
  EXPECT_EQ(image_tensor(grey, true).data, (std::vector<float>{9}));
}

TEST(Image, RefusesAHeaderOf60000Times60000BeforeAnythingIsAllocated) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, png_signature() + png_ihdr(60000, 60000, 2) + png_chunk("IDAT", zlib_stored("x")) + png_chunk("IEND", "")),
            "it is 60000×60000 pixels; the limit is 8192×8192");
  EXPECT_EQ(why_refused(folder, "\xFF\xD8" + jpeg_frame(60000, 60000)), "it is 60000×60000 pixels; the limit is 8192×8192");
  EXPECT_EQ(why_refused(folder, bmp_bytes(60000, 60000, "")), "it is 60000×60000 pixels; the limit is 8192×8192");
}

TEST(Image, RefusesSidesOfZero) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, png_signature() + png_ihdr(0, 5, 2)), "its PNG header says 0×5 pixels");
}

TEST(Image, RefusesEveryTruncationOfAPng) {
  TemporaryFolder folder;
  std::string good = png_bytes(3, 2, 2, std::string(18, '\x40'));
  EXPECT_TRUE(read_image(folder.write("x.png", good)).ok());
  for (std::size_t length = 8; length < good.size(); ++length) {
    EXPECT_NE(why_refused(folder, good.substr(0, length)).find("truncated"), std::string::npos) << length;
  }
}

TEST(Image, RefusesAPngWhoseChecksumIsWrongAndNamesTheChunk) {
  TemporaryFolder folder;
  std::string bytes = png_bytes(3, 2, 2, std::string(18, '\x40'));
  bytes[bytes.size() - 25] ^= 1;
  EXPECT_EQ(why_refused(folder, bytes), "the PNG is damaged: the checksum of its chunk IDAT at byte 33 is wrong");
}

TEST(Image, RefusesTextNamedPngAndShowsHowItBegins) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, "Dear diary"), "it is no PNG, JPEG or BMP image: it begins with the bytes 44 65 61 72");
  EXPECT_EQ(why_refused(folder, ""), "it is empty (0 bytes); expected a PNG, JPEG or BMP image");
}

// Deflate with the fixed codes: one zero byte, then `repeats` times "the 258 bytes before, again" (thirteen bits each).
std::string zlib_bomb(int repeats) {
  std::string out("\x78\x01", 2);
  int filled = 0;
  char byte = 0;
  auto bits = [&](const char* text) {
    for (; *text; ++text) {
      byte = static_cast<char>(byte | (*text - '0') << filled);
      if (++filled < 8) continue;
      out += byte;
      byte = 0;
      filled = 0;
    }
  };
  bits("1" "10" "00110000");                                // last block, fixed codes, the byte 0
  for (int i = 0; i < repeats; ++i) bits("11000101" "00000");  // length 258, distance 1
  bits("0000000" "0000000");                                // end of block, and to a whole byte
  return out + std::string(4, '\0');
}

TEST(Image, RefusesPictureDataThatUnpacksToFarMoreThanItsSides) {
  TemporaryFolder folder;
  auto bytes = [](int repeats) {
    return png_signature() + png_ihdr(1, 1, 0) + png_chunk("IDAT", zlib_bomb(repeats)) + png_chunk("IEND", "");
  };
  EXPECT_EQ(read_ok(folder, bytes(1)).pixels, Pixels{0});
  EXPECT_NE(why_refused(folder, bytes(250000)).find("decoding its 1×1 pixels needs more than 2."), std::string::npos);  // 64 MB in 400 kB
}

TEST(Image, RefusesALargePictureInATinyFileBeforeItIsDecoded) {
  TemporaryFolder folder;
  const std::string bytes = png_signature() + png_ihdr(8192, 8192, 0) + png_chunk("IDAT", zlib_bomb(260300)) + png_chunk("IEND", "");
  EXPECT_EQ(why_refused(folder, bytes.substr(0, 33) + png_chunk("IDAT", zlib_bomb(4)) + png_chunk("IEND", "")),
            "its 8192×8192 pixels are 64 MiB in a file of 72 bytes; a picture that large may be at most 250 times its file");
  EXPECT_EQ(why_refused(folder, png_signature() + png_ihdr(8192, 8192, 2) + png_chunk("IDAT", zlib_bomb(4)) + png_chunk("IEND", "")),
            "decoding its 8192×8192 pixels needs more than 256 MiB of memory");
  EXPECT_EQ(read_ok(folder, bytes).width, 8192) << "a file of 400 kB that unfolds to 64 MB is as honest as a drawing";
}

TEST(Image, RefusesAJpegWhoseHuffmanTableHasTooManyCodes) {
  TemporaryFolder folder;
  std::string counts(16, '\0');
  counts[0] = 3;  // three codes of one bit
  EXPECT_EQ(why_refused(folder, "\xFF\xD8" + jpeg_segment(0xC4, '\0' + counts + "abc")),
            "the JPEG's Huffman table at byte 6 has more codes of length 1 than there are");
  std::string many(16, '\0');
  many[15] = '\xFF', many[14] = '\xFF';
  EXPECT_EQ(why_refused(folder, "\xFF\xD8" + jpeg_segment(0xC4, '\0' + many + std::string(510, 'a'))),
            "the JPEG's Huffman table at byte 6 has 510 codes; 256 are possible");
}

TEST(Image, RefusesATruncatedJpegAndBmp) {
  TemporaryFolder folder;
  EXPECT_EQ(why_refused(folder, "\xFF\xD8" + jpeg_frame(8, 8)), "the JPEG is truncated: it ends after 15 bytes, before its end marker");
  EXPECT_NE(why_refused(folder, bmp_bytes(5, 5, std::string(10, '\0'))).find("the BMP is truncated: its pixels need 80 bytes"),
            std::string::npos);
}

TEST(Image, SurvivesEveryChangedByteOfAPng) {
  TemporaryFolder folder;
  std::string good = png_bytes(3, 2, 2, std::string(18, '\x40'));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 0x55);
    EXPECT_FALSE(read_image(folder.write("x.png", changed)).ok()) << at;
  }
}

}  // namespace
}  // namespace convscope

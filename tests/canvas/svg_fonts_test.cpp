// The fonts that an SVG carries: whole font files that draw the same letters as the shipped ones.
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "app/canvas/base64.h"
#include "app/canvas/font_subset.h"
#include "app/canvas/sinks.h"
#include "canvas/sample_list.h"

namespace convscope {
namespace {

using namespace tests;

// A font file in memory, as FreeType reads it.
class Reader {
 public:
  explicit Reader(std::string bytes) : bytes_(std::move(bytes)) {
    EXPECT_EQ(FT_Init_FreeType(&library_), 0);
    EXPECT_EQ(FT_New_Memory_Face(library_, reinterpret_cast<const FT_Byte*>(bytes_.data()), static_cast<FT_Long>(bytes_.size()), 0, &face_),
              0);
  }
  ~Reader() { FT_Done_FreeType(library_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  FT_Face face() { return face_; }
  bool load(char32_t character) {
    FT_UInt index = FT_Get_Char_Index(face_, character);
    return index != 0 && FT_Load_Glyph(face_, index, FT_LOAD_NO_SCALE) == 0;
  }
  long advance() { return face_->glyph->metrics.horiAdvance; }
  // The letter's ink, unhinted, 100 pixels an em.
  std::string ink(char32_t character) {
    EXPECT_EQ(FT_Set_Pixel_Sizes(face_, 0, 100), 0);
    EXPECT_EQ(FT_Load_Glyph(face_, FT_Get_Char_Index(face_, character), FT_LOAD_NO_HINTING | FT_LOAD_RENDER), 0);
    const FT_Bitmap& map = face_->glyph->bitmap;
    std::string out = std::to_string(map.width) + "x" + std::to_string(map.rows) + ":";
    for (unsigned y = 0; y < map.rows; ++y)
      out.append(reinterpret_cast<const char*>(map.buffer) + y * static_cast<unsigned>(map.pitch), map.width);
    return out;
  }

 private:
  std::string bytes_;
  FT_Library library_ = nullptr;
  FT_Face face_ = nullptr;
};

// How many pixels of two pictures of one size differ clearly; all of them where the sizes differ.
std::size_t different(const std::string& a, const std::string& b) {
  if (a.size() != b.size() || a.substr(0, a.find(':')) != b.substr(0, b.find(':'))) return std::max(a.size(), b.size());
  std::size_t count = 0;
  for (std::size_t i = a.find(':'); i < a.size(); ++i)
    count += std::abs(static_cast<unsigned char>(a[i]) - static_cast<unsigned char>(b[i])) > 48;
  return count;
}

TEST(FontSubset, DrawsTheSameLettersWithTheSameAdvancesInEveryShippedFont) {
  auto fonts = shipped_fonts();
  const std::set<char32_t> wanted = {U' ', U'0', U'1', U'2', U'9', U'A', U'g', U'Σ', U'×', U'≤', U'卷', U'积', U'核'};
  for (const FontFile& file : fonts->files().all()) {
    Result<std::string> bytes = font_subset(file, wanted);
    ASSERT_TRUE(bytes.ok()) << file.path;
    EXPECT_LT(bytes->size(), 6000u) << file.path;
    Reader made(*bytes), shipped(file.bytes);
    EXPECT_EQ(made.face()->units_per_EM, shipped.face()->units_per_EM);
    EXPECT_EQ(made.face()->ascender, shipped.face()->ascender);
    int drawn = 0;
    for (char32_t character : wanted) {
      ASSERT_EQ(made.load(character), file.glyphs.count(character) == 1) << file.path << " U+" << std::hex << unsigned(character);
      if (file.glyphs.count(character) == 0) continue;
      ASSERT_TRUE(shipped.load(character));
      EXPECT_EQ(made.advance(), shipped.advance()) << file.path;
      EXPECT_LE(different(made.ink(character), shipped.ink(character)), 3u) << file.path << " U+" << std::hex << unsigned(character);
      ++drawn;
    }
    EXPECT_GE(drawn, 3) << file.path;
    EXPECT_FALSE(made.load(U'B')) << "it was not asked for";
  }
}

TEST(FontSubset, TakesAThousandCharacters) {
  auto fonts = shipped_fonts();
  const FontFile& chinese = fonts->files().all().back();
  std::set<char32_t> wanted;
  for (const auto& [character, glyph] : chinese.glyphs)
    if (wanted.size() < 1000) wanted.insert(character);
  Reader made(font_subset(chinese, wanted).value());
  for (char32_t character : wanted) EXPECT_TRUE(made.load(character));
}

TEST(FontSubset, TheSameCharactersGiveTheSameBytes) {
  auto fonts = shipped_fonts();
  for (const FontFile& file : fonts->files().all())
    EXPECT_EQ(font_subset(file, {U'a', U'b'}).value(), font_subset(file, {U'b', U'a'}).value());
}

TEST(Svg, CarriesAFontForEveryFamilyWeightAndFileItUses) {
  auto fonts = shipped_fonts();
  DisplayList list;
  list.items.push_back(TextItem{{0, 9}, 14, Face::kWords, Weight::kBold, Anchor::kStart, {{"ab 卷", kInk}}, {}});
  list.items.push_back(TextItem{{0, 9}, 14, Face::kNumbers, Weight::kMedium, Anchor::kStart, {{"12", kInk}}, {}});
  std::string svg = svg_text(list, *fonts);
  auto has = [&svg](const std::string& text) { return svg.find(text) != std::string::npos; };
  EXPECT_TRUE(has("@font-face{font-family:Inter;font-weight:700;unicode-range:U+20,U+61,U+62;"));
  EXPECT_TRUE(has("@font-face{font-family:Inter;font-weight:700;unicode-range:U+5377;"));
  EXPECT_TRUE(has("@font-face{font-family:'JetBrains Mono';font-weight:500;unicode-range:U+31,U+32;"));
  const FontFile& bold = fonts->files().all()[static_cast<std::size_t>(fonts->files().glyph(U'a', Face::kWords, Weight::kBold).file)];
  EXPECT_TRUE(has(base64(font_subset(bold, {U' ', U'a', U'b'}).value())));
  EXPECT_EQ(svg_text(list, *fonts, 1, SvgLetters::kNamed).find("@font-face"), std::string::npos);
}

TEST(Svg, EveryTextSaysItsMeasuredLength) {
  auto fonts = shipped_fonts();
  DisplayList list;
  list.items.push_back(TextItem{{0, 9}, 20, Face::kWords, Weight::kRegular, Anchor::kEnd, {{"width", kInk}}, {}});
  std::string svg = svg_text(list, *fonts);
  std::size_t at = svg.find("textLength=\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_NEAR(std::stod(svg.substr(at + 12)), fonts->width("width", 20, Face::kWords, Weight::kRegular), 0.001);
}

TEST(Base64, IsThatOfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

}  // namespace
}  // namespace convscope

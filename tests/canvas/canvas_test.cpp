#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <set>
#include <string>

#include "app/canvas/sinks.h"
#include "canvas/sample_list.h"
#include "support/golden.h"

namespace convscope {
namespace {

using namespace tests;

struct Ink {
  int left = 1 << 20, right = -1, top = 1 << 20, bottom = -1;
};
Ink ink_of(const Pixels& pixels) {
  Ink ink;
  for (int y = 0; y < pixels.height; ++y)
    for (int x = 0; x < pixels.width; ++x)
      if (pixels.rgba[static_cast<std::size_t>((y * pixels.width + x) * 4)] < 250)
        ink = {std::min(ink.left, x), std::max(ink.right, x + 1), std::min(ink.top, y), std::max(ink.bottom, y + 1)};
  return ink;
}

DisplayList one_text(const std::string& text, double size, Face face, Weight weight = Weight::kRegular) {
  DisplayList list;
  list.width = 600;
  list.height = 80;
  list.items.push_back(TextItem{{20, 40}, size, face, weight, Anchor::kStart, {{text, kInk}}, {}});
  return list;
}

TEST(Svg, EveryPrimitiveIsWrittenAsItAlwaysWas) {
  EXPECT_TRUE(equals_golden("every_primitive.svg", svg_text(sample_list(), *shipped_fonts(), 1, SvgLetters::kNamed)));
}

TEST(Svg, TextStaysTextAndSpecialCharactersAreEscaped) {
  std::string svg = svg_text(sample_list(), *shipped_fonts());
  EXPECT_NE(svg.find("卷积核在输入上滑动"), std::string::npos);
  EXPECT_NE(svg.find("&lt;all&gt; &amp; &quot;any&quot;"), std::string::npos);
}

TEST(Svg, AMissingGoldenFails) {
  if (std::getenv("CONVSCOPE_ACCEPT_GOLDENS") != nullptr) GTEST_SKIP() << "changes are being accepted";
  EXPECT_FALSE(equals_golden("never_kept.svg", "x"));
  EXPECT_EQ(std::remove((std::string(CONVSCOPE_SOURCE_DIR) + "/tests/golden/never_kept.svg").c_str()), 0);
}

TEST(Rasterize, IsTheSamePictureInEveryThreadAndRun) {
  auto fonts = shipped_fonts();
  auto draw = [&fonts] { return rasterize(sample_list(), *fonts, 960, 540, 2).rgba; };
  std::vector<std::uint8_t> first = draw();
  std::vector<std::future<std::vector<std::uint8_t>>> others;
  for (int i = 0; i < 6; ++i) others.push_back(std::async(std::launch::async, draw));
  for (auto& other : others) EXPECT_TRUE(other.get() == first);
  EXPECT_TRUE(rasterize(sample_list(), *shipped_fonts(), 960, 540, 2).rgba == first) << "with fonts loaded anew";
}

TEST(Rasterize, ClipsTextAndShapes) {
  auto fonts = shipped_fonts();
  DisplayList list = one_text("clipped on the right-hand side", 30, Face::kWords);
  list.items.insert(list.items.begin(), ClipItem{{0, 0, 100, 80}});
  list.items.push_back(RectItem{{50, 60, 400, 10}, kInk, {}, 0, {}});
  EXPECT_EQ(ink_of(rasterize(list, *fonts, 600, 80, 1)).right, 100);
}

TEST(Rasterize, EnlargedPixelsStaySquare) {
  DisplayList list;
  list.width = list.height = 40;
  list.items.push_back(ImageItem{{0, 0, 40, 40}, four_pixels(), {}, {}});
  Pixels picture = rasterize(list, *shipped_fonts(), 40, 40, 1);
  auto at = [&picture](int x, int y) { return &picture.rgba[static_cast<std::size_t>((y * 40 + x) * 4)]; };
  EXPECT_EQ(at(19, 19)[0], 255);
  EXPECT_EQ(at(20, 19)[0], 0);
  EXPECT_EQ(at(20, 19)[1], 255);
  EXPECT_EQ(at(19, 20)[2], 255);
}

TEST(Rasterize, ATransparentBackgroundKeepsItsAlpha) {
  DisplayList list;
  list.background = {0, 0, 0, 0};
  list.items.push_back(RectItem{{0, 0, 5, 10}, {200, 100, 50, 255}, {}, 0, {}});
  Pixels picture = rasterize(list, *shipped_fonts(), 10, 10, 1);
  EXPECT_EQ(picture.rgba[3], 255);
  EXPECT_EQ(picture.rgba[0], 200);
  EXPECT_EQ(picture.rgba[9 * 4 + 3], 0);
}

TEST(Fonts, AMeasuredWidthIsWhatIsDrawn) {
  auto fonts = shipped_fonts();
  // H and 口 have the same bearings on both sides, so ink + both bearings = advance.
  for (const char* text : {"HHHHHHHHHHHH", "Hamburgefonstiv 0123H", "H− × · ÷ ⌊⌋ ≤ ≥ H", "H口卷积核口H"})
    for (Face face : {Face::kWords, Face::kNumbers})
      for (double size : {11.5, 14.0, 20.0}) {
        Ink ink = ink_of(rasterize(one_text(text, size, face), *fonts, 600, 80, 1));
        Ink single = ink_of(rasterize(one_text("H", size, face), *fonts, 600, 80, 1));
        double bearings = fonts->width("H", size, face, Weight::kRegular) - (single.right - single.left);
        EXPECT_NEAR(ink.right - ink.left + bearings, fonts->width(text, size, face, Weight::kRegular), 1.01) << text << " at " << size;
      }
}

TEST(Fonts, CapitalsAndFiguresStandInTheMiddleOfTheirLine) {
  auto fonts = shipped_fonts();
  for (Face face : {Face::kWords, Face::kNumbers})
    for (double size : {12.0, 15.0, 24.0}) {
      Ink ink = ink_of(rasterize(one_text("H0", size, face), *fonts, 600, 80, 1));
      EXPECT_NEAR((ink.top + ink.bottom) / 2.0, 40, 1.01) << size;
    }
}

TEST(Fonts, BrokenUtf8IsMeasuredAndDrawnWithoutHarm) {
  auto fonts = shipped_fonts();
  for (const char* text : {"a\xff" "b", "\xe5\x8d", "\xf0\x9f", "\xc0\x80"}) {
    EXPECT_GT(fonts->width(text, 14, Face::kWords, Weight::kRegular), 0);
    rasterize(one_text(text, 14, Face::kWords), *fonts, 600, 80, 1);
  }
}

TEST(Fonts, AMissingFolderIsNamed) {
  auto fonts = Fonts::load("/nowhere/fonts");
  ASSERT_FALSE(fonts.ok());
  EXPECT_NE(fonts.error().message.find("/nowhere/fonts/Inter-Regular.otf"), std::string::npos);
}

// The distinct characters of a UTF-8 text.
std::set<std::string> characters(const std::string& text) {
  std::set<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    if (static_cast<unsigned char>(text[i]) >= 0x20) out.insert(text.substr(i, next - i));
    i = next;
  }
  return out;
}

TEST(Fonts, EveryCharacterOfTheLanguagesAndEverySymbolHasAGlyph) {
  auto fonts = shipped_fonts();
  std::string text = "−×·÷⌊⌋≤≥Σ→↑↓⋯²³₀₁₂₃₄₅₆₇₈₉′°✓\u2009，。：；、（）《》！？【】「」「」";
  int languages = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(CONVSCOPE_SOURCE_DIR) + "/assets/languages")) {
    if (file.path().extension() != ".json") continue;
    std::ifstream stream(file.path(), std::ios::binary);
    text.append(std::istreambuf_iterator<char>(stream), {});
    ++languages;
  }
  EXPECT_GE(languages, 2);
  for (Face face : {Face::kWords, Face::kNumbers}) {
    for (const std::string& character : characters(text))
      for (Weight weight : {Weight::kRegular, Weight::kBold})
        EXPECT_TRUE(fonts->has_glyph(character, face, weight)) << character;
  }
}

TEST(Pdf, TextCanBeSelected) {
  std::string path = ::testing::TempDir() + "canvas_test.pdf";
  Result<std::string> pdf = pdf_bytes(sample_list(), *shipped_fonts());
  ASSERT_TRUE(pdf.ok());
  std::ofstream(path, std::ios::binary) << *pdf;
  std::FILE* reader = popen(("pdftotext -layout " + path + " - 2>/dev/null").c_str(), "r");
  ASSERT_NE(reader, nullptr);
  std::string text;
  for (int c = std::fgetc(reader); c != EOF; c = std::fgetc(reader)) text += static_cast<char>(c);
  if (pclose(reader) != 0) GTEST_SKIP() << "pdftotext is not installed";
  EXPECT_NE(text.find("output[1, 1]"), std::string::npos) << text;
  EXPECT_NE(text.find("⌊(4 + 2·2 − 3) / 1⌋ + 1 = 6"), std::string::npos) << text;
  EXPECT_NE(text.find("卷积核在输入上滑动，每一步得到一个数。"), std::string::npos) << text;
}

TEST(Pdf, TheSameListGivesTheSameBytes) {
  auto fonts = shipped_fonts();
  EXPECT_TRUE(*pdf_bytes(sample_list(), *fonts) == *pdf_bytes(sample_list(), *fonts));
}

TEST(Png, BytesBeginWithTheSignature) {
  EXPECT_EQ(png_bytes(*four_pixels()).value().substr(1, 3), "PNG");
}

TEST(Hit, AnswersTheTopmostTarget) {
  DisplayList list = sample_list();
  EXPECT_EQ(hit(list, {30, 30}), (Target{TargetKind::kInput, 0, 0}));
  EXPECT_EQ(hit(list, {80, 40}), (Target{TargetKind::kInput, 0, 1})) << "a frame without a target above it hides nothing";
  list.items.push_back(RectItem{{0, 0, 100, 100}, kNone, {}, 0, {TargetKind::kOutput, 0, 3}});
  EXPECT_EQ(hit(list, {30, 30}), (Target{TargetKind::kOutput, 0, 3}));
}

TEST(Hit, KnowsShapesPicturesAndClips) {
  DisplayList list = sample_list();
  EXPECT_EQ(hit(list, {263, 120}), (Target{TargetKind::kOutput, 1, 7}));
  EXPECT_TRUE(hit(list, {270, 116}).none());
  EXPECT_EQ(hit(list, {300, 42}), (Target{TargetKind::kControl, 0, 2}));
  EXPECT_TRUE(hit(list, {301, 53}).none());
  EXPECT_EQ(hit(list, {331, 80}), (Target{TargetKind::kInput, 0, 2}));
  EXPECT_EQ(hit(list, {389, 80}), (Target{TargetKind::kInput, 0, 3}));
  EXPECT_TRUE(hit(list, {5, 5}).none());
  list.items.push_back(ClipItem{{0, 0, 10, 10}});
  list.items.push_back(RectItem{{0, 0, 100, 100}, kInk, {}, 0, {TargetKind::kBias, 0, 0}});
  EXPECT_EQ(hit(list, {5, 5}).kind, TargetKind::kBias);
  EXPECT_EQ(hit(list, {30, 30}).kind, TargetKind::kInput);
}

TEST(Hatch, LinesStayInTheirBox) {
  Box box{10, 20, 30, 17};
  std::vector<Segment> lines = hatch_lines({box, {kLine, 1, 0, 0}, 7});
  ASSERT_EQ(lines.size(), 6u);
  for (const Segment& line : lines)
    for (Point p : {line.from, line.to}) {
      EXPECT_TRUE(p.x >= box.x && p.x <= box.right() && p.y >= box.y && p.y <= box.bottom());
    }
}

}  // namespace
}  // namespace convscope

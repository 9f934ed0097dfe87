#include "app/panels/field_font.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/canvas/font_files.h"
#include "app/panels/glyph_texture.h"

namespace convscope {
namespace {

// The Chinese font's line is a fifth higher. Pasted characters without end would fill the texture: larger than this they are not.
constexpr double kChineseLine = 1.2, kLargestChinese = 24;
constexpr char32_t kFirstChinese = 0x2E80, kLastChinese = 0xFFFF;
constexpr ImWchar kLatin[] = {0x20, 0x24F, 0x370, 0x3FF, 0x2010, 0x2300, 0};

std::vector<ImWchar> ranges_of(const std::set<char32_t>& characters) {
  std::vector<ImWchar> ranges;
  for (char32_t c : characters) ranges.insert(ranges.end(), 2, static_cast<ImWchar>(c));
  ranges.push_back(0);
  return ranges;
}

}  // namespace

void FieldFont::needs(std::string_view text) {
  while (!text.empty()) {
    char32_t c = take_code_point(text);
    if (c >= kFirstChinese && c < kLastChinese) grown_ = chinese_.insert(c).second || grown_;
  }
}

void FieldFont::prepare(double pixels, GlyphTexture& texture) {
  if (pixels == pixels_ && !grown_) return;
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  ImFontConfig config;
  config.OversampleH = config.OversampleV = 1;
  config.PixelSnapH = true;
  atlas.AddFontFromFileTTF(fonts_->file_for(U'a', Face::kWords, Weight::kRegular).c_str(), static_cast<float>(pixels), &config, kLatin);
  std::vector<ImWchar> chinese = ranges_of(chinese_);
  if (!chinese_.empty()) {
    config.MergeMode = true;
    auto size = static_cast<float>(std::min(std::round(pixels * kChineseLine), kLargestChinese));
    atlas.AddFontFromFileTTF(fonts_->file_for(U'中', Face::kWords, Weight::kRegular).c_str(), size, &config, chinese.data());
  }
  unsigned char* alpha = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsAlpha8(&alpha, &width, &height);
  texture.place_base(alpha, width, std::min(height, GlyphTexture::kSide));
  // From a texture of its own size to the shared one.
  float u = static_cast<float>(width) / GlyphTexture::kSide, v = static_cast<float>(height) / GlyphTexture::kSide;
  atlas.TexUvWhitePixel = {atlas.TexUvWhitePixel.x * u, atlas.TexUvWhitePixel.y * v};
  for (ImFont* font : atlas.Fonts)
    for (ImFontGlyph& glyph : font->Glyphs) {
      glyph.U0 *= u, glyph.U1 *= u;
      glyph.V0 *= v, glyph.V1 *= v;
    }
  atlas.ClearTexData();
  pixels_ = pixels;
  grown_ = false;
}

}  // namespace convscope

// One drawing thread's faces and glyph pictures. Glyphs are placed on quarters of a pixel across and on whole pixels down.
#pragma once

#include <ft2build.h>
#include FT_FREETYPE_H

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "app/canvas/font_files.h"

namespace convscope {

struct GlyphPicture {
  int left = 0, top = 0;  // of the picture from the pen, in pixels, y down
  int width = 0, height = 0;
  std::vector<std::uint8_t> coverage;
};

class DrawingKit {
 public:
  explicit DrawingKit(const FontFiles& files);
  ~DrawingKit();
  DrawingKit(const DrawingKit&) = delete;
  DrawingKit& operator=(const DrawingKit&) = delete;

  static constexpr int kQuarters = 4;
  // `pixels`: text size; `quarter`: 0..3, how far right of a whole pixel the pen stands.
  const GlyphPicture& picture(const Glyph& glyph, double pixels, int quarter);
  // Memory for a picture that is being drawn, kept from one to the next.
  std::vector<std::uint32_t>& canvas() { return canvas_; }

 private:
  GlyphPicture draw(const Glyph& glyph, long size, int quarter);
  FT_Library library_ = nullptr;
  std::vector<FT_Face> faces_;
  std::unordered_map<std::uint64_t, GlyphPicture> pictures_;
  std::vector<std::uint32_t> canvas_;
};

// A kit for the length of a scope.
class BorrowedKit {
 public:
  explicit BorrowedKit(const Fonts& fonts) : pool_(fonts.files().kits()), kit_(pool_.take(fonts.files())) {}
  ~BorrowedKit() { pool_.give_back(std::move(kit_)); }
  BorrowedKit(const BorrowedKit&) = delete;
  BorrowedKit& operator=(const BorrowedKit&) = delete;
  DrawingKit& operator*() { return *kit_; }

 private:
  KitPool& pool_;
  std::unique_ptr<DrawingKit> kit_;
};

}  // namespace convscope

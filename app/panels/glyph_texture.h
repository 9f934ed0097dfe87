// A texture of glyph coverage that grows as text is drawn: one entry per glyph, pixel size and quarter of a pixel.
// It also holds Dear ImGui's own atlas, so that shapes and text share one texture and one draw call.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "app/canvas/fonts.h"

namespace convscope {

class DrawingKit;

struct PlacedGlyph {
  int width = 0, height = 0;  // pixels; 0: nothing to draw (a space)
  int left = 0, top = 0;      // of the picture from the pen, y down
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
  bool placed = true;         // false: there was no room
};

class GlyphTexture {
 public:
  explicit GlyphTexture(std::shared_ptr<const Fonts> fonts);  // a GL context must be current
  ~GlyphTexture();
  GlyphTexture(const GlyphTexture&) = delete;
  GlyphTexture& operator=(const GlyphTexture&) = delete;

  static constexpr int kSide = 2048;
  static constexpr double kLargest = 256;  // pixels; larger text is this size, enlarged

  void begin_frame();  // starts over when the texture was full
  bool overflowed() const { return overflowed_; }
  unsigned texture() const { return texture_; }
  // Puts ImGui's built atlas (alpha, width × height) into the first rows.
  void place_base(const unsigned char* alpha, int width, int height);

  // `pixels` is the text size in framebuffer pixels, `quarter` 0..3 the pen's fraction of a pixel.
  const PlacedGlyph& glyph(char32_t code_point, Face face, Weight weight, double pixels, int quarter);
  double advance(char32_t code_point, Face face, Weight weight) const;  // in units of the text size

 private:
  bool reserve(int width, int height, int& x, int& y);
  void clear();

  std::shared_ptr<const Fonts> fonts_;
  std::unique_ptr<DrawingKit> kit_;
  std::unordered_map<std::uint64_t, PlacedGlyph> glyphs_;
  unsigned texture_ = 0;
  int base_rows_ = 0, shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
  bool overflowed_ = false;
};

}  // namespace convscope

// A texture of glyph coverage that grows as text is drawn: one entry per font file, code point, pixel size and quarter-pixel offset.
// It also holds Dear ImGui's own atlas, so that shapes and text share one texture and one draw call.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "app/canvas/fonts.h"
#include "engine/base/result.h"

namespace convscope {

struct Glyph {
  int width = 0, height = 0;     // pixels; 0: nothing to draw (a space)
  int left = 0, top = 0;         // from the pen to the left edge; from the baseline up to the upper edge
  double u0 = 0, v0 = 0, u1 = 0, v1 = 0;
  bool placed = true;            // false: the texture is full until the next frame
};

class Glyphs {
 public:
  static Result<std::unique_ptr<Glyphs>> create(std::shared_ptr<const Fonts> fonts);
  ~Glyphs();
  Glyphs(const Glyphs&) = delete;
  Glyphs& operator=(const Glyphs&) = delete;

  void begin_frame();            // starts over when the texture was full
  bool overflowed() const { return overflowed_; }
  unsigned texture() const { return texture_; }
  // Puts ImGui's built atlas (alpha, width × height) into the first rows of the texture.
  void place_base(const unsigned char* alpha, int width, int height);
  static constexpr int kSide = 2048;
  static constexpr double kLargest = 256;  // pixels; larger text is this size, enlarged

  // `pixels` is the text size in framebuffer pixels, `quarter` 0..3 the pen's fraction of a pixel.
  const Glyph& glyph(char32_t code_point, Face face, Weight weight, double pixels, int quarter);
  double advance(char32_t code_point, Face face, Weight weight);  // in units of the text size

 private:
  struct Library;
  struct FontFile;
  using Key = std::tuple<const FontFile*, char32_t, int, int>;
  explicit Glyphs(std::shared_ptr<const Fonts> fonts);
  FontFile* font_for(char32_t code_point, Face face, Weight weight);
  Glyph rasterize(FontFile& font, char32_t code_point, double pixels, int quarter);
  bool reserve(int width, int height, int& x, int& y);
  void clear();

  std::shared_ptr<const Fonts> fonts_;
  std::unique_ptr<Library> library_;
  std::map<std::string, std::unique_ptr<FontFile>> files_;
  std::map<Key, Glyph> glyphs_;
  std::map<std::tuple<char32_t, int, int>, std::pair<FontFile*, double>> advances_;
  std::vector<unsigned char> base_;
  unsigned texture_ = 0;
  int base_rows_ = 0;
  int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
  bool overflowed_ = false;
};

}  // namespace convscope

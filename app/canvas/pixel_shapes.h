// The shapes that fill most frames (boxes, discs, hatches, glyphs, photographs) laid straight onto premultiplied ARGB words.
// Coverage is exact along straight edges and follows the distance to the edge in rounded corners.
#pragma once

#include <cstdint>

#include "app/canvas/display_list.h"
#include "app/canvas/glyphs.h"

namespace convscope {

struct PixelBox {
  int left = 0, top = 0, right = 0, bottom = 0;
};

struct RoundedBox {  // in pixels
  double left = 0, top = 0, right = 0, bottom = 0, radius = 0;
};

struct PixelCanvas {
  std::uint32_t* words = nullptr;
  std::ptrdiff_t pitch = 0;  // words from one row to the next
  PixelBox clip;

  void fill(const RoundedBox& box, Color color);
  void stroke(const RoundedBox& box, double width, Color color);  // centred on the edge
  void hatch(const RoundedBox& box, double spacing, double width, Color color);
  // The part `source` (in its pixels) of a picture, laid on `target`. Enlarged pixels stay square; a picture made smaller is averaged.
  void image(const Pixels& picture, const Box& source, const Box& target);
  void place(const GlyphPicture& picture, int x, int y, Color color);

 private:
  std::uint32_t* row(int y) { return words + y * pitch; }
  PixelBox touched(const RoundedBox& box) const;
};

}  // namespace convscope

// Draws display lists and the panels' own shapes through Dear ImGui's draw lists. Glyphs are rasterised per font file and
// pixel size when first used, so text is crisp at any size and in any script. Coordinates are logical pixels of the window.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"

struct ImDrawList;

namespace convscope {

class FieldFont;
class GlyphTexture;

class Painter {
 public:
  // A GL context must be current, here and for as long as the painter lives.
  static std::unique_ptr<Painter> create(std::shared_ptr<const Fonts> fonts);
  ~Painter();
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  // `scale`: framebuffer pixels per logical pixel. Frees textures that were not drawn for a while.
  void begin_frame(double scale);
  double scale() const;
  // Where the next shapes go; widgets use the current ImGui window's list (ScrollArea and Modal switch it).
  void target(ImDrawList* list);
  ImDrawList* target() const;

  // The list's logical pixel (0, 0) at `origin`, enlarged `zoom` times, clipped to `clip`.
  void draw(const DisplayList& list, Point origin, double zoom, const Box& clip);

  void rect(const Box& box, Color fill, const Stroke& stroke = {}, double radius = 0);
  void line(Point from, Point to, const Stroke& stroke);
  void path(const std::vector<Point>& points, bool closed, Color fill, const Stroke& stroke = {});
  void curve(const CurveItem& curve);
  void circle(Point center, double radius, Color fill, const Stroke& stroke = {});
  void hatch(const Box& box, const Stroke& stroke, double spacing);
  void text(const TextItem& item);  // item.size as it is: the caller applied the text scale
  void image(const Box& box, const std::shared_ptr<const Pixels>& pixels, const Box& source = {});
  // Everything in `box` but a soft circle is covered with the colour.
  void veil(Point center, double radius, Color color, const Box& box);
  void push_clip(const Box& box);
  void pop_clip();

  const Fonts& fonts() const;
  GlyphTexture& glyphs();
  FieldFont& field_font();
  double text_width(std::string_view text, double size, Face face, Weight weight);
  double smallest_text() const;  // of this frame, logical pixels; very large while nothing was written
  bool incomplete() const;  // some glyphs found no room, or a field lacks some: draw once more

 private:
  struct Parts;
  explicit Painter(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace convscope

// A display list as pixels: shapes by Cairo, glyphs from our own pictures of them (quarter-pixel places, plain advances).
#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "app/canvas/cairo_shapes.h"
#include "app/canvas/glyphs.h"
#include "app/canvas/sinks.h"

namespace convscope {
namespace {

struct PixelBox {
  int left, top, right, bottom;
};

// One channel of `over` (premultiplied by its alpha) laid on `under`.
std::uint32_t blend(std::uint32_t under, Color over, std::uint32_t coverage) {
  std::uint32_t alpha = (over.a * coverage + 127) / 255, rest = 255 - alpha;
  auto channel = [&](std::uint32_t c, int shift) { return ((c * alpha + (under >> shift & 255) * rest + 127) / 255) << shift; };
  return channel(255, 24) | channel(over.r, 16) | channel(over.g, 8) | channel(over.b, 0);
}

class Painter {
 public:
  Painter(cairo_surface_t* surface, const Fonts& fonts, DrawingKit& kit, double scale)
      : surface_(surface), cairo_(cairo_create(surface)), fonts_(fonts), kit_(kit), scale_(scale) {
    cairo_scale(cairo_, scale, scale);
    whole_ = clip_ = {0, 0, cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface)};
  }
  ~Painter() { cairo_destroy(cairo_); }
  Painter(const Painter&) = delete;
  Painter& operator=(const Painter&) = delete;

  void clear(Color background) {
    set_source(cairo_, background);
    cairo_set_operator(cairo_, CAIRO_OPERATOR_SOURCE);
    cairo_paint(cairo_);
    cairo_set_operator(cairo_, CAIRO_OPERATOR_OVER);
  }
  template <class Shape>
  void operator()(const Shape& shape) {
    draw_shape(cairo_, shape);
  }
  // Clips lie on whole pixels: their edges stay crisp and cost nothing.
  void operator()(const ClipItem& item) {
    cairo_reset_clip(cairo_);
    clip_ = whole_;
    if (item.box.w < 0) return;
    auto pixel = [this](double v, int most) { return std::clamp(static_cast<int>(std::lround(v * scale_)), 0, most); };
    clip_ = {pixel(item.box.x, whole_.right), pixel(item.box.y, whole_.bottom), pixel(item.box.right(), whole_.right), pixel(item.box.bottom(), whole_.bottom)};
    cairo_save(cairo_);
    cairo_identity_matrix(cairo_);
    cairo_rectangle(cairo_, clip_.left, clip_.top, clip_.right - clip_.left, clip_.bottom - clip_.top);
    cairo_restore(cairo_);
    cairo_clip(cairo_);
  }
  void operator()(const TextItem& item);

 private:
  void place(const GlyphPicture& picture, int x, int y, Color color);

  cairo_surface_t* surface_;
  cairo_t* cairo_;
  const Fonts& fonts_;
  DrawingKit& kit_;
  double scale_;
  PixelBox whole_{}, clip_{};
};

void Painter::operator()(const TextItem& item) {
  cairo_surface_flush(surface_);
  double pen = text_start(item, fonts_) * scale_, size = item.size * scale_;
  int baseline = static_cast<int>(std::lround((item.at.y + kBaselineBelowMiddle * item.size) * scale_));
  for (const TextRun& run : item.runs) {
    for (std::string_view rest = run.text; !rest.empty();) {
      const Glyph& glyph = fonts_.files().glyph(take_code_point(rest), item.face, item.weight);
      auto quarters = static_cast<long>(std::floor(pen * DrawingKit::kQuarters + 0.5));
      long whole = quarters >= 0 ? quarters / DrawingKit::kQuarters : -((-quarters + DrawingKit::kQuarters - 1) / DrawingKit::kQuarters);
      int quarter = static_cast<int>(quarters - whole * DrawingKit::kQuarters);
      place(kit_.picture(glyph, size, quarter), static_cast<int>(whole), baseline, run.color);
      pen += glyph.advance * size;
    }
  }
  cairo_surface_mark_dirty(surface_);
}

void Painter::place(const GlyphPicture& picture, int x, int y, Color color) {
  int left = x + picture.left, top = y + picture.top;
  int from_x = std::max(left, clip_.left), to_x = std::min(left + picture.width, clip_.right);
  int from_y = std::max(top, clip_.top), to_y = std::min(top + picture.height, clip_.bottom);
  unsigned char* data = cairo_image_surface_get_data(surface_);
  int stride = cairo_image_surface_get_stride(surface_);
  for (int row = from_y; row < to_y; ++row) {
    auto* line = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(row) * stride);
    const std::uint8_t* coverage = picture.coverage.data() + static_cast<std::ptrdiff_t>(row - top) * picture.width - left;
    for (int column = from_x; column < to_x; ++column)
      if (coverage[column] != 0) line[column] = blend(line[column], color, coverage[column]);
  }
}

// Cairo's premultiplied native words to straight RGBA bytes.
Pixels straight(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  Pixels out;
  out.width = cairo_image_surface_get_width(surface);
  out.height = cairo_image_surface_get_height(surface);
  out.rgba.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  std::uint8_t* to = out.rgba.data();
  for (int y = 0; y < out.height; ++y) {
    auto* line = reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    for (int x = 0; x < out.width; ++x, to += 4) {
      std::uint32_t pixel = line[x], a = pixel >> 24;
      auto channel = [&](int shift) {
        std::uint32_t c = pixel >> shift & 255;
        return static_cast<std::uint8_t>(a == 255 || a == 0 ? c : std::min<std::uint32_t>((c * 255 + a / 2) / a, 255));
      };
      to[0] = channel(16);
      to[1] = channel(8);
      to[2] = channel(0);
      to[3] = static_cast<std::uint8_t>(a);
    }
  }
  return out;
}

cairo_status_t append(void* text, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Pixels rasterize(const DisplayList& list, const Fonts& fonts, int width, int height, double scale) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  CONVSCOPE_CHECK_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
  {
    BorrowedKit kit(fonts);
    Painter painter(surface, fonts, *kit, scale);
    painter.clear(list.background);
    for (const Item& item : list.items) std::visit(painter, item);
  }
  Pixels pixels = straight(surface);
  cairo_surface_destroy(surface);
  return pixels;
}

Result<std::string> png_bytes(const Pixels& pixels) {
  cairo_surface_t* surface = surface_of(pixels, 0, 0, pixels.width, pixels.height);
  std::string bytes;
  cairo_status_t status = cairo_surface_status(surface);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_write_to_png_stream(surface, append, &bytes);
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS)
    return Error{ErrorKind::kMemory, std::string("cannot make a PNG of ") + std::to_string(pixels.width) + " × " + std::to_string(pixels.height) + " pixels: " + cairo_status_to_string(status), ""};
  return bytes;
}

}  // namespace convscope

// A display list as pixels: boxes, discs, hatches and glyphs by our own code (they fill most frames), all other shapes by Cairo.
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "app/canvas/cairo_shapes.h"
#include "app/canvas/glyphs.h"
#include "app/canvas/pixel_shapes.h"
#include "app/canvas/sinks.h"

namespace convscope {
namespace {

class Painter {
 public:
  Painter(cairo_surface_t* surface, const Fonts& fonts, DrawingKit& kit, double scale)
      : surface_(surface), cairo_(cairo_create(surface)), fonts_(fonts), kit_(kit), scale_(scale) {
    cairo_scale(cairo_, scale, scale);
    pixels_.words = reinterpret_cast<std::uint32_t*>(cairo_image_surface_get_data(surface));
    pixels_.pitch = cairo_image_surface_get_stride(surface) / 4;
    whole_ = pixels_.clip = {0, 0, cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface)};
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
    pixels_.clip = whole_;
    if (item.box.w < 0) return;
    auto pixel = [this](double v, int most) { return std::clamp(static_cast<int>(std::lround(v * scale_)), 0, most); };
    PixelBox& clip = pixels_.clip;
    clip = {pixel(item.box.x, whole_.right), pixel(item.box.y, whole_.bottom), pixel(item.box.right(), whole_.right),
            pixel(item.box.bottom(), whole_.bottom)};
    cairo_save(cairo_);
    cairo_identity_matrix(cairo_);
    cairo_rectangle(cairo_, clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top);
    cairo_restore(cairo_);
    cairo_clip(cairo_);
  }
  void operator()(const RectItem& item);
  void operator()(const CircleItem& item);
  void operator()(const HatchItem& item);
  void operator()(const ImageItem& item);
  void operator()(const TextItem& item);

 private:
  RoundedBox in_pixels(const Box& box, double radius) const;
  void begin_pixels() { cairo_surface_flush(surface_); }
  void end_pixels() { cairo_surface_mark_dirty(surface_); }

  cairo_surface_t* surface_;
  cairo_t* cairo_;
  const Fonts& fonts_;
  DrawingKit& kit_;
  double scale_;
  PixelBox whole_;
  PixelCanvas pixels_;
};

bool solid(const Stroke& stroke) { return stroke.width > 0 && stroke.color.a > 0 && stroke.dash <= 0; }

RoundedBox Painter::in_pixels(const Box& box, double radius) const {
  double most = std::min(box.w, box.h) / 2;
  return {box.x * scale_, box.y * scale_, box.right() * scale_, box.bottom() * scale_, std::clamp(radius, 0.0, most) * scale_};
}

void Painter::operator()(const RectItem& item) {
  if (item.box.w <= 0 || item.box.h <= 0) return;
  if (item.stroke.dash > 0) return draw_shape(cairo_, item);
  begin_pixels();
  RoundedBox box = in_pixels(item.box, item.radius);
  if (item.fill.a > 0) pixels_.fill(box, item.fill);
  if (solid(item.stroke)) pixels_.stroke(box, item.stroke.width * scale_, item.stroke.color);
  end_pixels();
}

void Painter::operator()(const CircleItem& item) {
  double r = item.radius;
  if (r > 0) (*this)(RectItem{{item.center.x - r, item.center.y - r, 2 * r, 2 * r}, item.fill, item.stroke, r, {}});
}

void Painter::operator()(const HatchItem& item) {
  if (!solid(item.stroke) || item.spacing <= 0 || item.box.w <= 0 || item.box.h <= 0) return;
  begin_pixels();
  pixels_.hatch(in_pixels(item.box, 0), item.spacing * scale_, item.stroke.width * scale_, item.stroke.color);
  end_pixels();
}

void Painter::operator()(const ImageItem& item) {
  if (!item.pixels || item.box.w <= 0 || item.box.h <= 0) return;
  Box source = item.source.w > 0 ? item.source : Box{0, 0, double(item.pixels->width), double(item.pixels->height)};
  begin_pixels();
  pixels_.image(*item.pixels, source, {item.box.x * scale_, item.box.y * scale_, item.box.w * scale_, item.box.h * scale_});
  end_pixels();
}

void Painter::operator()(const TextItem& item) {
  begin_pixels();
  double pen = text_start(item, fonts_) * scale_, size = item.size * scale_;
  int baseline = static_cast<int>(std::lround((item.at.y + kBaselineBelowMiddle * item.size) * scale_));
  for (const TextRun& run : item.runs) {
    for (std::string_view rest = run.text; !rest.empty();) {
      const Glyph& glyph = fonts_.files().glyph(take_code_point(rest), item.face, item.weight);
      auto quarters = static_cast<long>(std::floor(pen * DrawingKit::kQuarters + 0.5));
      long whole = quarters >= 0 ? quarters / DrawingKit::kQuarters : -((-quarters + DrawingKit::kQuarters - 1) / DrawingKit::kQuarters);
      int quarter = static_cast<int>(quarters - whole * DrawingKit::kQuarters);
      pixels_.place(kit_.picture(glyph, size, quarter), static_cast<int>(whole), baseline, run.color);
      pen += glyph.advance * size;
    }
  }
  end_pixels();
}

// One of Cairo's premultiplied ARGB words as straight RGBA bytes.
std::array<std::uint8_t, 4> straight(std::uint32_t word) {
  std::uint32_t a = word >> 24;
  auto channel = [&](int shift) {
    std::uint32_t c = word >> shift & 255;
    return static_cast<std::uint8_t>(a == 255 || a == 0 ? c : std::min<std::uint32_t>((c * 255 + a / 2) / a, 255));
  };
  return {channel(16), channel(8), channel(0), static_cast<std::uint8_t>(a)};
}

Pixels straight_pixels(cairo_surface_t* surface, bool opaque) {
  cairo_surface_flush(surface);
  Pixels out;
  out.width = cairo_image_surface_get_width(surface);
  out.height = cairo_image_surface_get_height(surface);
  out.rgba.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  std::uint8_t* to = out.rgba.data();
  for (int y = 0; y < out.height; ++y, data += cairo_image_surface_get_stride(surface)) {
    auto* line = reinterpret_cast<const std::uint32_t*>(data);
    if (opaque && std::endian::native == std::endian::little) {
      for (int x = 0; x < out.width; ++x, to += 4) {
        std::uint32_t word = (line[x] & 0xFF00FF00u) | (line[x] >> 16 & 0xFF) | (line[x] & 0xFF) << 16;  // red and blue change places
        std::memcpy(to, &word, 4);
      }
    } else {
      for (int x = 0; x < out.width; ++x, to += 4) std::ranges::copy(straight(line[x]), to);
    }
  }
  return out;
}

bool asked(StopFlag stop) { return stop != nullptr && *stop; }

struct PngBytes {
  std::string bytes;
  StopFlag stop = nullptr;
};

cairo_status_t append(void* to, const unsigned char* data, unsigned length) {
  auto* png = static_cast<PngBytes*>(to);
  if (asked(png->stop)) return CAIRO_STATUS_WRITE_ERROR;
  png->bytes.append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Pixels rasterize(const DisplayList& list, const Fonts& fonts, int width, int height, double scale, StopFlag stop) {
  BorrowedKit kit(fonts);
  std::vector<std::uint32_t>& words = (*kit).canvas();
  words.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  cairo_surface_t* surface =
      cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(words.data()), CAIRO_FORMAT_ARGB32, width, height, width * 4);
  CONVSCOPE_CHECK_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
  {
    Painter painter(surface, fonts, *kit, scale);
    painter.clear(list.background);
    for (const Item& item : list.items) {
      if (asked(stop)) break;
      std::visit(painter, item);
    }
  }
  Pixels pixels = asked(stop) ? Pixels{} : straight_pixels(surface, list.background.a == 255);
  cairo_surface_destroy(surface);
  return pixels;
}

Result<std::string> png_bytes(const Pixels& pixels, StopFlag stop) {
  if (asked(stop)) return Error{ErrorKind::kCancelled, "the PNG is not wanted any more", ""};
  cairo_surface_t* surface = surface_of(pixels, 0, 0, pixels.width, pixels.height);
  PngBytes png{{}, stop};
  cairo_status_t status = cairo_surface_status(surface);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_write_to_png_stream(surface, append, &png);
  cairo_surface_destroy(surface);
  if (asked(stop)) return Error{ErrorKind::kCancelled, "the PNG is not wanted any more", ""};
  if (status != CAIRO_STATUS_SUCCESS)
    return Error{ErrorKind::kMemory,
                 fmt::format("cannot make a PNG of {} × {} pixels: {}", pixels.width, pixels.height, cairo_status_to_string(status)), ""};
  return std::move(png.bytes);
}

}  // namespace convscope

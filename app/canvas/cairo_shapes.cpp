#include "app/canvas/cairo_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace convscope {
namespace {

void rounded_rectangle(cairo_t* cairo, const Box& box, double radius) {
  constexpr double kRight = std::numbers::pi / 2;
  double r = std::min({radius, box.w / 2, box.h / 2});
  if (r <= 0) return cairo_rectangle(cairo, box.x, box.y, box.w, box.h);
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, box.right() - r, box.y + r, r, -kRight, 0);
  cairo_arc(cairo, box.right() - r, box.bottom() - r, r, 0, kRight);
  cairo_arc(cairo, box.x + r, box.bottom() - r, r, kRight, 2 * kRight);
  cairo_arc(cairo, box.x + r, box.y + r, r, 2 * kRight, 3 * kRight);
  cairo_close_path(cairo);
}

bool visible(const Stroke& stroke) { return stroke.width > 0 && stroke.color.a > 0; }

void set_stroke(cairo_t* cairo, const Stroke& stroke, cairo_line_cap_t cap) {
  set_source(cairo, stroke.color);
  cairo_set_line_width(cairo, stroke.width);
  cairo_set_line_cap(cairo, cap);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  double dashes[2] = {stroke.dash, stroke.gap};
  cairo_set_dash(cairo, dashes, stroke.dash > 0 ? 2 : 0, 0);
}

// Fills and strokes the current path, and clears it.
void paint_path(cairo_t* cairo, Color fill, const Stroke& stroke, cairo_line_cap_t cap) {
  if (fill.a > 0) {
    set_source(cairo, fill);
    cairo_fill_preserve(cairo);
  }
  if (visible(stroke)) {
    set_stroke(cairo, stroke, cap);
    cairo_stroke_preserve(cairo);
  }
  cairo_new_path(cairo);
}

}  // namespace

void set_source(cairo_t* cairo, Color color) {
  cairo_set_source_rgba(cairo, color.r / 255.0, color.g / 255.0, color.b / 255.0, color.a / 255.0);
}

void draw_shape(cairo_t* cairo, const RectItem& item) {
  if (item.box.w <= 0 || item.box.h <= 0) return;
  rounded_rectangle(cairo, item.box, item.radius);
  paint_path(cairo, item.fill, item.stroke, CAIRO_LINE_CAP_BUTT);
}

void draw_shape(cairo_t* cairo, const HatchItem& item) {
  if (!visible(item.stroke)) return;
  for (const Segment& line : hatch_lines(item)) {
    cairo_move_to(cairo, line.from.x, line.from.y);
    cairo_line_to(cairo, line.to.x, line.to.y);
  }
  paint_path(cairo, Color{0, 0, 0, 0}, item.stroke, CAIRO_LINE_CAP_BUTT);
}

void draw_shape(cairo_t* cairo, const PathItem& item) {
  for (Point p : item.points) cairo_line_to(cairo, p.x, p.y);
  if (item.closed && !item.points.empty()) cairo_close_path(cairo);
  paint_path(cairo, item.fill, item.stroke, CAIRO_LINE_CAP_ROUND);
}

void draw_shape(cairo_t* cairo, const CurveItem& item) {
  cairo_move_to(cairo, item.from.x, item.from.y);
  cairo_curve_to(cairo, item.control1.x, item.control1.y, item.control2.x, item.control2.y, item.to.x, item.to.y);
  paint_path(cairo, Color{0, 0, 0, 0}, item.stroke, CAIRO_LINE_CAP_ROUND);
}

void draw_shape(cairo_t* cairo, const CircleItem& item) {
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, item.center.x, item.center.y, std::max(item.radius, 0.0), 0, 2 * std::numbers::pi);
  cairo_close_path(cairo);
  paint_path(cairo, item.fill, item.stroke, CAIRO_LINE_CAP_BUTT);
}

cairo_surface_t* surface_of(const Pixels& pixels, int left, int top, int width, int height) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) return surface;
  unsigned char* data = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* from =
        pixels.rgba.data() +
        (static_cast<std::size_t>(top + y) * static_cast<std::size_t>(pixels.width) + static_cast<std::size_t>(left)) * 4;
    auto* to = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    for (int x = 0; x < width; ++x, from += 4) {
      std::uint32_t a = from[3];
      auto premultiplied = [a](std::uint32_t c) { return (c * a + 127) / 255; };
      to[x] = a << 24 | premultiplied(from[0]) << 16 | premultiplied(from[1]) << 8 | premultiplied(from[2]);
    }
  }
  cairo_surface_mark_dirty(surface);
  return surface;
}

void draw_shape(cairo_t* cairo, const ImageItem& item) {
  if (!item.pixels || item.box.w <= 0 || item.box.h <= 0) return;
  const Pixels& all = *item.pixels;
  Box source = item.source.w > 0 ? item.source : Box{0, 0, double(all.width), double(all.height)};
  int left = std::clamp(int(std::floor(source.x)), 0, all.width), right = std::clamp(int(std::ceil(source.right())), left, all.width);
  int top = std::clamp(int(std::floor(source.y)), 0, all.height), bottom = std::clamp(int(std::ceil(source.bottom())), top, all.height);
  if (right <= left || bottom <= top) return;
  cairo_surface_t* surface = surface_of(all, left, top, right - left, bottom - top);
  double across = item.box.w / source.w, down = item.box.h / source.h;
  cairo_save(cairo);
  cairo_rectangle(cairo, item.box.x, item.box.y, item.box.w, item.box.h);
  cairo_clip(cairo);
  cairo_translate(cairo, item.box.x + (left - source.x) * across, item.box.y + (top - source.y) * down);
  cairo_scale(cairo, across, down);
  cairo_set_source_surface(cairo, surface, 0, 0);
  cairo_pattern_t* pattern = cairo_get_source(cairo);
  cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
  cairo_paint(cairo);
  cairo_restore(cairo);
  cairo_surface_destroy(surface);
}

}  // namespace convscope

#include "app/canvas/pixel_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace convscope {
namespace {

// A colour, premultiplied by its alpha and a coverage of 0..255, laid on a word.
std::uint32_t blend(std::uint32_t under, Color over, std::uint32_t coverage) {
  std::uint32_t alpha = (over.a * coverage + 127) / 255, rest = 255 - alpha;
  auto channel = [&](std::uint32_t c, int shift) { return ((c * alpha + (under >> shift & 255) * rest + 127) / 255) << shift; };
  return channel(255, 24) | channel(over.r, 16) | channel(over.g, 8) | channel(over.b, 0);
}

double overlap(double low, double high, int pixel) { return std::clamp(std::min(pixel + 1.0, high) - std::max(double(pixel), low), 0.0, 1.0); }

// How much of pixel (x, y) lies inside the box.
double coverage_of(const RoundedBox& box, int x, int y) {
  double across = std::max(box.left + box.radius - x - 0.5, x + 0.5 - box.right + box.radius);
  double down = std::max(box.top + box.radius - y - 0.5, y + 0.5 - box.bottom + box.radius);
  if (across > 0 && down > 0) return std::clamp(0.5 + box.radius - std::sqrt(across * across + down * down), 0.0, 1.0);
  return overlap(box.left, box.right, x) * overlap(box.top, box.bottom, y);
}

// Whole numbers of places on or near the picture (quicker than std::floor, which needs a call).
int floor_of(double v) {
  int whole = static_cast<int>(std::clamp(v, -1e6, 1e6));
  return whole - (whole > v ? 1 : 0);
}
int ceiling_of(double v) { return -floor_of(-v); }

struct Span {
  int from = 0, to = 0;
};
// The pixels of row y that lie wholly inside the box; corners and edges are left out.
Span solid_span(const RoundedBox& box, int y) {
  if (y < box.top || y + 1 > box.bottom) return {};
  bool corner = y < box.top + box.radius || y + 1 > box.bottom - box.radius;
  double inset = corner ? box.radius : 0;
  int from = ceiling_of(box.left + inset), to = floor_of(box.right - inset);
  return {from, std::max(from, to)};
}

RoundedBox grown(const RoundedBox& box, double by) {
  RoundedBox out{box.left - by, box.top - by, box.right + by, box.bottom + by, box.radius > 0 ? std::max(box.radius + by, 0.0) : 0};
  out.radius = std::clamp(out.radius, 0.0, std::max(0.0, std::min(out.right - out.left, out.bottom - out.top) / 2));
  return out;
}

std::uint32_t level(double coverage) { return static_cast<std::uint32_t>(coverage * 255 + 0.5); }

void put(std::uint32_t& word, Color color, double coverage) {
  if (coverage > 0) word = blend(word, color, level(coverage));
}

}  // namespace

PixelBox PixelCanvas::touched(const RoundedBox& box) const {
  return {std::max(clip.left, floor_of(box.left)), std::max(clip.top, floor_of(box.top)), std::min(clip.right, ceiling_of(box.right)),
          std::min(clip.bottom, ceiling_of(box.bottom))};
}

void PixelCanvas::fill(const RoundedBox& box, Color color) {
  PixelBox area = touched(box);
  for (int y = area.top; y < area.bottom; ++y) {
    std::uint32_t* line = row(y);
    Span solid = solid_span(box, y);
    int from = std::clamp(solid.from, area.left, std::max(area.left, area.right)), to = std::clamp(solid.to, from, std::max(from, area.right));
    for (int x = area.left; x < from; ++x) put(line[x], color, coverage_of(box, x, y));
    if (color.a == 255)
      std::fill(line + from, line + to, blend(0, color, 255));
    else
      for (int x = from; x < to; ++x) line[x] = blend(line[x], color, 255);
    for (int x = to; x < area.right; ++x) put(line[x], color, coverage_of(box, x, y));
  }
}

void PixelCanvas::stroke(const RoundedBox& box, double width, Color color) {
  RoundedBox outer = grown(box, width / 2), inner = grown(box, -width / 2);
  bool hollow = inner.right > inner.left && inner.bottom > inner.top;
  PixelBox area = touched(outer);
  for (int y = area.top; y < area.bottom; ++y) {
    std::uint32_t* line = row(y);
    Span hole = hollow ? solid_span(inner, y) : Span{};
    for (int x = area.left; x < area.right; ++x) {
      if (x == hole.from && hole.to > hole.from) x = hole.to;
      if (x >= area.right) break;
      double inside = hollow ? coverage_of(inner, x, y) : 0;
      put(line[x], color, coverage_of(outer, x, y) - inside);
    }
  }
}

// Line k holds (x - left) + (y - top) = k spacing, k = 1, 2, …
void PixelCanvas::hatch(const RoundedBox& box, double spacing, double width, Color color) {
  PixelBox area = touched(box);
  double last = std::ceil((box.right - box.left + box.bottom - box.top) / spacing - 1e-9) - 1;
  for (int y = area.top; y < area.bottom; ++y) {
    std::uint32_t* line = row(y);
    for (int x = area.left; x < area.right; ++x) {
      double along = x + 0.5 - box.left + y + 0.5 - box.top, k = std::clamp(std::round(along / spacing), 1.0, last);
      double coverage = 0.5 + width / 2 - std::abs(along - k * spacing) / std::numbers::sqrt2;
      if (coverage > 0) put(line[x], color, std::min({coverage, width, 1.0}) * coverage_of(box, x, y));
    }
  }
}

void PixelCanvas::place(const GlyphPicture& picture, int x, int y, Color color) {
  int left = x + picture.left, top = y + picture.top;
  int from_x = std::max(left, clip.left), to_x = std::min(left + picture.width, clip.right);
  int from_y = std::max(top, clip.top), to_y = std::min(top + picture.height, clip.bottom);
  for (int line_y = from_y; line_y < to_y; ++line_y) {
    std::uint32_t* line = row(line_y);
    const std::uint8_t* coverage = picture.coverage.data() + static_cast<std::ptrdiff_t>(line_y - top) * picture.width - left;
    for (int column = from_x; column < to_x; ++column)
      if (coverage[column] != 0) line[column] = blend(line[column], color, coverage[column]);
  }
}

}  // namespace convscope

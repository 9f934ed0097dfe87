#include "app/canvas/pixel_shapes.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace convscope {
namespace {

// A colour, premultiplied by its alpha and a coverage of 0..255, laid on a word.
std::uint32_t blend(std::uint32_t under, Color over, std::uint32_t coverage) {
  std::uint32_t alpha = (over.a * coverage + 127) / 255, rest = 255 - alpha;
  auto channel = [&](std::uint32_t c, int shift) { return ((c * alpha + (under >> shift & 255) * rest + 127) / 255) << shift; };
  return channel(255, 24) | channel(over.r, 16) | channel(over.g, 8) | channel(over.b, 0);
}

std::uint32_t opaque(Color c) { return 255u << 24 | std::uint32_t{c.r} << 16 | std::uint32_t{c.g} << 8 | c.b; }

double overlap(double low, double high, int pixel) {
  return std::clamp(std::min(pixel + 1.0, high) - std::max(double(pixel), low), 0.0, 1.0);
}

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
    int from = std::clamp(solid.from, area.left, std::max(area.left, area.right)),
        to = std::clamp(solid.to, from, std::max(from, area.right));
    for (int x = area.left; x < from; ++x) put(line[x], color, coverage_of(box, x, y));
    if (color.a == 255)
      std::fill(line + from, line + to, opaque(color));
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
  double last = std::ceil((box.right - box.left + box.bottom - box.top) / spacing - 1e-9) - 1, lines_per_pixel = 1 / spacing;
  for (int y = area.top; y < area.bottom; ++y) {
    std::uint32_t* line = row(y);
    for (int x = area.left; x < area.right; ++x) {
      double along = x + 0.5 - box.left + y + 0.5 - box.top, k = std::clamp<double>(floor_of(along * lines_per_pixel + 0.5), 1, last);
      double coverage = 0.5 + width / 2 - std::abs(along - k * spacing) / std::numbers::sqrt2;
      if (coverage > 0) put(line[x], color, std::min(std::min(coverage, width), 1.0) * coverage_of(box, x, y));
    }
  }
}

namespace {

// The source pixels, from ≤ i < to, that pixel `at` of a line shows; at least one.
std::vector<Span> source_spans(double source, double source_length, double target, double target_length, Span shown, int most) {
  std::vector<Span> spans;
  double step = source_length / target_length;
  for (int at = shown.from; at < shown.to; ++at) {
    int from = floor_of(source + (at + (step < 1 ? 0.5 : 0.0) - target) * step),
        to = step < 1 ? from + 1 : floor_of(source + (at + 1 - target) * step);
    from = std::clamp(from, 0, most - 1);
    spans.push_back({from, std::clamp(to, from + 1, most)});
  }
  return spans;
}

struct Mean {
  std::uint64_t r = 0, g = 0, b = 0, a = 0;
};

// The mean of a block of pixels, each weighted by its alpha.
Color mean_of(const Pixels& picture, Span columns, Span rows) {
  Mean sum;
  for (int y = rows.from; y < rows.to; ++y) {
    const std::uint8_t* from =
        picture.rgba.data() +
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(columns.from)) * 4;
    for (int x = columns.from; x < columns.to; ++x, from += 4) {
      std::uint32_t a = from[3];
      sum = {sum.r + from[0] * a, sum.g + from[1] * a, sum.b + from[2] * a, sum.a + a};
    }
  }
  if (sum.a == 0) return {0, 0, 0, 0};
  auto count = static_cast<std::uint64_t>(columns.to - columns.from) * static_cast<std::uint64_t>(rows.to - rows.from);
  auto part = [&sum](std::uint64_t channel) { return static_cast<std::uint8_t>((channel + sum.a / 2) / sum.a); };
  return {part(sum.r), part(sum.g), part(sum.b), static_cast<std::uint8_t>((sum.a + count / 2) / count)};
}

}  // namespace

void PixelCanvas::image(const Pixels& picture, const Box& source, const Box& target) {
  if (picture.width < 1 || picture.height < 1 || source.w <= 0 || source.h <= 0) return;
  Span across{std::max(clip.left, floor_of(target.x + 0.5)), std::min(clip.right, floor_of(target.right() + 0.5))};
  Span down{std::max(clip.top, floor_of(target.y + 0.5)), std::min(clip.bottom, floor_of(target.bottom() + 0.5))};
  std::vector<Span> columns = source_spans(source.x, source.w, target.x, target.w, across, picture.width);
  std::vector<Span> rows = source_spans(source.y, source.h, target.y, target.h, down, picture.height);
  bool single = source.w < target.w && source.h < target.h;
  for (int y = down.from; y < down.to; ++y) {
    std::uint32_t* line = row(y);
    Span tall = rows[static_cast<std::size_t>(y - down.from)];
    const std::uint8_t* pixels = picture.rgba.data() + static_cast<std::size_t>(tall.from) * static_cast<std::size_t>(picture.width) * 4;
    for (int x = across.from; x < across.to; ++x) {
      Span wide = columns[static_cast<std::size_t>(x - across.from)];
      const std::uint8_t* one = pixels + static_cast<std::ptrdiff_t>(wide.from) * 4;
      Color color = single ? Color{one[0], one[1], one[2], one[3]} : mean_of(picture, wide, tall);
      line[x] = color.a == 255 ? opaque(color) : blend(line[x], color, 255);
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

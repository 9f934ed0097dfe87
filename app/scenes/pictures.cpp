#include "app/scenes/pictures.h"

#include <algorithm>
#include <cmath>

#include "app/theme/theme.h"

namespace convscope {
namespace {

constexpr double kShownShare = 0.6;

std::uint8_t byte_of(double value) { return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0))); }

// Three channels as red, green and blue; `color` maps a value to 0..255.
template <class ColorOf>
std::shared_ptr<const Pixels> picture(const Tensor& tensor, const ColorOf& color) {
  auto pixels = std::make_shared<Pixels>();
  Index rows = tensor.extents[2], columns = tensor.extents[3], plane = rows * columns;
  pixels->height = static_cast<int>(rows);
  pixels->width = static_cast<int>(columns);
  pixels->rgba.resize(static_cast<std::size_t>(plane * 4));
  for (Index i = 0; i < plane; ++i) {
    std::uint8_t* out = &pixels->rgba[static_cast<std::size_t>(i * 4)];
    for (Index channel = 0; channel < 3; ++channel) out[channel] = byte_of(color(tensor[channel * plane + i]));
    out[3] = 255;
  }
  return pixels;
}

constexpr int kSteps = 512;

// A single plane through a table of colours from low to high.
std::shared_ptr<const Pixels> toned(const Tensor& tensor, Index channel, double low, double high, const std::vector<Color>& table) {
  auto pixels = std::make_shared<Pixels>();
  Index rows = tensor.extents[2], columns = tensor.extents[3];
  pixels->height = static_cast<int>(rows);
  pixels->width = static_cast<int>(columns);
  pixels->rgba.resize(static_cast<std::size_t>(rows * columns * 4));
  double scale = (kSteps - 1) / std::max(1e-12, high - low);
  for (Index i = 0; i < rows * columns; ++i) {
    Color c = table[static_cast<std::size_t>(std::clamp((tensor[channel * rows * columns + i] - low) * scale, 0.0, kSteps - 1.0))];
    std::uint8_t* out = &pixels->rgba[static_cast<std::size_t>(i * 4)];
    out[0] = c.r; out[1] = c.g; out[2] = c.b; out[3] = 255;
  }
  return pixels;
}

std::vector<Color> table_of(Color (*color)(double)) {
  std::vector<Color> table;
  for (int i = 0; i < kSteps; ++i) table.push_back(color(i / (kSteps - 1.0)));
  return table;
}

}  // namespace

Color grey_color(double value) {
  std::uint8_t v = byte_of(value);
  return {v, v, v, 255};
}

bool sums_to_zero(const Tensor& weight) {
  constexpr double kRoundings = 1e-5;
  double sum = 0, magnitude = 0;
  const Index filter = weight.absent() ? 0 : weight.count() / weight.extents[0];
  for (Index i = 0; i < filter; ++i) {
    sum += weight[i];
    magnitude += std::abs(weight[i]);
  }
  return magnitude > 0 && std::abs(sum) < kRoundings * magnitude;
}

double signed_limit(const Tensor& tensor) {
  double most = 0;
  for (float value : tensor.data) most = std::max(most, static_cast<double>(std::abs(value)));
  return std::max(1.0, std::round(most * kShownShare));
}

Color Picture::color(double value) const { return is_signed ? diverging(0.5 + value / limit / 2) : grey_color(value); }

namespace {

std::shared_ptr<const Pixels> plane_picture(const Tensor& tensor, Index channel, const Picture& scale) {
  return scale.is_signed ? toned(tensor, channel, -scale.limit, scale.limit, table_of(diverging))
                         : toned(tensor, channel, 0, 255, table_of([](double t) { return grey_color(t * 255); }));
}

}  // namespace

std::vector<Picture> plane_pictures(const Tensor& tensor, bool is_signed) {
  std::vector<Picture> planes;
  for (Index channel = 0; channel < tensor.extents[1]; ++channel) {
    Picture plane;
    plane.is_signed = is_signed;
    if (is_signed) plane.limit = signed_limit(tensor);
    plane.pixels = plane_picture(tensor, channel, plane);
    planes.push_back(std::move(plane));
  }
  return planes;
}

Picture picture_of(const Tensor& tensor, bool is_signed) {
  Picture made;
  made.is_signed = is_signed;
  if (is_signed) made.limit = signed_limit(tensor);
  const double limit = made.limit;
  if (tensor.extents[1] == 3)
    made.pixels = is_signed ? picture(tensor, [limit](double v) { return 127.5 + 127.5 * v / limit; })
                            : picture(tensor, [](double v) { return v; });
  else
    made.pixels = plane_picture(tensor, 0, made);
  return made;
}

}  // namespace convscope

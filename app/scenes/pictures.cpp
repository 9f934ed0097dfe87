#include "app/scenes/pictures.h"

#include <algorithm>
#include <cmath>

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
std::shared_ptr<const Pixels> toned(const Tensor& tensor, double low, double high, const std::vector<Color>& table) {
  auto pixels = std::make_shared<Pixels>();
  Index rows = tensor.extents[2], columns = tensor.extents[3];
  pixels->height = static_cast<int>(rows);
  pixels->width = static_cast<int>(columns);
  pixels->rgba.resize(static_cast<std::size_t>(rows * columns * 4));
  double scale = (kSteps - 1) / std::max(1e-12, high - low);
  for (Index i = 0; i < rows * columns; ++i) {
    Color c = table[static_cast<std::size_t>(std::clamp((tensor[i] - low) * scale, 0.0, kSteps - 1.0))];
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

bool has_signed_result(const Model& model) {
  double sum = 0, magnitude = 0;
  Index element = model.weight.extents[1] * model.weight.extents[2] * model.weight.extents[3];
  for (Index i = 0; i < element; ++i) {
    sum += model.weight[i];
    magnitude += std::abs(model.weight[i]);
  }
  return magnitude > 0 && std::abs(sum) < 1e-5 * magnitude;
}

double signed_limit(const Model& model) {
  double most = 0;
  for (float value : model.output.data) most = std::max(most, static_cast<double>(std::abs(value)));
  return std::max(1.0, std::round(most * kShownShare));
}

Color result_color(const Model& model, double value) {
  return has_signed_result(model) ? diverging(0.5 + value / model.result_limit / 2) : grey_color(value);
}

void make_pictures(Model& model) {
  model.result_limit = signed_limit(model);
  bool colour = model.input.extents[1] == 3;
  auto grey = table_of([](double t) { return grey_color(t * 255); });
  model.before = colour ? picture(model.input, [](double v) { return v; }) : toned(model.input, 0, 255, grey);
  double limit = model.result_limit;
  if (model.output.extents[1] == 3) {
    // Signed results of three channels: 0 is mid grey in each.
    model.after = has_signed_result(model) ? picture(model.output, [limit](double v) { return 127.5 + 127.5 * v / limit; })
                                           : picture(model.output, [](double v) { return v; });
  } else {
    model.after = has_signed_result(model) ? toned(model.output, -limit, limit, table_of(diverging)) : toned(model.output, 0, 255, grey);
  }
}

}  // namespace convscope

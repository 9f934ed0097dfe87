#include "app/scenes/filters.h"

#include <cmath>
#include <utility>

#include "app/scenes/controls.h"

namespace convscope {
namespace {

PhotoFilter gaussian(Index size) {
  PhotoFilter f{"gaussian", size, {}};
  double sigma = static_cast<double>(size) / 5, sum = 0;
  for (Index y = 0; y < size; ++y) {
    for (Index x = 0; x < size; ++x) {
      double dy = static_cast<double>(y - size / 2), dx = static_cast<double>(x - size / 2);
      f.weights.push_back(std::exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)));
      sum += f.weights.back();
    }
  }
  for (double& w : f.weights) w /= sum;
  return f;
}

}  // namespace

const std::vector<PhotoFilter>& photo_filters() {
  static const std::vector<PhotoFilter> kFilters = {
      {"blur", 3, std::vector<double>(9, 1.0 / 9)},
      gaussian(5),
      {"sharpen", 3, {0, -1, 0, -1, 5, -1, 0, -1, 0}},
      {"emboss", 3, {-2, -1, 0, -1, 1, 1, 0, 1, 2}},
      {"sobel", 3, {-1, 0, 1, -2, 0, 2, -1, 0, 1}},
      {"scharr", 3, {-3, 0, 3, -10, 0, 10, -3, 0, 3}},
      {"laplacian", 3, {0, 1, 0, 1, -4, 1, 0, 1, 0}},
      {"own", 3, {0, 0, 0, 0, 1, 0, 0, 0, 0}},
  };
  return kFilters;
}

PhotoFilter photo_filter(const std::string& id, Index gaussian_size) {
  if (id == "gaussian") return gaussian(gaussian_size);
  for (const PhotoFilter& filter : photo_filters())
    if (filter.id == id) return filter;
  return photo_filters().back();
}

PhotoFilter turned(PhotoFilter filter) {
  for (Index y = 0; y < filter.size; ++y)
    for (Index x = y + 1; x < filter.size; ++x)
      std::swap(filter.weights[static_cast<std::size_t>(y * filter.size + x)],
                filter.weights[static_cast<std::size_t>(x * filter.size + y)]);
  return filter;
}

PhotoFilter chosen_filter(const Scene& scene, const State& state) {
  constexpr Index kGaussian = 5;
  PhotoFilter filter = photo_filter(word_parameter(scene, state, "filter", photo_filters().front().id),
                                    number_parameter(scene, state, "gaussian_size", kGaussian));
  return word_parameter(scene, state, "direction", "across") == "down" ? turned(filter) : filter;
}

PhotoFilter asked_filter(const Scene& scene, const State& state) {
  PhotoFilter filter = chosen_filter(scene, state);
  for (const auto& [key, value] : state.edits) {
    if (key.slot != "weight" || key.cell.size() != 4 || key.cell[2] >= filter.size || key.cell[3] >= filter.size) continue;
    if (key.cell[2] < 0 || key.cell[3] < 0 || !std::isfinite(static_cast<float>(value))) continue;
    filter.weights[static_cast<std::size_t>(key.cell[2] * filter.size + key.cell[3])] = value;
  }
  return filter;
}

}  // namespace convscope

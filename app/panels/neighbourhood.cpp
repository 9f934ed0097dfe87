#include "app/panels/neighbourhood.h"

#include <algorithm>

namespace convscope {
namespace {

constexpr double kCells = 9;
constexpr double kLargestZoom = 24;

std::optional<Box> box_of(const Item& item, const Target& cell) {
  if (const auto* rect = std::get_if<RectItem>(&item); rect != nullptr && rect->target == cell) return rect->box;
  const auto* image = std::get_if<ImageItem>(&item);
  if (image == nullptr || image->target.kind != cell.kind || image->pixels == nullptr || image->source.w > 0) return std::nullopt;
  Index at = cell.index - std::max<Index>(0, image->target.index), width = image->pixels->width;
  if (at < 0 || at >= width * image->pixels->height) return std::nullopt;
  double w = image->box.w / static_cast<double>(width), h = image->box.h / image->pixels->height;
  return Box{image->box.x + static_cast<double>(at % width) * w, image->box.y + static_cast<double>(at / width) * h, w, h};
}

}  // namespace

std::optional<Viewport> neighbourhood(const DisplayList& list, const Target& cell, double readable) {
  std::optional<Box> box;
  for (const Item& item : list.items)
    if (auto found = box_of(item, cell)) box = found;  // the topmost
  if (cell.none() || !box || box->w <= 0 || box->w >= readable) return std::nullopt;
  double zoom = std::min({list.width / (kCells * box->w), list.height / (kCells * box->h), kLargestZoom});
  if (zoom <= 1) return std::nullopt;
  Point c = box->center();
  // In the middle, but nothing from beyond the stage.
  auto shift = [zoom](double middle, double length) { return std::clamp(length / 2 - middle * zoom, length - length * zoom, 0.0); };
  return Viewport{zoom, shift(c.x, list.width), shift(c.y, list.height)};
}

DisplayList map_of(const DisplayList& list) {
  DisplayList map = list;
  std::erase_if(map.items, [](const Item& item) { return std::holds_alternative<TextItem>(item); });
  return map;
}

Box seen_part(const DisplayList& list, const Viewport& view) {
  double left = std::max(0.0, -view.x / view.zoom), top = std::max(0.0, -view.y / view.zoom);
  double right = std::min(list.width, (list.width - view.x) / view.zoom);
  double bottom = std::min(list.height, (list.height - view.y) / view.zoom);
  return {left, top, std::max(0.0, right - left), std::max(0.0, bottom - top)};
}

}  // namespace convscope

#include "app/views/strong_text.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "app/views/polygon.h"

namespace convscope {
namespace {

// Something filled, in the order of the list.
struct Ground {
  std::size_t item;
  Box box;
  Color fill;
  double radius = 0;                          // of a circle about the box's middle; 0: the box
  const std::vector<Point>* shape = nullptr;  // of a polygon
  bool picture = false;
};

bool covers(const Ground& ground, Point p) {
  if (!ground.box.contains(p)) return false;
  if (ground.radius > 0) return std::hypot(p.x - ground.box.center().x, p.y - ground.box.center().y) <= ground.radius;
  return ground.shape == nullptr || is_within(*ground.shape, p);
}

Box bounds_of(const std::vector<Point>& points) {
  Box box{points[0].x, points[0].y, 0, 0};
  double right = box.x, bottom = box.y;
  for (const Point& p : points) {
    box.x = std::min(box.x, p.x), box.y = std::min(box.y, p.y);
    right = std::max(right, p.x), bottom = std::max(bottom, p.y);
  }
  return {box.x, box.y, right - box.x, bottom - box.y};
}

std::vector<Ground> grounds_of(const DisplayList& list) {
  std::vector<Ground> all;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const Item& item = list.items[i];
    if (auto* rect = std::get_if<RectItem>(&item); rect && rect->fill.a > 0) {
      all.push_back({i, rect->box, rect->fill});
    } else if (auto* circle = std::get_if<CircleItem>(&item); circle && circle->fill.a > 0) {
      const double r = circle->radius;
      all.push_back({i, {circle->center.x - r, circle->center.y - r, 2 * r, 2 * r}, circle->fill, r});
    } else if (auto* path = std::get_if<PathItem>(&item); path && path->fill.a > 0 && path->points.size() > 2) {
      all.push_back({i, bounds_of(path->points), path->fill, 0, &path->points});
    } else if (auto* image = std::get_if<ImageItem>(&item)) {
      all.push_back({i, image->box, {0, 0, 0, 255}, 0, nullptr, true});
    }
  }
  return all;
}

Color over(Color top, Color ground) {
  Color mixed = mix(ground, top, top.a / 255.0);
  mixed.a = 255;
  return mixed;
}

// What has been painted at a point below an item; false where a picture lies.
bool ground_at(const std::vector<Ground>& grounds, Color background, std::size_t item, Point p, Color& color) {
  auto end = std::lower_bound(grounds.begin(), grounds.end(), item, [](const Ground& g, std::size_t at) { return g.item < at; });
  auto from = end;
  color = background;
  while (from != grounds.begin()) {
    --from;
    if (!covers(*from, p)) continue;
    if (from->picture) return false;
    if (from->fill.a == 255) {
      color = from->fill;
      ++from;
      break;
    }
  }
  for (; from != end; ++from)
    if (covers(*from, p)) color = over(from->fill, color);
  return true;
}

Color opaque(Color c) { return {c.r, c.g, c.b, 255}; }

// The same hue, as much darker or lighter as it takes; as it is where no such colour stands out.
Color strengthened(Color ink, Color ground) {
  const Color black{0, 0, 0, 255}, white{255, 255, 255, 255};
  const Color end = contrast(black, ground) >= contrast(white, ground) ? black : white;
  constexpr int kSteps = 16;
  for (int step = 0; step <= kSteps; ++step) {
    const Color tried = mix(opaque(ink), end, static_cast<double>(step) / kSteps);
    if (contrast(tried, ground) >= kStrongContrast) return {tried.r, tried.g, tried.b, ink.a};
  }
  return ink;
}

void strengthen(TextItem& text, Color ground) {
  for (TextRun& run : text.runs) run.color = strengthened(run.color, ground);
}

bool stands_out(const TextItem& text, const std::vector<Color>& grounds) {
  return std::all_of(grounds.begin(), grounds.end(), [&](const Color& ground) {
    return std::all_of(text.runs.begin(), text.runs.end(),
                       [&](const TextRun& run) { return contrast(opaque(run.color), ground) >= kStrongContrast; });
  });
}

struct Plate {
  std::size_t text;  // that it goes beneath
  Box box;
};

void lay_plates(DisplayList& list, const std::vector<Plate>& plates, const Theme& theme) {
  std::vector<Item> items;
  items.reserve(list.items.size() + plates.size());
  auto next = plates.begin();
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (next != plates.end() && next->text == i) {
      const double alpha = std::get<TextItem>(list.items[i]).runs[0].color.a / 255.0;  // it appears with its text
      items.push_back(RectItem{next->box, with_alpha(theme.surface, alpha), {}, kCellRadius, {}});
      ++next;
    }
    items.push_back(std::move(list.items[i]));
  }
  list.items = std::move(items);
}

}  // namespace

void strengthen_text(DisplayList& list, const Fonts& fonts, const Theme& theme) {
  const std::vector<Ground> grounds = grounds_of(list);
  std::vector<Plate> plates;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    auto* text = std::get_if<TextItem>(&list.items[i]);
    if (!text || text->runs.empty()) continue;
    const Box box = fonts.bounds(*text);
    constexpr double kEdge = 2;
    std::vector<Color> beneath;
    for (double x : {text->at.x, box.x + kEdge, box.center().x, box.right() - kEdge})
      if (Color ground; ground_at(grounds, list.background, i, {x, text->at.y}, ground)) beneath.push_back(ground);
    for (const Color& ground : beneath) strengthen(*text, ground);
    if (stands_out(*text, beneath)) continue;
    strengthen(*text, theme.surface);
    plates.push_back({i, {box.x - 2, text->at.y - text->size * 0.55, box.w + 4, text->size * 1.1}});
  }
  if (!plates.empty()) lay_plates(list, plates, theme);
}

}  // namespace convscope

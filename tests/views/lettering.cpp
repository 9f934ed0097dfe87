#include "views/lettering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/theme/theme.h"
#include "views/stage_fixture.h"

namespace convscope {
namespace {

// The ink of a line of digits and letters: narrower than the line's box, so that neighbours may stand close.
Box ink_of(const Fonts& fonts, const TextItem& item) {
  Box box = fonts.bounds(item);
  return {box.x + 0.5, item.at.y - item.size * 0.34, box.w - 1, item.size * 0.68};
}

bool overlap(const Box& a, const Box& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }

// A line of digits must not straddle the edge of a cell: it lies in it or beside it.
bool straddles(const Box& ink, const Box& cell) {
  bool inside = ink.x >= cell.x - 1 && ink.right() <= cell.right() + 1 && ink.y >= cell.y - 1 && ink.bottom() <= cell.bottom() + 1;
  return overlap(ink, cell) && !inside;
}

bool crosses(const Box& ink, Point a, Point b) {  // the segment and the box
  double from = 0, to = 1, dx = b.x - a.x, dy = b.y - a.y;
  auto cut = [&](double delta, double low, double high) {
    if (delta == 0) return low <= 0 && high >= 0;
    double t0 = std::min(low / delta, high / delta), t1 = std::max(low / delta, high / delta);
    from = std::max(from, t0);
    to = std::min(to, t1);
    return true;
  };
  return cut(dx, ink.x - a.x, ink.right() - a.x) && cut(dy, ink.y - a.y, ink.bottom() - a.y) && from < to;
}

struct Lettering {
  std::vector<const TextItem*> texts;
  std::vector<Box> inks;
  std::vector<Box> cells;                          // boxes that stand for a value
  std::vector<std::size_t> order;                  // of the texts among the items
  struct Line {
    Point from, to;
    std::size_t order;
  };
  std::vector<Line> lines;
  std::vector<std::pair<Box, std::size_t>> plates; // opaque boxes hide the lines below them
  // Something opaque lies over the text.
  bool covered(std::size_t text) const {
    return std::any_of(plates.begin(), plates.end(), [&](const auto& plate) {
      const Box &p = plate.first, &ink = inks[text];
      return plate.second > order[text] && ink.x >= p.x && ink.right() <= p.right() && ink.y >= p.y && ink.bottom() <= p.bottom();
    });
  }
  bool hidden(const Line& line, std::size_t text) const {
    return std::any_of(plates.begin(), plates.end(), [&](const auto& plate) {
      const Box &p = plate.first, &ink = inks[text];
      return plate.second > line.order && plate.second < order[text] && ink.x >= p.x - 3 && ink.right() <= p.right() + 3 &&
             ink.y >= p.y - 3 && ink.bottom() <= p.bottom() + 3;
    });
  }
};

Lettering lettering_of(const DisplayList& list, const Fonts& fonts) {
  Lettering all;
  for (std::size_t at = 0; at < list.items.size(); ++at) {
    const Item& item = list.items[at];
    if (auto* text = std::get_if<TextItem>(&item); text && !text_of(*text).empty()) {
      all.order.push_back(at);
      all.texts.push_back(text);
      all.inks.push_back(ink_of(fonts, *text));
    } else if (auto* rect = std::get_if<RectItem>(&item)) {
      bool value =
          rect->target.kind == TargetKind::kInput || rect->target.kind == TargetKind::kWeight || rect->target.kind == TargetKind::kOutput;
      if (value) all.cells.push_back(rect->box);
      if (rect->fill.a == 255) all.plates.push_back({rect->box, at});
    } else if (auto* path = std::get_if<PathItem>(&item); path && path->points.size() == 2) {
      all.lines.push_back({path->points[0], path->points[1], at});
    }
  }
  return all;
}

}  // namespace

void expect_well_set(const DisplayList& list, const Fonts& fonts, double text_scale, const std::string& where) {
  Lettering all = lettering_of(list, fonts);
  int faults = 0;
  auto fault = [&](std::size_t i, const std::string& what) {
    const Box& b = all.inks[i];
    if (++faults <= 4)
      ADD_FAILURE() << where << ": '" << text_of(*all.texts[i]) << "' " << what << " (" << b.x << ", " << b.y << " to " << b.right() << ", "
                    << b.bottom() << ")";
  };
  for (std::size_t i = 0; i < all.texts.size(); ++i) {
    const Box& ink = all.inks[i];
    if (ink.x < 0 || ink.y < 0 || ink.right() > list.width + 0.5 || ink.bottom() > list.height + 0.5) fault(i, "leaves the stage");
    if (all.texts[i]->size < kSmallestText * text_scale - 0.01) fault(i, "is too small: " + std::to_string(all.texts[i]->size));
    if (all.covered(i)) continue;
    for (std::size_t j = i + 1; j < all.texts.size(); ++j)
      if (overlap(ink, all.inks[j]) && !all.covered(j)) fault(i, "overlaps '" + text_of(*all.texts[j]) + "'");
    for (const Box& cell : all.cells)
      if (straddles(ink, cell)) fault(i, "lies across the edge of a cell");
    for (const Lettering::Line& line : all.lines)
      if (crosses(ink, line.from, line.to) && !all.hidden(line, i)) fault(i, "is crossed by a line");
  }
}

namespace {

Color over(Color top, Color ground) {
  const double alpha = top.a / 255.0;
  auto blend = [alpha](std::uint8_t t, std::uint8_t g) { return static_cast<std::uint8_t>(std::lround(t * alpha + g * (1 - alpha))); };
  return {blend(top.r, ground.r), blend(top.g, ground.g), blend(top.b, ground.b), 255};
}

bool within(const std::vector<Point>& shape, Point p) {
  bool inside = false;
  for (std::size_t i = 0, j = shape.size() - 1; i < shape.size(); j = i++) {
    const Point &a = shape[i], &b = shape[j];
    if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

// What has been painted at a point by the items before `count`; false where a picture lies.
bool ground_at(const DisplayList& list, std::size_t count, Point at, Color& ground) {
  ground = list.background;
  bool known = true;
  for (std::size_t i = 0; i < count; ++i) {
    const Item& item = list.items[i];
    if (auto* rect = std::get_if<RectItem>(&item); rect && rect->fill.a > 0 && rect->box.contains(at)) {
      known = known || rect->fill.a == 255;
      ground = over(rect->fill, ground);
    } else if (auto* circle = std::get_if<CircleItem>(&item); circle && circle->fill.a > 0) {
      if (std::hypot(at.x - circle->center.x, at.y - circle->center.y) > circle->radius) continue;
      known = known || circle->fill.a == 255;
      ground = over(circle->fill, ground);
    } else if (auto* path = std::get_if<PathItem>(&item); path && path->fill.a > 0 && path->points.size() > 2 && within(path->points, at)) {
      known = known || path->fill.a == 255;
      ground = over(path->fill, ground);
    } else if (auto* image = std::get_if<ImageItem>(&item); image && image->box.contains(at)) {
      known = false;
    }
  }
  return known;
}

}  // namespace

Contrast lowest_contrast(const DisplayList& list) {
  Contrast lowest;
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    auto* text = std::get_if<TextItem>(&list.items[i]);
    Color ground;
    if (!text || text_of(*text).empty() || !ground_at(list, i, text->at, ground)) continue;
    for (const TextRun& run : text->runs) {
      const double ratio = contrast(over(run.color, ground), ground);
      if (run.text.find_first_not_of(' ') != std::string::npos && ratio < lowest.ratio) lowest = {ratio, run.text};
    }
  }
  return lowest;
}

}  // namespace convscope

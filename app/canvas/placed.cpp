#include "app/canvas/placed.h"

#include <algorithm>

namespace convscope {
namespace {

struct Placing {
  Point at;
  double scale;
  Box all;  // of the figure on the page

  Point operator()(Point p) const { return {at.x + p.x * scale, at.y + p.y * scale}; }
  Box operator()(Box b) const { return {at.x + b.x * scale, at.y + b.y * scale, b.w * scale, b.h * scale}; }
  Stroke operator()(Stroke s) const { return {s.color, s.width * scale, s.dash * scale, s.gap * scale}; }

  Item item(RectItem i) const {
    i.box = (*this)(i.box);
    i.stroke = (*this)(i.stroke);
    i.radius *= scale;
    return i;
  }
  Item item(HatchItem i) const {
    i.box = (*this)(i.box);
    i.stroke = (*this)(i.stroke);
    i.spacing *= scale;
    return i;
  }
  Item item(PathItem i) const {
    for (Point& point : i.points) point = (*this)(point);
    i.stroke = (*this)(i.stroke);
    return i;
  }
  Item item(CurveItem i) const {
    for (Point* point : {&i.from, &i.control1, &i.control2, &i.to}) *point = (*this)(*point);
    i.stroke = (*this)(i.stroke);
    return i;
  }
  Item item(CircleItem i) const {
    i.center = (*this)(i.center);
    i.radius *= scale;
    i.stroke = (*this)(i.stroke);
    return i;
  }
  Item item(TextItem i) const {
    i.at = (*this)(i.at);
    i.size *= scale;
    return i;
  }
  Item item(ImageItem i) const {
    i.box = (*this)(i.box);
    return i;
  }
  // The figure's own clip within the figure; where it ends, the whole figure clips.
  Item item(ClipItem i) const {
    if (i.box.w < 0) return ClipItem{all};
    const Box box = (*this)(i.box);
    const double left = std::max(box.x, all.x), top = std::max(box.y, all.y);
    return ClipItem{
        {left, top, std::max(0.0, std::min(box.right(), all.right()) - left), std::max(0.0, std::min(box.bottom(), all.bottom()) - top)}};
  }
};

}  // namespace

void place(DisplayList& page, const DisplayList& figure, Point at, double scale) {
  const Placing placing{at, scale, {at.x, at.y, figure.width * scale, figure.height * scale}};
  page.items.push_back(ClipItem{placing.all});
  for (const Item& item : figure.items) {
    page.items.push_back(std::visit([&placing](const auto& each) { return placing.item(each); }, item));
  }
  page.items.push_back(ClipItem{{0, 0, -1, 0}});
}

}  // namespace convscope

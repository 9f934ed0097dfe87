// The few drawing primitives. A view fills a DisplayList; the window (ImGui), SVG, PNG and PDF draw the same one.
// Coordinates are logical pixels, x to the right, y down; the first item lies at the bottom.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/tensor/tensor.h"

namespace convscope {

struct Color {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Color&) const = default;
};

struct Point {
  double x = 0, y = 0;
};

struct Box {
  double x = 0, y = 0, w = 0, h = 0;
  double right() const { return x + w; }
  double bottom() const { return y + h; }
  Point center() const { return {x + w / 2, y + h / 2}; }
  bool contains(Point p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
};

// What an item stands for, so that a pointer over it can be answered. kNone is not hit.
enum class TargetKind : std::uint8_t { kNone, kInput, kWeight, kBias, kOutput, kPreset, kDivider, kControl, kOffset, kMask, kSegment };
struct Target {
  TargetKind kind = TargetKind::kNone;
  int stage = 0;     // which layer of the pipeline
  Index index = -1;  // flat cell of the tensor; number of the preset, control or segment of the timeline
  bool operator==(const Target&) const = default;
  bool none() const { return kind == TargetKind::kNone; }
};

struct Stroke {
  Color color{0, 0, 0, 0};
  double width = 0;          // 0: no stroke
  double dash = 0, gap = 0;  // 0: solid
};

struct RectItem {
  Box box;
  Color fill{0, 0, 0, 0};  // alpha 0: none
  Stroke stroke;           // centred on the edge
  double radius = 0;
  Target target;
};
// Diagonal hatch (45°, rising to the right) clipped to the box; spacing is measured along x.
struct HatchItem {
  Box box;
  Stroke stroke;
  double spacing = 8;
};
struct PathItem {  // polyline or polygon
  std::vector<Point> points;
  bool closed = false;
  Color fill{0, 0, 0, 0};
  Stroke stroke;
  Target target;
};
struct CurveItem {  // cubic Bézier
  Point from, control1, control2, to;
  Stroke stroke;
};
struct CircleItem {
  Point center;
  double radius = 0;
  Color fill{0, 0, 0, 0};
  Stroke stroke;
  Target target;
};

enum class Face : std::uint8_t { kWords, kNumbers };              // Inter (+ Noto Sans SC) | JetBrains Mono (+ Noto Sans SC)
enum class Weight : std::uint8_t { kRegular, kMedium, kSemiBold, kBold };  // the nearest shipped weight is used
enum class Anchor : std::uint8_t { kStart, kMiddle, kEnd };
struct TextRun {
  std::string text;  // UTF-8
  Color color;
};
struct TextItem {  // one line; y is the vertical middle of the digits' and capitals' height
  Point at;
  double size = 14;
  Face face = Face::kWords;
  Weight weight = Weight::kRegular;
  Anchor anchor = Anchor::kStart;
  std::vector<TextRun> runs;
  Target target;
};

struct Pixels {  // RGBA, top row first
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};
struct ImageItem {  // nearest-filtered: pixels stay square
  Box box;
  std::shared_ptr<const Pixels> pixels;
  Box source;  // the part shown, in pixels; w = 0: all
  Target target;  // index is added by hit(): y·width + x of the pixel
};

struct ClipItem {  // clips what follows to the box, until the next ClipItem; w < 0 ends clipping
  Box box;
};

using Item = std::variant<RectItem, HatchItem, PathItem, CurveItem, CircleItem, TextItem, ImageItem, ClipItem>;

// What dragging an element along one axis changes: a control's number, or a cell of a tensor.
struct DragAxis {
  std::string name;         // of the control, or of the tensor when `cell` is not empty
  std::vector<Index> cell;  // of the tensor
  int element = 0;          // of a control with several numbers
  double value = 0;         // as it stands
  double length = 0;        // so much of the list's width or height is 1 more; negative: 1 less; 0: not dragged, a click sets `value`
  double step = 1;          // a control's number is a multiple of it within the control's range, a cell's just a multiple
  std::vector<double> stops = {};  // not empty: the only values there are, `length` from one to the next
};
// What can be dragged: the element with this target. The view that draws it says what a drag means; the window carries it out.
struct Handle {
  Target target;
  DragAxis across, down;
};

struct DisplayList {
  double width = 0, height = 0;
  Color background{255, 255, 255, 255};
  std::vector<Item> items;
  std::vector<Handle> handles;
};

// The lines of a hatch, clipped to its box.
struct Segment {
  Point from, to;
};
std::vector<Segment> hatch_lines(const HatchItem& hatch);

// Text sits on this line below TextItem::at, in every sink: at + 0.36 size.
inline constexpr double kBaselineBelowMiddle = 0.36;

// The topmost target at a point; none() when there is none.
Target hit(const DisplayList& list, Point point);
// The handle of a target; nullptr when it cannot be dragged.
const Handle* find_handle(const DisplayList& list, const Target& target);

}  // namespace convscope

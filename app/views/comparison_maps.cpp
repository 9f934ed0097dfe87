// One side of a comparison as plain maps: what it begins with, what its layers make of it, the output as far as it is computed.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "app/views/comparison.h"
#include "app/views/plane.h"
#include "app/views/planes.h"

namespace convscope {
namespace {

constexpr double kDrops = 0.75;  // of a step: then the result drops into its cell

// A plane of a tensor: its last two axes, the others fixed.
struct Map {
  const Tensor* tensor = nullptr;
  TargetKind kind = TargetKind::kInput;
  int layer = -1;       // that reads it first, or makes it
  bool result = false;  // the compared output
  bool read = false;    // what the compared layer reads
  std::string name;
  Index plane = 0;
  std::optional<PlaneGeometry> border;  // it is drawn with its padding
  Index rows() const { return tensor->extents.rank() > 1 ? tensor->extents[tensor->extents.rank() - 2] : 1; }
  Index columns() const { return tensor->extents[tensor->extents.rank() - 1]; }
  Index first() const { return plane * rows() * columns(); }
  Index drawn_rows() const { return border ? border->padded_rows() : rows(); }
  Index drawn_columns() const { return border ? border->padded_columns() : columns(); }
  Role role() const { return kind == TargetKind::kInput ? Role::kInput : kind == TargetKind::kWeight ? Role::kWeight : Role::kOutput; }
};

struct Reading {
  const Half& half;
  Index cell;
  GatherStep step;
  std::set<Index> read;  // cells of the compared layer's first tensor
  const LayerModel& layer() const { return half.side.compared(); }
};

bool is_convolution(const LayerModel& layer) { return layer.layer->op() == "conv2d" && layer.input().extents.rank() == 4; }

void choose_planes(const Reading& r, std::vector<Map>& maps) {
  for (Map& map : maps) {
    const Index size = std::max<Index>(1, map.rows() * map.columns()), planes = map.tensor->count() / size;
    if (map.result) map.plane = r.cell / size;
    if (map.read && !r.read.empty()) map.plane = *r.read.begin() / size;
    if (map.kind == TargetKind::kWeight)
      for (const Term& term : r.step.terms)
        if (term.tap.weight.index >= 0) {
          map.plane = term.tap.weight.index / size;
          break;
        }
    map.plane = std::clamp<Index>(map.plane, 0, std::max<Index>(0, planes - 1));
    if (map.read && is_convolution(r.layer())) map.border = plane_geometry(r.layer());
  }
}

// From what is given along the first inputs to the output, where that is too long its ends; a single layer's weights before its output.
std::vector<Map> maps_of(const Reading& r) {
  constexpr std::size_t kMostMaps = 4;
  const Model& model = *r.half.side.model;
  std::vector<Map> maps;
  std::string name = r.layer().name;
  for (int index = r.half.side.layer; index >= 0; index = model.index_of(name)) {
    const LayerModel& layer = model.layers[static_cast<std::size_t>(index)];
    maps.insert(maps.begin(), {&layer.output(), TargetKind::kOutput, index, index == r.half.side.layer, false, layer.name, 0, {}});
    name = layer.inputs.front();
    if (model.index_of(name) < 0)
      maps.insert(maps.begin(), {&model.tensors.at(name), TargetKind::kInput, index, false, false, name, 0, {}});
  }
  maps[maps.size() - 2].read = true;
  while (maps.size() > kMostMaps) maps.erase(maps.begin() + 1);
  const Tensor& weight = r.layer().weight();
  if (maps.size() == 2 && weight.extents.rank() == 4)
    maps.insert(maps.begin() + 1, {&weight, TargetKind::kWeight, r.half.side.layer, false, false, "weight", 0, {}});
  choose_planes(r, maps);
  return maps;
}

Color tint_of(const Theme& theme, Role role, const Range& range, double value) {
  const double most = std::max(std::abs(range.low), std::abs(range.high));
  return mix(theme.surface, theme.role(role), most > 0 ? 0.12 + 0.58 * std::min(1.0, std::abs(value) / most) : 0.12);
}

// ---- pictures -------------------------------------------------------------------------------------------------------------

bool is_pictured(const Reading& r, const Map& map) {
  const Extents& e = map.tensor->extents;
  return r.half.side.model->photograph != nullptr && map.kind != TargetKind::kWeight && e.rank() == 4 && (e[1] == 1 || e[1] == 3);
}

// Red, green and blue, grey, or on the diverging scale where there are negative values; what is not computed yet stays empty.
std::shared_ptr<const Pixels> pixels_of(const Reading& r, const Map& map) {
  const Theme& theme = r.half.pen.theme();
  const Range range = range_of(*map.tensor);
  const double most = std::max({std::abs(range.low), std::abs(range.high), 1e-9});
  const Index size = map.rows() * map.columns();
  const bool pictured = is_pictured(r, map), colour = pictured && map.tensor->extents[1] == 3;
  return plane_pixels(map.rows(), map.columns(), [&](Index y, Index x) {
    const Index at = y * map.columns() + x, flat = map.first() + at;
    if (map.result && flat > r.half.at.cell) return theme.sunken;
    if (!pictured) return tint_of(theme, map.role(), range, (*map.tensor)[flat]);
    if (range.low < 0) return diverging(0.5 + 0.5 * (*map.tensor)[flat] / most);
    auto level = [&](Index channel) {
      return static_cast<std::uint8_t>(std::clamp(255 * (*map.tensor)[(colour ? channel : 0) * size + at] / most, 0.0, 255.0));
    };
    return Color{level(0), level(1), level(2), 255};
  });
}

// ---- cells ------------------------------------------------------------------------------------------------------------------

struct Numbers {
  Range range;
  int decimals = 0;
};

CellLook padding_look(const Reading& r, const Map& map, Index y, Index x, int decimals) {
  const Extents& e = map.tensor->extents;
  const PlaneGeometry& g = *map.border;
  const PlaneValue value = plane_value(r.layer(), g, g.mode, g.fill, map.plane / e[1], map.plane % e[1], y, x);
  CellLook look;
  look.kind = CellKind::kPadding;
  if (value.known && g.mode != "zeros") look.text = number_text(value.value, decimals);
  return look;
}

CellLook look_of(const Reading& r, const Map& map, const Numbers& numbers, Index flat) {
  const Half& half = r.half;
  const Theme& theme = half.pen.theme();
  const double value = (*map.tensor)[flat];
  CellLook look;
  if (map.kind != TargetKind::kWeight) look.tint = tint_of(theme, map.role(), numbers.range, value);  // a weight's sign is seen
  look.text = number_text(value, numbers.decimals);
  look.value = value;
  if (map.result) {
    look.appear = flat < half.at.cell ? 1 : flat > half.at.cell ? 0 : std::clamp((half.at.share - kDrops) / (1 - kDrops), 0.0, 1.0);
    if (look.appear <= 0) {
      look.kind = CellKind::kEmpty;
      look.tint = {0, 0, 0, 0};
    }
    if (look.appear < 1) look.text.clear();
    look.hot = flat == r.cell;
  }
  if (map.read) look.hot = r.read.count(flat) != 0 && half.at.share > 0;
  const Target asked = half.hover().none() ? half.pin() : half.hover();
  look.ringed = asked == Target{map.kind, map.layer, flat};
  return look;
}

// Within the window, but skipped by a dilated kernel.
bool is_hole(const Reading& r, const Map& map, Index y, Index x) {
  const bool inside = y >= r.step.top && y <= r.step.bottom && x >= r.step.left && x <= r.step.right;
  return map.border && inside && r.half.at.share > 0 && r.read.count(map.first() + y * map.columns() + x) == 0;
}

void draw_grid(const Reading& r, const Map& map, Point origin, double cell) {
  const Half& half = r.half;
  const Index top = map.border ? map.border->top : 0, left = map.border ? map.border->left : 0;
  auto inside = [&](Index y, Index x) { return y >= 0 && y < map.rows() && x >= 0 && x < map.columns(); };
  auto flat_of = [&](Index y, Index x) { return map.first() + y * map.columns() + x; };
  const Numbers numbers{range_of(*map.tensor), decimals_of(*map.tensor)};
  GridSpec spec;
  spec.origin = origin;
  spec.cell = cell;
  spec.rows = map.drawn_rows();
  spec.columns = map.drawn_columns();
  spec.role = map.role();
  spec.look = [&](Index row, Index column) {
    const Index y = row - top, x = column - left;
    if (!inside(y, x)) return padding_look(r, map, y, x, numbers.decimals);
    CellLook look = look_of(r, map, numbers, flat_of(y, x));
    if (is_hole(r, map, y, x)) look.tint = mix(half.pen.theme().surface, look.tint, 0.25);
    return look;
  };
  spec.target_of = [&](Index row, Index column) {
    const Index y = row - top, x = column - left;
    if (!inside(y, x)) return Target{};
    return joint_target(half.comparison(), {map.kind, map.layer, flat_of(y, x)}, half.of_other);
  };
  for (Index i = 0; i < map.rows() * map.columns(); ++i)
    spec.all_texts.push_back(number_text((*map.tensor)[map.first() + i], numbers.decimals));
  half.pen.grid(spec);
}

// The span of what is read, from its first to its last row and column.
void draw_window(const Reading& r, const Map& map, Box plane, double cell) {
  if (!map.read || r.step.bottom < r.step.top || r.step.right < r.step.left || r.half.at.share <= 0) return;
  const Index top = map.border ? map.border->top : 0, left = map.border ? map.border->left : 0;
  auto within = [](Index at, Index most) { return static_cast<double>(std::clamp<Index>(at, 0, most)); };
  const double y = within(r.step.top + top, map.drawn_rows()), bottom = within(r.step.bottom + 1 + top, map.drawn_rows());
  const double x = within(r.step.left + left, map.drawn_columns()), right = within(r.step.right + 1 + left, map.drawn_columns());
  if (bottom > y && right > x)
    r.half.pen.frame({plane.x + x * cell, plane.y + y * cell, (right - x) * cell, (bottom - y) * cell}, Role::kWeight, cell > 8 ? 3 : 2);
}

// ---- where they lie -----------------------------------------------------------------------------------------------------

std::string name_of(const Reading& r, const Map& map) {
  const Words& words = r.half.context.words;
  if (map.kind == TargetKind::kInput) return words("view.input");
  if (map.kind == TargetKind::kWeight) return words("view.weights");
  if (map.result) return words("view.output") + " " + r.half.letter();
  const std::string key = "compare.layer." + map.name;
  return words.has(key) ? words(key) : map.name;
}

std::string shape_of(const Map& map) {
  const std::string text = shape_text({map.rows(), map.columns()});
  const Index planes = map.tensor->count() / std::max<Index>(1, map.rows() * map.columns());
  return planes > 1 ? count_text(planes) + " × " + text : text;
}

struct Place {
  Box plane;
  double cell = 1;
};

constexpr double kLeastCell = 6, kLargestCell = 46, kLeastWeight = 8;
constexpr double kWeightShare = 0.2;  // of the width, beside pictures

// Input and output beside each other, the weights below the output, where that makes larger cells than `cell`; else nothing.
std::vector<Place> stacked_places(const Pen& pen, const std::vector<Map>& maps, Box box, double gap, double head, double cell) {
  if (maps.size() != 3 || maps[1].kind != TargetKind::kWeight) return {};
  auto rows = [&](std::size_t i) { return static_cast<double>(maps[i].drawn_rows()); };
  auto columns = [&](std::size_t i) { return static_cast<double>(maps[i].drawn_columns()); };
  const double wide = (box.w - gap) / (columns(0) + columns(2)), high = box.h / std::max(rows(0), rows(2));
  const double large = std::floor(std::min({high, wide, pen.type(kLargestCell)}));
  const double output = large * rows(2), below = box.h - output - head - pen.type(10), right = large * columns(2);
  const double small = std::floor(std::min({below / rows(1), right / columns(1), large}));
  if (large <= cell || small < kLeastWeight) return {};
  const double slack = (box.w - gap - large * (columns(0) + columns(2))) / 2, x = box.right() - slack / 2 - right;
  const double y = box.y + (below - small * rows(1)) / 2;
  return {{{box.x + slack / 2, box.y + (box.h - large * rows(0)) / 2, large * columns(0), large * rows(0)}, large},
          {{x + (right - small * columns(1)) / 2, y + output + head + pen.type(10), small * columns(1), small * rows(1)}, small},
          {{x, y, right, output}, large}};
}

// Cells of one size where all can be drawn as cells; pictures have equal slots. `head` is what a map has above it.
std::vector<Place> places_of(const Reading& r, const std::vector<Map>& maps, Box box, double gap, double head, bool& cells) {
  const auto count = static_cast<double>(maps.size());
  double columns = 0, rows = 1;
  cells = true;
  for (const Map& map : maps) {
    columns += static_cast<double>(map.drawn_columns());
    rows = std::max(rows, static_cast<double>(map.drawn_rows()));
    cells = cells && map.drawn_rows() * map.drawn_columns() <= kMostDrawnCells && !is_pictured(r, map);
  }
  const double room = box.w - gap * (count - 1);
  const double common = std::floor(std::min({box.h / rows, room / columns, r.half.pen.type(kLargestCell)}));
  if (std::vector<Place> stacked = stacked_places(r.half.pen, maps, box, gap, head, common); cells && !stacked.empty()) return stacked;
  cells = cells && common >= kLeastCell;
  const double slack = cells ? (room - common * columns) / count : 0;
  const bool weighted = std::any_of(maps.begin(), maps.end(), [](const Map& map) { return map.kind == TargetKind::kWeight; });
  const double narrow = weighted ? room * kWeightShare : 0, slot = (room - narrow) / (weighted ? count - 1 : count);
  std::vector<Place> places;
  double x = box.x;
  for (const Map& map : maps) {
    const auto wide = static_cast<double>(cells ? map.drawn_columns() : map.columns());
    const auto high = static_cast<double>(cells ? map.drawn_rows() : map.rows());
    const double own = map.kind == TargetKind::kWeight ? narrow : slot;
    const double cell = cells ? common : std::min({box.h / high, own / wide, r.half.pen.type(kLargestCell)});
    const double w = cell * wide, h = cell * high, whole = cells ? w + slack : own;
    places.push_back({{x + (whole - w) / 2, box.y + (box.h - h) / 2, w, h}, cell});
    x += whole + gap;
  }
  return places;
}

}  // namespace

void draw_maps(const Half& half, Box box) {
  Pen& pen = half.pen;
  Reading r{half, explained_cell(half), {}, {}};
  r.step = r.layer().trace().gather(r.cell);
  for (const Term& term : r.step.terms)
    if (term.tap.kind == TapKind::kCell && term.tap.data.slot == 0) r.read.insert(term.tap.data.index);
  std::vector<Map> maps = maps_of(r);
  const Captions captions = box.h >= pen.type(150) ? Captions::kFull : Captions::kNone;
  const double head = pen.caption_height(captions);
  cut_top(box, head);
  const double gap = std::clamp(box.w * 0.05, 14.0, pen.type(36));
  bool cells = true;
  const std::vector<Place> places = places_of(r, maps, box, gap, head, cells);
  for (std::size_t i = 0; i < maps.size(); ++i) {
    Map& map = maps[i];
    const Place& place = places[i];
    if (!cells) map.border.reset();
    const bool kernel = map.kind == TargetKind::kWeight && map.rows() * map.columns() <= kMostDrawnCells;  // also between pictures
    if (cells || kernel) {
      draw_grid(r, map, {place.plane.x, place.plane.y}, place.cell);
    } else {
      const Target own{map.kind, map.layer, map.first()};
      pen.image(place.plane, pixels_of(r, map), {}, joint_target(half.comparison(), own, half.of_other));
    }
    draw_window(r, map, place.plane, place.cell);
    pen.caption({place.plane.center().x, place.plane.y}, name_of(r, map), shape_of(map), map.role(), captions);
    const double from = place.plane.right(), y = box.center().y;
    auto next = std::find_if(places.begin() + static_cast<std::ptrdiff_t>(i) + 1, places.end(), [&](const Place& other) {
      return other.plane.x >= from && other.plane.y <= y && other.plane.bottom() >= y;
    });
    if (next == places.end()) continue;
    pen.arrow({from + (next->plane.x - from) * 0.2, y}, {from + (next->plane.x - from) * 0.8, y}, pen.theme().muted, 2);
  }
}

}  // namespace convscope

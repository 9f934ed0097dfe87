// The receptive field of one output cell: a pyramid that opens from the top map down to the image, beside the stack of layers.
//   F of a plane = (F of the plane above − 1) · stride + k̂,  1 at the top.
#include <algorithm>
#include <cmath>

#include "app/views/builders.h"
#include "app/views/receptive_field.h"
#include "app/views/sum_bar.h"
#include "engine/graph/receptive_field.h"

namespace convscope {
namespace {

// A layer that reads one cell and stands at stride 1 is switched off.
bool is_on(const Layer& layer) {
  if (layer.op() != "max_pool2d") return true;
  return layer.attributes().integers("kernel_size").front() > 1 || stride_of(layer) > 1;
}

Region region_of(const std::vector<Index>& cells, const Extents& e) {
  Region region{e[2], e[3], -1, -1};
  for (Index flat : cells) {
    const Cell cell = cell_of(e, flat);
    region = {std::min(region.top, cell[2]), std::min(region.left, cell[3]), std::max(region.bottom, cell[2]),
              std::max(region.right, cell[3])};
  }
  return region;
}

// What the shown cell spans on each level, from what the engine says that cells span of the image: with sizes S and jumps J of
// the fields, a cell that spans S of the image spans (S − S of a level) / J of the level + 1 of that level's cells.
void measure(const Pipeline& pipeline, Tower& tower) {
  const std::vector<NodeField> fields = receptive_fields(pipeline, tower.levels[0].tensor);
  auto field_of = [&](const std::string& node) {
    auto found = std::find_if(fields.begin(), fields.end(), [&](const NodeField& each) { return each.node == node; });
    return found == fields.end() || found->axes.size() != 2 ? std::vector<FieldAxis>(2) : found->axes;
  };
  const std::vector<FieldAxis> top = field_of(tower.levels[tower.top].tensor);
  for (std::size_t l = 0; l <= tower.top; ++l) {
    const std::vector<FieldAxis> here = l == 0 ? std::vector<FieldAxis>(2) : field_of(tower.levels[l].tensor);
    tower.levels[l].field_rows = (top[0].size - here[0].size) / here[0].jump + 1;
    tower.levels[l].field_columns = (top[1].size - here[1].size) / here[1].jump + 1;
  }
}

Tower make_tower(const ViewContext& context) {
  const Model& m = context.model;
  Tower tower;
  const std::string image = m.first().inputs.front();
  tower.levels.push_back({image, -1, -1, m.first().input().extents[2], m.first().input().extents[3], 1, 1, {}});
  for (std::size_t i = 0; i < m.layers.size(); ++i)
    if (is_on(*m.layers[i].layer) || i + 1 == m.layers.size()) {
      const Extents& e = m.layers[i].output().extents;
      if (!is_on(*m.layers[i].layer) && tower.levels.size() > 1) {  // switched off at the end: it hands on what stands there
        tower.levels.back().tensor = m.layers[i].name;
        tower.levels.back().stage = static_cast<int>(i);
        continue;
      }
      tower.levels.push_back({m.layers[i].name, static_cast<int>(i), static_cast<int>(i), e[2], e[3], 1, 1, {}});
    }
  tower.top = tower.levels.size() - 1;
  Index cell = std::clamp<Index>(context.moment.step, 0, m.last().output().count() - 1);
  const Target& target = context.hover.none() ? context.state.pin : context.hover;
  for (std::size_t l = 1; l < tower.levels.size() && target.kind == TargetKind::kOutput; ++l) {
    const LayerModel& layer = m.layer(tower.levels[l].tensor);
    if (target.stage != tower.levels[l].stage || target.index < 0 || target.index >= layer.output().count()) continue;
    tower.top = l;
    cell = target.index;
  }
  const std::string& node = tower.levels[tower.top].tensor;
  const Extents& e = m.layer(node).output().extents;
  tower.row = cell_of(e, cell)[2];
  tower.column = cell_of(e, cell)[3];
  const ReachedCells reached = m.pipeline->receptive_field(node, cell, {});
  for (std::size_t l = 0; l <= tower.top; ++l) {
    Level& level = tower.levels[l];
    auto found = reached.find(level.tensor);
    if (found != reached.end()) level.region = region_of(found->second, m.tensors.at(level.tensor).extents);
  }
  measure(*m.pipeline, tower);
  return tower;
}

// ---- the planes -----------------------------------------------------------------------------------------------------------------

std::vector<Point> quad(const Pyramid& p, std::size_t level, double u0, double v0, double u1, double v1) {
  return {p.at(level, u0, v0), p.at(level, u1, v0), p.at(level, u1, v1), p.at(level, u0, v1)};
}

std::vector<Point> region_quad(const Pyramid& p, std::size_t level, double open = 1) {
  const Level& l = p.tower.levels[level];
  const double rows = static_cast<double>(l.rows), columns = static_cast<double>(l.columns);
  const double u0 = static_cast<double>(l.region.left) / columns, u1 = static_cast<double>(l.region.right + 1) / columns,
               v0 = static_cast<double>(l.region.top) / rows, v1 = static_cast<double>(l.region.bottom + 1) / rows;
  const double u = (u0 + u1) / 2, v = (v0 + v1) / 2;
  return quad(p, level, u + (u0 - u) * open, v + (v0 - v) * open, u + (u1 - u) * open, v + (v1 - v) * open);
}

// The photograph leans like the planes: row after row of pixels, each a little further to the left.
void draw_photograph(const Pyramid& p) {
  const Picture& picture = p.context.model.pictures.at(p.tower.levels[0].tensor);
  const int strips = static_cast<int>(std::ceil(p.depth));
  const double height = p.depth / strips;
  for (int i = 0; i < strips; ++i) {
    const double v = (i + 0.5) / strips, row = std::floor(v * picture.pixels->height);
    const Point from = p.at(0, 0, v);
    p.pen.image({from.x, p.y(0) + i * height, p.width, height + 0.3}, picture.pixels,
                {0, row, static_cast<double>(picture.pixels->width), 1});
  }
}

void draw_plane(const Pyramid& p, std::size_t level) {
  constexpr Index kMostLines = 64, kMostTargets = 16;
  const Theme& t = p.pen.theme();
  const Level& l = p.tower.levels[level];
  const Color color = p.color(level);
  if (level == 0) {
    draw_photograph(p);
  } else {
    p.pen.path(quad(p, level, 0, 0, 1, 1), true, with_alpha(mix(t.surface, color, 0.08), 0.94), {t.line, 1});
    const Stroke thin{mix(t.surface, color, 0.30), 0.8};
    for (Index c = 1; c < l.columns && l.columns <= kMostLines; ++c) {
      const double u = static_cast<double>(c) / static_cast<double>(l.columns);
      p.pen.path({p.at(level, u, 0), p.at(level, u, 1)}, false, {0, 0, 0, 0}, thin);
    }
    for (Index r = 1; r < l.rows && l.rows <= kMostLines; ++r) {
      const double v = static_cast<double>(r) / static_cast<double>(l.rows);
      p.pen.path({p.at(level, 0, v), p.at(level, 1, v)}, false, {0, 0, 0, 0}, thin);
    }
  }
  const double open = opened(p, level);
  if (!l.region.empty() && level <= p.tower.top && open > 0) {
    const std::vector<Point> region = region_quad(p, level, open);
    p.pen.path(region, true, with_alpha(color, level == 0 ? 0.30 : 0.55), {level == 0 ? t.surface : color, level == 0 ? 4.5 : 2.2});
    if (level == 0) p.pen.path(region, true, {0, 0, 0, 0}, {t.input, 2.5});
  }
  if (level == 0 || l.rows > kMostTargets || l.columns > kMostTargets) return;
  for (Index r = 0; r < l.rows; ++r)
    for (Index c = 0; c < l.columns; ++c) {
      PathItem cell{
          quad(p, level, static_cast<double>(c) / static_cast<double>(l.columns), static_cast<double>(r) / static_cast<double>(l.rows),
               static_cast<double>(c + 1) / static_cast<double>(l.columns), static_cast<double>(r + 1) / static_cast<double>(l.rows)),
          true,
          {0, 0, 0, 0},
          {},
          {TargetKind::kOutput, l.stage, r * l.columns + c}};
      p.pen.list().items.push_back(std::move(cell));
    }
}

// The walls between the region of a plane and that of the plane above it.
void draw_walls(const Pyramid& p, std::size_t below) {
  const double open = opened(p, below);
  if (below >= p.tower.top || open <= 0 || p.tower.levels[below].region.empty() || p.tower.levels[below + 1].region.empty()) return;
  const std::vector<Point> upper = region_quad(p, below + 1);
  std::vector<Point> lower = region_quad(p, below);
  const Color color = p.color(below);
  for (std::size_t i = 0; i < 4; ++i)
    lower[i] = {upper[i].x + (lower[i].x - upper[i].x) * open, upper[i].y + (lower[i].y - upper[i].y) * open};
  p.pen.path({lower[3], lower[2], upper[2], upper[3]}, true, with_alpha(color, 0.13), {});
  p.pen.path({lower[2], lower[1], upper[1], upper[2]}, true, with_alpha(color, 0.20), {});
  for (std::size_t i = 0; i < 4; ++i)
    p.pen.path({lower[i], upper[i]}, false, {0, 0, 0, 0}, {with_alpha(color, i == 0 ? 0.35 : 0.9), i == 0 ? 1.0 : 1.4});
}

std::string sides(double rows, double columns) {
  auto text = [](double value) { return number_text(value, value == std::round(value) ? 0 : 1); };
  return text(rows) + " × " + text(columns);
}

void draw_figures(const Pyramid& p, double right, double room) {
  const Theme& t = p.pen.theme();
  for (std::size_t level = 0; level <= p.tower.top; ++level) {
    if (opened(p, level) < 1) continue;
    const Level& l = p.tower.levels[level];
    const double y = p.y(level) + p.depth * 0.28, gap = p.pen.type(23);
    p.pen.fitted({right, y}, sides(l.field_rows, l.field_columns), {20, Weight::kBold, Anchor::kEnd, Face::kNumbers}, p.color(level), room);
    if (p.pitch > p.pen.type(46))
      p.pen.whole({right, y + gap}, p.context.words.format("view.field.of", {{"size", shape_text({l.rows, l.columns})}}),
                  {12.5, Weight::kRegular, Anchor::kEnd, Face::kNumbers, Importance::kNote}, t.muted, room);
  }
}

// ---- the bar --------------------------------------------------------------------------------------------------------------------

BarContent bar_of(const Pyramid& p) {
  const Theme& t = p.pen.theme();
  const Words& words = p.context.words;
  auto text = [](double value) { return number_text(value, value == std::round(value) ? 0 : 1); };
  BarContent content;
  content.line = {{"1", t.output}};
  std::vector<TextRun> ends{{"F  =  ", t.muted}, {text(p.tower.levels[0].field_rows), t.input}};
  for (std::size_t level = p.tower.top; level-- > 0;) {
    if (opened(p, level) < 1) break;
    const Level &above = p.tower.levels[level + 1], &here = p.tower.levels[level];
    const LayerModel& layer = p.context.model.layers[static_cast<std::size_t>(above.layer)];
    content.line.push_back({"  →  (" + text(above.field_rows) + "\u22121)·" + std::to_string(stride_of(*layer.layer)) + "+", t.muted});
    content.line.push_back({std::to_string(kernel_of(layer)), t.weight});
    content.line.push_back({" = ", t.muted});
    content.line.push_back({text(here.field_rows), level == 0 ? t.input : t.ink});
  }
  content.shorter = {ends};
  content.line_size = 16;
  content.sentence = words("view.field.sentence");
  return content;
}

// What is above the pyramid and its stack: names, and where there is height what they say.
struct Headings {
  double height = 0;
  bool told = false;
};

Headings headings_of(const Pen& pen, double height) {
  if (height >= pen.type(420)) return {pen.type(52), true};
  return {height >= pen.type(340) ? pen.type(28) : 0, false};
}

std::string cell_words(const ViewContext& context, const Tower& tower) {
  const Level& top = tower.levels[tower.top];
  const LayerModel& layer = context.model.layer(top.tensor);
  const Index flat = std::clamp<Index>(context.moment.step, 0, layer.output().count() - 1);
  std::string cell = context.words.format(
      "view.field.cell",
      {{"row", std::to_string(tower.row)}, {"column", std::to_string(tower.column)}, {"size", shape_text({top.rows, top.columns})}});
  if (tower.top + 1 == tower.levels.size() && context.hover.none() && context.state.pin.none())
    cell += ": " + number_text(layer.output()[flat], decimals_of(layer.output()));
  return cell;
}

void draw_heading_of(Pen& pen, const Headings& headings, Point at, const std::string& name, const std::string& note, Color color,
                     double room) {
  if (headings.height <= 0) return;
  pen.whole({at.x, at.y + pen.type(9)}, name, {15, Weight::kSemiBold}, color, room);
  if (!headings.told) return;
  pen.whole({at.x, at.y + pen.type(29)}, note, {12.5, Weight::kRegular, Anchor::kStart, Face::kWords, Importance::kNote},
            pen.theme().muted, room);
}

}  // namespace

void build_receptive_field(const ViewContext& context, Pen& pen, Box area) {
  const Words& words = context.words;
  const Theme& t = pen.theme();
  const Box bar = cut_bottom(area, sum_bar_height(context), 2 * kSpace);
  Pyramid p{context, pen, make_tower(context), {}};
  // Beside the pyramid in its full width, or close together; on a narrow stage the pyramid stands alone.
  const bool stack = area.w >= pen.type(640), ample = area.w >= pen.type(820);
  const Headings headings = headings_of(pen, area.h);
  const Box head = cut_top(area, headings.height);
  const double beside = std::clamp(area.w * 0.36, pen.type(228), pen.type(300));
  const Box left = stack ? cut_left(area, beside, pen.type(ample ? 40 : 22)) : Box{};
  const Box figures = cut_right(area, pen.type(ample || !stack ? 112 : 96));
  if (stack) draw_heading_of(pen, headings, {left.x, head.y}, words("view.field.stack"), words("view.field.change"), t.ink, left.w);
  draw_heading_of(pen, headings, {area.x, head.y}, words("view.field.sees"), cell_words(context, p.tower), t.output, area.w);
  p.planes = area;
  const double n = static_cast<double>(p.tower.levels.size());
  p.pitch = area.h / (n - 0.25);
  p.depth = std::min(p.pitch * 0.74, area.w * 0.3);
  p.pitch = (area.h - p.depth - 4) / (n - 1);
  p.skew = std::min(p.depth * 1.45, area.w * 0.3);
  p.width = area.w - p.skew - pen.type(8);
  for (std::size_t level = 0; level < p.tower.levels.size(); ++level) {
    draw_plane(p, level);
    if (level + 1 < p.tower.levels.size()) draw_walls(p, level);
  }
  draw_figures(p, figures.right(), figures.w + p.skew * 0.3);
  if (stack) draw_stack(p, left);
  draw_bar(pen, context, bar, bar_of(p));
}

}  // namespace convscope

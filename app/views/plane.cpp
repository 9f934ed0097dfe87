#include "app/views/plane.h"

#include <algorithm>

#include "engine/ops/axis.h"

namespace convscope {
namespace {

std::vector<Axis> axes_of(const Layer& layer) {
  const Extents &input = layer.shapes()[0], &weight = layer.shapes()[1];
  std::vector<Axis> axes(2);
  std::vector<Index> stride = per_axis(layer.attributes(), "stride", 2).value(),
                     dilation = per_axis(layer.attributes(), "dilation", 2).value();
  for (int a = 0; a < 2; ++a) {
    Axis& axis = axes[static_cast<std::size_t>(a)];
    axis.input = input[a + 2];
    axis.kernel = weight[a + 2];
    axis.stride = stride[static_cast<std::size_t>(a)];
    axis.dilation = dilation[static_cast<std::size_t>(a)];
    axis.mode = padding_mode_of(layer.attributes().word("padding_mode")).value();
  }
  Status resolved = resolve_padding(layer.attributes(), axes);
  CONVSCOPE_CHECK(resolved.ok(), "the layer was checked when it was made");
  return axes;
}

bool reached(Index at, Index begin, Index stride, Index dilation, Index kernel, Index outputs) {
  for (Index element = 0; element < kernel; ++element) {
    Index start = at + begin - element * dilation;
    if (start >= 0 && start % stride == 0 && start / stride < outputs) return true;
  }
  return false;
}

}  // namespace

bool PlaneGeometry::row_reached(Index y) const { return reached(y, top, stride[0], dilation[0], kernel[0], output_rows); }
bool PlaneGeometry::column_reached(Index x) const { return reached(x, left, stride[1], dilation[1], kernel[1], output_columns); }
bool PlaneGeometry::reads_all() const {
  for (Index y = -top; y < rows + bottom; ++y)
    if (!row_reached(y)) return false;
  for (Index x = -left; x < columns + right; ++x)
    if (!column_reached(x)) return false;
  return true;
}

PlaneGeometry plane_geometry(const LayerModel& layer) {
  std::vector<Axis> axes = axes_of(*layer.layer);
  PlaneGeometry g;
  g.rows = axes[0].input; g.columns = axes[1].input;
  g.top = axes[0].begin; g.bottom = axes[0].end; g.left = axes[1].begin; g.right = axes[1].end;
  for (std::size_t a = 0; a < 2; ++a) {
    g.kernel[a] = axes[a].kernel;
    g.stride[a] = axes[a].stride;
    g.dilation[a] = axes[a].dilation;
    g.span[a] = axes[a].span();
  }
  g.output_rows = layer.layer->output()[2];
  g.output_columns = layer.layer->output()[3];
  g.mode = layer.layer->attributes().word("padding_mode");
  g.fill = g.mode == "constant" ? layer.layer->attributes().number("padding_value") : 0;
  return g;
}

PlaneValue plane_value(const LayerModel& layer, const PlaneGeometry& g, const std::string& mode, double fill, Index n, Index c, Index y,
                       Index x) {
  PlaneValue out;
  out.padding = !g.in_input(y, x);
  Axis rows, columns;
  rows.input = g.rows; columns.input = g.columns;
  rows.mode = columns.mode = padding_mode_of(mode).value();
  if (rows.mode == PaddingMode::kReflect && (std::max(g.top, g.bottom) >= g.rows || std::max(g.left, g.right) >= g.columns))
    out.known = !out.padding;
  if (rows.mode == PaddingMode::kCircular && (std::max(g.top, g.bottom) > g.rows || std::max(g.left, g.right) > g.columns))
    out.known = !out.padding;
  if (!out.known) return out;
  std::optional<Index> row = rows.source(y), column = columns.source(x);
  if (!row || !column) {
    out.value = mode == "constant" ? fill : 0;
    return out;
  }
  out.source = flat_index(layer.input().extents, {n, c, *row, *column});
  out.value = layer.input()[out.source];
  return out;
}

Range range_of(const Tensor& tensor) {
  if (tensor.data.empty()) return {};
  auto [low, high] = std::minmax_element(tensor.data.begin(), tensor.data.end());
  return {*low, *high};
}

}  // namespace convscope

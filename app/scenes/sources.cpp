#include "app/scenes/sources.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/core.h>

#include "app/scenes/controls.h"
#include "app/scenes/filters.h"
#include "engine/base/refusal.h"
#include "engine/graph/svd.h"

namespace convscope {
namespace {

// What a source may read.
struct Origin {
  const GivenTensor& given;
  const Scene& scene;
  const State& state;
  const Image* photograph;
};

// Whole numbers low..high from the cell's coordinates alone, so that a larger tensor keeps its old cells.
double hashed(std::uint32_t seed, const Cell& cell, int rank, int low, int high) {
  std::uint64_t h = 0x9E3779B97F4A7C15ULL ^ seed;
  for (int axis = 0; axis < rank; ++axis) {
    h ^= static_cast<std::uint64_t>(cell[static_cast<std::size_t>(axis)]) + 0x9E3779B97F4A7C15ULL + (h << 6) + (h >> 2);
    h *= 0xBF58476D1CE4E5B9ULL;
    h ^= h >> 29;
  }
  return low + static_cast<double>(h % static_cast<std::uint64_t>(high - low + 1));
}

Tensor written(const Origin& origin) {
  const TensorSource& source = origin.given.source;
  const Extents& extents = origin.given.extents;
  Tensor tensor(extents);
  for (Index i = 0; i < tensor.count(); ++i) {
    const Cell cell = cell_of(extents, i);
    bool inside = !source.values.empty() && static_cast<int>(source.values_shape.size()) == extents.rank();
    Index flat = 0;
    for (int axis = 0; inside && axis < extents.rank(); ++axis) {
      const auto a = static_cast<std::size_t>(axis);
      const Index at = source.repeat ? cell[a] % source.values_shape[a] : cell[a];
      inside = at < source.values_shape[a];
      flat = flat * source.values_shape[a] + at;
    }
    tensor[i] = static_cast<float>(inside ? source.values[static_cast<std::size_t>(flat)]
                                          : hashed(source.seed, cell, extents.rank(), source.low, source.high));
  }
  return tensor;
}

Tensor of_photograph(const Origin& origin) { return image_tensor(*origin.photograph, origin.given.extents[1] == 1); }

// The photograph's middle square on a small grid: each cell is the mean of the pixels that it covers, rounded.
Tensor of_small_photograph(const Origin& origin) {
  const Tensor whole = image_tensor(square_of(*origin.photograph), origin.given.extents[1] == 1);
  Tensor small(origin.given.extents);
  const Index side = whole.extents[2], rows = small.extents[2], columns = small.extents[3];
  for (Index i = 0; i < small.count(); ++i) {
    const Cell cell = cell_of(small.extents, i);
    const Index top = cell[2] * side / rows, bottom = std::max(top + 1, (cell[2] + 1) * side / rows);
    const Index left = cell[3] * side / columns, right = std::max(left + 1, (cell[3] + 1) * side / columns);
    double sum = 0;
    for (Index y = top; y < bottom; ++y)
      for (Index x = left; x < right; ++x) sum += whole[flat_index(whole.extents, {0, cell[1], y, x})];
    small[i] = static_cast<float>(std::round(sum / static_cast<double>((bottom - top) * (right - left))));
  }
  return small;
}

// The columns (or rows) of the best split of the chosen filter into products of both, the largest first; zeros beyond its rank.
Tensor of_split(const Origin& origin, bool columns) {
  const PhotoFilter filter = asked_filter(origin.scene, origin.state);
  const KernelSplit split = split_kernel(filter.weights, filter.size, filter.size);
  Tensor tensor(origin.given.extents);
  for (Index i = 0; i < tensor.count(); ++i) {
    const auto term = static_cast<std::size_t>(i / filter.size), at = static_cast<std::size_t>(i % filter.size);
    if (term >= split.terms.size()) continue;
    tensor[i] = static_cast<float>(columns ? split.terms[term].column[at] : split.terms[term].row[at]);
  }
  return tensor;
}

Tensor of_split_columns(const Origin& origin) { return of_split(origin, true); }
Tensor of_split_rows(const Origin& origin) { return of_split(origin, false); }

// In place of what was asked for, the nearest that splits: the scene's control "nearest".
bool wants_nearest(const Scene& scene, const State& state) { return flag_parameter(scene, state, "nearest", false); }

// The filter, or the sum of its best columns times rows.
Tensor of_nearest_filter(const Origin& origin) {
  const PhotoFilter filter = asked_filter(origin.scene, origin.state);
  const KernelSplit split = split_kernel(filter.weights, filter.size, filter.size);
  const auto rank = static_cast<std::size_t>(number_parameter(origin.scene, origin.state, "rank", 1));
  Tensor tensor(origin.given.extents);
  for (Index i = 0; i < tensor.count(); ++i) {
    const auto y = static_cast<std::size_t>(i / filter.size % filter.size), x = static_cast<std::size_t>(i % filter.size);
    double weight = 0;
    for (std::size_t term = 0; term < std::min(rank, split.terms.size()); ++term)
      weight += split.terms[term].column[y] * split.terms[term].row[x];
    tensor[i] = static_cast<float>(weight);
  }
  return tensor;
}

Tensor of_filter(const Origin& origin) {
  if (wants_nearest(origin.scene, origin.state)) return of_nearest_filter(origin);
  const PhotoFilter filter = chosen_filter(origin.scene, origin.state);
  Tensor tensor(origin.given.extents);
  const auto size = static_cast<Index>(filter.weights.size());
  for (Index i = 0; i < tensor.count(); ++i) tensor[i] = static_cast<float>(filter.weights[static_cast<std::size_t>(i % size)]);
  for (const auto& [key, value] : origin.state.edits) {
    if (key.slot != "weight" || key.cell.size() != 4 || key.cell[2] >= filter.size || key.cell[3] >= filter.size) continue;
    if (key.cell[2] < 0 || key.cell[3] < 0) continue;
    for (Index c = 0; c < tensor.extents[0]; ++c)
      tensor[flat_index(tensor.extents, {c, 0, key.cell[2], key.cell[3]})] = static_cast<float>(value);
  }
  return tensor;
}

Status take_edits(const std::string& name, const State& state, Tensor& tensor) {
  const Extents& extents = tensor.extents;
  for (const auto& [key, value] : state.edits) {
    if (key.slot != name || static_cast<int>(key.cell.size()) != extents.rank()) continue;
    if (!std::isfinite(static_cast<float>(value)))
      return impossible(name, "cell_not_finite", "a cell of the {} must be a finite number, it is {}", name, value);
    Cell cell{};
    bool inside = true;
    for (int axis = 0; axis < extents.rank(); ++axis) {
      const auto a = static_cast<std::size_t>(axis);
      cell[a] = key.cell[a];
      inside = inside && key.cell[a] >= 0 && key.cell[a] < extents[axis];
    }
    if (inside) tensor[flat_index(extents, cell)] = static_cast<float>(value);
  }
  return success();
}

// One of the three lines whose product comes nearest to the filter "asked": across its channels, down, along.
FlatSplit flat_split(const Origin& origin) {
  const TensorSource& asked = origin.scene.tensors.at("asked");
  std::vector<Index> sizes;
  for (const std::string& size : asked.shape) {
    Result<Index> number = scene_number(origin.scene, origin.state, origin.photograph, size);
    sizes.push_back(number ? std::max<Index>(1, *number) : 1);
  }
  const GivenTensor given{Extents(sizes), asked};
  Tensor tensor = written({given, origin.scene, origin.state, origin.photograph});
  (void)take_edits("asked", origin.state, tensor);  // what it refuses is refused when the tensor itself is made
  return flatten_kernel({tensor.data.begin(), tensor.data.end()}, sizes[1], sizes[2], sizes[3]);
}

Tensor of_asked(const Origin& origin) {
  if (!wants_nearest(origin.scene, origin.state)) return written(origin);
  const FlatSplit split = flat_split(origin);
  Tensor tensor(origin.given.extents);
  for (Index i = 0; i < tensor.count(); ++i) {
    const Cell cell = cell_of(tensor.extents, i);
    auto at = [](const std::vector<double>& line, Index place) { return line[static_cast<std::size_t>(place)]; };
    tensor[i] = static_cast<float>(at(split.across, cell[1]) * at(split.down, cell[2]) * at(split.along, cell[3]));
  }
  return tensor;
}

Tensor line_tensor(const Origin& origin, const std::vector<double>& line) {
  Tensor tensor(origin.given.extents);
  for (Index i = 0; i < tensor.count(); ++i) tensor[i] = static_cast<float>(line.at(static_cast<std::size_t>(i)));
  return tensor;
}

Tensor of_flat_across(const Origin& origin) { return line_tensor(origin, flat_split(origin).across); }
Tensor of_flat_down(const Origin& origin) { return line_tensor(origin, flat_split(origin).down); }
Tensor of_flat_along(const Origin& origin) { return line_tensor(origin, flat_split(origin).along); }

// Equal weights of a transposed convolution that leave the brightness as it is on the whole: each is factor² over the kernel's cells,
// where the factor is the scene's, or its stride.
Tensor of_even_stamp(const Origin& origin) {
  Tensor tensor(origin.given.extents);
  const Index stride = number_parameter(origin.scene, origin.state, "stride", 2);
  const auto factor = static_cast<double>(number_parameter(origin.scene, origin.state, "factor", stride));
  const auto cells = static_cast<double>(tensor.extents[2] * tensor.extents[3]);
  for (float& weight : tensor.data) weight = static_cast<float>(factor * factor / cells);
  return tensor;
}

// The mean of the cells under the kernel.
Tensor of_mean_stamp(const Origin& origin) {
  Tensor tensor(origin.given.extents);
  for (float& weight : tensor.data) weight = 1 / static_cast<float>(tensor.extents[2] * tensor.extents[3]);
  return tensor;
}

// How many of `size` weights in a row stand `stride` apart from the one at `at`: so many stamps meet in a cell that this one paints.
Index stamps_that_meet(Index at, Index size, Index stride) { return (size - 1 - at % stride) / stride + 1; }

// The stamp of a transposed convolution, the same for every channel, by the control "stamp_weights": all 1; uneven as training leaves
// them; or each divided by the number of stamps that meet there, so that no cell gets more than another.
Tensor of_chosen_stamp(const Origin& origin, const std::string& weights) {
  Tensor tensor(origin.given.extents);
  const bool line = tensor.extents.rank() == 3;  // the first row of the stamp
  const Index rows = line ? 1 : tensor.extents[2], columns = tensor.extents[line ? 2 : 3];
  const Index stride = number_parameter(origin.scene, origin.state, "stride", 2);
  for (Index i = 0; i < tensor.count(); ++i) {
    const Index y = i / columns % rows, x = i % columns;
    const Index meet = stamps_that_meet(y, rows, stride) * stamps_that_meet(x, columns, stride);
    double weight = 1;
    if (weights == "uneven") weight = hashed(11, {0, 0, y, x}, 4, 2, 18) / 10;
    if (weights == "apart") weight = 1 / static_cast<double>(meet);
    if (weights == "cancelling") weight = static_cast<double>(rows * columns) / static_cast<double>((line ? 1 : stride) * stride * meet);
    tensor[i] = static_cast<float>(weight);
  }
  return tensor;
}

Tensor of_stamp(const Origin& origin) {
  return of_chosen_stamp(origin, word_parameter(origin.scene, origin.state, "stamp_weights", "equal"));
}

// The same without its grid and as bright as the picture: each cell is shared out among the stamps that meet there.
Tensor of_clean_even_stamp(const Origin& origin) { return of_chosen_stamp(origin, "apart"); }

// The cancelling stamp that adds up to what the chosen one does: the same picture without its grid.
Tensor of_clean_stamp(const Origin& origin) {
  const Tensor chosen = of_stamp(origin);
  Tensor clean = of_chosen_stamp(origin, "cancelling");
  const double wanted = std::accumulate(chosen.data.begin(), chosen.data.end(), 0.0);
  const double sum = std::accumulate(clean.data.begin(), clean.data.end(), 0.0);
  for (float& weight : clean.data) weight = static_cast<float>(weight * wanted / sum);
  return clean;
}

// Offsets of a 3 × 3 kernel at every output cell: (Δy, Δx) for one element after the other. "strength" is the angle of the rotation, the
// share by which the bulge spreads the kernel in the middle of the map, the reach of the random ones; "zero" and "hand" move none.
Tensor of_offset_field(const Origin& origin) {
  Tensor tensor(origin.given.extents);
  const std::string field = word_parameter(origin.scene, origin.state, "offsets", "zero");
  const AttributeValue* given = find_parameter(origin.scene, origin.state, "strength");
  const double strength = given && std::holds_alternative<double>(*given) ? std::get<double>(*given) : 0;
  const double middle_y = static_cast<double>(tensor.extents[2] - 1) / 2, middle_x = static_cast<double>(tensor.extents[3] - 1) / 2;
  for (Index i = 0; i < tensor.count(); ++i) {
    const Cell at = cell_of(tensor.extents, i);
    const auto dy = static_cast<double>(at[1] / 2 / 3 - 1), dx = static_cast<double>(at[1] / 2 % 3 - 1);
    double y = 0, x = 0;
    if (field == "rotation") {
      y = dx * std::sin(strength) + dy * std::cos(strength) - dy;
      x = dx * std::cos(strength) - dy * std::sin(strength) - dx;
    } else if (field == "bulge") {
      const double from_y = (static_cast<double>(at[2]) - middle_y) / (middle_y + 1),
                   from_x = (static_cast<double>(at[3]) - middle_x) / (middle_x + 1);
      const double share = strength * std::max(0.0, 1 - std::hypot(from_y, from_x));
      y = dy * share;
      x = dx * share;
    } else if (field == "random") {
      y = x = strength * hashed(20, at, 4, -100, 100) / 100;
    }
    tensor[i] = static_cast<float>(at[1] % 2 == 0 ? y : x);
  }
  return tensor;
}

// Where a field sends the place (y, x) of a picture, as an offset from there. It acts within the largest circle around the middle and
// fades out towards its edge: "bulge" enlarges the middle up to four times, "rotation" turns it by up to a quarter.
struct Moved {
  double y = 0, x = 0;
};

Moved moved_by(const std::string& field, double strength, double y, double x, double radius) {
  constexpr double kMostEnlarged = 0.75, kMostTurned = 1.5707963267948966;
  const double far = std::hypot(y, x) / radius;
  if (far >= 1) return {};
  const double fade = strength * (1 - far) * (1 - far);
  if (field == "bulge") return {-y * kMostEnlarged * fade, -x * kMostEnlarged * fade};
  if (field != "rotation") return {};
  const double angle = kMostTurned * fade;
  return {x * std::sin(angle) + y * std::cos(angle) - y, x * std::cos(angle) - y * std::sin(angle) - x};
}

// Offsets of a 3 × 3 kernel on a photograph: each element goes where the field sends its place, so that the kernel reads the moved
// picture. "random" moves every element by itself, by up to 8 pixels.
Tensor of_offset_warp(const Origin& origin) {
  constexpr double kFarthest = 8;
  Tensor tensor(origin.given.extents);
  const std::string field = word_parameter(origin.scene, origin.state, "offsets", "zero");
  const AttributeValue* given = find_parameter(origin.scene, origin.state, "strength");
  const double strength = given && std::holds_alternative<double>(*given) ? std::get<double>(*given) : 0;
  const Index rows = tensor.extents[2], columns = tensor.extents[3];
  const double middle_y = static_cast<double>(rows - 1) / 2, middle_x = static_cast<double>(columns - 1) / 2,
               radius = std::max(1.0, std::min(middle_y, middle_x));
  if (field == "random") {
    for (Index i = 0; i < tensor.count(); ++i)
      tensor[i] = static_cast<float>(kFarthest * strength * hashed(20, cell_of(tensor.extents, i), 4, -100, 100) / 100);
    return tensor;
  }
  for (Index y = -1; y <= rows; ++y)
    for (Index x = -1; x <= columns; ++x) {
      const Moved moved = moved_by(field, strength, static_cast<double>(y) - middle_y, static_cast<double>(x) - middle_x, radius);
      for (Index element = 0; element < 9; ++element) {  // the output cells one of whose elements stands here
        const Index row = y - (element / 3 - 1), column = x - (element % 3 - 1);
        if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
        tensor[flat_index(tensor.extents, {0, 2 * element, row, column})] = static_cast<float>(moved.y);
        tensor[flat_index(tensor.extents, {0, 2 * element + 1, row, column})] = static_cast<float>(moved.x);
      }
    }
  return tensor;
}

struct NamedSource {
  const char* name;
  Tensor (*make)(const Origin& origin);
  int rank = 4;        // of the tensors it can make; 0: any
  Index channels = 0;  // which they must have; 0: any
};

constexpr Index kOffsetChannels = 18;  // (Δy, Δx) of a 3 × 3 kernel

constexpr NamedSource kSources[] = {
    {"", written, 0},
    {"photograph", of_photograph},
    {"photograph_small", of_small_photograph},
    {"filter", of_filter},
    {"filter_columns", of_split_columns},
    {"filter_rows", of_split_rows},
    {"even_stamp", of_even_stamp},
    {"mean_stamp", of_mean_stamp},
    {"stamp", of_stamp},
    {"stamp_line", of_stamp, 3},
    {"clean_stamp", of_clean_stamp},
    {"clean_even_stamp", of_clean_even_stamp},
    {"offset_field", of_offset_field, 4, kOffsetChannels},
    {"offset_warp", of_offset_warp, 4, kOffsetChannels},
    {"asked", of_asked},
    {"flat_across", of_flat_across},
    {"flat_down", of_flat_down},
    {"flat_along", of_flat_along},
};

Status check_shape(const std::string& name, const NamedSource& source, const Extents& extents) {
  const bool rank_fits = source.rank == 0 || extents.rank() == source.rank;
  if (rank_fits && (source.channels == 0 || extents[1] == source.channels)) return success();
  const std::string channels = source.channels > 0 ? fmt::format(" with {} channels", source.channels) : "";
  return Error{ErrorKind::kFile,
               fmt::format("the tensor {} has the shape {}; {} makes tensors of {} axes{}", name, extents.text(), source.name, source.rank,
                           channels),
               name};
}

}  // namespace

Image square_of(const Image& image) {
  const int side = std::min(image.height, image.width), top = (image.height - side) / 2, left = (image.width - side) / 2;
  Image square = image;
  square.height = square.width = side;
  square.pixels.clear();
  for (int y = top; y < top + side; ++y) {
    const auto row = image.pixels.begin() + static_cast<std::ptrdiff_t>((y * image.width + left) * image.channels);
    square.pixels.insert(square.pixels.end(), row, row + static_cast<std::ptrdiff_t>(side * image.channels));
  }
  return square;
}

std::vector<std::string> source_names() {
  std::vector<std::string> names;
  for (const NamedSource& source : kSources)
    if (*source.name) names.emplace_back(source.name);
  return names;
}

Result<Tensor> make_tensor(const std::string& name, const GivenTensor& given, const Scene& scene, const State& state,
                           const Image* photograph) {
  if (given.source.from.rfind('=', 0) == 0) return Tensor(given.extents);  // filled with the other tensor's values when that is whole
  for (const NamedSource& source : kSources) {
    if (given.source.from != source.name) continue;
    if (Status fits = check_shape(name, source, given.extents); !fits) return fits.error();
    Tensor tensor = source.make({given, scene, state, photograph});
    if (given.source.from.rfind("photograph", 0) == 0) return tensor;  // its cells are not edited
    const bool asked_for = given.source.from == "filter" || given.source.from == "asked";
    if (asked_for && wants_nearest(scene, state)) return tensor;  // nearest to what the edits ask for
    Status edited = take_edits(name, state, tensor);
    if (!edited) return edited.error();
    return tensor;
  }
  return Error{ErrorKind::kFile, "the tensor " + name + " comes from the unknown source " + given.source.from, name};
}

}  // namespace convscope

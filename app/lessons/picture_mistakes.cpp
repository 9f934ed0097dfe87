// Which picture is the result: the layer's output, and what the engine makes of the same input when a part of the layer is forgotten.
#include <algorithm>
#include <cmath>

#include "app/lessons/mistakes.h"
#include "app/scenes/filters.h"
#include "engine/base/refusal.h"
#include "engine/gpu/device.h"
#include "engine/ops/slots.h"

namespace convscope {
namespace {

constexpr Index kMostCells = Index{1} << 21;  // of an output that is computed several times
constexpr Index kFewestCells = 4;             // of a picture that shows anything
constexpr Index kMostPixels = 192;            // a side of a picture: more than a choice's card has

struct Attempt {
  std::string mistake;
  Tensor output;
};

// The layer, taken wrongly; each attempt computes it anew.
class Attempts {
 public:
  explicit Attempts(const LayerModel& layer) : layer_(layer), op_(operator_of(*layer.layer)) {
    if (Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kCpu)) device_ = std::move(device).value();
  }

  void with_attribute(const char* mistake, const char* name, Index number) {
    const Attributes& given = layer_.layer->attributes();
    if (!given.has(name)) return;
    Attributes attributes = given;
    attributes.set(name, std::vector<Index>{number});
    if (!(attributes == given)) run(mistake, attributes, layer_.tensors);
  }

  // Another tensor in a slot; absent: none.
  void with_tensor(const std::string& mistake, const char* slot, const Tensor& tensor) {
    TensorSet tensors = layer_.tensors;
    const std::vector<SlotSpec>& slots = op_.slots();
    for (std::size_t i = 0; i < slots.size(); ++i)
      if (slots[i].name == slot) tensors[i] = tensor.absent() ? nullptr : &tensor;
    run(mistake, layer_.layer->attributes(), tensors);
  }

  void as_it_was() { made_.push_back({"picture_as_it_was", layer_.input()}); }

  std::vector<Attempt> made() { return std::move(made_); }

 private:
  // What cannot be is no plausible picture.
  void run(const std::string& mistake, const Attributes& attributes, const TensorSet& tensors) {
    Shapes shapes;
    for (const Tensor* tensor : tensors) shapes.push_back(tensor ? tensor->extents : Extents{});
    Result<std::shared_ptr<const Layer>> layer = op_.layer(attributes, shapes);
    if (!layer || !device_ || (*layer)->output().count() > kMostCells) return;
    Result<RunResult> result = device_->run(**layer, tensors);
    if (result) made_.push_back({mistake, std::move(result->output)});
  }

  const LayerModel& layer_;
  const Operator& op_;
  std::unique_ptr<Device> device_;
  std::vector<Attempt> made_;
};

// The weights with (y, x) of each kernel taken from elsewhere; `from` says from where.
Tensor moved(const Tensor& weight, const auto& from) {
  Tensor other = weight;
  const Index rows = weight.extents[2], columns = weight.extents[3];
  for (Index plane = 0; plane < weight.extents[0] * weight.extents[1]; ++plane)
    for (Index y = 0; y < rows; ++y)
      for (Index x = 0; x < columns; ++x) {
        const auto [from_y, from_x] = from(y, x);
        other[(plane * rows + y) * columns + x] = weight[(plane * rows + from_y) * columns + from_x];
      }
  return other;
}

Tensor first_channel_alone(const Tensor& weight) {
  Tensor other = weight;
  const Index window = weight.extents[2] * weight.extents[3];
  for (Index at = 0; at < weight.count(); ++at)
    if (at / window % weight.extents[1] > 0) other[at] = 0;
  return other;
}

// Filters of the same size whose results have the same sign: both grey, or both on the diverging scale.
void add_other_filters(Attempts& attempts, const Model& model, const Tensor& weight) {
  if (model.filter.empty() || weight.extents[1] != 1) return;
  for (const PhotoFilter& filter : photo_filters()) {
    Tensor other = weight;
    const Index window = filter.size * filter.size;
    if (filter.id == "own" || filter.id == model.filter || window != weight.extents[2] * weight.extents[3]) continue;
    for (Index at = 0; at < other.count(); ++at) other[at] = static_cast<float>(filter.weights[static_cast<std::size_t>(at % window)]);
    if (sums_to_zero(other) == sums_to_zero(weight)) attempts.with_tensor("picture_filter_" + filter.id, "weight", other);
  }
}

// Whether a picture without what the padding adds looks smaller: a twentieth of its side is seen, eight rows of three hundred are not.
bool padding_is_seen(const Layer& layer) {
  const std::optional<WindowOf> window = window_of(layer);
  if (!window) return false;
  auto seen = [](const auto& axis) { return (axis.begin + axis.end) * 20 >= axis.output(); };
  return std::any_of(window->axes.begin(), window->axes.end(), seen) ||
         std::any_of(window->transposed.begin(), window->transposed.end(), seen);
}

std::vector<Attempt> attempts_at(const Model& model, const LayerModel& layer) {
  Attempts attempts(layer);
  const Tensor& weight = layer.weight();
  attempts.with_attribute("picture_dilation_forgotten", "dilation", 1);
  if (padding_is_seen(*layer.layer)) attempts.with_attribute("picture_padding_forgotten", "padding", 0);
  const bool has_kernels = weight.extents.rank() == 4, alone = layer.tensors.size() == 1;
  const Index rows = has_kernels ? weight.extents[2] : 0, columns = has_kernels ? weight.extents[3] : 0;
  if (has_kernels) {
    const bool turns = turns_its_kernel(layer.trace().gather(layer.output().count() / 2));
    attempts.with_tensor(turns ? "picture_kernel_not_turned" : "picture_kernel_turned", "weight",
                         moved(weight, [&](Index y, Index x) { return std::pair{rows - 1 - y, columns - 1 - x}; }));
    if (weight.extents[1] > 1) attempts.with_tensor("picture_one_channel", "weight", first_channel_alone(weight));
    if (rows == columns)
      attempts.with_tensor("picture_kernel_transposed", "weight", moved(weight, [](Index y, Index x) { return std::pair{x, y}; }));
    if (!layer.bias().absent()) attempts.with_tensor("picture_bias_forgotten", "bias", {});
  }
  attempts.with_attribute("picture_stride_forgotten", "stride", 1);
  if (has_kernels) add_other_filters(attempts, model, weight);
  if (layer.input().extents[1] == 1 || alone) attempts.as_it_was();
  if (alone && !window_of(*layer.layer)) {  // a function of each value
    Tensor negated = layer.input();
    for (float& value : negated.data) value = -value;
    attempts.with_tensor("picture_sign_turned", "input", negated);
  }
  return attempts.made();
}

// Of all pictures of a question: grey from `low` to `high`, or diverging around 0.
struct Scale {
  bool is_signed = false;
  double low = 0, high = 1;
  Color color(double value) const {
    const double share = std::clamp((value - low) / std::max(1e-12, high - low), 0.0, 1.0);
    return is_signed ? diverging(share) : grey_color(255 * share);
  }
};

Scale scale_of(const Model& model, const LayerModel& layer, const Tensor& right, const std::vector<Attempt>& attempts) {
  Scale scale;
  const auto picture = model.pictures.find(layer.name);
  if (picture != model.pictures.end()) {
    const Picture& p = picture->second;
    return {p.is_signed, p.is_signed ? -p.limit : 0, p.is_signed ? p.limit : 255};
  }
  double low = 0, high = 0;
  auto take = [&](const Tensor& tensor) {
    for (float value : tensor.data) {
      low = std::min(low, static_cast<double>(value));
      high = std::max(high, static_cast<double>(value));
    }
  };
  take(right);
  for (const Attempt& each : attempts) take(each.output);
  if (low >= 0) return {false, 0, high};
  const double most = std::max(-low, high);
  return {true, -most, most};
}

// What stands for a block: its mean; of signed values the one that stands out most, for a mean would wipe out lines one cell wide.
double value_of_block(const Tensor& tensor, Index top, Index left, Index side, bool is_signed) {
  const Index bottom = std::min(tensor.extents[2], top + side), right = std::min(tensor.extents[3], left + side);
  double strongest = 0, sum = 0;
  for (Index y = top; y < bottom; ++y)
    for (Index x = left; x < right; ++x) {
      const double value = tensor[y * tensor.extents[3] + x];
      if (std::abs(value) > std::abs(strongest)) strongest = value;
      sum += value;
    }
  return is_signed ? strongest : sum / static_cast<double>((bottom - top) * (right - left));
}

// The first map of the first sample, a pixel a cell; of a large map, a pixel a block of cells.
std::shared_ptr<const Pixels> picture_of_map(const Tensor& tensor, const Scale& scale) {
  const Index rows = tensor.extents[2], columns = tensor.extents[3];
  const Index side = (std::max(rows, columns) + kMostPixels - 1) / kMostPixels;
  auto pixels = std::make_shared<Pixels>();
  pixels->height = static_cast<int>((rows + side - 1) / side);
  pixels->width = static_cast<int>((columns + side - 1) / side);
  pixels->rgba.reserve(static_cast<std::size_t>(4 * pixels->height) * static_cast<std::size_t>(pixels->width));
  for (Index y = 0; y < rows; y += side)
    for (Index x = 0; x < columns; x += side) {
      const Color c = scale.color(value_of_block(tensor, y, x, side, scale.is_signed));
      pixels->rgba.insert(pixels->rgba.end(), {c.r, c.g, c.b, c.a});
    }
  return pixels;
}

bool is_picture(const Extents& extents) { return extents.rank() == 4 && extents[2] * extents[3] >= kFewestCells; }

}  // namespace

bool look_alike(const Pixels& a, const Pixels& b) {
  constexpr int kLooks = 48, kFewCells = 32;  // a side
  constexpr double kLeastDifference = 4;      // of 255, on average
  const bool few = std::max({a.width, a.height, b.width, b.height}) <= kFewCells;
  if (few && (a.width != b.width || a.height != b.height)) return false;  // cells that can be counted
  double sum = 0;
  auto at = [&](const Pixels& pixels, int y, int x, int part) {
    const int row = (2 * y + 1) * pixels.height / (2 * kLooks), column = (2 * x + 1) * pixels.width / (2 * kLooks);
    return static_cast<int>(pixels.rgba[static_cast<std::size_t>(4 * (row * pixels.width + column) + part)]);
  };
  for (int y = 0; y < kLooks; ++y)
    for (int x = 0; x < kLooks; ++x)
      for (int part = 0; part < 3; ++part) sum += std::abs(at(a, y, x, part) - at(b, y, x, part));
  return sum / (3.0 * kLooks * kLooks) < kLeastDifference;
}

Result<Draft> draft_picture(const Model& model, const LayerModel& layer) {
  const Tensor& right = layer.output();
  if (!is_picture(right.extents) || !is_picture(layer.input().extents))
    return impossible("", "asked_no_picture", "its output is no picture");
  if (right.count() > kMostCells)
    return impossible("", "asked_too_large", "its output is too large to be computed several times");
  std::vector<Attempt> attempts = attempts_at(model, layer);
  std::erase_if(attempts, [](const Attempt& each) { return !is_picture(each.output.extents); });
  const Scale scale = scale_of(model, layer, right, attempts);
  Draft draft;
  draft.right.picture = picture_of_map(right, scale);
  for (const Attempt& each : attempts) {
    Choice choice;
    choice.mistake = each.mistake;
    choice.picture = picture_of_map(each.output, scale);
    draft.wrong.push_back(std::move(choice));
  }
  return draft;
}

}  // namespace convscope

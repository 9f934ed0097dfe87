// y[n, c, indices[n, c, i, j]] = input[n, c, i, j], everywhere else 0: the winners of max_pool2d go back to where they stood.
// An index counts the cells of the output's plane, row by row. Of two that name the same cell the later one stays (PyTorch's loop).
#include <fmt/core.h>

#include <cmath>

#include "engine/ops/code_text.h"
#include "engine/ops/pooling.h"

namespace convscope {
namespace {

constexpr int kInput = 0, kIndices = 1;  // slots
constexpr Index kNowhere = -1;

class MaxUnpool2dLayer final : public LayerBase {
 public:
  // `axes`: how the size follows from kernel_size; empty when only output_size was given.
  MaxUnpool2dLayer(const Operator& op, Attributes attributes, Shapes shapes, Extents output, std::vector<TransposedAxis> axes)
      : LayerBase(op, std::move(attributes), std::move(shapes), output), axes_(std::move(axes)), in_(shape(kInput)), out_(this->output()) {}

  void taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const override;
  std::vector<Index> users_of(Ref datum, const TensorSet& tensors) const override;
  Status check_data(const TensorSet& tensors) const override;
  std::shared_ptr<const Layer> prepared(const TensorSet& tensors) const override {
    auto layer = std::make_shared<MaxUnpool2dLayer>(*this);
    layer->source_ = sources(tensors);
    return layer;
  }
  Cost cost() const override {
    Cost cost;
    cost.memory = values_moved();
    return cost;
  }
  std::vector<FormulaLine> formula() const override;
  std::string code(CodeDialect dialect) const override;
  GpuPlan gpu_plan() const override;

 private:
  // Where a cell goes is not known without them (a receptive field of shapes alone).
  static bool knows_indices(const TensorSet& tensors) { return tensors.size() > kIndices && tensors[kIndices]; }
  // The cell of the output's plane that an index names; nothing for what is not a whole number inside it.
  std::optional<Index> named(float index) const;
  // Where in its input plane the value of output cell `cell` stands; kNowhere: the cell is 0.
  Index source(Index cell, const TensorSet& tensors) const;
  // The same for all cells, as single precision numbers.
  std::vector<float> sources(const TensorSet& tensors) const;

  std::vector<TransposedAxis> axes_;
  Volume in_, out_;
  std::vector<float> source_;  // of all output cells, once prepared
};

std::optional<Index> MaxUnpool2dLayer::named(float index) const {
  if (!(index >= 0 && index < static_cast<float>(out_.plane())) || index != std::floor(index)) return std::nullopt;
  return static_cast<Index>(index);
}

Index MaxUnpool2dLayer::source(Index cell, const TensorSet& tensors) const {
  if (!source_.empty()) return static_cast<Index>(source_[static_cast<std::size_t>(cell)]);
  const Index first = cell / out_.plane() * in_.plane();
  for (Index at = in_.plane() - 1; at >= 0; --at) {
    if (named((*tensors[kIndices])[first + at]) == cell % out_.plane()) return at;
  }
  return kNowhere;
}

std::vector<float> MaxUnpool2dLayer::sources(const TensorSet& tensors) const {
  std::vector<float> sources(static_cast<std::size_t>(output().count()), static_cast<float>(kNowhere));
  const Tensor& indices = *tensors[kIndices];
  for (Index i = 0; i < indices.count(); ++i) {
    const std::optional<Index> cell = named(indices[i]);
    if (cell) sources[static_cast<std::size_t>(i / in_.plane() * out_.plane() + *cell)] = static_cast<float>(i % in_.plane());
  }
  return sources;
}

void MaxUnpool2dLayer::taps_to(Index cell, const TensorSet& tensors, std::vector<Tap>& taps) const {
  const Index from = knows_indices(tensors) ? source(cell, tensors) : kNowhere;
  if (from == kNowhere) return;
  Tap& tap = taps.emplace_back();
  tap.data = {kInput, cell / out_.plane() * in_.plane() + from};
  const VolumeCell in = in_.cell(tap.data.index);
  tap.at = in.at;
  tap.channel = in.c;
}

std::vector<Index> MaxUnpool2dLayer::users_of(Ref datum, const TensorSet& tensors) const {
  if (datum.slot != kInput || !knows_indices(tensors)) return {};
  const std::optional<Index> place = named((*tensors[kIndices])[datum.index]);
  if (!place) return {};
  const Index cell = datum.index / in_.plane() * out_.plane() + *place;
  if (source(cell, tensors) != datum.index % in_.plane()) return {};  // a later one names the cell too
  return {cell};
}

Status MaxUnpool2dLayer::check_data(const TensorSet& tensors) const {
  const Tensor& indices = *tensors[kIndices];
  for (Index i = 0; i < indices.count(); ++i) {
    if (named(indices[i])) continue;
    const Cell at = cell_of(indices.extents, i);
    return impossible("indices", "index_outside_plane", "indices must be whole numbers from 0 to {}, at {},{},{},{} stands {}",
                      out_.plane() - 1, at[0], at[1], at[2], at[3], indices[i]);
  }
  return success();
}

std::vector<FormulaLine> MaxUnpool2dLayer::formula() const {
  auto plain = [](std::string text) { return RoleText{std::move(text), Role::kPlain}; };
  std::vector<FormulaLine> lines{{{"y", Role::kOutput}, plain("[indices] = "), {"x", Role::kInput}, plain(", elsewhere 0")}};
  const char* const letters[2][2] = {{"oh", "h"}, {"ow", "w"}};
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    const TransposedAxis& axis = axes_[i];
    lines.push_back({{letters[i][0], Role::kOutput},
                     plain(" = s·("),
                     {letters[i][1], Role::kInput},
                     plain(" \u2212 1) + "),
                     {"k", Role::kWeight},
                     plain(" \u2212 2p")});
    lines.push_back({plain(fmt::format("   = {}·(", axis.stride)), {std::to_string(axis.input), Role::kInput}, plain(" \u2212 1) + "),
                     {std::to_string(axis.kernel), Role::kWeight}, plain(fmt::format(" \u2212 2·{} = ", axis.begin)),
                     {std::to_string(axis.output()), Role::kOutput}});
  }
  if (attributes().has("output_size")) {
    lines.push_back({plain("output_size = "), {fmt::format("{} × {}", out_.size[1], out_.size[2]), Role::kOutput}});
  }
  return lines;
}

std::string MaxUnpool2dLayer::code(CodeDialect dialect) const {
  const std::vector<Index> size{out_.size[1], out_.size[2]};
  const bool sized = attributes().has("output_size");
  std::vector<Index> kernel, stride, padding;
  for (const TransposedAxis& axis : axes_) {
    kernel.push_back(axis.kernel);
    stride.push_back(axis.stride);
    padding.push_back(axis.begin);
  }
  if (dialect == CodeDialect::kKeras) return "# Keras has no unpooling\n" + call("tf.scatter_nd", {"places", "x", "shape"});
  const bool onnx = dialect == CodeDialect::kOnnx;
  if (axes_.empty() && !onnx) return call("torch._C._nn.max_unpool2d", {"x", "indices", fmt::format("({}, {})", size[0], size[1])});
  if (onnx) {
    Arguments arguments{"\"MaxUnpool\"", sized ? "[\"x\", \"indices\", \"size\"]" : "[\"x\", \"indices\"]", "[\"y\"]"};
    arguments.push_back("kernel_shape=" + (axes_.empty() ? std::string("[1, 1]") : list_text(kernel)));
    if (!axes_.empty()) arguments.push_back("strides=" + list_text(stride));
    if (!axes_.empty() && !all_are(padding, 0)) arguments.push_back("pads=" + list_text({padding[0], padding[1], padding[0], padding[1]}));
    const std::string sizes = sized ? fmt::format("size = {}\n", list_text({out_.n, out_.c, size[0], size[1]})) : "";
    return "# ONNX counts indices through all planes\n" + sizes + call("helper.make_node", arguments);
  }
  Arguments arguments{"x", "indices", tuple_text(kernel)};
  if (stride != kernel) arguments.push_back("stride=" + tuple_text(stride));
  if (!all_are(padding, 0)) arguments.push_back("padding=" + tuple_text(padding));
  if (sized) arguments.push_back(fmt::format("output_size=({}, {})", size[0], size[1]));
  return call("F.max_unpool2d", arguments);
}

GpuPlan MaxUnpool2dLayer::gpu_plan() const {
  GpuPlan plan;
  plan.shader = op();
  plan.add(in_.plane());
  plan.add(out_.plane());
  plan.reads = static_cast<double>(output().count());
  plan.table = [layer = *this](const TensorSet& tensors) { return layer.sources(tensors); };
  return plan;
}

class MaxUnpool2d final : public OperatorBase {
 public:
  MaxUnpool2d()
      : OperatorBase("max_unpool2d", {{"input", true}, {"indices", true}},
                     {sizes_spec("output_size"), required_per_axis_spec("kernel_size", 1), optional_per_axis_spec("stride", 1),
                      per_axis_spec("padding", 0, 0)}) {}

 protected:
  Made make(Attributes attributes, Shapes shapes) const override;

 private:
  // How the size follows from kernel_size, stride (kernel_size when absent) and padding, checked.
  Result<std::vector<TransposedAxis>> axes(const Attributes& attributes, const Extents& input) const;
};

Result<std::vector<TransposedAxis>> MaxUnpool2d::axes(const Attributes& attributes, const Extents& input) const {
  Result<std::vector<Index>> kernel = per_axis(attributes, "kernel_size", 2);
  if (!kernel) return kernel.error();
  Result<std::vector<Index>> stride = attributes.has("stride") ? per_axis(attributes, "stride", 2) : kernel;
  if (!stride) return stride.error();
  Result<std::vector<Index>> padding = per_axis(attributes, "padding", 2);
  if (!padding) return padding.error();
  std::vector<TransposedAxis> axes;
  for (std::size_t i = 0; i < 2; ++i) {
    const char* const name = i == 0 ? "tall" : "wide";
    axes.push_back({name, input[static_cast<int>(i) + 2], (*kernel)[i], (*stride)[i], 1, (*padding)[i], (*padding)[i], 0});
    Status status = check(axes.back());
    if (!status) return status.error();
  }
  return axes;
}

// PyTorch's rule: the size that was pooled is less than a stride away from what kernel_size gives.
Status check_output_size(const std::vector<Index>& size, const std::vector<TransposedAxis>& axes) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Index least = axes[i].output() - axes[i].stride + 1, most = axes[i].output() + axes[i].stride - 1;
    if (size[i] >= least && size[i] <= most) continue;
    return impossible("output_size", "output_size_does_not_pool", "an output {} {} does not pool to this input: {} to {} are possible",
                      size[i], axes[i].name, least, most);
  }
  return success();
}

OperatorBase::Made MaxUnpool2d::make(Attributes attributes, Shapes shapes) const {
  Status rank = check_rank(id(), "input", shapes[kInput], 4, pooling_layout(2));
  if (!rank) return rank.error();
  Status same = check_same("indices", shapes[kIndices], shapes[kInput], "that of the input");
  if (!same) return same.error();
  const bool sized = attributes.has("output_size");
  if (!sized && !attributes.has("kernel_size")) {
    return refusal(ErrorKind::kUsage, "output_size", "needs_either", "{} needs {} or {}", id(), "output_size", "kernel_size");
  }
  std::vector<TransposedAxis> found;
  if (attributes.has("kernel_size")) {
    Result<std::vector<TransposedAxis>> axes = this->axes(attributes, shapes[kInput]);
    if (!axes) return axes.error();
    found = *std::move(axes);
  }
  const std::vector<Index> size = sized ? attributes.integers("output_size") : std::vector<Index>{found[0].output(), found[1].output()};
  Status two = check_count("output_size", size, 2);
  if (!two) return two.error();
  Status fits = check_output_size(size, found);
  if (!fits) return fits.error();
  const Extents& input = shapes[kInput];
  if (size[0] * size[1] > kMostNamedCells || input[2] * input[3] > kMostNamedCells) {
    return impossible("indices", "plane_beyond_indices",
                      "indices in single precision name at most {} cells of a plane, from {}×{} to {}×{} are too many", kMostNamedCells,
                      input[2], input[3], size[0], size[1]);
  }
  const Extents output{input[0], input[1], size[0], size[1]};
  return Made(std::make_shared<MaxUnpool2dLayer>(*this, std::move(attributes), std::move(shapes), output, std::move(found)));
}

const MaxUnpool2d kMaxUnpool2d;

}  // namespace

const Operator& max_unpool2d_operator() { return kMaxUnpool2d; }

}  // namespace convscope

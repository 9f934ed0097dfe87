#include "engine/gpu/transposed_tile.h"

#include <algorithm>
#include <numeric>

#include "engine/gpu/content_hash.h"
#include "engine/gpu/conv_tile.h"
#include "engine/gpu/padded_planes.h"

namespace convscope {
namespace {

constexpr std::size_t kMostPhases = 64;  // each is a dispatch

Index remainder(Index number, Index divisor) { return (number % divisor + divisor) % divisor; }

// What the phases of one axis reach, relative to the input: before its first cell, and behind its last.
struct Reach {
  Index before = 0, behind = 0;
};
Reach reach_of(const std::vector<PhaseAxis>& phases, Index input) {
  Reach reach;
  for (const PhaseAxis& phase : phases) {
    if (phase.taps == 0 || phase.count == 0) continue;
    reach.before = std::max(reach.before, -phase.first);
    reach.behind = std::max(reach.behind, phase.count - 1 + phase.first + (phase.taps - 1) * phase.step - (input - 1));
  }
  return reach;
}

// One phase of both axes, where its weights begin, and where its planes begin in what the steps write.
struct Phase {
  Index y = 0, x = 0;
  PhaseAxis rows, columns;
  TileWork work;
  Tile tile;
  WeightView weights;
  bool summed() const { return rows.taps > 0 && columns.taps > 0; }
};

class Phases {
 public:
  Phases(const params::Convolution& conv, const float* weights, int accumulators);
  bool fit() const;
  const PaddedPlanes& planes() const { return planes_; }
  std::vector<PassStep> steps() const;
  PassInput weights(const std::vector<float>& source) const;
  Index output_floats() const { return output_floats_; }
  // Phase planes to the cells between one another; a phase without taps is its bias.
  void collect(const float* bias, const float* from, float* to) const;

 private:
  void add(Index y, Index x, const PhaseAxis& rows, const PhaseAxis& columns, const float* weights);

  params::Convolution conv_;
  int accumulators_;
  PaddedPlanes planes_;
  std::vector<Phase> phases_;
  Index weight_floats_ = 0, output_floats_ = 0;
};

Phases::Phases(const params::Convolution& conv, const float* weights, int accumulators) : conv_(conv), accumulators_(accumulators) {
  const std::vector<PhaseAxis> rows = phases_of(conv.output_height, conv.kernel_height, conv.stride_y, conv.dilation_y, conv.pad_top);
  const std::vector<PhaseAxis> columns = phases_of(conv.output_width, conv.kernel_width, conv.stride_x, conv.dilation_x, conv.pad_left);
  const Reach down = reach_of(rows, conv.input_height), across = reach_of(columns, conv.input_width);
  planes_ = {Index{conv.batch} * conv.input_channels,
             conv.input_height,
             conv.input_width,
             down.before,
             across.before,
             std::max<Index>(down.behind, 0),
             std::max<Index>(across.behind, 0),
             PAD_CONSTANT,
             0};
  if (rows.size() * columns.size() > kMostPhases) return;
  for (std::size_t y = 0; y < rows.size(); ++y) {
    for (std::size_t x = 0; x < columns.size(); ++x) add(static_cast<Index>(y), static_cast<Index>(x), rows[y], columns[x], weights);
  }
}

void Phases::add(Index y, Index x, const PhaseAxis& rows, const PhaseAxis& columns, const float* weights) {
  Phase phase{y, x, rows, columns, {}, {}, {}};
  TileWork& work = phase.work;
  work.batch = conv_.batch;
  work.groups = conv_.groups;
  work.input_channels = conv_.input_channels / conv_.groups;
  work.output_channels = conv_.output_channels / conv_.groups;
  work.output_height = rows.count;
  work.output_width = columns.count;
  if (rows.count == 0 || columns.count == 0) return;
  work.kernel_height = rows.taps;
  work.kernel_width = columns.taps;
  work.dilation_y = rows.taps > 1 ? rows.step : 1;
  work.dilation_x = columns.taps > 1 ? columns.step : 1;
  work.has_bias = conv_.has_bias != 0;
  if (phase.summed()) {
    const Index first_column = columns.first + planes_.left;
    work.input_row_texels = planes_.row_floats() / 4;
    work.input_plane_texels = planes_.rows() * work.input_row_texels;
    work.input_first_texel = (rows.first + planes_.top) * work.input_row_texels + first_column / 4;
    work.shift_x = first_column % 4;
    work.weight_first_texel = weight_floats_ / 4;
    work.output_first_texel = output_floats_ / 4;
    phase.tile = choose_tile(work, accumulators_);
    // Weights lie C, Cout/groups, Kh, Kw.
    const Index kernel = Index{conv_.kernel_height} * conv_.kernel_width, channel = work.output_channels * kernel;
    phase.weights = {weights + rows.last * conv_.kernel_width + columns.last, work.input_channels * channel, kernel, channel,
                     -rows.element_step * conv_.kernel_width, -columns.element_step};
    weight_floats_ += tile_weight_floats(work, phase.tile);
    output_floats_ += work.output_floats();
  }
  phases_.push_back(phase);
}

bool Phases::fit() const {
  if (planes_.count() > kMostPaddedFloats || output_floats_ == 0) return false;
  return std::all_of(phases_.begin(), phases_.end(),
                     [](const Phase& phase) { return !phase.summed() || tile_fits(phase.work, phase.tile); });
}

std::vector<PassStep> Phases::steps() const {
  std::vector<PassStep> steps;
  for (const Phase& phase : phases_) {
    if (phase.summed()) steps.push_back(tile_step(phase.work, phase.tile));
  }
  return steps;
}

PassInput Phases::weights(const std::vector<float>& source) const {
  PassInput input;
  input.floats = weight_floats_;
  input.source = &source;
  input.layout = 3;
  for (const Phase& phase : phases_) {
    if (!phase.summed()) continue;
    input.layout = mix_hash(input.layout, tile_weight_layout(phase.work, phase.tile, phase.weights));
    input.layout = mix_hash(input.layout, static_cast<std::uint64_t>(phase.weights.first - source.data()));
  }
  input.arrange = [phases = phases_](float* to) {
    for (const Phase& phase : phases) {
      if (phase.summed()) write_tile_weights(phase.work, phase.tile, phase.weights, to + phase.work.weight_first_texel * 4);
    }
  };
  return input;
}

void Phases::collect(const float* bias, const float* from, float* to) const {
  const Index height = conv_.output_height, width = conv_.output_width, stride = conv_.stride_x;
  for (const Phase& phase : phases_) {
    const Index pitch = phase.work.output_row_texels() * 4;
    for (Index plane = 0; plane < Index{conv_.batch} * conv_.output_channels; ++plane) {
      const float empty = bias ? bias[plane % conv_.output_channels] : 0.0f;
      for (Index q = 0; q < phase.rows.count; ++q) {
        float* row = to + (plane * height + q * conv_.stride_y + phase.y) * width + phase.x;
        const float* cells = from + phase.work.output_first_texel * 4 + (plane * phase.rows.count + q) * pitch;
        for (Index x = 0; x < phase.columns.count; ++x) row[x * stride] = phase.summed() ? cells[x] : empty;
      }
    }
  }
}

}  // namespace

std::vector<PhaseAxis> phases_of(Index output, Index kernel, Index stride, Index dilation, Index pad) {
  const Index common = std::gcd(stride, dilation);
  std::vector<PhaseAxis> phases;
  for (Index phase = 0; phase < stride; ++phase) {
    PhaseAxis axis;
    axis.count = phase < output ? (output - phase - 1) / stride + 1 : 0;
    axis.step = dilation / common;
    axis.element_step = stride / common;
    for (Index element = 0; element < kernel; ++element) {
      if (remainder(phase + pad - element * dilation, stride) != 0) continue;
      ++axis.taps;
      axis.last = element;  // the last element reads first
      axis.first = (phase + pad - element * dilation) / stride;
    }
    phases.push_back(axis);
  }
  return phases;
}

std::optional<Pass> transposed_pass(const params::Convolution& conv, const TensorSet& tensors, int accumulators) {
  if (conv.output_depth != 1 || conv.kernel_depth != 1 || conv.input_depth != 1) return std::nullopt;
  const Phases phases(conv, tensors[1]->data.data(), accumulators);
  if (!phases.fit()) return std::nullopt;
  const Tensor* bias = tensors.size() > 2 ? tensors[2] : nullptr;
  Pass pass;
  pass.texels = TexelFormat::kFourFloats;
  pass.inputs = {padded_input(phases.planes(), *tensors[0]), phases.weights(tensors[1]->data), plain_input(bias)};
  pass.steps = phases.steps();
  pass.output_floats = phases.output_floats();
  pass.collect = [phases, bias](const float* from, float* to) { phases.collect(bias ? bias->data.data() : nullptr, from, to); };
  return pass;
}

}  // namespace convscope

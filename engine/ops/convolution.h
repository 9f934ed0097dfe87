// What the convolutions and their relatives (transposed, gradients, deformable) share: the operator conv1d, conv2d, conv3d and convolve
// are, its attributes, checks of channels, and the fields their shaders take.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/ops/layer_base.h"
#include "engine/ops/volume.h"

namespace convscope {

// Deep learning's convolution meets the window with the kernel as it lies; the mathematician's turns it by 180° first.
enum class Turn { kAsItLies, kTurned };

// y[n, o, p] = Σ over c, e of input[n, first(o) + c, p·s − begin + e·d] · weight[o, c, e]  + bias[o], with p and e of one to three axes and
// first(o) the first input channel of o's group. Turned: weight[o, c, k − 1 − e].
class Convolution final : public OperatorBase {
 public:
  Convolution(std::string id, int axes, Turn turn = Turn::kAsItLies);

 protected:
  Status check_given(const Shapes& shapes) const override;
  Made make(Attributes attributes, Shapes shapes) const override;

 private:
  int axes_;
  Turn turn_;
};

// stride, padding, padding_mode, padding_value, dilation, groups
std::vector<AttributeSpec> convolution_attributes();
// "N, C, H, W" and "Cout, Cin/groups, kH, kW", for one to three axes.
std::string input_layout(int axes);
std::string weight_layout(int axes, const std::string& channels);

// Ranks and sizes of an input and its weights, in a convolution's words.
Status check_convolution_shapes(const std::string& op, const Extents& input, const Extents& weight, int axes, const std::string& channels);
// Groups divide both kinds of channels, the weights have as many as a group.
Status check_convolution_channels(Index channels_in, const Extents& weight, Index groups);
Status check_bias(const Extents& bias, Index channels_out);

std::vector<Index> kernel_of(const Extents& weight);
// Axes in front that are not there are one long.
std::array<Axis, 3> three_axes(const std::vector<Axis>& axes);
double padding_value_of(const Attributes& attributes);

// The fields of Convolution in shaders/include/params.h, in their order (of Conv2d, when there are two axes).
void add_convolution_fields(GpuPlan& plan, const Volume& input, const Volume& output, const std::vector<Axis>& axes, Index groups,
                            bool bias);
void add_convolution_fields(GpuPlan& plan, const Volume& input, const Volume& output, const std::vector<TransposedAxis>& axes, Index groups,
                            bool bias);
std::vector<Axis> listed(const std::array<Axis, 3>& axes);

// All cells of one channel's maps, of every item of the batch: those that a weight or a bias of that channel helps to make.
std::vector<Index> cells_of_channel(const Volume& output, Index channel);
void add_bias_tap(std::int8_t slot, Index channel, std::vector<Tap>& taps);
// Of layers that multiply as often for every output. `memory`: values read and written.
Cost dense_cost(Index outputs, Index products_per_output, Index weights, Index biases, Index memory);

}  // namespace convscope

// What stands around a layer in a text: lines that pad before it, crop or scale behind it, turn its weights.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/code/read_code.h"
#include "engine/code/syntax.h"

namespace convscope {

struct PaddingPiece {
  std::vector<Index> begins, ends;  // one per axis, the last axis last; may be fewer than the layer has: those in front are not padded
  std::string mode = "zeros";       // as the attribute padding_mode has it
  double value = 0;                 // of "zeros" and "constant"
  CodePlace place;
  std::string name;  // "F.pad"
};

// F.pad, np.pad, nn.ReflectionPad2d, layers.ZeroPadding2D, … Nothing: the expression is no padding. Refuses arguments that are none.
Result<std::optional<PaddingPiece>> read_padding(const Expression& expression);
// Puts it before the layer. Refuses what the layer cannot be padded with, and a layer that pads itself as well.
Status pad_before(CodeLayer& layer, const PaddingPiece& padding);

// y[..., 1:-2, 1:] and layers.Cropping2D(…): cells taken away at begin and end, of a transposed convolution its padding, of a fold the
// padding of its windows. False: it is no such line, or not for this layer.
Result<bool> crop_behind(CodeLayer& layer, const Expression& expression);
// y * 4 / 3 behind an average pooling of 4 cells: divided by 3 instead.
bool scale_behind(CodeLayer& layer, const Expression& expression);
// w[::-1, ::-1], w.flip(-2, -1): the weights turned by half a turn.
bool is_turn(const Expression& expression);
// torch.autograd.grad(y, x, grad) behind a convolution: the way back to x or, with w, to the weights.
bool is_way_back(const Expression& expression);
void turn_back(CodeLayer& layer, const Expression& expression);

}  // namespace convscope

// Tensors on photographs as pictures: made once when the model is computed, drawn as textures ever after.
#pragma once

#include <memory>
#include <vector>

#include "app/canvas/display_list.h"
#include "engine/tensor/tensor.h"

namespace convscope {

struct Picture {
  std::shared_ptr<const Pixels> pixels;
  bool is_signed = false;  // on the diverging scale, 0 in its middle
  double limit = 255;      // of a signed one: where its scale ends; what lies beyond is clipped

  Color color(double value) const;  // of one value, as in the picture
};

Color grey_color(double value);  // 0..255
// Weights that sum to 0 give results of both signs.
bool sums_to_zero(const Tensor& weight);
// The value at which the diverging scale ends: 60 % of the largest magnitude, so that faint edges are seen.
double signed_limit(const Tensor& tensor);
// Of sample 0 of N × 1 × H × W (grey or diverging) or N × 3 × H × W (red, green, blue; of a signed one 0 is mid grey in each).
Picture picture_of(const Tensor& tensor, bool is_signed);
// Each channel of sample 0 by itself, grey or diverging, all on one scale.
std::vector<Picture> plane_pictures(const Tensor& tensor, bool is_signed);

}  // namespace convscope

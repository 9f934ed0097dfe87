// Random conv2d configurations that are possible, with tensors, from a seed. Sizes are small, odd and unequal.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

struct RandomConv2d {
  Tensor input, weight, bias;  // bias absent at times
  std::shared_ptr<const Layer> layer;
  std::string text;            // what a failure prints
  TensorSet tensors() const { return {&input, &weight, bias.absent() ? nullptr : &bias}; }
};

enum class Values { kWhole, kReal };

// What the tiled form bakes; few of them, so that few programs are compiled.
struct BakedConv2d {
  Index kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, group_outputs;
};

class RandomConv2ds {
 public:
  explicit RandomConv2ds(unsigned seed) : random_(seed) {}
  RandomConv2d next(Values values);
  RandomConv2d next(Values values, const BakedConv2d& baked);

 private:
  Index whole(Index least, Index most) { return std::uniform_int_distribution<Index>(least, most)(random_); }
  Tensor tensor(const Extents& extents, Values values);

  std::mt19937 random_;
};

}  // namespace convscope

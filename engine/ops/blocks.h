// What unfold and fold share: windows of an image laid out as the columns of a matrix. Row (c·kh + ey)·kw + ex of column ly·lw + lx is
// element (ey, ex) of channel c in the window at block (ly, lx); lh × lw blocks.
#pragma once

#include <vector>

#include "engine/ops/layer_base.h"
#include "engine/ops/volume.h"

namespace convscope {

// One cell of the matrix, and the place on the image that it stands for.
struct BlockCell {
  Index n = 0, c = 0;
  Place element{};  // 0, ey, ex
  Place at{};       // 0, y, x relative to the unpadded image
};

class Blocks {
 public:
  Blocks(const Volume& image, const Axis& tall, const Axis& wide) : image_(image), tall_(tall), wide_(wide) {}

  Index rows() const { return image_.c * tall_.kernel * wide_.kernel; }
  Index columns() const { return tall_.output() * wide_.output(); }
  BlockCell cell(Index flat) const;
  bool is_on_image(const BlockCell& cell) const { return tall_.source(cell.at[1]) && wide_.source(cell.at[2]); }
  // The cells of the matrix that stand for image cell `flat`, ascending.
  std::vector<Index> cells_at(Index flat) const;
  const Axis& tall() const { return tall_; }
  const Axis& wide() const { return wide_; }
  const Volume& image() const { return image_; }
  // The fields of Blocks in shaders/include/params.h, in their order.
  void add_fields(GpuPlan& plan) const;
  // The size formula of the windows, and lh·lw = columns.
  std::vector<FormulaLine> formula() const;
  // kernel_size, and what differs from 1 and 0 of dilation, padding, stride, as PyTorch writes them. `padding` is false where F.pad stands
  // before.
  std::vector<std::string> torch_arguments(bool padding) const;

 private:
  Volume image_;
  Axis tall_, wide_;
};

// kernel_size (required), dilation, padding, stride
std::vector<AttributeSpec> block_attributes();
// The blocks of an image of N, C, H, W. Refuses what a window refuses, and sizes of the matrix beyond the memory budget.
Result<Blocks> blocks_of(const Operator& op, const Attributes& attributes, const Extents& image);

}  // namespace convscope

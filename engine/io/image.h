// Photographs. Reading is budgeted and hardened (see image.cpp); PNG, JPEG and BMP only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace convscope {

struct Image {
  int width = 0;
  int height = 0;
  int channels = 0;                 // 1, 3 or 4, interleaved
  std::vector<std::uint8_t> pixels; // height × width × channels, top row first
};

inline constexpr int kMaxImageSide = 8192;

Result<Image> read_image(const std::string& path);
// 1×3×H×W (or 1×1×H×W when grey: luma 0.299 R + 0.587 G + 0.114 B, rounded), values 0..255; alpha is left out.
Tensor image_tensor(const Image& image, bool grey);

}  // namespace convscope

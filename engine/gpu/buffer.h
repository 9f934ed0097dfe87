// A GL buffer of floats, seen by shaders as storage or as an image of one or four floats a texel. Grows, never shrinks.
#pragma once

#include <string>

#include "engine/tensor/tensor.h"

namespace convscope {

enum class TexelFormat { kOneFloat, kFourFloats };

class Buffer {
 public:
  explicit Buffer(std::string label) : label_(std::move(label)) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer();

  // Room for `count` floats; what was in it is lost. False when GL has no memory for it.
  bool reserve(Index count);
  // The first `count` floats in host memory, until unmap(). nullptr when GL refuses.
  float* map_to_write(Index count);
  const float* map_to_read(Index count);
  void unmap();
  void bind_storage(unsigned binding) const;
  void bind_image(unsigned unit, TexelFormat format) const;

 private:
  std::string label_;
  unsigned buffer_ = 0;
  unsigned view_[2] = {0, 0};  // buffer textures, by TexelFormat
  Index capacity_ = 0;
};

}  // namespace convscope

#include "engine/gpu/buffer.h"

#include <epoxy/gl.h>

namespace convscope {
namespace {

constexpr Index kLeast = 64;  // floats; an absent tensor is bound too
constexpr GLenum kFormats[2] = {GL_R32F, GL_RGBA32F};

GLsizeiptr bytes_of(Index count) { return static_cast<GLsizeiptr>(count) * static_cast<GLsizeiptr>(sizeof(float)); }

}  // namespace

Buffer::~Buffer() {
  if (!buffer_) return;
  glDeleteTextures(2, view_);
  glDeleteBuffers(1, &buffer_);
}

bool Buffer::reserve(Index count) {
  count = (std::max(count, kLeast) + 3) / 4 * 4;  // whole texels
  if (count <= capacity_) return true;
  if (!buffer_) {
    glGenBuffers(1, &buffer_);
    glGenTextures(2, view_);
  }
  while (glGetError() != GL_NO_ERROR) {}
  glBindBuffer(GL_COPY_WRITE_BUFFER, buffer_);
  glBufferData(GL_COPY_WRITE_BUFFER, bytes_of(count), nullptr, GL_DYNAMIC_DRAW);
  glBindBuffer(GL_COPY_WRITE_BUFFER, 0);
  if (glGetError() == GL_OUT_OF_MEMORY) {
    capacity_ = 0;
    return false;
  }
  capacity_ = count;
  glObjectLabel(GL_BUFFER, buffer_, -1, label_.c_str());
  for (int format = 0; format < 2; ++format) {
    glBindTexture(GL_TEXTURE_BUFFER, view_[format]);
    glTexBuffer(GL_TEXTURE_BUFFER, kFormats[format], buffer_);
    glObjectLabel(GL_TEXTURE, view_[format], -1, label_.c_str());
  }
  glBindTexture(GL_TEXTURE_BUFFER, 0);
  return true;
}

float* Buffer::map_to_write(Index count) {
  glBindBuffer(GL_COPY_WRITE_BUFFER, buffer_);
  return static_cast<float*>(
      glMapBufferRange(GL_COPY_WRITE_BUFFER, 0, bytes_of(std::max<Index>(count, 1)), GL_MAP_WRITE_BIT | GL_MAP_INVALIDATE_BUFFER_BIT));
}

const float* Buffer::map_to_read(Index count) {
  glBindBuffer(GL_COPY_WRITE_BUFFER, buffer_);
  return static_cast<const float*>(glMapBufferRange(GL_COPY_WRITE_BUFFER, 0, bytes_of(std::max<Index>(count, 1)), GL_MAP_READ_BIT));
}

void Buffer::unmap() {
  glBindBuffer(GL_COPY_WRITE_BUFFER, buffer_);
  glUnmapBuffer(GL_COPY_WRITE_BUFFER);
  glBindBuffer(GL_COPY_WRITE_BUFFER, 0);
}

void Buffer::bind_storage(unsigned binding) const { glBindBufferBase(GL_SHADER_STORAGE_BUFFER, binding, buffer_); }

void Buffer::bind_image(unsigned unit, TexelFormat format) const {
  int index = format == TexelFormat::kOneFloat ? 0 : 1;
  glBindImageTexture(unit, view_[index], 0, GL_FALSE, 0, GL_READ_ONLY, kFormats[index]);
}

}  // namespace convscope

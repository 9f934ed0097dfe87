#include "app/panels/glyph_texture.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>

#include "app/canvas/font_files.h"
#include "app/canvas/glyphs.h"

namespace convscope {
namespace {

constexpr double kSizeSteps = 4;  // sizes are rounded to quarters of a pixel, so that zooming does not fill the texture

void upload(unsigned texture, int x, int y, int width, int height, const void* coverage) {
  glBindTexture(GL_TEXTURE_2D, texture);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, GL_RED, GL_UNSIGNED_BYTE, coverage);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
}

}  // namespace

GlyphTexture::GlyphTexture(std::shared_ptr<const Fonts> fonts)
    : fonts_(std::move(fonts)), kit_(std::make_unique<DrawingKit>(fonts_->files())) {
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, kSide, kSide, 0, GL_RED, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);  // quads lie on whole pixels
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  const GLint swizzle[] = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
  glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, swizzle);
}

GlyphTexture::~GlyphTexture() { glDeleteTextures(1, &texture_); }

void GlyphTexture::clear() {
  glyphs_.clear();
  shelf_x_ = shelf_height_ = 0;
  shelf_y_ = base_rows_;
  overflowed_ = false;
}

void GlyphTexture::begin_frame() {
  if (overflowed_) clear();
}

void GlyphTexture::place_base(const unsigned char* alpha, int width, int height) {
  upload(texture_, 0, 0, width, height, alpha);
  base_rows_ = height + 1;
  clear();
}

double GlyphTexture::advance(char32_t code_point, Face face, Weight weight) const {
  return fonts_->files().glyph(code_point, face, weight).advance;
}

bool GlyphTexture::reserve(int width, int height, int& x, int& y) {
  if (shelf_x_ + width + 1 > kSide) {
    shelf_y_ += shelf_height_ + 1;
    shelf_x_ = shelf_height_ = 0;
  }
  if (shelf_y_ + height + 1 > kSide) return false;
  x = shelf_x_;
  y = shelf_y_;
  shelf_x_ += width + 1;
  shelf_height_ = std::max(shelf_height_, height);
  return true;
}

const PlacedGlyph& GlyphTexture::glyph(char32_t code_point, Face face, Weight weight, double pixels, int quarter) {
  const Glyph& glyph = fonts_->files().glyph(code_point, face, weight);
  auto size = static_cast<std::uint64_t>(std::lround(pixels * kSizeSteps));
  std::uint64_t key = (static_cast<std::uint64_t>(glyph.index) << 32) | (static_cast<std::uint64_t>(glyph.file) << 24) | (size << 2) |
                      static_cast<std::uint64_t>(quarter);
  auto [entry, fresh] = glyphs_.try_emplace(key);
  PlacedGlyph& placed = entry->second;
  if (!fresh) return placed;
  const GlyphPicture& picture = kit_->picture(glyph, static_cast<double>(size) / kSizeSteps, quarter);
  if (picture.width == 0 || picture.height == 0) return placed;
  int x = 0, y = 0;
  if (!reserve(picture.width, picture.height, x, y)) {
    overflowed_ = true;
    placed.placed = false;
    return placed;
  }
  upload(texture_, x, y, picture.width, picture.height, picture.coverage.data());
  auto unit = [](int v) { return static_cast<float>(v) / kSide; };
  placed = {picture.width,           picture.height,           picture.left, picture.top, unit(x), unit(y),
            unit(x + picture.width), unit(y + picture.height), true};
  return placed;
}

}  // namespace convscope

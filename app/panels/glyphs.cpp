#include "app/panels/glyphs.h"

#include <epoxy/gl.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <cmath>

namespace convscope {

struct Glyphs::Library {
  FT_Library handle = nullptr;
  ~Library() { FT_Done_FreeType(handle); }
};

struct Glyphs::FontFile {
  FT_Face face = nullptr;
  ~FontFile() { FT_Done_Face(face); }
};

Glyphs::Glyphs(std::shared_ptr<const Fonts> fonts) : fonts_(std::move(fonts)), library_(std::make_unique<Library>()) {}

Glyphs::~Glyphs() {
  files_.clear();  // before the library they belong to
  if (texture_ != 0) glDeleteTextures(1, &texture_);
}

Result<std::unique_ptr<Glyphs>> Glyphs::create(std::shared_ptr<const Fonts> fonts) {
  std::unique_ptr<Glyphs> glyphs(new Glyphs(std::move(fonts)));
  if (FT_Init_FreeType(&glyphs->library_->handle) != 0) return Error{ErrorKind::kProgram, "FreeType could not be started", ""};
  glGenTextures(1, &glyphs->texture_);
  glBindTexture(GL_TEXTURE_2D, glyphs->texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, kSide, kSide, 0, GL_RED, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);  // quads lie on whole pixels
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  const GLint swizzle[] = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
  glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, swizzle);
  return glyphs;
}

void Glyphs::clear() {
  glyphs_.clear();
  shelf_x_ = shelf_height_ = 0;
  shelf_y_ = base_rows_;
  overflowed_ = false;
}

void Glyphs::begin_frame() {
  if (overflowed_) clear();
}

void Glyphs::place_base(const unsigned char* alpha, int width, int height) {
  glBindTexture(GL_TEXTURE_2D, texture_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RED, GL_UNSIGNED_BYTE, alpha);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  base_rows_ = height + 1;
  clear();
}

Glyphs::FontFile* Glyphs::font_for(char32_t code_point, Face face, Weight weight) {
  const std::string& file = fonts_->file_for(code_point, face, weight);
  auto found = files_.find(file);
  if (found != files_.end()) return found->second.get();
  auto font = std::make_unique<FontFile>();
  if (FT_New_Face(library_->handle, file.c_str(), 0, &font->face) != 0) font->face = nullptr;
  return files_.emplace(file, std::move(font)).first->second.get();
}

double Glyphs::advance(char32_t code_point, Face face, Weight weight) {
  auto key = std::tuple(code_point, static_cast<int>(face), static_cast<int>(weight));
  auto found = advances_.find(key);
  if (found != advances_.end()) return found->second.second;
  FontFile* font = font_for(code_point, face, weight);
  double advance = 0.5;
  if (font->face != nullptr && FT_Load_Char(font->face, code_point, FT_LOAD_NO_SCALE) == 0)
    advance = static_cast<double>(font->face->glyph->advance.x) / font->face->units_per_EM;
  advances_[key] = {font, advance};
  return advance;
}

bool Glyphs::reserve(int width, int height, int& x, int& y) {
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

Glyph Glyphs::rasterize(FontFile& font, char32_t code_point, double pixels, int quarter) {
  Glyph glyph;
  if (font.face == nullptr) return glyph;
  FT_Set_Char_Size(font.face, 0, std::lround(pixels * 64), 72, 72);
  if (FT_Load_Char(font.face, code_point, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) return glyph;
  FT_GlyphSlot slot = font.face->glyph;
  if (slot->format == FT_GLYPH_FORMAT_OUTLINE) FT_Outline_Translate(&slot->outline, quarter * 16, 0);
  if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0) return glyph;
  const FT_Bitmap& bitmap = slot->bitmap;
  int width = static_cast<int>(bitmap.width), height = static_cast<int>(bitmap.rows), x = 0, y = 0;
  if (width == 0 || height == 0) return glyph;
  if (!reserve(width, height, x, y)) {
    overflowed_ = true;
    glyph.placed = false;
    return glyph;
  }
  glBindTexture(GL_TEXTURE_2D, texture_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, bitmap.pitch);
  glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, GL_RED, GL_UNSIGNED_BYTE, bitmap.buffer);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glyph.width = width;
  glyph.height = height;
  glyph.left = slot->bitmap_left;
  glyph.top = slot->bitmap_top;
  glyph.u0 = static_cast<double>(x) / kSide;
  glyph.v0 = static_cast<double>(y) / kSide;
  glyph.u1 = static_cast<double>(x + width) / kSide;
  glyph.v1 = static_cast<double>(y + height) / kSide;
  return glyph;
}

const Glyph& Glyphs::glyph(char32_t code_point, Face face, Weight weight, double pixels, int quarter) {
  FontFile* font = font_for(code_point, face, weight);
  Key key{font, code_point, static_cast<int>(std::lround(pixels * 4)), quarter};
  auto found = glyphs_.find(key);
  if (found != glyphs_.end() && (found->second.placed || overflowed_)) return found->second;
  return glyphs_[key] = rasterize(*font, code_point, static_cast<double>(std::get<2>(key)) / 4, quarter);
}

}  // namespace convscope

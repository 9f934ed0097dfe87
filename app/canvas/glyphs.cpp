#include "app/canvas/glyphs.h"

#include <cmath>
#include <string>

#include FT_OUTLINE_H

#include "engine/base/check.h"

namespace convscope {
namespace {

constexpr std::size_t kMostPictures = 8192;  // about 2 MB

}  // namespace

KitPool::KitPool() = default;
KitPool::~KitPool() = default;

std::unique_ptr<DrawingKit> KitPool::take(const FontFiles& files) {
  {
    std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<DrawingKit> kit = std::move(idle_.back());
      idle_.pop_back();
      return kit;
    }
  }
  return std::make_unique<DrawingKit>(files);
}

void KitPool::give_back(std::unique_ptr<DrawingKit> kit) {
  std::lock_guard lock(mutex_);
  idle_.push_back(std::move(kit));
}

DrawingKit::DrawingKit(const FontFiles& files) {
  CONVSCOPE_CHECK_EQ(FT_Init_FreeType(&library_), 0);
  for (const FontFile& file : files.all()) {
    FT_Face face = nullptr;
    auto* bytes = reinterpret_cast<const FT_Byte*>(file.bytes.data());
    CONVSCOPE_CHECK_EQ(FT_New_Memory_Face(library_, bytes, static_cast<FT_Long>(file.bytes.size()), 0, &face), 0);
    faces_.push_back(face);
  }
}

DrawingKit::~DrawingKit() {
  for (FT_Face face : faces_) FT_Done_Face(face);
  FT_Done_FreeType(library_);
}

const GlyphPicture& DrawingKit::picture(const Glyph& glyph, double pixels, int quarter) {
  long size = std::lround(pixels * 64);
  std::uint64_t key = static_cast<std::uint64_t>(size) << 32 | static_cast<std::uint64_t>(glyph.file) << 24 |
                      static_cast<std::uint64_t>(glyph.index) << 2 | static_cast<std::uint64_t>(quarter);
  auto found = pictures_.find(key);
  if (found != pictures_.end()) return found->second;
  if (pictures_.size() >= kMostPictures) pictures_.clear();
  return pictures_.emplace(key, draw(glyph, size, quarter)).first->second;
}

// Light hinting moves outlines up and down only, so that stems are crisp and advances stay the font's own.
GlyphPicture DrawingKit::draw(const Glyph& glyph, long size, int quarter) {
  GlyphPicture picture;
  FT_Face face = faces_[static_cast<std::size_t>(glyph.file)];
  if (FT_Set_Char_Size(face, 0, size, 72, 72) != 0) return picture;
  if (FT_Load_Glyph(face, glyph.index, FT_LOAD_TARGET_LIGHT) != 0) return picture;
  FT_Outline_Translate(&face->glyph->outline, quarter * 64 / kQuarters, 0);
  if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return picture;
  const FT_Bitmap& bitmap = face->glyph->bitmap;
  picture.left = face->glyph->bitmap_left;
  picture.top = -face->glyph->bitmap_top;
  picture.width = static_cast<int>(bitmap.width);
  picture.height = static_cast<int>(bitmap.rows);
  for (unsigned row = 0; row < bitmap.rows; ++row) {
    const std::uint8_t* line = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
    picture.coverage.insert(picture.coverage.end(), line, line + bitmap.width);
  }
  return picture;
}

}  // namespace convscope

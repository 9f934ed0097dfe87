// The loaded font files: which glyph of which file draws a code point, and how far it advances. Immutable, so safe everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/canvas/drawing_kit.h"
#include "app/canvas/fonts.h"

namespace convscope {

struct Glyph {
  int file = 0;             // index into FontFiles::all()
  std::uint32_t index = 0;  // within the file; 0 draws the empty box of an unknown character
  double advance = 0;       // in units of the text size
};

struct FontFile {
  std::string path;
  std::string bytes;
  double em = 1000;  // design units
  std::unordered_map<char32_t, Glyph> glyphs;
  Glyph unknown;
};

class FontFiles final : public Fonts {
 public:
  explicit FontFiles(std::vector<FontFile> files) : files_(std::move(files)) {}
  using Fonts::width;
  double width(std::string_view utf8, double size, Face face, Weight weight) const override;
  const std::string& file_for(char32_t code_point, Face face, Weight weight) const override;
  bool has_glyph(std::string_view utf8, Face face, Weight weight) const override;
  const FontFiles& files() const override { return *this; }

  const std::vector<FontFile>& all() const { return files_; }
  const Glyph& glyph(char32_t code_point, Face face, Weight weight) const;
  // What one drawing thread needs besides; taken for a picture and given back.
  KitPool& kits() const { return kits_; }

 private:
  std::vector<FontFile> files_;
  mutable KitPool kits_;
};

// The next code point of UTF-8 text, which loses it; U+FFFD for a broken byte.
char32_t take_code_point(std::string_view& text);

// Where a line begins, by its anchor.
double text_start(const TextItem& item, const Fonts& fonts);

}  // namespace convscope

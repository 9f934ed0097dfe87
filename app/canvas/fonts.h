// The shipped fonts: measuring, and the font files every sink draws with. Text is measured, never estimated.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/canvas/display_list.h"
#include "engine/base/result.h"

namespace convscope {

class FontFiles;  // the loaded files, for the sinks of this room

class Fonts {
 public:
  // Loads the font files of `folder` (assets/fonts). Safe to measure from several threads.
  static Result<std::shared_ptr<const Fonts>> load(const std::string& folder);
  virtual ~Fonts() = default;
  // Advance width in logical pixels, without kerning; every sink draws with exactly these advances.
  virtual double width(std::string_view utf8, double size, Face face, Weight weight) const = 0;
  double width(const TextItem& item) const;
  Box bounds(const TextItem& item) const;  // of the line: width × 1.2 size, by anchor
  // The file to draw a code point with: the face's own, else the other Latin face's, else the Chinese one.
  virtual const std::string& file_for(char32_t code_point, Face face, Weight weight) const = 0;
  // Whether one of the files draws every character of the text.
  virtual bool has_glyph(std::string_view utf8, Face face, Weight weight) const = 0;
  virtual const FontFiles& files() const = 0;
};

}  // namespace convscope

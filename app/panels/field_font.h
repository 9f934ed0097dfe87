// The font of what is typed. Dear ImGui draws its fields from an atlas made beforehand; thousands of Chinese characters in it would be
// most of the program's start, so it holds Latin and Greek, and of the Chinese those that a field showed.
#pragma once

#include <memory>
#include <set>
#include <string_view>

#include "app/canvas/fonts.h"

namespace convscope {

class GlyphTexture;

class FieldFont {
 public:
  explicit FieldFont(std::shared_ptr<const Fonts> fonts) : fonts_(std::move(fonts)) {}
  // A field shows this text (UTF-8): what the atlas lacks of it is there from the next frame on.
  void needs(std::string_view text);
  bool incomplete() const { return grown_; }  // something was asked for since the atlas was made
  // Makes Dear ImGui's atlas anew, in the texture's first rows, when the size (framebuffer pixels) or the characters are others
  // than before. Between frames.
  void prepare(double pixels, GlyphTexture& texture);

 private:
  std::shared_ptr<const Fonts> fonts_;
  std::set<char32_t> chinese_;
  bool grown_ = false;
  double pixels_ = 0;
};

}  // namespace convscope

// The letters of an SVG picture: which font files its texts are drawn with, as embedded fonts that hold just those letters.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "app/canvas/font_files.h"

namespace convscope {

class SvgFonts {
 public:
  void add(const TextItem& item, const FontFiles& files);
  // CSS: one @font-face for each family, weight and file. It takes the family's name, so the texts need no other; a viewer that does
  // not read it (Inkscape, librsvg) takes the next family of the text's list, squeezed or stretched to the text's measured length.
  std::string css(const FontFiles& files) const;

 private:
  std::map<std::tuple<Face, Weight, int>, std::set<char32_t>> used_;  // by file
};

// The value of a text's font-family: the shipped font, then those that come near.
const char* svg_family(Face face);
int svg_weight(Weight weight);

}  // namespace convscope

// A font file of a few glyphs of a shipped one, so that a picture can carry the letters it shows.
#pragma once

#include <set>
#include <string>

#include "app/canvas/font_files.h"
#include "engine/base/result.h"

namespace convscope {

// An OpenType font with these characters of `file`: their outlines and advances, no kerning, no ligatures, no hints. Characters that
// the file lacks, or that lie beyond U+FFFF, are left out. The same characters always give the same bytes.
Result<std::string> font_subset(const FontFile& file, const std::set<char32_t>& characters);

}  // namespace convscope

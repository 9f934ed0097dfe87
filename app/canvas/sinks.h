// Where a display list goes: SVG text (our own page of code, text stays text), or Cairo for PNG and PDF.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"
#include "engine/base/result.h"

namespace convscope {

// The file says it is `scale` times as large as the list's logical pixels.
std::string svg_text(const DisplayList& list, const Fonts& fonts, double scale = 1);
// width × height pixels, `scale` pixels per logical pixel. Safe to call from several threads at once.
Pixels rasterize(const DisplayList& list, const Fonts& fonts, int width, int height, double scale);
Result<std::string> png_bytes(const Pixels& pixels);
Result<std::string> pdf_bytes(const DisplayList& list, const Fonts& fonts);

}  // namespace convscope

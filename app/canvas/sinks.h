// Where a display list goes: SVG text (our own page of code, text stays text), or Cairo for PNG and PDF.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "app/canvas/display_list.h"
#include "app/canvas/fonts.h"
#include "engine/base/result.h"

namespace convscope {

enum class SvgLetters {
  kEmbedded,  // fonts of just the letters used stand in the file: it looks the same wherever a browser shows it
  kNamed,     // fonts are named only
};
// The file says it is `scale` times as large as the list's logical pixels. Every text says its measured length, so that nothing
// overlaps where another font stands in.
std::string svg_text(const DisplayList& list, const Fonts& fonts, double scale = 1, SvgLetters letters = SvgLetters::kEmbedded);
// Set by another thread when what is being made is not wanted any more; null: it always is.
using StopFlag = const std::atomic<bool>*;
// width × height pixels, `scale` pixels per logical pixel; none when stopped. Safe to call from several threads at once.
Pixels rasterize(const DisplayList& list, const Fonts& fonts, int width, int height, double scale, StopFlag stop = nullptr);
// Errors: kMemory, kCancelled when stopped.
Result<std::string> png_bytes(const Pixels& pixels, StopFlag stop = nullptr);
Result<std::string> pdf_bytes(const DisplayList& list, const Fonts& fonts);
// Likewise, a page for each list, each of its own size. Errors: kMemory, kCancelled when stopped.
Result<std::string> pdf_bytes(const std::vector<DisplayList>& pages, const Fonts& fonts, StopFlag stop = nullptr);

}  // namespace convscope

// A look over a picture file before any decoder touches it: structure, sizes and tables that decoders trust.
// For this room's sources only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace convscope {

struct ImageScan {
  std::int64_t width = 0, height = 0;
  const char* format = "";      // "PNG", "JPEG", "BMP"
  std::uint64_t raw_bytes = 0;  // the decoder's own uncompressed form, an upper bound
  std::uint64_t pixel_bytes = 0;  // of the decoded picture, 8 bits a channel: a lower bound
};

// Refuses what is no PNG, JPEG or BMP, sides of 0 or above kMaxImageSide, truncated and malformed files.
Result<ImageScan> scan_image(std::string_view bytes, const std::string& path);

}  // namespace convscope

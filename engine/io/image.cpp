// The only place that decodes pictures. Memory is counted while decoding: a cap on pixels alone does not bound it,
// because compressed data and text chunks grow without regard to the sides.
#include "engine/io/image.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "engine/base/refusal.h"
#include "engine/io/atomic_file.h"
#include "engine/io/image_scan.h"

namespace convscope {
namespace {

constexpr std::size_t kFileLimit = 64u << 20;
constexpr std::size_t kDecodeBudget = 256u << 20;

// The decoder's allocator has a C interface without a place for a budget: it is one per thread, set only while a file is decoded.
struct Budget {
  std::size_t limit = 0, used = 0;
  bool exceeded = false;
};
thread_local Budget decode_budget;

// A block remembers its size in front of it, at the distance that keeps it aligned.
constexpr std::size_t kFront = alignof(std::max_align_t);

void* budgeted_malloc(std::size_t size) {
  Budget& budget = decode_budget;
  if (size > budget.limit || budget.used + size > budget.limit) {
    budget.exceeded = true;
    return nullptr;
  }
  // Zeroed: a decoder that stops early must not show what was in memory before.
  char* block = static_cast<char*>(std::calloc(1, size + kFront));
  if (!block) return nullptr;
  std::memcpy(block, &size, sizeof(size));
  budget.used += size;
  return block + kFront;
}

void budgeted_free(void* pointer) {
  if (!pointer) return;
  char* block = static_cast<char*>(pointer) - kFront;
  std::size_t size = 0;
  std::memcpy(&size, block, sizeof(size));
  decode_budget.used -= size;
  std::free(block);
}

void* budgeted_realloc(void* pointer, std::size_t old_size, std::size_t new_size) {
  void* moved = budgeted_malloc(new_size);
  if (!moved) return nullptr;
  if (pointer) std::memcpy(moved, pointer, old_size < new_size ? old_size : new_size);
  budgeted_free(pointer);
  return moved;
}

}  // namespace
}  // namespace convscope

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_MAX_DIMENSIONS 8192
#define STBI_MALLOC(size) convscope::budgeted_malloc(size)
#define STBI_REALLOC_SIZED(pointer, old_size, new_size) convscope::budgeted_realloc(pointer, old_size, new_size)
#define STBI_FREE(pointer) convscope::budgeted_free(pointer)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

static_assert(STBI_MAX_DIMENSIONS == convscope::kMaxImageSide);

namespace convscope {
namespace {

// A photograph unfolds to some ten times its file, a screenshot to a hundred. Beyond that, a large picture's tensors would take gigabytes
// for a file of some kilobytes.
constexpr std::uint64_t kLargePicture = 32u << 20, kMostUnfolding = 250;

Error needs_memory(const std::string& path, const ImageScan& scan, std::size_t limit) {
  return refusal(ErrorKind::kMemory, "", "image_needs_memory",
                 "cannot read '{}': decoding its {}×{} pixels needs more than {} of memory", path, scan.width, scan.height,
                 byte_text(limit));
}

// What the header promises, before anything is decoded: beside the file the decoded picture stands there twice for a moment.
Status check_weight(const ImageScan& scan, std::uint64_t file_size, const std::string& path) {
  if (file_size + 2 * scan.pixel_bytes > kDecodeBudget) return needs_memory(path, scan, kDecodeBudget);
  if (scan.pixel_bytes <= kLargePicture || scan.pixel_bytes / kMostUnfolding <= file_size) return success();
  return refusal(ErrorKind::kFile, "", "image_unfolds",
                 "cannot read '{}': its {}×{} pixels are {} in a file of {}; a picture that large may be at most {} times its file", path,
                 scan.width, scan.height, byte_text(scan.pixel_bytes), byte_text(file_size), kMostUnfolding);
}

// What an honest file needs: the compressed data gathered in a growing buffer, the raw form, the pixels (twice: 16 bits, conversions).
std::size_t budget_for(const ImageScan& scan, std::size_t file_size) {
  std::uint64_t pixels = static_cast<std::uint64_t>(scan.width) * static_cast<std::uint64_t>(scan.height);
  std::uint64_t needed = 3 * file_size + 2 * scan.raw_bytes + 2 * 8 * pixels + (1u << 20);
  return static_cast<std::size_t>(std::min<std::uint64_t>(needed, kDecodeBudget - file_size));
}

// Grey with alpha becomes RGBA.
std::vector<std::uint8_t> widened(const std::uint8_t* pixels, std::size_t count) {
  std::vector<std::uint8_t> wide(count * 4);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t c = 0; c < 4; ++c) wide[4 * i + c] = pixels[2 * i + (c == 3 ? 1 : 0)];
  }
  return wide;
}

}  // namespace

Result<Image> read_image(const std::string& path) {
  Result<std::string> bytes = read_file(path, kFileLimit);
  if (!bytes) return bytes.error();
  Result<ImageScan> scan = scan_image(*bytes, path);
  if (!scan) return scan.error();
  if (Status light = check_weight(*scan, bytes->size(), path); !light) return light.error();

  decode_budget = Budget{budget_for(*scan, bytes->size()), 0, false};
  int width = 0, height = 0, channels = 0;
  auto free_pixels = [](stbi_uc* pixels) { stbi_image_free(pixels); };
  std::unique_ptr<stbi_uc, decltype(free_pixels)> pixels(
      stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes->data()), static_cast<int>(bytes->size()), &width, &height, &channels,
                            0),
      free_pixels);
  if (decode_budget.exceeded) return needs_memory(path, *scan, decode_budget.limit);
  if (!pixels)
    return refusal(ErrorKind::kFile, "", "image_damaged", "cannot read '{}': the {} is damaged ({})", path, scan->format,
                   stbi_failure_reason());

  std::string().swap(*bytes);
  Image image{width, height, channels == 2 ? 4 : channels, {}};
  std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  if (channels == 2) image.pixels = widened(pixels.get(), count);
  else image.pixels.assign(pixels.get(), pixels.get() + count * static_cast<std::size_t>(channels));
  return image;
}

Tensor image_tensor(const Image& image, bool grey) {
  Tensor tensor(Extents{1, grey ? 1 : 3, image.height, image.width});
  std::size_t count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  std::size_t step = static_cast<std::size_t>(image.channels);
  std::size_t green = step >= 3 ? 1 : 0, blue = step >= 3 ? 2 : 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t* pixel = image.pixels.data() + i * step;
    const double rgb[3] = {double(pixel[0]), double(pixel[green]), double(pixel[blue])};
    if (grey) {
      tensor.data[i] = static_cast<float>(std::lround(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]));
    } else {
      for (std::size_t c = 0; c < 3; ++c) tensor.data[c * count + i] = static_cast<float>(rgb[c]);
    }
  }
  return tensor;
}

}  // namespace convscope

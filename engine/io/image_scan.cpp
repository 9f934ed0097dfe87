// PNG: signature, then chunks of (length, type, data, checksum) from IHDR to IEND.
// JPEG: segments of (FF, marker, length, data); after a start of scan, coded data up to the next marker.
// BMP: file header with the place of the pixels, then a header with the sizes.
#include "engine/io/image_scan.h"

#include <fmt/core.h>

#include <array>
#include <cstdlib>

#include "engine/base/refusal.h"
#include "engine/io/image.h"

namespace convscope {
namespace {

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);
constexpr int kMaxJpegScans = 64;  // progressive files have about ten; each costs a pass over all pixels

// Reads that were checked against the size before.
struct Bytes {
  std::string_view data;
  std::uint64_t size() const { return data.size(); }
  std::uint32_t u8(std::uint64_t at) const { return static_cast<unsigned char>(data[static_cast<std::size_t>(at)]); }
  std::uint32_t be16(std::uint64_t at) const { return u8(at) << 8 | u8(at + 1); }
  std::uint32_t be32(std::uint64_t at) const { return be16(at) << 16 | be16(at + 2); }
  std::uint32_t le16(std::uint64_t at) const { return u8(at) | u8(at + 1) << 8; }
  std::uint32_t le32(std::uint64_t at) const { return le16(at) | le16(at + 2) << 16; }
};

// What only a broken writer makes; other languages keep the reason in English.
Error refuse(const std::string& path, const std::string& why) {
  return refusal(ErrorKind::kFile, "", "image_malformed", "cannot read '{}': {}", path, why);
}

Error truncated(const std::string& path, const char* format, const std::string& where) {
  return refusal(ErrorKind::kFile, "", "image_truncated", "cannot read '{}': the {} is truncated: {}", path, format, where);
}

Status check_sides(const ImageScan& scan, const std::string& path) {
  if (scan.width < 1 || scan.height < 1) {
    return refuse(path, fmt::format("its {} header says {}×{} pixels", scan.format, scan.width, scan.height));
  }
  if (scan.width > kMaxImageSide || scan.height > kMaxImageSide) {
    return refusal(ErrorKind::kFile, "", "image_too_large", "cannot read '{}': it is {}×{} pixels; the limit is {}×{}", path, scan.width,
                   scan.height, kMaxImageSide, kMaxImageSide);
  }
  return success();
}

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t n = 0; n < 256; ++n) {
    std::uint32_t value = n;
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
    table[n] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kCrcTable = make_crc_table();

std::uint32_t crc(std::string_view data) {
  std::uint32_t value = 0xFFFFFFFFu;
  for (char byte : data) value = kCrcTable[(value ^ static_cast<unsigned char>(byte)) & 255] ^ (value >> 8);
  return ~value;
}

std::string chunk_name(const Bytes& bytes, std::uint64_t at) {
  std::string name;
  for (int i = 0; i < 4; ++i) {
    std::uint32_t letter = bytes.u8(at + static_cast<std::uint64_t>(i));
    if (letter >= 32 && letter < 127) name += static_cast<char>(letter);
    else name += fmt::format("\\x{:02X}", letter);
  }
  return name;
}

Status read_ihdr(const Bytes& bytes, std::uint64_t at, std::uint64_t length, ImageScan& scan, const std::string& path) {
  if (length != 13) return refuse(path, fmt::format("its PNG header is {} bytes long instead of 13", length));
  scan.width = bytes.be32(at);
  scan.height = bytes.be32(at + 4);
  std::uint32_t depth = bytes.u8(at + 8), color = bytes.u8(at + 9);
  int samples = color == 2 ? 3 : color == 4 ? 2 : color == 6 ? 4 : 1;
  bool known = color == 0   ? depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16
               : color == 3 ? depth == 1 || depth == 2 || depth == 4 || depth == 8
                            : (color == 2 || color == 4 || color == 6) && (depth == 8 || depth == 16);
  if (!known) return refuse(path, fmt::format("its PNG header has bit depth {} with colour type {}", depth, color));
  Status sides = check_sides(scan, path);
  if (!sides) return sides;
  // One filter byte a row; interlaced files have up to seven passes over them.
  std::uint64_t row = (static_cast<std::uint64_t>(scan.width * samples) * depth + 7) / 8 + 8;
  scan.raw_bytes = row * static_cast<std::uint64_t>(scan.height) + 64;
  const int channels = color == 3 ? 3 : color == 4 ? 4 : samples;  // of a palette 3 or 4
  scan.pixel_bytes = static_cast<std::uint64_t>(scan.width * scan.height * channels);
  return success();
}

Result<ImageScan> scan_png(const Bytes& bytes, const std::string& path) {
  ImageScan scan;
  scan.format = "PNG";
  bool first = true, data = false;
  for (std::uint64_t at = kPngSignature.size();;) {
    std::uint64_t left = bytes.size() - at;
    if (left < 12) return truncated(path, "PNG", fmt::format("it ends after {} bytes, before its IEND chunk", bytes.size()));
    std::uint64_t length = bytes.be32(at);
    std::string name = chunk_name(bytes, at + 4);
    if (length > left - 12) {
      return truncated(path, "PNG", fmt::format("its chunk {} at byte {} is {} bytes long, but only {} bytes follow", name, at,
                                      length, left - 12));
    }
    if (crc(bytes.data.substr(static_cast<std::size_t>(at + 4), static_cast<std::size_t>(length + 4))) != bytes.be32(at + 8 + length)) {
      return refuse(path, fmt::format("the PNG is damaged: the checksum of its chunk {} at byte {} is wrong", name, at));
    }
    if (first != (name == "IHDR")) return refuse(path, fmt::format("the PNG is malformed: its chunk at byte {} is {}", at, name));
    if (first) {
      Status header = read_ihdr(bytes, at + 8, length, scan, path);
      if (!header) return header.error();
    }
    first = false;
    data = data || name == "IDAT";
    if (name == "IEND") break;
    at += 12 + length;
  }
  if (!data) return refuse(path, "the PNG has no picture data (no IDAT chunk)");
  return scan;
}

// Each table: its class and number, how many codes there are of each length 1..16, then the symbols.
Status check_huffman(const Bytes& bytes, std::uint64_t at, std::uint64_t length, const std::string& path) {
  while (length > 0) {
    if (length < 17) return refuse(path, fmt::format("the JPEG's Huffman table at byte {} is cut short", at));
    std::uint64_t codes = 0, free = 1;
    for (std::uint64_t i = 1; i <= 16; ++i) {
      std::uint64_t count = bytes.u8(at + i);
      codes += count;
      free *= 2;
      if (count > free)
        return refuse(path, fmt::format("the JPEG's Huffman table at byte {} has more codes of length {} than there are", at, i));
      free -= count;
    }
    if (codes > 256) return refuse(path, fmt::format("the JPEG's Huffman table at byte {} has {} codes; 256 are possible", at, codes));
    if (length < 17 + codes) return refuse(path, fmt::format("the JPEG's Huffman table at byte {} is cut short", at));
    at += 17 + codes;
    length -= 17 + codes;
  }
  return success();
}

Status read_sof(const Bytes& bytes, std::uint64_t at, std::uint64_t length, ImageScan& scan, const std::string& path) {
  if (length < 6) return refuse(path, fmt::format("the JPEG's frame header at byte {} is cut short", at));
  if (scan.width != 0) return refuse(path, "the JPEG has two frame headers");
  scan.height = bytes.be16(at + 1);
  scan.width = bytes.be16(at + 3);
  std::uint64_t components = bytes.u8(at + 5);
  scan.pixel_bytes = static_cast<std::uint64_t>(scan.width * scan.height) * (components == 1 ? 1 : 3);
  if (components != 1 && components != 3 && components != 4)
    return refuse(path, fmt::format("the JPEG has {} components; expected 1, 3 or 4", components));
  if (length < 6 + 3 * components) return refuse(path, fmt::format("the JPEG's frame header at byte {} is cut short", at));
  for (std::uint64_t c = 0; c < components; ++c) {
    std::uint32_t sampling = bytes.u8(at + 7 + 3 * c), across = sampling >> 4, down = sampling & 15;
    if (across < 1 || across > 4 || down < 1 || down > 4)
      return refuse(path, fmt::format("the JPEG has a sampling of {}×{}", across, down));
  }
  return check_sides(scan, path);
}

// The place of the next marker after coded data: FF that is followed by neither 00 nor a restart marker.
std::uint64_t end_of_scan(const Bytes& bytes, std::uint64_t at) {
  for (; at + 1 < bytes.size(); ++at) {
    if (bytes.u8(at) != 0xFF) continue;
    std::uint32_t next = bytes.u8(at + 1);
    if (next != 0x00 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7)) return at;
  }
  return bytes.size();
}

Result<ImageScan> scan_jpeg(const Bytes& bytes, const std::string& path) {
  ImageScan scan;
  scan.format = "JPEG";
  int scans = 0;
  for (std::uint64_t at = 2;;) {
    while (at + 1 < bytes.size() && bytes.u8(at) == 0xFF && bytes.u8(at + 1) == 0xFF) ++at;
    if (at + 2 > bytes.size())
      return truncated(path, "JPEG", fmt::format("it ends after {} bytes, before its end marker", bytes.size()));
    if (bytes.u8(at) != 0xFF)
      return refuse(path, fmt::format("the JPEG is malformed: byte {} is {:02X} instead of a marker", at, bytes.u8(at)));
    std::uint32_t marker = bytes.u8(at + 1);
    if (marker == 0xD9) break;
    std::uint64_t left = bytes.size() - at - 2;
    std::uint64_t length = left >= 2 ? bytes.be16(at + 2) : 0;
    if (left < 2 || length > left)
      return truncated(path, "JPEG", fmt::format("its segment {:02X} at byte {} goes beyond the end", marker, at));
    if (length < 2)
      return refuse(path, fmt::format("the JPEG is malformed: its segment {:02X} at byte {} has length {}", marker, at, length));
    Status checked = success();
    if (marker == 0xC4) checked = check_huffman(bytes, at + 4, length - 2, path);
    if (marker >= 0xC0 && marker <= 0xC2) checked = read_sof(bytes, at + 4, length - 2, scan, path);
    if (!checked) return checked.error();
    at += 2 + length;
    if (marker != 0xDA) continue;
    if (scan.width == 0) return refuse(path, "the JPEG has picture data before its frame header");
    if (++scans > kMaxJpegScans) return refuse(path, fmt::format("the JPEG has more than {} scans", kMaxJpegScans));
    at = end_of_scan(bytes, at);
  }
  if (scans == 0) return refuse(path, "the JPEG has no picture data");
  // Blocks of up to 32×32 pixels, coefficients of two bytes in progressive files, planes of one.
  scan.raw_bytes = static_cast<std::uint64_t>(scan.width + 32) * static_cast<std::uint64_t>(scan.height + 32) * 4 * 4;
  return scan;
}

Result<ImageScan> scan_bmp(const Bytes& bytes, const std::string& path) {
  ImageScan scan;
  scan.format = "BMP";
  if (bytes.size() < 26) return truncated(path, "BMP", fmt::format("it ends after {} bytes, within its header", bytes.size()));
  std::uint64_t start = bytes.le32(10), header = bytes.le32(14);
  if (header != 12 && header != 40 && header != 56 && header != 108 && header != 124) {
    return refuse(path, fmt::format("its BMP header is {} bytes long; known are 12, 40, 56, 108 and 124", header));
  }
  if (bytes.size() < 14 + header)
    return truncated(path, "BMP", fmt::format("it ends after {} bytes, within its header", bytes.size()));
  bool old = header == 12;
  scan.width = old ? std::int64_t{bytes.le16(18)} : std::int64_t{static_cast<std::int32_t>(bytes.le32(18))};
  scan.height = old ? std::int64_t{bytes.le16(20)} : std::abs(std::int64_t{static_cast<std::int32_t>(bytes.le32(22))});
  std::uint32_t bits = old ? bytes.le16(24) : bytes.le16(28);
  std::uint32_t compression = old ? 0 : bytes.le32(30);
  Status sides = check_sides(scan, path);
  if (!sides) return sides.error();
  if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32)
    return refuse(path, fmt::format("the BMP has {} bits a pixel", bits));
  if (compression != 0 && compression != 3)
    return refuse(path, fmt::format("the BMP's compression {} is not supported; only plain pixels are", compression));
  std::uint64_t row = (static_cast<std::uint64_t>(scan.width) * bits + 31) / 32 * 4;
  scan.raw_bytes = row * static_cast<std::uint64_t>(scan.height);
  scan.pixel_bytes = static_cast<std::uint64_t>(scan.width * scan.height) * 3;
  if (start < 14 + header || start > bytes.size() || scan.raw_bytes > bytes.size() - start) {
    return truncated(path, "BMP", fmt::format("its pixels need {} bytes from byte {} on, but it ends after {}", scan.raw_bytes,
                                    start, bytes.size()));
  }
  return scan;
}

}  // namespace

Result<ImageScan> scan_image(std::string_view data, const std::string& path) {
  Bytes bytes{data};
  if (data.empty())
    return refusal(ErrorKind::kFile, "", "image_empty", "cannot read '{}': it is empty (0 bytes); expected a PNG, JPEG or BMP image", path);
  if (data.substr(0, kPngSignature.size()) == kPngSignature) return scan_png(bytes, path);
  if (data.size() >= 2 && bytes.u8(0) == 0xFF && bytes.u8(1) == 0xD8) return scan_jpeg(bytes, path);
  if (data.substr(0, 2) == "BM") return scan_bmp(bytes, path);
  std::string start;
  for (std::uint64_t i = 0; i < 4 && i < bytes.size(); ++i) start += fmt::format(" {:02X}", bytes.u8(i));
  return refusal(ErrorKind::kFile, "", "image_unknown", "cannot read '{}': it is no PNG, JPEG or BMP image: it begins with the bytes{}",
                 path, start);
}

}  // namespace convscope

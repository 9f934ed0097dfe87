// Small files built by hand, right and wrong: .npy and PNG.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace convscope {

// A version 1.0 .npy with this header text and these bytes.
inline std::string npy_bytes(const std::string& header, const std::string& data) {
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() & 255);
  bytes += static_cast<char>(header.size() >> 8);
  return bytes + header + data;
}

inline std::string npy_header(const std::string& descr, const std::string& shape, bool fortran = false) {
  return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }\n";
}

template <class T>
std::string raw_bytes(const std::vector<T>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

inline std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8), static_cast<char>(value)};
}

inline std::uint32_t png_checksum(const std::string& data) {
  std::uint32_t value = 0xFFFFFFFFu;
  for (unsigned char byte : data) {
    value ^= byte;
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
  }
  return ~value;
}

inline std::string png_chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data + big_endian(png_checksum(type + data));
}

inline std::string png_signature() { return std::string("\x89PNG\r\n\x1a\n", 8); }

inline std::string png_ihdr(std::uint32_t width, std::uint32_t height, int color_type, int depth = 8) {
  return png_chunk(
      "IHDR", big_endian(width) + big_endian(height) + static_cast<char>(depth) + static_cast<char>(color_type) + std::string(3, '\0'));
}

// Uncompressed deflate blocks in a zlib frame.
inline std::string zlib_stored(const std::string& raw) {
  std::string out("\x78\x01", 2);
  std::uint32_t a = 1, b = 0;
  for (unsigned char byte : raw) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  for (std::size_t at = 0; at < raw.size(); at += 65535) {
    std::size_t count = std::min<std::size_t>(65535, raw.size() - at);
    out += static_cast<char>(at + count == raw.size());
    out += static_cast<char>(count & 255);
    out += static_cast<char>(count >> 8);
    out += static_cast<char>(~count & 255);
    out += static_cast<char>((~count >> 8) & 255);
    out += raw.substr(at, count);
  }
  return out + big_endian(b << 16 | a);
}

// Rows of pixels (without filter bytes), eight bits a sample; colour type 0 grey, 2 RGB, 4 grey+alpha, 6 RGBA.
inline std::string png_bytes(std::uint32_t width, std::uint32_t height, int color_type, const std::string& pixels) {
  std::size_t row = pixels.size() / height;
  std::string raw;
  for (std::uint32_t y = 0; y < height; ++y) raw += '\0' + pixels.substr(y * row, row);
  return png_signature() + png_ihdr(width, height, color_type) + png_chunk("IDAT", zlib_stored(raw)) + png_chunk("IEND", "");
}

}  // namespace convscope

// The file: "\x93NUMPY", version major and minor, header length (2 bytes in version 1, 4 in 2 and 3, little-endian),
// header, then the values.
#include "engine/io/npy.h"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/io/atomic_file.h"
#include "engine/io/file_handle.h"
#include "engine/io/npy_header.h"

namespace convscope {
namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they stand in memory");

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::uint64_t kHeaderLimit = 64 * 1024;
constexpr std::size_t kAlignment = 64;  // numpy pads the header so that the values start here

Error refuse(const std::string& path, const std::string& why) {
  return Error{ErrorKind::kFile, fmt::format("cannot read '{}': {}", path, why), {}};
}

struct Located {
  NpyHeader header;
  std::uint64_t data_start = 0;
};

Result<Located> read_header(const OpenedFile& file, const std::string& path) {
  if (file.size == 0) return refuse(path, "it is empty (0 bytes); expected a .npy file");
  unsigned char start[12] = {};
  std::size_t given = static_cast<std::size_t>(std::min<std::uint64_t>(file.size, 8));
  Status read = read_exactly(file.handle, path, reinterpret_cast<char*>(start), given);
  if (!read) return read.error();
  if (given < 8 || std::memcmp(start, kMagic.data(), kMagic.size()) != 0) {
    return refuse(path, fmt::format("it is no .npy file: it begins with the bytes {:02X} {:02X} {:02X} {:02X} instead of 93 4E 55 4D",
                                    start[0], start[1], start[2], start[3]));
  }
  int version = start[6];
  if (version < 1 || version > 3)
    return refuse(path, fmt::format("its format version is {}.{}; known are 1.0, 2.0 and 3.0", version, start[7]));
  std::size_t width = version == 1 ? 2 : 4;
  if (file.size < 8 + width) return refuse(path, fmt::format("it ends after {} bytes, within the header's length", file.size));
  read = read_exactly(file.handle, path, reinterpret_cast<char*>(start) + 8, width);
  if (!read) return read.error();
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < width; ++i) length |= std::uint64_t{start[8 + i]} << (8 * i);
  std::uint64_t left = file.size - 8 - width;
  if (length > left) return refuse(path, fmt::format("its header says it is {} bytes long, but only {} bytes follow", length, left));
  if (length > kHeaderLimit) return refuse(path, fmt::format("its header is {} bytes long; the limit is {}", length, kHeaderLimit));
  std::string text(static_cast<std::size_t>(length), '\0');
  read = read_exactly(file.handle, path, text.data(), text.size());
  if (!read) return read.error();
  Result<NpyHeader> header = parse_npy_header(text, path);
  if (!header) return header.error();
  return Located{std::move(header).value(), 8 + width + length};
}

// Sizes are checked before anything is allocated.
Result<Extents> checked_shape(const Located& located, std::uint64_t file_size, const std::string& path) {
  const std::vector<std::int64_t>& shape = located.header.shape;
  if (shape.empty()) return refuse(path, "it holds a single number without axes; expected an array");
  if (shape.size() > static_cast<std::size_t>(kMaxRank)) {
    return refuse(path, fmt::format("it has {} axes; at most {} are possible", shape.size(), kMaxRank));
  }
  Extents extents{shape};
  std::optional<Index> count = extents.checked_count();
  if (!count) return refuse(path, fmt::format("its shape {} has more values than can be counted", extents.text()));
  if (*count == 0) return refuse(path, fmt::format("its shape {} holds no values", extents.text()));
  std::uint64_t left = file_size - located.data_start;
  std::uint64_t item = static_cast<std::uint64_t>(located.header.item_size);
  // The count has at most 62 bits: compared by division, nothing overflows.
  if (left / item != static_cast<std::uint64_t>(*count) || left % item != 0) {
    return refuse(path, fmt::format("its shape {} of {} needs {} × {} bytes, but {} bytes follow the header", extents.text(),
                                    located.header.dtype(), *count, item, left));
  }
  if (*count > kNpyLimit) {
    return Error{ErrorKind::kMemory, fmt::format("cannot read '{}': its shape {} holds {} values; the limit is {} (1 GiB as float32)", path,
                                                 extents.text(), *count, kNpyLimit), {}};
  }
  return extents;
}

float half_to_float(std::uint16_t half) {
  int exponent = (half >> 10) & 31, fraction = half & 1023;
  double size = exponent == 0    ? std::ldexp(double(fraction), -24)
                : exponent == 31 ? (fraction ? std::numeric_limits<double>::quiet_NaN() : std::numeric_limits<double>::infinity())
                                 : std::ldexp(double(fraction + 1024), exponent - 25);
  return static_cast<float>(half & 0x8000 ? -size : size);
}

struct Conversion {
  Index rounded = 0;   // values that changed
  Index infinite = 0;  // finite values beyond float32
};

template <class T>
T load(const char* bytes, bool swap) {
  char buffer[sizeof(T)];
  std::memcpy(buffer, bytes, sizeof(T));
  if (swap) std::reverse(buffer, buffer + sizeof(T));
  return std::bit_cast<T>(buffer);
}

float narrowed(double value, Conversion& conversion) {
  constexpr double kLargest = std::numeric_limits<float>::max();
  if (std::isfinite(value) && std::abs(value) > kLargest && std::isinf(static_cast<float>(value))) ++conversion.infinite;
  float result = static_cast<float>(value);
  if (std::isfinite(value) && std::isfinite(result) && static_cast<double>(result) != value) ++conversion.rounded;
  return result;
}

template <class T>
float from_integer(T value, Conversion& conversion) {
  float result = static_cast<float>(value);
  // Compared in long double, which holds every 64-bit integer here.
  if (static_cast<long double>(result) != static_cast<long double>(value)) ++conversion.rounded;
  return result;
}

float converted(const char* bytes, const NpyHeader& header, Conversion& conversion) {
  bool swap = header.big_endian;
  switch (header.kind * 16 + header.item_size) {
    case 'f' * 16 + 2: return half_to_float(load<std::uint16_t>(bytes, swap));
    case 'f' * 16 + 4: return load<float>(bytes, swap);
    case 'f' * 16 + 8: return narrowed(load<double>(bytes, swap), conversion);
    case 'i' * 16 + 1: return load<std::int8_t>(bytes, swap);
    case 'i' * 16 + 2: return load<std::int16_t>(bytes, swap);
    case 'i' * 16 + 4: return from_integer(load<std::int32_t>(bytes, swap), conversion);
    case 'i' * 16 + 8: return from_integer(load<std::int64_t>(bytes, swap), conversion);
    case 'u' * 16 + 1: return load<std::uint8_t>(bytes, swap);
    case 'u' * 16 + 2: return load<std::uint16_t>(bytes, swap);
    case 'u' * 16 + 4: return from_integer(load<std::uint32_t>(bytes, swap), conversion);
    case 'u' * 16 + 8: return from_integer(load<std::uint64_t>(bytes, swap), conversion);
    default: return bytes[0] != 0 ? 1.0f : 0.0f;  // bool
  }
}

Status read_values(const OpenedFile& file, const NpyHeader& header, const std::string& path, std::vector<float>& values,
                   Conversion& conversion) {
  constexpr std::size_t kChunk = 1 << 16;  // values
  std::size_t item = static_cast<std::size_t>(header.item_size);
  std::vector<char> chunk(std::min(kChunk, values.size()) * item);
  for (std::size_t done = 0; done < values.size();) {
    std::size_t now = std::min(kChunk, values.size() - done);
    Status read = read_exactly(file.handle, path, chunk.data(), now * item);
    if (!read) return read;
    for (std::size_t i = 0; i < now; ++i) values[done + i] = converted(chunk.data() + i * item, header, conversion);
    done += now;
  }
  return success();
}

// In Fortran order the first axis is contiguous.
std::vector<float> c_order(const std::vector<float>& values, const Extents& extents) {
  std::vector<float> reordered(values.size());
  Cell cell{};
  for (float value : values) {
    reordered[static_cast<std::size_t>(flat_index(extents, cell))] = value;
    for (int axis = 0; axis < extents.rank(); ++axis) {
      if (++cell[static_cast<std::size_t>(axis)] < extents[axis]) break;
      cell[static_cast<std::size_t>(axis)] = 0;
    }
  }
  return reordered;
}

std::string note_of(const NpyHeader& header, const Conversion& conversion) {
  std::string note;
  auto add = [&note](const std::string& part) { note += (note.empty() ? "" : ", ") + part; };
  if (header.kind != 'f' || header.item_size != 4) add(header.dtype() + " converted to float32");
  if (conversion.rounded > 0) add(fmt::format("{} value{} rounded", conversion.rounded, conversion.rounded == 1 ? "" : "s"));
  if (conversion.infinite > 0)
    add(fmt::format("{} value{} beyond float32 became infinite", conversion.infinite, conversion.infinite == 1 ? "" : "s"));
  if (header.big_endian && header.item_size > 1) add("big-endian bytes swapped");
  if (header.fortran_order && header.shape.size() > 1) add("Fortran order changed to C order");
  return note;
}

}  // namespace

Result<NpyFile> read_npy(const std::string& path) {
  Result<OpenedFile> file = open_for_reading(path);
  if (!file) return file.error();
  Result<Located> located = read_header(*file, path);
  if (!located) return located.error();
  Result<Extents> extents = checked_shape(*located, file->size, path);
  if (!extents) return extents.error();
  const NpyHeader& header = located->header;
  NpyFile result{Tensor(*extents), {}};
  Conversion conversion;
  Status read = read_values(*file, header, path, result.tensor.data, conversion);
  if (!read) return read.error();
  if (header.fortran_order && extents->rank() > 1) result.tensor.data = c_order(result.tensor.data, *extents);
  result.note = note_of(header, conversion);
  return result;
}

namespace {

// A file in pieces, so that the values are not copied.
struct Encoded {
  std::string start, header;
  std::vector<std::int64_t> whole;  // the values, where they are no float32
};

Encoded encoded(const NpyOutput& output) {
  const Extents& extents = output.tensor->extents;
  std::string shape = extents.text(", ");
  if (extents.rank() == 1) shape += ",";
  Encoded file;
  const bool integers = output.numbers == NpyNumbers::kInt64;
  file.header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", integers ? "<i8" : "<f4", shape);
  std::size_t before = kMagic.size() + 4;
  file.header.append((kAlignment - (before + file.header.size() + 1) % kAlignment) % kAlignment, ' ');
  file.header += '\n';
  file.start = kMagic;
  file.start += {'\x01', '\x00', static_cast<char>(file.header.size() & 255), static_cast<char>(file.header.size() >> 8)};
  if (integers) {
    for (float value : output.tensor->data) file.whole.push_back(static_cast<std::int64_t>(value));
  }
  return file;
}

template <class T>
std::string_view bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

}  // namespace

Status write_npy(const std::string& path, const Tensor& tensor) { return write_npy_files({{path, &tensor}}); }

Status write_npy_files(const std::vector<NpyOutput>& outputs) {
  std::vector<Encoded> encoded_files;
  for (const NpyOutput& output : outputs) encoded_files.push_back(encoded(output));
  std::vector<FileContent> files;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const Encoded& file = encoded_files[i];
    const std::string_view values = file.whole.empty() ? bytes_of(outputs[i].tensor->data) : bytes_of(file.whole);
    files.push_back({outputs[i].path, {file.start, file.header, values}});
  }
  return write_files_atomically(files);
}

}  // namespace convscope

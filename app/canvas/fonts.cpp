// Reads the character tables and advances of the font files once; measuring is then a sum over a table.
#include "app/canvas/fonts.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/canvas/font_files.h"

namespace convscope {
namespace {

// Files in this order; kChinese has two weights, the Latin faces all four.
constexpr std::array kFileNames = {"Inter-Regular.otf",         "Inter-Medium.otf",          "Inter-SemiBold.otf",
                                   "Inter-Bold.otf",            "JetBrainsMono-Regular.ttf", "JetBrainsMono-Medium.ttf",
                                   "JetBrainsMono-SemiBold.ttf", "JetBrainsMono-Bold.ttf",   "NotoSansSC-Regular.otf",
                                   "NotoSansSC-Bold.otf"};
constexpr int kWeights = 4, kChinese = 8;

// The files that may draw a text of a face and weight, best first.
std::array<int, 3> candidates(Face face, Weight weight) {
  int step = static_cast<int>(weight);
  int own = face == Face::kWords ? step : kWeights + step;
  int other = face == Face::kWords ? kWeights + step : step;
  return {own, other, kChinese + (weight >= Weight::kSemiBold ? 1 : 0)};
}

double advance_of(FT_Face face, FT_UInt index) {
  FT_Fixed advance = 0;
  if (FT_Get_Advance(face, index, FT_LOAD_NO_SCALE, &advance) != 0) return 0;
  return static_cast<double>(advance) / face->units_per_EM;
}

Result<FontFile> read_font(FT_Library library, const std::string& path, int number) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Error{ErrorKind::kFile, fmt::format("cannot open the font file {}", path), ""};
  FontFile file;
  file.path = path;
  file.bytes.assign(std::istreambuf_iterator<char>(stream), {});
  FT_Face face = nullptr;
  auto* data = reinterpret_cast<const FT_Byte*>(file.bytes.data());
  if (FT_New_Memory_Face(library, data, static_cast<FT_Long>(file.bytes.size()), 0, &face) != 0)
    return Error{ErrorKind::kFile, fmt::format("{} is not a font file ({} bytes)", path, file.bytes.size()), ""};
  file.em = face->units_per_EM;
  file.unknown = {number, 0, advance_of(face, 0)};
  FT_UInt index = 0;
  for (FT_ULong code = FT_Get_First_Char(face, &index); index != 0; code = FT_Get_Next_Char(face, code, &index))
    file.glyphs[static_cast<char32_t>(code)] = {number, index, advance_of(face, index)};
  FT_Done_Face(face);
  return file;
}

}  // namespace

char32_t take_code_point(std::string_view& text) {
  constexpr char32_t kBroken = 0xFFFD;
  auto lead = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  if (lead < 0x80) return lead;
  int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
  if (more == 0 || lead > 0xF4 || text.size() < static_cast<std::size_t>(more)) return kBroken;
  char32_t code = lead & (0x3F >> more);
  for (int i = 0; i < more; ++i) {
    auto next = static_cast<unsigned char>(text[static_cast<std::size_t>(i)]);
    if ((next & 0xC0) != 0x80) return kBroken;
    code = code << 6 | (next & 0x3F);
  }
  text.remove_prefix(static_cast<std::size_t>(more));
  return code;
}

Result<std::shared_ptr<const Fonts>> Fonts::load(const std::string& folder) {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return Error{ErrorKind::kFile, "the font library does not start", ""};
  std::vector<FontFile> files;
  for (std::size_t i = 0; i < kFileNames.size(); ++i) {
    Result<FontFile> file = read_font(library, folder + "/" + kFileNames[i], static_cast<int>(i));
    if (!file) {
      FT_Done_FreeType(library);
      return file.error();
    }
    files.push_back(std::move(file).value());
  }
  FT_Done_FreeType(library);
  return std::shared_ptr<const Fonts>(std::make_shared<FontFiles>(std::move(files)));
}

const Glyph& FontFiles::glyph(char32_t code_point, Face face, Weight weight) const {
  std::array<int, 3> tried = candidates(face, weight);
  for (int number : tried) {
    const FontFile& file = files_[static_cast<std::size_t>(number)];
    auto found = file.glyphs.find(code_point);
    if (found != file.glyphs.end()) return found->second;
  }
  return files_[static_cast<std::size_t>(tried[0])].unknown;
}

double FontFiles::width(std::string_view utf8, double size, Face face, Weight weight) const {
  double advance = 0;
  while (!utf8.empty()) advance += glyph(take_code_point(utf8), face, weight).advance;
  return advance * size;
}

const std::string& FontFiles::file_for(char32_t code_point, Face face, Weight weight) const {
  return files_[static_cast<std::size_t>(glyph(code_point, face, weight).file)].path;
}

bool FontFiles::has_glyph(std::string_view utf8, Face face, Weight weight) const {
  while (!utf8.empty())
    if (glyph(take_code_point(utf8), face, weight).index == 0) return false;
  return true;
}

double Fonts::width(const TextItem& item) const {
  double sum = 0;
  for (const TextRun& run : item.runs) sum += width(run.text, item.size, item.face, item.weight);
  return sum;
}

double text_start(const TextItem& item, const Fonts& fonts) {
  if (item.anchor == Anchor::kStart) return item.at.x;
  return item.at.x - fonts.width(item) * (item.anchor == Anchor::kMiddle ? 0.5 : 1.0);
}

Box Fonts::bounds(const TextItem& item) const {
  constexpr double kLineHeight = 1.2;
  double height = kLineHeight * item.size;
  return {text_start(item, *this), item.at.y - height / 2, width(item), height};
}

}  // namespace convscope

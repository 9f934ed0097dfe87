// The outlines as FreeType reads them, in the file's own units, written anew as a CFF font: every segment is a line or a cubic curve, and
// glyph 0 is the file's empty box. Formats: the OpenType specification, Adobe's notes 5176 (CFF) and 5177 (Type 2 charstrings).
#include "app/canvas/font_subset.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace convscope {
namespace {

constexpr int kFirstOwnString = 391;  // of a CFF font; those below have fixed meanings

// Numbers with their highest byte first, as everywhere in font files.
struct Bytes {
  std::string text;
  Bytes& u8(long v) {
    text += static_cast<char>(v & 255);
    return *this;
  }
  Bytes& u16(long v) { return u8(v >> 8).u8(v); }
  Bytes& u32(long v) { return u16(v >> 16).u16(v); }
  Bytes& add(std::string_view more) {
    text += more;
    return *this;
  }
};

// ---- one glyph ------------------------------------------------------------------------------------------------------------

namespace op {
constexpr int kLine = 5, kCurve = 8, kEnd = 14, kMove = 21;
}

struct Charstring {
  Bytes bytes;
  long x = 0, y = 0;  // where the pen stands

  void number(long v) {
    if (v >= -107 && v <= 107) bytes.u8(v + 139);
    else if (v >= 108 && v <= 1131) bytes.u8(247 + ((v - 108) >> 8)).u8(v - 108);
    else if (v >= -1131 && v <= -108) bytes.u8(251 + ((-v - 108) >> 8)).u8(-v - 108);
    else bytes.u8(28).u16(v);
  }
  void step_to(long to_x, long to_y) {
    number(to_x - std::exchange(x, to_x));
    number(to_y - std::exchange(y, to_y));
  }
  void step_to(const FT_Vector& to) { step_to(to.x, to.y); }
};

Charstring& charstring(void* user) { return *static_cast<Charstring*>(user); }

int move_to(const FT_Vector* to, void* user) {
  charstring(user).step_to(*to);
  charstring(user).bytes.u8(op::kMove);
  return 0;
}
int line_to(const FT_Vector* to, void* user) {
  charstring(user).step_to(*to);
  charstring(user).bytes.u8(op::kLine);
  return 0;
}
int curve_to(const FT_Vector* control1, const FT_Vector* control2, const FT_Vector* to, void* user) {
  for (const FT_Vector* point : {control1, control2, to}) charstring(user).step_to(*point);
  charstring(user).bytes.u8(op::kCurve);
  return 0;
}
// A parabola is the cubic whose control points lie two thirds of the way to its own.
int parabola_to(const FT_Vector* control, const FT_Vector* to, void* user) {
  auto third = [](long near, long far) { return std::lround(static_cast<double>(near + 2 * far) / 3); };
  Charstring& out = charstring(user);
  FT_Vector control1{third(out.x, control->x), third(out.y, control->y)}, control2{third(to->x, control->x), third(to->y, control->y)};
  return curve_to(&control1, &control2, to, user);
}

struct OutlinedGlyph {
  char32_t character = 0;  // 0: the empty box
  std::string program;
  long advance = 0;
  FT_BBox box{};
};

// None when the file is damaged there.
bool outline(FT_Face face, FT_UInt index, OutlinedGlyph& glyph) {
  if (FT_Load_Glyph(face, index, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) != 0) return false;
  glyph.advance = face->glyph->metrics.horiAdvance;
  FT_Outline_Get_CBox(&face->glyph->outline, &glyph.box);
  Charstring out;
  out.number(glyph.advance);  // the width stands before the first command
  constexpr FT_Outline_Funcs kCommands{move_to, line_to, parabola_to, curve_to, 0, 0};
  if (face->glyph->outline.n_points > 0 && FT_Outline_Decompose(&face->glyph->outline, &kCommands, &out) != 0) return false;
  glyph.program = out.bytes.u8(op::kEnd).text;
  return true;
}

// ---- the CFF table --------------------------------------------------------------------------------------------------------

std::string index_of(const std::vector<std::string>& things) {
  Bytes out;
  out.u16(static_cast<long>(things.size()));
  if (things.empty()) return out.text;
  long offset = 1;
  out.u8(4).u32(offset);
  for (const std::string& thing : things) out.u32(offset += static_cast<long>(thing.size()));
  for (const std::string& thing : things) out.add(thing);
  return out.text;
}

// 1 / em in the nibbles of a decimal fraction, twice: the scale of a font whose em is not 1000 units.
Bytes scale_matrix(int em) {
  std::string digits = fmt::format("{:.10f}", 1.0 / em);
  Bytes real;
  real.u8(30);
  std::vector<int> nibbles;
  for (char c : digits) nibbles.push_back(c == '.' ? 0xA : c - '0');
  nibbles.push_back(0xF);
  if (nibbles.size() % 2 != 0) nibbles.push_back(0xF);
  for (std::size_t i = 0; i < nibbles.size(); i += 2) real.u8(nibbles[i] << 4 | nibbles[i + 1]);
  constexpr int kZero = 139;
  Bytes out;
  out.add(real.text).u8(kZero).u8(kZero).add(real.text).u8(kZero).u8(kZero);
  return out.u8(12).u8(7);
}

std::string top_dict(int em, long charset, long charstrings, long private_size, long private_place) {
  Bytes out;
  auto number = [&out](long v) { out.u8(29).u32(v); };  // always five bytes, so that the dict's size is known before its offsets
  if (em != 1000) out.add(scale_matrix(em).text);
  number(charset);
  out.u8(15);
  number(charstrings);
  out.u8(17);
  number(private_size);
  number(private_place);
  return out.u8(18).text;
}

std::string cff_table(const std::vector<OutlinedGlyph>& glyphs, int em) {
  std::vector<std::string> names, programs;
  for (const OutlinedGlyph& glyph : glyphs) {
    if (glyph.character != 0) names.push_back(fmt::format("uni{:04X}", static_cast<unsigned>(glyph.character)));
    programs.push_back(glyph.program);
  }
  std::string head = Bytes().u8(1).u8(0).u8(4).u8(4).text + index_of({"ConvScope"});
  std::string after = index_of(names) + index_of({});  // strings, no shared subroutines
  Bytes charset;
  charset.u8(names.empty() ? 0 : 2);
  if (!names.empty()) charset.u16(kFirstOwnString).u16(static_cast<long>(names.size()) - 1);
  std::string program_index = index_of(programs), defaults = Bytes().u8(139).u8(20).u8(139).u8(21).text;  // widths: 0 + what is written
  long dict = static_cast<long>(index_of({top_dict(em, 0, 0, 0, 0)}).size());
  long charset_place = static_cast<long>(head.size() + after.size()) + dict;
  long program_place = charset_place + static_cast<long>(charset.text.size());
  long private_place = program_place + static_cast<long>(program_index.size());
  std::string top = top_dict(em, charset_place, program_place, static_cast<long>(defaults.size()), private_place);
  return head + index_of({top}) + after + charset.text + program_index + defaults;
}

// ---- the other tables -----------------------------------------------------------------------------------------------------

// Runs of neighbouring characters: their glyphs are neighbours too.
std::string cmap_table(const std::vector<OutlinedGlyph>& glyphs) {
  struct Run {
    long first, last, glyph;
  };
  std::vector<Run> runs;
  for (std::size_t i = 1; i < glyphs.size(); ++i) {
    auto code = static_cast<long>(glyphs[i].character);
    if (!runs.empty() && runs.back().last + 1 == code) ++runs.back().last;
    else runs.push_back({code, code, static_cast<long>(i)});
  }
  runs.push_back({0xFFFF, 0xFFFF, 0x10000});  // ends the list and stands for no glyph
  auto count = static_cast<long>(runs.size());
  long power = 1, exponent = 0;
  for (; power * 2 <= count; power *= 2) ++exponent;
  Bytes out;
  out.u16(0).u16(1).u16(3).u16(1).u32(12);  // one table: Unicode's first plane
  out.u16(4).u16(16 + 8 * count).u16(0).u16(2 * count).u16(2 * power).u16(exponent).u16(2 * (count - power));
  for (const Run& run : runs) out.u16(run.last);
  out.u16(0);
  for (const Run& run : runs) out.u16(run.first);
  for (const Run& run : runs) out.u16(run.glyph - run.first);
  for (long i = 0; i < count; ++i) out.u16(0);
  return out.text;
}

std::string name_table() {
  constexpr std::pair<int, std::string_view> kNames[] = {{1, "ConvScope"}, {2, "Regular"}, {4, "ConvScope"}, {6, "ConvScope"}};
  Bytes out, letters;
  out.u16(0).u16(std::size(kNames)).u16(6 + 12 * static_cast<long>(std::size(kNames)));
  for (const auto& [id, name] : kNames) {
    out.u16(3).u16(1).u16(0x409).u16(id).u16(2 * static_cast<long>(name.size())).u16(static_cast<long>(letters.text.size()));
    for (char c : name) letters.u16(c);
  }
  return out.add(letters.text).text;
}

struct Measures {
  long em = 0, ascender = 0, descender = 0, widest = 0;
  FT_BBox box{};  // of all glyphs
};

std::string head_table(const Measures& m) {
  Bytes out;
  out.u32(0x10000).u32(0x10000).u32(0).u32(0x5F0F3CF5).u16(3).u16(m.em).u32(0).u32(0).u32(0).u32(0);
  return out.u16(m.box.xMin).u16(m.box.yMin).u16(m.box.xMax).u16(m.box.yMax).u16(0).u16(8).u16(2).u16(0).u16(0).text;
}

std::string hhea_table(const Measures& m, std::size_t glyphs) {
  Bytes out;
  out.u32(0x10000).u16(m.ascender).u16(m.descender).u16(0).u16(m.widest).u16(0).u16(0).u16(m.box.xMax).u16(1);
  for (int i = 0; i < 7; ++i) out.u16(0);
  return out.u16(static_cast<long>(glyphs)).text;
}

std::string os2_table(const Measures& m, const std::vector<OutlinedGlyph>& glyphs) {
  constexpr long kRegular = 400, kMediumWidth = 5, kNoRestriction = 0, kRegularStyle = 0x40;
  Bytes out;
  out.u16(3).u16(m.widest / 2).u16(kRegular).u16(kMediumWidth).u16(kNoRestriction);
  for (int i = 0; i < 11; ++i) out.u16(0);  // raised and lowered letters, struck lines, the kind of family
  for (int i = 0; i < 26; ++i) out.u8(0);   // looks, ranges
  out.add("NONE").u16(kRegularStyle);
  out.u16(glyphs.size() > 1 ? static_cast<long>(glyphs[1].character) : 0).u16(static_cast<long>(glyphs.back().character));
  out.u16(m.ascender).u16(m.descender).u16(0).u16(m.ascender).u16(-m.descender).u32(1).u32(0);
  return out.u16(m.em / 2).u16(m.em * 7 / 10).u16(0).u16(' ').u16(0).text;
}

std::string hmtx_table(const std::vector<OutlinedGlyph>& glyphs) {
  Bytes out;
  for (const OutlinedGlyph& glyph : glyphs) out.u16(glyph.advance).u16(glyph.box.xMin);
  return out.text;
}

long checksum(const std::string& table) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < table.size(); ++i)
    sum += static_cast<std::uint32_t>(static_cast<unsigned char>(table[i])) << (24 - 8 * (i % 4));
  return static_cast<long>(sum);
}

// Tables must stand in the order of their tags.
std::string font_file(const std::vector<std::pair<const char*, std::string>>& tables) {
  auto count = static_cast<long>(tables.size());
  constexpr long kPower = 8, kExponent = 3;  // of two, the largest up to nine tables
  Bytes out, body;
  out.add("OTTO").u16(count).u16(16 * kPower).u16(kExponent).u16(16 * (count - kPower));
  for (const auto& [tag, table] : tables) {
    out.add(tag).u32(checksum(table)).u32(12 + 16 * count + static_cast<long>(body.text.size())).u32(static_cast<long>(table.size()));
    body.add(table);
    while (body.text.size() % 4 != 0) body.u8(0);
  }
  return out.add(body.text).text;
}

Measures measures_of(FT_Face face, const std::vector<OutlinedGlyph>& glyphs) {
  Measures m{face->units_per_EM, face->ascender, face->descender, 0, {}};
  for (const OutlinedGlyph& glyph : glyphs) {
    m.widest = std::max(m.widest, glyph.advance);
    m.box = {std::min(m.box.xMin, glyph.box.xMin), std::min(m.box.yMin, glyph.box.yMin), std::max(m.box.xMax, glyph.box.xMax),
             std::max(m.box.yMax, glyph.box.yMax)};
  }
  return m;
}

Result<std::string> subset_of(FT_Face face, const FontFile& file, const std::set<char32_t>& characters) {
  std::vector<OutlinedGlyph> glyphs(1);
  bool whole = outline(face, 0, glyphs.back());
  for (char32_t character : characters) {
    auto found = file.glyphs.find(character);
    if (found == file.glyphs.end() || character == 0 || character >= 0xFFFF) continue;
    glyphs.push_back({character, {}, 0, {}});
    whole = whole && outline(face, found->second.index, glyphs.back());
  }
  if (!whole) return Error{ErrorKind::kFile, fmt::format("{} has a glyph that cannot be read", file.path), ""};
  Measures m = measures_of(face, glyphs);
  std::string maxp = Bytes().u32(0x5000).u16(static_cast<long>(glyphs.size())).text;
  Bytes post;
  post.u32(0x30000).u32(0).u16(-m.em / 10).u16(m.em / 20).u32(0).u32(0).u32(0).u32(0).u32(0);
  return font_file({{"CFF ", cff_table(glyphs, static_cast<int>(m.em))},
                    {"OS/2", os2_table(m, glyphs)},
                    {"cmap", cmap_table(glyphs)},
                    {"head", head_table(m)},
                    {"hhea", hhea_table(m, glyphs.size())},
                    {"hmtx", hmtx_table(glyphs)},
                    {"maxp", maxp},
                    {"name", name_table()},
                    {"post", post.text}});
}

}  // namespace

Result<std::string> font_subset(const FontFile& file, const std::set<char32_t>& characters) {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return Error{ErrorKind::kFile, "the font library does not start", ""};
  FT_Face face = nullptr;
  auto* data = reinterpret_cast<const FT_Byte*>(file.bytes.data());
  Result<std::string> made = Error{ErrorKind::kFile, fmt::format("{} is not a font file", file.path), ""};
  if (FT_New_Memory_Face(library, data, static_cast<FT_Long>(file.bytes.size()), 0, &face) == 0) made = subset_of(face, file, characters);
  FT_Done_FreeType(library);  // its faces too
  return made;
}

}  // namespace convscope

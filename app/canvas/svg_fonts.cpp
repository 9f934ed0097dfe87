#include "app/canvas/svg_fonts.h"

#include <fmt/format.h>

#include "app/canvas/base64.h"
#include "app/canvas/font_subset.h"

namespace convscope {

const char* svg_family(Face face) {
  return face == Face::kWords ? "Inter, 'Helvetica Neue', Arial, 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif"
                              : "'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans SC', 'Noto Sans CJK SC', monospace";
}

int svg_weight(Weight weight) { return 400 + 100 * static_cast<int>(weight); }

void SvgFonts::add(const TextItem& item, const FontFiles& files) {
  for (const TextRun& run : item.runs)
    for (std::string_view rest = run.text; !rest.empty();) {
      char32_t character = take_code_point(rest);
      const Glyph& glyph = files.glyph(character, item.face, item.weight);
      if (glyph.index != 0) used_[{item.face, item.weight, glyph.file}].insert(character);
    }
}

std::string SvgFonts::css(const FontFiles& files) const {
  std::string out;
  for (const auto& [key, characters] : used_) {
    auto [face, weight, number] = key;
    Result<std::string> font = font_subset(files.all()[static_cast<std::size_t>(number)], characters);
    if (!font) continue;  // the next family of the text's list
    std::string range;
    for (char32_t character : characters) range += fmt::format("{}U+{:X}", range.empty() ? "" : ",", static_cast<unsigned>(character));
    out +=
        fmt::format("@font-face{{font-family:{};font-weight:{};unicode-range:{};src:url(data:font/otf;base64,{}) format(\"opentype\")}}\n",
                    face == Face::kWords ? "Inter" : "'JetBrains Mono'", svg_weight(weight), range, base64(*font));
  }
  return out;
}

}  // namespace convscope

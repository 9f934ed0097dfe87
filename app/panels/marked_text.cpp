#include "app/panels/marked_text.h"

#include <algorithm>

#include "app/canvas/line_break.h"

namespace convscope {
namespace {

using Line = std::vector<MarkedText>;

TextStyle style_of(const MarkedText& part, TextStyle style) {
  if (part.bold) style.weight = Weight::kBold;
  if (part.code) style.face = Face::kNumbers;
  return style;
}

double width_of(const Ui& ui, const Line& line, const TextStyle& style) {
  double width = 0;
  for (const MarkedText& part : line) width += text_width(ui, part.text, style_of(part, style));
  return width;
}

// The next `bytes` of the parts, which they leave.
Line taken(std::vector<MarkedText>& parts, std::size_t bytes) {
  Line line;
  while (bytes > 0) {
    const std::size_t here = std::min(bytes, parts.front().text.size());
    line.push_back({parts.front().text.substr(0, here), parts.front().bold, parts.front().code});
    parts.front().text.erase(0, here);
    if (parts.front().text.empty()) parts.erase(parts.begin());
    bytes -= here;
  }
  return line;
}

Line without_end_blanks(Line line) {
  std::string& last = line.back().text;
  last.erase(last.find_last_not_of(' ') + 1);
  return line;
}

std::vector<Line> lines_of(const Ui& ui, std::vector<MarkedText> parts, const TextStyle& style, double width) {
  std::string whole;
  for (const MarkedText& part : parts) whole += part.text;
  std::vector<Line> lines(1);
  double used = 0;
  for (std::string_view piece : unbroken_pieces(whole)) {
    const Line next = taken(parts, piece.size());
    if (!lines.back().empty() && used + width_of(ui, without_end_blanks(next), style) > width + 0.5) {
      lines.emplace_back();
      used = 0;
    }
    lines.back().insert(lines.back().end(), next.begin(), next.end());
    used += width_of(ui, next, style);
  }
  return lines;
}

// Neighbours that look alike are one text.
Line joined(const Line& line) {
  Line joined;
  for (const MarkedText& part : line) {
    const bool alike = !joined.empty() && joined.back().bold == part.bold && joined.back().code == part.code;
    if (alike) joined.back().text += part.text;
    else joined.push_back(part);
  }
  return joined;
}

}  // namespace

double draw_marked(Ui& ui, Point top_left, const std::vector<MarkedText>& parts, const TextStyle& style, double width) {
  const double height = line_height(ui, style);
  double y = top_left.y;
  for (const Line& line : lines_of(ui, parts, style, width)) {
    double x = top_left.x;
    for (const MarkedText& part : joined(line)) x += draw_text(ui, {x, y + height / 2}, part.text, style_of(part, style));
    y += height;
  }
  return y - top_left.y;
}

}  // namespace convscope

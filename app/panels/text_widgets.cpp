// Text of the controls: measured with the same glyphs that are drawn, wrapped at spaces and between Chinese characters.
#include <imgui.h>

#include <algorithm>

#include "app/canvas/line_break.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

std::size_t code_point_length(char first) {
  auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

std::string without_end_blanks(std::string line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\n')) line.pop_back();
  return line;
}

void note_text(Ui& ui, Point at, const std::vector<TextRun>& runs, const TextStyle& style, double width) {
  if (!ui.probe.keeps_texts()) return;
  WrittenText written;
  for (const TextRun& run : runs) written.text += run.text;
  const double height = ui.scaled(style.size);
  const double left = style.anchor == Anchor::kEnd ? at.x - width : style.anchor == Anchor::kMiddle ? at.x - width / 2 : at.x;
  written.box = {left, at.y - height / 2, width, height};
  const ImDrawList* list = ui.painter.target();
  const ImVec2 low = list->GetClipRectMin(), high = list->GetClipRectMax();
  written.visible = {low.x, low.y, high.x - low.x, high.y - low.y};
  ui.probe.wrote(std::move(written));
}

}  // namespace

double text_width(const Ui& ui, std::string_view text, const TextStyle& style) {
  return ui.painter.text_width(text, ui.scaled(style.size), style.face, style.weight);
}

double draw_runs(Ui& ui, Point at, const std::vector<TextRun>& runs, const TextStyle& style) {
  double width = 0;
  for (const TextRun& run : runs) width += text_width(ui, run.text, style);
  note_text(ui, at, runs, style, width);
  ui.painter.text({at, ui.scaled(style.size), style.face, style.weight, style.anchor, runs, {}});
  return width;
}

double draw_text(Ui& ui, Point at, std::string_view text, const TextStyle& style) {
  return draw_runs(ui, at, {{std::string(text), style.color}}, style);
}

std::string fitted(const Ui& ui, std::string_view text, const TextStyle& style, double width) {
  if (text_width(ui, text, style) <= width) return std::string(text);
  double room = width - text_width(ui, "…", style), used = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t length = code_point_length(text[end]);
    used += text_width(ui, text.substr(end, length), style);
    if (used > room) break;
    end += length;
  }
  return without_end_blanks(std::string(text.substr(0, end))) + "…";
}

double draw_fitted(Ui& ui, Point at, std::string_view text, const TextStyle& style, double width) {
  return draw_text(ui, at, fitted(ui, text, style, width), style);
}

double draw_shrunk(Ui& ui, Point at, std::string_view text, TextStyle style, double width) {
  const double wide = text_width(ui, text, style);
  if (wide > width) style.size = std::max(kSmallestText, style.size * width / wide * 0.99);
  return draw_fitted(ui, at, text, style, width);
}

std::vector<std::string> wrapped(const Ui& ui, std::string_view text, const TextStyle& style, double width) {
  std::vector<std::string> lines;
  std::string line;
  double used = 0;
  for (std::string_view piece : unbroken_pieces(text)) {
    double whole = text_width(ui, piece, style), visible = text_width(ui, without_end_blanks(std::string(piece)), style);
    if (!line.empty() && used + visible > width + 0.5) {
      lines.push_back(without_end_blanks(line));
      line.clear();
      used = 0;
    }
    line += piece;
    used += whole;
    if (piece.back() == '\n') {
      lines.push_back(without_end_blanks(line));
      line.clear();
      used = 0;
    }
  }
  if (!line.empty()) lines.push_back(without_end_blanks(line));
  return lines;
}

double line_height(const Ui& ui, const TextStyle& style) { return 1.5 * ui.scaled(style.size); }

double paragraph_height(const Ui& ui, std::string_view text, const TextStyle& style, double width) {
  return static_cast<double>(wrapped(ui, text, style, width).size()) * line_height(ui, style);
}

double draw_paragraph(Ui& ui, Point top_left, std::string_view text, const TextStyle& style, double width) {
  double height = line_height(ui, style), y = top_left.y;
  for (const std::string& line : wrapped(ui, text, style, width)) {
    draw_text(ui, {top_left.x, y + height / 2}, line, style);
    y += height;
  }
  return y - top_left.y;
}

namespace {

TextStyle look_of(const MarkedRun& run, TextStyle plain) {
  plain.weight = weight_of(run, plain.weight);
  plain.face = face_of(run, plain.face);
  return plain;
}

std::vector<MarkedRuns> lines_of(const Ui& ui, const MarkedRuns& runs, const TextStyle& style, double width) {
  auto width_of = [&](const MarkedRun& run) { return text_width(ui, run.text, look_of(run, style)); };
  return marked_lines(runs, width + 0.5, width_of);
}

}  // namespace

double marked_height(const Ui& ui, const MarkedRuns& runs, const TextStyle& style, double width) {
  return static_cast<double>(lines_of(ui, runs, style, width).size()) * line_height(ui, style);
}

double draw_marked(Ui& ui, Point top_left, const MarkedRuns& runs, const TextStyle& style, double width) {
  const double height = line_height(ui, style);
  double y = top_left.y;
  for (MarkedRuns& line : lines_of(ui, runs, style, width)) {
    line.back().text = without_end_blanks(std::move(line.back().text));
    double x = top_left.x;
    for (const MarkedRun& run : line) x += draw_text(ui, {x, y + height / 2}, run.text, look_of(run, style));
    y += height;
  }
  return y - top_left.y;
}

}  // namespace convscope

// The layer as a line of PyTorch, Keras or ONNX, and the button that copies it.
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The size at which the widest line fits, not below the smallest that is legible.
double fitting_size(const Ui& ui, const std::vector<std::string>& lines, double width) {
  double widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, text_width(ui, line, {kLabelSize, {}, Weight::kRegular, Face::kNumbers}));
  return widest <= width ? kLabelSize : std::max(kSmallestText, kLabelSize * width / widest);
}

double draw_lines(Ui& ui, const Box& box, const std::string& code) {
  double pad = 16, inner = box.w - 2 * pad;
  std::vector<std::string> given = lines_of(code), shown;
  TextStyle style{fitting_size(ui, given, inner), ui.theme.ink, Weight::kRegular, Face::kNumbers};
  for (const std::string& line : given) {
    auto parts = wrapped(ui, line, style, inner);
    if (parts.size() <= 1) parts = {line};  // keeps the indent of a line that fits
    shown.insert(shown.end(), parts.begin(), parts.end());
  }
  double step = ui.scaled(22), height = 2 * 12 + step * static_cast<double>(shown.size());
  sunken(ui, {box.x, box.y, box.w, height});
  double y = box.y + 12;
  for (const std::string& line : shown) {
    draw_text(ui, {box.x + pad, y + step / 2}, line, style);
    y += step;
  }
  return height;
}

}  // namespace

double draw_code(Ui& ui, Box box) {
  if (!ui.model || !ui.model->scene->shows_layer) return 0;
  double head = segmented_height(ui);
  double title = draw_text(ui, {box.x, box.y + head / 2}, ui.word("code.title"), {kHeadingSize, ui.theme.ink, Weight::kBold});
  std::vector<std::string> dialects = {"PyTorch", "Keras", "ONNX"};
  double wide = segmented_width(ui, dialects), y = box.y;
  if (title + 16 + wide > box.w) y += head + 4;  // large text: below the title
  Point at{y > box.y ? box.x : box.right() - wide, y + head / 2};
  if (auto chosen = segmented(ui, "code.dialect", at, dialects, static_cast<int>(ui.state.dialect)))
    ui.actions.look([dialect = static_cast<CodeDialect>(*chosen)](State& state) { state.dialect = dialect; });
  y += head + 8;
  std::string code = told_layer(*ui.model, ui.state).layer->code(ui.state.dialect);
  y += draw_lines(ui, {box.x, y, box.w, 0}, code) + 8;
  ButtonSpec copy{ui.word("code.copy"), key_text(ActionId::kCopyCode), ButtonKind::kNormal, true, ui.word("code.copy.tip")};
  double height = ui.scaled(32), width = std::min(box.w, button_width(ui, copy));
  if (button(ui, "code.copy", {box.right() - width, y, width, height}, copy)) ui.actions.run(ActionId::kCopyCode);
  return y + height - box.y;
}

}  // namespace convscope

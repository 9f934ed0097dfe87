#include "app/panels/dialog_parts.h"

#include <algorithm>

namespace convscope {

Box dialog_box(const Ui& ui, double width, double height) {
  double w = std::min(ui.scaled(width), ui.window.w - 48), h = std::min(ui.scaled(height), ui.window.h - 48);
  return {ui.window.x + (ui.window.w - w) / 2, ui.window.y + (ui.window.h - h) / 2, w, h};
}

double dialog_head_height(const Ui& ui) { return ui.scaled(40) + 36; }

bool draw_dialog_head(Ui& ui, const std::string& name, const Box& box, const std::string& title, const std::string& beside) {
  const Theme& t = ui.theme;
  double y = box.y + 24 + ui.scaled(18), side = ui.scaled(32);
  double x = box.x + 32 + draw_text(ui, {box.x + 32, y}, title, {kTitleSize, t.ink, Weight::kBold}) + 18;
  if (!beside.empty()) draw_fitted(ui, {x, y + 2}, beside, {kBodySize, t.muted}, box.right() - 40 - side - x);
  Box cross{box.right() - 28 - side, y - side / 2, side, side};
  Press press = press_area(ui, name + ".close", cross);
  if (press.hovered) {
    hand_cursor();
    ui.painter.rect(cross, t.sunken, {}, kButtonRadius);
  }
  Point c = cross.center();
  double d = ui.scaled(6);
  Stroke stroke{press.hovered ? t.ink : t.muted, 1.8, 0, 0};
  ui.painter.line({c.x - d, c.y - d}, {c.x + d, c.y + d}, stroke);
  ui.painter.line({c.x - d, c.y + d}, {c.x + d, c.y - d}, stroke);
  return press.clicked;
}

bool leaves(const Ui& ui, const Modal& modal) { return modal.dismissed() || ui.memory.escape_pressed; }

}  // namespace convscope

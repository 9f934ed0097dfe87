// One note at a time, the newest; what went wrong stays until it is dismissed, the rest leaves by itself.
#include <algorithm>

#include "app/panels/overlay.h"
#include "app/panels/panels.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kWidest = 560, kPad = 18;

// A cross that can be pressed.
bool draw_cross(Ui& ui, Point middle, Color color) {
  double s = ui.scaled(24), d = ui.scaled(4.5);
  Press press = press_area(ui, "toast.dismiss", {middle.x - s / 2, middle.y - s / 2, s, s});
  if (press.hovered) hand_cursor();
  Stroke stroke{color, 1.6, 0, 0};
  ui.painter.line({middle.x - d, middle.y - d}, {middle.x + d, middle.y + d}, stroke);
  ui.painter.line({middle.x - d, middle.y + d}, {middle.x + d, middle.y - d}, stroke);
  return press.clicked;
}

}  // namespace

void draw_toast(Ui& ui) {
  auto& toasts = ui.memory.toasts;
  if (toasts.empty()) return;
  ToastNote note = toasts.back();
  if (!note.warning) ui.actions.wake_in(note.until - ui.now + 0.01);
  const Theme& t = ui.theme;
  TextStyle style{kBodySize, note.warning ? t.ink : t.on_accent, Weight::kMedium};
  double cross = ui.scaled(30), mark = note.warning ? 14 : 0;
  double widest = std::min(ui.scaled(kWidest), ui.window.w - 64) - 2 * kPad - cross - mark;
  auto lines = wrapped(ui, note.text, style, widest);
  double inner = 0, step = line_height(ui, style);
  for (const std::string& line : lines) inner = std::max(inner, text_width(ui, line, style));
  double height = static_cast<double>(lines.size()) * step + 22, width = inner + 2 * kPad + cross + mark;
  Box box{ui.window.w / 2 - width / 2, ui.window.h - height - 28, width, height};
  Overlay overlay(ui, "toast", box);
  ui.painter.rect({box.x - 1, box.y + 2, box.w + 2, box.h + 2}, {0, 0, 0, 40}, {}, 10);
  ui.painter.rect(box, note.warning ? t.surface : t.accent, note.warning ? Stroke{t.warning, 1.5, 0, 0} : Stroke{}, kCardRadius);
  if (note.warning) ui.painter.rect({box.x + kPad - 6, box.y + 11, 3, height - 22}, t.warning, {}, 1.5);
  double y = box.y + 11 + step / 2;
  for (const std::string& line : lines) {
    draw_text(ui, {box.x + kPad + mark, y}, line, style);
    y += step;
  }
  ui.probe.place("toast", box);
  ui.probe.fact("toast", note.text);
  if (draw_cross(ui, {box.right() - kPad - cross / 2 + 8, box.y + 11 + step / 2}, note.warning ? t.muted : mix(t.accent, t.on_accent, 0.7)))
    toasts.pop_back();
}

}  // namespace convscope

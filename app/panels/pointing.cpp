#include "app/panels/pointing.h"

#include <imgui.h>

#include <algorithm>

#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kFrameSeconds = 1.0 / 60;
constexpr double kVeil = 0.78;                  // how much of the rest the spotlight takes away
constexpr double kDarker = 0.7;
constexpr double kPenPart = 0.0055;             // of the window's height
constexpr double kLeastPen = 4;

bool tools_rest(const Ui& ui) { return ui.memory.dialog != Dialog::kNone; }

Point pointer_now() {
  const ImVec2 mouse = ImGui::GetMousePos();
  return {mouse.x, mouse.y};
}

double pen_width(const Ui& ui) { return std::max(kLeastPen, ui.window.h * kPenPart); }

void draw_spotlight(Ui& ui) {
  const Spotlight& spotlight = ui.memory.panels.pointer.spotlight;
  const Point at = pointer_now();
  if (!spotlight.on || !ui.window.contains(at)) return;
  const Theme& t = ui.theme;
  const Color black{0, 0, 0, 255};
  const bool dark = contrast(t.surface, black) < contrast(t.ink, black);  // its ground goes darker still
  const Color veil = dark ? mix(t.sunken, black, kDarker) : t.ink;
  const double radius = spotlight.radius * ui.window.h;
  ui.painter.veil(at, radius, with_alpha(veil, kVeil), ui.window);
  ui.painter.circle(at, radius, {0, 0, 0, 0}, {with_alpha(t.weight, 0.9), 2, 0, 0});
}

void draw_marks(Ui& ui, const Box& drawn_on) {
  const Marks& marks = ui.memory.panels.pointer.marks;
  const Color color = ui.theme.warning;
  const double width = pen_width(ui);
  ui.painter.push_clip(drawn_on);
  for (const FreehandStroke& stroke : marks.strokes) {
    const Color ink = with_alpha(color, strength_of(stroke, ui.now));
    const std::vector<Point> line = smoothed(stroke.points);
    if (line.size() > 1) ui.painter.path(line, false, {0, 0, 0, 0}, {ink, width, 0, 0});
    for (const Point& end : {line.front(), line.back()}) ui.painter.circle(end, width / 2, ink);
  }
  const Point at = pointer_now();
  if (marks.pen && drawn_on.contains(at)) {
    ui.painter.circle(at, width / 2 + 2, ui.theme.surface);
    ui.painter.circle(at, width / 2 + 0.5, color);
  }
  ui.painter.pop_clip();
}

}  // namespace

void take_pointer(Ui& ui, const Box& drawn_on) {
  auto& [spotlight, marks, path] = ui.memory.panels.pointer;
  fade_marks(marks, ui.now);
  if (const std::optional<double> next = next_fading(marks, ui.now)) ui.actions.wake_in(std::max(kFrameSeconds, *next));
  if (tools_rest(ui)) return lift_pen(marks, ui.now);
  float& wheel = ImGui::GetIO().MouseWheel;
  if (spotlight.on && wheel != 0) {
    widen_spotlight(spotlight, wheel);
    wheel = 0;
  }
  if (!marks.pen) return lift_pen(marks, ui.now);
  const Press press = press_area(ui, "marks", drawn_on);  // the first to be asked has the pointer
  if (!press.held) {
    lift_pen(marks, ui.now);
  } else {
    const bool down = !marks.strokes.empty() && marks.strokes.back().ended < 0;
    if (down)  // where it went before it was pressed belongs to no stroke
      for (const Point& each : path) put_pen(marks, each);
    put_pen(marks, pointer_now());
  }
  if (press.hovered || press.held) ImGui::SetMouseCursor(ImGuiMouseCursor_None);
}

bool draw_pointer_tools(Ui& ui, const Box& drawn_on) {
  const PointerMemory& pointer = ui.memory.panels.pointer;
  const bool anything = pointer.spotlight.on || pointer.marks.pen || !pointer.marks.strokes.empty();
  if (!anything || tools_rest(ui)) return false;
  ImDrawList* outer = ui.painter.target();
  ui.painter.target(ImGui::GetForegroundDrawList());  // above the panels, which scroll in windows of their own
  draw_spotlight(ui);
  draw_marks(ui, drawn_on);
  ui.painter.target(outer);
  return true;
}

}  // namespace convscope

// Before: the button. While it runs: frame, time left, bar, pause, cancel. After: where the file lies, or why there is none.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/panels/export_parts.h"
#include "app/panels/number_text.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kEdge = 32;

void start(Ui& ui) {
  ExportMemory& memory = ui.memory.panels.exporting;
  memory.left = TimeLeft{};
  memory.replaces.clear();
  memory.started = true;
  ui.actions.add(act::StartExport{shown_request(ui), theme_of(memory.settings, ui.state.theme)});
}

// Draws the two buttons at the right; returns where they begin.
double draw_running_buttons(Ui& ui, const Box& box) {
  double height = ui.scaled(32) + 8, y = box.center().y - height / 2;
  ButtonSpec cancel{ui.word("export.cancel"), "", ButtonKind::kPrimary, true, ""};
  ButtonSpec pause{ui.word(ui.exporting.paused ? "export.resume" : "export.pause"), "", ButtonKind::kNormal, true, ""};
  double wide = std::max(button_width(ui, cancel), ui.scaled(96)), narrow = std::max(button_width(ui, pause), ui.scaled(96));
  double x = box.right() - kEdge - wide;
  if (button(ui, "export.cancel", {x, y, wide, height}, cancel)) ui.actions.add(act::CancelExport{});
  x -= 8 + narrow;
  if (button(ui, "export.pause", {x, y, narrow, height}, pause)) ui.actions.add(act::PauseExport{!ui.exporting.paused});
  return x;
}

void draw_running(Ui& ui, const Box& box) {
  const Theme& t = ui.theme;
  TimeLeft& left = ui.memory.panels.exporting.left;
  const ExportStatus& now = ui.exporting;
  left.tell(ui.now, now.frame, now.frames, now.paused);
  if (!now.paused) ui.actions.wake_in(0.1);
  double end = draw_running_buttons(ui, box) - 24, x = box.x + kEdge;
  double part = now.frames > 0 ? static_cast<double>(now.frame) / now.frames : 0;
  std::string percent = fmt::format("{:.0f} %", 100 * part);
  TextStyle small{kBodySize, t.muted, Weight::kRegular, Face::kNumbers};
  double bar = end - x - text_width(ui, "100 %", small) - 16, y = box.y + 20 + ui.scaled(8);
  TextStyle bold{16, t.ink, Weight::kSemiBold}, right = bold;
  right.anchor = Anchor::kEnd;
  std::string rest = now.paused       ? ui.word("export.paused")
                     : left.seconds() ? ui.words.format("export.left", {{"time", clock_text(std::ceil(*left.seconds()))}})
                                      : "";
  double wide = draw_text(ui, {x + bar, y}, rest, right);
  draw_fitted(ui, {x, y}, ui.words.format("export.frame", {{"frame", std::to_string(now.frame)}, {"frames", std::to_string(now.frames)}}),
              bold, bar - wide - 16);
  y += ui.scaled(12) + 10;
  ui.painter.rect({x, y, bar, 10}, t.line, {}, 5);
  if (part > 0) ui.painter.rect({x, y, std::max(10.0, bar * part), 10}, t.output, {}, 5);
  draw_text(ui, {x + bar + 16, y + 5}, percent, small);
  y += 10 + ui.scaled(14);
  std::string rate = left.frames_per_second() > 0
                         ? ui.words.format("export.rate", {{"rate", fmt::format("{:.0f}", left.frames_per_second())}})
                         : ui.word("export.usable");
  draw_fitted(ui, {x, y}, rate, {12.5, t.muted}, bar);
}

// What the last export came to, in words; empty before the first.
std::string outcome_text(const Ui& ui, Color& color) {
  if (!ui.memory.panels.exporting.started || ui.exporting.path.empty()) return "";
  if (!ui.exporting.failure.empty()) {
    color = ui.theme.warning;
    return ui.exporting.failure;
  }
  color = ui.theme.output;
  return ui.words.format("export.done", {{"path", ui.exporting.path}, {"time", clock_text(ui.exporting.seconds)}});
}

void draw_waiting(Ui& ui, const Box& box, bool enter) {
  const ExportSettings& settings = ui.memory.panels.exporting.settings;
  double height = ui.scaled(32) + 8, y = box.center().y - height / 2;
  std::string& replaces = ui.memory.panels.exporting.replaces;
  std::string target = export_target(settings);
  if (replaces != target || !export_target_exists(settings)) replaces.clear();
  bool possible = ui.model && !settings.name.empty(), asked = !replaces.empty();
  ButtonSpec go{ui.word(asked ? "files.replace" : "export.start"), "Enter", ButtonKind::kPrimary, possible, ""},
      leave{ui.word("export.close"), "Esc", ButtonKind::kNormal, true, ""};
  double wide = std::max(button_width(ui, go), ui.scaled(110)), narrow = button_width(ui, leave);
  double x = box.right() - kEdge - wide;
  bool pressed = button(ui, "export.start", {x, y, wide, height}, go);
  if (pressed || (enter && possible)) {
    if (asked || !export_target_exists(settings)) start(ui);
    else replaces = target;
  }
  x -= 8 + narrow;
  if (button(ui, "export.close_button", {x, y, narrow, height}, leave)) ui.actions.show(Dialog::kNone);
  Color color = ui.theme.muted;
  std::string text = outcome_text(ui, color);
  ui.probe.fact("export.told", text);
  if (text.empty()) text = ui.word("export.usable");
  if (!replaces.empty()) {
    text = ui.words.format("files.overwrite", {{"name", settings.name}});
    color = ui.theme.warning;
  }
  TextStyle style{kBodySize, color, Weight::kMedium};
  double room = x - 24 - box.x - kEdge;
  double tall = paragraph_height(ui, text, style, room);
  draw_paragraph(ui, {box.x + kEdge, box.center().y - tall / 2}, text, style, room);
}

}  // namespace

void draw_export_foot(Ui& ui, const Box& box, bool enter) {
  ui.painter.rect({box.x + 1, box.y, box.w - 2, box.h - 1}, ui.theme.bg, {}, 12);
  ui.painter.rect({box.x + 1, box.y, box.w - 2, 16}, ui.theme.bg);
  ui.painter.line({box.x, box.y}, {box.right(), box.y}, {ui.theme.line, 1, 0, 0});
  if (ui.exporting.running)
    draw_running(ui, box);
  else
    draw_waiting(ui, box, enter);
}

}  // namespace convscope

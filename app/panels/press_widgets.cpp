// What is pressed: areas, buttons, chips, segmented controls, check boxes; and the tooltip of the last of them.
#include <imgui.h>

#include <algorithm>

#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kTooltipDelay = 0.45;  // seconds of rest
constexpr double kTooltipWidth = 300;
constexpr double kWheelRests = 0.4;  // seconds without a turn

Color hovered_on(const Ui& ui, Color ground) { return mix(ground, ui.theme.ink, 0.06); }

// What a scrolled list shows of it.
Box visible_part(const Box& box) {
  const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin(), high = ImGui::GetWindowDrawList()->GetClipRectMax();
  const double left = std::max(box.x, static_cast<double>(low.x)), top = std::max(box.y, static_cast<double>(low.y));
  return {left, top, std::min(box.right(), static_cast<double>(high.x)) - left, std::min(box.bottom(), static_cast<double>(high.y)) - top};
}

}  // namespace

Press press_area(Ui& ui, const std::string& name, const Box& box) {
  Press press;
  if (box.w < 1 || box.h < 1) return press;
  ImGui::SetCursorScreenPos({static_cast<float>(box.x), static_cast<float>(box.y)});
  press.clicked =
      ImGui::InvisibleButton(name.c_str(), {static_cast<float>(box.w), static_cast<float>(box.h)}, ImGuiButtonFlags_MouseButtonLeft);
  press.hovered = ImGui::IsItemHovered();
  press.held = ImGui::IsItemActive();
  press.released = ImGui::IsItemDeactivated();
  press.double_clicked = press.hovered && ImGui::IsMouseDoubleClicked(0);
  press.right_clicked = press.hovered && ImGui::IsMouseClicked(1);
  if (ImGui::IsItemVisible()) ui.probe.place(name, visible_part(box));
  HoverRest& rest = ui.memory.rest;
  if (press.hovered) {
    if (rest.name != name || ImGui::IsMouseClicked(0)) rest = {name, ui.now, true};
    rest.seen = true;
  }
  return press;
}

double wheel_turned(Ui& ui, const std::string& name, bool over) {
  double turned = ImGui::GetIO().MouseWheel;
  if (!over || turned == 0) return 0;
  WheelMemory& wheel = ui.memory.wheel;
  ImVec2 mouse = ImGui::GetMousePos();
  bool goes_on = ui.now - wheel.last < kWheelRests && wheel.pointer.x == mouse.x && wheel.pointer.y == mouse.y;
  if (!goes_on) {
    wheel = {name, {mouse.x, mouse.y}, ui.now, 0};
    ui.actions.add(act::EndMerge{});
  }
  wheel.last = ui.now;
  return wheel.owner == name ? turned : 0;
}

void hand_cursor() { ImGui::SetMouseCursor(ImGuiMouseCursor_Hand); }

void tooltip(Ui& ui, const std::string& text) {
  if (text.empty() || !ImGui::IsItemHovered() || ImGui::IsMouseDown(0)) return;
  ui.memory.rest.tip = true;
  double rested = ui.now - ui.memory.rest.since;
  if (rested < kTooltipDelay) {
    ui.actions.wake_in(kTooltipDelay - rested + 0.01);
    return;
  }
  TextStyle style{.size = kLabelSize, .color = ui.theme.on_accent};
  double width = std::min(ui.scaled(kTooltipWidth), ui.window.w - 32);
  std::vector<std::string> lines = wrapped(ui, text, style, width);
  double widest = 0, height = ui.scaled(19);
  for (const std::string& line : lines) widest = std::max(widest, text_width(ui, line, style));
  ImVec2 mouse = ImGui::GetMousePos();
  Box box{mouse.x + 12.0, mouse.y + 20.0, widest + 20, static_cast<double>(lines.size()) * height + 12};
  box.x = std::clamp(box.x, 8.0, std::max(8.0, ui.window.w - box.w - 8));
  if (box.bottom() > ui.window.h - 8) box.y = mouse.y - box.h - 8;
  ui.probe.place("tooltip", box);
  ui.probe.fact("tooltip", text);
  ImDrawList* before = ui.painter.target();
  ui.painter.target(ImGui::GetForegroundDrawList());
  ui.painter.rect(box, ui.theme.accent, {}, kButtonRadius);
  for (std::size_t i = 0; i < lines.size(); ++i)
    draw_text(ui, {box.x + 10, box.y + 6 + (static_cast<double>(i) + 0.5) * height}, lines[i], style);
  ui.painter.target(before);
}

double button_width(const Ui& ui, const ButtonSpec& spec) {
  TextStyle style{.size = 13.5, .color = {}, .weight = Weight::kMedium};
  double shortcut = spec.shortcut.empty() ? 0 : text_width(ui, spec.shortcut, style) + 8;
  return text_width(ui, spec.label, style) + shortcut + 28;
}

bool button(Ui& ui, const std::string& name, const Box& box, const ButtonSpec& spec) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, name, box);
  bool primary = spec.kind == ButtonKind::kPrimary, quiet = spec.kind == ButtonKind::kQuiet;
  Color ground = primary ? t.accent : t.surface, ink = primary ? t.on_accent : t.ink;
  if (!spec.enabled) {
    ground = t.sunken;
    ink = t.faint;
  } else if (press.hovered) {
    ground = primary ? mix(ground, t.on_accent, press.held ? 0.24 : 0.12) : mix(ground, t.ink, press.held ? 0.1 : 0.05);
    hand_cursor();
  }
  if (!quiet || (press.hovered && spec.enabled))
    ui.painter.rect(box, ground, {t.line, quiet || (primary && spec.enabled) ? 0.0 : 1.0, 0, 0}, kButtonRadius);
  TextStyle style{.size = 13.5, .color = ink, .weight = Weight::kMedium};
  double gap = spec.shortcut.empty() ? 0 : 8, shortcut = text_width(ui, spec.shortcut, style);
  std::string label = fitted(ui, spec.label, style, box.w - 12 - gap - shortcut);
  double width = text_width(ui, label, style) + gap + shortcut, x = box.center().x - width / 2;
  x += draw_text(ui, {x, box.center().y}, label, style) + gap;
  style.color = mix(ground, ink, primary ? 0.8 : 0.7);
  if (!spec.shortcut.empty()) draw_text(ui, {x, box.center().y}, spec.shortcut, style);
  tooltip(ui, spec.tooltip);
  return press.clicked && spec.enabled;
}

double chip_height(const Ui& ui) { return std::max(26.0, ui.scaled(20) + 6); }

double chip_width(const Ui& ui, const ChipSpec& spec) {
  return text_width(ui, spec.label, {.size = 12.5, .color = {}, .weight = Weight::kMedium}) + 20;
}

ChipResult chip(Ui& ui, const std::string& name, Point at, const ChipSpec& spec) {
  const Theme& t = ui.theme;
  double width = chip_width(ui, spec), height = chip_height(ui);
  Box box{at.x, at.y - height / 2, width, height};
  Press press = press_area(ui, name, box);
  Color ground = spec.on ? t.accent : t.sunken;
  if (press.hovered && spec.pressable) {
    ground = spec.on ? mix(ground, t.on_accent, 0.12) : hovered_on(ui, ground);
    hand_cursor();
  }
  ui.painter.rect(box, ground, {}, height / 2);
  Color ink = spec.color.value_or(spec.on ? t.on_accent : t.muted);
  draw_text(ui, box.center(), spec.label, {.size = 12.5, .color = ink, .weight = Weight::kMedium, .anchor = Anchor::kMiddle});
  tooltip(ui, spec.tooltip);
  return {press.clicked && spec.pressable, width};
}

double segmented_height(const Ui& ui) { return std::max(34.0, ui.scaled(24) + 10); }

namespace {
constexpr double kSegmentPadding = 26;
TextStyle segment_style(const Theme& t, bool on) {
  return {.size = 13.5, .color = on ? t.ink : t.muted, .weight = on ? Weight::kSemiBold : Weight::kRegular, .anchor = Anchor::kMiddle};
}
// As wide as the bold label, so that nothing moves when it is chosen.
double segment_width(const Ui& ui, const std::string& label) {
  return text_width(ui, label, segment_style(ui.theme, true)) + kSegmentPadding;
}
}  // namespace

double segmented_width(const Ui& ui, const std::vector<std::string>& labels) {
  double width = 4;
  for (const std::string& label : labels) width += segment_width(ui, label);
  return width;
}

std::optional<int> segmented(Ui& ui, const std::string& name, Point at, const std::vector<std::string>& labels, int selected) {
  const Theme& t = ui.theme;
  double height = segmented_height(ui), x = at.x + 2;
  ui.painter.rect({at.x, at.y - height / 2, segmented_width(ui, labels), height}, t.sunken, {}, 8);
  std::optional<int> pressed;
  for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
    const std::string& label = labels[static_cast<std::size_t>(i)];
    Box box{x, at.y - height / 2 + 2, segment_width(ui, label), height - 4};
    Press press = press_area(ui, name + "." + std::to_string(i), box);
    bool on = i == selected;
    if (on) ui.painter.rect(box, t.surface, {t.line, 1, 0, 0}, kButtonRadius);
    TextStyle style = segment_style(t, on);
    if (press.hovered && !on) {
      style.color = t.ink;
      hand_cursor();
    }
    draw_text(ui, box.center(), label, style);
    if (press.clicked && !on) pressed = i;
    x += box.w;
  }
  return pressed;
}

bool checkbox(Ui& ui, const std::string& name, Point at, const CheckboxSpec& spec) {
  const Theme& t = ui.theme;
  TextStyle style{.size = 13.5, .color = spec.enabled ? t.ink : t.faint};
  double side = std::max(18.0, ui.scaled(18));
  Box area{at.x, at.y - side / 2 - 4, side + 9 + text_width(ui, spec.label, style), side + 8};
  Press press = press_area(ui, name, area);
  Box box{at.x, at.y - side / 2, side, side};
  bool filled = spec.on && spec.enabled;
  ui.painter.rect(box,
                  filled                          ? t.accent
                  : press.hovered && spec.enabled ? hovered_on(ui, t.sunken)
                                                  : t.sunken,
                  {filled ? t.accent : t.line, 1.2, 0, 0}, 4);
  if (spec.on) {
    double s = side / 18;
    ui.painter.path({{at.x + 4.5 * s, at.y}, {at.x + 8 * s, at.y + 3.8 * s}, {at.x + 13.8 * s, at.y - 4 * s}}, false, {0, 0, 0, 0},
                    {spec.enabled ? t.on_accent : t.faint, 2 * s, 0, 0});
  }
  draw_text(ui, {at.x + side + 9, at.y}, spec.label, style);
  if (press.hovered && spec.enabled) hand_cursor();
  tooltip(ui, spec.tooltip);
  return press.clicked && spec.enabled;
}

}  // namespace convscope

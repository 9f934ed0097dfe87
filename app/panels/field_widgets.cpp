// Text that is typed, and lists that open: Dear ImGui's text input inside our own field.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "app/panels/field_font.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

ImVec4 as_vec4(Color c) { return {c.r / 255.0F, c.g / 255.0F, c.b / 255.0F, c.a / 255.0F}; }

// Called while the field has the keyboard.
int cursor_to_end(ImGuiInputTextCallbackData* data) {
  data->CursorPos = data->SelectionStart = data->SelectionEnd = data->BufTextLen;
  *static_cast<bool*>(data->UserData) = false;
  return 0;
}

}  // namespace

TextFieldResult text_field(Ui& ui, const std::string& name, const Box& box, std::string& text, const TextFieldSpec& spec) {
  const Theme& t = ui.theme;
  TextFieldResult result;
  ui.probe.place(name, box);
  ui.painter.rect(box, t.sunken, {}, 8);
  TextStyle hint{.size = 13.5, .color = t.faint};
  if (text.empty()) {
    double shortcut = 0;
    if (!spec.shortcut.empty())
      shortcut = draw_text(ui, {box.right() - 12, box.center().y}, spec.shortcut,
                           {.size = kSmallestText, .color = t.faint, .face = Face::kNumbers, .anchor = Anchor::kEnd}) + 12;
    draw_fitted(ui, {box.x + 12, box.center().y}, spec.hint, hint, box.w - 24 - shortcut);
  }
  double font = ImGui::GetFontSize();
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {12, static_cast<float>((box.h - font) / 2)});
  ImGui::PushStyleColor(ImGuiCol_FrameBg, {0, 0, 0, 0});
  ImGui::PushStyleColor(ImGuiCol_Text, as_vec4(t.ink));
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, as_vec4(mix(t.sunken, t.input, 0.35)));
  ImGui::SetCursorScreenPos({static_cast<float>(box.x), static_cast<float>(box.y)});
  ImGui::SetNextItemWidth(static_cast<float>(box.w));
  if (spec.focus) ImGui::SetKeyboardFocusHere();
  std::string before = text;
  bool place_cursor = spec.at_end != nullptr && *spec.at_end;
  ImGuiInputTextFlags flags = place_cursor ? ImGuiInputTextFlags_CallbackAlways : ImGuiInputTextFlags_AutoSelectAll;
  flags |= ImGuiInputTextFlags_EnterReturnsTrue;
  result.entered = ImGui::InputText(("##" + name).c_str(), &text, flags, cursor_to_end, spec.at_end);
  ui.painter.field_font().needs(text);
  result.active = ImGui::IsItemActive();
  result.escaped = ImGui::IsItemDeactivated() && !result.entered && ui.memory.escape_pressed;
  result.changed = text != before;
  if (result.active || spec.focus) ui.memory.field_active = true;
  if (result.active) {
    ui.painter.rect(box, {0, 0, 0, 0}, {t.input, 1.5, 0, 0}, 8);
    ui.actions.wake_in(0.3);  // the caret blinks
  }
  ImGui::PopStyleColor(3);
  ImGui::PopStyleVar();
  return result;
}

std::optional<int> choice(Ui& ui, const std::string& name, const Box& box, const ChoiceSpec& spec) {
  const Theme& t = ui.theme;
  Press press = press_area(ui, name, box);
  bool live = press.hovered && spec.enabled;
  ui.painter.rect(box, live ? mix(t.sunken, t.ink, 0.06) : t.sunken, {}, kButtonRadius);
  if (live) hand_cursor();
  TextStyle style{.size = 13.5, .color = spec.enabled ? t.ink : t.faint};
  bool known = spec.selected >= 0 && spec.selected < static_cast<int>(spec.labels.size());
  if (known) draw_fitted(ui, {box.x + 12, box.center().y}, spec.labels[static_cast<std::size_t>(spec.selected)], style, box.w - 40);
  double x = box.right() - 16, y = box.center().y;
  ui.painter.path({{x - 4, y - 2}, {x, y + 2}, {x + 4, y - 2}}, false, {0, 0, 0, 0}, {t.muted, 1.6, 0, 0});
  tooltip(ui, spec.tooltip);
  std::string list = name + ".list";
  if (press.clicked && spec.enabled) ImGui::OpenPopup(list.c_str());

  double row = std::max(32.0, ui.scaled(30)), count = static_cast<double>(spec.labels.size()), widest = box.w;
  for (const std::string& label : spec.labels) widest = std::max(widest, text_width(ui, label, style) + 28);
  double height = std::min(count * row + 8, ui.window.h - 16);
  double top = std::min(box.bottom() + 4, ui.window.h - height - 8), left = std::min(box.x, ui.window.w - widest - 8);
  ImGui::SetNextWindowPos({static_cast<float>(left), static_cast<float>(top)});
  ImGui::SetNextWindowSize({static_cast<float>(widest), static_cast<float>(height)});
  std::optional<int> chosen;
  if (!ImGui::BeginPopup(list.c_str(), ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar |
                                           ImGuiWindowFlags_NoBackground))
    return chosen;
  ImDrawList* before = ui.painter.target();
  ui.painter.target(ImGui::GetWindowDrawList());
  ui.painter.rect({left, top, widest, height}, t.surface, {t.line, 1, 0, 0}, 8);
  for (int i = 0; i < static_cast<int>(spec.labels.size()); ++i) {
    Box line{left + 4, top + 4 + i * row - ImGui::GetScrollY(), widest - 8, row};
    Press on = press_area(ui, list + "." + std::to_string(i), line);
    if (on.hovered || i == spec.selected) ui.painter.rect(line, on.hovered ? t.select : t.sunken, {}, kButtonRadius);
    draw_text(ui, {line.x + 10, line.center().y}, spec.labels[static_cast<std::size_t>(i)], style);
    if (on.clicked) {
      chosen = i;
      ImGui::CloseCurrentPopup();
    }
  }
  ui.painter.target(before);
  ImGui::EndPopup();
  return chosen;
}

}  // namespace convscope

// Numbers that are dragged, typed and reset: the slider and the number field.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/panels/number_text.h"
#include "app/panels/typed.h"
#include "app/panels/widgets.h"

namespace convscope {
namespace {

constexpr double kPixelsPerStep = 8;  // when a number itself is dragged
constexpr double kDragThreshold = 3;
constexpr double kMostEvenSteps = 128;  // a track of more sizes gives the small ones more room

struct Range {
  double minimum, maximum, step;
  double snapped(double v) const { return std::clamp(minimum + std::round((v - minimum) / step) * step, minimum, maximum); }
  // Where on the track, 0 to 1, a value stands, and back: even, or by the square of the place where there are many steps.
  bool even() const { return minimum < 0 || step < 1 || maximum - minimum <= kMostEvenSteps * step; }
  double place(double v) const {
    const double part = maximum > minimum ? std::clamp((v - minimum) / (maximum - minimum), 0.0, 1.0) : 0;
    return even() ? part : std::sqrt(part);
  }
  double value_at(double place) const {
    const double part = std::clamp(place, 0.0, 1.0);
    return minimum + (even() ? part : part * part) * (maximum - minimum);
  }
};

std::string shown(double value, int decimals) {
  double unit = std::pow(10.0, decimals);
  return value_text(std::round(value * unit) / unit);
}

// The number while it is being typed. True as long as the field stays.
bool type_number(Ui& ui, const std::string& name, const Box& box, NumberResult& result) {
  FieldDraft& draft = ui.memory.draft;
  TextFieldResult field = text_field(ui, name + ".typed", box, draft.text, {.hint = "", .shortcut = "", .focus = draft.fresh});
  bool appeared = draft.fresh;
  draft.fresh = false;
  if (field.escaped) {
    draft = {};
    return false;
  }
  if (field.active || appeared || draft.wait) {
    draft.wait = appeared;  // the focus arrives a frame later
    return true;
  }
  constexpr double kAny = std::numeric_limits<double>::max();
  auto parsed = parse_real(draft.text, -kAny, kAny);
  if (auto* value = std::get_if<double>(&parsed)) result.value = *value;
  else result.bad_text = draft.text;
  draft = {};
  return false;
}

void start_typing(Ui& ui, const std::string& name, double value, int decimals) {
  ui.memory.draft = {name, shown(value, decimals), true, false};
}

// The wheel over the whole control: whole notches, a fine wheel's parts are kept until they make one.
void turn_number(Ui& ui, const std::string& name, const Box& whole, double value, const Range& range, NumberResult& result) {
  ImVec2 mouse = ImGui::GetMousePos();
  double turned = wheel_turned(ui, name, ImGui::IsWindowHovered() && whole.contains({mouse.x, mouse.y}));
  if (turned == 0) return;
  double& parts = ui.memory.wheel.parts;
  parts += turned;
  double notches = std::trunc(parts);
  parts -= notches;
  double wanted = range.snapped(value + notches * range.step);
  if (notches == 0 || wanted == value) return;
  result.value = wanted;
  result.dragging = true;
}

// Drag left and right, double click, right click on a drawn number.
void press_number(Ui& ui, const std::string& name, const Press& press, double value, int decimals, const Range& range,
                  NumberResult& result) {
  NumberDrag& drag = ui.memory.drag;
  if (press.hovered || press.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (press.double_clicked) {
    start_typing(ui, name, value, decimals);
    return;
  }
  if (press.right_clicked) result.reset = true;
  if (press.held) {
    if (drag.name != name) drag = {name, value};
    double moved = ImGui::GetMouseDragDelta(0, static_cast<float>(kDragThreshold)).x;
    double wanted = range.snapped(drag.from + std::trunc(moved / kPixelsPerStep) * range.step);
    if (moved != 0 && wanted != value) {
      result.value = wanted;
      result.dragging = true;
    }
  }
  if (press.released) {
    result.released = true;
    drag = {};
  }
}

// From `left` on, filled up to `part` of its width.
void draw_track(Ui& ui, Point left, double width, double part, const SliderSpec& spec, bool held) {
  const Theme& t = ui.theme;
  Color fill = !spec.enabled ? t.line : spec.problem ? t.warning : t.accent;
  ui.painter.rect({left.x, left.y - 2, width, 4}, t.sunken, {}, 2);
  if (part > 0) ui.painter.rect({left.x, left.y - 2, width * part, 4}, fill, {}, 2);
  ui.painter.circle({left.x + width * part, left.y}, held ? 8 : 7, t.surface, {fill, 2, 0, 0});
}

}  // namespace

double slider_height(const Ui& ui) { return ui.scaled(18) + 18; }

NumberResult slider(Ui& ui, const std::string& name, Point top_left, double width, const SliderSpec& spec) {
  const Theme& t = ui.theme;
  NumberResult result;
  Range range{spec.minimum, spec.maximum, spec.step};
  double label_y = top_left.y + ui.scaled(9), track_y = top_left.y + ui.scaled(18) + 10, right = top_left.x + width;
  Color ink = !spec.enabled ? t.faint : spec.problem ? t.warning : t.ink;

  // The number, at the right.
  TextStyle number{.size = kBodySize, .color = ink, .weight = Weight::kSemiBold, .face = Face::kNumbers, .anchor = Anchor::kEnd};
  std::string text = shown(spec.value, spec.decimals);
  double number_width = std::max(text_width(ui, text, number), ui.scaled(16));
  Box number_box{right - number_width - 8, label_y - ui.scaled(12), number_width + 12, ui.scaled(24)};
  bool typing = ui.memory.draft.name == name;
  if (typing) {
    double field = ui.scaled(72);
    typing = type_number(ui, name, {right - field, label_y - ui.scaled(13), field, ui.scaled(26)}, result);
    number_width = field;
  } else {
    Press press = press_area(ui, name + ".value", number_box);
    if (press.hovered && spec.enabled) ui.painter.rect(number_box, t.sunken, {}, 4);
    if (spec.enabled) press_number(ui, name, press, spec.value, spec.decimals, range, result);
    draw_text(ui, {right, label_y}, text, number);
    if (!spec.problem) tooltip(ui, spec.tooltip);
  }
  double hint_width = 0;
  if (!spec.hint.empty()) {
    TextStyle hint{.size = kSmallestText, .color = spec.problem ? t.warning : t.faint, .anchor = Anchor::kEnd};
    hint_width = draw_fitted(ui, {right - number_width - 14, label_y}, spec.hint, hint, width * 0.55 - number_width) + 8;
  }
  draw_fitted(ui, {top_left.x, label_y}, spec.label, {.size = 13.5, .color = spec.enabled ? t.ink : t.faint},
              width - number_width - hint_width - 22);

  // The track.
  Box track{top_left.x - 8, track_y - 10, width + 16, 20};
  Press press = press_area(ui, name, track);
  if (press.right_clicked && spec.enabled) result.reset = true;
  if (press.held && spec.enabled) {
    double wanted = range.snapped(range.value_at((ImGui::GetMousePos().x - top_left.x) / width));
    if (wanted != spec.value) {
      result.value = wanted;
      result.dragging = true;
    }
  }
  if (press.released) result.released = true;
  Box whole{top_left.x - 8, top_left.y - 4, width + 16, slider_height(ui) + 8};
  if (spec.enabled && !typing) turn_number(ui, name, whole, spec.value, range, result);
  if (press.hovered && spec.enabled) hand_cursor();
  if (!spec.problem) tooltip(ui, spec.tooltip);
  draw_track(ui, {top_left.x, track_y}, width, range.place(spec.value), spec, press.held);
  return result;
}

// What is wrong with a value stands below its control, where a tooltip would cover it.
NumberResult number_field(Ui& ui, const std::string& name, const Box& box, const NumberFieldSpec& spec) {
  const Theme& t = ui.theme;
  NumberResult result;
  if (ui.memory.draft.name == name && type_number(ui, name, box, result)) return result;
  Press press = press_area(ui, name, box);
  bool live = press.hovered && spec.enabled;
  ui.painter.rect(box, live ? mix(t.sunken, t.ink, 0.06) : t.sunken, {spec.problem ? t.warning : t.line, spec.problem ? 1.5 : 0.0, 0, 0},
                  kButtonRadius);
  Color ink = !spec.enabled ? t.faint : spec.problem ? t.warning : t.ink;
  draw_text(ui, box.center(), shown(spec.value, spec.decimals),
            {.size = kBodySize, .color = ink, .weight = Weight::kSemiBold, .face = Face::kNumbers, .anchor = Anchor::kMiddle});
  Range range{spec.minimum, spec.maximum, spec.step};
  if (spec.enabled) press_number(ui, name, press, spec.value, spec.decimals, range, result);
  if (spec.enabled) turn_number(ui, name, box, spec.value, range, result);
  if (!spec.problem) tooltip(ui, spec.tooltip);
  return result;
}

}  // namespace convscope

#include "app/panels/axis_controls.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/i18n/sentence.h"
#include "app/panels/lesson_words.h"
#include "app/panels/scene_facts.h"
#include "app/panels/typed.h"
#include "app/scenes/comparison.h"

namespace convscope {
namespace {

using Sizes = std::vector<Index>;

// What a padding given as a word comes to: how far the first window reaches beyond the input, read from the trace.
Index padding_of_word(const Ui& ui) {
  if (!ui.model) return 0;
  GatherStep step = ui.model->first().trace().gather(0);
  return std::max<Index>(0, std::max(-step.top, -step.left));
}

// The control's number on every one of its axes.
Sizes numbers_of(const Ui& ui, const Control& control) {
  std::size_t axes = static_cast<std::size_t>(std::max(1, control.axes));
  const auto* given = std::get_if<Sizes>(&shown_value(ui, control));
  bool word = std::holds_alternative<std::string>(shown_value(ui, control));
  Sizes all = given && !given->empty() ? *given : Sizes{word ? padding_of_word(ui) : control.minimum};
  if (axes == 4 && all.size() == 2) all = {all[0], all[1], all[0], all[1]};
  all.resize(axes, all.front());
  return all;
}

// As few numbers as the scene's default is written with, when they are equal.
AttributeValue value_of(const Control& control, Sizes numbers) {
  bool equal = std::all_of(numbers.begin(), numbers.end(), [&](Index n) { return n == numbers.front(); });
  const auto* standard = std::get_if<Sizes>(&control.value);
  if (equal && standard && !standard->empty() && standard->size() < numbers.size()) numbers.resize(standard->size());
  return numbers;
}

bool is_linked(const Ui& ui, const Control& control, const Sizes& numbers) {
  auto remembered = ui.memory.panels.parameters.linked.find(control.name);
  bool equal = std::all_of(numbers.begin(), numbers.end(), [&](Index n) { return n == numbers.front(); });
  return equal && (remembered == ui.memory.panels.parameters.linked.end() || remembered->second);
}

// Two links of a chain, open when not linked. Pressed: joins all axes at the first one's number, or lets them part.
void draw_link(Ui& ui, const Control& control, Point middle, bool linked, const Sizes& numbers) {
  const Theme& t = ui.theme;
  double s = ui.scaled(24);
  Box box{middle.x - s / 2, middle.y - s / 2, s, s};
  Press press = press_area(ui, "link." + control.name, box);
  if (press.hovered) {
    hand_cursor();
    ui.painter.rect(box, t.sunken, {}, kButtonRadius);
  }
  Color color = press.hovered ? t.ink : linked ? t.accent : t.faint;
  double w = ui.scaled(8), h = ui.scaled(5.5), apart = linked ? ui.scaled(1.2) : -ui.scaled(1.6);
  ui.painter.rect({middle.x - w + apart, middle.y - h / 2, w, h}, {0, 0, 0, 0}, {color, 1.5, 0, 0}, h / 2);
  ui.painter.rect({middle.x - apart, middle.y - h / 2, w, h}, {0, 0, 0, 0}, {color, 1.5, 0, 0}, h / 2);
  tooltip(ui, ui.word(linked ? "parameters.linked" : "parameters.unlinked"));
  if (!press.clicked) return;
  ui.memory.panels.parameters.linked[control.name] = !linked;
  if (!linked) {
    Sizes joined(numbers.size(), numbers.front());
    ui.actions.change([control, joined](State& state) { set_parameter(state, control, value_of(control, joined)); });
  }
}

void answer_axis(Ui& ui, const Control& control, const std::string& name, const NumberResult& result, const Sizes& numbers, int axis) {
  answer_number(ui, control, name, result, [control, numbers, axis](State& state, double value) {
    Sizes next = numbers;
    for (std::size_t i = 0; i < next.size(); ++i)
      if (axis < 0 || i == static_cast<std::size_t>(axis)) next[i] = static_cast<Index>(value);
    set_parameter(state, control, value_of(control, next));
  });
}

double draw_linked(Ui& ui, const Control& control, const Box& box, const Sizes& numbers) {
  std::string name = "parameter." + control.name;
  SliderSpec spec = slider_spec(ui, control, control_label(ui, control), static_cast<double>(numbers.front()));
  answer_axis(ui, control, name, slider(ui, name, {box.x, box.y}, box.w, spec), numbers, -1);
  if (numbers.size() > 1) {
    double label = text_width(ui, spec.label, {13.5, ui.theme.ink});
    draw_link(ui, control, {box.x + label + ui.scaled(20), box.y + ui.scaled(9)}, true, numbers);
  }
  return slider_height(ui);
}

double draw_link_row(Ui& ui, const Control& control, const Box& box, const Sizes& numbers) {
  double height = ui.scaled(22);
  TextStyle style{13.5, ui.theme.ink};
  double label = draw_text(ui, {box.x, box.y + ui.scaled(9)}, control_label(ui, control), style);
  draw_link(ui, control, {box.x + label + ui.scaled(20), box.y + ui.scaled(9)}, false, numbers);
  return height;
}

// height and width beside one another
double draw_pair(Ui& ui, const Control& control, const Box& box, const Sizes& numbers) {
  double top = box.y + draw_link_row(ui, control, box, numbers) + 4, half = (box.w - 24) / 2;
  for (int axis = 0; axis < 2; ++axis) {
    std::string name = fmt::format("parameter.{}.{}", control.name, axis == 0 ? "h" : "w");
    SliderSpec spec = slider_spec(ui, control, ui.word(axis == 0 ? "parameters.height" : "parameters.width"),
                                  static_cast<double>(numbers[static_cast<std::size_t>(axis)]));
    answer_axis(ui, control, name, slider(ui, name, {box.x + axis * (half + 24), top}, half, spec), numbers, axis);
  }
  return top + slider_height(ui) - box.y;
}

// The four sides where they lie, around a sheet that stands for the input. Sizes are top, left, bottom, right.
double draw_sides(Ui& ui, const Control& control, const Box& box, const Sizes& numbers) {
  constexpr const char* kSides[] = {"top", "left", "bottom", "right"};
  double top = box.y + draw_link_row(ui, control, box, numbers) + 6;
  double w = ui.scaled(56), h = ui.scaled(30), sheet = ui.scaled(96), gap = 8;
  double middle = box.x + box.w / 2, row = top + h + gap;
  Box paper{middle - sheet / 2, row, sheet, h};
  ui.painter.rect(paper, mix(ui.theme.surface, ui.theme.input, 0.22), {}, kCellRadius);
  TextStyle style{kSmallSize, ui.theme.input, Weight::kSemiBold, Face::kWords, Anchor::kMiddle};
  draw_fitted(ui, paper.center(), ui.word("parameter.input"), style, sheet - 8);
  Point places[] = {{middle - w / 2, top}, {paper.x - gap - w, row}, {middle - w / 2, row + h + gap}, {paper.right() + gap, row}};
  for (int side = 0; side < 4; ++side) {
    std::string name = fmt::format("parameter.{}.{}", control.name, kSides[side]);
    NumberFieldSpec spec{static_cast<double>(numbers[static_cast<std::size_t>(side)]),
                         static_cast<double>(control.minimum),
                         static_cast<double>(control.maximum),
                         1,
                         0,
                         !is_locked(ui, control),
                         ui.problem && ui.problem->attribute == control.name,
                         ui.word(fmt::format("parameters.{}", kSides[side])) + " · " + control_tip(ui, control)};
    Box field{places[side].x, places[side].y, w, h};
    answer_axis(ui, control, name, number_field(ui, name, field, spec), numbers, side);
  }
  return row + 2 * h + gap - box.y;
}

// The value, when it lies in the control's range; else the problem.
std::optional<TypedProblem> range_problem(const Control& control, double value) {
  double low = static_cast<double>(control.minimum), high = static_cast<double>(control.maximum);
  std::string typed = fmt::format("{:g}", value);
  bool whole = control.type != AttributeType::kNumber;
  auto fault = [&](const auto& parsed) -> std::optional<TypedProblem> {
    if (const auto* problem = std::get_if<TypedProblem>(&parsed)) return *problem;
    return std::nullopt;
  };
  return whole ? fault(parse_whole(typed, control.minimum, control.maximum)) : fault(parse_real(typed, low, high));
}

}  // namespace

bool is_locked(const Ui& ui, const Control& control) { return !lock_reason(ui.words, ui.lesson, control.name).empty(); }

std::string control_label(const Ui& ui, const Control& control) { return ui.word("parameter." + control.name); }

std::string control_tip(const Ui& ui, const Control& control) {
  if (std::string reason = lock_reason(ui.words, ui.lesson, control.name); !reason.empty()) return reason;
  std::string key = "tip." + control.name;
  return ui.words.has(key) ? ui.word(key) : ui.word("parameter." + control.name + ".pytorch");
}

const AttributeValue& shown_value(const Ui& ui, const Control& control) {
  auto set = ui.state.parameters.find(control.name);
  return set == ui.state.parameters.end() ? control.value : set->second;
}

SliderSpec slider_spec(const Ui& ui, const Control& control, const std::string& label, double value) {
  SliderSpec spec;
  spec.label = label;
  spec.tooltip = control_tip(ui, control);
  spec.value = value;
  spec.minimum = static_cast<double>(control.minimum);
  spec.maximum = static_cast<double>(control.maximum);
  spec.step = static_cast<double>(control.step);
  spec.enabled = !is_locked(ui, control);
  spec.problem = ui.problem && ui.problem->attribute == control.name;
  return spec;
}

std::string problem_sentence(const Ui& ui) {
  if (!ui.problem) return "";
  const std::string text = sentence(ui.words, *ui.problem);
  const bool of_other = ui.problem->attribute.starts_with(kOtherAttribute) && ui.problem->attribute != kOtherAttribute;
  return of_other && !text.starts_with("B: ") ? "B: " + text : text;
}

void answer_number(Ui& ui, const Control& control, const std::string& name, const NumberResult& result,
                   const std::function<void(State&, double)>& set) {
  auto refuse = [&](const TypedProblem& problem) {
    ui.actions.add(act::Refuse{control.name, sentence(ui.words, control_label(ui, control), problem)});
  };
  std::optional<double> value = result.value;
  if (result.bad_text) {  // perhaps a number as Chinese input writes it
    auto parsed = parse_real(*result.bad_text, static_cast<double>(control.minimum), static_cast<double>(control.maximum));
    if (const auto* problem = std::get_if<TypedProblem>(&parsed))
      refuse(*problem);
    else
      value = std::get<double>(parsed);
  }
  if (value) {
    if (auto problem = range_problem(control, *value))
      refuse(*problem);
    else
      ui.actions.change([set, number = *value](State& state) { set(state, number); }, result.dragging ? name : "");
  }
  if (result.reset) ui.actions.change([control](State& state) { set_parameter(state, control, control.value); });
  if (result.released) ui.actions.add(act::EndMerge{});
}

double draw_axes(Ui& ui, const Control& control, const Box& box) {
  Sizes numbers = numbers_of(ui, control);
  if (numbers.size() == 1 || is_linked(ui, control, numbers)) return draw_linked(ui, control, box, numbers);
  return numbers.size() == 4 ? draw_sides(ui, control, box, numbers) : draw_pair(ui, control, box, numbers);
}

}  // namespace convscope

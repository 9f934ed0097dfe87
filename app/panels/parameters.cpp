// One control for each entry of the scene's table, in its order; what is impossible is said below the control it belongs to.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/panels/axis_controls.h"
#include "app/panels/comparing.h"
#include "app/panels/panels.h"
#include "app/panels/scene_facts.h"
#include "app/panels/widgets.h"
#include "app/scenes/controls.h"

namespace convscope {
namespace {

// Chips that break into as many rows as they need. The one pressed.
struct ChipRows {
  Point at;  // left middle of the next chip
  double left, right;
  double bottom(Ui& ui) const { return at.y + chip_height(ui) / 2; }
};

bool place_chip(Ui& ui, ChipRows& rows, const std::string& name, const ChipSpec& spec) {
  constexpr double kGap = 8;
  double width = chip_width(ui, spec);
  if (rows.at.x > rows.left && rows.at.x + width > rows.right) rows.at = {rows.left, rows.at.y + chip_height(ui) + 6};
  bool clicked = chip(ui, name, rows.at, spec).clicked;
  rows.at.x += width + kGap;
  return clicked;
}

double draw_label(Ui& ui, const Control& control, const Box& row) {
  bool refused = ui.problem && ui.problem->attribute == control.name;
  double height = ui.scaled(22);
  draw_fitted(ui, {row.x, row.y + height / 2}, control_label(ui, control),
              {13.5, refused ? ui.theme.warning : is_locked(ui, control) ? ui.theme.faint : ui.theme.ink}, row.w);
  press_area(ui, "label." + control.name, {row.x, row.y, row.w, height});
  if (!refused) tooltip(ui, control_tip(ui, control));
  return height;
}

// The words a control takes, as chips from the box's top down.
double draw_words(Ui& ui, const Control& control, const Box& box) {
  const auto* now = std::get_if<std::string>(&shown_value(ui, control));
  ChipRows rows{{box.x, box.y + chip_height(ui) / 2}, box.x, box.right()};
  for (const std::string& word : control.choices) {
    std::string key = "choice." + control.name + "." + word;
    ChipSpec spec{ui.words.has(key) ? ui.word(key) : word, now && *now == word, true, {}, word};
    if (is_locked(ui, control)) {
      spec.pressable = false;
      spec.tooltip = control_tip(ui, control);
      if (!spec.on) spec.color = ui.theme.faint;
    }
    if (place_chip(ui, rows, key, spec)) ui.actions.change([control, word](State& state) { set_parameter(state, control, word); });
  }
  return rows.bottom(ui) - box.y;
}

double draw_choices(Ui& ui, const Control& control, const Box& box) {
  double used = draw_label(ui, control, box) + 4;
  return used + draw_words(ui, control, {box.x, box.y + used, box.w, 0});
}

// Numbers, and below them the words that stand for numbers ("same").
double draw_numbers(Ui& ui, const Control& control, const Box& box) {
  double used = draw_axes(ui, control, box);
  if (control.choices.empty()) return used;
  used += 6;
  return used + draw_words(ui, control, {box.x, box.y + used, box.w, 0});
}

double draw_flag(Ui& ui, const Control& control, const Box& box) {
  const auto* now = std::get_if<bool>(&shown_value(ui, control));
  bool on = now && *now;
  double height = ui.scaled(24);
  CheckboxSpec spec{control_label(ui, control), on, !is_locked(ui, control), control_tip(ui, control)};
  if (checkbox(ui, "parameter." + control.name, {box.x, box.y + height / 2}, spec))
    ui.actions.change([control, on](State& state) { set_parameter(state, control, !on); });
  return height;
}

double draw_number(Ui& ui, const Control& control, const Box& box) {
  const auto* now = std::get_if<double>(&shown_value(ui, control));
  SliderSpec spec = slider_spec(ui, control, control_label(ui, control), now ? *now : 0);
  spec.step = 0.5;
  spec.decimals = spec.value == std::floor(spec.value) ? 0 : 2;
  NumberResult result = slider(ui, "parameter." + control.name, {box.x, box.y}, box.w, spec);
  answer_number(ui, control, "parameter." + control.name, result,
                [control](State& state, double value) { set_parameter(state, control, value); });
  return slider_height(ui);
}

double draw_control(Ui& ui, const Scene& scene, const Control& control, const Box& box) {
  if (control.name == "image") {
    double label = draw_label(ui, control, box) + 4;
    const double height = draw_photographs(ui, scene, {box.x, box.y + label, box.w, 0});
    if (is_locked(ui, control)) ui.painter.rect({box.x, box.y + label, box.w, height}, with_alpha(ui.theme.surface, 0.6));
    return label + height;
  }
  switch (control.type) {
    case AttributeType::kChoice: return draw_choices(ui, control, box);
    case AttributeType::kFlag: return draw_flag(ui, control, box);
    case AttributeType::kNumber: return draw_number(ui, control, box);
    default: return draw_numbers(ui, control, box);
  }
}

double draw_problem(Ui& ui, const Box& box, const std::string& text) {
  TextStyle style{kLabelSize, ui.theme.warning, Weight::kMedium};
  double height = draw_paragraph(ui, {box.x + 12, box.y}, text, style, box.w - 12);
  ui.painter.rect({box.x, box.y + 2, 3, height - 4}, ui.theme.warning, {}, 1.5);
  ui.probe.place("problem", {box.x, box.y, box.w, height});
  return height;
}

// What a lesson lets be changed comes first.
std::vector<const Control*> in_order(const Ui& ui, const Scene& scene) {
  std::vector<const Control*> controls;
  for (const bool locked : {false, true})
    for (const Control& control : scene.controls)
      if (is_locked(ui, control) == locked) controls.push_back(&control);
  return controls;
}

double draw_heading(Ui& ui, const Scene& scene, const Box& box) {
  double height = ui.scaled(28);
  draw_text(ui, {box.x, box.y + height / 2}, ui.word("parameters.title"), {kHeadingSize, ui.theme.ink, Weight::kBold});
  const bool all_locked = !scene.controls.empty() && is_locked(ui, *in_order(ui, scene).front());
  if (!is_changed(scene, ui.state) || all_locked) return height;
  ChipSpec spec{ui.word("parameters.reset_all"), false, true, {}, ui.word("parameters.reset_all.tip")};
  if (chip(ui, "parameters.reset_all", {box.right() - chip_width(ui, spec), box.y + height / 2}, spec).clicked)
    ui.actions.run(ActionId::kResetAll);
  return height;
}

}  // namespace

double draw_parameters(Ui& ui, Box box) {
  const Scene* scene = scene_of(ui.catalog.scenes, ui.state);
  if (!scene) return 0;
  double y = box.y + draw_heading(ui, *scene, box) + 14;
  auto shown = [&](const Control& control) {
    return concerns(*scene, ui.state, control) && (ui.given.empty() || !only_shapes(*scene, ui.given, control.name));
  };
  auto belongs = [&](const Control& control) { return ui.problem && ui.problem->attribute == control.name && shown(control); };
  if (ui.problem && std::none_of(scene->controls.begin(), scene->controls.end(), belongs))
    y += draw_problem(ui, {box.x, y, box.w, 0}, problem_sentence(ui)) + 14;
  for (const Control* each : in_order(ui, *scene)) {
    const Control& control = *each;
    if (!shown(control)) continue;
    y += draw_control(ui, *scene, control, {box.x, y, box.w, 0});
    if (belongs(control)) y += 8 + draw_problem(ui, {box.x, y + 8, box.w, 0}, problem_sentence(ui));
    y += 16;
  }
  return y - box.y;
}

}  // namespace convscope

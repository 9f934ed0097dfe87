#include "app/panels/stage_drag.h"

#include <algorithm>
#include <cmath>

#include "app/panels/scene_facts.h"
#include "app/scenes/controls.h"
#include "app/scenes/model.h"

namespace convscope {
namespace {

// From stop to stop, each as far from the next as the other.
double dragged_stop(const DragAxis& axis, double moved) {
  const auto now = std::find(axis.stops.begin(), axis.stops.end(), axis.value);
  if (now == axis.stops.end()) return axis.value;
  const double last = static_cast<double>(axis.stops.size() - 1);
  const double place = std::round(static_cast<double>(now - axis.stops.begin()) + moved / axis.length);
  return axis.stops[static_cast<std::size_t>(std::clamp(place, 0.0, last))];
}

double dragged(const DragAxis& axis, double moved) {
  if (!axis.stops.empty()) return dragged_stop(axis, moved);
  const double value = axis.value + moved / axis.length;
  return axis.step > 0 ? std::round(value / axis.step) * axis.step : value;
}

void set_number(const Scene& scene, const DragAxis& axis, double value, State& state) {
  const Control* control = find_control(scene, axis.name);
  if (control == nullptr) return;
  AttributeValue changed = parameter(scene, state, axis.name);
  if (control->type != AttributeType::kChoice && control->type != AttributeType::kFlag)
    value = std::clamp(value, static_cast<double>(control->minimum), static_cast<double>(control->maximum));
  auto element = static_cast<std::size_t>(axis.element);
  if (auto* numbers = std::get_if<std::vector<Index>>(&changed); numbers && !numbers->empty())
    (*numbers)[std::min(element, numbers->size() - 1)] = static_cast<Index>(std::llround(value));
  else if (auto* number = std::get_if<double>(&changed))
    *number = value;
  else if (auto* flag = std::get_if<bool>(&changed); flag && axis.length == 0)
    *flag = value != 0;
  else if (std::holds_alternative<std::string>(changed) && !control->choices.empty())
    changed = control->choices[static_cast<std::size_t>(std::clamp<Index>(std::llround(value), 0, std::ssize(control->choices) - 1))];
  else
    return;
  set_parameter(state, *control, std::move(changed));
}

void drag_axis(const Scene& scene, const DragAxis& axis, double moved, State& state) {
  if (axis.length == 0) return;
  if (axis.cell.empty()) set_number(scene, axis, dragged(axis, moved), state);
  else state.edits[CellKey{axis.name, axis.cell}] = dragged(axis, moved);
}

bool sets(const DragAxis& axis) { return axis.length == 0 && !axis.name.empty() && axis.cell.empty(); }

}  // namespace

bool is_pressed(const Handle& handle) { return sets(handle.across) || sets(handle.down); }

void press_handle(const Scene& scene, const Handle& handle, State& state) {
  for (const DragAxis* axis : {&handle.across, &handle.down})
    if (sets(*axis)) set_number(scene, *axis, axis->value, state);
}

void drag_handle(const Scene& scene, const Handle& handle, Point moved, State& state) {
  drag_axis(scene, handle.across, moved.x, state);
  drag_axis(scene, handle.down, moved.y, state);
}

}  // namespace convscope

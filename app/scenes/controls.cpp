#include "app/scenes/controls.h"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "app/scenes/model.h"
#include "engine/base/refusal.h"

namespace convscope {
namespace {

using Numbers = std::vector<Index>;

template <class List, class NameOf>
std::string listed(const List& list, const NameOf& name_of) {
  std::string names;
  for (const auto& each : list) names += (names.empty() ? "" : ", ") + name_of(each);
  return names;
}

std::string words_of(const Control& control) {
  return listed(control.choices, [](const std::string& word) { return word; });
}

Status wrong_type(const Control& control, const AttributeValue& value, const std::string& takes) {
  return impossible(control.name, "control_takes", "{} takes {}, it is {}", control.name, takes, attribute_text(value));
}

Status no_choice(const Control& control, const AttributeValue& value) {
  return impossible(control.name, "control_choice", "{} takes one of {}, it is {}", control.name, words_of(control), attribute_text(value));
}

template <class Number>
Status outside(const Control& control, Number number) {
  return impossible(control.name, "control_range", "{} must be from {} to {}, it is {}", control.name, control.minimum, control.maximum,
                    number);
}

bool counts(const Control& control, std::size_t count) {
  if (control.type == AttributeType::kPadding) return count == 1 || count == 2 || count == 4;
  return count == 1 || (control.type == AttributeType::kPerAxis && count == static_cast<std::size_t>(control.axes));
}

Status check_numbers(const Control& control, const AttributeValue& value) {
  const bool padding = control.type == AttributeType::kPadding;
  std::string takes = control.type == AttributeType::kInteger ? "one whole number"
                      : padding                               ? "1 whole number, 2 (height, width) or 4 (top, left, bottom, right)"
                                                              : fmt::format("1 or {} whole numbers", control.axes);
  const auto* numbers = std::get_if<Numbers>(&value);
  if (!numbers || !counts(control, numbers->size())) {
    if (control.choices.empty()) return wrong_type(control, value, takes);
    return impossible(control.name, "control_numbers_or_choice", "{} takes {}, or one of {}, it is {}", control.name, takes,
                      words_of(control), attribute_text(value));
  }
  for (Index number : *numbers) {
    if (number >= control.minimum && number <= control.maximum) continue;
    return outside(control, number);
  }
  return success();
}

Status check_word(const Control& control, const AttributeValue& value) {
  const auto* word = std::get_if<std::string>(&value);
  const bool known =
      word && (control.choices.empty() || std::find(control.choices.begin(), control.choices.end(), *word) != control.choices.end());
  return known ? success() : no_choice(control, value);
}

Status check_number(const Control& control, const AttributeValue& value) {
  const auto* number = std::get_if<double>(&value);
  if (!number || !std::isfinite(*number)) return wrong_type(control, value, "a finite number");
  if (*number >= static_cast<double>(control.minimum) && *number <= static_cast<double>(control.maximum)) return success();
  return outside(control, *number);
}

}  // namespace

const Control* find_control(const Scene& scene, const std::string& name) {
  auto found = std::find_if(scene.controls.begin(), scene.controls.end(), [&](const Control& control) { return control.name == name; });
  return found == scene.controls.end() ? nullptr : &*found;
}

const AttributeValue* find_parameter(const Scene& scene, const State& state, const std::string& name) {
  const Control* control = find_control(scene, name);
  if (!control) return nullptr;
  auto set = state.parameters.find(name);
  return set == state.parameters.end() ? &control->value : &set->second;
}

bool holds(const Scene& scene, const State& state, const Condition& condition) {
  return std::all_of(condition.begin(), condition.end(), [&](const auto& each) {
    const AttributeValue* value = find_parameter(scene, state, each.first);
    if (!value) return false;
    const auto* flag = std::get_if<bool>(value);
    const auto* choice = std::get_if<std::string>(value);
    const std::string word = flag ? (*flag ? "true" : "false") : choice ? *choice : "";
    return std::find(each.second.begin(), each.second.end(), word) != each.second.end();
  });
}

bool concerns(const Scene& scene, const State& state, const Control& control) { return holds(scene, state, control.when); }

Index longest_side_of(const Scene& scene, const State& state) {
  for (const LongestSide& each : scene.longest_side)
    if (holds(scene, state, each.when)) return each.pixels;
  return 0;
}

Index shorter_side(Index a, Index b) { return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b); }

bool flag_parameter(const Scene& scene, const State& state, const std::string& name, bool fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  return value && std::holds_alternative<bool>(*value) ? std::get<bool>(*value) : fallback;
}

std::string word_parameter(const Scene& scene, const State& state, const std::string& name, const std::string& fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  return value && std::holds_alternative<std::string>(*value) ? std::get<std::string>(*value) : fallback;
}

Index number_parameter(const Scene& scene, const State& state, const std::string& name, Index fallback) {
  const AttributeValue* value = find_parameter(scene, state, name);
  const auto* numbers = value ? std::get_if<Numbers>(value) : nullptr;
  return numbers && !numbers->empty() ? numbers->front() : fallback;
}

Status check_value(const Control& control, const AttributeValue& value) {
  switch (control.type) {
    case AttributeType::kChoice: return check_word(control, value);
    case AttributeType::kNumber: return check_number(control, value);
    case AttributeType::kFlag: return std::holds_alternative<bool>(value) ? success() : wrong_type(control, value, "true or false");
    case AttributeType::kPadding:
      return std::holds_alternative<std::string>(value) ? check_word(control, value) : check_numbers(control, value);
    default: return check_numbers(control, value);
  }
}

bool has_parameter(const Scene& scene, const std::string& name) { return find_control(scene, name) != nullptr; }

const AttributeValue& parameter(const Scene& scene, const State& state, const std::string& name) {
  const AttributeValue* value = find_parameter(scene, state, name);
  CONVSCOPE_CHECK(value != nullptr, "scene " + scene.id + " has no parameter " + name);
  return *value;
}

Result<AttributeValue> parse_parameter(const Scene& scene, const std::string& name, const std::string& text) {
  const Control* control = find_control(scene, name);
  if (!control) {
    std::string known = listed(scene.controls, [](const Control& each) { return each.name; });
    return Error{ErrorKind::kUsage, fmt::format("scene {} has no parameter '{}'; it has {}", scene.id, name, known), name};
  }
  if (control->type == AttributeType::kChoice && control->choices.empty()) return AttributeValue{text};  // a name, such as a photograph's
  AttributeSpec spec;
  spec.name = control->name;
  spec.type = control->type;
  spec.default_value = control->value;
  spec.minimum = control->minimum;
  spec.maximum = control->maximum;
  spec.choices = control->choices;
  Result<AttributeValue> value = parse_attribute(spec, text);
  if (!value) return value;
  Status status = check_value(*control, *value);
  if (!status) return status.error();
  return value;
}

}  // namespace convscope

#include "engine/ops/attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

Error wrong(const AttributeSpec& spec, const std::string& sentence) { return {ErrorKind::kUsage, sentence, spec.name}; }

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string what_it_takes(const AttributeSpec& spec) {
  switch (spec.type) {
    case AttributeType::kInteger: return "one whole number";
    case AttributeType::kPerAxis: return "a whole number, or one per axis";
    case AttributeType::kPadding:
      if (spec.choices.empty()) return "a whole number, one per axis, or begins then ends of all axes";
      return "a whole number, one per axis, begins then ends of all axes, or " + joined(spec.choices);
    case AttributeType::kSizes: return "a list of sizes";
    case AttributeType::kNumber: return "a finite number";
    case AttributeType::kNumbers: return "a finite number, or one per axis";
    case AttributeType::kFlag: return "true or false";
    case AttributeType::kChoice: return "one of " + joined(spec.choices);
  }
  return "";
}

bool takes_word(const AttributeSpec& spec) { return spec.type == AttributeType::kChoice || spec.type == AttributeType::kPadding; }

bool takes_list(const AttributeSpec& spec) {
  return spec.type == AttributeType::kInteger || spec.type == AttributeType::kPerAxis || spec.type == AttributeType::kPadding ||
         spec.type == AttributeType::kSizes;
}

Status check_list(const AttributeSpec& spec, const std::vector<Index>& list) {
  if (list.empty()) return wrong(spec, fmt::format("{} takes {}, an empty list was given", spec.name, what_it_takes(spec)));
  if (spec.type == AttributeType::kInteger && list.size() != 1) {
    return wrong(spec, fmt::format("{} takes one whole number, {} were given", spec.name, list.size()));
  }
  for (Index number : list) {
    if (number < spec.minimum) {
      return impossible(spec.name, "below_minimum", "{} must be at least {}, it is {}", spec.name, spec.minimum, number);
    }
    if (number > spec.maximum) {
      return impossible(spec.name, "above_maximum", "{} must be at most {}, it is {}", spec.name, spec.maximum, number);
    }
  }
  return success();
}

Status check_number(const AttributeSpec& spec, double number) {
  if (std::isfinite(number) && std::abs(number) > std::numeric_limits<float>::max())
    return impossible(spec.name, "beyond_float", "{} must be a float32 number, at most 3.4e38 in magnitude; it is {}", spec.name, number);
  if (std::isfinite(number)) return success();
  return impossible(spec.name, "not_finite", "{} must be a finite number, it is {}", spec.name, number);
}

Result<AttributeValue> checked_numbers(const AttributeSpec& spec, std::vector<double> numbers) {
  if (numbers.empty()) return wrong(spec, fmt::format("{} takes {}, an empty list was given", spec.name, what_it_takes(spec)));
  for (double number : numbers) {
    Status status = check_number(spec, number);
    if (!status) return status.error();
  }
  return AttributeValue{std::move(numbers)};
}

// The value, checked, with a whole number taken as a real one where the table wants a real one.
Result<AttributeValue> checked(const AttributeSpec& spec, const AttributeValue& value) {
  if (const auto* list = std::get_if<std::vector<Index>>(&value)) {
    if (spec.type == AttributeType::kNumber && list->size() == 1) return AttributeValue{static_cast<double>(list->front())};
    if (spec.type == AttributeType::kNumbers) return checked_numbers(spec, {list->begin(), list->end()});
    if (takes_list(spec)) {
      Status status = check_list(spec, *list);
      if (!status) return status.error();
      return value;
    }
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
    if (spec.type == AttributeType::kNumbers) return checked_numbers(spec, *numbers);
  } else if (const auto* number = std::get_if<double>(&value)) {
    if (spec.type == AttributeType::kNumbers) return checked_numbers(spec, {*number});
    if (spec.type == AttributeType::kNumber) {
      Status status = check_number(spec, *number);
      if (!status) return status.error();
      return value;
    }
  } else if (const auto* word = std::get_if<std::string>(&value)) {
    if (takes_word(spec)) {
      if (std::find(spec.choices.begin(), spec.choices.end(), *word) != spec.choices.end()) return value;
      return wrong(spec, fmt::format("{} takes {}, \"{}\" was given", spec.name, what_it_takes(spec), *word));
    }
  } else if (spec.type == AttributeType::kFlag) {
    return value;
  }
  return wrong(spec, fmt::format("{} takes {}, {} was given", spec.name, what_it_takes(spec), attribute_text(value)));
}

// What stands between the commas of "2,1", "[2, 1]" or "(2, 1)".
std::vector<std::string_view> items_of(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 2 && ((text.front() == '[' && text.back() == ']') || (text.front() == '(' && text.back() == ')'))) {
    text = text.substr(1, text.size() - 2);
  }
  std::vector<std::string_view> items;
  while (true) {
    const std::size_t comma = text.find(',');
    items.push_back(trimmed(text.substr(0, comma)));
    if (comma == std::string_view::npos) return items;
    text.remove_prefix(comma + 1);
  }
}

template <class Number>
std::optional<Number> parse_one(std::string_view text) {
  Number number = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Nothing when it is not a list of such numbers, or one of them does not fit.
template <class Number>
std::optional<std::vector<Number>> parse_list(std::string_view text) {
  std::vector<Number> list;
  for (std::string_view item : items_of(text)) {
    const std::optional<Number> number = parse_one<Number>(item);
    if (!number) return std::nullopt;
    list.push_back(*number);
  }
  return list;
}

}  // namespace

Result<AttributeValue> parse_attribute(const AttributeSpec& spec, std::string_view text) {
  text = trimmed(text);
  Error refused = wrong(spec, fmt::format("{} takes {}, \"{}\" was given", spec.name, what_it_takes(spec), text));
  if (spec.type == AttributeType::kNumber) {
    const std::optional<double> number = parse_one<double>(text);
    if (!number) return refused;
    return checked(spec, AttributeValue{*number});
  }
  if (spec.type == AttributeType::kNumbers) {
    std::optional<std::vector<double>> numbers = parse_list<double>(text);
    if (!numbers) return refused;
    return checked(spec, AttributeValue{*std::move(numbers)});
  }
  if (spec.type == AttributeType::kFlag) {
    if (text == "true" || text == "1") return AttributeValue{true};
    if (text == "false" || text == "0") return AttributeValue{false};
    return refused;
  }
  if (spec.type != AttributeType::kChoice) {
    if (std::optional<std::vector<Index>> list = parse_list<Index>(text)) return checked(spec, AttributeValue{std::move(*list)});
    if (spec.type != AttributeType::kPadding) return refused;
  }
  return checked(spec, AttributeValue{std::string(text)});
}

std::string attribute_text(const AttributeValue& value) {
  if (const auto* list = std::get_if<std::vector<Index>>(&value)) {
    std::string out;
    for (Index number : *list) out += (out.empty() ? "" : ",") + std::to_string(number);
    return out;
  }
  if (const auto* numbers = std::get_if<std::vector<double>>(&value)) return fmt::format("{}", fmt::join(*numbers, ","));
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return std::get<std::string>(value);
}

Result<Attributes> resolve(std::string_view op, const std::vector<AttributeSpec>& table, const Attributes& given) {
  for (const auto& [name, value] : given.values()) {
    auto same_name = [&name = name](const AttributeSpec& spec) { return spec.name == name; };
    if (std::any_of(table.begin(), table.end(), same_name)) continue;
    std::vector<std::string> known;
    for (const AttributeSpec& spec : table) known.push_back(spec.name);
    const std::string all = known.empty() ? "none" : joined(known);
    return Error{ErrorKind::kUsage, fmt::format("{} has no attribute \"{}\"; it has {}", op, name, all), name};
  }
  Attributes resolved;
  for (const AttributeSpec& spec : table) {
    if (spec.optional && !given.has(spec.name)) continue;
    Result<AttributeValue> value = checked(spec, given.has(spec.name) ? given.values().at(spec.name) : spec.default_value);
    if (!value) return value.error();
    resolved.set(spec.name, *std::move(value));
  }
  return resolved;
}

}  // namespace convscope

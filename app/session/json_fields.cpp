#include "app/session/json_fields.h"

#include <fmt/core.h>

#include <cmath>

namespace convscope {

using nlohmann::json;

std::string found_text(const json& value) {
  constexpr std::size_t kLongest = 40;
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_null()) return "null";
  std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.size() > kLongest ? text.substr(0, kLongest) + "…" : text;
}

JsonFields::JsonFields(const json& object, std::string path, std::optional<std::string>& fault)
    : object_(object), path_(std::move(path)), fault_(fault) {
  if (!object.is_object() && !fault_)
    fault_ = fmt::format("{} is {}, expected an object", path_.empty() ? "the whole" : path_, found_text(object));
}

const json* JsonFields::find(const char* key) const {
  if (!object_.is_object()) return nullptr;
  auto place = object_.find(key);
  return place == object_.end() ? nullptr : &*place;
}

void JsonFields::fail(const std::string& key, const std::string& found, const std::string& expected) {
  if (!fault_) fault_ = fmt::format("{} is {}, expected {}", path_of(key), found, expected);
}

void JsonFields::text(const char* key, std::string& into) {
  const json* value = find(key);
  if (!value) return;
  if (!value->is_string()) return fail(key, found_text(*value), "a text");
  into = value->get<std::string>();
}

void JsonFields::flag(const char* key, bool& into) {
  const json* value = find(key);
  if (!value) return;
  if (!value->is_boolean()) return fail(key, found_text(*value), "true or false");
  into = value->get<bool>();
}

void JsonFields::number(const char* key, double& into, double low, double high) {
  const json* value = find(key);
  if (!value) return;
  double number = value->is_number() ? value->get<double>() : NAN;
  if (!(number >= low && number <= high)) return fail(key, found_text(*value), fmt::format("a number from {} to {}", low, high));
  into = number;
}

void JsonFields::integer(const char* key, Index& into, Index low, Index high) {
  const json* value = find(key);
  if (!value) return;
  bool fits = value->is_number_integer() &&
              !(value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high)) &&
              value->get<Index>() >= low && value->get<Index>() <= high;
  if (!fits) return fail(key, found_text(*value), fmt::format("a whole number from {} to {}", low, high));
  into = value->get<Index>();
}

void JsonFields::integers(const char* key, std::vector<Index>& into, std::size_t most) {
  const json* value = array(key);
  if (!value) return;
  if (value->size() > most) return fail(key, fmt::format("a list of {}", value->size()), fmt::format("at most {} whole numbers", most));
  std::vector<Index> numbers;
  for (std::size_t i = 0; i < value->size(); ++i) {
    const json& entry = (*value)[i];
    bool fits = entry.is_number_integer() && !(entry.is_number_unsigned() && entry.get<std::uint64_t>() > (std::uint64_t{1} << 62));
    if (!fits) return fail(fmt::format("{}[{}]", key, i), found_text(entry), "a whole number");
    numbers.push_back(entry.get<Index>());
  }
  into = std::move(numbers);
}

void JsonFields::choice(const char* key, std::size_t& into, std::span<const std::string_view> words) {
  const json* value = find(key);
  if (!value) return;
  std::string known;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (value->is_string() && value->get_ref<const std::string&>() == words[i]) {
      into = i;
      return;
    }
    known += fmt::format("{}\"{}\"", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
  }
  fail(key, found_text(*value), known);
}

const json* JsonFields::object(const char* key) {
  const json* value = find(key);
  if (value && !value->is_object()) fail(key, found_text(*value), "an object");
  return value && value->is_object() ? value : nullptr;
}

const json* JsonFields::array(const char* key) {
  const json* value = find(key);
  if (value && !value->is_array()) fail(key, found_text(*value), "a list");
  return value && value->is_array() ? value : nullptr;
}

}  // namespace convscope

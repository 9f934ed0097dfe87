#include "app/session/json_fields.h"

#include <fmt/core.h>

#include <cmath>

#include "engine/base/refusal.h"

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

JsonFields::JsonFields(const json& object, std::string path, Fault& fault)
    : object_(object), path_(std::move(path)), fault_(fault) {
  if (!object.is_object() && !failed())
    fault_.error = refusal(ErrorKind::kFile, "", "session_object", "cannot read '{}': {} is {}, expected an object", fault_.file,
                           path_.empty() ? "the whole" : path_, found_text(object));
}

const json* JsonFields::find(const char* key) const {
  if (!object_.is_object()) return nullptr;
  auto place = object_.find(key);
  return place == object_.end() ? nullptr : &*place;
}

void JsonFields::fail(const std::string& key, const std::string& found, const std::string& expected) {
  if (failed()) return;
  fault_.error = refusal(ErrorKind::kFile, "", "session_field", "cannot read '{}': {} is {}, expected {}", fault_.file, path_of(key), found,
                         expected);
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
  if (number >= low && number <= high) into = number;
  else if (!failed())
    fault_.error = refusal(ErrorKind::kFile, "", "session_number", "cannot read '{}': {} is {}, expected a number from {} to {}",
                           fault_.file, path_of(key), found_text(*value), low, high);
}

void JsonFields::integer(const char* key, Index& into, Index low, Index high) {
  const json* value = find(key);
  if (!value) return;
  bool fits = value->is_number_integer() &&
              !(value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high)) &&
              value->get<Index>() >= low && value->get<Index>() <= high;
  if (fits) into = value->get<Index>();
  else if (!failed())
    fault_.error = refusal(ErrorKind::kFile, "", "session_integer", "cannot read '{}': {} is {}, expected a whole number from {} to {}",
                           fault_.file, path_of(key), found_text(*value), low, high);
}

void JsonFields::integers(const char* key, std::vector<Index>& into, std::size_t most) {
  const json* value = array(key);
  if (!value) return;
  if (value->size() > most) {
    if (!failed())
      fault_.error = refusal(ErrorKind::kFile, "", "session_list",
                             "cannot read '{}': {} is a list of {}, expected at most {} whole numbers", fault_.file, path_of(key),
                             value->size(), most);
    return;
  }
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
  std::string known;  // but the last
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (value->is_string() && value->get_ref<const std::string&>() == words[i]) {
      into = i;
      return;
    }
    if (i + 1 < words.size()) known += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", words[i]);
  }
  if (failed()) return;
  fault_.error = refusal(ErrorKind::kFile, "", "session_choice", "cannot read '{}': {} is {}, expected {} or \"{}\"", fault_.file,
                         path_of(key), found_text(*value), known, words.back());
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

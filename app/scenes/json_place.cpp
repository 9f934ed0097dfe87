#include "app/scenes/json_place.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

// The beginning of a text, cut between two characters.
std::string beginning(const std::string& text) {
  constexpr std::size_t kShown = 40;
  std::size_t end = std::min(kShown, text.size());
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

JsonPlace JsonPlace::at(const std::string& key) const {
  if (!json.is_object()) expected("an object");
  if (!json.contains(key)) fail(impossible("", "file_key_missing", "the key \"{}\" is missing", key));
  return {json.at(key), file, path.empty() ? key : path + "." + key, lines};
}

JsonPlace JsonPlace::at(std::size_t i) const { return {json.at(i), file, fmt::format("{}[{}]", path, i), lines}; }

void JsonPlace::allow(const std::vector<std::string>& known) const {
  for (const std::string& key : keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string all = fmt::format("{}", fmt::join(known, ", "));
    const Error fault = impossible("", "file_key_unknown", "the key \"{}\" is unknown; known are {}", key, all);
    lines ? at(key).fail(fault) : fail(fault);
  }
}

void JsonPlace::fail(Error fault) const {
  const std::string place = lines ? fmt::format("{}:{}", file, line()) : file;
  throw at_place(fmt::format("{}: {}{}", place, path, path.empty() ? "" : ": "), std::move(fault));
}

void JsonPlace::fail(const std::string& fault) const { fail(Error{ErrorKind::kFile, fault, ""}); }

void JsonPlace::expected(const std::string& what) const {
  const bool nested = std::any_of(json.begin(), json.end(), [](const nlohmann::json& each) { return each.is_structured(); });
  // Text of any depth would need a stack of that depth.
  if (nested && json.is_array()) fail(impossible("", "file_expected_not_list", "expected {}, found a list of {}", what, json.size()));
  if (nested) fail(impossible("", "file_expected_not_object", "expected {}, found an object of {}", what, json.size()));
  fail(impossible("", "file_expected", "expected {}, found {}", what, beginning(json.dump())));
}

std::string JsonPlace::text() const {
  if (!json.is_string()) expected("a text");
  return json.get<std::string>();
}

Index JsonPlace::whole() const {
  if (!json.is_number_integer()) expected("a whole number");
  return json.get<Index>();
}

double JsonPlace::number() const {
  if (!json.is_number()) expected("a number");
  return json.get<double>();
}

bool JsonPlace::flag() const {
  if (!json.is_boolean()) expected("true or false");
  return json.get<bool>();
}

AttributeValue JsonPlace::attribute() const {
  if (json.is_boolean()) return flag();
  if (json.is_number_integer()) return std::vector<Index>{whole()};
  if (json.is_number()) return number();
  if (json.is_string()) return text();
  return list([](const JsonPlace& each) { return each.whole(); });
}

std::vector<std::string> JsonPlace::texts() const {
  return list([](const JsonPlace& each) { return each.text(); });
}

std::vector<std::string> JsonPlace::keys() const {
  if (!json.is_object()) expected("an object");
  std::vector<std::string> out;
  for (const auto& [key, unused] : json.items()) out.push_back(key);
  return out;
}

}  // namespace convscope

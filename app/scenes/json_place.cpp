#include "app/scenes/json_place.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace convscope {

JsonPlace JsonPlace::at(const std::string& key) const {
  if (!json.is_object()) expected("an object");
  if (!json.contains(key)) fail(fmt::format("the key \"{}\" is missing", key));
  return {json.at(key), file, path.empty() ? key : path + "." + key, lines};
}

JsonPlace JsonPlace::at(std::size_t i) const { return {json.at(i), file, fmt::format("{}[{}]", path, i), lines}; }

void JsonPlace::allow(const std::vector<std::string>& known) const {
  for (const std::string& key : keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string fault = fmt::format("the key \"{}\" is unknown; known are {}", key, fmt::join(known, ", "));
    lines ? at(key).fail(fault) : fail(fault);
  }
}

void JsonPlace::fail(const std::string& fault) const {
  const std::string place = lines ? fmt::format("{}:{}", file, line()) : file;
  throw Error{ErrorKind::kFile, fmt::format("{}: {}{}{}", place, path, path.empty() ? "" : ": ", fault), ""};
}

void JsonPlace::expected(const std::string& what) const {
  constexpr std::size_t kShown = 40;
  const bool nested = std::any_of(json.begin(), json.end(), [](const nlohmann::json& each) { return each.is_structured(); });
  // Text of any depth would need a stack of that depth.
  const std::string found = nested ? fmt::format("{} of {}", json.is_array() ? "a list" : "an object", json.size()) : json.dump();
  fail(fmt::format("expected {}, found {}", what, found.substr(0, kShown)));
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

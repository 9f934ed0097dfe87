#include "app/scenes/json_place.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace convscope {

JsonPlace JsonPlace::at(const std::string& key) const {
  if (!json.is_object()) expected("an object");
  if (!json.contains(key)) fail(fmt::format("the key \"{}\" is missing", key));
  return {json.at(key), file, path.empty() ? key : path + "." + key};
}

JsonPlace JsonPlace::at(std::size_t i) const { return {json.at(i), file, fmt::format("{}[{}]", path, i)}; }

void JsonPlace::allow(const std::vector<std::string>& known) const {
  for (const std::string& key : keys()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    fail(fmt::format("the key \"{}\" is unknown; known are {}", key, fmt::join(known, ", ")));
  }
}

void JsonPlace::fail(const std::string& fault) const {
  throw Error{ErrorKind::kFile, fmt::format("{}: {}{}{}", file, path, path.empty() ? "" : ": ", fault), ""};
}

void JsonPlace::expected(const std::string& what) const {
  constexpr std::size_t kShown = 40;
  fail(fmt::format("expected {}, found {}", what, json.dump().substr(0, kShown)));
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

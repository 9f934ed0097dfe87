// A place in a JSON file, for the messages: every reader below names the file, its line where lines are known, and the path of keys.
// Faults are thrown as Error and caught where the file is read.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/scenes/json_lines.h"
#include "engine/base/result.h"
#include "engine/ops/attributes.h"
#include "engine/tensor/tensor.h"

namespace convscope {

struct JsonPlace {
  const nlohmann::json& json;
  std::string file, path;
  const JsonLines* lines = nullptr;  // of that file; outlives the place

  int line() const { return lines ? lines->of(path) : 0; }
  bool has(const std::string& key) const { return json.is_object() && json.contains(key); }
  JsonPlace at(const std::string& key) const;
  JsonPlace at(std::size_t i) const;
  void allow(const std::vector<std::string>& keys) const;  // misspelt keys would else be passed over in silence
  [[noreturn]] void fail(Error fault) const;
  [[noreturn]] void fail(const std::string& fault) const;  // English only
  [[noreturn]] void expected(const std::string& what) const;

  std::string text() const;
  Index whole() const;
  double number() const;
  bool flag() const;
  // A flag, whole numbers (one or a list), a real number or a word.
  AttributeValue attribute() const;

  template <class Read>
  auto list(Read read) const -> std::vector<decltype(read(std::declval<const JsonPlace&>()))> {
    if (!json.is_array()) expected("a list");
    std::vector<decltype(read(std::declval<const JsonPlace&>()))> out;
    for (std::size_t i = 0; i < json.size(); ++i) out.push_back(read(at(i)));
    return out;
  }
  std::vector<std::string> texts() const;
  // The keys of an object, in the order of the alphabet.
  std::vector<std::string> keys() const;
};

}  // namespace convscope

// Reads typed fields of a JSON object and remembers the first fault with the path of its key.
// For this room's sources only.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace convscope {

// The first thing that is wrong in a file.
struct Fault {
  std::string file;  // as messages call it
  std::optional<Error> error;
};

// One object of the file; a field that is missing leaves its variable as it is.
class JsonFields {
 public:
  // `fault` is shared by all objects of a file: the first fault wins.
  JsonFields(const nlohmann::json& object, std::string path, Fault& fault);

  void text(const char* key, std::string& into);
  void flag(const char* key, bool& into);
  void number(const char* key, double& into, double low, double high);
  void integer(const char* key, Index& into, Index low, Index high);
  void integers(const char* key, std::vector<Index>& into, std::size_t most);
  // One of the words; `into` becomes its place in the list.
  void choice(const char* key, std::size_t& into, std::span<const std::string_view> words);
  const nlohmann::json* object(const char* key);
  const nlohmann::json* array(const char* key);

  bool failed() const { return fault_.error.has_value(); }
  void fail(const std::string& key, const std::string& found, const std::string& expected);
  std::string path_of(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }
  Fault& fault() { return fault_; }

 private:
  const nlohmann::json* find(const char* key) const;

  const nlohmann::json& object_;
  std::string path_;
  Fault& fault_;
};

// What a value is, for a message: "the text \"abc\"", "the number 3", "an array".
std::string found_text(const nlohmann::json& value);

}  // namespace convscope

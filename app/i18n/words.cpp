#include "app/i18n/words.h"

#include <nlohmann/json.hpp>

#include "engine/io/atomic_file.h"

namespace convscope {
namespace {

constexpr std::size_t kMostBytes = 4 << 20;

}  // namespace

Result<Words> Words::load(const std::string& language, const std::vector<std::string>& files) {
  Words words;
  words.language_ = language;
  for (const std::string& file : files) {
    Result<std::string> text = read_file(file, kMostBytes);
    if (!text) return text.error();
    nlohmann::json json;
    try {
      json = nlohmann::json::parse(*text);
    } catch (const nlohmann::json::parse_error& error) {  // it says line and column
      return Error{ErrorKind::kFile, file + ": " + error.what(), ""};
    }
    if (!json.is_object()) return Error{ErrorKind::kFile, file + ": expected a JSON object of keys and texts", ""};
    for (const auto& [key, value] : json.items()) {
      if (!value.is_string()) return Error{ErrorKind::kFile, file + ": the value of '" + key + "' must be a text", ""};
      if (words.has(key)) return Error{ErrorKind::kFile, file + ": the key '" + key + "' stands in another file of the language, too", ""};
      words.words_[key] = value.get<std::string>();
    }
  }
  return words;
}

const std::string& Words::operator()(std::string_view key) const {
  static const std::string kMissing = "(missing text)";
  auto it = words_.find(key);
  return it == words_.end() ? kMissing : it->second;
}

bool Words::has(std::string_view key) const { return words_.find(key) != words_.end(); }

std::string Words::format(std::string_view key, const std::map<std::string, std::string>& values) const {
  const std::string& pattern = (*this)(key);
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    std::size_t close = pattern[i] == '{' ? pattern.find('}', i) : std::string::npos;
    auto value = close == std::string::npos ? values.end() : values.find(pattern.substr(i + 1, close - i - 1));
    if (value == values.end()) {
      out += pattern[i++];
      continue;
    }
    out += value->second;
    i = close + 1;
  }
  return out;
}

}  // namespace convscope

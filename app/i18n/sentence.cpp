#include "app/i18n/sentence.h"

namespace convscope {

std::string sentence(const Words& words, const Error& error) {
  const std::string key = "error." + error.key;
  if (error.key.empty() || !words.has(key)) return error.message;
  std::map<std::string, std::string> values;
  for (std::size_t i = 0; i < error.values.size(); ++i) {
    const std::string word = "error_value." + error.values[i];
    values[std::to_string(i)] = words.has(word) ? words(word) : error.values[i];
  }
  if (!error.cause.empty()) values["cause"] = sentence(words, error.cause.front());
  return error.place + words.format(key, values);
}

}  // namespace convscope

// The words of one language: a flat map of keys ("scene.padding.title") from assets/languages/*.<code>.json.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

class Words {
 public:
  // A key that stands in two of the files is refused.
  static Result<Words> load(const std::string& language, const std::vector<std::string>& files);
  const std::string& language() const { return language_; }  // "en", "zh"
  // The text of a key; "(missing text)" when there is none (a test demands that none is).
  const std::string& operator()(std::string_view key) const;
  bool has(std::string_view key) const;
  // The text with "{name}" replaced by the values given.
  std::string format(std::string_view key, const std::map<std::string, std::string>& values) const;
  const std::map<std::string, std::string, std::less<>>& all() const { return words_; }

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> words_;
};

}  // namespace convscope

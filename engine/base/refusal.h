// An Error whose sentence is written once: in English with its values, and with a key and the same values for other languages.
// A language's sentence stands at "error.<key>" and names the values {0}, {1}, … in the order of the English one.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

#include "engine/base/result.h"

namespace convscope {

template <class... Values>
Error refusal(ErrorKind kind, std::string attribute, std::string key, fmt::format_string<const Values&...> sentence,
              const Values&... values) {
  return {kind, fmt::format(sentence, values...), std::move(attribute), std::move(key), {fmt::format("{}", values)...}};
}

// Attributes and shapes that do not fit together.
template <class... Values>
Error impossible(std::string attribute, std::string key, fmt::format_string<const Values&...> sentence, const Values&... values) {
  return refusal(ErrorKind::kImpossible, std::move(attribute), std::move(key), sentence, values...);
}

}  // namespace convscope

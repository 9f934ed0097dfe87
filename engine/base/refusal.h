// An Error whose sentence is written once: in English with its values, and with a key and the same values for other languages.
// A language's sentence stands at "error.<key>" and names the values {0}, {1}, … in the order of the English one,
// and another sentence that is quoted {cause}.
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

// The same with a sentence that quotes another one as its last value.
template <class... Values>
Error quoting(const Error& cause, std::string key, fmt::format_string<const Values&..., const std::string&> sentence,
              const Values&... values) {
  const std::string message = fmt::format(sentence, values..., cause.message);
  Error error{ErrorKind::kImpossible, message, "", std::move(key), {fmt::format("{}", values)...}};
  error.cause.push_back(cause);
  return error;
}

// A fault of a file, with the place it was found at before its sentence in every language.
inline Error at_place(const std::string& place, Error error) {
  error.kind = ErrorKind::kFile;
  error.attribute.clear();
  error.message.insert(0, place);
  error.place.insert(0, place);
  return error;
}

}  // namespace convscope

#include "app/session/json_syntax.h"

#include <algorithm>
#include <cctype>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

constexpr std::size_t kLongest = 40;  // bytes of the file that a sentence repeats

// The word, text or sign that ends at this place.
std::string token_until(const std::string& text, std::size_t end) {
  std::size_t begin = end;
  auto in_word = [&](std::size_t at) {
    const auto c = static_cast<unsigned char>(text[at]);
    return std::isalnum(c) != 0 || c >= 0x80 || c == '.' || c == '-' || c == '+' || c == '_';
  };
  if (text[end] == '"') {
    const std::size_t quote = end == 0 ? std::string::npos : text.rfind('"', end - 1);
    if (quote != std::string::npos) begin = quote;
  } else if (in_word(end)) {
    while (begin > 0 && in_word(begin - 1)) --begin;
  }
  return end + 1 - begin > kLongest ? text.substr(end, 1) : text.substr(begin, end + 1 - begin);
}

}  // namespace

Error json_fault(const std::string& text, std::size_t byte, const std::string& complaint) {
  const auto says = [&](const char* words) { return complaint.find(words) != std::string::npos; };
  if (says("unexpected end of input") || text.empty())
    return impossible("", "json_ends", "it ends before all its brackets are closed");
  if (says("missing closing quote") || says("control character"))
    return impossible("", "json_quote", "a text is not closed by a quote (\") on its line");
  if (says("UTF-8")) return impossible("", "json_utf8", "it is not in UTF-8");
  const std::string token = token_until(text, std::min(byte == 0 ? 0 : byte - 1, text.size() - 1));
  if (says("unexpected '}'") || says("unexpected ']'"))
    return impossible("", "json_bracket", "there is one comma too many before {}, or something is missing", token);
  if (says("invalid literal")) return impossible("", "json_token", "{} may not stand here", token);
  if (says("expected '}'") || says("expected ']'")) return impossible("", "json_comma", "a comma is missing before {}", token);
  if (says("expected ':'")) return impossible("", "json_colon", "a colon is missing before {}", token);
  return impossible("", "json_token", "{} may not stand here", token);
}

}  // namespace convscope

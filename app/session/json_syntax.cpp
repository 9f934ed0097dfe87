#include "app/session/json_syntax.h"

#include <algorithm>
#include <cctype>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

constexpr std::size_t kLongest = 40;  // bytes of the file that a sentence repeats

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }  // a character begun before

bool in_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte >= 0x80 || c == '.' || c == '-' || c == '+' || c == '_';
}

// The word, text or sign that ends with the character at this place.
std::string token_at(const std::string& text, std::size_t at) {
  std::size_t end = at + 1, first = at;
  while (end < text.size() && continues(text[end])) ++end;
  while (first > 0 && continues(text[first])) --first;
  std::size_t begin = first;
  if (text[at] == '"') begin = at == 0 ? at : std::min(at, text.rfind('"', at - 1));
  else
    while (begin > 0 && in_word(text[at]) && in_word(text[begin - 1])) --begin;
  if (end - begin > kLongest) begin = first;
  return text.substr(begin, end - begin);
}

}  // namespace

Error json_fault(const std::string& text, std::size_t byte, const std::string& complaint) {
  const auto says = [&](const char* words) { return complaint.find(words) != std::string::npos; };
  if (says("unexpected end of input") || text.empty())
    return impossible("", "json_ends", "it ends before all its brackets are closed");
  if (says("missing closing quote") || says("control character"))
    return impossible("", "json_quote", "a text is not closed by a quote (\") on its line");
  if (says("UTF-8")) return impossible("", "json_utf8", "it is not in UTF-8");
  const std::string token = token_at(text, std::min(byte == 0 ? 0 : byte - 1, text.size() - 1));
  if (says("unexpected '}'") || says("unexpected ']'"))
    return impossible("", "json_bracket", "there is one comma too many before {}, or something is missing", token);
  if (says("invalid literal")) return impossible("", "json_token", "{} may not stand here", token);
  if (says("expected '}'") || says("expected ']'")) return impossible("", "json_comma", "a comma is missing before {}", token);
  if (says("expected ':'")) return impossible("", "json_colon", "a colon is missing before {}", token);
  return impossible("", "json_token", "{} may not stand here", token);
}

}  // namespace convscope

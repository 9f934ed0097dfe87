#include "app/panels/typed.h"

#include <cmath>
#include <cstdlib>

#include "app/panels/number_text.h"

namespace convscope {
namespace {

bool replace_at(std::string& text, std::size_t at, std::string_view from, std::string_view to) {
  if (text.compare(at, from.size(), from) != 0) return false;
  text.replace(at, from.size(), to);
  return true;
}

// Blanks off both ends; − to -, ０…９ to 0…9, ． to .
std::string plain(std::string_view typed) {
  std::string text(typed);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.erase(0, 1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (replace_at(text, at, "\u2212", "-") || replace_at(text, at, "\uFF0D", "-") || replace_at(text, at, "\uFF0E", ".")) continue;
    if (text.compare(at, 2, "\xEF\xBC") == 0 && at + 2 < text.size()) {
      int digit = static_cast<unsigned char>(text[at + 2]) - 0x90;
      if (digit >= 0 && digit <= 9) text.replace(at, 3, 1, static_cast<char>('0' + digit));
    }
  }
  return text;
}

std::string shortened(const std::string& text) {
  constexpr std::size_t kLongest = 24;
  if (text.size() <= kLongest) return text;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not within a code point
  return text.substr(0, end) + "…";
}

bool only_number_letters(const std::string& text) { return text.find_first_not_of("0123456789+-.eE") == std::string::npos; }
bool says_not_finite(std::string text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.erase(0, 1);
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text == "nan" || text == "inf" || text == "infinity" || text == "∞";
}

}  // namespace

std::variant<double, TypedProblem> parse_real(std::string_view typed, double minimum, double maximum) {
  std::string text = plain(typed);
  TypedProblem problem{TypedFault::kEmpty, shortened(text), minimum, maximum};
  auto fault = [&](TypedFault kind) {
    problem.fault = kind;
    return problem;
  };
  if (text.empty()) return problem;
  if (says_not_finite(text)) return fault(TypedFault::kNotFinite);
  char* end = nullptr;
  double value = only_number_letters(text) ? std::strtod(text.c_str(), &end) : 0;
  if (!end || *end != '\0') return fault(TypedFault::kNotANumber);
  if (value < minimum) return fault(TypedFault::kTooSmall);
  if (value > maximum) return fault(TypedFault::kTooLarge);
  return value;
}

std::variant<Index, TypedProblem> parse_whole(std::string_view typed, Index minimum, Index maximum) {
  auto real = parse_real(typed, static_cast<double>(minimum), static_cast<double>(maximum));
  if (auto* problem = std::get_if<TypedProblem>(&real)) return *problem;
  double value = std::get<double>(real);
  if (value != std::floor(value))
    return TypedProblem{TypedFault::kNotWhole, shortened(plain(typed)), static_cast<double>(minimum), static_cast<double>(maximum)};
  return static_cast<Index>(value);
}

std::variant<double, TypedProblem> typed_number(std::string_view typed, double minimum, double maximum, bool whole) {
  if (!whole) return parse_real(typed, minimum, maximum);
  auto parsed = parse_whole(typed, static_cast<Index>(minimum), static_cast<Index>(maximum));
  if (const auto* problem = std::get_if<TypedProblem>(&parsed)) return *problem;
  return static_cast<double>(std::get<Index>(parsed));
}

std::string sentence(const Words& words, const std::string& name, const TypedProblem& problem) {
  const char* key = "typed.not_a_number";
  switch (problem.fault) {
    case TypedFault::kEmpty: key = "typed.empty"; break;
    case TypedFault::kNotANumber: break;
    case TypedFault::kNotFinite: key = "typed.not_finite"; break;
    case TypedFault::kNotWhole: key = "typed.not_whole"; break;
    case TypedFault::kTooSmall: key = "typed.too_small"; break;
    case TypedFault::kTooLarge: key = "typed.too_large"; break;
  }
  return words.format(
      key, {{"name", name}, {"typed", problem.typed}, {"min", value_text(problem.minimum)}, {"max", value_text(problem.maximum)}});
}

}  // namespace convscope

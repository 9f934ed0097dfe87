#include "app/canvas/line_break.h"

#include <algorithm>
#include <array>

namespace convscope {
namespace {

constexpr std::array<std::string_view, 16> kNeverFirst = {"，", "。", "、", "；", "：", "！", "？", "）", "」", "”", "》", "％",
                                                          ",",  ".",  ";",  ":"};
constexpr std::array<std::string_view, 4> kNeverLast = {"（", "「", "“", "《"};
constexpr std::array<std::string_view, 4> kBinding = {"×", "·", "−", "+"};  // with a blank on each side between short terms
constexpr std::size_t kLongestTerm = 4;                                     // of what stays together, in bytes: "1024", "k²"
constexpr std::size_t kLongestBound = 28;                                   // a longer expression may end a line where it likes

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t length_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

template <std::size_t N>
bool starts_with(std::string_view text, const std::array<std::string_view, N>& marks) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return text.starts_with(mark); });
}

template <std::size_t N>
bool ends_with(std::string_view text, const std::array<std::string_view, N>& marks) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return text.ends_with(mark); });
}

bool is_wide(std::string_view character) { return character.size() == 3 && static_cast<unsigned char>(character[0]) >= 0xE3; }

// The term that a text begins with: up to a blank or a Chinese character.
std::string_view first_term(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && text[end] != ' ' && text[end] != '\n') {
    const std::size_t length = length_at(text, end);
    if (is_wide(text.substr(end, length))) break;
    end += length;
  }
  return text.substr(0, end);
}

// The term that a text ends with.
std::string_view last_term(std::string_view text) {
  std::string_view term = text.substr(text.find_last_of(" \n") + 1);
  for (std::size_t at = 0; at < term.size();) {
    const std::size_t length = length_at(term, at);
    if (is_wide(term.substr(at, length))) {
      term.remove_prefix(at + length);
      at = 0;
    } else {
      at += length;
    }
  }
  return term;
}

// Three digits that no fourth follows, after a digit: a thousand's group.
bool is_group(std::string_view before, std::string_view after) {
  if (before.empty() || !is_digit(before.back()) || after.size() < 3) return false;
  const bool three = is_digit(after[0]) && is_digit(after[1]) && is_digit(after[2]);
  return three && (after.size() == 3 || !is_digit(after[3]));
}

bool is_expression(std::string_view before, std::string_view after) {
  if (ends_with(before, kBinding)) return first_term(after).size() <= kLongestTerm;
  return starts_with(after, kBinding) && last_term(before).size() <= kLongestTerm;
}

// Two numbers of a place: (4, 0, 0).
bool is_place(std::string_view before, std::string_view after) {
  return before.size() > 1 && before.back() == ',' && is_digit(before[before.size() - 2]) && is_digit(after.front());
}

// Whether the blank between them must not end a line.
bool binds(std::string_view before, std::string_view after) {
  return is_group(before, after) || is_place(before, after) || is_expression(before, after) || after.starts_with("%");
}

// After the character from `at` to `next`, in a piece that began at `begin`.
bool may_break(std::string_view text, std::size_t begin, std::size_t at, std::size_t next) {
  const std::string_view character = text.substr(at, next - at), rest = text.substr(next);
  if (character == "\n") return true;
  if (rest.empty() || rest[0] == ' ' || rest[0] == '\n') return false;
  if (character == " ") return next - begin > kLongestBound || !binds(text.substr(0, text.find_last_not_of(' ', at) + 1), rest);
  if (starts_with(rest, kNeverFirst) || starts_with(character, kNeverLast)) return false;
  return is_wide(character) || is_wide(rest.substr(0, length_at(rest, 0)));
}

}  // namespace

std::vector<std::string_view> unbroken_pieces(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = at + length_at(text, at);
    if (may_break(text, begin, at, next)) {
      out.push_back(text.substr(begin, next - begin));
      begin = next;
    }
    at = next;
  }
  if (begin < text.size()) out.push_back(text.substr(begin));
  return out;
}

}  // namespace convscope

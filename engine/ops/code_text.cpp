#include "engine/ops/code_text.h"

#include <algorithm>

namespace convscope {
namespace {

constexpr std::size_t kCodeWidth = 36;  // characters a line before arguments wrap

std::string joined(const std::vector<Index>& numbers) {
  std::string text;
  for (Index number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

}  // namespace

std::string call(const std::string& head, const Arguments& arguments) {
  std::string line;
  for (const std::string& argument : arguments) line += (line.empty() ? "" : ", ") + argument;
  if (head.size() + line.size() + 2 <= kCodeWidth) return head + "(" + line + ")";
  std::string out = head + "(";
  std::size_t used = kCodeWidth;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::size_t length = arguments[i].size() + 1;
    if (used + 1 + length > kCodeWidth) {
      out += "\n    ";
      used = 4;
    } else {
      out += " ";
      ++used;
    }
    out += arguments[i] + (i + 1 < arguments.size() ? "," : ")");
    used += length;
  }
  return out;
}

std::string tuple_text(const std::vector<Index>& numbers) {
  return all_are(numbers, numbers.front()) ? std::to_string(numbers.front()) : "(" + joined(numbers) + ")";
}

std::string list_text(const std::vector<Index>& numbers) { return "[" + joined(numbers) + "]"; }

bool all_are(const std::vector<Index>& numbers, Index number) {
  return std::all_of(numbers.begin(), numbers.end(), [number](Index each) { return each == number; });
}

}  // namespace convscope

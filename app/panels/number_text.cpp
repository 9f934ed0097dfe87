#include "app/panels/number_text.h"

#include <fmt/format.h>

#include <cmath>

namespace convscope {
namespace {

std::string with_true_minus(std::string text) {
  if (!text.empty() && text[0] == '-') text.replace(0, 1, "\u2212");
  return text;
}

}  // namespace

std::string grouped(Index value) {
  std::string digits = std::to_string(value);
  std::size_t first = value < 0 ? 1 : 0;
  if (digits.size() - first > 4)
    for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, "\u2009");
  return with_true_minus(digits);
}

std::string value_text(double value) {
  if (!std::isfinite(value)) return with_true_minus(fmt::format("{}", value));
  std::string text = std::abs(value) >= 1e9 ? fmt::format("{:.4g}", value) : fmt::format("{:.4f}", value);
  if (text.find('.') != std::string::npos && text.find('e') == std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text == "-0" ? "0" : with_true_minus(text);
}

std::string clock_text(double seconds) {
  Index whole = std::isfinite(seconds) ? std::max<Index>(0, std::llround(seconds)) : 0;
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace convscope

// A recursive descent over: sum = product {(+|-) product}, product = factor {(*|/) factor}, factor = number | name[.axis] | (sum).
#include "app/scenes/expression.h"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>

namespace convscope {
namespace {

constexpr Index kLargest = Index{1} << 40;

class Reader {
 public:
  Reader(std::string_view text, const NumberOfName& number) : text_(text), number_(number) {}

  Result<Index> whole() {
    Index value = sum();
    if (fault_.empty() && !rest().empty()) expected("+, -, * or /");
    if (!fault_.empty()) return Error{ErrorKind::kFile, fmt::format("\"{}\": {}", text_, fault_), ""};
    return value;
  }

 private:
  std::string_view rest() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return text_.substr(at_);
  }
  bool take(char c) {
    if (rest().empty() || rest().front() != c) return false;
    ++at_;
    return true;
  }
  void expected(const std::string& what) {
    if (fault_.empty()) fault_ = fmt::format("expected {} at \"{}\"", what, rest());
    at_ = text_.size();
  }
  static Index bounded(Index value) { return std::clamp(value, -kLargest, kLargest); }

  Index sum() {
    Index value = product();
    for (;;) {
      if (take('+'))
        value = bounded(value + product());
      else if (take('-'))
        value = bounded(value - product());
      else
        return value;
    }
  }

  Index product() {
    Index value = factor();
    for (;;) {
      if (take('*')) {
        Index by = factor(), result = 0;
        value = __builtin_mul_overflow(value, by, &result) ? ((value < 0) != (by < 0) ? -kLargest : kLargest) : bounded(result);
      } else if (take('/')) {
        Index by = factor();
        if (by != 0) value = value / by - (value % by != 0 && (value < 0) != (by < 0) ? 1 : 0);
      } else {
        return value;
      }
    }
  }

  Index factor() {
    if (take('(')) {
      Index value = sum();
      if (!take(')')) expected("\")\"");
      return value;
    }
    std::string_view left = rest();
    if (left.empty()) return expected("a number or a name"), 0;
    if (std::isdigit(static_cast<unsigned char>(left.front()))) return number();
    if (std::isalpha(static_cast<unsigned char>(left.front()))) return name();
    return expected("a number or a name"), 0;
  }

  Index number() {
    Index value = 0;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_]))) value = bounded(value * 10 + (text_[at_++] - '0'));
    return value;
  }

  Index name() {
    const std::size_t begin = at_;
    auto of_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
    while (at_ < text_.size() && of_name(text_[at_])) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    int axis = 0;
    if (at_ + 1 < text_.size() && text_[at_] == '.' && std::isdigit(static_cast<unsigned char>(text_[at_ + 1]))) {
      axis = text_[at_ + 1] - '0';
      at_ += 2;
    }
    const std::optional<Index> value = number_(name, axis);
    if (value) return bounded(*value);
    if (fault_.empty()) fault_ = fmt::format("no control of the scene gives the number \"{}\"", text_.substr(begin, at_ - begin));
    at_ = text_.size();
    return 0;
  }

  std::string_view text_;
  const NumberOfName& number_;
  std::size_t at_ = 0;
  std::string fault_;
};

}  // namespace

Result<Index> evaluate_expression(std::string_view text, const NumberOfName& number) { return Reader(text, number).whole(); }

}  // namespace convscope

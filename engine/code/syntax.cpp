#include "engine/code/syntax.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

constexpr std::size_t kLongestQuote = 40;  // characters of the code that a sentence repeats

std::string shortened(std::string_view text) {
  std::string line;
  std::size_t characters = 0;
  for (char c : text) {
    const bool first_byte = (c & 0xC0) != 0x80;
    if (first_byte && ++characters > kLongestQuote) return line + "…";
    const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (blank && (line.empty() || line.back() == ' ')) continue;
    line += blank ? ' ' : c;
  }
  return line;
}

bool is_number(const Expression& expression) { return expression.kind == Syntax::kNumber; }

// Sums and products of whole numbers that stay exact; else it remains an operation.
bool fold(Expression& operation) {
  if (!is_number(operation.items[0]) || (operation.items.size() > 1 && !is_number(operation.items[1]))) return false;
  const double a = operation.items[0].number, b = operation.items.size() > 1 ? operation.items[1].number : 0;
  const bool whole = operation.items[0].whole && (operation.items.size() < 2 || operation.items[1].whole);
  const std::string& sign = operation.name;
  double result = 0;
  if (operation.items.size() == 1)
    result = sign == "-" ? -a : a;
  else if (sign == "+")
    result = a + b;
  else if (sign == "-")
    result = a - b;
  else if (sign == "*")
    result = a * b;
  else if (sign == "/" && b != 0)
    result = a / b;
  else if (sign == "//" && b != 0)
    result = std::floor(a / b);
  else if (sign == "%" && b != 0)
    result = a - b * std::floor(a / b);
  else if (sign == "**")
    result = std::pow(a, b);
  else
    return false;
  operation.kind = Syntax::kNumber;
  operation.number = result;
  operation.whole = whole && sign != "/" && std::abs(result) < 9e15 && result == std::floor(result);
  operation.items.clear();
  return true;
}

// Python's: ** binds before the sign, then * / // %, then + −.
int level_of(const Token& token) {
  if (token.is("+") || token.is("-")) return 0;
  if (token.is("*") || token.is("/") || token.is("//") || token.is("%")) return 1;
  return token.is("**") ? 2 : -1;
}

std::string called(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end of the line";
    case TokenKind::kStop:
      return "the end of the text";
    case TokenKind::kText:
      return "\"" + shortened(token.text) + "\"";
    default:
      return shortened(token.text);
  }
}

}  // namespace

bool CodeReader::takes(std::string_view sign) {
  if (!token().is(sign)) return false;
  ++at_;
  return true;
}

Error CodeReader::unexpected(const std::string& expected) const {
  return refusal(ErrorKind::kUsage, "", "code_unexpected", "line {}, column {}: {} is expected here, there is {}", token().place.line,
                 token().place.column, expected, called(token()));
}

Error CodeReader::too_deep() const {
  return refusal(ErrorKind::kUsage, "", "code_too_deep", "line {}, column {}: this is nested too deep for a line of code",
                 token().place.line, token().place.column);
}

Expression CodeReader::begin(Syntax kind) const {
  Expression expression;
  expression.kind = kind;
  expression.place = token().place;
  return expression;
}

Expression CodeReader::ended(Expression expression, std::size_t first) const {
  expression.place = tokens_[first].place;
  const std::size_t begin = tokens_[first].begin, end = at_ > first ? tokens_[at_ - 1].end : begin;
  expression.text = shortened(code_.substr(begin, end - begin));
  return expression;
}

// a, b, c up to `closing`; a trailing comma is allowed. Of a tuple in brackets, one value without a comma is just that value.
Result<Expression> CodeReader::list(std::string_view closing, Syntax kind) {
  const std::size_t first = at_ - 1;
  Expression all = begin(kind);
  bool comma = false;
  while (!token().is(closing)) {
    Result<Expression> item = expression();
    if (!item) return item;
    all.items.push_back(*std::move(item));
    if (token().is(closing)) break;
    if (!takes(",")) return unexpected("\",\" or \"" + std::string(closing) + "\"");
    comma = true;
  }
  ++at_;
  if (kind == Syntax::kTuple && all.items.size() == 1 && !comma) return std::move(all.items.front());
  return ended(std::move(all), first);
}

Result<Expression> CodeReader::number() {
  Expression number = begin(Syntax::kNumber);
  std::string digits;
  for (char c : token().text) {
    if (c != '_') digits += c;
  }
  const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
  char* end = nullptr;
  number.number = std::strtod(digits.c_str(), &end);
  if (*end != '\0') return unexpected("a number");
  number.whole = hexadecimal || digits.find_first_of(".eE") == std::string::npos;
  number.text = shortened(token().text);
  ++at_;
  return number;
}

Result<Expression> CodeReader::atom() {
  const std::size_t first = at_;
  if (token().kind == TokenKind::kNumber) return number();
  if (token().kind == TokenKind::kText) {
    Expression text = begin(Syntax::kText);
    for (; token().kind == TokenKind::kText; ++at_) text.name += token().text;
    return ended(std::move(text), first);
  }
  if (token().kind == TokenKind::kName) {
    Expression name = begin(Syntax::kName);
    name.name = token().text;
    ++at_;
    while (token().is(".") && tokens_[at_ + 1].kind == TokenKind::kName) {
      name.name += "." + tokens_[at_ + 1].text;
      at_ += 2;
    }
    return ended(std::move(name), first);
  }
  if (takes("...")) return ended(begin(Syntax::kEllipsis), first);
  if (takes("(")) return list(")", Syntax::kTuple);
  if (takes("[")) return list("]", Syntax::kList);
  return unexpected("a value");
}

Status CodeReader::argument(Expression& call) {
  std::string name;
  const CodePlace place = token().place;
  if (token().kind == TokenKind::kName && tokens_[at_ + 1].is("=")) {
    name = token().text;
    at_ += 2;
  }
  Result<Expression> value = expression();
  if (!value) return value.error();
  call.items.push_back(*std::move(value));
  call.names.push_back(std::move(name));
  call.places.push_back(place);
  return success();
}

Result<Expression> CodeReader::call(Expression callee, std::size_t first) {
  Expression call = begin(Syntax::kCall);
  call.items.push_back(std::move(callee));
  call.names.emplace_back();
  call.places.emplace_back();
  while (!token().is(")")) {
    Status status = argument(call);
    if (!status) return status.error();
    if (token().is(")")) break;
    if (!takes(",")) return unexpected("\",\" or \")\"");
  }
  ++at_;
  return ended(std::move(call), first);
}

// One place between the brackets of a subscript: a value, or begin:end:step.
Result<Expression> CodeReader::place() {
  const std::size_t first = at_;
  Expression slice = begin(Syntax::kSlice);
  auto stops = [this] { return token().is(",") || token().is("]"); };
  while (true) {
    Expression part = begin(Syntax::kNothing);
    if (!token().is(":") && !stops()) {
      Result<Expression> value = expression();
      if (!value) return value;
      part = *std::move(value);
    }
    slice.items.push_back(std::move(part));
    if (stops()) break;
    if (!takes(":")) return unexpected("\":\", \",\" or \"]\"");
  }
  if (slice.items.size() == 1) return std::move(slice.items.front());
  slice.items.resize(3);
  return ended(std::move(slice), first);
}

Result<Expression> CodeReader::subscript(Expression of, std::size_t first) {
  Expression subscript = begin(Syntax::kSubscript);
  subscript.items.push_back(std::move(of));
  while (!token().is("]")) {
    Result<Expression> one = place();
    if (!one) return one;
    subscript.items.push_back(*std::move(one));
    if (!token().is("]") && !takes(",")) return unexpected("\",\" or \"]\"");
  }
  ++at_;
  return ended(std::move(subscript), first);
}

Result<Expression> CodeReader::chain() {
  const std::size_t first = at_;
  Result<Expression> value = atom();
  while (value) {
    if (++built_ > kLongestChain) return too_deep();
    if (takes("(")) {
      value = call(*std::move(value), first);
    } else if (takes("[")) {
      value = subscript(*std::move(value), first);
    } else if (token().is(".") && tokens_[at_ + 1].kind == TokenKind::kName) {
      Expression member = begin(Syntax::kMember);
      member.name = tokens_[at_ + 1].text;
      member.items.push_back(*std::move(value));
      at_ += 2;
      value = ended(std::move(member), first);
    } else {
      break;
    }
  }
  return value;
}

Result<Expression> CodeReader::unary() {
  const std::size_t first = at_;
  if (!token().is("-") && !token().is("+")) return chain();
  if (depth_ >= kDeepestCode) return too_deep();
  Expression signed_value = begin(Syntax::kOperation);
  signed_value.name = token().text;
  ++at_;
  ++depth_;
  Result<Expression> value = operation(2);  // ** binds closer than the sign
  --depth_;
  if (!value) return value;
  signed_value.items.push_back(*std::move(value));
  (void)fold(signed_value);
  return ended(std::move(signed_value), first);
}

Result<Expression> CodeReader::operation(int level) {
  const std::size_t first = at_;
  Result<Expression> left = level == 2 ? unary() : operation(level + 1);
  while (left && level_of(token()) == level) {
    if (++built_ > kLongestChain) return too_deep();
    Expression both = begin(Syntax::kOperation);
    both.name = token().text;
    ++at_;
    Result<Expression> right = level == 2 ? unary() : operation(level + 1);
    if (!right) return right;
    both.items.push_back(*std::move(left));
    both.items.push_back(*std::move(right));
    (void)fold(both);
    left = ended(std::move(both), first);
  }
  return left;
}

Result<Expression> CodeReader::expression() {
  if (depth_ >= kDeepestCode) return too_deep();
  ++depth_;
  Result<Expression> value = operation(0);
  --depth_;
  return value;
}

Result<Statement> CodeReader::statement() {
  Statement statement;
  if (token().kind == TokenKind::kName && token().text == "return") ++at_;
  while (true) {
    const std::size_t first = at_;
    Result<Expression> value = expression();
    if (!value) return value.error();
    if (token().is(",")) {  // a line out of a list, or a tuple without brackets
      Expression tuple = begin(Syntax::kTuple);
      tuple.items.push_back(*std::move(value));
      while (takes(",") && token().kind != TokenKind::kEnd && !token().is("=")) {
        Result<Expression> more = expression();
        if (!more) return more.error();
        tuple.items.push_back(*std::move(more));
      }
      value = ended(std::move(tuple), first);
    }
    if (takes("=")) {
      statement.targets.push_back(value->text);
      continue;
    }
    if (token().kind != TokenKind::kEnd) return unexpected("the end of the line");
    ++at_;
    statement.value = *std::move(value);
    return statement;
  }
}

}  // namespace convscope

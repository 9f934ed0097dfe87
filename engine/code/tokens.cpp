#include "engine/code/tokens.h"

#include <algorithm>

#include "engine/base/refusal.h"

namespace convscope {
namespace {

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool goes_on(char c) { return starts_name(c) || is_digit(c); }
bool is_continuation(char c) { return (c & 0xC0) == 0x80; }  // not the first byte of a character

class Cutter {
 public:
  explicit Cutter(std::string_view code) : code_(code) {}

  Result<std::vector<Token>> cut() {
    skip_prompt();
    while (at_ < code_.size()) {
      Status status = next();
      if (!status) return status.error();
    }
    if (!open_.empty()) {
      const Token& bracket = open_.back();
      return refusal(ErrorKind::kUsage, "", "code_not_closed", "line {}, column {}: \"{}\" is never closed", bracket.place.line,
                     bracket.place.column, bracket.text);
    }
    end_statement();
    add(TokenKind::kStop, at_);
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t by = 0) const { return at_ + by < code_.size() ? code_[at_ + by] : '\0'; }
  bool sees(std::string_view text) const { return code_.substr(at_, text.size()) == text; }

  void move(std::size_t bytes) {
    for (; bytes > 0 && at_ < code_.size(); --bytes, ++at_) {
      if (code_[at_] == '\n') {
        place_ = {place_.line + 1, 1};
      } else if (!is_continuation(code_[at_])) {
        ++place_.column;
      }
    }
    // A character ends with its last byte; the place stands at the next one's beginning.
  }

  void add(TokenKind kind, std::size_t end) {
    Token token{kind, std::string(code_.substr(at_, end - at_)), place_, at_, end};
    tokens_.push_back(std::move(token));
    move(end - at_);
  }

  void end_statement() {
    if (tokens_.empty() || tokens_.back().kind == TokenKind::kEnd) return;
    tokens_.push_back({TokenKind::kEnd, "", place_, at_, at_});
  }

  // What an interactive Python prints before a line.
  void skip_prompt() {
    while (peek() == ' ' || peek() == '\t') move(1);
    if (sees(">>>") || (sees("...") && peek(3) == ' ')) move(3);
  }

  Status next() {
    const char c = peek();
    if (c == '\n') {
      move(1);
      if (open_.empty()) end_statement();
      skip_prompt();
      return success();
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f') return move(1), success();
    if (sees("\u00A0") || sees("\u3000")) return move(sees("\u00A0") ? 2 : 3), success();  // blanks of web pages and of Chinese input
    if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) return move(peek(1) == '\n' ? 2 : 3), success();
    if (c == '#') {
      while (at_ < code_.size() && peek() != '\n') move(1);
      return success();
    }
    if (c == ';' && open_.empty()) {
      end_statement();
      return move(1), success();
    }
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number(), success();
    if (c == '"' || c == '\'') return text();
    if (starts_name(c)) return name();
    return sign();
  }

  void number() {
    std::size_t end = at_;
    while (end < code_.size()) {
      const bool exponent = end > at_ && (code_[end] == '+' || code_[end] == '-') && (code_[end - 1] == 'e' || code_[end - 1] == 'E') &&
                            !(peek() == '0' && (peek(1) == 'x' || peek(1) == 'X'));
      if (!goes_on(code_[end]) && code_[end] != '.' && !exponent) break;
      ++end;
    }
    add(TokenKind::kNumber, end);
  }

  Status name() {
    std::size_t end = at_;
    while (end < code_.size() && goes_on(code_[end])) ++end;
    const bool prefix =
        end - at_ <= 2 && std::all_of(code_.begin() + static_cast<std::ptrdiff_t>(at_), code_.begin() + static_cast<std::ptrdiff_t>(end),
                                      [](char c) { return std::string_view("rRbBuUfF").find(c) != std::string_view::npos; });
    if (prefix && end < code_.size() && (code_[end] == '"' || code_[end] == '\'')) {
      move(end - at_);
      return text();
    }
    add(TokenKind::kName, end);
    return success();
  }

  Status text() {
    const char quote = peek();
    const std::string three(3, quote);
    const std::string closing = sees(three) ? three : std::string(1, quote);
    Token token{TokenKind::kText, "", place_, at_, at_};
    move(closing.size());
    while (at_ < code_.size() && !sees(closing) && (closing.size() == 3 || peek() != '\n')) {
      if (peek() == '\\') move(1);
      token.text += peek();
      move(1);
    }
    if (!sees(closing)) {
      return refusal(ErrorKind::kUsage, "", "code_text_not_closed", "line {}, column {}: a text that begins with {} is never closed",
                     token.place.line, token.place.column, closing);
    }
    move(closing.size());
    token.end = at_;
    tokens_.push_back(std::move(token));
    return success();
  }

  Status sign() {
    const std::size_t length = sees("...") ? 3 : sees("//") || sees("**") || sees("==") || sees("->") || sees(":=") ? 2 : 1;
    add(TokenKind::kSign, at_ + length);
    const Token& token = tokens_.back();
    if (token.is("(") || token.is("[") || token.is("{")) open_.push_back(token);
    if (!token.is(")") && !token.is("]") && !token.is("}")) return success();
    const std::string opening = token.is(")") ? "(" : token.is("]") ? "[" : "{";
    if (open_.empty() || open_.back().text != opening) {
      return refusal(ErrorKind::kUsage, "", "code_not_opened", "line {}, column {}: nothing opens this \"{}\"", token.place.line,
                     token.place.column, token.text);
    }
    open_.pop_back();
    return success();
  }

  std::string_view code_;
  std::size_t at_ = 0;
  CodePlace place_;
  std::vector<Token> open_;  // brackets
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> tokens_of(std::string_view code) {
  if (code.size() > kLongestCode) {
    return refusal(ErrorKind::kUsage, "", "code_too_long", "this is a text of {} bytes; a layer's code is at most {} long", code.size(),
                   kLongestCode);
  }
  return Cutter(code).cut();
}

}  // namespace convscope

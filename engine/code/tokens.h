// Text in the syntax of Python, cut into names, numbers, texts and signs, each with its place. Comments and prompts are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace convscope {

// Both from 1; a column is a character, however many bytes it takes.
struct CodePlace {
  Index line = 1;
  Index column = 1;
  bool operator==(const CodePlace&) const = default;
};

enum class TokenKind {
  kName,    // nn, self, True
  kNumber,  // 3, 1e-5, 0x10, 1_000
  kText,    // "same"; without its quotes
  kSign,    // ( ) [ ] , . = + …; "//", "**" and "..." are one
  kEnd,     // of a statement: a line's end outside brackets, or ;
  kStop,    // of the whole text
};

struct Token {
  TokenKind kind = TokenKind::kStop;
  std::string text;
  CodePlace place;
  std::size_t begin = 0, end = 0;  // bytes of the code
  bool is(std::string_view sign) const { return kind == TokenKind::kSign && text == sign; }
};

// More is no line of code.
inline constexpr std::size_t kLongestCode = 64 * 1024;

// The last token is kStop, the one before it kEnd. Refuses (kUsage) a text without its closing quote, a bracket that nothing opens or
// closes, and code of more than kLongestCode bytes; the sentence names line and column.
Result<std::vector<Token>> tokens_of(std::string_view code);

}  // namespace convscope

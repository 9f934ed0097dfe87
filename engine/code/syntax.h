// What the tokens of a line say: calls with their arguments, tuples, numbers, places of a tensor; as Python reads them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/code/tokens.h"

namespace convscope {

enum class Syntax {
  kNumber,  // `number`, and whether it is whole; sums and products of numbers are one
  kText,    // `name`
  kName,    // `name`, dots and all: "nn.Conv2d", "True", "x"
  kTuple,
  kList,
  kCall,       // items: what is called, then the arguments; `names` of them, "" = by position
  kMember,     // items[0].name, where items[0] is no name: nn.ReLU().inplace
  kSubscript,  // items[0][items[1], …]
  kSlice,      // items: begin, end, step; kNothing where left out
  kOperation,  // items[0] name items[1], or name items[0]
  kEllipsis,
  kNothing,
};

struct Expression {
  Syntax kind = Syntax::kNothing;
  std::string name;
  double number = 0;
  bool whole = false;  // written without a point or an exponent
  std::vector<Expression> items;
  std::vector<std::string> names;  // of a call's arguments: as many as items
  std::vector<CodePlace> places;   // where each of them begins, its name included
  CodePlace place;
  std::string text;  // as it is written, shortened

  bool is_name(std::string_view other) const { return kind == Syntax::kName && name == other; }
};

// targets = value, or a value alone (no target).
struct Statement {
  std::vector<std::string> targets;
  Expression value;
};

// So deep may brackets and signs stand within each other: each takes its share of the stack.
inline constexpr int kDeepestCode = 50;
// So many calls, places and operations may one statement have.
inline constexpr int kLongestChain = 2000;

// Reads from token `at` on, which moves behind what was read. Refuses (kUsage) what no expression can be made of: "line 2, column 7: …".
class CodeReader {
 public:
  CodeReader(std::string_view code, const std::vector<Token>& tokens, std::size_t at) : code_(code), tokens_(tokens), at_(at) {}
  std::size_t at() const { return at_; }
  Result<Statement> statement();    // up to a kEnd
  Result<Expression> expression();  // one, without a comma outside brackets
  Result<Expression> chain();       // a name or a value with the calls, members and places behind it

 private:
  const Token& token() const { return tokens_[at_]; }
  bool takes(std::string_view sign);
  Error unexpected(const std::string& expected) const;
  Error too_deep() const;
  Expression begin(Syntax kind) const;
  Expression ended(Expression expression, std::size_t first) const;
  Result<Expression> list(std::string_view closing, Syntax kind);
  Result<Expression> operation(int level);
  Result<Expression> unary();
  Result<Expression> atom();
  Result<Expression> number();
  Result<Expression> call(Expression callee, std::size_t first);
  Status argument(Expression& call);
  Result<Expression> subscript(Expression of, std::size_t first);
  Result<Expression> place();

  std::string_view code_;
  const std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  int depth_ = 0, built_ = 0;
};

}  // namespace convscope

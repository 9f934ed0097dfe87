// A call's arguments, bound to the names of its signature as Python binds them, and read as the numbers and words they must be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/code/syntax.h"

namespace convscope {

struct Parameter {
  std::string name;
  std::optional<Expression> standard;  // its default; nothing: it must be given
  bool by_name_only = false;
};

// "in_channels, out_channels, kernel_size, stride=1, *, alpha=1"
std::vector<Parameter> parameters_of(std::string_view signature);

// "line 1, column 8: <name> takes <expected>, it is <text>"
Error not_taken(const Expression& value, const std::string& name, const std::string& expected);

// Getters answer with the argument or, where it was left out, with the default. Refusals name line and column of what was written.
class BoundCall {
 public:
  // Refuses (kUsage) unknown names (listing the known ones), one too many, twice the same, and what is missing.
  static Result<BoundCall> bind(std::string callee, std::string_view signature, const Expression& call);

  const std::string& callee() const { return callee_; }  // as it is written: "nn.Conv2d"
  const CodePlace& place() const { return place_; }
  const Expression& at(std::string_view name) const;
  bool has(std::string_view name) const;    // the signature has such a parameter
  bool given(std::string_view name) const;  // it was written
  bool is_none(std::string_view name) const { return at(name).is_name("None"); }
  // One whole number of at least `minimum`.
  Result<Index> whole(std::string_view name, Index minimum) const;
  // One number for all axes, or one per axis; one of them comes back as it was written.
  Result<std::vector<Index>> per_axis(std::string_view name, int axes, Index minimum) const;
  Result<double> real(std::string_view name) const;
  // A number, or one per axis.
  Result<std::vector<double>> reals(std::string_view name, int axes) const;
  Result<bool> flag(std::string_view name) const;
  // Refuses words that are not among `known`.
  Result<std::string> word(std::string_view name, const std::vector<std::string>& known) const;

 private:
  struct Bound {
    Parameter parameter;
    std::optional<Expression> value;
  };
  const Bound& find(std::string_view name) const;
  Status take(const Expression& call, std::size_t argument);

  std::string callee_;
  CodePlace place_;
  std::vector<Bound> bound_;
};

// A whole number that is written as one, within the sizes that layers may have.
std::optional<Index> whole_number(const Expression& expression);
// 0.5, 2, float("-inf"), -np.inf
std::optional<double> real_number(const Expression& expression);
// (1, 2) or [1, 2]; nothing when it is no list of whole numbers.
std::optional<std::vector<Index>> whole_numbers(const Expression& expression);
bool is_list(const Expression& expression);

}  // namespace convscope

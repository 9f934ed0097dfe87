#include "engine/code/arguments.h"

#include <algorithm>
#include <limits>

#include "engine/base/refusal.h"
#include "engine/ops/axis.h"

namespace convscope {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

}  // namespace

std::vector<Parameter> parameters_of(std::string_view signature) {
  const std::string call = "f(" + std::string(signature) + ")";
  const Result<std::vector<Token>> tokens = tokens_of(call);
  std::vector<Parameter> parameters;
  bool by_name_only = false;
  // name, or name=default, or * before those that go by name only.
  for (std::size_t at = 2; !(*tokens)[at].is(")");) {
    if ((*tokens)[at].is("*")) {
      by_name_only = true;
      ++at;
    } else {
      parameters.push_back({(*tokens)[at].text, {}, by_name_only});
      if ((*tokens)[++at].is("=")) {
        CodeReader reader(call, *tokens, at + 1);
        parameters.back().standard = reader.expression().value();
        at = reader.at();
      }
    }
    if ((*tokens)[at].is(",")) ++at;
  }
  return parameters;
}

Error not_taken(const Expression& value, const std::string& name, const std::string& expected) {
  return refusal(ErrorKind::kUsage, "", "code_not_taken", "line {}, column {}: {} takes {}, it is {}", value.place.line, value.place.column,
                 name, expected, value.text);
}

Result<BoundCall> BoundCall::bind(std::string callee, std::string_view signature, const Expression& call) {
  BoundCall bound;
  bound.callee_ = std::move(callee);
  bound.place_ = call.place;
  for (Parameter& parameter : parameters_of(signature)) bound.bound_.push_back({std::move(parameter), {}});
  for (std::size_t i = 1; i < call.items.size(); ++i) {
    Status status = bound.take(call, i);
    if (!status) return status.error();
  }
  for (const Bound& each : bound.bound_) {
    if (each.value || each.parameter.standard) continue;
    return refusal(ErrorKind::kUsage, "", "code_argument_missing", "line {}, column {}: {} needs its argument {}", call.place.line,
                   call.place.column, bound.callee_, each.parameter.name);
  }
  return bound;
}

Status BoundCall::take(const Expression& call, std::size_t argument) {
  const Expression& value = call.items[argument];
  const std::string& name = call.names[argument];
  const std::size_t position = argument - 1;
  const Index line = call.places[argument].line, column = call.places[argument].column;
  if (name.empty()) {
    if (position < bound_.size() && !bound_[position].parameter.by_name_only) return bound_[position].value = value, success();
    return refusal(ErrorKind::kUsage, "", "code_argument_too_many", "line {}, column {}: {} takes no more arguments, here is one more: {}",
                   line, column, callee_, value.text);
  }
  auto found = std::find_if(bound_.begin(), bound_.end(), [&](const Bound& each) { return each.parameter.name == name; });
  if (found == bound_.end()) {
    std::vector<std::string> known;
    for (const Bound& each : bound_) known.push_back(each.parameter.name);
    return refusal(ErrorKind::kUsage, "", "code_argument_unknown", "line {}, column {}: {} has no argument {}; it has {}", line, column,
                   callee_, name, known.empty() ? "none" : listed(known));
  }
  if (found->value) {
    return refusal(ErrorKind::kUsage, "", "code_argument_twice", "line {}, column {}: the argument {} is given twice", line, column, name);
  }
  found->value = value;
  return success();
}

const BoundCall::Bound& BoundCall::find(std::string_view name) const {
  auto found = std::find_if(bound_.begin(), bound_.end(), [&](const Bound& each) { return each.parameter.name == name; });
  CONVSCOPE_CHECK(found != bound_.end(), callee_ + " has no parameter " + std::string(name));
  return *found;
}

const Expression& BoundCall::at(std::string_view name) const {
  const Bound& bound = find(name);
  return bound.value ? *bound.value : *bound.parameter.standard;
}

bool BoundCall::has(std::string_view name) const {
  return std::any_of(bound_.begin(), bound_.end(), [&](const Bound& each) { return each.parameter.name == name; });
}

bool BoundCall::given(std::string_view name) const { return has(name) && find(name).value.has_value(); }

Result<Index> BoundCall::whole(std::string_view name, Index minimum) const {
  const std::optional<Index> number = whole_number(at(name));
  if (number && *number >= minimum) return *number;
  const std::string expected = minimum == 0 ? "a whole number of at least 0" : "a whole number of at least 1";
  return not_taken(at(name), std::string(name), expected);
}

Result<std::vector<Index>> BoundCall::per_axis(std::string_view name, int axes, Index minimum) const {
  const Expression& value = at(name);
  std::optional<std::vector<Index>> numbers;
  if (const std::optional<Index> one = whole_number(value))
    numbers = std::vector<Index>{*one};
  else
    numbers = whole_numbers(value);
  const bool count = numbers && (!is_list(value) || static_cast<int>(numbers->size()) == axes);
  if (count && std::all_of(numbers->begin(), numbers->end(), [minimum](Index number) { return number >= minimum; })) return *numbers;
  constexpr const char* kExpected[2][3] = {
      {"a whole number of at least 0", "a whole number of at least 0, or 2 of them", "a whole number of at least 0, or 3 of them"},
      {"a whole number of at least 1", "a whole number of at least 1, or 2 of them", "a whole number of at least 1, or 3 of them"}};
  return not_taken(value, std::string(name), kExpected[minimum == 0 ? 0 : 1][axes - 1]);
}

Result<double> BoundCall::real(std::string_view name) const {
  if (const std::optional<double> number = real_number(at(name))) return *number;
  return not_taken(at(name), std::string(name), "a number");
}

Result<std::vector<double>> BoundCall::reals(std::string_view name, int axes) const {
  const Expression& value = at(name);
  if (const std::optional<double> number = real_number(value)) return std::vector<double>{*number};
  std::vector<double> numbers;
  for (const Expression& item : value.items) {
    const std::optional<double> number = real_number(item);
    if (number) numbers.push_back(*number);
  }
  if (is_list(value) && numbers.size() == value.items.size() && static_cast<int>(numbers.size()) == axes) return numbers;
  return not_taken(value, std::string(name), "a number, or one per axis");
}

Result<bool> BoundCall::flag(std::string_view name) const {
  if (at(name).is_name("True")) return true;
  if (at(name).is_name("False") || at(name).is_name("None")) return false;
  return not_taken(at(name), std::string(name), "True or False");
}

Result<std::string> BoundCall::word(std::string_view name, const std::vector<std::string>& known) const {
  const Expression& value = at(name);
  if (value.kind == Syntax::kText && std::find(known.begin(), known.end(), value.name) != known.end()) return value.name;
  return refusal(ErrorKind::kUsage, "", "code_word", "line {}, column {}: {} takes one of {}, it is {}", value.place.line,
                 value.place.column, name, listed(known), value.text);
}

bool is_list(const Expression& expression) { return expression.kind == Syntax::kTuple || expression.kind == Syntax::kList; }

std::optional<Index> whole_number(const Expression& expression) {
  const double largest = static_cast<double>(kLargestSize);
  if (expression.kind != Syntax::kNumber || !expression.whole || expression.number > largest || expression.number < -largest) return {};
  return static_cast<Index>(expression.number);
}

std::optional<double> real_number(const Expression& expression) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  auto infinite = [](const Expression& name) {
    return name.is_name("np.inf") || name.is_name("math.inf") || name.is_name("torch.inf") || name.is_name("numpy.inf");
  };
  if (expression.kind == Syntax::kNumber) return expression.number;
  if (infinite(expression)) return kInfinity;
  if (expression.kind == Syntax::kOperation && expression.name == "-" && expression.items.size() == 1 && infinite(expression.items[0])) {
    return -kInfinity;
  }
  const bool call = expression.kind == Syntax::kCall && expression.items.size() == 2 && expression.items[0].is_name("float");
  if (call && expression.items[1].kind == Syntax::kText) {
    const std::string& word = expression.items[1].name;
    if (word == "inf" || word == "Infinity") return kInfinity;
    if (word == "-inf" || word == "-Infinity") return -kInfinity;
  }
  return {};
}

std::optional<std::vector<Index>> whole_numbers(const Expression& expression) {
  if (!is_list(expression)) return {};
  std::vector<Index> numbers;
  for (const Expression& item : expression.items) {
    const std::optional<Index> number = whole_number(item);
    if (!number) return {};
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace convscope

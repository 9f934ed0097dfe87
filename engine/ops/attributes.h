// The parameter table of an operator and the values given for it. Names, defaults and meanings are PyTorch's.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "engine/tensor/tensor.h"

namespace convscope {

// A list of integers covers "one number", "one per axis" and padding's four sides; a string covers choices and "same".
using AttributeValue = std::variant<std::vector<Index>, double, bool, std::string, std::vector<double>>;

enum class AttributeType {
  kInteger,   // one whole number (groups)
  kPerAxis,   // a number, or one per axis (stride, dilation, kernel_size)
  kPadding,   // a number, one per axis, begins then ends of all axes, or "valid" / "same" / "same_lower"
  kSizes,     // a list of sizes (output_size, input_size)
  kNumber,    // a finite real number (eps, padding_value)
  kNumbers,   // a finite real number, or one per axis (scale_factor)
  kFlag,      // true or false
  kChoice,    // one of `choices`
};

struct AttributeSpec {
  std::string name;
  AttributeType type = AttributeType::kInteger;
  AttributeValue default_value;
  Index minimum = 0;                 // of every number in the list
  Index maximum = Index{1} << 31;
  std::vector<std::string> choices;  // kChoice, and the words that kPadding takes
  bool optional = false;             // may be left out (output_size, divisor_override): then it has no value, and no default counts
};

class Attributes {
 public:
  void set(const std::string& name, AttributeValue value) { values_[name] = std::move(value); }
  bool has(const std::string& name) const { return values_.count(name) != 0; }
  const std::map<std::string, AttributeValue>& values() const { return values_; }
  // The value given, or the default of the table. Types were checked by `resolve`. Ask `has` first for optional ones.
  const std::vector<Index>& integers(const std::string& name) const { return std::get<std::vector<Index>>(values_.at(name)); }
  double number(const std::string& name) const { return std::get<double>(values_.at(name)); }
  const std::vector<double>& numbers(const std::string& name) const { return std::get<std::vector<double>>(values_.at(name)); }
  bool flag(const std::string& name) const { return std::get<bool>(values_.at(name)); }
  const std::string& word(const std::string& name) const { return std::get<std::string>(values_.at(name)); }
  bool is_word(const std::string& name) const { return std::holds_alternative<std::string>(values_.at(name)); }
  bool operator==(const Attributes&) const = default;

 private:
  std::map<std::string, AttributeValue> values_;
};

// Text as the command line gives it ("2", "2,1", "same", "true", "0.5") to a value of the spec's type.
Result<AttributeValue> parse_attribute(const AttributeSpec& spec, std::string_view text);
// The value as text that parse_attribute reads back.
std::string attribute_text(const AttributeValue& value);
// Fills in defaults (of those that are not optional), refuses unknown names (listing the known ones), wrong types and numbers out of range.
Result<Attributes> resolve(std::string_view op, const std::vector<AttributeSpec>& table, const Attributes& given);

}  // namespace convscope

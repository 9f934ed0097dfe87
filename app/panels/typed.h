// What a person types into a field: a number, or the reason why it is none, with the values for its sentence.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "app/i18n/words.h"
#include "engine/tensor/tensor.h"

namespace convscope {

enum class TypedFault { kEmpty, kNotANumber, kNotFinite, kNotWhole, kTooSmall, kTooLarge };

struct TypedProblem {
  TypedFault fault = TypedFault::kNotANumber;
  std::string typed;                // as it was typed, without the blanks around it
  double minimum = 0, maximum = 0;  // what is allowed
};

// Accepts blanks around, a true minus sign (−), and the full-width digits of Chinese input. Range inclusive.
std::variant<double, TypedProblem> parse_real(std::string_view text, double minimum, double maximum);
std::variant<Index, TypedProblem> parse_whole(std::string_view text, Index minimum, Index maximum);
// A real number or only a whole one.
std::variant<double, TypedProblem> typed_number(std::string_view text, double minimum, double maximum, bool whole);

// The sentence, from the words typed.empty, typed.not_a_number, … with {name}, {typed}, {min}, {max}.
std::string sentence(const Words& words, const std::string& name, const TypedProblem& problem);

}  // namespace convscope

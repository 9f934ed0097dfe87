// An error in the window's language.
#pragma once

#include <string>

#include "app/i18n/words.h"

namespace convscope {

// The text of "error.<key>" behind the error's place, with {0}, {1}, … replaced by the error's values (those with an
// "error_value.<value>" by that) and {cause} by the sentence it quotes, or the error's English sentence where the language has none.
std::string sentence(const Words& words, const Error& error);

}  // namespace convscope

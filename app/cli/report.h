// How the command line speaks: results on standard output, everything else on standard error as `convscope: <sentence>`.
#pragma once

#include <string>

#include "app/cli/commands.h"
#include "engine/base/result.h"

namespace convscope {

// Says the error and sets the exit code that belongs to its kind.
void fail(const Error& error, Exit& exit);
// A word about something that is no failure.
void remark(const std::string& sentence);
// One line on standard output, at once.
void print_line(const std::string& line);
// One line, whatever bytes it was made of.
std::string single_line(std::string text);

}  // namespace convscope

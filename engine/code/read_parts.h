// Pieces that readers of both libraries share. Refusals name the place of the argument.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "engine/code/arguments.h"
#include "engine/code/read_code.h"

namespace convscope {

// The first that failed.
Status all_of(std::initializer_list<Status> statuses);
CodeLayer begin_layer(const BoundCall& call, const std::string& op, CodeDialect dialect, int axes);
// "conv" and 2 axes: "conv2d".
std::string with_axes(const std::string& stem, int axes);
// Sets attribute `attribute` from argument `name` where it was given, numbers per axis; nothing where it was not, or was None.
Status take_numbers(CodeLayer& layer, const BoundCall& call, std::string_view name, const std::string& attribute, Index minimum);
Status take_flag(CodeLayer& layer, const BoundCall& call, std::string_view name, const std::string& attribute);
Status take_real(CodeLayer& layer, const BoundCall& call, std::string_view name, const std::string& attribute);
// A probability, from 0 to 1.
Status take_chance(CodeLayer& layer, const BoundCall& call, const std::string& name, const std::string& attribute);
// The kernel of a convolution, one number per axis.
Status take_kernel(CodeLayer& layer, const BoundCall& call);
// Groups that do not divide the channels that the code says.
Status check_groups(const CodeLayer& layer, const BoundCall& call);
// An attribute's numbers, one per axis; `standard` where the code leaves it out. Not for padding's words.
std::vector<Index> numbers_or(const CodeLayer& layer, const std::string& attribute, Index standard);
// A remark on an argument that was given and is not shown.
void remark_left_out(CodeLayer& layer, const BoundCall& call, std::string_view name);

}  // namespace convscope

// Which channels of a pipeline's tensors lie on a way through one of them: what it is made from, up to what is given, and what is made
// of it, down to the last layer. Followed through the taps of one place in the middle of every map.
#pragma once

#include <map>
#include <set>
#include <string>

#include "app/scenes/model.h"

namespace convscope {

using ChannelSets = std::map<std::string, std::set<Index>>;  // by tensor; one that has no part is missing

// `tensor` is a stage's output or what is given to one, of rank 4.
ChannelSets channels_through(const Model& model, const std::string& tensor, Index channel);

}  // namespace convscope

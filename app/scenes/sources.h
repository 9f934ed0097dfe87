// Where the values of a scene's tensors come from: its file, a photograph, the chosen filter, a person's edits.
#pragma once

#include <string>
#include <vector>

#include "app/scenes/plan.h"

namespace convscope {

// Names that "from" may have in a scene's file.
std::vector<std::string> source_names();

// The largest square in the middle of an image.
Image square_of(const Image& image);

// The tensor whole, with what was changed by hand. Refuses (kImpossible, naming the tensor) a change that is not finite.
Result<Tensor> make_tensor(const std::string& name, const GivenTensor& given, const Scene& scene, const State& state,
                           const Image* photograph);

}  // namespace convscope

// What a layer from code wants of a scene's controls.
#pragma once

#include <optional>

#include "app/paste/paste.h"

namespace convscope {

// A layer of one axis as one of two, one row high.
CodeLayer as_row(const CodeLayer& layer);
// One number per axis; the operator's default where the code leaves it out.
std::vector<Index> wanted_numbers(const CodeLayer& layer, const std::string& attribute);
// A kernel, of whichever kind of layer; empty: the code does not say.
std::vector<Index> wanted_kernel(const CodeLayer& layer);
// Begins, then ends; `input`: for Keras's "same" with a stride.
std::vector<Index> wanted_sides(const CodeLayer& layer, const std::vector<Index>& input);
// What the control is set to, within its range; nothing: the layer has no say in it.
std::optional<AttributeValue> wanted_value(const Control& control, const Scene& scene, const CodeLayer& layer,
                                           const std::vector<Index>& input);

}  // namespace convscope

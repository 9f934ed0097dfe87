// A line of PyTorch or Keras, back to an operator of the list with its attributes: what Layer::code writes, and what people write.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/code/tokens.h"
#include "engine/ops/attributes.h"
#include "engine/ops/text.h"

namespace convscope {

struct CodeLayer {
  std::string op;         // an operator's id
  Attributes attributes;  // of its table; what the code leaves out is left out here
  int axes = 0;           // of its window; 0: it has none
  // What stands in the shapes of the weights and not in the attributes; absent: the code does not say.
  std::vector<Index> kernel;  // one number per axis
  std::optional<Index> channels_in, channels_out;
  std::optional<Index> multiplier;  // depthwise, however many channels come in: so many filters each
  std::optional<bool> bias, scale;  // normalisation is scaled and shifted; all others know a bias only
  // Keras's padding="same" where a stride makes it depend on the input: `pad_same` gives it.
  bool same_for_input = false;
  CodeDialect dialect = CodeDialect::kPyTorch;
  std::string name;  // as it is written: "nn.Conv2d"
  CodePlace place;   // of its name
  // Sentences, in the form of refusals, on what the code says and the layer does not.
  std::vector<Error> remarks;
};

// The one layer in a text: of several lines, only one may be a layer, with the lines before and behind it that pad, crop or turn for it.
// Assignments, prompts, comments and other lines are no layers. Refuses (kUsage) with line and column what is no code, arguments that the
// library does not take, layers that are not known here, several layers, none.
Result<CodeLayer> read_code(std::string_view text);

// Whether a text begins as a line of code does, so that it is worth an offer: it calls something that PyTorch or Keras has.
bool looks_like_code(std::string_view text);

// Begins and ends for inputs of these sizes, one per axis, as TensorFlow pads for "same": ⌈i/s⌉ outputs, the odd one at the end.
// `spans`: d·(k − 1) + 1.
std::vector<Index> pad_same(const std::vector<Index>& inputs, const std::vector<Index>& spans, const std::vector<Index>& strides);

}  // namespace convscope

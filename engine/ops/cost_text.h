// The cost of a layer as sentences of arithmetic: what is multiplied or added, with the numbers in it. A line whose arithmetic does not
// give the layer's own number says the number alone, so no line is ever wrong.
#pragma once

#include <string>
#include <vector>

#include "engine/ops/operator.h"

namespace convscope {

struct CostLine {
  std::string name;     // "params", "multiplications", "macs", "macs_zeros_inserted", "flops", "memory"
  std::string formula;  // "output cells × weights of a filter"; may be empty
  std::string numbers;  // "1·256·8·8 × 3·5·5"; may be empty
  Index value = 0;
};

// In the order above; macs_zeros_inserted only for layers that have it (transposed convolutions: `macs` counts products with input values).
std::vector<CostLine> cost_lines(const Layer& layer);

// What a flop is here, and what the two ways of counting a transposed convolution are.
inline constexpr const char* kFlopsDefinition =
    "2 a multiply-add, less the first addition of a cell without bias; a layer that scatters its products onto zeros (transposed, input "
    "gradient) adds every one";
inline constexpr const char* kTransposedDefinition =
    "macs counts the products with input values; macs_zeros_inserted those of the same layer as a convolution over the input with zeros "
    "inserted";

}  // namespace convscope

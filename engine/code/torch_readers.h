// The readers of PyTorch's layers, one per kind; torch_signatures.cpp lists what each of them reads.
#pragma once

#include "engine/code/arguments.h"
#include "engine/code/read_code.h"

namespace convscope::torch {

using Read = Result<CodeLayer>;

// Windows: read_torch.cpp.
Read convolution(const BoundCall& call, int axes);
Read convolution_function(const BoundCall& call, int axes);
Read transposed(const BoundCall& call, int axes);
Read transposed_function(const BoundCall& call, int axes);
Read deformable(const BoundCall& call, int axes);
Read gradient(const BoundCall& call, int axes);
Read max_pooling(const BoundCall& call, int axes);
Read average_pooling(const BoundCall& call, int axes);
Read global_pooling(const BoundCall& call, int axes);
Read unpooling(const BoundCall& call, int axes);
// The others: read_torch_small.cpp.
Read interpolation(const BoundCall& call, int axes);
Read shuffle(const BoundCall& call, int axes);
Read blocks(const BoundCall& call, int axes);
Read normalisation(const BoundCall& call, int axes);
Read linear(const BoundCall& call, int axes);
Read linear_function(const BoundCall& call, int axes);
Read dropout(const BoundCall& call, int axes);
Read relu(const BoundCall& call, int axes);
Read relu6(const BoundCall& call, int axes);
Read sigmoid(const BoundCall& call, int axes);
Read silu(const BoundCall& call, int axes);
Read hardsigmoid(const BoundCall& call, int axes);
Read hardswish(const BoundCall& call, int axes);
Read leaky_relu(const BoundCall& call, int axes);
Read clamp(const BoundCall& call, int axes);
Read concatenation(const BoundCall& call, int axes);
Read addition(const BoundCall& call, int axes);

CodeLayer begin(const BoundCall& call, const std::string& op, int axes);
Status take_groups(CodeLayer& layer, const BoundCall& call);
// One kind of channels, or both; `out` may be "".
Status take_channels(CodeLayer& layer, const BoundCall& call, std::string_view in, std::string_view out);
Status take_bias(CodeLayer& layer, const BoundCall& call);

}  // namespace convscope::torch

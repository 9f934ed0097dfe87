// Every operator the engine has. To add one: write <id>.cpp with `const Operator& <id>_operator()`, name it here and in sources.cmake.
#include <fmt/core.h>

#include "engine/ops/operator.h"

#define CONVSCOPE_EVERY_OPERATOR(entry) \
  entry(add) \
  entry(avg_pool1d) \
  entry(avg_pool2d) \
  entry(avg_pool3d) \
  entry(batch_norm) \
  entry(cat) \
  entry(channel_shuffle) \
  entry(conv1d) \
  entry(conv2d) \
  entry(conv2d_input_grad) \
  entry(conv2d_weight_grad) \
  entry(conv3d) \
  entry(conv_transpose1d) \
  entry(conv_transpose2d) \
  entry(conv_transpose3d) \
  entry(convolve) \
  entry(deform_conv2d) \
  entry(dropout) \
  entry(fold) \
  entry(global_avg_pool2d) \
  entry(hardsigmoid) \
  entry(hardswish) \
  entry(interpolate) \
  entry(leaky_relu) \
  entry(linear) \
  entry(max_pool1d) \
  entry(max_pool2d) \
  entry(max_pool3d) \
  entry(max_unpool2d) \
  entry(relu) \
  entry(relu6) \
  entry(sigmoid) \
  entry(silu) \
  entry(unfold)

namespace convscope {

#define CONVSCOPE_DECLARE(name) const Operator& name##_operator();
CONVSCOPE_EVERY_OPERATOR(CONVSCOPE_DECLARE)
#undef CONVSCOPE_DECLARE

const std::vector<const Operator*>& all_operators() {
#define CONVSCOPE_LIST(name) &name##_operator(),
  static const std::vector<const Operator*> operators{CONVSCOPE_EVERY_OPERATOR(CONVSCOPE_LIST)};
#undef CONVSCOPE_LIST
  return operators;
}

Result<const Operator*> find_operator(std::string_view id) {
  std::string known;
  for (const Operator* candidate : all_operators()) {
    if (candidate->id() == id) return candidate;
    known += (known.empty() ? "" : ", ") + candidate->id();
  }
  return Error{ErrorKind::kUsage, fmt::format("there is no operator \"{}\"; there are: {}", id, known), ""};
}

}  // namespace convscope

// A convolution as a product of matrices, and the cure for checkerboards: enlarge first, then convolve.
#include "engine/graph/recipes.h"

namespace convscope {
namespace {

// unfold lays every window out as a column (im2col); the weights are one matrix; fold with a kernel of 1 gives the rows their shape back.
Result<Plan> im2col(const Attributes& attributes, const Extents& input) {
  Result<std::vector<Index>> kernel = kernel_of(attributes);
  if (!kernel) return kernel.error();
  Result<std::vector<Axis>> axes = window_axes(attributes, input, *kernel);
  if (!axes) return axes.error();
  const Index filters = integer(attributes, "filters");
  Attributes window;
  for (const char* name : {"kernel_size", "stride", "padding", "dilation"}) window.set(name, attributes.values().at(name));
  PlanWriter plan(input);
  plan.add("columns", "unfold", window);
  const Index biases = attributes.flag("bias") ? filters : 0;
  plan.add_weighted("product", "conv1d", {}, {filters, input[1] * (*kernel)[0] * (*kernel)[1], 1}, biases);
  plan.add("planes", "fold",
           with({{"output_size", std::vector<Index>{(*axes)[0].output(), (*axes)[1].output()}}, {"kernel_size", whole(1)}}));
  window = {};
  for (const char* name : {"stride", "padding", "dilation"}) window.set(name, attributes.values().at(name));
  plan.compare_with(input, {filters, input[1], (*kernel)[0], (*kernel)[1]}, window);
  return plan.done();
}

// Odena, Dumoulin and Olah 2016: every output cell is reached by equally many inputs.
Result<Plan> resize_conv(const Attributes& attributes, const Extents& input) {
  Result<std::vector<Index>> kernel = kernel_of(attributes);
  if (!kernel) return kernel.error();
  Result<std::vector<Index>> scale = per_axis(attributes, "scale", 2);
  if (!scale) return scale.error();
  const Index filters = integer(attributes, "filters");
  Attributes resize =
      with({{"mode", attributes.word("mode")}, {"size", std::vector<Index>{input[2] * (*scale)[0], input[3] * (*scale)[1]}}});
  PlanWriter plan(input);
  plan.add("resize", "interpolate", resize);
  plan.add_weighted("convolve", "conv2d", with({{"padding", std::string("same")}}), {filters, input[1], (*kernel)[0], (*kernel)[1]});
  return plan.done();
}

}  // namespace

std::vector<Recipe> composed_recipes() {
  return {{"im2col",
           {integer_spec("filters", 1, 1), per_axis_spec("kernel_size", 3, 1), per_axis_spec("stride", 1, 1),
            per_axis_spec("padding", 0, 0), per_axis_spec("dilation", 1, 1), flag_spec("bias", false)},
           im2col},
          {"resize_conv",
           {integer_spec("filters", 1, 1), per_axis_spec("kernel_size", 3, 1), per_axis_spec("scale", 2, 1),
            choice_spec("mode", {"nearest", "bilinear"})},
           resize_conv}};
}

}  // namespace convscope

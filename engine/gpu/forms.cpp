#include "engine/gpu/forms.h"

#include <optional>

#include "engine/gpu/conv2d_tile.h"
#include "engine/gpu/transposed_tile.h"
#include "engine/gpu/winograd.h"

namespace convscope {
namespace {

constexpr double kLargeLayer = 4e6;  // products from which a baked program is worth its compilation

bool wants_tiles(const Layer& layer, Conv2dForm form) {
  if (form == Conv2dForm::kBest || form == Conv2dForm::kWinograd) return static_cast<double>(layer.cost().macs) >= kLargeLayer;
  return form == Conv2dForm::kTiled;
}

std::optional<Pass> fast_pass(const Layer& layer, const TensorSet& tensors, Conv2dForm form, int accumulators) {
  const GpuPlan plan = layer.gpu_plan();
  const std::optional<PlanarConvolution> planar = planar_convolution(plan);
  if (form == Conv2dForm::kWinograd && planar && !planar->turned) {
    std::optional<Pass> pass = winograd_pass(planar->sizes, planar->padding_value, tensors, accumulators);
    if (pass) return pass;
  }
  if (!wants_tiles(layer, form)) return std::nullopt;
  if (planar) return tiled_pass(*planar, tensors, accumulators);
  if (plan.shader == "conv_transpose1d" || plan.shader == "conv_transpose2d") {
    return transposed_pass(convolution_parameters(plan), tensors, accumulators);
  }
  return std::nullopt;
}

}  // namespace

Pass choose_pass(const Layer& layer, const TensorSet& tensors, const FormChoice& choice) {
  std::optional<Pass> fast = fast_pass(layer, tensors, choice.form, choice.accumulators);
  if (fast && (!choice.fits || choice.fits(*fast))) return *std::move(fast);
  return plain_pass(layer, tensors);
}

}  // namespace convscope

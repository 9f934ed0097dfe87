// The one host path for all operators: lays the tensors out, dispatches the layer's shader in parts, reads the output back.
#pragma once

#include <memory>
#include <vector>

#include "engine/gpu/context.h"
#include "engine/gpu/device.h"
#include "engine/gpu/pass.h"
#include "engine/gpu/programs.h"

namespace convscope {

class GpuDevice : public Device {
 public:
  // Fails with kDevice when there is no context with compute shaders.
  static Result<std::unique_ptr<GpuDevice>> make(const DeviceOptions& options);
  ~GpuDevice() override;

  std::string name() const override { return "gpu: " + limits_.renderer; }
  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override;
  Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) override;

  bool lost() const { return lost_; }
  const GlLimits& limits() const { return limits_; }
  int compiled_programs() const { return programs_.compiled(); }
  void pretend(const GlLimits& limits) { limits_ = limits; }  // to be tried as a smaller device

 private:
  GpuDevice(std::unique_ptr<GlContext> context, const DeviceOptions& options);
  Pass pass_of(const Layer& layer, const TensorSet& tensors) const;
  Pass with_loads_that_fit(Pass plain) const;
  Result<RunResult> run_pass(const Pass& pass, const Extents& extents);
  bool fits_texture_buffers(const Pass& pass) const;
  Status fits_storage(const Pass& pass) const;
  Status upload(const Pass& pass);
  double dispatch(const Pass& pass, unsigned program);
  Result<Tensor> read_back(const Pass& pass, const Extents& extents);
  void set_parameters(const Pass& pass, const PassPart& part);
  bool context_was_lost();

  std::unique_ptr<GlContext> context_;  // first, so that it outlives the objects
  DeviceOptions options_;
  GlLimits limits_;
  Programs programs_;
  Buffer output_{"output"};
  std::vector<std::unique_ptr<Buffer>> inputs_;
  unsigned parameters_ = 0;  // the uniform buffer
  int lose_at_run_ = 0;      // 0: never
  int runs_ = 0;
  bool lost_ = false;
};

}  // namespace convscope

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

  // While it rehearses, a run ends after the first part of each step, with no output: drivers finish a program when it first runs.
  void rehearse(bool on) { rehearsing_ = on; }
  // Whether run() (run_winners(), with `winners`) would compile a program.
  bool would_compile(const Layer& layer, const TensorSet& tensors, bool winners) const;
  bool lost() const { return lost_; }
  const GlLimits& limits() const { return limits_; }
  // How many inputs were laid out so far; an input that has not changed is not laid out again.
  int laid_out() const { return laid_out_; }
  int compiled_programs() const { return programs_.compiled(); }
  void pretend(const GlLimits& limits) { limits_ = limits; }  // to be tried as a smaller device

 private:
  // A pass's input as it lies on the GPU, and what it was made of.
  struct Laid {
    explicit Laid(const std::string& label) : buffer(label) {}
    Buffer buffer;
    std::uint64_t made_of = 0;  // 0: unknown
  };
  GpuDevice(std::unique_ptr<GlContext> context, const DeviceOptions& options);
  Pass pass_of(const Layer& layer, const TensorSet& tensors, bool winners) const;
  Result<RunResult> run_pass(const Pass& pass, const Extents& extents);
  bool fits_texture_buffers(const Pass& pass) const;
  Status fits_storage(const Pass& pass) const;
  Result<std::vector<unsigned>> compile(const Pass& pass);
  Status lay_out(const PassInput& input, Laid& laid);
  Status upload(const Pass& pass);
  void bind(const Pass& pass, const PassStep& step) const;
  Status dispatch(const Pass& pass, const std::vector<unsigned>& programs, double& seconds);
  Status dispatch_step(const Pass& pass, const PassStep& step);
  Result<Tensor> read_back(const Pass& pass, const Extents& extents);
  void set_parameters(const Pass& pass, const PassStep& step, const PassPart& part);
  bool context_was_lost();

  std::unique_ptr<GlContext> context_;  // first, so that it outlives the objects
  DeviceOptions options_;
  GlLimits limits_;
  Programs programs_;
  Buffer output_{"output"};
  std::vector<std::unique_ptr<Laid>> inputs_;
  std::vector<std::unique_ptr<Buffer>> scratch_;
  unsigned parameters_ = 0;  // the uniform buffer
  int lose_at_run_ = 0;      // 0: never
  std::string notice_;       // of the last pass's programs
  int runs_ = 0;
  int laid_out_ = 0;
  bool lost_ = false;
  bool rehearsing_ = false;
};

}  // namespace convscope

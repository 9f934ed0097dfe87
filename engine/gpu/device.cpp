#include "engine/gpu/device.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "engine/gpu/conv2d_cpu.h"
#include "engine/gpu/conv2d_tile.h"
#include "engine/gpu/gpu_device.h"
#include "engine/gpu/gpu_worker.h"
#include "engine/gpu/padded_planes.h"
#include "engine/reference/reference.h"

namespace convscope {
namespace {

struct ChoiceName {
  DeviceChoice choice;
  const char* name;
};
constexpr std::array<ChoiceName, 4> kChoices = {{{DeviceChoice::kAuto, "auto"},
                                                 {DeviceChoice::kGpu, "gpu"},
                                                 {DeviceChoice::kCpu, "cpu"},
                                                 {DeviceChoice::kReference, "reference"}}};

using Compute = Tensor (*)(const Layer&, const TensorSet&);

Tensor rounded(const Tensor64& exact) {
  Tensor output(exact.extents);
  std::transform(exact.data.begin(), exact.data.end(), output.data.begin(), [](double value) { return static_cast<float>(value); });
  return output;
}

// The definition, folded on all cores in double precision and rounded once.
Tensor compute_reference(const Layer& layer, const TensorSet& tensors) { return rounded(reference(layer, tensors)); }
Tensor compute_winners(const Layer& layer, const TensorSet& tensors) { return rounded(reference_winners(layer, tensors)); }

// The definition too, but where the order of the shaders' sums is known, in that order and in single precision.
Tensor compute_on_cpu(const Layer& layer, const TensorSet& tensors) {
  GpuPlan plan = layer.gpu_plan();
  if (plan.shader != "conv2d") return compute_reference(layer, tensors);
  params::Conv2d conv = conv2d_parameters(plan);
  float padding_value = static_cast<float>(plan.padding_value);
  if (padded_planes(conv, padding_value).count() > kMostPaddedFloats) return compute_reference(layer, tensors);
  return conv2d_on_cpu(conv, padding_value, tensors, layer.output());
}

class CpuDevice : public Device {
 public:
  CpuDevice(std::string name, Compute compute) : name_(std::move(name)), compute_(compute) {}
  std::string name() const override { return name_; }
  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override { return timed(compute_, layer, tensors); }
  Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) override { return timed(compute_winners, layer, tensors); }

 private:
  RunResult timed(Compute compute, const Layer& layer, const TensorSet& tensors) const {
    auto begin = std::chrono::steady_clock::now();
    RunResult result;
    result.output = compute(layer, tensors);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.device = name_;
    return result;
  }

  std::string name_;
  Compute compute_;
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

constexpr double kSlowDefinition = 4e6;  // taps that take longer to fold than a shader to compile

bool slow_on_cpu(const Layer& layer) {
  const GpuPlan plan = layer.gpu_plan();
  return plan.shader != "conv2d" && std::max(plan.reads, static_cast<double>(layer.cost().macs)) > kSlowDefinition;
}

// The GPU while it lasts; then, for a layer whose shader fails, or while its worker compiles, the CPU with the reason.
class AutoDevice : public Device {
 public:
  AutoDevice(std::unique_ptr<GpuDevice> gpu, std::unique_ptr<GpuWorker> worker, std::string reason, double patience)
      : gpu_(std::move(gpu)), worker_(std::move(worker)), reason_(std::move(reason)), patience_(patience) {}
  std::string name() const override { return gpu_ ? gpu_->name() : worker_ ? worker_->name() : cpu_.name(); }

  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override { return first_choice(&Device::run, layer, tensors); }
  Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) override {
    return first_choice(&Device::run_winners, layer, tensors);
  }

 private:
  std::optional<Result<RunResult>> on_gpu(GpuWorker::Run compute, const Layer& layer, const TensorSet& tensors) {
    if (gpu_) return (gpu_.get()->*compute)(layer, tensors);
    return worker_->run(compute, layer, tensors, slow_on_cpu(layer) ? GpuWorker::kForever : patience_);
  }

  Result<RunResult> first_choice(GpuWorker::Run compute, const Layer& layer, const TensorSet& tensors) {
    std::string fallback = reason_, notice;
    std::optional<Result<RunResult>> result;
    if (gpu_ || worker_) result = on_gpu(compute, layer, tensors);
    if (result && (*result || result->error().kind != ErrorKind::kDevice)) return *std::move(result);
    if (result) {
      fallback = first_line(result->error().message);
      notice = result->error().message;
      if (gpu_ ? gpu_->lost() : worker_->lost()) {
        reason_ = fallback;
        gpu_.reset();
        worker_.reset();
      }
    }
    Result<RunResult> computed = (cpu_.*compute)(layer, tensors);
    if (!computed) return computed;
    computed->fallback = fallback;
    computed->notice = notice;
    return computed;
  }

  std::unique_ptr<GpuDevice> gpu_;
  std::unique_ptr<GpuWorker> worker_;
  CpuDevice cpu_{"cpu", compute_on_cpu};
  std::string reason_;  // why there is no GPU
  double patience_;     // seconds, for the worker
};

}  // namespace

Result<DeviceChoice> parse_device(const std::string& name) {
  std::string known;
  for (const ChoiceName& choice : kChoices) {
    if (name == choice.name) return choice.choice;
    known += (known.empty() ? "" : ", ") + std::string(choice.name);
  }
  return Error{ErrorKind::kUsage, "There is no device \"" + name + "\"; there are " + known + ".", "device"};
}

Result<std::unique_ptr<Device>> make_device(DeviceChoice choice, const DeviceOptions& options) {
  using Made = Result<std::unique_ptr<Device>>;
  if (choice == DeviceChoice::kCpu) return Made(std::make_unique<CpuDevice>("cpu", compute_on_cpu));
  if (choice == DeviceChoice::kReference) return Made(std::make_unique<CpuDevice>("reference", compute_reference));
  if (choice == DeviceChoice::kAuto && options.compile_aside) {
    Result<std::unique_ptr<GpuWorker>> worker = GpuWorker::start(options);
    if (worker) return Made(std::make_unique<AutoDevice>(nullptr, *std::move(worker), "", options.compile_patience));
  }
  Result<std::unique_ptr<GpuDevice>> gpu = GpuDevice::make(options);
  if (choice == DeviceChoice::kGpu) {
    if (!gpu) return gpu.error();
    return Made(std::unique_ptr<Device>(*std::move(gpu)));
  }
  std::string reason = gpu ? "" : gpu.error().message;
  return Made(std::make_unique<AutoDevice>(gpu ? *std::move(gpu) : nullptr, nullptr, reason, 0));
}

}  // namespace convscope

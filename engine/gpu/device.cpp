#include "engine/gpu/device.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "engine/gpu/conv2d_cpu.h"
#include "engine/gpu/gpu_device.h"
#include "engine/gpu/gpu_worker.h"
#include "engine/gpu/padded_planes.h"
#include "engine/ops/pooling.h"
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

using Compute = Tensor (*)(const Layer&, const TensorSet&, const Cancelled&);

Tensor rounded(const Tensor64& exact) {
  Tensor output(exact.extents);
  std::transform(exact.data.begin(), exact.data.end(), output.data.begin(), [](double value) { return static_cast<float>(value); });
  return output;
}

// The definition, folded on all cores in double precision and rounded once.
Tensor compute_reference(const Layer& layer, const TensorSet& tensors, const Cancelled& cancelled) {
  return rounded(reference(layer, tensors, cancelled));
}
Tensor compute_winners(const Layer& layer, const TensorSet& tensors, const Cancelled& cancelled) {
  return rounded(reference_winners(layer, tensors, cancelled));
}

// What the CPU computes in the shaders' order and in single precision; for other layers it has nothing but the definition.
std::optional<PlanarConvolution> quick_on_cpu(const Layer& layer) {
  std::optional<PlanarConvolution> planar = planar_convolution(layer.gpu_plan());
  if (planar && padded_planes(planar->sizes, planar->padding_value).count() > kMostPaddedFloats) return std::nullopt;
  return planar;
}

Tensor compute_on_cpu(const Layer& layer, const TensorSet& tensors, const Cancelled& cancelled) {
  const std::optional<PlanarConvolution> planar = quick_on_cpu(layer);
  return planar ? conv2d_on_cpu(*planar, tensors, layer.output(), cancelled) : compute_reference(layer, tensors, cancelled);
}

class CpuDevice : public Device {
 public:
  CpuDevice(std::string name, Compute compute, Cancelled cancelled)
      : name_(std::move(name)), compute_(compute), cancelled_(std::move(cancelled)) {}
  std::string name() const override { return name_; }
  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override { return timed(compute_, layer, tensors); }
  Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) override {
    Status names = winners_have_names(layer);
    if (!names) return names.error();
    return timed(compute_winners, layer, tensors);
  }

 private:
  Result<RunResult> timed(Compute compute, const Layer& layer, const TensorSet& tensors) const {
    Status data = layer.check_data(tensors);
    if (!data) return data.error();
    auto begin = std::chrono::steady_clock::now();
    // Once stopped, stopped: what is computed after that is not whole.
    bool stopped = false;
    auto ask = [&] { return stopped = stopped || (cancelled_ && cancelled_()); };
    RunResult result;
    result.output = compute(layer, tensors, ask);
    if (stopped) return computation_stopped();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.device = name_;
    return result;
  }

  std::string name_;
  Compute compute_;
  Cancelled cancelled_;
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

constexpr double kSlowDefinition = 4e6;  // taps that take longer to fold than a shader to compile

bool slow_on_cpu(const Layer& layer) {
  const GpuPlan plan = layer.gpu_plan();
  return !quick_on_cpu(layer) && std::max(plan.reads, static_cast<double>(layer.cost().macs)) > kSlowDefinition;
}

// The GPU while it lasts; then, for a layer whose shader fails, or while its worker compiles, the CPU with the reason.
class AutoDevice : public Device {
 public:
  AutoDevice(std::unique_ptr<GpuDevice> gpu, std::unique_ptr<GpuWorker> worker, std::string reason, const DeviceOptions& options)
      : gpu_(std::move(gpu)), worker_(std::move(worker)), cpu_("cpu", compute_on_cpu, options.cancelled), reason_(std::move(reason)),
        patience_(options.compile_patience) {}
  std::string name() const override { return gpu_ ? gpu_->name() : worker_ ? worker_->name() : cpu_.name(); }
  bool compiling() const override { return worker_ && worker_->compiling(); }

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
    computed->stand_in = worker_ && !result;
    computed->fallback = fallback;
    computed->notice = notice;
    return computed;
  }

  std::unique_ptr<GpuDevice> gpu_;
  std::unique_ptr<GpuWorker> worker_;
  CpuDevice cpu_;
  std::string reason_;  // why there is no GPU
  double patience_;     // seconds, for the worker
};

}  // namespace

Status winners_have_names(const Layer& layer) {
  const Extents& input = layer.shapes().front();
  const Index plane = input.count() / (input[0] * input[1]);
  if (plane <= kMostNamedCells) return success();
  return impossible("input", "winners_without_names", "indices in single precision name at most {} cells of a plane, {} has {} in each",
                    kMostNamedCells, input.text(), plane);
}

Error computation_stopped() { return {ErrorKind::kCancelled, "The computation was stopped.", ""}; }

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
  if (choice == DeviceChoice::kCpu) return Made(std::make_unique<CpuDevice>("cpu", compute_on_cpu, options.cancelled));
  if (choice == DeviceChoice::kReference) return Made(std::make_unique<CpuDevice>("reference", compute_reference, options.cancelled));
  if (choice == DeviceChoice::kAuto && options.compile_aside) {
    Result<std::unique_ptr<GpuWorker>> worker = GpuWorker::start(options);
    if (worker) return Made(std::make_unique<AutoDevice>(nullptr, *std::move(worker), "", options));
  }
  Result<std::unique_ptr<GpuDevice>> gpu = GpuDevice::make(options);
  if (choice == DeviceChoice::kGpu) {
    if (!gpu) return gpu.error();
    return Made(std::unique_ptr<Device>(*std::move(gpu)));
  }
  std::string reason = gpu ? "" : gpu.error().message;
  return Made(std::make_unique<AutoDevice>(gpu ? *std::move(gpu) : nullptr, nullptr, reason, options));
}

}  // namespace convscope

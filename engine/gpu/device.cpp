#include "engine/gpu/device.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/gpu/gpu_device.h"
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

// Both are the definition, folded on all cores in double precision and rounded once.
class FoldDevice : public Device {
 public:
  explicit FoldDevice(std::string name) : name_(std::move(name)) {}
  std::string name() const override { return name_; }
  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override {
    auto begin = std::chrono::steady_clock::now();
    Tensor64 exact = reference(layer, tensors);
    RunResult result;
    result.output = Tensor(exact.extents);
    auto rounded = [](double value) { return static_cast<float>(value); };
    std::transform(exact.data.begin(), exact.data.end(), result.output.data.begin(), rounded);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.device = name_;
    return result;
  }

 private:
  std::string name_;
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// The GPU while it lasts; then, or for a layer whose shader fails, the CPU with the reason.
class AutoDevice : public Device {
 public:
  AutoDevice(std::unique_ptr<GpuDevice> gpu, std::string reason) : gpu_(std::move(gpu)), reason_(std::move(reason)) {}
  std::string name() const override { return gpu_ ? gpu_->name() : cpu_.name(); }

  Result<RunResult> run(const Layer& layer, const TensorSet& tensors) override {
    std::string fallback = reason_, notice;
    if (gpu_) {
      Result<RunResult> result = gpu_->run(layer, tensors);
      if (result || result.error().kind != ErrorKind::kDevice) return result;
      fallback = first_line(result.error().message);
      notice = result.error().message;
      if (gpu_->lost()) {
        reason_ = fallback;
        gpu_.reset();
      }
    }
    Result<RunResult> result = cpu_.run(layer, tensors);
    if (result) {
      result->fallback = fallback;
      result->notice = notice;
    }
    return result;
  }

 private:
  std::unique_ptr<GpuDevice> gpu_;
  FoldDevice cpu_{"cpu"};
  std::string reason_;  // why there is no GPU
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
  if (choice == DeviceChoice::kCpu) return Made(std::make_unique<FoldDevice>("cpu"));
  if (choice == DeviceChoice::kReference) return Made(std::make_unique<FoldDevice>("reference"));
  Result<std::unique_ptr<GpuDevice>> gpu = GpuDevice::make(options);
  if (choice == DeviceChoice::kGpu) {
    if (!gpu) return gpu.error();
    return Made(std::unique_ptr<Device>(*std::move(gpu)));
  }
  std::string reason = gpu ? "" : gpu.error().message;
  return Made(std::make_unique<AutoDevice>(gpu ? *std::move(gpu) : nullptr, reason));
}

}  // namespace convscope

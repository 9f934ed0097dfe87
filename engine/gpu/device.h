// Where a layer is computed: the compute shaders, all cores of the CPU, or the definition in double precision.
#pragma once

#include <memory>
#include <string>

#include "engine/base/result.h"
#include "engine/ops/operator.h"

namespace convscope {

enum class DeviceChoice { kAuto, kGpu, kCpu, kReference };
Result<DeviceChoice> parse_device(const std::string& name);

struct RunResult {
  Tensor output;
  std::string device;      // "gpu: llvmpipe …", "cpu", "reference"
  double seconds = 0;      // of the computation, without compiling
  std::string fallback;    // why another device than the first choice computed it; empty when none
};

// One host path for all operators. Owns its GL objects; the context it was made with must be current when it is used.
class Device {
 public:
  virtual ~Device() = default;
  virtual std::string name() const = 0;
  virtual Result<RunResult> run(const Layer& layer, const TensorSet& tensors) = 0;
};

// Makes a headless EGL context of its own, current on this thread, when the choice needs one and no GL context is current;
// uses the current one otherwise. kAuto falls back to the CPU and says why; kGpu fails with kDevice.
Result<std::unique_ptr<Device>> make_device(DeviceChoice choice);

}  // namespace convscope

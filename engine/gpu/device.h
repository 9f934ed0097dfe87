// Where a layer is computed: the compute shaders, all cores of the CPU, or the definition in double precision.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/all_cores.h"
#include "engine/base/result.h"
#include "engine/ops/operator.h"

namespace convscope {

enum class DeviceChoice { kAuto, kGpu, kCpu, kReference };
Result<DeviceChoice> parse_device(const std::string& name);

// Which shaders compute conv2d and its relatives. kBest takes the tiled form for large layers and the plain one, which never recompiles,
// for small ones. kWinograd does 3×3 kernels of stride 1 in fewer products (engine/gpu/winograd.h): faster and less exact, whole numbers
// included.
enum class Conv2dForm { kBest, kPlain, kTiled, kStorageLoads, kWinograd };

struct DeviceOptions {
  std::string shader_folder;         // empty: the environment's CONVSCOPE_SHADERS, else the folder the program was built from
  bool watch_shaders = true;         // a changed shader file is compiled at its next use; when it fails, the last good one stays
  Conv2dForm conv2d_form = Conv2dForm::kBest;
  // Longer work is cut into dispatches over parts of the outputs: the first of so many products, the next as large as time allows
  // (0: all as large as the first). However it is cut, the bits are the same.
  std::int64_t products_per_dispatch = std::int64_t{1} << 26;
  double seconds_per_dispatch = 0.016;
  std::size_t kept_programs = 128;   // those used last: a fast form bakes sizes in, and a person who tries many would fill the memory
  // For a window: the GPU works on a thread and in a context of its own; while it compiles, the CPU computes. Only large layers that the
  // CPU has nothing but the definition for wait, as that takes longer. kAuto only.
  bool compile_aside = false;
  double compile_patience = 0.02;    // seconds that a run waits for programs that are compiled aside: what a driver's cache takes
  // Asked between dispatches (on the CPU every few rows or cells, while another thread works every few milliseconds) on the thread that
  // called run(): true ends the run with kCancelled.
  Cancelled cancelled;
};

Error computation_stopped();  // kCancelled
// What every device asks before run_winners(): single precision can name all cells of the layer's planes.
Status winners_have_names(const Layer& layer);

struct RunResult {
  Tensor output;
  std::string device;      // "gpu: llvmpipe …", "cpu", "reference"
  double seconds = 0;      // of the computation, without compiling, uploading and reading back
  std::string fallback;    // why another device than the first choice computed it; empty when none
  bool stand_in = false;   // the CPU computed it while the programs are compiled aside: the same run later will be the GPU's
  std::string notice;      // a changed shader that does not compile, with its place and source; empty when all is well
};

// One host path for all operators. Owns its GL objects; the context it was made with must be current when it is used.
// Made headless, it must be used on the thread that made it.
class Device {
 public:
  virtual ~Device() = default;
  virtual std::string name() const = 0;
  // Whether programs are being compiled aside: until they are ready the CPU stands in.
  virtual bool compiling() const { return false; }
  virtual Result<RunResult> run(const Layer& layer, const TensorSet& tensors) = 0;
  // Of a layer that names winners: per output cell the winner's flat index within its input plane. Refuses (kImpossible) planes of more
  // cells than single precision can name.
  virtual Result<RunResult> run_winners(const Layer& layer, const TensorSet& tensors) = 0;
};

// Makes a headless EGL context of its own, current on this thread, when the choice needs one and no GL context is current;
// uses the current one otherwise. kAuto falls back to the CPU and says why; kGpu fails with kDevice.
// For tests: CONVSCOPE_DISABLE_GPU=1 acts as a GL without compute shaders, CONVSCOPE_LOSE_CONTEXT=N loses the context at the N-th run.
Result<std::unique_ptr<Device>> make_device(DeviceChoice choice, const DeviceOptions& options = {});

}  // namespace convscope

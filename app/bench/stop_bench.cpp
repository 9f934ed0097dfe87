// How long a person who changes a parameter waits for the layer that is being computed to stop, with the device that the window has.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "app/bench/bench.h"
#include "engine/gpu/device.h"

namespace convscope {
namespace {

using Clock = std::chrono::steady_clock;

struct LongLayer {
  const char* name;
  const char* op;
  Shapes shapes;
  Index padding;
};

// Each takes seconds, whole.
std::vector<LongLayer> long_layers() {
  return {{"stop  deformable 16→32, 3×3, 512×512", "deform_conv2d", {{1, 16, 512, 512}, {32, 16, 3, 3}, {1, 18, 512, 512}}, 1},
          {"stop  3→16, 31×31, 1024×1024", "conv2d", {{1, 3, 1024, 1024}, {16, 3, 31, 31}}, 15}};
}

// Seconds after the beginning at which a person wants something else: while programs are compiled, and later.
constexpr double kWishes[] = {0.1, 0.2, 0.35, 0.6, 1.0};

struct Stopped {
  double waited = 0;  // seconds from the wish to the answer
  bool in_time = false;  // false: the layer was done before the wish
};

// `wish` is what the device's `cancelled` looks at.
Result<Stopped> stop_after(Device& device, const Layer& layer, const TensorSet& tensors, double seconds, Clock::time_point& wish) {
  wish = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  Result<RunResult> run = device.run(layer, tensors);
  const double waited = std::chrono::duration<double>(Clock::now() - wish).count();
  if (!run && run.error().kind != ErrorKind::kCancelled) return run.error();
  return Stopped{waited, !run};
}

Result<std::vector<Measurement>> measure(const LongLayer& wanted) {
  Clock::time_point wish = Clock::time_point::max();
  DeviceOptions options;
  options.watch_shaders = false;
  options.compile_aside = true;
  options.cancelled = [&wish] { return Clock::now() >= wish; };
  Result<std::unique_ptr<Device>> device = make_device(DeviceChoice::kAuto, options);
  if (!device) return device.error();
  Result<const Operator*> op = find_operator(wanted.op);
  if (!op) return op.error();
  Attributes attributes;
  attributes.set("padding", std::vector<Index>{wanted.padding});
  Result<std::shared_ptr<const Layer>> layer = (*op)->layer(attributes, wanted.shapes);
  if (!layer) return layer.error();
  std::vector<Tensor> tensors;
  for (const Extents& extents : wanted.shapes) tensors.emplace_back(extents, 0.5f);
  TensorSet set((*layer)->shapes().size(), nullptr);
  for (std::size_t slot = 0; slot < tensors.size(); ++slot) set[slot] = &tensors[slot];
  double longest = 0;
  int stops = 0;
  for (double seconds : kWishes) {
    Result<Stopped> stopped = stop_after(**device, **layer, set, seconds, wish);
    if (!stopped) return stopped.error();
    if (!stopped->in_time) continue;
    longest = std::max(longest, stopped->waited);
    ++stops;
  }
  if (stops == 0) return Error{ErrorKind::kDevice, fmt::format("{}: it was done before every wish to stop", wanted.name), ""};
  Measurement measurement;
  measurement.name = fmt::format("{}, longest of {}", wanted.name, stops);
  measurement.value = longest * 1e3;
  measurement.device = (*device)->name();
  return std::vector<Measurement>{measurement};
}

}  // namespace

std::vector<Workload> stop_workloads() {
  std::vector<Workload> workloads;
  for (const LongLayer& layer : long_layers()) workloads.push_back([layer] { return measure(layer); });
  return workloads;
}

}  // namespace convscope

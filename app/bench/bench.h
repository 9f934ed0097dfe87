// `convscope bench`: what the engine, the stage and the export do on this machine, with the device's name.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/result.h"

namespace convscope {

struct Measurement {
  std::string name;         // "a  RGB 1024×1024, 3×3 per channel"
  std::string unit = "ms";
  double value = 0;
  std::string comparison;   // what `compared` is, "plain storage loads"; empty: nothing to compare with
  double compared = 0;      // in the same unit and run
  double gflops = 0;        // of `value`: 2 operations a product, 10⁹ a second; 0: nothing to count
  std::string device;
};

// A workload runs itself and reports what it measured.
using Workload = std::function<Result<std::vector<Measurement>>()>;

// The window while scene many_channels plays, drawn offscreen; the scene padding as a film.
std::vector<Workload> stage_workloads();
// Layers in milliseconds, the best of several runs, beside the same layer with plain storage loads.
std::vector<Workload> convolution_workloads();
// From a person's wish for something else to the end of the layer under way, which takes seconds: at most 200 ms are promised.
std::vector<Workload> stop_workloads();
// Prints as it goes, to standard output; errors to standard error, and goes on. Returns the exit code.
int run_bench(bool json, const std::vector<Workload>& workloads);

}  // namespace convscope

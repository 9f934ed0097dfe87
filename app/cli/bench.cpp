// convscope bench : how fast the stage, the export and the engine are on this machine.
#include <CLI/CLI.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "app/bench/bench.h"
#include "app/cli/commands.h"

namespace convscope {

void add_bench(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("bench", "Time the stage, the export and the engine on this machine");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "JSON instead of a table");
  command->callback([json, &exit] {
    std::vector<Workload> all = stage_workloads();
    for (auto* more : {stop_workloads, convolution_workloads}) {
      for (Workload& workload : more()) all.push_back(std::move(workload));
    }
    exit.code = run_bench(*json, all);
  });
}

}  // namespace convscope

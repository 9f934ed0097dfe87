// convscope bench : the engine's workloads on this machine.
#include <CLI/CLI.hpp>

#include "app/bench/bench.h"
#include "app/cli/commands.h"

namespace convscope {

void add_bench(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("bench", "Time the engine's workloads on this machine");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "JSON instead of a table");
  command->callback([json, &exit] { exit.code = run_bench(*json); });
}

}  // namespace convscope

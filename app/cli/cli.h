// The command line: `convscope [SESSION.json | IMAGE]` and the subcommands.
#pragma once

namespace convscope {

// Runs what the arguments ask for. 0, 1 (failed), 2 (wrong use); failures have been said on standard error.
int run_command_line(int argc, char** argv);

}  // namespace convscope

// The subcommands: one file each, which adds itself to the command line. A new one is a file, a line here and a line in cli.cpp.
#pragma once

namespace CLI {
class App;
}

namespace convscope {

// What the program ends with: 0, 1 (failed), 2 (wrong use). A subcommand's callback sets it.
struct Exit {
  int code = 0;
};

void add_list(CLI::App& app, Exit& exit);
void add_lesson(CLI::App& app, Exit& exit);
void add_apply(CLI::App& app, Exit& exit);
void add_explain(CLI::App& app, Exit& exit);
void add_trace(CLI::App& app, Exit& exit);
void add_bench(CLI::App& app, Exit& exit);
void add_render(CLI::App& app, Exit& exit);
void add_export(CLI::App& app, Exit& exit);
void add_screenshot(CLI::App& app, Exit& exit);
void add_sheet(CLI::App& app, Exit& exit);
void add_handout(CLI::App& app, Exit& exit);
void add_window(CLI::App& app, Exit& exit);  // no subcommand

}  // namespace convscope

// The program: everything is decided by the command line.
#include <csignal>
#include <cstdio>
#include <new>

#include "app/cli/cli.h"

int main(int argc, char** argv) {
  // A file size limit and a reader that went away are errors with a sentence, not the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return convscope::run_command_line(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("convscope: there is not enough memory for this\n", stderr);
    return 1;
  }
}

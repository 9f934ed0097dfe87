// The program: everything is decided by the command line.
#include <csignal>
#include <cstdio>
#include <exception>
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
  } catch (const std::exception& unforeseen) {
    std::fprintf(stderr, "convscope: a fault of the program itself, please report it: %s\n", unforeseen.what());
  }
  return 1;
}

#include "app/cli/report.h"

#include <cerrno>
#include <csignal>
#include <cstdio>

namespace convscope {

std::string single_line(std::string text) {
  for (char& letter : text) {
    if (letter == '\n' || letter == '\r') letter = ' ';
  }
  return text;
}

void remark(const std::string& sentence) { std::fprintf(stderr, "convscope: %s\n", single_line(sentence).c_str()); }

void fail(const Error& error, Exit& exit) {
  remark(error.message);
  exit.code = exit_code(error.kind);
}

void print_line(const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
  if (std::fflush(stdout) == 0 || errno != EPIPE) return;
  // The reader has seen enough (`| head`): end as every program of a pipe does, without a word.
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
}

}  // namespace convscope

#include "app/cli/report.h"

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
  std::fflush(stdout);
}

}  // namespace convscope

// What a program writes to its standard output; empty when it fails to start.
#pragma once

#include <cstdio>
#include <string>

namespace convscope::tests {

inline std::string program_output(const std::string& command) {
  std::string text;
  std::FILE* stream = popen(command.c_str(), "r");
  if (stream == nullptr) return text;
  for (int c = std::fgetc(stream); c != EOF; c = std::fgetc(stream)) text += static_cast<char>(c);
  pclose(stream);
  return text;
}

}  // namespace convscope::tests

#include "app/panels/clipboard.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace convscope {
namespace {

bool found_program(const char* name) { return std::system((std::string("command -v ") + name + " >/dev/null 2>&1").c_str()) == 0; }

}  // namespace

Status copy_png(const std::string& bytes) {
  std::string command;
  if (std::getenv("WAYLAND_DISPLAY") != nullptr && found_program("wl-copy")) command = "wl-copy --type image/png";
  else if (found_program("xclip")) command = "xclip -selection clipboard -target image/png >/dev/null 2>&1";
  else return Error{ErrorKind::kProgram, "neither wl-copy nor xclip is installed, so a picture cannot be put on the clipboard", ""};
  auto before = std::signal(SIGPIPE, SIG_IGN);  // the program may end early
  FILE* pipe = popen(command.c_str(), "w");
  bool written = pipe != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), pipe) == bytes.size();
  int code = pipe != nullptr ? pclose(pipe) : -1;
  std::signal(SIGPIPE, before);
  if (!written || code != 0) return Error{ErrorKind::kProgram, "'" + command + "' did not take the picture", ""};
  return success();
}

}  // namespace convscope

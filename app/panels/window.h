// The program's window: GLFW, its event loop, and the frames it shows. Waits without using the processor while nothing moves.
#pragma once

#include <string>

#include "app/catalog/catalog.h"
#include "app/session/state.h"
#include "engine/base/result.h"

namespace convscope {

struct WindowOptions {
  const Catalog* catalog = nullptr;
  State first;                 // what a first start shows
  std::string file;            // a session, an image or the folder of a lesson to open; "" = the session that was left behind, or `first`
  std::string code;            // a layer as code to paste; "" = none
  int width = 1600, height = 1000;
  std::string state_folder;    // autosave and recent files; "" = none
  std::string dump;            // CONVSCOPE_DUMP: the file the probe writes; "" = none
};

// Returns when the window was closed. Without a display, or with a GL that is too old: an error of one sentence.
Status run_window(const WindowOptions& options);

// The same, with the error on standard error. The exit code.
int open_window(const WindowOptions& options);

}  // namespace convscope

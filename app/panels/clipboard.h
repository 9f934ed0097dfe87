// A picture on the clipboard, through the program the desktop has for it (wl-copy or xclip): GLFW carries text only.
#pragma once

#include <string>

#include "engine/base/result.h"

namespace convscope {

Status copy_png(const std::string& bytes);

}  // namespace convscope

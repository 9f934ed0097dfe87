// Drops a file onto a window as a file manager does: the source's side of the XDND protocol, version 5.
#pragma once

#include <string>

namespace convscope::tests {

// `display`: ":5"; `window`: its title begins so. False when the window does not take it within twenty seconds.
bool drop_file(const std::string& display, const std::string& window, const std::string& path);

}  // namespace convscope::tests

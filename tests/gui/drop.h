// Drops a file onto a window as a file manager does: the source's side of the XDND protocol, version 5.
#pragma once

#include <string>

namespace convscope::tests {

// `display`: ":5"; `window`: its title begins so. False when the window does not take it within twenty seconds.
bool drop_file(const std::string& display, const std::string& window, const std::string& path);

// Asks a window to close as a window manager's cross does. False when there is no such window.
bool ask_to_close(const std::string& display, const std::string& window);

}  // namespace convscope::tests

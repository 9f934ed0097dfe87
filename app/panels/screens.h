// The screens of the desk, as GLFW knows them.
#pragma once

#include <vector>

#include "app/canvas/display_list.h"

struct GLFWmonitor;
struct GLFWwindow;

namespace convscope {

// Their work areas in GLFW's screen coordinates, in GLFW's order.
std::vector<Box> screens();
// The one that holds the window's middle; the first one where none does. Null: there is none.
GLFWmonitor* screen_of(GLFWwindow* window);

}  // namespace convscope

#include "app/panels/screens.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

namespace convscope {

std::vector<Box> screens() {
  int count = 0;
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  std::vector<Box> areas;
  for (int i = 0; i < count; ++i) {
    int x = 0, y = 0, w = 0, h = 0;
    glfwGetMonitorWorkarea(monitors[i], &x, &y, &w, &h);
    areas.push_back({static_cast<double>(x), static_cast<double>(y), static_cast<double>(w), static_cast<double>(h)});
  }
  return areas;
}

GLFWmonitor* screen_of(GLFWwindow* window) {
  int count = 0, x = 0, y = 0, w = 0, h = 0;
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  glfwGetWindowPos(window, &x, &y);
  glfwGetWindowSize(window, &w, &h);
  const Point middle{x + w / 2.0, y + h / 2.0};
  const std::vector<Box> areas = screens();
  for (int i = 0; i < count; ++i)
    if (areas[static_cast<std::size_t>(i)].contains(middle)) return monitors[i];
  return count > 0 ? monitors[0] : nullptr;
}

}  // namespace convscope

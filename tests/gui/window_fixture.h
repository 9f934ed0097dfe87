// The real window with the padding scene, standing at its beginning.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "gui/desktop.h"

namespace convscope::tests {

class Window : public ::testing::Test {
 protected:
  void SetUp() override { open(1280, 720); }
  // Of a display of this size, which the window fills.
  void open(int width, int height) {
    if (auto reason = Desktop::missing()) GTEST_SKIP() << *reason;
    desktop_ = std::make_unique<Desktop>(width, height, std::vector<std::string>{});
    enter("padding");
  }
  void enter(const std::string& scene) {
    Desktop& d = *desktop_;
    d.click("scene." + scene);
    ASSERT_TRUE(d.shows("scene", scene));
    d.key("Home");
    ASSERT_TRUE(d.shows("playing", "false"));
    ASSERT_TRUE(d.shows("step", "0"));
  }
  std::unique_ptr<Desktop> desktop_;
};

}  // namespace convscope::tests

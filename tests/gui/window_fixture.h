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
  // Turns the wheel over the list of scenes until the entry is there.
  void scroll_to(const std::string& entry) {
    auto first_scene = [&] {
      for (const auto& [name, box] : desktop_->shown().boxes)
        if (name.rfind("scene.", 0) == 0) return name;
      return std::string();
    };
    constexpr int kMostTurns = 40;
    // Turns once and waits until the list has moved, or shows that it stands at its end.
    auto turn_wheel = [&](int notches) {
      const std::string first = first_scene();
      const int before = desktop_->shown().boxes[first].y;
      desktop_->wheel(first, notches);
      desktop_->reaches([&](const Shown& s) { return s.boxes.count(first) == 0 || s.boxes.at(first).y != before; }, 1);
    };
    int turn = 0;
    for (; turn < kMostTurns && desktop_->shown().boxes.count(entry) == 0; ++turn) turn_wheel(turn < kMostTurns / 2 ? -1 : 1);
  }
  void enter(const std::string& scene) {
    Desktop& d = *desktop_;
    scroll_to("scene." + scene);
    d.click("scene." + scene);
    ASSERT_TRUE(d.shows("scene", scene));
    d.key("Home");
    ASSERT_TRUE(d.shows("playing", "false"));
    ASSERT_TRUE(d.shows("step", "0"));
  }
  // Into the field that a double click on `name` opens; "<field>.typed" is its name then.
  void type_number(const std::string& name, const std::string& field, const std::string& number) {
    desktop_->click(name, 1, 2);
    ASSERT_TRUE(desktop_->reaches([&](const Shown& s) { return s["typing"] == "true" && s.boxes.count(field + ".typed") != 0; }));
    desktop_->key("ctrl+a");
    desktop_->type(number);
    desktop_->key("Return");
  }
  std::unique_ptr<Desktop> desktop_;
};

}  // namespace convscope::tests

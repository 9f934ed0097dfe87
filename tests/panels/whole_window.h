// Everything a window has but the window: its frames are drawn into a picture.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "app/panels/frontend.h"
#include "engine/gpu/context.h"

namespace convscope {

class WholeWindow : public testing::Test {
 protected:
  // The pointer is outside. Skips where there is no GL.
  void open(const State& state) {
    auto context = current_or_headless_context();
    if (!context) GTEST_SKIP() << context.error().message;
    context_ = std::move(context).value();
    controller_ = Controller::create(catalog_, state, make_device(DeviceChoice::kCpu).value()).value();
    auto graphics = Graphics::create(catalog_.fonts, Graphics::Into::kPicture);
    if (!graphics) GTEST_SKIP() << graphics.error().message;
    graphics_ = std::move(graphics).value();
    frontend_ = std::make_unique<Frontend>(*controller_, *graphics_);
    frontend_->input().push(input::Move{{-1e6, -1e6}});
  }
  FrameOutcome draw_frame(const Surface& surface) {
    constexpr double kFrame = 1.0 / 60;
    return frontend_->draw(surface, kFrame, now_ += kFrame);
  }
  void TearDown() override {
    frontend_.reset();
    graphics_.reset();
    controller_.reset();
  }

  const Catalog catalog_ = Catalog::load(CONVSCOPE_SOURCE_DIR "/assets").value();
  std::unique_ptr<GlContext> context_;
  std::unique_ptr<Controller> controller_;
  std::unique_ptr<Graphics> graphics_;
  std::unique_ptr<Frontend> frontend_;
  double now_ = 0;
};

}  // namespace convscope

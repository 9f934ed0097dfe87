#include "app/panels/offscreen.h"

#include <epoxy/gl.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <utility>

#include "app/panels/frontend.h"
#include "engine/gpu/context.h"

namespace convscope {
namespace {

constexpr int kFrames = 4;  // until scroll areas and focus have settled
constexpr double kFrameSeconds = 1.0 / 60;

double seconds_now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Everything a window has but the window. Its clock goes a frame's time on with each frame.
class Offscreen {
 public:
  static Result<std::unique_ptr<Offscreen>> open(const Catalog& catalog, const State& state, const ScreenshotOptions& options) {
    auto context = current_or_headless_context();
    if (!context) return context.error();
    auto device = make_device(DeviceChoice::kAuto);
    if (!device) return device.error();
    auto controller = Controller::create(catalog, state, std::move(device).value());
    if (!controller) return controller.error();
    auto graphics = Graphics::create(catalog.fonts, Graphics::Into::kPicture);
    if (!graphics) return graphics.error();
    return std::unique_ptr<Offscreen>(
        new Offscreen(std::move(context).value(), std::move(controller).value(), std::move(graphics).value(), options));
  }
  void draw() {
    frontend_.draw({options_.width, options_.height, options_.scale}, kFrameSeconds, now_);
    now_ += kFrameSeconds;
  }
  void finish_loading() { controller_->finish_loading(); }
  void advance() { controller_->advance(kFrameSeconds, now_); }
  Pixels read() const { return graphics_->read(); }

 private:
  Offscreen(std::unique_ptr<GlContext> context, std::unique_ptr<Controller> controller, std::unique_ptr<Graphics> graphics,
            const ScreenshotOptions& options)
      : context_(std::move(context)),
        controller_(std::move(controller)),
        graphics_(std::move(graphics)),
        frontend_(*controller_, *graphics_),
        options_(options) {
    frontend_.input().push(input::Move{{-1e6, -1e6}});
  }
  std::unique_ptr<GlContext> context_;
  std::unique_ptr<Controller> controller_;
  std::unique_ptr<Graphics> graphics_;
  Frontend frontend_;
  ScreenshotOptions options_;
  double now_ = 0;
};

}  // namespace

Result<Pixels> screenshot(const Catalog& catalog, const State& state, const ScreenshotOptions& options) {
  auto window = Offscreen::open(catalog, state, options);
  if (!window) return window.error();
  (*window)->finish_loading();
  for (int i = 0; i < kFrames; ++i) (*window)->draw();
  return (*window)->read();
}

Result<PlayingSpeed> playing_speed(const Catalog& catalog, State state, const ScreenshotOptions& options, double seconds) {
  PlayingSpeed speed;
  double began = seconds_now();
  state.playing = state.loop = true;
  auto window = Offscreen::open(catalog, state, options);
  if (!window) return window.error();
  auto draw = [&window] {
    (*window)->advance();
    (*window)->draw();
    glFinish();
  };
  draw();
  speed.first_frame_seconds = seconds_now() - began;
  speed.renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  constexpr int kWarm = 30;  // pictures of glyphs and still parts are kept from then on
  for (int i = 0; i < kWarm; ++i) draw();
  int frames = 0;
  double processor = processor_seconds();
  began = seconds_now();
  for (; frames == 0 || seconds_now() - began < seconds; ++frames) draw();
  speed.frames_per_second = frames / (seconds_now() - began);
  speed.processor_milliseconds = (processor_seconds() - processor) / frames * 1e3;
  return speed;
}

}  // namespace convscope

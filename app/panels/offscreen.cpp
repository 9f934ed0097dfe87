#include "app/panels/offscreen.h"

#include "app/panels/frontend.h"
#include "engine/gpu/context.h"

namespace convscope {
namespace {

constexpr int kFrames = 4;  // until scroll areas and focus have settled

}  // namespace

Result<Pixels> screenshot(const Catalog& catalog, const State& state, const ScreenshotOptions& options) {
  auto context = current_or_headless_context();
  if (!context) return context.error();
  auto device = make_device(DeviceChoice::kAuto);
  if (!device) return device.error();
  auto controller = Controller::create(catalog, state, std::move(device).value());
  if (!controller) return controller.error();
  auto graphics = Graphics::create(catalog.fonts, Graphics::Into::kPicture);
  if (!graphics) return graphics.error();
  Frontend frontend(**controller, **graphics);
  frontend.input().push(input::Move{{-1e6, -1e6}});
  for (int i = 0; i < kFrames; ++i) frontend.draw({options.width, options.height, options.scale}, 1.0 / 60, static_cast<double>(i) / 60);
  return (*graphics)->read();
}

}  // namespace convscope

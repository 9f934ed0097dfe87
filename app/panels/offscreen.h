// The whole window as a person sees it, drawn without a display.
#pragma once

#include "app/catalog/catalog.h"
#include "app/session/state.h"
#include "engine/base/result.h"

namespace convscope {

struct ScreenshotOptions {
  int width = 1600, height = 1000;  // pixels
  double scale = 1;                 // pixels per logical pixel
};

Result<Pixels> screenshot(const Catalog& catalog, const State& state, const ScreenshotOptions& options);

struct PlayingSpeed {
  double first_frame_seconds = 0;     // from the call to the first whole frame: context, model, fonts
  double frames_per_second = 0;
  double processor_milliseconds = 0;  // a frame, of all cores together
  std::string renderer;               // that of OpenGL
};
// Plays the state for about `seconds`, each frame drawn as the window draws it but without waiting for its time.
Result<PlayingSpeed> playing_speed(const Catalog& catalog, State state, const ScreenshotOptions& options, double seconds);

}  // namespace convscope

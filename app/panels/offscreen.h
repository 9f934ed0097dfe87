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

}  // namespace convscope

// A GL context to compute in: the thread's current one, or a headless EGL context of our own (no window, no display server).
#pragma once

#include <memory>
#include <string>

#include "engine/base/result.h"

namespace convscope {

class GlContext {
 public:
  virtual ~GlContext() = default;
};

// What the device must know of the context that is current.
struct GlLimits {
  std::string renderer;            // "llvmpipe (LLVM 15.0.6, 256 bits)"
  int groups_per_axis = 65535;
  long texture_buffer_texels = 65536;
  long storage_block_bytes = 0;
  bool exact_arithmetic = false;   // software: mul and add round separately
};

// Fails with kDevice: no EGL, or no GL 3.3. A context older than 4.3 draws but has no compute shaders.
Result<std::unique_ptr<GlContext>> current_or_headless_context();
// Fails with kDevice where a test says that there are none (CONVSCOPE_DISABLE_GPU=1).
Status compute_shaders_allowed();
// Fails with kDevice and the version when the current context has none.
Status compute_shaders_here();
GlLimits gl_limits();

}  // namespace convscope

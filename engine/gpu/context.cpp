#include "engine/gpu/context.h"

#include <dlfcn.h>
#include <epoxy/egl.h>
#include <epoxy/gl.h>
#include <fmt/format.h>

#include <cstdlib>

namespace convscope {
namespace {

class CurrentContext : public GlContext {};

class HeadlessContext : public GlContext {
 public:
  HeadlessContext(EGLDisplay display, EGLContext context) : display_(display), context_(context) {}
  HeadlessContext(const HeadlessContext&) = delete;
  HeadlessContext& operator=(const HeadlessContext&) = delete;
  // The display is shared by all headless contexts of the process and stays initialised.
  ~HeadlessContext() override {
    if (eglGetCurrentContext() == context_) eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
  }

 private:
  EGLDisplay display_;
  EGLContext context_;
};

// A window made through GLX: asked of the library only if the process has loaded it, and without its X headers.
bool glx_context_is_current() {
  for (const char* library : {"libGLX.so.0", "libGL.so.1"}) {
    void* handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
    if (!handle) continue;
    auto current = reinterpret_cast<void* (*)()>(dlsym(handle, "glXGetCurrentContext"));
    bool found = current && current();
    dlclose(handle);
    if (found) return true;
  }
  return false;
}

Error no_gpu(const std::string& why) { return {ErrorKind::kDevice, why, ""}; }

struct ContextVersion {
  int major, minor;
  bool tells_resets;  // so that a lost GPU is noticed
};
// The last is enough to draw with.
constexpr ContextVersion kVersions[] = {{4, 3, true}, {4, 3, false}, {3, 3, false}};

EGLContext create(EGLDisplay display, const ContextVersion& wanted) {
  const EGLint attributes[] = {EGL_CONTEXT_MAJOR_VERSION, wanted.major, EGL_CONTEXT_MINOR_VERSION, wanted.minor,
                               EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                               wanted.tells_resets ? EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY : EGL_NONE,
                               EGL_LOSE_CONTEXT_ON_RESET, EGL_NONE};
  return eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, attributes);
}

Result<std::unique_ptr<GlContext>> headless_context() {
  if (!epoxy_has_egl()) return no_gpu("EGL is not installed, so there is no GL without a window.");
  if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) {
    return no_gpu("This EGL cannot make a context without a surface.");
  }
  EGLDisplay display = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr)) return no_gpu("EGL does not start.");
  eglBindAPI(EGL_OPENGL_API);
  EGLContext context = EGL_NO_CONTEXT;
  for (const ContextVersion& wanted : kVersions) {
    if (context == EGL_NO_CONTEXT) context = create(display, wanted);
  }
  if (context == EGL_NO_CONTEXT) return no_gpu("The GL here is older than 3.3.");
  auto owner = std::make_unique<HeadlessContext>(display, context);
  if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) return no_gpu("EGL refuses to make its context current.");
  return Result<std::unique_ptr<GlContext>>(std::move(owner));
}

}  // namespace

Result<std::unique_ptr<GlContext>> current_or_headless_context() {
  bool current = glx_context_is_current() || (epoxy_has_egl() && eglGetCurrentContext() != EGL_NO_CONTEXT);
  if (!current) return headless_context();
  return Result<std::unique_ptr<GlContext>>(std::make_unique<CurrentContext>());
}

Status compute_shaders_allowed() {
  const char* disabled = std::getenv("CONVSCOPE_DISABLE_GPU");
  if (!disabled || std::string(disabled) != "1") return success();
  return no_gpu("The GL here has no compute shaders (CONVSCOPE_DISABLE_GPU is 1).");
}

Status compute_shaders_here() {
  if (epoxy_is_desktop_gl() && epoxy_gl_version() >= 43) return success();
  const char* version = reinterpret_cast<const char*>(glGetString(GL_VERSION));
  return no_gpu(fmt::format("The GL here is {}; compute shaders came with 4.3.", version));
}

GlLimits gl_limits() {
  GlLimits limits;
  limits.renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  GLint value = 0;
  glGetIntegeri_v(GL_MAX_COMPUTE_WORK_GROUP_COUNT, 0, &value);
  limits.groups_per_axis = value;
  GLint64 large = 0;
  glGetInteger64v(GL_MAX_TEXTURE_BUFFER_SIZE, &large);
  limits.texture_buffer_texels = large;
  glGetInteger64v(GL_MAX_SHADER_STORAGE_BLOCK_SIZE, &large);
  limits.storage_block_bytes = large;
  limits.exact_arithmetic = limits.renderer.find("llvmpipe") != std::string::npos;
  return limits;
}

}  // namespace convscope

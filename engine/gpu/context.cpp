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

Result<std::unique_ptr<GlContext>> headless_context() {
  if (!epoxy_has_egl()) return no_gpu("EGL is not installed, so there is no GL without a window.");
  if (!epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless")) {
    return no_gpu("This EGL cannot make a context without a surface.");
  }
  EGLDisplay display = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr)) return no_gpu("EGL does not start.");
  eglBindAPI(EGL_OPENGL_API);
  const EGLint wanted[] = {EGL_CONTEXT_MAJOR_VERSION, 4, EGL_CONTEXT_MINOR_VERSION, 3,
                           EGL_CONTEXT_OPENGL_PROFILE_MASK, EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  EGLContext context = eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, wanted);
  if (context == EGL_NO_CONTEXT) return no_gpu("The GL here is older than 4.3, which brought compute shaders.");
  auto owner = std::make_unique<HeadlessContext>(display, context);
  if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) return no_gpu("EGL refuses to make its context current.");
  return Result<std::unique_ptr<GlContext>>(std::move(owner));
}

}  // namespace

Result<std::unique_ptr<GlContext>> current_or_headless_context() {
  const char* disabled = std::getenv("CONVSCOPE_DISABLE_GPU");
  if (disabled && std::string(disabled) == "1") return no_gpu("The GL here has no compute shaders (CONVSCOPE_DISABLE_GPU is 1).");
  bool current = glx_context_is_current() || (epoxy_has_egl() && eglGetCurrentContext() != EGL_NO_CONTEXT);
  if (!current) return headless_context();
  if (epoxy_gl_version() < 43 || !epoxy_is_desktop_gl()) {
    const char* version = reinterpret_cast<const char*>(glGetString(GL_VERSION));
    return no_gpu(fmt::format("The window's GL is {}, compute shaders came with 4.3.", version));
  }
  return Result<std::unique_ptr<GlContext>>(std::make_unique<CurrentContext>());
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

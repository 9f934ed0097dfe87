#include "app/panels/window.h"

#include <epoxy/gl.h>

#include <GLFW/glfw3.h>
#include <imgui.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>

#include "app/panels/frontend.h"
#include "app/panels/notes_window.h"
#include "app/panels/screens.h"

namespace convscope {
namespace {

constexpr double kFrameSeconds = 1.0 / 60;
constexpr int kSettleFrames = 3;  // after the last event: hover and focus take a frame or two to show

double seconds_now() {
  using Clock = std::chrono::steady_clock;
  return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

struct GlfwSession {  // glfwInit to glfwTerminate
  ~GlfwSession() { glfwTerminate(); }
};

struct WindowCloser {
  void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};

// What the callbacks of GLFW reach through the window's user pointer.
struct Events {
  InputQueue* queue = nullptr;
  double scale = 1;      // framebuffer pixels per logical pixel
  double pixels = 1;     // framebuffer pixels per unit of GLFW's window coordinates
  bool damaged = true;   // exposed or resized
  Point logical(double x, double y) const { return {x * pixels / scale, y * pixels / scale}; }
};

Events& events_of(GLFWwindow* window) { return *static_cast<Events*>(glfwGetWindowUserPointer(window)); }

void listen(GLFWwindow* window) {
  glfwSetCursorPosCallback(window,
                           [](GLFWwindow* w, double x, double y) { events_of(w).queue->push(input::Move{events_of(w).logical(x, y)}); });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    if (entered == GLFW_FALSE) events_of(w).queue->push(input::Move{{-1e6, -1e6}});
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int) {
    if (button < 3) events_of(w).queue->push(input::Button{button, action == GLFW_PRESS});
  });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double x, double y) { events_of(w).queue->push(input::Wheel{x, y}); });
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int, int action, int mods) {
    events_of(w).queue->push(input::Key{key, action != GLFW_RELEASE, action == GLFW_REPEAT, (mods & GLFW_MOD_CONTROL) != 0,
                                        (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_ALT) != 0});
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned code) { events_of(w).queue->push(input::Character{code}); });
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    events_of(w).queue->push(input::Drop{std::vector<std::string>(paths, paths + count)});
  });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int focused) { events_of(w).queue->push(input::Focus{focused == GLFW_TRUE}); });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { events_of(w).damaged = true; });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { events_of(w).damaged = true; });
}

Surface surface_of(GLFWwindow* window, Events& events) {
  Surface surface;
  int logical_width = 0, logical_height = 0;
  float content = 1, unused = 1;
  glfwGetFramebufferSize(window, &surface.width, &surface.height);
  glfwGetWindowSize(window, &logical_width, &logical_height);
  glfwGetWindowContentScale(window, &content, &unused);
  events.pixels = logical_width > 0 ? static_cast<double>(surface.width) / logical_width : 1;
  surface.scale = events.scale = std::max({1.0, events.pixels, static_cast<double>(content)});
  return surface;
}

void show_cursor(GLFWwindow* window, GLFWcursor* const* cursors) {
  ImGuiMouseCursor wanted = ImGui::GetMouseCursor();
  glfwSetInputMode(window, GLFW_CURSOR, wanted == ImGuiMouseCursor_None ? GLFW_CURSOR_HIDDEN : GLFW_CURSOR_NORMAL);
  if (wanted != ImGuiMouseCursor_None) glfwSetCursor(window, cursors[wanted]);
}

class Cursors {
 public:
  Cursors() {
    make(ImGuiMouseCursor_Hand, GLFW_HAND_CURSOR);
    make(ImGuiMouseCursor_ResizeEW, GLFW_HRESIZE_CURSOR);
    make(ImGuiMouseCursor_TextInput, GLFW_IBEAM_CURSOR);
  }
  ~Cursors() {
    for (GLFWcursor* cursor : all_)
      if (cursor != nullptr) glfwDestroyCursor(cursor);
  }
  Cursors(const Cursors&) = delete;
  Cursors& operator=(const Cursors&) = delete;
  GLFWcursor* const* data() const { return all_; }

 private:
  void make(int index, int shape) { all_[index] = glfwCreateStandardCursor(shape); }
  GLFWcursor* all_[ImGuiMouseCursor_COUNT] = {};
};

// Full screen on the monitor the window is on, and back to where it was.
class FullScreen {
 public:
  void toggle(GLFWwindow* window) {
    if (glfwGetWindowMonitor(window) != nullptr) {
      glfwSetWindowMonitor(window, nullptr, x_, y_, width_, height_, GLFW_DONT_CARE);
      return;
    }
    glfwGetWindowPos(window, &x_, &y_);
    glfwGetWindowSize(window, &width_, &height_);
    GLFWmonitor* monitor = screen_of(window);
    const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
    if (mode != nullptr) glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
  }

 private:
  int x_ = 0, y_ = 0, width_ = 1280, height_ = 720;
};

Result<GLFWwindow*> make_window(const WindowOptions& options) {
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);  // shown with its first frame
  glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);  // a full screen stays while the notes are clicked on another one
  glfwWindowHint(GLFW_SAMPLES, 0);
  glfwWindowHint(GLFW_DEPTH_BITS, 0);
  glfwWindowHint(GLFW_STENCIL_BITS, 0);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  int width = options.width, height = options.height;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor(); monitor != nullptr) {
    int x = 0, y = 0, w = 0, h = 0;
    glfwGetMonitorWorkarea(monitor, &x, &y, &w, &h);
    if (w > 0 && h > 0) width = std::min(width, w), height = std::min(height, h);
  }
  // 4.3 has compute shaders; 3.3 is enough to draw with, and the CPU computes.
  for (auto [major, minor] : {std::pair{4, 3}, std::pair{3, 3}}) {
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, major);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, minor);
    if (GLFWwindow* window = glfwCreateWindow(width, height, "ConvScope", nullptr, nullptr); window != nullptr) return window;
  }
  const char* why = nullptr;
  glfwGetError(&why);
  return Error{ErrorKind::kDevice,
               fmt::format("no window with OpenGL 3.3 could be opened: {}", why != nullptr ? why : "the driver gave no reason"), ""};
}

// A long computation is given up when the person who waits for it wants something else, or to leave.
struct Impatience {
  static constexpr double kSeconds = 0.1;  // what takes less is not worth giving up: a drag shall show its way
  GLFWwindow* window = nullptr;
  const InputQueue* queue = nullptr;       // nullptr: there is no window yet
  const Controller* controller = nullptr;
  double began = -1;                       // when it was asked first in this frame, seconds; -1: not yet

  // Asked every few milliseconds while something is computed.
  bool gives_up() {
    if (queue == nullptr || !controller->may_give_up()) return false;
    const double now = seconds_now();
    if (began < 0) began = now;
    if (now - began < kSeconds) return false;
    glfwPollEvents();
    return glfwWindowShouldClose(window) || queue->has_wish(glfwGetMouseButton(window, GLFW_MOUSE_BUTTON_LEFT) == GLFW_PRESS);
  }
};

// Frames until the window closes.
class Loop {
 public:
  Loop(GLFWwindow* window, Controller& controller, Frontend& frontend, Events& events, Impatience& impatience)
      : window_(window), controller_(controller), frontend_(frontend), events_(events), impatience_(impatience),
        notes_(window, frontend.input()) {}

  void run() {
    last_ = seconds_now();
    while (true) {
      wait();
      impatience_.began = -1;
      double now = seconds_now(), seconds = std::min(0.1, now - last_);
      bool moved = controller_.advance(controller_.moving() && !idle_ ? seconds : 0, now);
      bool event = !frontend_.input().empty() || events_.damaged;
      if (frontend_.input().empty() && !glfwWindowShouldClose(window_)) moved = controller_.make_held_changes() || moved;
      if (event) settle_ = kSettleFrames;
      bool due = wake_at_ >= 0 && now >= wake_at_;
      last_ = now;
      idle_ = false;
      if (moved || settle_ > 0 || due || controller_.moving()) frame(seconds, now);
      notes_.follow(controller_, now);
      if (glfwWindowShouldClose(window_)) {
        glfwSetWindowShouldClose(window_, GLFW_FALSE);
        controller_.run(ActionId::kQuit);
        settle_ = kSettleFrames;
      }
      if (obey()) return;
    }
  }

 private:
  void wait() {
    if (settle_ > 0 || controller_.moving()) {
      double left = kFrameSeconds - (seconds_now() - last_);
      left > 0.0005 ? glfwWaitEventsTimeout(left) : glfwPollEvents();
      // An event ends the wait early; the frame still keeps its time, or motion would run in steps.
      for (left = kFrameSeconds - (seconds_now() - last_); left > 0.0005 && frontend_.input().empty();
           left = kFrameSeconds - (seconds_now() - last_))
        glfwWaitEventsTimeout(left);
      return;
    }
    double now = seconds_now(), next = controller_.next_event(now);
    if (const double notes = notes_.next_event(now); notes >= 0) next = next < 0 ? notes : std::min(next, notes);
    if (wake_at_ >= 0) {
      double due = std::max(0.0, wake_at_ - now);  // a slow frame may have passed it: not "nothing will happen"
      next = next < 0 ? due : std::min(next, due);
    }
    idle_ = true;
    if (next < 0) glfwWaitEvents();
    else glfwWaitEventsTimeout(std::max(0.001, next));
  }

  void frame(double seconds, double now) {
    Surface surface = surface_of(window_, events_);
    events_.damaged = false;
    if (surface.width == 0 || surface.height == 0) return;  // minimised
    FrameOutcome outcome = frontend_.draw(surface, seconds, now);
    glfwSwapBuffers(window_);
    show_cursor(window_, cursors_.data());
    settle_ = outcome.again ? kSettleFrames : std::max(0, settle_ - 1);
    wake_at_ = outcome.wake >= 0 ? now + outcome.wake : -1;
    title();
  }

  void title() {
    const SessionFacts& facts = controller_.facts();
    std::string name = facts.path.empty() ? "" : facts.path.substr(facts.path.find_last_of('/') + 1) + (facts.unsaved ? " •" : "") + " – ";
    name += "ConvScope";
    if (name != title_) glfwSetWindowTitle(window_, name.c_str());
    title_ = name;
  }

  // True: the window closes.
  bool obey() {
    WindowWishes wishes = controller_.take_wishes();
    if (wishes.clipboard) glfwSetClipboardString(window_, wishes.clipboard->c_str());
    if (wishes.paste) {
      const char* text = glfwGetClipboardString(window_);
      controller_.perform(act::Paste{text != nullptr ? text : ""});
      settle_ = kSettleFrames;
    }
    if (wishes.toggle_full_screen) full_screen_.toggle(window_);
    if (wishes.toggle_notes)
      if (Status done = notes_.toggle(controller_, seconds_now()); !done) controller_.perform(act::Toast{done.error().message, true});
    return wishes.close;
  }

  GLFWwindow* window_;
  Controller& controller_;
  Frontend& frontend_;
  Events& events_;
  Impatience& impatience_;
  Cursors cursors_;
  FullScreen full_screen_;
  NotesWindow notes_;
  std::string title_;
  double last_ = 0, wake_at_ = -1;
  int settle_ = kSettleFrames;
  bool idle_ = true;
};

void use_clipboard(GLFWwindow* window) {
  ImGuiIO& io = ImGui::GetIO();
  io.ClipboardUserData = window;
  io.SetClipboardTextFn = [](void* user, const char* text) { glfwSetClipboardString(static_cast<GLFWwindow*>(user), text); };
  io.GetClipboardTextFn = [](void* user) { return glfwGetClipboardString(static_cast<GLFWwindow*>(user)); };
}

}  // namespace

Status run_window(const WindowOptions& options) {
  glfwSetErrorCallback(nullptr);
  if (glfwInit() == GLFW_FALSE) {
    const char* why = nullptr;
    glfwGetError(&why);
    return Error{ErrorKind::kDevice, fmt::format("no window: {}", why != nullptr ? why : "there is no display"), ""};
  }
  GlfwSession glfw;
  auto made = make_window(options);
  if (!made) return made.error();
  std::unique_ptr<GLFWwindow, WindowCloser> window(*made);
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(0);  // the loop paces itself: waiting for a slow display would hold back the keys

  Impatience impatience;
  DeviceOptions device_options;
  device_options.compile_aside = true;  // no frame waits for a compilation
  device_options.cancelled = [&impatience] { return impatience.gives_up(); };
  auto device = make_device(DeviceChoice::kAuto, device_options);
  if (!device) return device.error();
  auto controller = Controller::create(*options.catalog, options.first, std::move(device).value());
  if (!controller) return controller.error();
  auto graphics = Graphics::create(options.catalog->fonts, Graphics::Into::kWindow);
  if (!graphics) return graphics.error();
  use_clipboard(window.get());
  if (!options.state_folder.empty()) (*controller)->keep_in(options.state_folder);
  if (!options.file.empty()) (*controller)->open_file(options.file);
  if (!options.code.empty()) (*controller)->perform(act::Paste{options.code});

  Frontend frontend(**controller, **graphics);
  frontend.probe().write_to(options.dump);
  Events events{&frontend.input()};
  glfwSetWindowUserPointer(window.get(), &events);
  listen(window.get());
  glfwShowWindow(window.get());
  impatience = {window.get(), &frontend.input(), controller->get()};
  Loop(window.get(), **controller, frontend, events, impatience).run();
  (*controller)->shut_down();
  return success();
}

int open_window(const WindowOptions& options) {
  auto done = run_window(options);
  if (done) return 0;
  std::fputs(("convscope: " + done.error().message + "\n").c_str(), stderr);
  return 1;
}

}  // namespace convscope

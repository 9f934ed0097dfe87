#include "app/panels/notes_window.h"

#include <epoxy/gl.h>

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>

#include "app/canvas/sinks.h"
#include "app/panels/notes.h"
#include "app/panels/screens.h"

namespace convscope {
namespace {

constexpr int kWidth = 960, kHeight = 640;
constexpr double kMost = 0.9;            // of a screen
constexpr double kStepSeconds = 0.25;    // between two pictures while something changes
constexpr double kClockSeconds = 1;

// What the picture depends on; the time is told in whole seconds.
struct Shown {
  std::uint64_t version = 0;
  const Model* model = nullptr;
  int width = 0, height = 0;
  long second = 0;
  std::string clock{};
  bool operator==(const Shown&) const = default;
};

Notes notes_of(const Controller& controller, double now) {
  const LessonShown* lesson = controller.lesson();
  Notes notes = lesson != nullptr ? notes_of_lesson(*lesson, controller.words())
                                  : notes_of_scene(controller.state(), controller.model(), controller.words());
  notes.clock = clock_of_day();
  notes.since = controller.presenting_since() ? now - *controller.presenting_since() : -1;
  return notes;
}

// A picture, drawn over the whole of the current context's window.
void show(const Pixels& pixels) {
  unsigned texture = 0, framebuffer = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, pixels.width, pixels.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels.rgba.data());
  glGenFramebuffers(1, &framebuffer);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
  glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, 0);
  glViewport(0, 0, pixels.width, pixels.height);
  glBlitFramebuffer(0, 0, pixels.width, pixels.height, 0, pixels.height, pixels.width, 0, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glDeleteFramebuffers(1, &framebuffer);
  glDeleteTextures(1, &texture);
}

}  // namespace

struct NotesWindow::Open {
  GLFWwindow* window = nullptr;
  GLFWwindow* main = nullptr;
  InputQueue* keys = nullptr;
  Shown shown;
  bool damaged = true;
  double drawn_at = -1;

  Open(GLFWwindow* made, GLFWwindow* program, InputQueue& queue) : window(made), main(program), keys(&queue) {}
  ~Open() {
    glfwDestroyWindow(window);
    glfwMakeContextCurrent(main);
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

  static Open& of(GLFWwindow* window) { return *static_cast<Open*>(glfwGetWindowUserPointer(window)); }

  void listen() {
    glfwSetWindowUserPointer(window, this);
    glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int, int action, int mods) {
      of(w).keys->push(input::Key{key, action != GLFW_RELEASE, action == GLFW_REPEAT, (mods & GLFW_MOD_CONTROL) != 0,
                                  (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_ALT) != 0});
    });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { of(w).damaged = true; });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { of(w).damaged = true; });
  }

  Shown wanted(const Controller& controller, double now) const {
    Shown wish{controller.session().version(), &controller.model()};
    glfwGetFramebufferSize(window, &wish.width, &wish.height);
    wish.clock = clock_of_day();
    if (controller.presenting_since()) wish.second = std::lround(std::floor(now - *controller.presenting_since()));
    return wish;
  }

  double scale() const {
    float content = 1, unused = 1;
    glfwGetWindowContentScale(window, &content, &unused);
    return std::max(1.0, static_cast<double>(content));
  }

  void draw(const Controller& controller, const Shown& wish, double now) {
    shown = wish;
    damaged = false;
    drawn_at = now;
    if (wish.width < 1 || wish.height < 1) return;  // minimised
    const State& state = controller.state();
    const double pixels_each = scale(), width = wish.width / pixels_each, height = wish.height / pixels_each;
    const int stage_width = std::max(1, static_cast<int>(wish.width * 0.4));
    const auto stage = small_stage(controller.catalog(), controller.model(), state, controller.lesson(), stage_width);
    const DisplayList list =
        draw_notes(notes_of(controller, now), controller.catalog(), controller.model(), state, width, height, stage);
    const Pixels pixels = rasterize(list, *controller.catalog().fonts, wish.width, wish.height, pixels_each);
    glfwSetWindowTitle(window, (controller.words()("notes.title") + " - ConvScope").c_str());
    glfwMakeContextCurrent(window);
    show(pixels);
    glfwSwapBuffers(window);
    glfwMakeContextCurrent(main);
  }
};

NotesWindow::NotesWindow(GLFWwindow* main, InputQueue& keys) : main_(main), keys_(keys) {}
NotesWindow::~NotesWindow() = default;

Status NotesWindow::toggle(const Controller& controller, double now) {
  if (open_) {
    open_.reset();
    return success();
  }
  int x = 0, y = 0, w = 0, h = 0;
  glfwGetWindowPos(main_, &x, &y);
  glfwGetWindowSize(main_, &w, &h);
  const std::vector<Box> all = screens();
  const int other = screen_for_notes(all, {static_cast<double>(x), static_cast<double>(y), static_cast<double>(w), static_cast<double>(h)});
  const Box room = other >= 0 ? all[static_cast<std::size_t>(other)] : all.empty() ? Box{0, 0, kWidth, kHeight} : all.front();
  const int width = std::min(kWidth, static_cast<int>(room.w * kMost)), height = std::min(kHeight, static_cast<int>(room.h * kMost));
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_FALSE);  // the keys stay with the presentation
  GLFWwindow* made = glfwCreateWindow(width, height, "ConvScope", nullptr, nullptr);
  if (made == nullptr) {
    const char* why = nullptr;
    glfwGetError(&why);
    const Words& words = controller.words();
    return Error{ErrorKind::kDevice,
                 words.format("notes.refused", {{"why", why != nullptr ? std::string(why) : words("notes.no_reason")}}), ""};
  }
  open_ = std::make_unique<Open>(made, main_, keys_);
  open_->listen();
  if (other >= 0) glfwSetWindowPos(made, static_cast<int>(room.center().x) - width / 2, static_cast<int>(room.center().y) - height / 2);
  glfwMakeContextCurrent(made);
  glfwSwapInterval(0);
  glfwMakeContextCurrent(main_);
  glfwShowWindow(made);
  if (other >= 0) glfwMaximizeWindow(made);
  follow(controller, now);
  return success();
}

void NotesWindow::follow(const Controller& controller, double now) {
  if (!open_) return;
  if (glfwWindowShouldClose(open_->window) != 0) return open_.reset();
  const Shown wish = open_->wanted(controller, now);
  const bool due = open_->damaged || (wish != open_->shown && now - open_->drawn_at >= kStepSeconds);
  if (due) open_->draw(controller, wish, now);
}

double NotesWindow::next_event(double now) const {
  if (!open_) return -1;
  return std::clamp(open_->drawn_at + kClockSeconds - now, kStepSeconds, kClockSeconds);
}

}  // namespace convscope

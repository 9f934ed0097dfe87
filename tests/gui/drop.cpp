// enter, position → status → drop → the window asks for the selection → its data → finished
#include "gui/drop.h"

#include <X11/Xatom.h>
#include <X11/Xlib.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace convscope::tests {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kDeadline = std::chrono::seconds(20);
constexpr auto kBetweenLooks = std::chrono::milliseconds(10);
constexpr long kVersion = 5;

struct DisplayCloser {
  void operator()(Display* display) const { XCloseDisplay(display); }
};

class Drop {
 public:
  Drop(Display* display, ::Window target, std::string uri) : display_(display), target_(target), uri_(std::move(uri)) {
    source_ = XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0);
    XSetSelectionOwner(display, atom("XdndSelection"), source_, CurrentTime);
  }
  Drop(const Drop&) = delete;
  Drop& operator=(const Drop&) = delete;

  bool carry_out() {
    send("XdndEnter", kVersion << 24, static_cast<long>(atom("text/uri-list")), 0, 0);
    int x = 0, y = 0;
    ::Window unused = 0;
    XTranslateCoordinates(display_, target_, DefaultRootWindow(display_), 100, 100, &x, &y, &unused);
    send("XdndPosition", 0, static_cast<long>(x) << 16 | y, CurrentTime, static_cast<long>(atom("XdndActionCopy")));
    if (!answered("XdndStatus")) return false;
    send("XdndDrop", 0, CurrentTime, 0, 0);
    return answered("XdndFinished");
  }

 private:
  Atom atom(const char* name) const { return XInternAtom(display_, name, False); }

  void send(const char* type, long b, long c, long d, long e) {
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.display = display_;
    event.xclient.window = target_;
    event.xclient.message_type = atom(type);
    event.xclient.format = 32;
    const long data[] = {static_cast<long>(source_), b, c, d, e};
    for (int i = 0; i < 5; ++i) event.xclient.data.l[i] = data[i];
    XSendEvent(display_, target_, False, NoEventMask, &event);
    XFlush(display_);
  }

  void give_data(const XSelectionRequestEvent& request) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(uri_.data());
    int size = static_cast<int>(uri_.size());
    XChangeProperty(display_, request.requestor, request.property, request.target, 8, PropModeReplace, bytes, size);
    XEvent event{};
    event.xselection.type = SelectionNotify;
    event.xselection.requestor = request.requestor;
    event.xselection.selection = request.selection;
    event.xselection.target = request.target;
    event.xselection.property = request.property;
    event.xselection.time = request.time;
    XSendEvent(display_, request.requestor, False, NoEventMask, &event);
    XFlush(display_);
  }

  // Waits for a message of that type, and gives the data when it is asked for.
  bool answered(const char* type) {
    for (auto end = Clock::now() + kDeadline; Clock::now() < end; std::this_thread::sleep_for(kBetweenLooks))
      while (XPending(display_) > 0) {
        XEvent event;
        XNextEvent(display_, &event);
        if (event.type == SelectionRequest) give_data(event.xselectionrequest);
        if (event.type == ClientMessage && event.xclient.message_type == atom(type)) return true;
      }
    return false;
  }

  Display* display_;
  ::Window source_ = 0, target_;
  std::string uri_;
};

std::optional<::Window> find_window(Display* display, ::Window in, const std::string& title) {
  char* name = nullptr;
  if (XFetchName(display, in, &name) != 0 && name != nullptr) {
    std::string found = name;
    XFree(name);
    if (found.find(title) != std::string::npos) return in;
  }
  ::Window root = 0, parent = 0, *children = nullptr;
  unsigned count = 0;
  if (XQueryTree(display, in, &root, &parent, &children, &count) == 0) return std::nullopt;
  std::optional<::Window> found;
  for (unsigned i = 0; i < count && !found; ++i) found = find_window(display, children[i], title);
  if (children != nullptr) XFree(children);
  return found;
}

}  // namespace

bool drop_file(const std::string& display_name, const std::string& window, const std::string& path) {
  std::unique_ptr<Display, DisplayCloser> display(XOpenDisplay(display_name.c_str()));
  if (display == nullptr) return false;
  auto target = find_window(display.get(), DefaultRootWindow(display.get()), window);
  return target && Drop(display.get(), *target, "file://" + path + "\r\n").carry_out();
}

bool ask_to_close(const std::string& display_name, const std::string& window) {
  std::unique_ptr<Display, DisplayCloser> display(XOpenDisplay(display_name.c_str()));
  if (display == nullptr) return false;
  auto target = find_window(display.get(), DefaultRootWindow(display.get()), window);
  if (!target) return false;
  XEvent event{};
  event.xclient.type = ClientMessage;
  event.xclient.window = *target;
  event.xclient.message_type = XInternAtom(display.get(), "WM_PROTOCOLS", False);
  event.xclient.format = 32;
  event.xclient.data.l[0] = static_cast<long>(XInternAtom(display.get(), "WM_DELETE_WINDOW", False));
  XSendEvent(display.get(), *target, False, NoEventMask, &event);
  XSync(display.get(), False);
  return true;
}

}  // namespace convscope::tests

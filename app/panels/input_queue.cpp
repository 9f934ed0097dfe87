#include "app/panels/input_queue.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

namespace convscope {
namespace {

#if IMGUI_VERSION_NUM >= 18900
constexpr ImGuiKey kKeypadEnter = ImGuiKey_KeypadEnter;
#else
constexpr ImGuiKey kKeypadEnter = ImGuiKey_KeyPadEnter;
#endif

constexpr std::array<std::pair<int, ImGuiKey>, 20> kKeys = {{
    {GLFW_KEY_TAB, ImGuiKey_Tab},         {GLFW_KEY_LEFT, ImGuiKey_LeftArrow}, {GLFW_KEY_RIGHT, ImGuiKey_RightArrow},
    {GLFW_KEY_UP, ImGuiKey_UpArrow},      {GLFW_KEY_DOWN, ImGuiKey_DownArrow}, {GLFW_KEY_HOME, ImGuiKey_Home},
    {GLFW_KEY_END, ImGuiKey_End},         {GLFW_KEY_INSERT, ImGuiKey_Insert},  {GLFW_KEY_DELETE, ImGuiKey_Delete},
    {GLFW_KEY_BACKSPACE, ImGuiKey_Backspace}, {GLFW_KEY_SPACE, ImGuiKey_Space}, {GLFW_KEY_ENTER, ImGuiKey_Enter},
    {GLFW_KEY_ESCAPE, ImGuiKey_Escape},   {GLFW_KEY_KP_ENTER, kKeypadEnter}, {GLFW_KEY_A, ImGuiKey_A},
    {GLFW_KEY_C, ImGuiKey_C},             {GLFW_KEY_V, ImGuiKey_V},            {GLFW_KEY_X, ImGuiKey_X},
    {GLFW_KEY_Y, ImGuiKey_Y},             {GLFW_KEY_Z, ImGuiKey_Z},
}};

void send_key(const input::Key& event) {
  ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
  io.AddKeyEvent(ImGuiMod_Ctrl, event.control);
  io.AddKeyEvent(ImGuiMod_Shift, event.shift);
  io.AddKeyEvent(ImGuiMod_Alt, event.alt);
  for (auto [code, key] : kKeys)
    if (code == event.key) io.AddKeyEvent(key, event.down);
#else
  io.KeyCtrl = event.control;
  io.KeyShift = event.shift;
  io.KeyAlt = event.alt;
  if (event.key >= 0 && event.key < static_cast<int>(IM_ARRAYSIZE(io.KeysDown))) io.KeysDown[event.key] = event.down;
#endif
}

void send_move(Point to) {
  ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
  io.AddMousePosEvent(static_cast<float>(to.x), static_cast<float>(to.y));
#else
  io.MousePos = {static_cast<float>(to.x), static_cast<float>(to.y)};
#endif
}

void send_button(const input::Button& event) {
  ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
  io.AddMouseButtonEvent(event.button, event.down);
#else
  io.MouseDown[event.button] = event.down;
#endif
}

void send_wheel(const input::Wheel& event) {
  ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
  io.AddMouseWheelEvent(static_cast<float>(event.x), static_cast<float>(event.y));
#else
  io.MouseWheelH += static_cast<float>(event.x);
  io.MouseWheel += static_cast<float>(event.y);
#endif
}

void send_focus(bool focused) {
  ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18900
  io.AddFocusEvent(focused);
#else
  if (!focused) {
    std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
    io.KeyCtrl = io.KeyShift = io.KeyAlt = false;
  }
#endif
}

void append_utf8(std::string& text, unsigned code) {
  auto put = [&](unsigned byte) { text.push_back(static_cast<char>(byte)); };
  auto follow = [&](int shift) { put(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | (code >> 6));
  } else {
    if (code < 0x10000) put(0xE0 | (code >> 12));
    else put(0xF0 | (code >> 18)), follow(12);
    follow(6);
  }
  follow(0);
}

// What this frame has already taken.
struct Taken {
  std::array<bool, 5> button{};
  bool any_button = false, moved = false, wheel = false, character = false, chord = false;
  std::vector<int> keys;

  bool conflicts(const InputEvent& event) const {
    if (std::holds_alternative<input::Move>(event)) return any_button || wheel;
    // A drag is seen where it ends before the button goes up.
    if (auto* b = std::get_if<input::Button>(&event))
      return button[static_cast<std::size_t>(b->button)] || wheel || character || (!b->down && moved);
    if (std::holds_alternative<input::Wheel>(event)) return any_button;
    if (auto* k = std::get_if<input::Key>(&event))
      return (k->down && (character || chord)) || any_button || std::count(keys.begin(), keys.end(), k->key) != 0;
    return false;
  }
};

}  // namespace

void InputQueue::push(InputEvent event) {
  auto repeats = [](const InputEvent& each, int key) {
    const auto* k = std::get_if<input::Key>(&each);
    return k != nullptr && k->repeat && k->key == key;
  };
  const auto* pressed = std::get_if<input::Key>(&event);
  if (pressed != nullptr && pressed->repeat &&
      std::any_of(events_.begin(), events_.end(), [&](const InputEvent& each) { return repeats(each, pressed->key); }))
    return;
  events_.push_back(std::move(event));
}

bool InputQueue::has_wish(bool dragging) const {
  return std::any_of(events_.begin(), events_.end(), [dragging](const InputEvent& event) {
    if (auto* button = std::get_if<input::Button>(&event)) return button->down;
    if (auto* key = std::get_if<input::Key>(&event)) return key->down;
    if (std::holds_alternative<input::Move>(event)) return dragging;
    return !std::holds_alternative<input::Focus>(event);
  });
}

FrameInput InputQueue::apply() {
  FrameInput frame;
  Taken taken;
  while (!events_.empty() && !taken.conflicts(events_.front())) {
    InputEvent event = std::move(events_.front());
    events_.pop_front();
    frame.any = true;
    if (auto* m = std::get_if<input::Move>(&event)) {
      send_move(m->to);
      taken.moved = true;
      frame.path.push_back(m->to);
      frame.pointed = frame.pointed || m->to.x != pointer_.x || m->to.y != pointer_.y;
      pointer_ = m->to;
    } else if (auto* b = std::get_if<input::Button>(&event)) {
      send_button(*b);
      taken.button[static_cast<std::size_t>(b->button)] = taken.any_button = frame.pointed = true;
    } else if (auto* w = std::get_if<input::Wheel>(&event)) {
      send_wheel(*w);
      taken.wheel = frame.pointed = true;
    } else if (auto* k = std::get_if<input::Key>(&event)) {
      send_key(*k);
      taken.keys.push_back(k->key);
      taken.chord = taken.chord || (k->down && k->control);  // may open what is typed into next
      if (k->down) frame.keys.push_back({k->key, k->control, k->shift, k->alt, k->repeat});
      else frame.released.push_back(k->key);
    } else if (auto* c = std::get_if<input::Character>(&event)) {
      ImGui::GetIO().AddInputCharacter(c->code_point);
      append_utf8(frame.text, c->code_point);
      taken.character = true;
    } else if (auto* d = std::get_if<input::Drop>(&event)) {
      frame.dropped.insert(frame.dropped.end(), d->paths.begin(), d->paths.end());
    } else if (auto* f = std::get_if<input::Focus>(&event)) {
      send_focus(f->focused);
      frame.unfocused = !f->focused;
    }
  }
  return frame;
}

void prepare_keyboard() {
#if IMGUI_VERSION_NUM >= 18900
  ImGui::GetIO().ConfigInputTrickleEventQueue = false;  // this queue does it
#else
  for (auto [code, key] : kKeys) ImGui::GetIO().KeyMap[key] = code;
#endif
}

}  // namespace convscope

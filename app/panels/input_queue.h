// Input as a queue: events wait here and enter Dear ImGui each frame up to the first two that a single frame cannot tell apart
// (press and release of one button, a key after typed text), so that nothing is lost when frames are slow. Tests push the same events.
#pragma once

#include <deque>
#include <string>
#include <variant>
#include <vector>

#include "app/canvas/display_list.h"

namespace convscope {

namespace input {
struct Move { Point to; };  // logical pixels of the window; outside the window: negative
struct Button { int button; bool down; };  // 0 left, 1 right, 2 middle
struct Wheel { double x, y; };
struct Key { int key; bool down, repeat, control, shift, alt; };  // GLFW's code
struct Character { unsigned code_point; };
struct Drop { std::vector<std::string> paths; };
struct Focus { bool focused; };
}  // namespace input
using InputEvent = std::variant<input::Move, input::Button, input::Wheel, input::Key, input::Character, input::Drop, input::Focus>;

struct KeyPress {
  int key = 0;
  bool control = false, shift = false, alt = false, repeat = false;
};

// What one frame took from the queue besides what went to ImGui.
struct FrameInput {
  std::vector<KeyPress> keys;        // presses and repeats, in order
  std::vector<int> released;         // GLFW's codes
  bool unfocused = false;            // the window lost the keyboard: releases after that are not told
  std::vector<std::string> dropped;  // files
  std::string text;                  // characters typed, UTF-8
  std::vector<Point> path;           // where the pointer went, in order
  bool any = false;
  bool pointed = false;              // the pointer moved, or one of its buttons or its wheel did
};

class InputQueue {
 public:
  // A held key repeats faster than slow frames take it: while one of its repeats waits, others are passed over.
  void push(InputEvent event);
  bool empty() const { return events_.empty(); }
  // Whether a person did something besides moving the mouse or letting go; `dragging`: moving it counts too.
  bool has_wish(bool dragging) const;
  // Moves events into ImGui's IO (of the current context) until the queue is empty or two conflict.
  FrameInput apply();

 private:
  std::deque<InputEvent> events_;
  Point pointer_{-1e6, -1e6};
};

// Tells ImGui 1.86 which codes its own keys have; nothing to do in later versions.
void prepare_keyboard();

}  // namespace convscope

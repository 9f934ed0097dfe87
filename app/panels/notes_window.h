// The second window, with the notes of the person who presents. It draws finished pictures and knows no panel; its keys go to the
// program's window. Closing it closes nothing else.
#pragma once

#include <memory>
#include <string>

#include "app/panels/controller.h"
#include "app/panels/input_queue.h"

struct GLFWwindow;

namespace convscope {

class NotesWindow {
 public:
  // `main` is the program's window, whose GL context is current before and after every call.
  NotesWindow(GLFWwindow* main, InputQueue& keys);
  ~NotesWindow();
  NotesWindow(const NotesWindow&) = delete;
  NotesWindow& operator=(const NotesWindow&) = delete;

  // Opens it, on another screen than the program's where there is one, or closes it. The sentence says why it did not open.
  Status toggle(const Controller& controller, double now);
  // Draws it when something on it changed; closes it when a person did.
  void follow(const Controller& controller, double now);
  // Seconds until it wants to be looked at again; negative: it is closed.
  double next_event(double now) const;

 private:
  struct Open;  // the window, while it is open
  GLFWwindow* main_;
  InputQueue& keys_;
  std::unique_ptr<Open> open_;
};

}  // namespace convscope
